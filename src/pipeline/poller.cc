#include "pipeline/poller.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "base/log.h"
#include "fetch/schedule.h"
#include "net/url.h"
#include "pipeline/dice.h"
#include "pipeline/due.h"
#include "pipeline/guard.h"
#include "pipeline/home.h"

namespace pipeline {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestSleep{30'000};
constexpr milliseconds kGlance{2'000};
// What a store refuses for its content, it refuses again; and it is no reason to ask a publisher
// every other second.
constexpr int64_t kLeftAloneMicros = 5 * 60 * base::kMicrosPerSecond;

}  // namespace

Poller::Poller(const Options& options, store::Store& store, Committer& committer,
               Gatekeeper& gatekeeper, Web& web, HandToWorker hand_to_worker, Polled polled)
    : options_(options),
      store_(store),
      committer_(committer),
      gatekeeper_(gatekeeper),
      web_(web),
      hand_to_worker_(std::move(hand_to_worker)),
      polled_(std::move(polled)) {}

void Poller::Stop() {
  stopping_ = true;
  bell_.Ring();
  if (thread_.joinable()) thread_.join();
  TellFailures(false);
}

void Poller::TellFailure(const std::string& url, const std::string& error) {
  std::vector<std::string> lines;
  {
    base::MutexLock lock(mutex_);
    lines = failed_.Note(options_.clock->Now(), url, error);
  }
  for (const std::string& line : lines) base::LogWarning(line);
}

void Poller::TellFailures(bool ended_only) {
  std::vector<std::string> lines;
  {
    base::MutexLock lock(mutex_);
    lines = ended_only ? failed_.TakeEnded(options_.clock->Now()) : failed_.TakeAll();
  }
  for (const std::string& line : lines) base::LogWarning(line);
}

size_t Poller::under_way() const {
  base::MutexLock lock(mutex_);
  return under_way_.size();
}

void Poller::Loop() {
  while (!stopping_) {
    TellFailures(true);
    LookAtClock();
    LookAtDeliveries();
    LookAtClaims();
    for (const DueSource& due : Due()) {
      if (stopping_) return;
      switch (TakeDue(due.source.id)) {
        case Taken::kYes:
          Ask(due);
          break;
        case Taken::kNo:
          GiveBack(due);
          break;
        case Taken::kHasIt:
          KeepClaim(due);
          break;
      }
    }
    if (WaitsForRoom()) {
      bell_.Wait(kLongestSleep);
    } else {
      // Of those the store would always say "now".
      const milliseconds least = HoldsDue() ? kGlance : milliseconds(0);
      bell_.Wait(std::max(least, UntilSourceDue(store_, *options_.clock, kLongestSleep)));
    }
  }
}

// The store plans anew what was planned while a clock was ahead (store/plans.h), when it is written
// to: but nothing may be due, and nobody write, until that far time.
void Poller::LookAtClock() {
  const base::Instant now = options_.clock->Now();
  const bool was_put_back = now < latest_;
  latest_ = now;
  if (!was_put_back) return;
  {
    base::MutexLock lock(mutex_);
    left_alone_.clear();
  }
  const base::Status done = store_.Write([](store::Transaction&) -> base::Status { return {}; });
  if (!done) base::LogError(fmt::format("looking at the clock: {}", done.error().message()));
}

bool Poller::WaitsForRoom() {
  base::MutexLock lock(mutex_);
  waits_for_room_ = under_way_.size() >= options_.most_at_once;
  return waits_for_room_;
}

bool Poller::HoldsDue() const {
  base::MutexLock lock(mutex_);
  return !under_way_.empty() || !left_alone_.empty();
}

std::vector<Poller::DueSource> Poller::Due() {
  size_t busy = 0;
  {
    base::MutexLock lock(mutex_);
    busy = under_way_.size();
    ended_.clear();
    std::erase_if(left_alone_,
                  [now = options_.clock->Now()](const auto& one) { return one.second <= now; });
  }
  if (busy >= options_.most_at_once) return {};
  std::vector<DueSource> due;
  const base::Status status =
      options_.terms ? Claim(options_.most_at_once - busy, due)
                     : store_.Read([&](store::Reader& reader) -> base::Status {
                         // Those under way are due as well until their outcome is committed.
                         TRY_ASSIGN(auto sources, reader.DueSources(options_.clock->Now(),
                                                                    options_.most_at_once + busy));
                         for (model::Source& source : sources) due.push_back({std::move(source)});
                         return {};
                       });
  if (!status) base::LogError(fmt::format("looking for due sources: {}", status.error().message()));
  return due;
}

base::Status Poller::Claim(size_t limit, std::vector<DueSource>& due) {
  const auto terms = options_.terms();
  if (!terms) return {};
  return store_.Take([&](store::Transaction& transaction) -> base::Status {
    due.clear();
    TRY_ASSIGN(auto sources, transaction.ClaimSources(limit, *terms));
    for (model::Source& source : sources) due.push_back({std::move(source), terms->worker});
    return {};
  });
}

// Its claim was over while its poll waits for its host: the new claim is for that poll, which ends
// it. One that was made when the poll had ended in the store already is given back behind that.
void Poller::KeepClaim(const DueSource& due) {
  if (!due.claimed_by) return;
  base::MutexLock lock(mutex_);
  claimed_anew_.insert_or_assign(due.source.id, due);
}

// Takes what waited for the end of polls that are not under way any more.
template <typename T>
std::map<model::SourceId, T> Poller::TakeEnded(std::map<model::SourceId, T>& waiting) {
  std::map<model::SourceId, T> taken;
  for (auto one = waiting.begin(); one != waiting.end();) {
    const auto next = std::next(one);
    if (!under_way_.contains(one->first)) taken.insert(waiting.extract(one));
    one = next;
  }
  return taken;
}

void Poller::LookAtClaims() {
  std::map<model::SourceId, DueSource> left;
  {
    base::MutexLock lock(mutex_);
    left = TakeEnded(claimed_anew_);
  }
  for (const auto& [source, due] : left) GiveBack(due);
}

// Claimed while its last poll was being ended here: kept, nobody would ask it until the claim is
// over.
void Poller::GiveBack(const DueSource& due) {
  if (!due.claimed_by) return;
  const base::Status done = store_.Take([&](store::Transaction& transaction) {
    return transaction.EndPoll(due.source.id, due.claimed_by);
  });
  if (!done) base::LogDebug(fmt::format("source {}: {}", due.source.url, done.error().message()));
}

// Not one whose poll ended while the store was looked into: there it was due still.
Poller::Taken Poller::TakeDue(model::SourceId source) {
  base::MutexLock lock(mutex_);
  if (under_way_.contains(source)) return Taken::kHasIt;
  if (ended_.contains(source) || left_alone_.contains(source)) return Taken::kNo;
  if (under_way_.size() >= options_.most_at_once) return Taken::kNo;
  under_way_.insert(source);
  return Taken::kYes;
}

void Poller::Release(model::SourceId source) {
  bool rings = false;
  bool quiet = false;
  {
    base::MutexLock lock(mutex_);
    under_way_.erase(source);
    ended_.insert(source);
    quiet = under_way_.empty();
    // To look what is due costs as much as many polls: not for every one that ends.
    const bool is_room = under_way_.size() <= options_.most_at_once / 4 * 3;
    rings = quiet || (waits_for_room_ && is_room) || brought_.contains(source) ||
            claimed_anew_.contains(source);
    if (rings) waits_for_room_ = false;
  }
  if (quiet) round_.Quiet(options_.clock->Now());
  if (rings) bell_.Ring();
}

void Poller::LeaveAlone(model::SourceId source) {
  base::MutexLock lock(mutex_);
  left_alone_[source] = {options_.clock->Now().micros + kLeftAloneMicros};
}

void Poller::Ask(const DueSource& due) {
  if (due.source.kind == model::SourceKind::kPage) return AskHop({.due = due, .at = due.source});
  web_.PollSource(due.source,
                  [this, due](fetch::Outcome outcome) { Answered(due, std::move(outcome)); });
}

void Poller::AskHop(const Way& way) {
  gatekeeper_.Ask(
      way.at.url, [this, way](const Permission& permission) { AskPermitted(way, permission); },
      way.at.asking.proxy);
}

void Poller::AskPermitted(const Way& way, const Permission& permission) {
  if (stopping_) return;
  if (permission.may == MayRead::kYes) {
    web_.PollHop(way.at, permission.pause,
                 [this, way](fetch::Outcome outcome) { AnsweredHop(way, std::move(outcome)); });
    return;
  }
  fetch::Outcome outcome;
  outcome.is_transient = permission.may == MayRead::kNotKnown;
  outcome.error =
      base::Error(outcome.is_transient ? base::ErrorKind::kUnavailable : base::ErrorKind::kRefused,
                  permission.why);
  outcome.retry_after = permission.ask_again;
  Answered(way.due, std::move(outcome));
}

void Poller::AnsweredHop(Way way, fetch::Outcome outcome) {
  if (stopping_) return;
  if (outcome.kind != fetch::OutcomeKind::kLeadsOn) {
    outcome.page.url = way.due.source.url;
    if (!way.moved_to.empty()) outcome.page.moved_to = way.moved_to;
    return Answered(way.due, std::move(outcome));
  }
  if (++way.redirects > kMostRedirects) {
    return Answered(way.due, TooManyRedirects(way.due.source.url));
  }
  // The name and password of the source's URL are in leads_to, where they may go there.
  const auto home = net::Url::Parse(way.due.source.url);
  const auto next = net::Url::Parse(outcome.leads_to);
  if (home && next) way.at.asking = AskingAt(way.due.source, home->WithoutUserInfo(), *next);
  way.at.url = std::move(outcome.leads_to);
  way.for_good = way.for_good && outcome.leads_for_good;
  if (way.for_good) way.moved_to = way.at.url;
  AskHop(way);
}

void Poller::Answered(const DueSource& due, fetch::Outcome answer) {
  if (stopping_) return;
  // std::function wants to be copied, and a page is large: it is shared instead.
  auto held = std::make_shared<fetch::Outcome>(std::move(answer));
  if (!hand_to_worker_([this, due, held] { WorkOut(due, *held); })) Release(due.source.id);
}

PollFindings Poller::FindingsOf(const model::Source& source, const fetch::Outcome& answer) const {
  const int64_t interval = std::chrono::microseconds(options_.usual_interval).count();
  PollFindings findings;
  const base::Status read = Guarded("reading the answer", [&]() -> base::Status {
    findings = WorkOutPoll(source, answer, options_.clock->Now(), ThrowDice(), interval);
    return {};
  });
  if (read) return findings;
  fetch::Outcome failure;
  failure.kind = fetch::OutcomeKind::kFailed;
  failure.error = read.error();
  return WorkOutPoll(source, std::move(failure), options_.clock->Now(), ThrowDice(), interval);
}

void Poller::WorkOut(const DueSource& due, const fetch::Outcome& answer) {
  Submit(due, FactsOf(answer), FindingsOf(due.source, answer));
}

void Poller::Deliver(model::SourceId source, model::Page page, base::Instant until) {
  const auto held = std::make_shared<const model::Page>(std::move(page));
  hand_to_worker_([this, source, held, until] { TakeDelivery(source, held, until); });
}

bool Poller::TakeForDelivery(model::SourceId source, base::Instant until) {
  base::MutexLock lock(mutex_);
  if (under_way_.insert(source).second) return true;
  brought_[source] = until;
  return false;
}

void Poller::LookAtDeliveries() {
  std::map<model::SourceId, base::Instant> ready;
  {
    base::MutexLock lock(mutex_);
    ready = TakeEnded(brought_);
  }
  for (const auto& [source, until] : ready) {
    hand_to_worker_([this, source, until] { TakeDelivery(source, nullptr, until); });
  }
}

void Poller::TakeDelivery(model::SourceId id, const std::shared_ptr<const model::Page>& page,
                          base::Instant until) {
  if (!TakeForDelivery(id, until)) return;
  std::optional<model::Source> source;
  const base::Status read = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(source, reader.SourceById(id));
    return {};
  });
  if (!read || !source || source->paused) return Release(id);
  source->push_until = until;
  fetch::Outcome outcome;
  PollFindings findings;
  if (page != nullptr) {
    outcome.kind = fetch::OutcomeKind::kFresh;
    outcome.page = *page;
    findings = FindingsOf(*source, outcome);
  }
  if (page == nullptr || findings.failed || findings.became_feed ||
      findings.state.kind != source->kind) {
    // A thin ping, or something else: the source itself knows.
    findings = PollFindings();
    findings.state = *source;
    findings.state.next_poll = options_.clock->Now();
    findings.failed = true;  // nothing was found
    findings.only_planned = true;
  } else {
    // What the hub sends says nothing of the source's own server.
    findings.state.url = source->url;
    findings.state.etag = source->etag;
    findings.state.last_modified = source->last_modified;
    findings.state.hub = source->hub;
    findings.state.topic = source->topic;
    findings.state.rights = source->rights;
    findings.state.push_until = until;
    findings.moved = false;
  }
  Submit({*source}, FactsOf(outcome), std::move(findings));
}

void Poller::Submit(const DueSource& due, const AnswerFacts& facts, PollFindings found) {
  const auto findings = std::make_shared<const PollFindings>(std::move(found));
  const std::string& url = findings->state.url;
  if (findings->failed && !findings->only_planned && !findings->state.last_error.empty()) {
    TellFailure(url, findings->state.last_error);
  }
  for (const std::string& warning : findings->warnings) {
    base::LogDebug(fmt::format("source {}: {}", url, warning));
  }
  const auto outcome = std::make_shared<store::PollOutcome>();
  const int64_t interval = std::chrono::microseconds(options_.usual_interval).count();
  committer_.Submit(
      [findings, outcome, due, interval](store::Transaction& transaction) -> base::Status {
        *outcome = {};
        if (due.claimed_by) TRY(transaction.EndPoll(due.source.id, due.claimed_by));
        return Record(transaction, due.source, *findings, interval, *outcome);
      },
      [this, source = due.source, facts, findings, outcome](const base::Status& status) {
        if (status && !findings->only_planned) {
          TellPolled(source, facts, *findings, *outcome);
          round_.Note(facts, *findings, *outcome, options_.clock->Now());
          polled_(*findings, *outcome);
        } else if (status) {
          base::LogDebug(fmt::format("source {}: its hub has news of it: it is asked", source.url));
        } else if (status.error().kind() == base::ErrorKind::kConflict) {
          base::LogDebug(fmt::format("source {}: {}", source.url, status.error().message()));
        } else {
          base::LogError(fmt::format("source {}: what was found could not be stored: {}",
                                     findings->state.url, status.error().message()));
          LeaveAlone(findings->state.id);
        }
        Release(findings->state.id);
        if (findings->state.next_poll <= options_.clock->Now()) bell_.Ring();
      });
}

// What stands at the new address is a source already. A site whose feed was found need not be
// beside it; two sources that were both read stay until the owner says that they are one.
base::Status Poller::RecordUnion(store::Transaction& transaction, const model::Source& asked,
                                 const PollFindings& findings, const base::Error& conflict) {
  model::Source state = findings.state;
  if (findings.became_feed) return transaction.RemoveSource(state.id);
  state.url = std::exchange(state.previous_url, {});
  state.paused = true;
  state.last_error =
      fmt::format("it has moved for good, and {}: `octavo sources merge` makes the two one",
                  conflict.message());
  return transaction.RecordState(asked, state);
}

base::Status Poller::Record(store::Transaction& transaction, const model::Source& asked,
                            const PollFindings& findings, int64_t usual_interval,
                            store::PollOutcome& outcome) {
  const bool brings_entries = !findings.failed && !findings.became_feed;
  const auto record = [&]() -> base::Status {
    if (!brings_entries) return transaction.RecordState(asked, findings.state);
    TRY_ASSIGN(outcome,
               transaction.RecordPoll(asked, findings.state, findings.publisher, findings.entries));
    return {};
  };
  const base::Status recorded = record();
  const bool leads_elsewhere = findings.became_feed || findings.moved;
  if (!recorded && leads_elsewhere && recorded.error().kind() == base::ErrorKind::kConflict) {
    return RecordUnion(transaction, asked, findings, recorded.error());
  }
  if (!recorded || !brings_entries || !outcome.stored) return recorded;
  if (findings.undated && outcome.new_entries > 0) {
    const model::Source counted = fetch::AfterCount(
        findings.state, static_cast<size_t>(outcome.new_entries), findings.asked_for,
        *findings.state.last_poll, ThrowDice(), usual_interval);
    TRY(transaction.PlanSooner(counted.id, counted.rhythm, counted.next_poll));
  }
  for (const model::Source& source : findings.further) TRY(transaction.AddNamedSource(source));
  return {};
}

}  // namespace pipeline
