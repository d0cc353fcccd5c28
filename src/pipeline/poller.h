#pragma once
// The poller: asks sources for news when they are due.
//
// One thread looks which sources are due and asks the web; answers are parsed by the workers and
// committed. A source is never asked twice at once. What a poll found becomes jobs of the queue in
// the same transaction as the source's new state.

#include <atomic>
#include <functional>
#include <optional>
#include <set>
#include <thread>

#include "base/mutex.h"
#include "base/time.h"
#include "pipeline/bell.h"
#include "pipeline/committer.h"
#include "pipeline/poll.h"
#include "pipeline/tale.h"
#include "pipeline/web.h"
#include "store/store.h"

namespace pipeline {

class Poller {
 public:
  struct Options {
    size_t most_at_once = 256;
    std::chrono::milliseconds usual_interval{3'600'000};
    const base::Clock* clock = &base::SystemClock();
    // Where others poll too: on what terms to claim sources; absent: not now. Empty: there are no
    // others.
    std::function<std::optional<store::LeaseTerms>()> terms = {};
  };
  // Hands work to a worker; may wait for room; false: there are no workers any more.
  using HandToWorker = std::function<bool(std::function<void()>)>;
  // Called after a poll is committed.
  using Polled = std::function<void(const PollFindings&, const store::PollOutcome&)>;

  // All that is given must outlive the poller.
  Poller(const Options& options, store::Store& store, Committer& committer, Web& web,
         HandToWorker hand_to_worker, Polled polled);
  ~Poller() { Stop(); }

  // Once.
  void Start() {
    thread_ = std::jthread([this] { Loop(); });
  }

  // Asks no more. Answers on their way are dropped.
  void Stop();
  // There may be new sources. From any thread.
  void Ring() { bell_.Ring(); }

  size_t under_way() const EXCLUDES(mutex_);

 private:
  void Loop();
  struct DueSource {
    model::Source source;
    store::WorkerId claimed_by = {};  // 0: nobody else polls
  };
  std::vector<DueSource> Due();
  base::Status Claim(size_t limit, std::vector<DueSource>& due);
  bool Take(model::SourceId source) EXCLUDES(mutex_);
  void Release(model::SourceId source) EXCLUDES(mutex_);
  void Ask(const DueSource& due);
  PollFindings FindingsOf(const model::Source& source, const fetch::Outcome& answer) const;
  void WorkOut(const DueSource& due, const fetch::Outcome& outcome);
  static base::Status Record(store::Transaction& transaction, const PollFindings& findings,
                             store::PollOutcome& outcome);

  const Options options_;
  store::Store& store_;
  Committer& committer_;
  Web& web_;
  const HandToWorker hand_to_worker_;
  const Polled polled_;
  mutable base::Mutex mutex_;
  std::set<model::SourceId> under_way_ GUARDED_BY(mutex_);
  PollRound round_;
  Bell bell_;
  std::atomic<bool> stopping_ = false;
  std::jthread thread_;  // last: it uses everything above; none before Start
};

}  // namespace pipeline
