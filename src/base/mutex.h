#pragma once
// Locks that say what they guard. clang proves it (-Wthread-safety); the annotations are nothing to
// g++.

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define OCTAVO_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define OCTAVO_THREAD_ATTRIBUTE(x)
#endif
#define CAPABILITY(x) OCTAVO_THREAD_ATTRIBUTE(capability(x))
#define SCOPED_CAPABILITY OCTAVO_THREAD_ATTRIBUTE(scoped_lockable)
#define GUARDED_BY(x) OCTAVO_THREAD_ATTRIBUTE(guarded_by(x))
#define REQUIRES(...) OCTAVO_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define EXCLUDES(...) OCTAVO_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define ACQUIRE(...) OCTAVO_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define RELEASE(...) OCTAVO_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))
#define NO_THREAD_SAFETY_ANALYSIS OCTAVO_THREAD_ATTRIBUTE(no_thread_safety_analysis)

namespace base {

class CAPABILITY("mutex") Mutex {
 public:
  void Lock() ACQUIRE() { mutex_.lock(); }
  void Unlock() RELEASE() { mutex_.unlock(); }

 private:
  friend class Condition;
  std::mutex mutex_;
};

class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.Lock(); }
  ~MutexLock() RELEASE() { mutex_.Unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

// A condition variable for Mutex. Wake-ups may be spurious: wait in a loop around the condition.
class Condition {
 public:
  // Precondition: the calling thread holds `mutex`.
  void Wait(Mutex& mutex) REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    condition_.wait(lock);
    lock.release();
  }
  // False when the time ran out.
  template <typename Duration>
  bool WaitFor(Mutex& mutex, Duration duration) REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.mutex_, std::adopt_lock);
    const bool woken = condition_.wait_for(lock, duration) == std::cv_status::no_timeout;
    lock.release();
    return woken;
  }
  void NotifyOne() { condition_.notify_one(); }
  void NotifyAll() { condition_.notify_all(); }

 private:
  std::condition_variable condition_;
};

}  // namespace base
