#include "pipeline/committer.h"

#include <fmt/format.h>

#include <future>
#include <utility>

#include "base/log.h"
#include "pipeline/guard.h"

namespace pipeline {
namespace {

// The disk is full or the file busy: nothing is wrong with what was to be written.
bool IsOfTheDisk(const base::Error& error) {
  return error.kind() == base::ErrorKind::kUnavailable || error.kind() == base::ErrorKind::kTimeout;
}

}  // namespace

Committer::Committer(store::Store& store) : store_(store), thread_([this] { Loop(); }) {}

void Committer::NoMoreRetries() {
  base::MutexLock lock(mutex_);
  retries_ = false;
  filled_.NotifyAll();
}

void Committer::Stop() {
  {
    base::MutexLock lock(mutex_);
    retries_ = false;
    stopping_ = true;
    filled_.NotifyAll();
    drained_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

void Committer::Submit(Work work, Done done, size_t bytes, std::optional<store::ExpectedJob> job) {
  HandIn({std::move(work), std::move(done), bytes, std::move(job)}, /*is_urgent=*/false);
}

void Committer::HandIn(Item item, bool is_urgent) {
  {
    base::MutexLock lock(mutex_);
    while (item.bytes > 0 && !stopping_ && bytes_ > kBytesWaiting) drained_.Wait(mutex_);
    if (!ended_) {
      bytes_ += item.bytes;
      waiting_.push_back(std::move(item));
      urgent_ = urgent_ || is_urgent;
      filled_.NotifyAll();
      return;
    }
  }
  item.done(base::Fail(base::ErrorKind::kUnavailable, "nothing is stored any more: Octavo ends"));
}

base::Status Committer::Run(Work work) {
  std::promise<base::Status> answer;
  HandIn({std::move(work), [&answer](const base::Status& status) { answer.set_value(status); }},
         /*is_urgent=*/true);
  return answer.get_future().get();
}

void Committer::Loop() {
  while (true) {
    std::vector<Item> items = Gather();
    if (items.empty()) return;
    Commit(items);
  }
}

std::vector<Committer::Item> Committer::Gather() {
  base::MutexLock lock(mutex_);
  while (waiting_.empty() && !stopping_) filled_.Wait(mutex_);
  const auto end = std::chrono::steady_clock::now() + kLatency;
  while (!urgent_ && !stopping_ && waiting_.size() < kMostItems && bytes_ < kBytesPerCommit) {
    const auto left = end - std::chrono::steady_clock::now();
    if (left <= std::chrono::steady_clock::duration::zero()) break;
    filled_.WaitFor(mutex_, left);
  }
  urgent_ = false;
  ended_ = waiting_.empty();
  return std::exchange(waiting_, {});
}

void Committer::Commit(const std::vector<Item>& items) {
  const base::Status together = Write(items);
  size_t bytes = 0;
  for (const Item& item : items) {
    bytes += item.bytes;
    if (together.has_value() || items.size() == 1) {
      item.done(together);
      continue;
    }
    std::vector<Item> alone;
    alone.push_back({.work = item.work, .done = nullptr});
    item.done(Write(alone));
  }
  base::MutexLock lock(mutex_);
  bytes_ -= bytes;
  drained_.NotifyAll();
}

base::Status Committer::Write(const std::vector<Item>& items) {
  bool told = false;
  std::vector<store::ExpectedJob> jobs;
  for (const Item& item : items) {
    if (item.job) jobs.push_back(*item.job);
  }
  while (true) {
    const base::Status status = store_.Write([&](store::Transaction& transaction) -> base::Status {
      return Guarded("storing a result", [&]() -> base::Status {
        TRY(transaction.Expect(jobs));
        for (const Item& item : items) TRY(item.work(transaction));
        return {};
      });
    });
    if (status.has_value() || !IsOfTheDisk(status.error())) return status;
    base::MutexLock lock(mutex_);
    if (!retries_) return status;
    if (!std::exchange(told, true)) {
      base::LogError(fmt::format("the store cannot be written to, trying again every second: {}",
                                 status.error().message()));
    }
    filled_.WaitFor(mutex_, kPause);
  }
}

}  // namespace pipeline
