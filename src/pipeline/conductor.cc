#include "pipeline/conductor.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <thread>
#include <utility>

#include "base/log.h"
#include "pipeline/guard.h"

namespace pipeline {

using base::Status;
using std::chrono::milliseconds;
using store::Job;
using store::Stage;

namespace {

constexpr size_t kReadsWaiting = 256;
// Among several workers: what one has in hand and has not begun, another could be doing.
constexpr size_t kReadsWaitingShared = 48;
// What is due later than that is not waited for by WaitUntilDone.
constexpr int64_t kSoonMicros = 5 * 60 * base::kMicrosPerSecond;
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

// Without the file Octavo works as well, until a page crashes it.
std::unique_ptr<Suspects> OpenSuspects(const std::filesystem::path& file) {
  if (file.empty()) return std::make_unique<Suspects>();
  auto opened = Suspects::Open(file);
  if (opened) return *std::move(opened);
  base::LogWarning(fmt::format("pages at work are not noted: {}", opened.error().message()));
  return std::make_unique<Suspects>();
}

}  // namespace

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
    fetch_ = NewRunner(
        Stage::kFetch, options_.fetches_waiting, 16, [this](const Job& job) { BeginFetch(job); },
        std::clamp<size_t>(options_.fetches_waiting / 4, 2, kFetchesOfHost));
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
                                                  StageRunner::Begin begin, size_t most_of_lane) {
  return std::make_unique<StageRunner>(StageRunner::Options{.stage = stage,
                                                            .most_outstanding = most,
                                                            .lease_at_least = at_least,
                                                            .most_of_lane = most_of_lane,
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
      options, store_, *committer_, *gatekeeper_, *web_,
      [this](std::function<void()> work) { return HandToWorker(std::move(work)); },
      [this](const PollFindings& findings, const store::PollOutcome& outcome) {
        ++(findings.failed ? failed_polls_ : polls_);
        if (outcome.new_entries + outcome.changed_entries > 0) Ring(fetch_);
        if (findings.moved || findings.became_feed || !findings.further.empty()) {
          gatekeeper_->SourcesChanged();
        }
        if (findings.failed || !outcome.stored) return;
        subscriber_->Note(findings.state);
      });
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

void Conductor::PrepareToStop() {
  committer_->NoMoreRetries();
}

void Conductor::Stop() {
  base::MutexLock lock(stop_mutex_);
  if (std::exchange(stopped_, true)) return;
  stopping_ = true;
  committer_->NoMoreRetries();
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
  committer_->Stop();
  presence_->Stop();
}

Figures Conductor::figures() const {
  return {polls_,    failed_polls_, fetched_, read_, quarantined_,
          enriched_, retried_,      failed_,  lost_};
}

std::unique_ptr<Pipeline> Pipeline::Start(const Options& options, store::Store& store,
                                          std::unique_ptr<Web> web) {
  return std::make_unique<Conductor>(options, store, std::move(web));
}

}  // namespace pipeline
