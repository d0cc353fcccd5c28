#include "pipeline/stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "pipeline/due.h"

namespace pipeline {
namespace {

using std::chrono::milliseconds;

// How long a stage without work sleeps, at most and at least; a ring ends the sleep.
constexpr milliseconds kLongestSleep{10'000};
// What is due and cannot be had is of full lanes, one of which rings when it opens, or of hosts
// that another worker has.
constexpr milliseconds kNotOursSleep{1'000};

}  // namespace

StageRunner::StageRunner(const Options& options, store::Store& store, Committer& committer,
                         Begin begin)
    : options_(options),
      store_(store),
      committer_(committer),
      begin_(std::move(begin)),
      lanes_(options.most_of_lane) {}

void StageRunner::Stop() {
  stopping_ = true;
  bell_.Ring();
  if (thread_.joinable()) thread_.join();
}

// While lanes are full, what is due may be theirs alone: then it would cost a look into the queue
// for every job that ends to find nothing.
void StageRunner::Finished(const store::Job& job) {
  const bool lane_opens = lanes_.End(job);
  --outstanding_;
  if (lane_opens || (HasRoom() && (waits_for_room_ || !lanes_.AnyFull()))) bell_.Ring();
}

bool StageRunner::HasRoom() const {
  const size_t outstanding = outstanding_.load();
  return outstanding == 0 || outstanding + options_.lease_at_least <= options_.most_outstanding;
}

void StageRunner::Loop() {
  while (!stopping_) {
    waits_for_room_ = true;
    if (!HasRoom()) {
      bell_.Wait(kLongestSleep);
      continue;
    }
    waits_for_room_ = false;
    std::vector<store::Job> jobs = Lease();
    if (jobs.empty()) {
      const milliseconds due = UntilJobDue(options_.stage, store_, *options_.clock, kLongestSleep);
      const bool is_not_ours = due <= kShortestSleep && (store_.IsShared() || lanes_.AnyFull());
      bell_.Wait(is_not_ours ? kNotOursSleep : due);
      continue;
    }
    for (store::Job& job : jobs) {
      if (stopping_) return;  // what is leased and not begun is free again at the next start
      begin_(std::move(job));
    }
  }
}

// They count as outstanding before the lease is committed: whoever looks whether all is done must
// find a job in the queue or in our hands, and never in neither.
std::vector<store::Job> StageRunner::Lease() {
  auto terms = options_.terms ? options_.terms() : store::LeaseTerms();
  if (!terms) return {};
  lanes_.Limit(*terms);
  std::vector<store::Job> jobs;
  const size_t room = options_.most_outstanding - outstanding_.load();
  const auto lease = [&](store::Transaction& transaction) -> base::Status {
    outstanding_ -= jobs.size();  // of a try that was rolled back
    jobs.clear();
    TRY_ASSIGN(jobs, transaction.LeaseJobs(options_.stage, room, *terms));
    outstanding_ += jobs.size();
    return {};
  };
  // Alone with the store, the lease shares its transaction with the results that wait. Among others
  // it must not wait until those have written theirs.
  const base::Status status = store_.IsShared() ? store_.Take(lease) : committer_.Run(lease);
  if (!status) {
    outstanding_ -= jobs.size();
    base::LogError(fmt::format("the queue cannot be read: {}", status.error().message()));
    return {};
  }
  for (const store::Job& job : jobs) lanes_.Begin(job);
  return jobs;
}

}  // namespace pipeline
