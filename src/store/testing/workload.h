#pragma once
// Two days of a small newsroom, as the pipeline does them: sources polled, pages fetched and read,
// articles enriched and grouped, stories related; on the second day entries have changed, a source
// is gone, and what failed is tried again. Every day may be done again from its beginning after an
// interruption: what is stored already is not done twice.

#include <functional>
#include <string>
#include <vector>

#include "base/time.h"
#include "store/store.h"

namespace store {

class Workload {
 public:
  using Work = std::function<base::Status(Transaction&)>;
  // Brings one piece of work into the store; an error of it ends the day.
  using Writer = std::function<base::Status(const Work&)>;
  static constexpr int kDays = 2;

  // Sets the clock to the time of the day, too.
  explicit Workload(base::ManualClock& clock) : clock_(clock) {}

  base::Status Run(Store& store, int day, const Writer& write);

 private:
  base::Status PollAll(Store& store, int day, const Writer& write);
  base::Status RemoveTheThird(Store& store, const Writer& write);
  base::Status Drain(Store& store, Stage stage, const Writer& write);
  base::Status Finish(Store& store, const Job& job, const Writer& write);
  base::Status Group(Store& store, const Job& job, const Writer& write);

  base::ManualClock& clock_;
  int day_ = 0;
};

}  // namespace store
