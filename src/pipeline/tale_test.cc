#include "pipeline/tale.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/log.h"

namespace pipeline {
namespace {

using testing::HasSubstr;
using testing::Not;

template <typename Tell>
std::string Told(Tell tell) {
  base::SetUpLog(base::LogLevel::kDebug, base::LogFormat::kText);
  testing::internal::CaptureStderr();
  tell();
  return testing::internal::GetCapturedStderr();
}

PollFindings Findings(bool failed) {
  PollFindings findings;
  findings.failed = failed;
  findings.state.last_error = "timeout at https://u:p@h/";
  findings.state.consecutive_failures = 3;
  findings.state.next_poll = {60 * base::kMicrosPerSecond};
  return findings;
}

TEST(Tale, OfASource) {
  model::Source source;
  source.url = "https://reader:word@news.example/feed?token=abc";
  AnswerFacts answer{fetch::OutcomeKind::kFresh, 200, 12, 345};
  store::PollOutcome news;
  news.new_entries = 2;
  EXPECT_THAT(Told([&] { TellPolled(source, answer, Findings(false), news); }),
              HasSubstr("info source.polled: a source brought news "
                        "source=\"https://***@news.example/feed?token=***\" status=200 took_ms=12 "
                        "bytes=345 entries=0 new=2 changed=0 next=1970-01-01T00:01:00Z"));
  EXPECT_THAT(Told([&] { TellPolled(source, answer, Findings(false), {}); }),
              HasSubstr("debug source.polled: a source has nothing new"));
  const std::string failed = Told([&] { TellPolled(source, {}, Findings(true), {}); });
  EXPECT_THAT(failed, HasSubstr("source.failed"));
  EXPECT_THAT(failed, HasSubstr("reason=\"timeout at https://***@h/\" attempt=3"));
}

TEST(Tale, OfAPage) {
  store::Job job;
  job.url = "https://news.example/1";
  job.attempts = 1;
  const base::Error error(base::ErrorKind::kTimeout, "no answer");
  EXPECT_THAT(Told([&] { TellFailed(job, error, base::Instant{0}); }),
              HasSubstr("debug page.retry: a page is to be tried again url=https://news.example/1 "
                        "kind=timeout reason=\"no answer\" attempt=2 next=1970-01-01T00:00:00Z"));
  EXPECT_THAT(Told([&] { TellFailed(job, error, std::nullopt); }),
              testing::AllOf(HasSubstr("warning page.given_up"), Not(HasSubstr("next="))));
}

TEST(Tale, OfARound) {
  PollRound round;
  store::PollOutcome news;
  news.new_entries = 3;
  const base::Instant start{1'000'000'000};
  const auto after = [&](int64_t seconds) {
    return base::Instant{start.micros + seconds * base::kMicrosPerSecond};
  };
  EXPECT_EQ(Told([&] { EXPECT_FALSE(round.Quiet(start)); }), "");
  round.Note({fetch::OutcomeKind::kFresh, 200, 1000, 10}, Findings(false), news, after(1));
  EXPECT_EQ(Told([&] { EXPECT_FALSE(round.Quiet(after(2))); }), "") << "one source is no round";
  for (int i = 0; i < 8; ++i) round.Note({}, Findings(false), {}, after(2));
  round.Note({}, Findings(true), {}, after(3));
  EXPECT_THAT(
      Told([&] { EXPECT_TRUE(round.Quiet(after(4))); }),
      HasSubstr("info round.polled: the sources that were due are read sources=10 changed=1 "
                "unchanged=8 failed=1 new=3 bytes=10 took_ms=4000"));
  EXPECT_EQ(Told([&] { EXPECT_FALSE(round.Quiet(after(4))); }), "");
  round.Note({}, Findings(true), {}, after(10));
  EXPECT_THAT(Told([&] { EXPECT_TRUE(round.Quiet(after(71))); }),
              HasSubstr("warning round.polled: no source could be read"));
}

}  // namespace
}  // namespace pipeline
