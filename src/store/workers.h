#pragma once
// The list of the processes that work on a store; what they do to it is in write_workers.cc.

#include <vector>

#include "base/result.h"
#include "store/driver.h"
#include "store/store.h"

namespace store {

// In the order in which they entered.
base::Result<std::vector<WorkerView>> AllWorkers(Connection& connection);

}  // namespace store
