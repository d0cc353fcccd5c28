#pragma once
// The poller: asks sources for news when they are due.
//
// One thread looks which sources are due and asks the web, of a page whose links are the entries
// the gatekeeper first: nobody offered it to be subscribed to. Answers are parsed by the workers
// and committed. A source is never asked twice at once. What a poll found becomes jobs of the queue
// in the same transaction as the source's new state.

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>

#include "base/mutex.h"
#include "base/time.h"
#include "pipeline/bell.h"
#include "pipeline/committer.h"
#include "pipeline/failed_polls.h"
#include "pipeline/gatekeeper.h"
#include "pipeline/poll.h"
#include "pipeline/tale.h"
#include "pipeline/web.h"
#include "store/store.h"

namespace pipeline {

class Poller {
 public:
  struct Options {
    size_t most_at_once = 2'048;  // most of them wait for slow servers
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
  Poller(const Options& options, store::Store& store, Committer& committer, Gatekeeper& gatekeeper,
         Web& web, HandToWorker hand_to_worker, Polled polled);
  ~Poller() { Stop(); }

  // Once.
  void Start() {
    thread_ = std::jthread([this] { Loop(); });
  }

  // Asks no more. Answers on their way are dropped.
  void Stop();
  // A hub has brought what stands at a source: taken as a poll's answer where it is a feed, else
  // the source is polled now. `until`: so long polls may be rarer. From any thread; returns at
  // once.
  void Deliver(model::SourceId source, model::Page page, base::Instant until);
  // There may be new sources. From any thread.
  void Ring() { bell_.Ring(); }

  size_t under_way() const EXCLUDES(mutex_);

 private:
  void Loop();
  void LookAtClock();
  // Whether as many are under way as may be: then Release rings when there is room for many.
  bool WaitsForRoom() EXCLUDES(mutex_);
  // Whether there are sources that are due, as far as the store knows, and not to be asked.
  bool HoldsDue() const EXCLUDES(mutex_);
  struct DueSource {
    model::Source source;
    store::WorkerId claimed_by = {};  // 0: nobody else polls
  };
  std::vector<DueSource> Due();
  base::Status Claim(size_t limit, std::vector<DueSource>& due);
  enum class Taken { kYes, kNo, kHasIt };
  Taken TakeDue(model::SourceId source) EXCLUDES(mutex_);
  void GiveBack(const DueSource& due);
  void KeepClaim(const DueSource& due) EXCLUDES(mutex_);
  void LookAtClaims() EXCLUDES(mutex_);
  template <typename T>
  std::map<model::SourceId, T> TakeEnded(std::map<model::SourceId, T>& waiting) REQUIRES(mutex_);
  void Release(model::SourceId source) EXCLUDES(mutex_);
  // What it answered could not be stored: it is due still, and left alone for a while.
  void LeaveAlone(model::SourceId source) EXCLUDES(mutex_);
  void Ask(const DueSource& due);
  // ---- a page read as a list, and its way through redirects: each hop is asked for only when its
  // own site allows it.
  struct Way {
    DueSource due;
    model::Source at;  // the source as it is asked at the hop that comes next
    int redirects = 0;
    bool for_good = true;       // every redirect so far
    std::string moved_to = {};  // where those lead that are for good, from the start on
  };
  void AskHop(const Way& way);
  void AskPermitted(const Way& way, const Permission& permission);
  void AnsweredHop(Way way, fetch::Outcome outcome);
  void Answered(const DueSource& due, fetch::Outcome answer);
  PollFindings FindingsOf(const model::Source& source, const fetch::Outcome& answer) const;
  void WorkOut(const DueSource& due, const fetch::Outcome& outcome);
  // `page`: null where the source is to be asked what it has.
  void TakeDelivery(model::SourceId id, const std::shared_ptr<const model::Page>& page,
                    base::Instant until) EXCLUDES(mutex_);
  // False: the source is being asked, and may have answered before this was brought: it is asked
  // once more behind that.
  bool TakeForDelivery(model::SourceId source, base::Instant until) EXCLUDES(mutex_);
  void LookAtDeliveries() EXCLUDES(mutex_);
  // Commits what was found, and lets go of the source.
  void Submit(const DueSource& due, const AnswerFacts& facts, PollFindings findings);
  // Tells of a poll that failed, or of those that failed before.
  void TellFailure(const std::string& url, const std::string& error) EXCLUDES(mutex_);
  void TellFailures(bool ended_only) EXCLUDES(mutex_);
  static base::Status Record(store::Transaction& transaction, const model::Source& asked,
                             const PollFindings& findings, int64_t usual_interval,
                             store::PollOutcome& outcome);
  static base::Status RecordUnion(store::Transaction& transaction, const model::Source& asked,
                                  const PollFindings& findings, const base::Error& conflict);

  const Options options_;
  store::Store& store_;
  Committer& committer_;
  Gatekeeper& gatekeeper_;
  Web& web_;
  const HandToWorker hand_to_worker_;
  const Polled polled_;
  mutable base::Mutex mutex_;
  std::set<model::SourceId> under_way_ GUARDED_BY(mutex_);
  std::set<model::SourceId> ended_ GUARDED_BY(mutex_);  // since Due began to look
  // What hubs brought while their source was being asked: until when polls may be rarer.
  std::map<model::SourceId, base::Instant> brought_ GUARDED_BY(mutex_);
  std::map<model::SourceId, DueSource> claimed_anew_ GUARDED_BY(mutex_);    // while under way
  std::map<model::SourceId, base::Instant> left_alone_ GUARDED_BY(mutex_);  // until when
  bool waits_for_room_ GUARDED_BY(mutex_) = false;
  base::Instant latest_ = {0};  // of the loop's thread
  PollRound round_;
  FailedPolls failed_ GUARDED_BY(mutex_);
  Bell bell_;
  std::atomic<bool> stopping_ = false;
  std::jthread thread_;  // last: it uses everything above; none before Start
};

}  // namespace pipeline
