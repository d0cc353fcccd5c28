#include "pipeline/retry.h"

#include <gtest/gtest.h>

namespace pipeline {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr base::Instant kNow{1'000'000'000'000};

TEST(BackOff, GrowsAndIsBounded) {
  const RetryRule rule{
      .most_attempts = 5, .first = seconds(2), .factor = 4, .longest = seconds(100)};
  struct Case {
    int failures;
    double dice;
    int64_t milliseconds;
  };
  for (const Case& c : {Case{1, 0.5, 2'000},
                        {1, 0, 1'500},
                        {1, 0.999'999, 2'499},
                        {2, 0.5, 8'000},
                        {3, 0.5, 32'000},
                        {4, 0.5, 100'000},
                        {1'000'000, 0.5, 100'000},
                        {0, 0.5, 2'000}}) {
    EXPECT_EQ(BackOff(rule, c.failures, c.dice).count(), c.milliseconds) << c.failures;
  }
}

TEST(NextAttempt, OnlyWhatMayHelp) {
  struct Case {
    bool is_transient;
    int failures;
    std::optional<int64_t> asked;  // milliseconds from now
    std::optional<int64_t> next;
  };
  for (const Case& c : {Case{true, 1, {}, 2'000},
                        {true, 2, {}, 8'000},
                        {true, 4, {}, 128'000},
                        {true, 5, {}, {}},  // tried often enough
                        {false, 1, {}, {}},
                        {false, 1, 60'000, {}},
                        {true, 1, 60'000, 67'500},
                        {true, 1, 1'000, 2'000},  // never sooner than ours
                        {true, 1, -9'000, 2'000},
                        {true, 1, 1'000'000'000, 97'200'000}}) {
    std::optional<base::Instant> asked;
    if (c.asked) asked = base::Instant{kNow.micros + *c.asked * 1000};
    const auto next = NextAttempt({}, c.failures, c.is_transient, kNow, 0.5, asked);
    ASSERT_EQ(next.has_value(), c.next.has_value()) << c.failures;
    if (next) {
      EXPECT_EQ((next->micros - kNow.micros) / 1000, *c.next);
    }
  }
}

TEST(PutOffUntil, WhenItIsAskedForAndNotAllAtOnce) {
  struct Case {
    int64_t asked;  // milliseconds from now
    double dice;
    int64_t until;
  };
  for (const Case& c : {Case{60'000, 0, 60'000},
                        {60'000, 0.5, 67'500},
                        {0, 0.5, 1'125},
                        {-9'000, 0, 1'000},
                        {1'000'000'000, 0, 86'400'000}}) {
    const base::Instant until = PutOffUntil({kNow.micros + c.asked * 1000}, kNow, c.dice);
    EXPECT_EQ((until.micros - kNow.micros) / 1000, c.until) << c.asked;
  }
}

}  // namespace
}  // namespace pipeline
