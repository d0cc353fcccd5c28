#include "process_status.h"

#include <gtest/gtest.h>

namespace octavo {
namespace {

TEST(ProcessStatus, TheLastHourIsTheLastHour) {
  base::ManualClock clock({1'795'348'800LL * base::kMicrosPerSecond});
  ProcessStatus status(clock);
  const auto hour = [&](int64_t polls) {
    pipeline::Figures figures;
    figures.polls = polls;
    const base::Json told = status.Tell(figures);
    return std::pair(told.Find("last_hour")->Find("polls")->AsInteger().value_or(-1),
                     told.Find("last_hour")->Find("seconds")->AsInteger().value_or(-1));
  };
  EXPECT_EQ(hour(5), std::pair(int64_t{5}, int64_t{0}));
  // One poll a second for two hours, looked at each second.
  pipeline::Figures figures;
  for (int second = 1; second <= 7'200; ++second) {
    clock.Advance(base::kMicrosPerSecond);
    figures.polls = second;
    status.Note(figures);
  }
  EXPECT_EQ(hour(7'200), std::pair(int64_t{3'600}, int64_t{3'600}));
  clock.Advance(30 * base::kMicrosPerSecond);
  EXPECT_EQ(hour(7'230), std::pair(int64_t{3'630}, int64_t{3'630}));
  // The clock is put back a day: looks of the future are forgotten.
  clock.Advance(-base::kMicrosPerDay);
  status.Note(figures);
  EXPECT_GE(hour(7'230).first, 0);
}

}  // namespace
}  // namespace octavo
