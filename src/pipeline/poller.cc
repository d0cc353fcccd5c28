#include "pipeline/poller.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "base/log.h"
#include "pipeline/dice.h"
#include "pipeline/due.h"
#include "pipeline/guard.h"

namespace pipeline {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLongestSleep{30'000};

}  // namespace

Poller::Poller(const Options& options, store::Store& store, Committer& committer, Web& web,
               HandToWorker hand_to_worker, Polled polled)
    : options_(options),
      store_(store),
      committer_(committer),
      web_(web),
      hand_to_worker_(std::move(hand_to_worker)),
      polled_(std::move(polled)) {}

void Poller::Stop() {
  stopping_ = true;
  bell_.Ring();
  if (thread_.joinable()) thread_.join();
}

size_t Poller::under_way() const {
  base::MutexLock lock(mutex_);
  return under_way_.size();
}

void Poller::Loop() {
  while (!stopping_) {
    size_t asked = 0;
    for (const DueSource& due : Due()) {
      if (stopping_) return;
      if (!Take(due.source.id)) continue;
      Ask(due);
      ++asked;
    }
    if (asked == 0) bell_.Wait(UntilNextDue(store_, *options_.clock, kLongestSleep));
  }
}

std::vector<Poller::DueSource> Poller::Due() {
  const size_t busy = under_way();
  if (busy >= options_.most_at_once) return {};
  std::vector<DueSource> due;
  const base::Status status =
      options_.terms ? Claim(options_.most_at_once - busy, due)
                     : store_.Read([&](store::Reader& reader) -> base::Status {
                         // Those under way are due as well until their outcome is committed.
                         TRY_ASSIGN(auto sources, reader.DueSources(options_.clock->Now(),
                                                                    2 * options_.most_at_once));
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

bool Poller::Take(model::SourceId source) {
  base::MutexLock lock(mutex_);
  return under_way_.size() < options_.most_at_once && under_way_.insert(source).second;
}

void Poller::Release(model::SourceId source) {
  bool quiet = false;
  {
    base::MutexLock lock(mutex_);
    under_way_.erase(source);
    quiet = under_way_.empty();
  }
  if (quiet) round_.Quiet(options_.clock->Now());
  bell_.Ring();
}

void Poller::Ask(const DueSource& due) {
  web_.PollSource(due.source, [this, due](fetch::Outcome outcome) {
    if (stopping_) return;
    // std::function wants to be copied, and a page is large: it is shared instead.
    auto held = std::make_shared<fetch::Outcome>(std::move(outcome));
    if (!hand_to_worker_([this, due, held] { WorkOut(due, *held); })) Release(due.source.id);
  });
}

PollFindings Poller::FindingsOf(const model::Source& source, const fetch::Outcome& answer) const {
  const int64_t interval = std::chrono::microseconds(options_.usual_interval).count();
  const auto random = static_cast<uint64_t>(ThrowDice() * 1e9);
  PollFindings findings;
  const base::Status read = Guarded("reading the answer", [&]() -> base::Status {
    findings = WorkOutPoll(source, answer, options_.clock->Now(), random, interval);
    return {};
  });
  if (read) return findings;
  fetch::Outcome failure;
  failure.kind = fetch::OutcomeKind::kFailed;
  failure.error = read.error();
  return WorkOutPoll(source, std::move(failure), options_.clock->Now(), random, interval);
}

void Poller::WorkOut(const DueSource& due, const fetch::Outcome& answer) {
  const model::Source& source = due.source;
  auto findings = std::make_shared<PollFindings>(FindingsOf(source, answer));
  if (findings->failed) {
    base::LogWarning(fmt::format("source {}: {}", source.url, findings->state.last_error));
  }
  for (const std::string& warning : findings->warnings) {
    base::LogDebug(fmt::format("source {}: {}", source.url, warning));
  }
  auto outcome = std::make_shared<store::PollOutcome>();
  const AnswerFacts facts = FactsOf(answer);
  committer_.Submit(
      [findings, outcome, due](store::Transaction& transaction) -> base::Status {
        if (due.claimed_by) TRY(transaction.EndPoll(due.source.id, due.claimed_by));
        return Record(transaction, *findings, *outcome);
      },
      [this, findings, outcome, source, facts](const base::Status& status) {
        if (status) {
          TellPolled(source, facts, *findings, *outcome);
          round_.Note(facts, *findings, *outcome, options_.clock->Now());
          polled_(*findings, *outcome);
        } else if (status.error().kind() == base::ErrorKind::kConflict) {
          base::LogDebug(fmt::format("source {}: {}", source.url, status.error().message()));
        } else {
          base::LogError(fmt::format("source {}: what was found could not be stored: {}",
                                     source.url, status.error().message()));
        }
        Release(source.id);
      });
}

base::Status Poller::Record(store::Transaction& transaction, const PollFindings& findings,
                            store::PollOutcome& outcome) {
  if (findings.failed) return transaction.UpdateSource(findings.state);
  if (findings.became_feed || findings.moved) {
    const base::Status updated = transaction.UpdateSource(findings.state);
    // What stands at the new address is a source already: this one need not be beside it.
    if (!updated && updated.error().kind() == base::ErrorKind::kConflict) {
      return transaction.RemoveSource(findings.state.id);
    }
    if (!updated || findings.became_feed) return updated;
  }
  TRY_ASSIGN(outcome, transaction.RecordPoll(findings.state, findings.publisher, findings.entries));
  for (const model::Source& source : findings.further) TRY(transaction.AddSource(source));
  return {};
}

}  // namespace pipeline
