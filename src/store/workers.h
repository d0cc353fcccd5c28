#pragma once
// The list of the processes that work on a store; what they do to it is in write_workers.cc.

#include <cstdint>
#include <set>
#include <vector>

#include "base/result.h"
#include "store/driver.h"
#include "store/store.h"

namespace store {

// In the order in which they entered.
base::Result<std::vector<WorkerView>> AllWorkers(Connection& connection);
// Ids of those whose lock some session holds (Dialect::living); none where nobody needs one.
base::Result<std::set<int64_t>> WorkersWithALock(Connection& connection);
// By what clock those who share a store go (Options::shared_time): the database's; `own` where it
// has none, or is not to be asked.
base::Result<base::Instant> SharedTime(Connection& connection, base::Instant own, bool ask);

}  // namespace store
