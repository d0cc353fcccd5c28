#pragma once
// A bell: one thread sleeps until somebody rings it or the time is over. A ring that comes while
// nobody sleeps is not lost. Safe for use by several threads.

#include <chrono>

#include "base/mutex.h"

namespace pipeline {

class Bell {
 public:
  void Ring() EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    rung_ = true;
    condition_.NotifyAll();
  }

  // Sleeps until the bell rings (or has rung since the last Wait), at most that long.
  void Wait(std::chrono::milliseconds longest) EXCLUDES(mutex_) {
    const auto end = std::chrono::steady_clock::now() + longest;
    base::MutexLock lock(mutex_);
    while (!rung_) {
      const auto left = end - std::chrono::steady_clock::now();
      if (left <= std::chrono::steady_clock::duration::zero()) break;
      condition_.WaitFor(mutex_, left);
    }
    rung_ = false;
  }

 private:
  base::Mutex mutex_;
  base::Condition condition_;
  bool rung_ GUARDED_BY(mutex_) = false;
};

}  // namespace pipeline
