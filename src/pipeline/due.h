#pragma once
// How long a thread that works off the store may sleep.

#include <chrono>

#include "base/time.h"
#include "store/store.h"

namespace pipeline {

inline constexpr std::chrono::milliseconds kShortestSleep{100};

// Until the next source, or job of a stage, is due; `longest` when nothing waits or the store
// cannot say. Not less than kShortestSleep.
std::chrono::milliseconds UntilSourceDue(store::Store& store, const base::Clock& clock,
                                         std::chrono::milliseconds longest);
std::chrono::milliseconds UntilJobDue(store::Stage stage, store::Store& store,
                                      const base::Clock& clock, std::chrono::milliseconds longest);

}  // namespace pipeline
