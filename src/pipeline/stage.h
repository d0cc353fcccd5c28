#pragma once
// One stage of the way of an article: takes jobs of its kind out of the durable queue and begins
// them, never more at once than it may have outstanding.
//
// A job is outstanding from its lease until its outcome is committed. The stage leases again when
// there is room for a fair number, so that leases, which are writes too, come in batches and share
// their transaction with the results that wait.

#include <atomic>
#include <functional>
#include <optional>
#include <string_view>
#include <thread>

#include "base/time.h"
#include "pipeline/bell.h"
#include "pipeline/committer.h"
#include "pipeline/lanes.h"
#include "store/store.h"

namespace pipeline {

class StageRunner {
 public:
  struct Options {
    store::Stage stage = store::Stage::kFetch;
    size_t most_outstanding = 256;
    size_t lease_at_least = 64;  // room to wait for, unless nothing is outstanding
    size_t most_of_lane = 0;     // outstanding of one lane (lanes.h); 0: as of all
    // On what terms to lease; absent: not now. Empty: as a store's only process.
    std::function<std::optional<store::LeaseTerms>()> terms = {};
    const base::Clock* clock = &base::SystemClock();
  };
  // Begins a job; may wait for room, and must see to it that Finished is called once for each.
  using Begin = std::function<void(store::Job)>;

  // `store` and `committer` must outlive the runner.
  StageRunner(const Options& options, store::Store& store, Committer& committer, Begin begin);
  ~StageRunner() { Stop(); }

  // Once.
  void Start() {
    thread_ = std::jthread([this] { Loop(); });
  }

  // Leases no more, and returns when none is being begun any more.
  void Stop();

  // The outcome of one job is committed. From any thread.
  void Finished(const store::Job& job);
  // A job that is outstanding goes on in another lane. False: there is no room for it there, and it
  // is to be put back into that lane. From any thread.
  bool MoveTo(std::string_view lane, const store::Job& job) { return lanes_.Move(job, lane); }
  // There may be new jobs of this stage. From any thread.
  void Ring() { bell_.Ring(); }

  size_t outstanding() const { return outstanding_.load(); }

 private:
  void Loop();
  bool HasRoom() const;
  std::vector<store::Job> Lease();

  const Options options_;
  store::Store& store_;
  Committer& committer_;
  const Begin begin_;
  Lanes lanes_;
  Bell bell_;
  std::atomic<size_t> outstanding_ = 0;
  std::atomic<bool> waits_for_room_ = false;
  std::atomic<bool> stopping_ = false;
  std::jthread thread_;  // last: it uses everything above; none before Start
};

}  // namespace pipeline
