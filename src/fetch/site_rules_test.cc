#include "fetch/site_rules.h"

#include <gtest/gtest.h>

#include "fetch/rights.h"
#include "fetch/robots.h"

namespace fetch {
namespace {

constexpr int64_t kSecond = base::kMicrosPerSecond;
const base::Instant kNow = *base::ParseRfc3339("2026-11-23T12:00:00Z");

Outcome Answer(int status, std::string bytes = {}, net::Headers headers = {}) {
  net::FetchResponse response;
  response.status = status;
  response.body = std::move(bytes);
  response.headers = std::move(headers);
  return Classify("https://a.org/robots.txt", std::move(response), kNow);
}

Outcome NoAnswer(base::ErrorKind kind) {
  return Classify("https://a.org/robots.txt", base::Fail(kind, "why"), kNow);
}

base::Instant DaysAgo(int64_t days) {
  return {kNow.micros - days * base::kMicrosPerDay};
}

// RFC 9309, 2.3.1: what each answer means.
TEST(SiteRules, WhatAnAnswerMeans) {
  struct Case {
    const char* what;
    Outcome outcome;
    RobotsState state;
    const char* robots;
    int64_t seconds;  // until it is asked for again
  };
  const Case cases[] = {
      {"200", Answer(200, "file"), RobotsState::kKnown, "file", 86'400},
      {"200 for an hour", Answer(200, "file", {{"cache-control", "max-age=3600"}}),
       RobotsState::kKnown, "file", 3'600},
      {"200 for a year", Answer(200, "file", {{"cache-control", "max-age=31536000"}}),
       RobotsState::kKnown, "file", 86'400},
      {"200 and no-cache", Answer(200, "file", {{"cache-control", "no-cache"}}),
       RobotsState::kKnown, "file", 300},
      {"404", Answer(404, "page"), RobotsState::kKnown, "", 86'400},
      {"403", Answer(403, "page"), RobotsState::kKnown, "", 86'400},
      {"410", Answer(410), RobotsState::kKnown, "", 86'400},
      {"429", Answer(429), RobotsState::kUnknown, "", 5},
      {"429 for an hour", Answer(429, "", {{"retry-after", "3600"}}), RobotsState::kUnknown, "",
       3'600},
      {"a redirect to nowhere", Answer(302), RobotsState::kKnown, "", 86'400},
      {"too many redirects", Answer(301), RobotsState::kKnown, "", 86'400},
      {"beyond our limits", NoAnswer(base::ErrorKind::kRefused), RobotsState::kUnknown, "", 5},
      {"500", Answer(500, "page"), RobotsState::kUnknown, "", 5},
      {"503 for an hour", Answer(503, "", {{"retry-after", "3600"}}), RobotsState::kUnknown, "",
       3'600},
      {"no answer", NoAnswer(base::ErrorKind::kUnavailable), RobotsState::kUnknown, "", 5},
      {"out of time", NoAnswer(base::ErrorKind::kTimeout), RobotsState::kUnknown, "", 5},
  };
  for (const Case& c : cases) {
    const model::Site site = AfterRobots({}, c.outcome, kNow);
    EXPECT_EQ(StateOfRobots(site, kNow), c.state) << c.what;
    EXPECT_EQ(site.robots, c.robots) << c.what;
    EXPECT_EQ((site.robots_until.micros - kNow.micros) / kSecond, c.seconds) << c.what;
  }
}

// The limit falls behind "Disallow: /".
TEST(SiteRules, ALongFileIsCutBetweenItsLines) {
  const std::string last = "Disallow: /private/area\n";
  std::string file = "User-agent: *\nDisallow: /a\n#";
  file.resize(kRobotsLimit - 12, '#');
  const model::Site site = AfterRobots({}, Answer(200, file + "\n" + last), kNow);
  EXPECT_EQ(site.robots, file);
  const Robots robots = Robots::Parse(site.robots);
  EXPECT_TRUE(robots.Allows("/b"));
  EXPECT_FALSE(robots.Allows("/a"));
}

TEST(SiteRules, WhatWasReadGoesOnToCount) {
  struct Case {
    const char* what;
    std::optional<base::Instant> read;
    std::optional<base::Instant> unreachable_since;
    RobotsState state;
  };
  const Case cases[] = {
      {"never asked", {}, {}, RobotsState::kUnknown},
      {"read", DaysAgo(1), {}, RobotsState::kKnown},
      {"read, then unreachable", DaysAgo(29), DaysAgo(28), RobotsState::kKnown},
      {"read long ago, unreachable lately", DaysAgo(40), DaysAgo(1), RobotsState::kUnknown},
      {"never read, unreachable for a month", {}, DaysAgo(29), RobotsState::kUnknown},
      {"never read, unreachable for longer", {}, DaysAgo(31), RobotsState::kKnown},
      {"read long ago, unreachable ever since", DaysAgo(60), DaysAgo(59), RobotsState::kKnown},
  };
  for (const Case& c : cases) {
    model::Site site;
    site.robots_read = c.read;
    site.unreachable_since = c.unreachable_since;
    EXPECT_EQ(StateOfRobots(site, kNow), c.state) << c.what;
  }
  // An answer ends it.
  model::Site site = AfterRobots({}, Answer(200, "file"), kNow);
  for (const int64_t seconds : {5, 20, 80, 320, 1'280, 3'600, 3'600}) {
    site = AfterRobots(site, Answer(500), kNow);
    EXPECT_EQ((site.robots_until.micros - kNow.micros) / kSecond, seconds);
    EXPECT_EQ(site.robots, "file");
  }
  site = AfterRobots(site, Answer(404), kNow);
  EXPECT_EQ(site.failures, 0);
  EXPECT_EQ(site.robots, "");
}

TEST(SiteRules, Reservations) {
  model::Site site = AfterReservations({}, Answer(200, "[{}]"));
  EXPECT_EQ(site.reservations, "[{}]");
  EXPECT_EQ(AfterReservations(site, Answer(500)).reservations, "[{}]");
  EXPECT_EQ(AfterReservations(site, NoAnswer(base::ErrorKind::kRefused)).reservations, "[{}]");
  EXPECT_EQ(AfterReservations(site, Answer(404)).reservations, "");
  EXPECT_EQ(AfterReservations(site, Answer(200, "<!doctype html>")).reservations, "");
  EXPECT_EQ(AfterReservations(site, Answer(429)).reservations, "[{}]");
  // Too long to be kept: where it is in doubt whether something is reserved, it is.
  const std::string large = "[" + std::string(300'000, ' ');
  const auto rules = ReservationsFrom(AfterReservations(site, Answer(200, large)).reservations);
  for (const char* target : {"/", "/news/1?x=y"}) {
    EXPECT_TRUE(RightsOfPath(rules, target).tdm) << target;
  }
  EXPECT_EQ(AfterReservations(site, Answer(200, "<!--" + std::string(300'000, ' '))).reservations,
            "");
}

TEST(SiteRules, Addresses) {
  EXPECT_EQ(RobotsUrlOf("https://a.org:8443/x/y?z#w"), "https://a.org:8443/robots.txt");
  EXPECT_EQ(ReservationsUrlOf("http://a.org/x"), "http://a.org/.well-known/tdmrep.json");
  EXPECT_EQ(RobotsUrlOf("ftp://a.org/x"), "");
  EXPECT_EQ(RobotsUrlOf(""), "");
}

}  // namespace
}  // namespace fetch
