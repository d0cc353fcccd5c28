#include "pipeline/lanes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace pipeline {
namespace {

store::Job JobOf(int64_t id, std::string lane, int64_t worker = 1) {
  store::Job job;
  job.id = id;
  job.lane = std::move(lane);
  job.worker.value = worker;
  return job;
}

class LanesTest : public testing::Test {
 protected:
  void Begin(int64_t first, int64_t last, const std::string& lane) {
    for (int64_t id = first; id <= last; ++id) lanes_.Begin(JobOf(id, lane));
  }
  bool End(int64_t id) { return lanes_.End(JobOf(id, "")); }
  // "2 of each but a.org b.org"
  std::string Limit() const {
    store::LeaseTerms terms;
    lanes_.Limit(terms);
    return fmt::format("{} of each but {}", terms.most_of_lane, fmt::join(terms.full_lanes, " "));
  }

  Lanes lanes_{4};
};

TEST_F(LanesTest, AFullLaneIsRefilledWhenHalfOfItIsFree) {
  EXPECT_EQ(Limit(), "2 of each but ");
  Begin(1, 2, "slow.org");
  EXPECT_EQ(Limit(), "2 of each but ");
  EXPECT_FALSE(lanes_.AnyFull());
  Begin(3, 4, "slow.org");
  Begin(5, 5, "quick.org");
  EXPECT_EQ(Limit(), "2 of each but slow.org");
  EXPECT_TRUE(lanes_.AnyFull());
  EXPECT_FALSE(End(1));
  EXPECT_EQ(Limit(), "2 of each but slow.org");
  EXPECT_TRUE(End(2));  // it opens
  EXPECT_EQ(Limit(), "2 of each but ");
  EXPECT_FALSE(End(3));
  EXPECT_FALSE(lanes_.AnyFull());
}

TEST_F(LanesTest, NothingIsRememberedOfALaneWithoutJobs) {
  Begin(1, 3, "a.org");
  Begin(3, 3, "a.org");  // the same once more
  Begin(4, 4, "");       // no lane
  EXPECT_EQ(lanes_.lanes(), 1U);
  for (const int64_t id : {1, 1, 77, 2, 4}) End(id);
  EXPECT_EQ(lanes_.lanes(), 1U);
  End(3);
  EXPECT_EQ(lanes_.lanes(), 0U);
}

TEST_F(LanesTest, AJobTakenAnewAfterAFalseDeathCountsTwice) {
  lanes_.Begin(JobOf(1, "a.org", 1));
  lanes_.Begin(JobOf(1, "a.org", 2));
  lanes_.End(JobOf(1, "a.org", 1));
  EXPECT_EQ(lanes_.lanes(), 1U);
  lanes_.End(JobOf(1, "a.org", 2));
  EXPECT_EQ(lanes_.lanes(), 0U);
}

TEST_F(LanesTest, ARedirectTakesItsJobAlongUnlessThereIsNoRoom) {
  Begin(1, 4, "links.org");
  EXPECT_TRUE(lanes_.Move(JobOf(1, "links.org"), "links.org"));
  EXPECT_TRUE(lanes_.Move(JobOf(1, "links.org"), "slow.org"));
  EXPECT_TRUE(lanes_.Move(JobOf(2, "links.org"), "slow.org"));
  EXPECT_EQ(Limit(), "2 of each but ");
  EXPECT_FALSE(lanes_.Move(JobOf(3, "links.org"), "slow.org"));
  Begin(5, 6, "slow.org");  // taken out of the queue before
  EXPECT_EQ(Limit(), "2 of each but slow.org");
  EXPECT_FALSE(End(3));  // of links.org still
  EXPECT_FALSE(End(1));
  EXPECT_TRUE(End(2));
  EXPECT_TRUE(lanes_.Move(JobOf(99, ""), "slow.org"));  // not in hand: nothing to count
  EXPECT_EQ(Limit(), "2 of each but ");
}

TEST(Lanes, WithoutALimitNoneIsFull) {
  Lanes lanes(0);
  for (int64_t id = 0; id < 100; ++id) lanes.Begin(JobOf(id, "a.org"));
  EXPECT_FALSE(lanes.AnyFull());
  EXPECT_EQ(lanes.lanes(), 0U);
  store::LeaseTerms terms;
  lanes.Limit(terms);
  EXPECT_EQ(terms.most_of_lane, 0U);
}

}  // namespace
}  // namespace pipeline
