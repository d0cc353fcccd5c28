#pragma once
// A source's own rhythm: what its entries tell of when the next ones will come, and when it is
// worth while to ask. Pure functions.

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/time.h"
#include "model/rhythm.h"

namespace fetch {

// An answer was there at `now`. `times` are those of all entries in it, in any order, as far as
// they are known; those in the future do not count. `undated` is how many entries without a time
// were new. Of a first answer, the times of its entries tell of the past.
void Observe(std::span<const base::Instant> times, size_t undated, base::Instant now,
             model::Rhythm& rhythm);

// How many entries are to be expected in a day, on average. `usual_interval` (micros, more than 0)
// is the time from one entry to the next of a source of which nothing is known.
double EntriesPerDay(const model::Rhythm& rhythm, int64_t usual_interval);

// How long to wait from `now` until it is best to ask again, in micros, between `shortest` and
// `longest`.
int64_t BestInterval(const model::Rhythm& rhythm, base::Instant now, int64_t usual_interval,
                     int64_t shortest, int64_t longest);

}  // namespace fetch
