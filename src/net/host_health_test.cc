#include "net/host_health.h"

#include <gtest/gtest.h>

namespace net {
namespace {

using std::chrono::seconds;

const HostHealth::Time kNow = HostHealth::Time() + std::chrono::hours(1'000);
const std::string kHost = "https://a.org:443";

// How long the host is left alone from `now` on; 0: it may be asked.
int64_t Rest(const HostHealth& health, HostHealth::Time now) {
  const auto rest = health.RestOf(kHost, now);
  return rest ? std::chrono::duration_cast<seconds>(rest->until - now).count() : 0;
}

TEST(HostHealth, LeavesADownHostAloneForLongerAndLonger) {
  HostHealth health;
  HostHealth::Time now = kNow;
  EXPECT_EQ(Rest(health, now), 0);
  for (const int64_t rest : {5, 20, 80, 320, 1'280, 3'600, 3'600}) {
    health.Failed(kHost, now);
    EXPECT_EQ(Rest(health, now), rest);
    health.Failed(kHost, now + seconds(1));  // was under way
    EXPECT_EQ(Rest(health, now), rest);
    now += seconds(rest);
    EXPECT_EQ(Rest(health, now), 0);
  }
  health.Answered(kHost, now);
  health.Failed(kHost, now);
  EXPECT_EQ(Rest(health, now), 5);
}

TEST(HostHealth, KeepsToWhatAHostAsksFor) {
  HostHealth health;
  health.AskedForRest(kHost, kNow + seconds(100), kNow);
  EXPECT_EQ(Rest(health, kNow), 100);
  health.Answered(kHost, kNow);  // what was under way
  EXPECT_EQ(Rest(health, kNow), 100);
  EXPECT_EQ(health.RestOf(kHost, kNow)->why, HostHealth::Why::kAskedFor);
  health.AskedForRest(kHost, kNow + seconds(50), kNow);
  EXPECT_EQ(Rest(health, kNow), 100);
  health.AskedForRest(kHost, kNow + std::chrono::hours(1'000), kNow);
  EXPECT_EQ(Rest(health, kNow), 3'600);
  EXPECT_EQ(Rest(health, kNow + seconds(3'600)), 0);
}

TEST(HostHealth, WhoWantsNothingButRestGetsMoreAndMore) {
  HostHealth health;
  HostHealth::Time now = kNow;
  for (const int64_t rest : {90, 90, 90, 90, 90, 120, 240, 480, 960, 1'920, 3'600}) {
    health.AskedForRest(kHost, now + seconds(90), now);
    health.AskedForRest(kHost, now + seconds(90), now);  // was under way
    EXPECT_EQ(Rest(health, now), rest);
    now += seconds(rest);
  }
  health.Answered(kHost, now);
  health.AskedForRest(kHost, now + seconds(90), now);
  EXPECT_EQ(Rest(health, now), 90);
}

TEST(HostHealth, ADownHostRestsNoLessThanItAskedFor) {
  HostHealth health;
  health.AskedForRest(kHost, kNow + seconds(100), kNow);
  health.Failed(kHost, kNow);  // a connection that was being made
  EXPECT_EQ(Rest(health, kNow), 100);
  EXPECT_EQ(health.RestOf(kHost, kNow)->why, HostHealth::Why::kAskedFor);
  HostHealth::Time now = kNow + seconds(100);
  for (const int64_t rest : {20, 80}) {
    health.Failed(kHost, now);
    EXPECT_EQ(Rest(health, now), rest);
    EXPECT_EQ(health.RestOf(kHost, now)->why, HostHealth::Why::kDown);
    now += seconds(rest);
  }
  // Of two rests the longer one counts.
  health.Failed(kHost, now);
  health.AskedForRest(kHost, now + seconds(10), now);
  EXPECT_EQ(Rest(health, now), 10);  // it answered: it is up
  health.Failed(kHost, now + seconds(6));
  EXPECT_EQ(Rest(health, now), 11);
}

TEST(HostHealth, LeavesAloneForLongerAndLongerWhoComplains) {
  HostHealth health;
  HostHealth::Time now = kNow;
  for (const int64_t rest : {60, 120, 240, 480, 960, 1'920, 3'600, 3'600}) {
    health.Complained(kHost, now);
    EXPECT_EQ(Rest(health, now), rest);
    health.Complained(kHost, now + seconds(1));  // was under way
    health.Answered(kHost, now + seconds(2));    // and this
    EXPECT_EQ(Rest(health, now), rest);
    EXPECT_EQ(health.RestOf(kHost, now)->why, HostHealth::Why::kAskedFor);
    now += seconds(rest);
    EXPECT_EQ(Rest(health, now), 0);
  }
  health.Answered(kHost, now);
  health.Complained(kHost, now);
  EXPECT_EQ(Rest(health, now), 60);
}

TEST(HostHealth, ForgetsWhatItNeedNotKnow) {
  HostHealth health;
  for (int i = 0; i < 60'000; ++i) health.Failed(std::to_string(i), kNow);
  EXPECT_LE(health.hosts(), 50'000U);
  for (int i = 0; i < 60'000; ++i) {
    health.Failed("later" + std::to_string(i), kNow + std::chrono::hours(3));
  }
  EXPECT_LE(health.hosts(), 50'000U);
}

// Whoever just heard of it looks at it next.
TEST(HostHealth, DoesNotForgetWhatItWasJustTold) {
  HostHealth health;
  for (int i = 0; i < 50'000; ++i) health.Failed("https://z" + std::to_string(i), kNow);
  health.AskedForRest(kHost, kNow + seconds(100), kNow);  // the first of the map
  EXPECT_EQ(Rest(health, kNow), 100);
  health.Failed("https://a", kNow);  // before it
  EXPECT_TRUE(health.RestOf("https://a", kNow).has_value());
  EXPECT_LE(health.hosts(), 50'000U);
}

}  // namespace
}  // namespace net
