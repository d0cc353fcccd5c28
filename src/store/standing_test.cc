// Blocks of pages noted, standing text learned, decided on by the owner, and the pages read again.

#include <gmock/gmock.h>

#include "store/testing/fixture.h"

namespace store {
namespace {

using model::Sighting;
using model::StandingBlock;
using model::StandingDecision;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class StandingTest : public StoreTest {
 protected:
  // Polls and fetches so many pages of a site; gives the jobs to read them.
  std::vector<Job> Fetch(int pages) {
    std::vector<model::Entry> entries;
    for (int i = 0; i < pages; ++i) {
      entries.push_back(EntryOf("https://www.news.example/" + std::to_string(i), "Title"));
    }
    Poll("news.example", entries);
    for (const Job& job : Lease(Stage::kFetch)) {
      EXPECT_OK(Write([&](Transaction& transaction) {
        return transaction.FinishFetch(job, PageOf(job.url, "<p>x</p>"));
      }));
    }
    return Lease(Stage::kRead);
  }

  // Notes these marks of a page, and ends its reading.
  std::vector<Sighting> ReadPage(const Job& job, std::vector<model::BlockMark> marks) {
    std::vector<Sighting> others;
    EXPECT_OK(Write([&](Transaction& transaction) -> base::Status {
      Sighting sighting{.page = 0, .title = "T" + job.url, .marks = marks};
      TRY_ASSIGN(others, transaction.RecordSighting(job, "news.example", sighting));
      EXPECT_GT(sighting.page, 0);
      Piece piece;
      piece.url = job.url;
      TRY_ASSIGN(const auto article, transaction.FinishRead(job, ReadingOf(piece)));
      EXPECT_TRUE(article);
      return {};
    }));
    return others;
  }

  std::vector<StandingBlock> Standing(std::string_view site) {
    return Read<std::vector<StandingBlock>>([&](Reader& reader) { return reader.Standing(site); });
  }

  int64_t Learn(const std::vector<StandingBlock>& blocks) {
    int64_t learned = -1;
    EXPECT_OK(Write([&](Transaction& transaction) -> base::Status {
      TRY_ASSIGN(learned, transaction.LearnStanding(blocks));
      return {};
    }));
    return learned;
  }

  static StandingBlock BlockOf(model::BlockMark mark) {
    StandingBlock block;
    block.site = "news.example";
    block.mark = mark;
    block.text = "Harbour facts";
    block.articles = 4;
    return block;
  }
};

constexpr model::BlockMark kHigh = 0xF000'0000'0000'0001;

TEST_F(StandingTest, PagesOfASiteAreRememberedTheLastFortyOfThem) {
  const std::vector<Job> jobs = Fetch(45);
  ASSERT_THAT(jobs, SizeIs(45));
  for (size_t i = 0; i < jobs.size(); ++i) {
    const auto others = ReadPage(jobs[i], {kHigh, i});
    ASSERT_THAT(others, SizeIs(std::min<size_t>(i, 39)));
    if (others.empty()) continue;
    EXPECT_THAT(others.front().marks, ElementsAre(kHigh, i - 1));
    EXPECT_EQ(others.front().title, "T" + jobs[i - 1].url);
  }
}

TEST_F(StandingTest, PagesThatHaveWhatIsLearnedAreReadAgain) {
  const std::vector<Job> jobs = Fetch(3);
  ReadPage(jobs[0], {kHigh});
  ReadPage(jobs[1], {2});
  ReadPage(jobs[2], {3, kHigh});
  EXPECT_THAT(Lease(Stage::kRead), IsEmpty());
  EXPECT_EQ(Learn({BlockOf(kHigh), BlockOf(99)}), 2);
  const std::vector<Job> again = Lease(Stage::kRead);
  ASSERT_THAT(again, SizeIs(2));
  ReadInput input;
  ASSERT_OK(store_->Read([&](Reader& reader) -> base::Status {
    TRY_ASSIGN(input, reader.InputForRead(again[0]));
    return {};
  }));
  EXPECT_EQ(input.site, "news.example");
  EXPECT_THAT(input.standing, ElementsAre(kHigh, 99));
  ReadPage(again[0], {kHigh});
  ReadPage(again[1], {3, kHigh});
  // What is known is not learned again, and nothing is read again for it.
  EXPECT_EQ(Learn({BlockOf(kHigh)}), 0);
  EXPECT_THAT(Lease(Stage::kRead), IsEmpty());
}

TEST_F(StandingTest, TheOwnerHasTheLastWord) {
  ReadPage(Fetch(1)[0], {kHigh});
  Learn({BlockOf(kHigh)});
  ReadPage(Lease(Stage::kRead).at(0), {kHigh});
  const std::vector<StandingBlock> learned = Standing("news.example");
  ASSERT_THAT(learned, SizeIs(1));
  EXPECT_EQ(learned[0].mark, kHigh);
  EXPECT_EQ(learned[0].text, "Harbour facts");
  EXPECT_EQ(learned[0].articles, 4);
  EXPECT_EQ(learned[0].found, kNoon);
  EXPECT_EQ(learned[0].decision, StandingDecision::kLearned);
  EXPECT_THAT(Standing("other.example"), IsEmpty());
  EXPECT_THAT(Standing(""), SizeIs(1));
  const auto decide = [&](model::StandingId id, StandingDecision decision) {
    return Write([&](Transaction& transaction) -> base::Status {
      TRY_ASSIGN(const StandingBlock block, transaction.DecideStanding(id, decision));
      EXPECT_EQ(block.decision, decision);
      return {};
    });
  };
  ASSERT_OK(decide(learned[0].id, StandingDecision::kKept));
  const std::vector<Job> again = Lease(Stage::kRead);
  ASSERT_THAT(again, SizeIs(1));
  ASSERT_OK(store_->Read([&](Reader& reader) -> base::Status {
    TRY_ASSIGN(const ReadInput input, reader.InputForRead(again[0]));
    EXPECT_THAT(input.standing, IsEmpty());
    return {};
  }));
  ReadPage(again[0], {kHigh});
  EXPECT_EQ(Learn({BlockOf(kHigh)}), 0) << "what is kept stays kept";
  EXPECT_EQ(Standing("")[0].decision, StandingDecision::kKept);
  ASSERT_OK(decide(learned[0].id, StandingDecision::kKept));
  EXPECT_THAT(Lease(Stage::kRead), IsEmpty()) << "nothing was changed";
  const auto unknown = decide({4711}, StandingDecision::kKept);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind(), base::ErrorKind::kNotFound);
}

}  // namespace
}  // namespace store
