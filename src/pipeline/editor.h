#pragma once
// The editor: the one thread that groups articles into stories.
//
// Which story an article comes to depends on what was grouped before it, so the order matters. Only
// articles of one language form a story, so each language has an office of its own, which one
// process of all that share a store holds: its editor. An editor holds any number of offices, each
// with a memory of its own; a language of few articles costs next to nothing, so that none needs to
// share. Offices are taken one by one with a pause that grows with those already held: they spread
// over the processes that are there. (A store that is not shared has one process, and no pauses.)
//
// An office has an epoch, which grows each time that it is taken. The transaction that groups asks
// for the epoch first: an editor that stood still, was taken for dead and wakes up commits nothing.
// It forgets what it knew, and whoever holds the office now has built the memory from the store.
//
// Articles are grouped in batches, of one language each. A batch begins when nothing is on its way
// to be read any more, or when its first article has waited `group_wait`, or when largest_batch are
// ready. Within a batch the order is that of (time of publication, URL), what bears no date last,
// whatever order the articles arrived in: a run in one batch gives the same stories however the
// fetches raced, and however many processes fetched.
//
// The places are found in memory first, new stories under ids of our own; then one transaction
// writes them, related stories included: after a crash it is there as a whole or not at all, and
// others wait for no more than the writing. When it fails, the memory is built anew from the store.

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
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
    // On what terms to take offices and articles; absent: not now. Empty: as a store's only
    // process.
    std::function<std::optional<store::LeaseTerms>()> terms = {};
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
  using Time = std::chrono::steady_clock::time_point;
  struct Office {  // of one language
    std::string language;
    int64_t epoch = 0;
    std::unique_ptr<cluster::Clusterer> memory;  // null: to be built from the store
    Time ready_since{};                          // zero: nothing was ready
  };
  struct Ready {  // one article of a batch
    store::Job job;
    model::ClusterInput input;
  };
  // What is decided of a batch and not written yet. Stories that are to be opened have ids from
  // kUnborn on.
  struct Decisions {
    std::vector<std::pair<store::Job, model::Placement>> placements;  // in their order
    std::vector<std::pair<model::StoryId, std::vector<model::Related>>> related;
  };
  using Born = std::map<model::StoryId, model::StoryId>;  // by the id before birth

  enum class Outcome { kNothing, kPending, kGrouped, kTrouble };

  void Loop();
  // One look at every language that waits.
  Outcome LookAround();
  // The office of a language, taken if it is free and not too soon; null: it is not ours.
  Office* OfficeOf(const std::string& language);
  bool BatchIsDue(Office& office, int64_t ready);
  // Groups what is ready, up to one batch.
  Outcome GroupOneBatch(Office& office);
  base::Status LeaseBatch(const Office& office, std::vector<Ready>& batch, bool& any);
  base::Status ReadInputs(const std::vector<store::Job>& jobs, std::vector<Ready>& batch);
  // All of it in one transaction.
  base::Status Group(Office& office, const std::vector<Ready>& batch);
  // For a batch that failed: each article alone, so that only the bad one is left out.
  void GroupOneByOne(Office& office, const std::vector<Ready>& batch);
  Decisions Decide(Office& office, const std::vector<Ready>& batch) const;
  static base::Status WriteDown(store::Transaction& transaction, const Office& office,
                                const Decisions& decisions, Born& born);
  base::Status RememberPlaced(Office& office);
  void Fail(const store::Job& job, const base::Error& error);

  const Options options_;
  store::Store& store_;
  const std::function<bool()> more_to_read_;
  // The rest belongs to the editor's thread.
  store::LeaseTerms terms_;                // of this look around
  std::map<std::string, Office> offices_;  // those held under terms_.worker
  std::map<std::string, Time> asked_;      // when an office of others was asked for last
  Time next_office_{};                     // no further one is taken before

  Bell bell_;
  std::atomic<bool> at_work_ = false;
  std::atomic<bool> stopping_ = false;
  std::jthread thread_;  // last: it uses everything above; none before Start
};

}  // namespace pipeline
