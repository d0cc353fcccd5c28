#pragma once
// How far the work is, in one line: a bar for a terminal, plain words for a log. Pure: who prints
// it is the program.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

#include "base/time.h"
#include "store/views.h"

namespace pipeline {

// The steps that are still to be done for everything that waits: an entry to be fetched has four
// before it, one to be grouped has one.
int64_t StepsLeft(const store::Counters& counters);

// Measures the rate over the last seconds. Not safe for use by several threads.
class ProgressMeter {
 public:
  static constexpr int64_t kWindow = 15 * base::kMicrosPerSecond;

  // A look at the store. `now` does not go back.
  void Look(base::Instant now, const store::Counters& counters);

  // "[=====>    ] 62 %  120 of 194 articles; waiting: 40 to fetch, 20 to read; 38/s, 12 s left".
  // At most `columns` wide. Without work: what there is.
  std::string Bar(size_t columns) const;

  // The same in words for a log line, without a bar.
  std::string Line() const;

  // Whether anything waits.
  bool Busy() const;

 private:
  struct Sample {
    base::Instant when;
    int64_t steps_done = 0;  // since the first look
  };
  double StepsPerSecond() const;
  std::string Summary() const;

  store::Counters now_;
  bool looked_ = false;
  int64_t last_left_ = 0;
  int64_t last_entries_ = 0;
  int64_t steps_done_ = 0;
  std::deque<Sample> samples_;  // of the window, oldest first
};

}  // namespace pipeline
