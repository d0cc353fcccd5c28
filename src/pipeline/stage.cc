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

}  // namespace

StageRunner::StageRunner(const Options& options, store::Store& store, Committer& committer,
                         Begin begin)
    : options_(options), store_(store), committer_(committer), begin_(std::move(begin)) {}

void StageRunner::Stop() {
  stopping_ = true;
  bell_.Ring();
  if (thread_.joinable()) thread_.join();
}

void StageRunner::Finished() {
  --outstanding_;
  if (HasRoom()) bell_.Ring();
}

bool StageRunner::HasRoom() const {
  const size_t outstanding = outstanding_.load();
  return outstanding == 0 || outstanding + options_.lease_at_least <= options_.most_outstanding;
}

void StageRunner::Loop() {
  while (!stopping_) {
    if (!HasRoom()) {
      bell_.Wait(kLongestSleep);
      continue;
    }
    std::vector<store::Job> jobs = Lease();
    if (jobs.empty()) {
      bell_.Wait(UntilNextDue(store_, *options_.clock, kLongestSleep));
      continue;
    }
    outstanding_ += jobs.size();
    for (store::Job& job : jobs) {
      if (stopping_) return;  // what is leased and not begun is free again at the next start
      begin_(std::move(job));
    }
  }
}

std::vector<store::Job> StageRunner::Lease() {
  const auto terms = options_.terms ? options_.terms() : store::LeaseTerms();
  if (!terms) return {};
  std::vector<store::Job> jobs;
  const size_t room = options_.most_outstanding - outstanding_.load();
  const auto lease = [&](store::Transaction& transaction) -> base::Status {
    TRY_ASSIGN(jobs, transaction.LeaseJobs(options_.stage, room, *terms));
    return {};
  };
  // Alone with the store, the lease shares its transaction with the results that wait. Among others
  // it must not wait until those have written theirs.
  const base::Status status = store_.IsShared() ? store_.Take(lease) : committer_.Run(lease);
  if (!status) {
    base::LogError(fmt::format("the queue cannot be read: {}", status.error().message()));
    return {};
  }
  return jobs;
}

}  // namespace pipeline
