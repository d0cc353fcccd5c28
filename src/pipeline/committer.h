#pragma once
// The committer: the one thread that writes what the stages have done, many results in a
// transaction.
//
// A durable commit costs a few milliseconds whatever is in it. So results are gathered until one
// of these is true: the oldest has waited kLatency, kMostItems are there, their bytes pass
// kBytesPerCommit, or somebody waits for an answer (Run). Who hands in more than kBytesWaiting has
// to wait: that is the back-pressure on fetching.
//
// One bad result does not take the others with it: when a transaction fails for a reason of its
// content, it is rolled back and its items are written one by one; only the bad one hears the
// error. When it fails because the disk is full or the file busy (kUnavailable, kTimeout), it is
// tried again until it works or the end is near (NoMoreRetries).
//
// Safe for use by several threads.

#include <chrono>
#include <functional>
#include <optional>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "base/result.h"
#include "store/store.h"

namespace pipeline {

class Committer {
 public:
  // May be called more than once for one item: what it does outside the transaction must not add
  // up.
  using Work = std::function<base::Status(store::Transaction&)>;
  // Called once, on the committer's thread, after the commit is durable or has failed for good; by
  // Submit itself once the committer has ended.
  // Must not wait for anything.
  using Done = std::function<void(const base::Status&)>;

  static constexpr std::chrono::milliseconds kLatency{50};
  static constexpr std::chrono::milliseconds kPause{1000};  // before a transient failure is retried
  static constexpr size_t kMostItems = 512;
  static constexpr size_t kBytesPerCommit = size_t{16} << 20;
  static constexpr size_t kBytesWaiting = size_t{64} << 20;

  // `store` must outlive the committer.
  explicit Committer(store::Store& store);
  ~Committer() { Stop(); }
  Committer(const Committer&) = delete;
  Committer& operator=(const Committer&) = delete;

  // Nobody waits for a disk to have room from now on: who would, hears of the failure.
  void NoMoreRetries() EXCLUDES(mutex_);
  // NoMoreRetries, commits what was handed in, and ends. What is handed in later, by a Done too, is
  // refused: kUnavailable, told at once on the caller's thread. Not to be called by a Done.
  void Stop() EXCLUDES(mutex_);

  // Hands work in and goes on. `bytes` is what it holds in memory, about; with 0 it never waits,
  // and may be called by a Done. `job`: the one that the work finishes, announced to the store with
  // all that are written together.
  void Submit(Work work, Done done, size_t bytes = 0, std::optional<store::ExpectedJob> job = {})
      EXCLUDES(mutex_);

  // Hands work in and waits until it is durable.
  base::Status Run(Work work) EXCLUDES(mutex_);

 private:
  struct Item {
    Work work;
    Done done;
    size_t bytes = 0;
    std::optional<store::ExpectedJob> job = {};
  };

  void HandIn(Item item, bool is_urgent) EXCLUDES(mutex_);
  void Loop() EXCLUDES(mutex_);
  // The next items, once there is a reason to commit. Empty: stopped and nothing left.
  std::vector<Item> Gather() EXCLUDES(mutex_);
  void Commit(const std::vector<Item>& items) EXCLUDES(mutex_);
  // One transaction of all items, retried while the failure is transient.
  base::Status Write(const std::vector<Item>& items) EXCLUDES(mutex_);

  store::Store& store_;
  base::Mutex mutex_;
  base::Condition filled_;
  base::Condition drained_;
  std::vector<Item> waiting_ GUARDED_BY(mutex_);
  size_t bytes_ GUARDED_BY(mutex_) = 0;
  bool urgent_ GUARDED_BY(mutex_) = false;
  bool retries_ GUARDED_BY(mutex_) = true;
  bool stopping_ GUARDED_BY(mutex_) = false;
  bool ended_ GUARDED_BY(mutex_) = false;  // nothing waits, and nothing will
  std::jthread thread_;                    // last: it uses everything above
};

}  // namespace pipeline
