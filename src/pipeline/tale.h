#pragma once
// The tale that the log tells of sources, pages and stories: which event, at which level, with
// which facts. docs/logs.md lists them; whoever adds one writes it there.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/mutex.h"
#include "base/result.h"
#include "base/time.h"
#include "fetch/outcome.h"
#include "model/article.h"
#include "model/source.h"
#include "pipeline/poll.h"
#include "store/store.h"

namespace pipeline {

// What is told of an answer: kept while the answer itself, with its bytes, is let go.
struct AnswerFacts {
  fetch::OutcomeKind kind = fetch::OutcomeKind::kFailed;
  int status = 0;  // 0: there was no answer
  int64_t took_ms = 0;
  int64_t bytes = 0;  // as they came, compressed
};
AnswerFacts FactsOf(const fetch::Outcome& answer);

// source.polled: info when it brought something new, else debug; source.failed: debug, the warnings
// are told together; source.moved: info. `source` as it was before.
void TellPolled(const model::Source& source, const AnswerFacts& answer,
                const PollFindings& findings, const store::PollOutcome& outcome);

// page.fetched, debug.
void TellFetched(const store::Job& job, const AnswerFacts& answer);
// page.read, debug: an article, or in quarantine and why.
void TellRead(const store::Job& job, const model::Reading& reading);
// page.retry, debug, or page.given_up, warning.
void TellFailed(const store::Job& job, const base::Error& error, std::optional<base::Instant> next);
// stories.grouped, info.
void TellGrouped(std::string_view language, size_t articles, size_t new_stories,
                 std::chrono::milliseconds took);

// Sums up a round of polls in one line, round.polled: when nothing more is under way, and the round
// asked a few sources or lasted a minute. Safe for use by several threads.
class PollRound {
 public:
  static constexpr int64_t kFew = 10;

  void Note(const AnswerFacts& answer, const PollFindings& findings,
            const store::PollOutcome& outcome, base::Instant now) EXCLUDES(mutex_);
  // Nothing is under way. Whether the line was written.
  bool Quiet(base::Instant now) EXCLUDES(mutex_);

 private:
  base::Mutex mutex_;
  base::Instant began_ GUARDED_BY(mutex_);
  int64_t asked_ GUARDED_BY(mutex_) = 0;
  int64_t changed_ GUARDED_BY(mutex_) = 0;
  int64_t unchanged_ GUARDED_BY(mutex_) = 0;
  int64_t failed_ GUARDED_BY(mutex_) = 0;
  int64_t entries_ GUARDED_BY(mutex_) = 0;
  int64_t bytes_ GUARDED_BY(mutex_) = 0;
};

}  // namespace pipeline
