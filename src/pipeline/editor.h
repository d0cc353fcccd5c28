#pragma once
// The editor: the one thread that groups articles into stories.
//
// Which story an article comes to depends on what was grouped before it, so the order matters, and
// one thread keeps it. Articles are grouped in batches. A batch begins when nothing is on its way
// to be read any more, or when its first article has waited `group_wait`, or when kLargestBatch
// are ready. Within a batch the order is that of (time of publication, URL), what bears no date
// last, whatever order the
// articles arrived in: a run in one batch gives the same stories however the fetches raced.
//
// A batch is one transaction, related stories included: after a crash it is there as a whole or
// not at all. The clusterer's memory is then built anew from the store, as at every start.

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "cluster/clusterer.h"
#include "pipeline/bell.h"
#include "store/store.h"

namespace pipeline {

class Editor {
 public:
  struct Options {
    std::chrono::milliseconds group_wait{5'000};
    size_t largest_batch = 500;
    size_t related = 6;        // stories at most, for each story
    int64_t memory_days = 14;  // how far back stories can still grow
    const base::Clock* clock = &base::SystemClock();
  };

  // `more_to_read` tells whether articles are on their way (called on the editor's thread).
  // `store` must outlive the editor.
  Editor(const Options& options, store::Store& store, std::function<bool()> more_to_read);
  ~Editor() { Stop(); }

  // Once.
  void Start() {
    thread_ = std::jthread([this] { Loop(); });
  }

  // Finishes the batch that it is at, and ends.
  void Stop();
  // There may be articles to group, or nothing more to read. From any thread.
  void Ring() { bell_.Ring(); }
  // Whether a batch is being grouped at this moment.
  bool at_work() const { return at_work_; }

 private:
  struct Ready {  // one article of a batch
    store::Job job;
    model::ClusterInput input;
  };

  void Loop();
  bool BatchIsDue();
  // Groups what is ready, up to one batch. False: there was nothing, or it cannot be done now.
  bool GroupOneBatch();
  base::Status ReadInputs(const std::vector<store::Job>& jobs, std::vector<Ready>& batch);
  // All of it in one transaction.
  base::Status Group(const std::vector<Ready>& batch);
  // For a batch that failed: each article alone, so that only the bad one is left out.
  void GroupOneByOne(const std::vector<Ready>& batch);
  base::Status Place(store::Transaction& transaction, const std::vector<Ready>& batch);
  base::Status RememberPlaced();
  void Fail(const store::Job& job, const base::Error& error);

  const Options options_;
  store::Store& store_;
  const std::function<bool()> more_to_read_;
  std::unique_ptr<cluster::Clusterer> clusterer_;        // null: to be built from the store
  std::chrono::steady_clock::time_point ready_since_{};  // zero: nothing was ready
  Bell bell_;
  std::atomic<bool> at_work_ = false;
  std::atomic<bool> stopping_ = false;
  std::jthread thread_;  // last: it uses everything above; none before Start
};

}  // namespace pipeline
