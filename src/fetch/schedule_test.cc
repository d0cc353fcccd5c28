#include "fetch/schedule.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

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

// A source that has had `each` entries an hour for a fortnight.
model::Source Publishing(double each) {
  model::Source source = Polled(60);
  source.rhythm.as_of = kNow;
  source.rhythm.newest = kNow;
  source.rhythm.watched_days = 14;
  source.rhythm.hours.fill(each * 14);
  source.rhythm.days.fill(each * 24 * 2);
  return source;
}

model::Source WithTtl(model::Source source, int64_t minutes) {
  source.rhythm.ttl_minutes = minutes;
  return source;
}

TEST(Schedule, WhenItIsAskedAgain) {
  struct Case {
    const char* what;
    model::Source source;
    Outcome outcome;
    PollNews news;
    int64_t minutes;  // to the next poll, within a fortieth, chance left out
    int64_t chance;   // what chance adds at most, as a part of a hundred
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
  model::Source pushed = Publishing(1);
  pushed.push_until = base::Instant{kNow.micros + base::kMicrosPerDay};
  model::Source no_more_pushed = pushed;
  no_more_pushed.push_until = kNow;
  for (const Case& c : {
           Case{"first, nothing known", {}, fresh, {}, 60, 10},
           {"one an hour", Publishing(1), old, {}, 60, 10},
           {"four an hour", Publishing(4), old, {}, 30, 10},
           {"very many", Publishing(1'000), old, {}, 15, 10},
           {"one in four hours", Publishing(0.25), old, {}, 120, 10},
           {"none at all", Publishing(0), old, {}, 1440, 10},
           {"pushed", pushed, old, {}, 240, 10},
           {"no more pushed", no_more_pushed, old, {}, 60, 10},
           {"ttl", Publishing(1), fresh, {{}, 0, 180}, 180, 10},
           {"ttl of a year", Publishing(1), fresh, {{}, 0, 525'600}, 1440, 10},
           {"ttl below zero", Publishing(1), fresh, {{}, 0, -5}, 60, 10},
           {"ttl of the feed before, nothing new",
            WithTtl(Publishing(1'000), 360),
            old,
            {},
            360,
            10},
           {"ttl no more", WithTtl(Publishing(1), 360), fresh, {}, 60, 10},
           {"max-age",
            Publishing(1),
            Of(OutcomeKind::kFresh, {{"cache-control", "max-age=7200"}}),
            {},
            120,
            10},
           {"failed once", Polled(100), transient, {}, 15, 100},
           {"failed four times", Polled(100, 3), transient, {}, 120, 100},
           {"failed often", Polled(100, 999), transient, {}, 1440, 100},
           {"failed for good", Polled(100), failed, {}, 60, 100},
           {"gone", Polled(100), Of(OutcomeKind::kGone), {}, 7 * 1440, 10},
           {"rate-limited", Polled(100), limited, {}, 300, 25},
           {"rate-limited for years", Polled(100), limited_for_years, {}, 7 * 1440, 25},
       }) {
    const model::Source after = AfterPoll(c.source, c.outcome, c.news, kNow, 0);
    const double minutes =
        static_cast<double>(after.next_poll.micros - kNow.micros) / static_cast<double>(kMinute);
    EXPECT_NEAR(minutes, static_cast<double>(c.minutes), static_cast<double>(c.minutes) / 40)
        << c.what;
    EXPECT_EQ(after.last_poll, kNow);
    for (const double dice : {0.5, 0.999'999}) {
      const model::Source later = AfterPoll(c.source, c.outcome, c.news, kNow, dice);
      const auto more = static_cast<double>(later.next_poll.micros - after.next_poll.micros);
      EXPECT_NEAR(more / static_cast<double>(kMinute),
                  minutes * static_cast<double>(c.chance) / 100 * dice, 0.01)
          << c.what;
    }
  }
}

// A line that was down for a while: a thousand sources fail at the same moment, again and again.
// However often that happens, no minute has more than its share of them.
TEST(Schedule, WhatFailsTogetherComesBackApart) {
  constexpr int kSources = 1'000;
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> dice(0, 1);
  Outcome failure = Of(OutcomeKind::kFailed);
  failure.is_transient = true;
  Outcome busy = Of(OutcomeKind::kRateLimited);
  for (const bool is_busy : {false, true}) {
    std::vector<model::Source> sources(kSources);
    std::vector<base::Instant> times(kSources, kNow);
    for (int round = 1; round <= 5; ++round) {
      std::map<int64_t, int> in_minute;
      for (size_t i = 0; i < kSources; ++i) {
        busy.retry_after = base::Instant{times[i].micros + 3600 * base::kMicrosPerSecond};
        sources[i] = AfterPoll(sources[i], is_busy ? busy : failure, {}, times[i], dice(random));
        times[i] = sources[i].next_poll;
        ++in_minute[times[i].micros / kMinute];
      }
      int most = 0;
      for (const auto& [minute, count] : in_minute) most = std::max(most, count);
      // Spread evenly over the first quarter of an hour it would be 67.
      EXPECT_LT(most, 110) << "round " << round << (is_busy ? ", busy" : "");
    }
  }
}

TEST(Schedule, RemembersWhereItMoved) {
  struct Poll {
    int64_t hours;  // after the last
    const char* moved_to;
    const char* url;  // afterwards
  };
  struct Case {
    const char* what;
    std::vector<Poll> polls;
  };
  const char* const kOld = "http://a.org/feed";
  const char* const kNew = "https://a.org/feed";
  const char* const kOther = "https://b.org/feed";
  const Case cases[] = {
      {"for good",
       {{1, kNew, kOld}, {10, kNew, kOld}, {13, kNew, kOld}, {2, kNew, kNew}, {9, "", kNew}}},
      {"for a day, but seen twice only", {{1, kNew, kOld}, {48, kNew, kOld}}},
      {"not always",
       {{1, kNew, kOld}, {23, "", kOld}, {1, kNew, kOld}, {23, kNew, kOld}, {1, "", kOld}}},
      {"here and there",
       {{1, kNew, kOld}, {24, kOther, kOld}, {24, kNew, kOld}, {24, kOther, kOld}}},
      {"to and fro",
       {{1, kNew, kOld},
        {24, kNew, kOld},
        {24, kNew, kNew},
        {24, kOld, kNew},
        {24, kOld, kNew},
        {24, kOld, kNew},
        {24, kOld, kNew}}},
      {"to itself", {{24, kOld, kOld}, {24, kOld, kOld}, {24, kOld, kOld}}},
  };
  for (const Case& c : cases) {
    model::Source source;
    source.url = kOld;
    base::Instant now = kNow;
    for (const Poll& poll : c.polls) {
      now.micros += poll.hours * base::kMicrosPerHour;
      Outcome outcome = Of(OutcomeKind::kNotModified);
      if (*poll.moved_to != '\0') outcome.page.moved_to = poll.moved_to;
      source = AfterPoll(source, outcome, {}, now, 0);
      EXPECT_EQ(source.url, poll.url) << c.what;
    }
  }
}

TEST(Schedule, SeesWhenAHubNoLongerDelivers) {
  model::Source source = Publishing(1);
  source.push_until = base::Instant{kNow.micros + base::kMicrosPerDay};
  const auto after = [&source](int64_t minutes_old) {
    const base::Instant now{kNow.micros + 120 * kMinute};
    const PollNews news{{base::Instant{now.micros - minutes_old * kMinute}}, 0, {}};
    return AfterPoll(source, Of(OutcomeKind::kFresh), news, now, 0).push_until.has_value();
  };
  EXPECT_TRUE(after(5));    // on its way
  EXPECT_FALSE(after(30));  // it should have come
  EXPECT_TRUE(after(240));  // known
}

TEST(Schedule, RetiresWhatIsGone) {
  model::Source source = Polled(60, 4);
  for (int poll = 1; poll <= 5; ++poll) {
    source = AfterPoll(source, Of(OutcomeKind::kGone), {}, kNow, 0);
    EXPECT_TRUE(source.retired);
    EXPECT_EQ(source.paused, poll == 5) << poll;
  }
  source.paused = false;  // the owner wants it
  source = AfterPoll(source, Of(OutcomeKind::kNotModified), {}, kNow, 0);
  EXPECT_FALSE(source.retired);
  EXPECT_FALSE(source.paused);
}

TEST(Schedule, StartsAtTheUsualInterval) {
  struct Case {
    int64_t usual;
    int64_t minutes;
  };
  for (const Case& c : {Case{30, 30}, {0, 15}, {100'000, 1440}}) {
    const model::Source after =
        AfterPoll({}, Of(OutcomeKind::kFresh), {}, kNow, 0, c.usual * kMinute);
    EXPECT_NEAR(static_cast<double>(after.next_poll.micros - kNow.micros) / kMinute,
                static_cast<double>(c.minutes), static_cast<double>(c.minutes) / 40);
  }
}

// Its entries have no times; the store has counted that very many of them are new.
TEST(Schedule, ACountMakesItSoonerAsFarAsThePublisherWants) {
  struct Case {
    const char* what;
    net::Headers headers;
    int64_t ttl;
    int64_t before;  // minutes to the next poll, before and after the count
    int64_t after;
  };
  for (const Case& c : {
           Case{"nothing is asked for", {}, 0, 60, 15},
           {"fresh for less than the rhythm", {{"cache-control", "max-age=3000"}}, 0, 60, 50},
           {"ttl of less than the rhythm", {}, 40, 60, 40},
           {"fresh for longer", {{"cache-control", "max-age=7200"}}, 0, 120, 120},
           {"ttl of more", {}, 180, 180, 180},
       }) {
    const Outcome outcome = Of(OutcomeKind::kFresh, c.headers);
    const model::Source polled = AfterPoll(Publishing(1), outcome, {{}, 0, c.ttl}, kNow, 0);
    const int64_t asked_for = AskedFor(polled, c.headers, kNow);
    const model::Source counted = AfterCount(polled, 1'000, asked_for, kNow, 0);
    const auto minutes = [](const model::Source& source) {
      return static_cast<double>(source.next_poll.micros - kNow.micros) / kMinute;
    };
    EXPECT_NEAR(minutes(polled), static_cast<double>(c.before), 1.5) << c.what;
    EXPECT_NEAR(minutes(counted), static_cast<double>(c.after), 1.5) << c.what;
    EXPECT_GT(counted.rhythm.entries(), polled.rhythm.entries() + 900) << c.what;
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
