#include "pipeline/progress.h"

#include <gtest/gtest.h>

namespace pipeline {
namespace {

store::Counters CountersOf(int64_t entries, std::array<int64_t, 4> waiting) {
  store::Counters counters;
  counters.entries = entries;
  counters.waiting = waiting;
  return counters;
}

base::Instant Second(double seconds) {
  return {static_cast<int64_t>(seconds * base::kMicrosPerSecond)};
}

TEST(Progress, BarRateAndTimeLeft) {
  ProgressMeter meter;
  meter.Look(Second(0), CountersOf(100, {100, 0, 0, 0}));  // 400 steps
  EXPECT_EQ(meter.Bar(200),
            "[....................]   0 %  0 of 100 articles; waiting: 100 to fetch");
  meter.Look(Second(2), CountersOf(100, {40, 10, 0, 5}));  // 195 left: 205 done in 2 s
  EXPECT_EQ(meter.Bar(200),
            "[##########..........]  51 %  45 of 100 articles; waiting: 40 to fetch, 10 to read, "
            "5 to group; 26/s, 2 s left");
  EXPECT_EQ(meter.Bar(10), "[#########");
  EXPECT_TRUE(meter.Busy());
}

TEST(Progress, WhatComesInCountsAsWork) {
  ProgressMeter meter;
  meter.Look(Second(0), CountersOf(100, {10, 0, 0, 0}));
  meter.Look(Second(1), CountersOf(120, {30, 0, 0, 0}));  // 20 more, nothing done
  EXPECT_EQ(meter.Line(), "90 of 120 articles; waiting: 30 to fetch");
  meter.Look(Second(2), CountersOf(120, {0, 0, 0, 30}));  // 90 steps in 2 s
  EXPECT_EQ(meter.Line(), "90 of 120 articles; waiting: 30 to group; 11/s, 1 s left");
}

TEST(Progress, OldRatesAreForgotten) {
  ProgressMeter meter;
  meter.Look(Second(0), CountersOf(1'000, {1'000, 0, 0, 0}));
  meter.Look(Second(1), CountersOf(1'000, {0, 1'000, 0, 0}));
  for (int second = 2; second < 40; ++second) {
    meter.Look(Second(second), CountersOf(1'000, {0, 1'000, 0, 0}));
  }
  EXPECT_EQ(meter.Line(), "0 of 1000 articles; waiting: 1000 to read");
}

TEST(Progress, NothingWaits) {
  ProgressMeter meter;
  store::Counters counters = CountersOf(12, {});
  counters.stories = 5;
  counters.quarantined = 2;
  counters.failed_jobs = 1;
  meter.Look(Second(0), counters);
  EXPECT_FALSE(meter.Busy());
  EXPECT_EQ(meter.Line(), "12 of 12 articles; 5 stories, 2 in quarantine, 1 could not be had");
}

}  // namespace
}  // namespace pipeline
