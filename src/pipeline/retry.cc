#include "pipeline/retry.h"

#include <algorithm>
#include <cmath>

namespace pipeline {

using std::chrono::milliseconds;

milliseconds BackOff(const RetryRule& rule, int failures, double dice) {
  const double wait = static_cast<double>(rule.first.count()) *
                      std::pow(rule.factor, static_cast<double>(std::max(failures, 1) - 1));
  const double bounded = std::min(wait, static_cast<double>(rule.longest.count()));
  return milliseconds(static_cast<int64_t>(bounded * (0.75 + 0.5 * dice)));
}

std::optional<base::Instant> NextAttempt(const RetryRule& rule, int failures, bool is_transient,
                                         base::Instant now, double dice,
                                         std::optional<base::Instant> asked) {
  if (!is_transient || failures >= rule.most_attempts) return std::nullopt;
  const milliseconds wait = BackOff(rule, failures, dice);
  base::Instant next{now.micros + std::chrono::microseconds(wait).count()};
  if (asked) next = std::max(next, PutOffUntil(*asked, now, dice));
  return next;
}

base::Instant PutOffUntil(base::Instant asked, base::Instant now, double dice) {
  const int64_t wait =
      std::clamp(asked.micros - now.micros, base::kMicrosPerSecond, base::kMicrosPerDay);
  return {now.micros + wait + static_cast<int64_t>(static_cast<double>(wait) / 4 * dice)};
}

}  // namespace pipeline
