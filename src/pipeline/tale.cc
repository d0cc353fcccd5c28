#include "pipeline/tale.h"

#include <string>
#include <utility>

#include "base/log.h"

namespace pipeline {
namespace {

using base::LogEvent;
using base::LogLevel;

constexpr int64_t kLongRound = 60 * base::kMicrosPerSecond;

}  // namespace

AnswerFacts FactsOf(const fetch::Outcome& answer) {
  return {answer.kind, answer.page.status, answer.took_ms, answer.received_bytes};
}

void TellPolled(const model::Source& source, const AnswerFacts& answer,
                const PollFindings& findings, const store::PollOutcome& outcome) {
  const std::string next = base::FormatRfc3339(findings.state.next_poll);
  if (findings.failed) {
    LogEvent(LogLevel::kDebug, "source.failed", "a source could not be read",
             {{"source", source.url},
              {"status", answer.status},
              {"took_ms", answer.took_ms},
              {"reason", findings.state.last_error},
              {"attempt", findings.state.consecutive_failures},
              {"next", next}});
    return;
  }
  if (findings.moved || findings.became_feed) {
    LogEvent(LogLevel::kInfo, "source.moved",
             findings.moved ? "a source moved for good" : "a site's feed was found",
             {{"source", source.url}, {"url", findings.state.url}});
  }
  const bool is_news = outcome.new_entries + outcome.changed_entries > 0;
  LogEvent(is_news ? LogLevel::kInfo : LogLevel::kDebug, "source.polled",
           is_news ? "a source brought news" : "a source has nothing new",
           {{"source", source.url},
            {"status", answer.status},
            {"took_ms", answer.took_ms},
            {"bytes", answer.bytes},
            {"entries", findings.entries.size()},
            {"new", outcome.new_entries},
            {"changed", outcome.changed_entries},
            {"next", next}});
}

void TellFetched(const store::Job& job, const AnswerFacts& answer) {
  LogEvent(LogLevel::kDebug, "page.fetched", "a page is here",
           {{"url", job.url},
            {"status", answer.status},
            {"took_ms", answer.took_ms},
            {"bytes", answer.bytes},
            {"attempt", job.attempts + 1}});
}

void TellRead(const store::Job& job, const model::Reading& reading) {
  const bool is_article = reading.verdict == model::Verdict::kArticle;
  LogEvent(LogLevel::kDebug, "page.read",
           is_article ? "an article" : "a page that is none, in quarantine",
           {{"url", job.url},
            {"verdict", model::VerdictName(reading.verdict)},
            {"why", is_article ? std::string_view() : std::string_view(reading.reason_detail)},
            {"bytes", reading.text.size()}});
}

void TellFailed(const store::Job& job, const base::Error& error,
                std::optional<base::Instant> next) {
  LogEvent(next ? LogLevel::kDebug : LogLevel::kWarning, next ? "page.retry" : "page.given_up",
           next ? "a page is to be tried again" : "a page is given up",
           {{"url", job.url},
            {"kind", base::ErrorKindName(error.kind())},
            {"reason", error.message()},
            {"attempt", job.attempts + 1},
            {"next", next ? base::FormatRfc3339(*next) : std::string()}});
}

void TellGrouped(std::string_view language, size_t articles, size_t new_stories,
                 std::chrono::milliseconds took) {
  LogEvent(LogLevel::kInfo, "stories.grouped", "articles were given their stories",
           {{"language", language},
            {"articles", articles},
            {"new", new_stories},
            {"took_ms", took.count()}});
}

void PollRound::Note(const AnswerFacts& answer, const PollFindings& findings,
                     const store::PollOutcome& outcome, base::Instant now) {
  base::MutexLock lock(mutex_);
  if (asked_++ == 0) began_.micros = now.micros - answer.took_ms * 1000;
  const auto entries = static_cast<int64_t>(outcome.new_entries);
  entries_ += entries;
  bytes_ += answer.bytes;
  if (findings.failed) {
    ++failed_;
  } else {
    ++(entries > 0 ? changed_ : unchanged_);
  }
}

bool PollRound::Quiet(base::Instant now) {
  base::MutexLock lock(mutex_);
  const int64_t lasted = now.micros - began_.micros;
  if (asked_ == 0 || (asked_ < kFew && lasted < kLongRound)) return false;
  LogEvent(failed_ == asked_ ? LogLevel::kWarning : LogLevel::kInfo, "round.polled",
           failed_ == asked_ ? "no source could be read" : "the sources that were due are read",
           {{"sources", asked_},
            {"changed", changed_},
            {"unchanged", unchanged_},
            {"failed", failed_},
            {"new", entries_},
            {"bytes", bytes_},
            {"took_ms", lasted / 1000}});
  asked_ = changed_ = unchanged_ = failed_ = entries_ = bytes_ = 0;
  return true;
}

}  // namespace pipeline
