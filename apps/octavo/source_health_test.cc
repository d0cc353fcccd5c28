#include "source_health.h"

#include <gmock/gmock.h>

namespace octavo {
namespace {

using testing::ElementsAre;

constexpr base::Instant kNow{1'795'348'800LL * base::kMicrosPerSecond};

SourceHealth Of(int64_t id, std::string title, SourceState state, int failures = 0,
                int64_t entries = 0) {
  SourceHealth health;
  health.source.id.value = id;
  health.source.title = std::move(title);
  health.source.url = "https://example.org/" + std::to_string(id);
  health.source.consecutive_failures = failures;
  health.state = state;
  health.entries_of_week = entries;
  return health;
}

TEST(SourceHealth, States) {
  model::Source source;
  EXPECT_EQ(StateOf(source), SourceState::kNew);
  source.last_poll = kNow;
  EXPECT_EQ(StateOf(source), SourceState::kHealthy);
  source.consecutive_failures = 1;
  EXPECT_EQ(StateOf(source), SourceState::kFailing);
  source.paused = true;
  EXPECT_EQ(StateOf(source), SourceState::kPaused);
  source.retired = true;
  EXPECT_EQ(StateOf(source), SourceState::kRetired);
}

TEST(SourceHealth, WhoPausedIt) {
  struct Case {
    const char* what;
    bool paused;
    bool retired;
    int failures;
    const char* error;
    bool given_up;
    bool in_trouble;
  };
  for (const Case& c : {
           Case{"all is well", false, false, 0, "", false, false},
           {"it fails", false, false, 3, "timed out", false, true},
           {"its owner paused it", true, false, 0, "", false, false},
           {"its owner paused it because it fails", true, false, 3, "timed out", false, false},
           {"it moved onto another", true, false, 0, "it has moved for good", true, true},
           {"it is gone, and asked still", false, true, 4, "(HTTP status 410)", false, true},
           {"it is gone, its owner paused it", true, true, 2, "(HTTP status 410)", false, true},
           {"it was gone five times", true, true, 5, "(HTTP status 410)", true, true},
       }) {
    SourceHealth health;
    health.source.last_poll = kNow;
    health.source.paused = c.paused;
    health.source.retired = c.retired;
    health.source.consecutive_failures = c.failures;
    health.source.last_error = c.error;
    health.state = StateOf(health.source);
    EXPECT_EQ(IsGivenUp(health.source), c.given_up) << c.what;
    EXPECT_EQ(IsInTrouble(health), c.in_trouble) << c.what;
    const auto shown = Choose({health}, {.state = {}, .words = "", .sort = "", .in_trouble = true});
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->size(), c.in_trouble ? 1U : 0U) << c.what;
  }
}

TEST(SourceHealth, FiltersAndOrders) {
  const std::vector<SourceHealth> all = {Of(1, "Zebra", SourceState::kHealthy, 0, 3),
                                         Of(2, "ant", SourceState::kFailing, 7, 0),
                                         Of(3, "Bee", SourceState::kFailing, 2, 9)};
  struct Case {
    SourceChoice choice;
    std::vector<int64_t> ids;
  };
  for (const Case& c : {Case{{}, {1, 2, 3}},
                        {{SourceState::kFailing, "", ""}, {2, 3}},
                        {{{}, "BEE", ""}, {3}},
                        {{{}, "example.org/2", ""}, {2}},
                        {{{}, "", "title"}, {2, 3, 1}},
                        {{{}, "", "failures"}, {2, 3, 1}},
                        {{{}, "", "entries"}, {3, 1, 2}},
                        {{SourceState::kPaused, "", "id"}, {}}}) {
    const auto chosen = Choose(all, c.choice);
    ASSERT_TRUE(chosen);
    std::vector<int64_t> ids;
    for (const SourceHealth& health : *chosen) ids.push_back(health.source.id.value);
    EXPECT_EQ(ids, c.ids) << c.choice.words << c.choice.sort;
  }
  EXPECT_EQ(Choose(all, {{}, "", "beauty"}).error().message(),
            "--sort: \"beauty\" is not one of id|title|failures|last|next|entries");
}

TEST(SourceHealth, Times) {
  const auto before = [](int64_t seconds) {
    return base::Instant{kNow.micros - seconds * base::kMicrosPerSecond};
  };
  EXPECT_EQ(Ago({}, kNow), "never");
  EXPECT_EQ(Ago(before(1), kNow), "just now");
  EXPECT_EQ(Ago(before(59), kNow), "59 s ago");
  EXPECT_EQ(Ago(before(7'199), kNow), "1 h ago");
  EXPECT_EQ(Ago(before(3 * 86'400), kNow), "3 d ago");
  EXPECT_EQ(Ago(before(-60), kNow), "in the future");
  EXPECT_EQ(Until(before(5), kNow), "now");
  EXPECT_EQ(Until(before(-90), kNow), "in 1 min");
}

TEST(SourceHealth, HowItStandsWithTheHub) {
  using State = model::SubscriptionState;
  constexpr int64_t kHour = 3'600 * base::kMicrosPerSecond;
  struct Case {
    State state;
    int asked;      // since it verified last
    int64_t lease;  // hours from now; 0: there is none
    const char* error;
    const char* words;
  };
  const Case cases[] = {
      {State::kWanted, 0, 0, "", "its hub has not verified: https://hub.example/"},
      {State::kWanted, 3, 0, "",
       "its hub has not verified, asked 3x, again in 2 h: https://hub.example/"},
      {State::kWanted, 1, 0, "HTTP 503",
       "its hub has not verified, asked 1x, again in 2 h: https://hub.example/ (HTTP 503)"},
      {State::kActive, 0, 100, "", "its hub delivers, for another 4 d: https://hub.example/"},
      {State::kActive, 2, 20, "",
       "its hub delivers, for another 20 h, asked 2x, again in 2 h: https://hub.example/"},
      {State::kActive, 5, -1, "",
       "its hub delivers no more, asked 5x, again in 2 h: https://hub.example/"},
      {State::kDenied, 1, 0, "the hub denies it: members only",
       "its hub will not deliver, asked 1x, again in 2 h: https://hub.example/ (the hub denies it: "
       "members only)"},
  };
  SourceHealth health = Of(1, "", SourceState::kHealthy);
  EXPECT_EQ(HubInWords(health, kNow), "");
  EXPECT_EQ(SourceJson(health).Find("subscription"), nullptr);
  for (const Case& c : cases) {
    model::Subscription one;
    one.token = "unguessable";
    one.secret = "hidden";
    one.hub = "https://hub.example/";
    one.state = c.state;
    one.failures = c.asked;
    one.next_try = {kNow.micros + 2 * kHour};
    if (c.lease != 0) one.lease_until = base::Instant{kNow.micros + c.lease * kHour};
    one.error = c.error;
    health.subscription = one;
    EXPECT_EQ(HubInWords(health, kNow), c.words);
    const base::Json told = SourceJson(health);
    EXPECT_EQ(told.Find("subscription")->String("state"), model::SubscriptionStateName(c.state));
    EXPECT_EQ(told.Find("subscription")->String("error"), c.error);
    const std::string json = base::WriteJson(told);
    EXPECT_FALSE(json.contains("hidden") || json.contains("unguessable")) << json;
  }
}

}  // namespace
}  // namespace octavo
