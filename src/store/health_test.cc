// What whoever runs Octavo asks of the store, and sources that are paused.

#include <gmock/gmock.h>

#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class HealthTest : public StoreTest {
 protected:
  Health Look() {
    return Read<Health>([](Reader& reader) { return reader.LookAtHealth(); });
  }
  std::vector<std::pair<model::SourceId, int64_t>> Week() {
    return Read<std::vector<std::pair<model::SourceId, int64_t>>>(
        [](Reader& reader) { return reader.EntriesOfWeek(); });
  }
  model::Source SourceAt(size_t place) {
    return Read<std::vector<model::Source>>([](Reader& reader) { return reader.Sources(); })
        .at(place);
  }
  int64_t SetPaused(std::optional<model::SourceId> id, bool paused) {
    int64_t changed = 0;
    EXPECT_OK(Write([&](Transaction& transaction) -> base::Status {
      TRY_ASSIGN(changed, transaction.SetPaused(id, paused));
      return {};
    }));
    return changed;
  }
};

TEST_F(HealthTest, AnEmptyStoreIsWell) {
  const Health health = Look();
  EXPECT_EQ(health.articles_today, 0);
  EXPECT_FALSE(health.newest);
  EXPECT_FALSE(health.next_poll);
  for (const auto& due : health.oldest_due) EXPECT_FALSE(due);
}

TEST_F(HealthTest, WhatCameInByTheHourAndTheDay) {
  // kNoon is 12:00: three articles the day before, two at 02:00, four at 11:30, one unreadable.
  const auto add = [&](int64_t minutes_before_noon, int count, model::Reason reason) {
    clock_.Set({kNoon.micros - minutes_before_noon * 60 * base::kMicrosPerSecond});
    for (int i = 0; i < count; ++i) {
      Add({.url = std::to_string(minutes_before_noon) + "/" + std::to_string(i) +
                  (reason == model::Reason::kNone ? "" : "q"),
           .title = "T",
           .text = "Text.",
           .reason = reason});
    }
  };
  add(13 * 60, 3, model::Reason::kNone);
  add(10 * 60, 2, model::Reason::kNone);
  add(30, 4, model::Reason::kNone);
  add(30, 1, model::Reason::kNoBody);
  clock_.Set(kNoon);
  const Health health = Look();
  EXPECT_EQ(health.articles_last_hour, 4);
  EXPECT_EQ(health.quarantined_last_hour, 1);
  EXPECT_EQ(health.articles_today, 6);
  EXPECT_EQ(health.newest, (base::Instant{kNoon.micros - 30 * 60 * base::kMicrosPerSecond}));
}

TEST_F(HealthTest, HowLongTheOldestWaits) {
  const model::Source source = Poll("example.org", {EntryOf("https://example.org/1", "A"),
                                                    EntryOf("https://example.org/2", "B")});
  clock_.Advance(90 * base::kMicrosPerSecond);
  EXPECT_EQ(Look().oldest_due[0], kNoon);
  EXPECT_FALSE(Look().oldest_leased[0]);
  Lease(Stage::kFetch, 1);
  EXPECT_EQ(Look().oldest_due[0], kNoon);
  EXPECT_TRUE(Look().oldest_leased[0]);
  Lease(Stage::kFetch, 1);
  EXPECT_FALSE(Look().oldest_due[0]);
  EXPECT_EQ(Look().next_poll, source.next_poll);
}

TEST_F(HealthTest, EntriesOfAWeekWithoutThoseOfTheFirstPoll) {
  const auto entry = [](const std::string& name) {
    return EntryOf("https://example.org/" + name, name);
  };
  Poll("example.org", {entry("1"), entry("2"), entry("3")});
  EXPECT_THAT(Week(), IsEmpty());
  Poll("example.org", {entry("4"), entry("5")});
  clock_.Advance(6 * base::kMicrosPerDay);
  Poll("example.org", {entry("6")});
  EXPECT_THAT(Week(), ElementsAre(Pair(model::SourceId{1}, 3)));
  clock_.Advance(base::kMicrosPerDay);
  EXPECT_THAT(Week(), ElementsAre(Pair(model::SourceId{1}, 1)));
  ASSERT_OK(Write([](Transaction& transaction) { return transaction.RemoveSource({1}); }));
  EXPECT_THAT(Week(), IsEmpty());
}

TEST_F(HealthTest, APauseHolds) {
  Poll("example.org", {EntryOf("https://example.org/1", "A")});
  Poll("example.com", {EntryOf("https://example.com/1", "A")});
  const model::Source asked = SourceAt(0);
  EXPECT_EQ(SetPaused(asked.id, true), 1);
  EXPECT_EQ(SetPaused(asked.id, true), 0);
  EXPECT_TRUE(SourceAt(0).paused);
  EXPECT_FALSE(SourceAt(1).paused);
  EXPECT_EQ(Look().next_poll, SourceAt(1).next_poll);
  // The poll that was under way: neither what it found nor its state ends the pause.
  PollOutcome outcome;
  ASSERT_OK(Write([&](Transaction& transaction) -> base::Status {
    TRY_ASSIGN(outcome, transaction.RecordPoll(asked, asked, {},
                                               std::vector{EntryOf("https://example.org/2", "B")}));
    return transaction.RecordState(asked, asked);
  }));
  EXPECT_EQ(outcome.new_entries, 0);
  EXPECT_TRUE(SourceAt(0).paused);
  EXPECT_EQ(Count().entries, 2);
  // What was found before is still read.
  EXPECT_EQ(Lease(Stage::kFetch).size(), 2U);
  EXPECT_EQ(SetPaused({}, true), 1);
  EXPECT_FALSE(Look().next_poll);
  EXPECT_EQ(SetPaused({}, false), 2);
  EXPECT_FALSE(SourceAt(0).paused);
}

}  // namespace
}  // namespace store
