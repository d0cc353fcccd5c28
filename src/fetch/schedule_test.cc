#include "fetch/schedule.h"

#include <gtest/gtest.h>

namespace fetch {
namespace {

constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;
const base::Instant kNow = *base::ParseRfc3339("2026-11-23T12:00:00Z");

Outcome Of(OutcomeKind kind, net::Headers headers = {}) {
  Outcome outcome;
  outcome.kind = kind;
  outcome.page.headers = std::move(headers);
  if (kind != OutcomeKind::kFresh && kind != OutcomeKind::kNotModified) {
    outcome.error = base::Error(base::ErrorKind::kUnavailable, "why");
  }
  return outcome;
}

// A source that was polled `minutes` ago, as was planned.
model::Source Polled(int64_t minutes, int failures = 0) {
  model::Source source;
  source.last_poll = base::Instant{kNow.micros - minutes * kMinute};
  source.last_success = source.last_poll;
  source.next_poll = kNow;
  source.consecutive_failures = failures;
  return source;
}

TEST(Schedule, FollowsTheSource) {
  struct Case {
    const char* what;
    model::Source source;
    Outcome outcome;
    PollNews news;
    int64_t minutes;  // to the next poll
  };
  const Outcome fresh = Of(OutcomeKind::kFresh);
  const Outcome old = Of(OutcomeKind::kNotModified);
  Outcome failed = Of(OutcomeKind::kFailed);
  Outcome transient = failed;
  transient.is_transient = true;
  Outcome limited = Of(OutcomeKind::kRateLimited);
  limited.is_transient = true;
  limited.retry_after = base::Instant{kNow.micros + 300 * kMinute};
  Outcome limited_for_years = limited;
  limited_for_years.retry_after = base::Instant{kNow.micros + 365 * base::kMicrosPerDay};
  for (const Case& c : {
           Case{"first", {}, fresh, {5, {}}, 60},
           {"new: sooner", Polled(100), fresh, {1, {}}, 60},
           {"new: not sooner than 15", Polled(20), fresh, {1, {}}, 15},
           {"nothing new: later", Polled(100), fresh, {0, {}}, 130},
           {"304: later", Polled(100), old, {0, {}}, 130},
           {"304: not later than a day", Polled(1400), old, {0, {}}, 1440},
           {"ttl", Polled(100), fresh, {1, 180}, 180},
           {"ttl of a year", Polled(100), fresh, {1, 525'600}, 1440},
           {"ttl below zero", Polled(100), fresh, {1, -5}, 60},
           {"max-age",
            Polled(100),
            Of(OutcomeKind::kFresh, {{"cache-control", "max-age=7200"}}),
            {1, {}},
            120},
           {"failed once", Polled(100), transient, {}, 15},
           {"failed four times", Polled(100, 3), transient, {}, 120},
           {"failed often", Polled(100, 999), transient, {}, 1440},
           {"failed for good", Polled(100), failed, {}, 60},
           {"works again", Polled(1440, 9), fresh, {1, {}}, 36},
           {"gone", Polled(100), Of(OutcomeKind::kGone), {}, 1440},
           {"rate-limited", Polled(100), limited, {}, 300},
           {"rate-limited for years", Polled(100), limited_for_years, {}, 7 * 1440},
       }) {
    const model::Source after = AfterPoll(c.source, c.outcome, c.news, kNow, 0);
    EXPECT_EQ((after.next_poll.micros - kNow.micros) / kMinute, c.minutes) << c.what;
    EXPECT_EQ(after.last_poll, kNow);
    // Chance adds, at most a tenth.
    const model::Source later = AfterPoll(c.source, c.outcome, c.news, kNow, UINT64_MAX);
    EXPECT_GE(later.next_poll, after.next_poll) << c.what;
    EXPECT_LE(later.next_poll.micros - kNow.micros,
              (after.next_poll.micros - kNow.micros) * 11 / 10)
        << c.what;
  }
}

TEST(Schedule, StartsAtTheUsualInterval) {
  struct Case {
    int64_t usual;
    int64_t minutes;
  };
  for (const Case& c : {Case{30, 30}, {0, 15}, {100'000, 1440}}) {
    const model::Source after =
        AfterPoll({}, Of(OutcomeKind::kFresh), {3, {}}, kNow, 0, c.usual * kMinute);
    EXPECT_EQ((after.next_poll.micros - kNow.micros) / kMinute, c.minutes);
  }
}

TEST(Schedule, KeepsTheState) {
  model::Source source = Polled(60, 2);
  source.url = "http://a.org/feed";
  source.etag = "old";
  source.last_modified = "then";
  source.last_error = "why";

  model::Source after =
      AfterPoll(source, Of(OutcomeKind::kNotModified, {{"etag", "newer"}}), {}, kNow, 0);
  EXPECT_EQ(after.etag, "newer");
  EXPECT_EQ(after.last_modified, "then");
  EXPECT_EQ(after.last_error, "");
  EXPECT_EQ(after.last_success, kNow);
  EXPECT_EQ(after.consecutive_failures, 0);

  after = AfterPoll(source, Of(OutcomeKind::kFresh, {{"last-modified", "now"}}), {}, kNow, 0);
  EXPECT_EQ(after.etag, "");
  EXPECT_EQ(after.last_modified, "now");

  after = AfterPoll(source, Of(OutcomeKind::kFailed), {}, kNow, 0);
  EXPECT_EQ(after.etag, "old");
  EXPECT_EQ(after.last_error, "why");
  EXPECT_EQ(after.consecutive_failures, 3);
  EXPECT_EQ(after.last_success, source.last_success);
  EXPECT_FALSE(after.paused);

  after = AfterPoll(source, Of(OutcomeKind::kGone), {}, kNow, 0);
  EXPECT_TRUE(after.paused);  // the third time
  EXPECT_EQ(after.url, "http://a.org/feed");
}

TEST(Schedule, ReadsFreshness) {
  struct Case {
    net::Headers headers;
    std::optional<int64_t> seconds;
  };
  for (const Case& c : {
           Case{{}, std::nullopt},
           {{{"cache-control", "public, Max-Age = 600"}}, 600},
           {{{"cache-control", "max-age=\"600\""}, {"age", "100"}}, 500},
           {{{"cache-control", "max-age=10"}, {"age", "100"}}, 0},
           {{{"cache-control", "max-age=600, no-cache"}}, 0},
           {{{"cache-control", "max-age=x"}}, std::nullopt},
           {{{"cache-control", "max-age=99999999999999999999"}}, 31'536'000},
           {{{"expires", "Mon, 23 Nov 2026 13:00:00 GMT"}}, 3600},
           {{{"expires", "Mon, 23 Nov 2026 13:00:00 GMT"},
             {"date", "Mon, 23 Nov 2026 12:30:00 GMT"}},
            1800},
           {{{"expires", "0"}}, 0},
           {{{"expires", "Mon, 23 Nov 2020 13:00:00 GMT"}}, 0},
       }) {
    EXPECT_EQ(FreshSeconds(c.headers, kNow), c.seconds);
  }
}

}  // namespace
}  // namespace fetch
