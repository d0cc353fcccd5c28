#pragma once
// What is planned, and a clock that is put back.
//
// A machine's clock may run ahead (a dead battery, a wrong year) and be put right. Whatever was
// planned meanwhile, the next poll of a source, the next try of a job, would wait until that time
// comes again: for a year, and nobody would see why. So when the clock stands far before a time at
// which something was stored, what was planned while it was ahead is planned anew: as long from now
// as it was to be from then.

#include "base/result.h"
#include "base/time.h"
#include "model/source.h"
#include "store/driver.h"

namespace store {

// A clock that is put back by less is let be: several machines that share a store differ as much,
// and to wait as long harms nobody.
inline constexpr int64_t kClockSlack = 10 * 60 * base::kMicrosPerSecond;

// Within a transaction that writes. `seen`: the latest time that this process knows of, 0: none.
// How far the clock had been ahead, in microseconds; 0: it was not, and nothing is done.
base::Result<int64_t> MendPlans(Connection& connection, base::Instant now, base::Instant seen);

// The same for a source that was polled when the clock was ahead and is stored now that it is not.
model::Source PlannedFrom(base::Instant now, model::Source source);

}  // namespace store
