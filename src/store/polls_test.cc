// A poll may be under way for long, and the owner at work meanwhile: each writes what is its own.

#include <gmock/gmock.h>

#include <fmt/format.h>

#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr base::Instant kLater{kNoon.micros + base::kMicrosPerHour};

// How a poll ends.
enum class How { kFails, kFinds, kFindsUndated, kMoves, kMovesAway, kBecomesFeed };
constexpr How kAll[] = {How::kFails, How::kFinds,     How::kFindsUndated,
                        How::kMoves, How::kMovesAway, How::kBecomesFeed};

class PollsTest : public StoreTest {
 protected:
  // A source that was polled before, and is asked now; of a site of its own.
  model::Source Asked(const std::string& title = "The Example") {
    model::Source source;
    source.url = fmt::format("https://site{}.example/feed", ++sites_);
    source.title = title;
    source.sections = {"World"};
    source.etag = "old";
    source.last_success = kNoon;
    source.asking.cookies = "session=1";
    source.asking.user_agent = "Reader";
    return Added(source);
  }
  model::Source Added(model::Source source) {
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      TRY_ASSIGN(source.id, t.AddSource(source));
      return {};
    }));
    return Now(source.id);
  }
  model::Source Now(model::SourceId id) {
    const auto source =
        Read<std::optional<model::Source>>([id](Reader& reader) { return reader.SourceById(id); });
    EXPECT_TRUE(source);
    return source.value_or(model::Source());
  }
  base::Status Change(model::SourceId id,
                      const std::function<base::Status(model::Source&)>& change) {
    return Write([&](Transaction& t) { return t.ChangeSource(id, change); });
  }

  static model::Source Left(const model::Source& asked, How how) {
    model::Source state = asked;
    state.etag = "new";
    state.last_poll = kNoon;
    state.next_poll = kLater;
    if (state.title.empty()) state.title = "As the feed says";
    if (state.language.empty()) state.language = "en";
    if (how == How::kFails) {
      state = asked;
      state.next_poll = kLater;
      state.consecutive_failures = 1;
      state.last_error = "why";
    }
    if (how == How::kMoves || how == How::kMovesAway || how == How::kBecomesFeed) {
      state.previous_url = std::exchange(state.url, asked.url + "/new");
    }
    if (how == How::kMovesAway) state.asking.cookies.clear();
    return state;
  }
  // The poll ends.
  void End(const model::Source& asked, How how) {
    const model::Source state = Left(asked, how);
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      if (how == How::kFails || how == How::kBecomesFeed) return t.RecordState(asked, state);
      model::Publisher publisher;
      publisher.host = "site.example";
      TRY(t.RecordPoll(asked, state, publisher, std::vector{EntryOf(asked.url + "/1", "One")}));
      if (how != How::kFindsUndated) return {};
      model::Rhythm rhythm;
      rhythm.as_of = kNoon;
      return t.PlanSooner(asked.id, rhythm, {kLater.micros - 1});
    }));
  }

  int sites_ = 0;
};

TEST_F(PollsTest, WhatTheOwnerSetsMeanwhileStays) {
  for (const How how : kAll) {
    SCOPED_TRACE(static_cast<int>(how));
    const model::Source asked = Asked();
    EXPECT_OK(Change(asked.id, [](model::Source& source) -> base::Status {
      source.title = "My own";
      source.sections = {"Politics", "Cities"};
      source.language = "fr";
      source.country = "ch";
      source.asking.cookies = "session=2";
      source.asking.proxy = "http://proxy.example:8080";
      return {};
    }));
    End(asked, how);
    const model::Source now = Now(asked.id);
    EXPECT_EQ(now.title, "My own");
    EXPECT_THAT(now.sections, ElementsAre("Politics", "Cities"));
    EXPECT_EQ(now.language, "fr");
    EXPECT_EQ(now.country, "ch");
    EXPECT_EQ(now.asking.cookies, "session=2");
    EXPECT_EQ(now.asking.proxy, "http://proxy.example:8080");
    EXPECT_EQ(now.next_poll, base::Instant{0});  // asked as it is wanted now
    // Whether the new cookies may move, too, is the next poll's to say.
    EXPECT_EQ(now.url, asked.url);
    EXPECT_EQ(now.previous_url, "");
    // The poll's own is noted all the same.
    EXPECT_EQ(now.consecutive_failures, how == How::kFails ? 1 : 0);
    EXPECT_EQ(now.etag, how == How::kFails ? "old" : "new");
  }
}

TEST_F(PollsTest, WhatWasOnlyFiledOtherwiseIsNotAskedTwice) {
  for (const How how : kAll) {
    const model::Source asked = Asked();
    EXPECT_OK(Change(asked.id, [](model::Source& source) -> base::Status {
      source.sections.clear();
      return {};
    }));
    End(asked, how);
    EXPECT_THAT(Now(asked.id).sections, IsEmpty());
    EXPECT_EQ(Now(asked.id).next_poll.micros, kLater.micros - (how == How::kFindsUndated ? 1 : 0));
  }
}

TEST_F(PollsTest, WhatAPollFindsIsNoted) {
  for (const How how : kAll) {
    SCOPED_TRACE(static_cast<int>(how));
    const model::Source asked = Asked("");
    End(asked, how);
    const model::Source now = Now(asked.id);
    const model::Source left = Left(asked, how);
    EXPECT_EQ(now.title, how == How::kFails ? "" : "As the feed says");
    EXPECT_EQ(now.language, how == How::kFails ? "" : "en");
    EXPECT_EQ(now.url, left.url);
    EXPECT_EQ(now.previous_url, left.previous_url);
    EXPECT_EQ(now.asking, left.asking);
    EXPECT_EQ(now.last_error, left.last_error);
    EXPECT_EQ(now.publisher.value != 0, how != How::kFails && how != How::kBecomesFeed);
    EXPECT_EQ(now.rhythm.as_of.micros != 0, how == How::kFindsUndated);
  }
}

TEST_F(PollsTest, ATitleThatIsTakenAwayStaysAway) {
  for (const How how : kAll) {
    const model::Source asked = Asked();
    EXPECT_OK(Change(asked.id, [](model::Source& source) -> base::Status {
      source.title.clear();
      return {};
    }));
    End(asked, how);
    EXPECT_EQ(Now(asked.id).title, "");
  }
}

TEST_F(PollsTest, AnAddressThatAnotherHasIsRefused) {
  const model::Source asked = Asked();
  model::Source other;
  other.url = Left(asked, How::kMoves).url;
  other = Added(other);
  for (const How how : {How::kMoves, How::kMovesAway, How::kBecomesFeed}) {
    base::Status refused;
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      const model::Source state = Left(asked, how);
      if (how == How::kBecomesFeed) {
        refused = t.RecordState(asked, state);
      } else {
        const auto outcome = t.RecordPoll(asked, state, {}, std::vector<model::Entry>{});
        refused = outcome ? base::Status() : base::Fail(outcome.error().kind(), "");
      }
      return {};
    }));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind(), base::ErrorKind::kConflict);
    EXPECT_EQ(Now(asked.id).url, asked.url);
    EXPECT_EQ(Now(asked.id).etag, "old");
  }
}

TEST_F(PollsTest, OfASourceThatIsGoneNothingIsStored) {
  for (const How how : kAll) {
    const model::Source asked = Asked();
    EXPECT_OK(Write([&](Transaction& t) { return t.RemoveSource(asked.id); }));
    End(asked, how);
    EXPECT_EQ(Count().sources, 0);
    EXPECT_EQ(Count().failing_sources, 0);
  }
  EXPECT_EQ(Count().entries, 0);
}

TEST_F(PollsTest, APollKnowsWhetherItWasStored) {
  const auto is_stored = [this](const model::Source& asked) {
    PollOutcome outcome;
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      TRY_ASSIGN(outcome, t.RecordPoll(asked, asked, {}, {}));
      return {};
    }));
    return outcome.stored;
  };
  const model::Source asked = Asked();
  EXPECT_TRUE(is_stored(asked));
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    TRY(t.SetPaused(asked.id, true));
    return {};
  }));
  EXPECT_FALSE(is_stored(asked));
  EXPECT_OK(Write([&](Transaction& t) { return t.RemoveSource(asked.id); }));
  EXPECT_FALSE(is_stored(asked));
}

TEST_F(PollsTest, ASourceThatIsNamedAgainStaysAsItIs) {
  model::Source named = Asked();
  const auto name = [&] {
    EXPECT_OK(Write([&](Transaction& t) { return t.AddNamedSource(named); }));
  };
  EXPECT_OK(Change(named.id, [](model::Source& source) -> base::Status {
    source.title.clear();
    source.sections = {"Politics"};
    return {};
  }));
  name();
  EXPECT_EQ(Now(named.id).title, "");
  EXPECT_THAT(Now(named.id).sections, ElementsAre("Politics"));
  named.url += "/more";
  name();
  EXPECT_EQ(Count().sources, 2);
}

TEST_F(PollsTest, AChangeKeepsWhatPollingKnows) {
  const model::Source asked = Asked();
  End(asked, How::kMoves);
  const model::Source before = Now(asked.id);
  EXPECT_OK(Change(asked.id, [](model::Source& source) -> base::Status {
    source.title = "My own";
    return {};
  }));
  EXPECT_EQ(Now(asked.id).url, before.url);
  EXPECT_EQ(Now(asked.id).etag, "new");
  EXPECT_EQ(Now(asked.id).publisher, before.publisher);
  const auto fails = Change(asked.id, [](model::Source& source) -> base::Status {
    source.title = "Never";
    return base::Fail(base::ErrorKind::kInvalidInput, "no");
  });
  ASSERT_FALSE(fails);
  EXPECT_EQ(fails.error().kind(), base::ErrorKind::kInvalidInput);
  EXPECT_EQ(Now(asked.id).title, "My own");
  const auto nobody = Change({77}, [](model::Source&) -> base::Status { return {}; });
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().kind(), base::ErrorKind::kNotFound);
}

}  // namespace
}  // namespace store
