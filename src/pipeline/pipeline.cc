#include "pipeline/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <numeric>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/queue.h"
#include "enrich/enrich.h"
#include "fetch/rights.h"
#include "net/url.h"
#include "pipeline/committer.h"
#include "pipeline/dice.h"
#include "pipeline/editor.h"
#include "pipeline/gatekeeper.h"
#include "pipeline/guard.h"
#include "pipeline/poller.h"
#include "pipeline/presence.h"
#include "pipeline/reading.h"
#include "pipeline/retry.h"
#include "pipeline/stage.h"
#include "pipeline/subscriber.h"
#include "pipeline/suspects.h"
#include "pipeline/tale.h"

namespace pipeline {
namespace {

using base::Status;
using std::chrono::milliseconds;
using store::Job;
using store::Stage;
using store::Transaction;

constexpr RetryRule kJobRule{};
constexpr size_t kWorkQueue = 64;
constexpr size_t kReadsWaiting = 256;
// Among several workers: what one has in hand and has not begun, another could be doing.
constexpr size_t kReadsWaitingShared = 48;
// What is due later than that is not waited for by WaitUntilDone.
constexpr int64_t kSoonMicros = 10 * 60 * base::kMicrosPerSecond;
// A source that failed more often in a row is not waited for either.
constexpr int kQuickFailures = 3;
constexpr size_t kSourcesLookedAt = 1'000;
constexpr milliseconds kGlance{100};

// Whether a source is due, or is to be asked again before `horizon` because it failed.
base::Result<bool> SourceSoon(store::Reader& reader, base::Instant now, base::Instant horizon) {
  TRY_ASSIGN(const auto sources, reader.DueSources(horizon, kSourcesLookedAt));
  return std::ranges::any_of(sources, [now](const model::Source& source) {
    return source.next_poll <= now ||
           (source.consecutive_failures > 0 && source.consecutive_failures <= kQuickFailures);
  });
}

// Whether what was asked for is what answered: but for fragments, which are not asked for.
bool IsSamePage(const std::string& asked, const std::string& answered) {
  const auto from = net::Url::Parse(asked);
  const auto to = net::Url::Parse(answered);
  return !from || !to ||
         (from->HostKey() == to->HostKey() && from->path() == to->path() &&
          from->query() == to->query());
}

// Without the file Octavo works as well, until a page crashes it.
std::unique_ptr<Suspects> OpenSuspects(const std::filesystem::path& file) {
  if (file.empty()) return std::make_unique<Suspects>();
  auto opened = Suspects::Open(file);
  if (opened) return *std::move(opened);
  base::LogWarning(fmt::format("pages at work are not noted: {}", opened.error().message()));
  return std::make_unique<Suspects>();
}

class Conductor final : public Pipeline {
 public:
  Conductor(const Options& options, store::Store& store, std::unique_ptr<Web> web);
  ~Conductor() override { Stop(); }

  void Stop() override;
  void Wake() override;
  Ending WaitUntilDone(const std::function<bool()>& interrupted) override;
  Figures figures() const override;
  net::Response AnswerHub(const net::Request& request) override {
    return subscriber_->Answer(request);
  }

 private:
  // ---- the steps, in their order. Each ends with Commit or Fail.
  void BeginFetch(const Job& job);
  void FetchPermitted(const Job& job, const Permission& permission);
  void Fetched(const Job& job, fetch::Outcome outcome);
  // Whether the page may be read; where not, what becomes of its job is seen to.
  bool IsPermitted(const Job& job, const Permission& permission);
  // The page may not be read: the entry's own text is all there is.
  void LeavePage(const Job& job, const Permission& permission);
  // Nobody knows just now whether it may be.
  void AskPermissionLater(const Job& job, const Permission& permission);
  void KeepPage(const Job& job, const std::shared_ptr<const model::Page>& page);
  Status Read(const Job& job);
  Status Enrich(const Job& job);
  // Hands a step to a worker. Its error, and what it throws, is the job's failure.
  void Begin(const Job& job, std::function<Status()> step);

  // ---- how a step ends
  // Commits what a step has done, and lets the next step know.
  // `url`: of kRead, what its page calls itself.
  void Commit(const Job& job, Committer::Work work, size_t bytes, std::string url = {});
  // To be tried again, or failed for good.
  void Fail(const Job& job, const base::Error& error);
  void FailOrRetry(const Job& job, const base::Error& error, std::optional<base::Instant> next);
  // A page that cannot be had: tried again, or else the entry's own text is used where there is
  // one.
  void FailFetch(const Job& job, const fetch::Outcome& outcome);
  void UseContentOrFail(const Job& job, const base::Error& error);
  void Release(const Job& job);
  bool WasLost(const Status& status);

  // ---- workers
  bool HandToWorker(std::function<void()> work);
  void Work();

  // ---- the parts
  std::function<std::optional<store::LeaseTerms>()> Terms();
  std::unique_ptr<StageRunner> NewRunner(Stage stage, size_t most, size_t at_least,
                                         StageRunner::Begin begin);
  std::unique_ptr<Poller> NewPoller();
  std::unique_ptr<Subscriber> NewSubscriber();
  template <typename Part>
  static void Ring(const std::unique_ptr<Part>& part) {
    if (part) part->Ring();
  }
  StageRunner* RunnerOf(Stage stage);
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

Conductor::Conductor(const Options& options, store::Store& store, std::unique_ptr<Web> web)
    : options_(options), store_(store), web_(std::move(web)) {
  suspects_ = OpenSuspects(options_.suspects_file);
  presence_ = std::make_unique<Presence>(Presence::Options{.name = options_.name}, store_,
                                         [this](const store::News& news) { Hear(news); });
  committer_ = std::make_unique<Committer>(store_);
  gatekeeper_ = std::make_unique<Gatekeeper>(store_, *committer_, *web_, *options_.clock);
  if (options_.roles.group) {
    editor_ = std::make_unique<Editor>(
        Editor::Options{
            .group_wait = options_.group_wait, .clock = options_.clock, .terms = Terms()},
        store_, [this] { return MoreToRead(); });
  }
  if (options_.roles.read) {
    const size_t most = store_.IsShared() ? kReadsWaitingShared : kReadsWaiting;
    enrich_ = NewRunner(Stage::kEnrich, most, most / 4, [this](const Job& job) {
      Begin(job, [this, job] { return Enrich(job); });
    });
    reading_ = NewRunner(Stage::kRead, most, most / 4,
                         [this](const Job& job) { Begin(job, [this, job] { return Read(job); }); });
  }
  if (options_.roles.fetch) {
    fetch_ = NewRunner(Stage::kFetch, options_.fetches_waiting, 16,
                       [this](const Job& job) { BeginFetch(job); });
  }
  if (options_.roles.poll) poller_ = NewPoller();
  subscriber_ = NewSubscriber();
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const unsigned workers = options_.workers == 0 ? cores : options_.workers;
  for (unsigned i = 0; i < workers; ++i) workers_.emplace_back([this] { Work(); });
  // Every part is there: now they may call each other.
  presence_->Start();
  if (editor_) editor_->Start();
  if (enrich_) enrich_->Start();
  if (reading_) reading_->Start();
  if (fetch_) fetch_->Start();
  if (poller_) poller_->Start();
  subscriber_->Start();
}

std::unique_ptr<Subscriber> Conductor::NewSubscriber() {
  Subscriber::Options options;
  if (poller_) options.callback = options_.callback;
  options.clock = options_.clock;
  return std::make_unique<Subscriber>(
      options, store_, *committer_, *web_,
      [this](model::SourceId source, model::Page page, base::Instant until) {
        if (poller_) poller_->Deliver(source, std::move(page), until);
      });
}

std::function<std::optional<store::LeaseTerms>()> Conductor::Terms() {
  return [this] { return presence_->Terms(); };
}

std::unique_ptr<StageRunner> Conductor::NewRunner(Stage stage, size_t most, size_t at_least,
                                                  StageRunner::Begin begin) {
  return std::make_unique<StageRunner>(StageRunner::Options{.stage = stage,
                                                            .most_outstanding = most,
                                                            .lease_at_least = at_least,
                                                            .terms = Terms(),
                                                            .clock = options_.clock},
                                       store_, *committer_, std::move(begin));
}

std::unique_ptr<Poller> Conductor::NewPoller() {
  Poller::Options options;
  options.usual_interval = options_.poll_interval;
  options.clock = options_.clock;
  if (store_.IsShared()) options.terms = Terms();
  return std::make_unique<Poller>(
      options, store_, *committer_, *web_,
      [this](std::function<void()> work) { return HandToWorker(std::move(work)); },
      [this](const PollFindings& findings, const store::PollOutcome& outcome) {
        ++(findings.failed ? failed_polls_ : polls_);
        if (outcome.new_entries + outcome.changed_entries > 0) Ring(fetch_);
        if (findings.moved || findings.became_feed || !findings.further.empty()) {
          gatekeeper_->SourcesChanged();
        }
        if (findings.failed) return;
        subscriber_->Note(findings.state);
      });
}

// ---- the steps -------------------------------------------------------------------------------

void Conductor::BeginFetch(const Job& job) {
  if (job.url.empty()) {  // the entry is all there is
    Commit(job, [job](Transaction& transaction) { return transaction.FinishFetch(job, {}); }, 0);
    return;
  }
  gatekeeper_->Ask(job.url,
                   [this, job](const Permission& permission) { FetchPermitted(job, permission); });
}

void Conductor::FetchPermitted(const Job& job, const Permission& permission) {
  if (stopping_ || !IsPermitted(job, permission)) return;
  model::Asking asking = gatekeeper_->AskingOf(job.url);
  if (options_.rules) AskByRule(options_.rules->Of(job.url), asking);
  web_->FetchPageAs(job.url, asking, permission.pause,
                    [this, job, rights = permission.rights](fetch::Outcome outcome) {
                      outcome.page.rights = rights;
                      Fetched(job, std::move(outcome));
                    });
}

bool Conductor::IsPermitted(const Job& job, const Permission& permission) {
  switch (permission.may) {
    case MayRead::kYes:
      return true;
    case MayRead::kNo:
      LeavePage(job, permission);
      return false;
    case MayRead::kNotKnown:
      AskPermissionLater(job, permission);
      return false;
  }
  return false;
}

void Conductor::LeavePage(const Job& job, const Permission& permission) {
  base::LogDebug(fmt::format("{}: {}", job.url, permission.why));
  model::Page none;
  none.missing = permission.why;
  none.rights = permission.rights;
  Commit(
      job, [job, none](Transaction& transaction) { return transaction.FinishFetch(job, none); }, 0);
}

void Conductor::AskPermissionLater(const Job& job, const Permission& permission) {
  fetch::Outcome outcome;
  outcome.error = base::Error(base::ErrorKind::kUnavailable, permission.why);
  outcome.is_transient = true;
  outcome.retry_after = permission.ask_again;
  FailFetch(job, outcome);
}

void Conductor::Fetched(const Job& job, fetch::Outcome outcome) {
  if (stopping_) return;  // the job is free again at the next start
  if (outcome.kind != fetch::OutcomeKind::kFresh) return FailFetch(job, outcome);
  TellFetched(job, FactsOf(outcome));
  model::Page& got = outcome.page;
  got.rights.Join(fetch::RightsOfHeaders(got.headers));
  got.rights.Join(fetch::RightsOfHtml(got.bytes));
  const auto page = std::make_shared<const model::Page>(std::move(got));
  if (IsSamePage(job.url, page->final_url)) return KeepPage(job, page);
  // Redirects led elsewhere: what its site says of that place counts too.
  gatekeeper_->Ask(page->final_url, [this, job, page](Permission permission) {
    permission.rights.Join(page->rights);
    if (stopping_ || !IsPermitted(job, permission)) return;
    auto joined = std::make_shared<model::Page>(*page);
    joined->rights = permission.rights;
    KeepPage(job, std::move(joined));
  });
}

void Conductor::KeepPage(const Job& job, const std::shared_ptr<const model::Page>& page) {
  ++fetched_;
  Commit(
      job, [job, page](Transaction& transaction) { return transaction.FinishFetch(job, *page); },
      page->bytes.size());
}

void Conductor::Begin(const Job& job, std::function<Status()> step) {
  HandToWorker([this, job, step = std::move(step)] {
    if (!suspects_->Begin(job.id)) {
      return Fail(job, base::Error(base::ErrorKind::kBug,
                                   fmt::format("Octavo ended while it worked on this page, {} "
                                               "times: it is left out",
                                               Suspects::kMostDeaths)));
    }
    const Status done = Guarded(job.stage == Stage::kRead ? "reading" : "indexing", step);
    suspects_->End(job.id);
    if (!done) Fail(job, done.error());
  });
}

Status Conductor::Read(const Job& job) {
  std::optional<store::ReadInput> input;
  TRY(store_.Read([&](store::Reader& reader) -> Status {
    TRY_ASSIGN(input, reader.InputForRead(job));
    return {};
  }));
  const auto seen = std::make_shared<std::vector<model::MarkedBlock>>();
  const auto reading =
      std::make_shared<const model::Reading>(ReadEntry(*input, seen.get(), options_.rules.get()));
  const auto publisher = PublisherOfReading(*input, *reading);
  ++read_;
  if (reading->verdict == model::Verdict::kQuarantine) ++quarantined_;
  TellRead(job, *reading);
  Commit(
      job,
      [job, reading, publisher, seen, site = input->site](Transaction& transaction) -> Status {
        TRY_ASSIGN(const model::ArticleId article,
                   CommitReading(job, *reading, site, *seen, transaction));
        return publisher && article ? transaction.SetPublisher(article, *publisher) : Status();
      },
      reading->text.size() + reading->html.size(), reading->url);
  return {};
}

Status Conductor::Enrich(const Job& job) {
  std::optional<store::EnrichInput> input;
  TRY(store_.Read([&](store::Reader& reader) -> Status {
    TRY_ASSIGN(input, reader.InputForEnrich(job));
    return {};
  }));
  const auto enrichment =
      std::make_shared<const model::Enrichment>(enrich::Enrich(EnrichInputFrom(*input)));
  ++enriched_;
  Commit(
      job,
      [job, enrichment](Transaction& transaction) {
        return transaction.FinishEnrich(job, *enrichment);
      },
      0);
  return {};
}

// ---- how a step ends -------------------------------------------------------------------------

void Conductor::Commit(const Job& job, Committer::Work work, size_t bytes, std::string url) {
  committer_->Submit(
      std::move(work),
      [this, job](const Status& status) {
        if (!status && !WasLost(status)) return Fail(job, status.error());
        Release(job);
        switch (job.stage) {
          case Stage::kFetch:
            return Ring(reading_);
          case Stage::kRead:
            return Ring(enrich_);
          case Stage::kEnrich:
          case Stage::kCluster:
            return Ring(editor_);
        }
      },
      bytes, store::ExpectedJob{job, std::move(url)});
}

// This worker was taken for dead while it was at the job, which is another's by now.
bool Conductor::WasLost(const Status& status) {
  if (status.error().kind() != base::ErrorKind::kConflict) return false;
  ++lost_;
  base::LogDebug(status.error().message());
  return true;
}

void Conductor::Fail(const Job& job, const base::Error& error) {
  FailOrRetry(job, error,
              NextAttempt(kJobRule, job.attempts + 1, error.IsTransient(), options_.clock->Now(),
                          ThrowDice(), {}));
}

void Conductor::FailOrRetry(const Job& job, const base::Error& error,
                            std::optional<base::Instant> next) {
  ++(next ? retried_ : failed_);
  TellFailed(job, error, next);
  committer_->Submit(
      [job, error, next](Transaction& transaction) {
        return next ? transaction.RetryJob(job, error, *next) : transaction.FailJob(job, error);
      },
      [this, job](const Status& status) {
        // Not even the failure could be noted: the job stays leased until the next start.
        if (!status && !WasLost(status)) {
          base::LogError(fmt::format("{}: {}", job.url, status.error().message()));
        }
        Release(job);
        Ring(editor_);
      });
}

void Conductor::FailFetch(const Job& job, const fetch::Outcome& outcome) {
  const base::Error error =
      outcome.error.value_or(base::Error(base::ErrorKind::kUnavailable, "no usable answer"));
  const bool is_transient =
      outcome.is_transient || outcome.kind == fetch::OutcomeKind::kRateLimited;
  const auto next = NextAttempt(kJobRule, job.attempts + 1, is_transient, options_.clock->Now(),
                                ThrowDice(), outcome.retry_after);
  if (next) return FailOrRetry(job, error, next);
  HandToWorker([this, job, error] { UseContentOrFail(job, error); });
}

void Conductor::UseContentOrFail(const Job& job, const base::Error& error) {
  bool has_content = false;
  const Status found = store_.Read([&](store::Reader& reader) -> Status {
    TRY_ASSIGN(const store::ReadInput input, reader.InputForRead(job));
    has_content = !input.entry.content.empty();
    return {};
  });
  if (!found || !has_content) return FailOrRetry(job, error, std::nullopt);
  base::LogDebug(fmt::format("{}; the feed's own text is used", error.message()));
  Commit(job, [job](Transaction& transaction) { return transaction.FinishFetch(job, {}); }, 0);
}

void Conductor::Release(const Job& job) {
  if (StageRunner* runner = RunnerOf(job.stage)) runner->Finished();
}

StageRunner* Conductor::RunnerOf(Stage stage) {
  switch (stage) {
    case Stage::kFetch:
      return fetch_.get();
    case Stage::kRead:
      return reading_.get();
    case Stage::kEnrich:
      return enrich_.get();
    case Stage::kCluster:
      return nullptr;  // the editor's own
  }
  return nullptr;
}

// ---- workers ---------------------------------------------------------------------------------

bool Conductor::HandToWorker(std::function<void()> work) {
  return work_.Push(std::move(work));
}

void Conductor::Work() {
  while (auto work = work_.Pop()) {
    if (stopping_) continue;
    const Status done = Guarded("a worker", [&]() -> Status {
      (*work)();
      return {};
    });
    if (!done) base::LogError(done.error().message());
  }
}

// ---- is there more? --------------------------------------------------------------------------

bool Conductor::Busy() {
  const auto busy = [](const auto& runner) { return runner && runner->outstanding() > 0; };
  return (poller_ && poller_->under_way() > 0) || busy(fetch_) || busy(reading_) || busy(enrich_);
}

// What is to be tried again later than a fifth of group_wait from now (a publisher has asked us to
// come back) is not waited for: the paper appears without it, and it joins its stories then.
bool Conductor::MoreToRead() {
  if (Busy()) return true;
  bool waiting = true;
  const Status counted = store_.Read([&](store::Reader& reader) -> Status {
    const base::Instant now = options_.clock->Now();
    const int64_t patience = std::chrono::microseconds(options_.group_wait).count() / 5;
    const base::Instant horizon{now.micros + std::min(patience, kSoonMicros)};
    TRY_ASSIGN(waiting, SourceSoon(reader, now, horizon));
    if (store_.IsShared() && !waiting) {
      TRY_ASSIGN(waiting, reader.AnythingInHand());
    }
    for (const Stage stage : {Stage::kFetch, Stage::kRead, Stage::kEnrich}) {
      TRY_ASSIGN(const auto due, reader.NextDueJob(stage));
      waiting = waiting || (due && *due <= horizon);
    }
    return {};
  });
  return !counted || waiting;
}

bool Conductor::AnythingSoon(bool& left_over) {
  bool soon = true;
  const Status looked = store_.Read([&](store::Reader& reader) -> Status {
    const base::Instant now = options_.clock->Now();
    TRY_ASSIGN(const store::Counters counters, reader.Count());
    TRY_ASSIGN(const auto next, reader.NextDue());
    const int64_t jobs =
        std::accumulate(counters.waiting.begin(), counters.waiting.end(), int64_t{0});
    const bool next_is_soon = next && next->micros < now.micros + kSoonMicros;
    TRY_ASSIGN(const bool source_soon, SourceSoon(reader, now, {now.micros + kSoonMicros}));
    soon = source_soon || (jobs > 0 && next_is_soon);
    if (store_.IsShared() && !soon) {
      // What others have in hand, and what their editors group.
      TRY_ASSIGN(const bool in_hand, reader.AnythingInHand());
      soon = in_hand || counters.waiting[static_cast<size_t>(Stage::kCluster)] > 0;
    }
    left_over = jobs > 0;
    return {};
  });
  return !looked || soon;
}

Ending Conductor::WaitUntilDone(const std::function<bool()>& interrupted) {
  while (true) {
    if (interrupted()) return Ending::kInterrupted;
    bool left_over = false;
    // Busy is asked before and after the look into the store: what moved meanwhile shows.
    if (!Busy() && !Grouping() && !AnythingSoon(left_over) && !Busy() && !Grouping()) {
      return left_over ? Ending::kSomeLeft : Ending::kAllDone;
    }
    std::this_thread::sleep_for(kGlance);
  }
}

void Conductor::Wake() {
  Hear(store::kAnyNews);
}

void Conductor::Hear(const store::News& news) {
  if (news.sources) {
    gatekeeper_->SourcesChanged();
    Ring(subscriber_);
    Ring(poller_);
  }
  if (news.Of(Stage::kFetch)) Ring(fetch_);
  if (news.Of(Stage::kRead)) Ring(reading_);
  if (news.Of(Stage::kEnrich)) Ring(enrich_);
  if (news.Of(Stage::kCluster)) Ring(editor_);
}

void Conductor::Stop() {
  base::MutexLock lock(stop_mutex_);
  if (std::exchange(stopped_, true)) return;
  stopping_ = true;
  const auto stop = [](const auto& part) {
    if (part) part->Stop();
  };
  stop(gatekeeper_);
  stop(subscriber_);
  stop(poller_);
  stop(fetch_);
  stop(reading_);
  stop(enrich_);
  web_.reset();
  work_.Close();
  workers_.clear();
  stop(editor_);
  committer_.reset();
  presence_->Stop();
}

Figures Conductor::figures() const {
  return {polls_,    failed_polls_, fetched_, read_, quarantined_,
          enriched_, retried_,      failed_,  lost_};
}

}  // namespace

std::unique_ptr<Pipeline> Pipeline::Start(const Options& options, store::Store& store,
                                          std::unique_ptr<Web> web) {
  return std::make_unique<Conductor>(options, store, std::move(web));
}

}  // namespace pipeline
