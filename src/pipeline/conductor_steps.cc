// The way of an article: fetched, read, enriched; grouping is the editor's. And how each step ends.

#include <fmt/format.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.h"
#include "enrich/enrich.h"
#include "fetch/rights.h"
#include "pipeline/conductor.h"
#include "pipeline/dice.h"
#include "pipeline/guard.h"
#include "pipeline/reading.h"
#include "pipeline/retry.h"
#include "pipeline/tale.h"

namespace pipeline {

using base::Status;
using store::Job;
using store::Stage;
using store::Transaction;

namespace {

constexpr RetryRule kJobRule{};
// Of a page that is all there is of its article: for some twenty hours. Its host may be down for a
// night, and so may our own line.
constexpr RetryRule kPageRule{.most_attempts = 11};
// So long an entry with a text of its own waits for its site's robots.txt.
constexpr int64_t kPatience = base::kMicrosPerDay;
// To find its host at a rest that lasts longer is as good an attempt as any: there is an end to
// waiting for one that wants nothing but rest.
constexpr int64_t kLongRest = 10 * 60 * base::kMicrosPerSecond;

}  // namespace

// ---- the steps -------------------------------------------------------------------------------

void Conductor::BeginFetch(const Job& job) {
  presence_->Begun(job);
  if (job.url.empty()) return UseOwnText(job, {});
  BeginHop({.job = job, .url = job.url});
}

void Conductor::BeginHop(const Way& way) {
  gatekeeper_->Ask(
      way.url, [this, way](const Permission& permission) { FetchPermitted(way, permission); },
      way.proxy);
}

void Conductor::FetchPermitted(Way way, const Permission& permission) {
  way.rights.Join(permission.rights);
  Permission joined = permission;
  joined.rights = way.rights;
  if (stopping_ || !IsPermitted(way.job, joined)) return;
  model::Asking asking = gatekeeper_->AskingOf(way.url, way.proxy);
  if (options_.rules) AskByRule(options_.rules->Of(way.url), asking);
  way.proxy = asking.proxy;
  presence_->Asks(way.job, way.url, permission.pause);
  web_->FetchHop(way.url, asking, permission.pause,
                 [this, way](fetch::Outcome outcome) { Fetched(way, std::move(outcome)); });
}

void Conductor::FollowRedirect(Way way, const fetch::Outcome& outcome) {
  if (++way.redirects > kMostRedirects) {
    fetch::Outcome refused = TooManyRedirects(way.job.url);
    refused.page.rights = way.rights;
    return FailFetch(way.job, refused);
  }
  way.for_good = way.for_good && outcome.leads_for_good;
  way.url = outcome.leads_to;
  if (!fetch_->MoveTo(store::LaneOf(way.url), way.job)) return AwaitRoom(way);
  BeginHop(way);
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
  UseOwnText(job, none);
}

void Conductor::UseOwnText(const Job& job, const model::Page& none) {
  std::string feed;
  const Status found = store_.Read([&](store::Reader& reader) -> Status {
    TRY_ASSIGN(const store::ReadInput input, reader.InputForRead(job));
    feed = input.source.url;
    return {};
  });
  if (!found) return Fail(job, found.error());
  gatekeeper_->Ask(feed, [this, job, none](const Permission& of_feed) {
    model::Page page = none;
    page.rights.Join(of_feed.rights);
    Commit(
        job, [job, page](Transaction& transaction) { return transaction.FinishFetch(job, page); },
        0);
  });
}

void Conductor::AskPermissionLater(const Job& job, const Permission& permission) {
  const base::Instant now = options_.clock->Now();
  const base::Instant since = permission.unknown_since.value_or(now);
  if (now.micros - since.micros > kPatience && HasContent(job)) return LeavePage(job, permission);
  PutOff(job, base::Error(base::ErrorKind::kUnavailable, permission.why),
         PutOffUntil(permission.ask_again.value_or(now), now, ThrowDice()));
}

void Conductor::Fetched(const Way& way, fetch::Outcome outcome) {
  if (stopping_) return;  // the job is free again at the next start
  if (outcome.kind == fetch::OutcomeKind::kLeadsOn) return FollowRedirect(way, outcome);
  outcome.page.rights = way.rights;
  if (outcome.kind != fetch::OutcomeKind::kFresh) return FailFetch(way.job, outcome);
  TellFetched(way.job, FactsOf(outcome));
  model::Page& got = outcome.page;
  got.url = way.job.url;
  if (way.redirects > 0 && way.for_good) got.moved_to = way.url;
  got.rights.Join(fetch::RightsOfHeaders(got.headers));
  got.rights.Join(fetch::RightsOfHtml(got.bytes));
  KeepPage(way.job, std::make_shared<const model::Page>(std::move(got)));
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
        // At the end, what could not be stored is free again at the next start.
        if (!status && !WasLost(status) && !stopping_) return Fail(job, status.error());
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
  const RetryRule& rule = job.stage == Stage::kFetch ? kPageRule : kJobRule;
  FailOrRetry(job, error,
              NextAttempt(rule, job.attempts + 1, error.IsTransient(), options_.clock->Now(),
                          ThrowDice(), {}));
}

void Conductor::FailOrRetry(const Job& job, const base::Error& error,
                            std::optional<base::Instant> next) {
  ++(next ? retried_ : failed_);
  TellFailed(job, error, next);
  PutBack(job, [job, error, next](Transaction& transaction) {
    return next ? transaction.RetryJob(job, error, *next) : transaction.FailJob(job, error);
  });
}

void Conductor::PutOff(const Job& job, const base::Error& why, base::Instant until) {
  ++retried_;
  TellFailed(job, why, until);
  PutBack(job, [job, why, until](Transaction& transaction) {
    return transaction.PutOffJob(job, why, until);
  });
}

void Conductor::AwaitRoom(const Way& way) {
  const base::Error why(
      base::ErrorKind::kUnavailable,
      fmt::format("it leads to {}, of whose pages many are being asked for", way.url));
  const base::Instant soon{options_.clock->Now().micros + base::kMicrosPerSecond};
  TellFailed(way.job, why, soon);
  PutBack(way.job,
          [job = way.job, why, soon, lane = store::LaneOf(way.url)](Transaction& transaction) {
            return transaction.PutOffJob(job, why, soon, lane);
          });
}

void Conductor::PutBack(const Job& job, Committer::Work work) {
  committer_->Submit(std::move(work), [this, job](const Status& status) {
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
  const base::Instant now = options_.clock->Now();
  if (!outcome.was_asked && outcome.retry_after &&
      outcome.retry_after->micros - now.micros <= kLongRest) {
    return PutOff(job, error, PutOffUntil(*outcome.retry_after, now, ThrowDice()));
  }
  const int failures = job.attempts + 1;
  const auto next =
      NextAttempt(kPageRule, failures, is_transient, now, ThrowDice(), outcome.retry_after);
  if (next && failures < kJobRule.most_attempts) return FailOrRetry(job, error, next);
  model::Page none;
  none.rights = outcome.page.rights;
  none.rights.Join(fetch::RightsOfHeaders(outcome.page.headers));
  HandToWorker([this, job, error, next, none] { UseContentOr(next, job, error, none); });
}

bool Conductor::HasContent(const Job& job) {
  bool has_content = false;
  const Status found = store_.Read([&](store::Reader& reader) -> Status {
    TRY_ASSIGN(const store::ReadInput input, reader.InputForRead(job));
    has_content = !input.entry.content.empty();
    return {};
  });
  return found && has_content;
}

void Conductor::UseContentOr(std::optional<base::Instant> next, const Job& job,
                             const base::Error& error, const model::Page& none) {
  if (!HasContent(job)) return FailOrRetry(job, error, next);
  base::LogDebug(fmt::format("{}; the feed's own text is used", error.message()));
  UseOwnText(job, none);
}

void Conductor::Release(const Job& job) {
  if (job.stage == Stage::kFetch) presence_->Ended(job);
  if (StageRunner* runner = RunnerOf(job.stage)) runner->Finished(job);
}

}  // namespace pipeline
