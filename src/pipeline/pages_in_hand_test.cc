#include "pipeline/pages_in_hand.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace pipeline {
namespace {

using std::chrono::seconds;

constexpr PagesInHand::Time kStart{std::chrono::hours(1'000)};

store::Job JobOf(int64_t id, const std::string& url, int64_t worker = 1) {
  store::Job job;
  job.id = id;
  job.url = url;
  job.worker.value = worker;
  return job;
}

class PagesInHandTest : public testing::Test {
 protected:
  // "1 2; slow.org 30": leases to be renewed, and hosts with the seconds of their pauses.
  std::string ToTell(seconds at) const {
    const store::InHand in_hand = pages_.ToTell(kStart + at);
    std::string out;
    for (const int64_t job : in_hand.jobs) out += fmt::format("{} ", job);
    out += ";";
    for (const store::HostPause& one : in_hand.pauses) {
      out += fmt::format(" {} {}", one.host, one.micros / base::kMicrosPerSecond);
    }
    return out;
  }
  void Begin(const store::Job& job, seconds pause, seconds at) {
    pages_.Begin(job, kStart + at);
    pages_.Ask(job, job.url, pause, kStart + at);
  }

  PagesInHand pages_{seconds(200)};
};

TEST_F(PagesInHandTest, ALeaseIsRenewedEveryFewMinutesAsLongAsThePageIsHere) {
  Begin(JobOf(1, "https://a.org/1"), seconds(0), seconds(0));
  Begin(JobOf(2, "https://a.org/2"), seconds(0), seconds(100));
  EXPECT_EQ(ToTell(seconds(199)), ";");
  EXPECT_EQ(ToTell(seconds(200)), "1 ;");
  EXPECT_EQ(ToTell(seconds(201)), "1 ;");  // the store could not be told
  pages_.Told(kStart + seconds(201));
  EXPECT_EQ(ToTell(seconds(202)), ";");
  EXPECT_EQ(ToTell(seconds(300)), "2 ;");
  pages_.End(JobOf(2, "https://a.org/2"), kStart + seconds(310));
  EXPECT_EQ(ToTell(seconds(400)), ";");
  EXPECT_EQ(ToTell(seconds(401)), "1 ;");
}

TEST_F(PagesInHandTest, AHostIsKeptForItsPauseUntilItsLastPageWasToldOf) {
  const store::Job one = JobOf(1, "https://www.slow.org:8443/1");
  const store::Job other = JobOf(2, "https://slow.org/2");
  Begin(one, seconds(10), seconds(0));
  Begin(other, seconds(30), seconds(0));
  Begin(JobOf(3, "https://quick.org/1"), seconds(0), seconds(0));
  EXPECT_EQ(ToTell(seconds(1)), "; slow.org 30");  // the longer one
  pages_.Told(kStart + seconds(1));
  pages_.End(one, kStart + seconds(10));
  pages_.Told(kStart + seconds(11));
  EXPECT_EQ(ToTell(seconds(12)), "; slow.org 30");
  // Answered behind the last sign of life: the next one tells of it once more.
  pages_.End(other, kStart + seconds(15));
  pages_.Told(kStart + seconds(15));
  EXPECT_EQ(ToTell(seconds(16)), "; slow.org 30");
  pages_.Told(kStart + seconds(16));
  EXPECT_EQ(ToTell(seconds(17)), ";");
}

TEST_F(PagesInHandTest, WhereARedirectLeadsIsKeptToo) {
  const store::Job job = JobOf(1, "https://short.org/1");
  Begin(job, seconds(0), seconds(0));
  EXPECT_EQ(ToTell(seconds(0)), ";");
  pages_.Ask(job, "https://slow.org/1", seconds(20), kStart + seconds(1));
  EXPECT_EQ(ToTell(seconds(1)), "; slow.org 20");
  pages_.Ask(job, "https://slower.org/1", seconds(30), kStart + seconds(2));
  EXPECT_EQ(ToTell(seconds(2)), "; slow.org 20 slower.org 30");
  pages_.Told(kStart + seconds(3));
  EXPECT_EQ(ToTell(seconds(3)), "; slower.org 30");
}

TEST_F(PagesInHandTest, WhoEnteredAnewHasAJobTwiceAndEndsItTwice) {
  Begin(JobOf(1, "https://a.org/1", 1), seconds(10), seconds(0));
  Begin(JobOf(1, "https://a.org/1", 2), seconds(10), seconds(50));
  pages_.End(JobOf(1, "https://a.org/1", 1), kStart + seconds(60));
  EXPECT_EQ(ToTell(seconds(260)), "1 ; a.org 10");
  pages_.End(JobOf(1, "https://a.org/1", 2), kStart + seconds(260));
  pages_.End(JobOf(1, "https://a.org/1", 2), kStart + seconds(260));
  pages_.Told(kStart + seconds(261));
  EXPECT_EQ(ToTell(seconds(900)), ";");
}

}  // namespace
}  // namespace pipeline
