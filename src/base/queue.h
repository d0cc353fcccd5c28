#pragma once
// A bounded queue between threads: whoever produces faster than others consume has to wait. That
// wait is the back-pressure of the whole pipeline.

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "base/mutex.h"

namespace base {

// Any number of producers and consumers. First in, first out.
template <typename T>
class BoundedQueue {
 public:
  explicit BoundedQueue(size_t capacity) : capacity_(capacity) {}

  // Waits for room. False, and the item is dropped, when the queue is closed.
  bool Push(T item) EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    while (!closed_ && items_.size() >= capacity_) room_.Wait(mutex_);
    if (closed_) return false;
    items_.push_back(std::move(item));
    filled_.NotifyOne();
    return true;
  }

  // Waits for an item. Absent once the queue is closed and empty.
  std::optional<T> Pop() EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    while (!closed_ && items_.empty()) filled_.Wait(mutex_);
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    room_.NotifyOne();
    return item;
  }

  // No more items are taken in; those inside are still given out. May be called more than once.
  void Close() EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    closed_ = true;
    room_.NotifyAll();
    filled_.NotifyAll();
  }

  size_t Size() const EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    return items_.size();
  }

 private:
  mutable Mutex mutex_;
  Condition room_;
  Condition filled_;
  const size_t capacity_;
  std::deque<T> items_ GUARDED_BY(mutex_);
  bool closed_ GUARDED_BY(mutex_) = false;
};

}  // namespace base
