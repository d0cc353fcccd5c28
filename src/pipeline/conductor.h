#pragma once
// The conductor's parts, and the steps of a job: conductor.cc joins the parts and ends them,
// conductor_steps.cc is the way of an article. Nobody else includes this; pipeline.h is the door.

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "base/queue.h"
#include "pipeline/committer.h"
#include "pipeline/editor.h"
#include "pipeline/gatekeeper.h"
#include "pipeline/pipeline.h"
#include "pipeline/poller.h"
#include "pipeline/presence.h"
#include "pipeline/stage.h"
#include "pipeline/subscriber.h"
#include "pipeline/suspects.h"

namespace pipeline {

class Conductor final : public Pipeline {
 public:
  Conductor(const Options& options, store::Store& store, std::unique_ptr<Web> web);
  ~Conductor() override { Stop(); }

  void PrepareToStop() override;
  void Stop() override;
  void Wake() override;
  Ending WaitUntilDone(const std::function<bool()>& interrupted) override;
  Figures figures() const override;
  net::Response AnswerHub(const net::Request& request) override {
    return subscriber_->Answer(request);
  }

 private:
  static constexpr size_t kWorkQueue = 64;
  static constexpr size_t kFetchesOfHost = 64;  // at most; a quarter of fetches_waiting

  // A page's way through redirects: each hop is asked for only when its own site allows it.
  struct Way {
    store::Job job;
    std::string url;  // of the hop that comes next
    int redirects = 0;
    bool for_good = true;       // every redirect so far
    model::Rights rights = {};  // reserved at the hops so far
    std::string proxy = {};     // of the hop before: a redirect does not lead around it
  };

  // ---- the steps, in their order. Each ends with Commit or Fail.
  void BeginFetch(const store::Job& job);
  void BeginHop(const Way& way);
  void FetchPermitted(Way way, const Permission& permission);
  void Fetched(const Way& way, fetch::Outcome outcome);
  void FollowRedirect(Way way, const fetch::Outcome& outcome);
  // Whether the page may be read; where not, what becomes of its job is seen to.
  bool IsPermitted(const store::Job& job, const Permission& permission);
  // The page may not be read.
  void LeavePage(const store::Job& job, const Permission& permission);
  // The entry's own text is all there is of the article. What is reserved where its feed stands
  // holds for it, besides `none.rights`: what is known of its page, of which there is none.
  void UseOwnText(const store::Job& job, const model::Page& none);
  // Nobody knows just now whether it may be read: the page waits until that is known. An entry with
  // a text of its own waits for a day, and is then read as if it were forbidden.
  void AskPermissionLater(const store::Job& job, const Permission& permission);
  void KeepPage(const store::Job& job, const std::shared_ptr<const model::Page>& page);
  base::Status Read(const store::Job& job);
  base::Status Enrich(const store::Job& job);
  // Hands a step to a worker. Its error, and what it throws, is the job's failure.
  void Begin(const store::Job& job, std::function<base::Status()> step);

  // ---- how a step ends
  // Commits what a step has done, and lets the next step know.
  // `url`: of kRead, what its page calls itself.
  void Commit(const store::Job& job, Committer::Work work, size_t bytes, std::string url = {});
  // To be tried again, or failed for good.
  void Fail(const store::Job& job, const base::Error& error);
  void FailOrRetry(const store::Job& job, const base::Error& error,
                   std::optional<base::Instant> next);
  // Nothing was tried, so no attempt is counted.
  void PutOff(const store::Job& job, const base::Error& why, base::Instant until);
  // Ends the job's being in hand, as it is noted by `work`.
  void PutBack(const store::Job& job, Committer::Work work);
  // A redirect has led to a host that has no room for more pages: the page waits in that host's
  // lane, and goes its way again from the start when there is.
  void AwaitRoom(const Way& way);
  // A page that cannot be had is tried again a few times within minutes; then the entry's own text
  // is used. Where there is none the page is tried again, more and more rarely, for most of a day.
  void FailFetch(const store::Job& job, const fetch::Outcome& outcome);
  void UseContentOr(std::optional<base::Instant> next, const store::Job& job,
                    const base::Error& error, const model::Page& none);
  bool HasContent(const store::Job& job);
  void Release(const store::Job& job);
  bool WasLost(const base::Status& status);

  // ---- workers
  bool HandToWorker(std::function<void()> work);
  void Work();

  // ---- the parts
  std::function<std::optional<store::LeaseTerms>()> Terms();
  std::unique_ptr<StageRunner> NewRunner(store::Stage stage, size_t most, size_t at_least,
                                         StageRunner::Begin begin, size_t most_of_lane = 0);
  std::unique_ptr<Poller> NewPoller();
  std::unique_ptr<Subscriber> NewSubscriber();
  template <typename Part>
  static void Ring(const std::unique_ptr<Part>& part) {
    if (part) part->Ring();
  }
  StageRunner* RunnerOf(store::Stage stage);
  void Hear(const store::News& news);
  bool Grouping() const { return editor_ && editor_->at_work(); }
  bool MoreToRead();
  bool Busy();
  // Whether something will be tried within minutes; `left_over`: jobs wait, however long.
  bool AnythingSoon(bool& left_over);

  const Options options_;
  store::Store& store_;
  std::atomic<bool> stopping_ = false;

  std::unique_ptr<Suspects> suspects_;

  std::atomic<int64_t> polls_ = 0;
  std::atomic<int64_t> failed_polls_ = 0;
  std::atomic<int64_t> fetched_ = 0;
  std::atomic<int64_t> read_ = 0;
  std::atomic<int64_t> quarantined_ = 0;
  std::atomic<int64_t> enriched_ = 0;
  std::atomic<int64_t> retried_ = 0;
  std::atomic<int64_t> failed_ = 0;
  std::atomic<int64_t> lost_ = 0;

  // In the order in which each needs those before it; Stop() ends them from the last to the first.
  // What is not among the roles is null.
  std::unique_ptr<Presence> presence_;
  std::unique_ptr<Committer> committer_;
  base::BoundedQueue<std::function<void()>> work_{kWorkQueue};
  std::unique_ptr<Editor> editor_;
  std::unique_ptr<StageRunner> enrich_;
  std::unique_ptr<StageRunner> reading_;
  std::unique_ptr<StageRunner> fetch_;
  std::unique_ptr<Gatekeeper> gatekeeper_;
  std::unique_ptr<Web> web_;
  std::unique_ptr<Poller> poller_;
  std::unique_ptr<Subscriber> subscriber_;
  std::vector<std::jthread> workers_;
  base::Mutex stop_mutex_;
  bool stopped_ GUARDED_BY(stop_mutex_) = false;
};

}  // namespace pipeline
