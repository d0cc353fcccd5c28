// Jobs that are announced: the same comes of them as of jobs that are not, and none is lost.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "store/digest.h"
#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::IsEmpty;

class ExpectTest : public StoreTest {
 protected:
  enum class Announced { kNone, kAll, kHalf };

  // Every job of a stage in one transaction.
  template <typename Finish>
  void FinishAll(Stage stage, Announced announced, Finish finish) {
    const std::vector<Job> jobs = Lease(stage);
    ASSERT_THAT(jobs, testing::Not(IsEmpty()));
    EXPECT_OK(Write([&](Transaction& transaction) -> base::Status {
      std::vector<ExpectedJob> expected;
      for (const Job& job : jobs) {
        const bool odd = (job.id + static_cast<int>(stage)) % 2 != 0;
        if (announced == Announced::kAll || (announced == Announced::kHalf && odd)) {
          expected.push_back({job, CanonicalOf(job)});
        }
      }
      TRY(transaction.Expect(expected));
      for (const Job& job : jobs) TRY(finish(transaction, job));
      return {};
    }));
  }

  static int NumberOf(const Job& job) { return std::stoi(job.url.substr(job.url.rfind('/') + 1)); }

  // 2 is 1 under another address; 4 calls itself 3 with another headline; 6 names 7's own address.
  static std::string CanonicalOf(const Job& job) {
    const int number = NumberOf(job);
    const int named = number == 2 ? 1 : number == 4 ? 3 : number == 6 ? 7 : number;
    return fmt::format("https://a.org/{}", named);
  }

  static base::Status FinishReading(Transaction& transaction, const Job& job, int round) {
    const int number = NumberOf(job);
    Piece piece;
    piece.url = CanonicalOf(job);
    piece.title = fmt::format("Headline of {}", number == 2 ? 1 : number);
    piece.text =
        fmt::format("The mayor of town {} spoke of running water, year {}.", number, round);
    if (number == 8 + round) piece.reason = model::Reason::kNoBody;
    TRY_ASSIGN(const model::ArticleId article, transaction.FinishRead(job, ReadingOf(piece)));
    model::Publisher publisher;
    publisher.host = "agency.org";
    if (number == 5) return transaction.SetPublisher(article, publisher);
    return {};
  }

  static base::Status FinishEnriching(Transaction& transaction, const Job& job) {
    Piece piece;
    const int number = NumberOf(job);
    piece.tags = {"Mayor", "#mayor", fmt::format("Town{}", number % 3)};
    piece.language = number % 2 == 0 ? "en" : "de";
    return transaction.FinishEnrich(job, EnrichmentOf(piece));
  }

  // Odd ones open a story each, even ones join that of the first.
  static base::Status FinishPlacing(Transaction& transaction, const Job& job,
                                    model::StoryId& first) {
    model::Placement placement;
    placement.article = job.article;
    if (NumberOf(job) % 2 == 0) placement.story = first;
    if (NumberOf(job) == 10) {
      placement.lineage = {.kind = model::LineageKind::kVersion, .of = job.article};
    }
    TRY_ASSIGN(const model::StoryId story, transaction.FinishCluster(job, placement));
    if (!first) first = story;
    return {};
  }

  // Two days: on the second some entries have changed and are read again.
  std::string DigestOfDays(Announced announced) {
    for (int day = 0; day < 2; ++day) {
      std::vector<model::Entry> entries;
      for (int number = 1; number <= 12; ++number) {
        const bool changed = day == 1 && number >= 8;
        entries.push_back(EntryOf(fmt::format("https://a.org/{}", number),
                                  fmt::format("Entry {}{}", number, changed ? ", new" : "")));
      }
      Poll("a.org", entries);
      FinishAll(Stage::kFetch, announced, [](Transaction& transaction, const Job& job) {
        return transaction.FinishFetch(job, PageOf(job.url, "page"));
      });
      FinishAll(Stage::kRead, announced, [day](Transaction& transaction, const Job& job) {
        return FinishReading(transaction, job, day);
      });
      FinishAll(Stage::kEnrich, announced, FinishEnriching);
      model::StoryId first;
      if (day == 1) first = first_;
      FinishAll(Stage::kCluster, announced, [&first](Transaction& transaction, const Job& job) {
        return FinishPlacing(transaction, job, first);
      });
      first_ = first;
    }
    const auto faults = FindFaults(options_);
    EXPECT_OK(faults);
    EXPECT_THAT(*faults, IsEmpty());
    const auto digest = Digest(options_);
    EXPECT_OK(digest);
    return *digest;
  }

  model::StoryId first_;
};

TEST_F(ExpectTest, ComesToTheSame) {
  const std::string alone = DigestOfDays(Announced::kNone);
  EXPECT_THAT(alone, testing::HasSubstr("Headline of 12"));
  for (const Announced announced : {Announced::kAll, Announced::kHalf}) {
    TearDown();
    SetUp();
    EXPECT_EQ(DigestOfDays(announced), alone);
  }
}

TEST_F(ExpectTest, OneThatDoesNotEndIsNotLost) {
  Poll("a.org", {EntryOf("https://a.org/1", "One"), EntryOf("https://a.org/2", "Two")});
  const std::vector<Job> jobs = Lease(Stage::kFetch);
  ASSERT_EQ(jobs.size(), 2U);
  const auto forgotten = Write([&](Transaction& transaction) -> base::Status {
    TRY(transaction.Expect(std::vector<ExpectedJob>{{jobs[0]}, {jobs[1]}}));
    return transaction.FinishFetch(jobs[0], PageOf(jobs[0].url, "page"));
  });
  ASSERT_FALSE(forgotten);
  EXPECT_EQ(forgotten.error().kind(), base::ErrorKind::kBug);
  const auto retried = Write([&](Transaction& transaction) -> base::Status {
    TRY(transaction.Expect(std::vector<ExpectedJob>{{jobs[0]}}));
    return transaction.RetryJob(jobs[0], base::Error(base::ErrorKind::kTimeout, "slow"), kNoon);
  });
  ASSERT_FALSE(retried);
  EXPECT_EQ(Count().waiting[0], 2);
  EXPECT_OK(Write([&](Transaction& transaction) -> base::Status {
    TRY(transaction.Expect(std::vector<ExpectedJob>{{jobs[0]}, {jobs[1]}}));
    TRY(transaction.FailJob(jobs[0], base::Error(base::ErrorKind::kNotFound, "gone")));
    return transaction.FinishFetch(jobs[1], PageOf(jobs[1].url, "page"));
  }));
  EXPECT_EQ(Count().waiting[0], 0);
  EXPECT_EQ(Count().waiting[1], 1);
}

// What another worker has in hand by now is not touched, and does not take the others with it.
TEST_F(ExpectTest, WhatIsAnothersIsRefused) {
  Poll("a.org", {EntryOf("https://a.org/1", "One"), EntryOf("https://a.org/2", "Two")});
  std::vector<Job> jobs = Lease(Stage::kFetch);
  ASSERT_EQ(jobs.size(), 2U);
  jobs[1].worker = WorkerId{99};
  const auto refused = Write([&](Transaction& transaction) -> base::Status {
    TRY(transaction.Expect(std::vector<ExpectedJob>{{jobs[0]}, {jobs[1]}}));
    TRY(transaction.FinishFetch(jobs[0], PageOf(jobs[0].url, "page")));
    return transaction.FinishFetch(jobs[1], PageOf(jobs[1].url, "page"));
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind(), base::ErrorKind::kConflict);
  EXPECT_EQ(Count().waiting[0], 2);
  EXPECT_OK(Write([&](Transaction& transaction) {
    return transaction.FinishFetch(jobs[0], PageOf(jobs[0].url, "page"));
  }));
  EXPECT_EQ(Count().waiting[0], 1);
}

// A source that goes in the same transaction takes what waits for it along.
TEST_F(ExpectTest, ASourceGoesMeanwhile) {
  const model::Source source = Poll("a.org", {EntryOf("https://a.org/1", "One")});
  const std::vector<Job> jobs = Lease(Stage::kFetch);
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_OK(Write([&](Transaction& transaction) -> base::Status {
    TRY(transaction.Expect(std::vector<ExpectedJob>{{jobs[0]}}));
    TRY(transaction.RemoveSource(source.id));
    return transaction.FinishFetch(jobs[0], PageOf(jobs[0].url, "page"));
  }));
  EXPECT_EQ(Count().waiting[0], 0);
  EXPECT_EQ(Count().waiting[1], 0);
  const auto faults = FindFaults(options_);
  ASSERT_OK(faults);
  EXPECT_THAT(*faults, IsEmpty());
}

}  // namespace
}  // namespace store
