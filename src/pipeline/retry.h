#pragma once
// When to try a job again. Pure functions: the time and the dice are given. (When a source is asked
// again is fetch's business: fetch/schedule.h.)

#include <chrono>
#include <optional>

#include "base/time.h"

namespace pipeline {

struct RetryRule {
  int most_attempts = 5;                             // then it has failed for good
  std::chrono::milliseconds first{2'000};            // after the first failure
  double factor = 4;                                 // each further one
  std::chrono::milliseconds longest{6 * 3'600'000};  // never longer than that
};

// How long to wait after the `failures`-th failure in a row (1 for the first), without regard to
// most_attempts. `dice` in [0, 1) spreads the waits by a quarter to either side, so that what
// failed together is not tried together.
std::chrono::milliseconds BackOff(const RetryRule& rule, int failures, double dice);

// When a job is to be tried again; absent: it has failed for good, because trying again does not
// help, or because it was tried often enough. `asked` is the moment that the other side asked us to
// come back at (Retry-After): it is granted, as by PutOffUntil.
std::optional<base::Instant> NextAttempt(const RetryRule& rule, int failures, bool is_transient,
                                         base::Instant now, double dice,
                                         std::optional<base::Instant> asked);

// When a job is to be begun that nobody should try before `asked`: up to a quarter of that wait
// later (`dice`), so that not all who wait come at once; a second from now at least, and `asked`
// counts up to a day from now.
base::Instant PutOffUntil(base::Instant asked, base::Instant now, double dice);

}  // namespace pipeline
