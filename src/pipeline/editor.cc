#include "pipeline/editor.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "base/log.h"
#include "pipeline/guard.h"

namespace pipeline {
namespace {

using base::Status;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kIdle{10'000};    // nothing to group: until somebody rings
constexpr milliseconds kAlert{200};      // something to group, not due yet
constexpr milliseconds kTrouble{1'000};  // the store does not let us

}  // namespace

Editor::Editor(const Options& options, store::Store& store, std::function<bool()> more_to_read)
    : options_(options), store_(store), more_to_read_(std::move(more_to_read)) {}

void Editor::Stop() {
  stopping_ = true;
  bell_.Ring();
  if (thread_.joinable()) thread_.join();
}

void Editor::Loop() {
  while (!stopping_) {
    if (!BatchIsDue()) {
      bell_.Wait(ready_since_ == steady_clock::time_point() ? kIdle : kAlert);
      continue;
    }
    at_work_ = true;
    const bool grouped = GroupOneBatch();
    at_work_ = false;
    if (!grouped) bell_.Wait(kTrouble);
  }
}

bool Editor::BatchIsDue() {
  int64_t ready = 0;
  const Status counted = store_.Read([&](store::Reader& reader) -> Status {
    TRY_ASSIGN(const store::Counters counters, reader.Count());
    ready = counters.waiting[static_cast<size_t>(store::Stage::kCluster)];
    return {};
  });
  if (!counted) base::LogError(fmt::format("counting articles: {}", counted.error().message()));
  if (ready == 0) {
    ready_since_ = {};
    return false;
  }
  const auto now = steady_clock::now();
  if (ready_since_ == steady_clock::time_point()) ready_since_ = now;
  return std::cmp_greater_equal(ready, options_.largest_batch) ||
         now - ready_since_ >= options_.group_wait || !more_to_read_();
}

bool Editor::GroupOneBatch() {
  if (const Status remembered = RememberPlaced(); !remembered) {
    base::LogError(fmt::format("grouping waits: {}", remembered.error().message()));
    return false;
  }
  std::vector<store::Job> jobs;
  const Status leased = store_.Write([&](store::Transaction& transaction) -> Status {
    TRY_ASSIGN(jobs, transaction.LeaseJobs(store::Stage::kCluster, options_.largest_batch));
    return {};
  });
  std::vector<Ready> batch;
  const Status read = leased ? ReadInputs(jobs, batch) : leased;
  if (!read) base::LogError(fmt::format("grouping waits: {}", read.error().message()));
  if (batch.empty()) return !jobs.empty();
  std::ranges::sort(batch, [](const Ready& one, const Ready& other) {
    // What bears no date is as new as can be; first, it would be grouped while hardly a word is
    // known to be common.
    const bool one_is_undated = !one.input.published;
    const bool other_is_undated = !other.input.published;
    return std::tie(one_is_undated, one.input.published, one.job.url, one.input.id) <
           std::tie(other_is_undated, other.input.published, other.job.url, other.input.id);
  });
  ready_since_ = {};
  if (const Status grouped = Group(batch); !grouped) {
    base::LogWarning(
        fmt::format("a batch of {} articles could not be grouped, trying one by one: {}",
                    batch.size(), grouped.error().message()));
    GroupOneByOne(batch);
  }
  return true;
}

Status Editor::ReadInputs(const std::vector<store::Job>& jobs, std::vector<Ready>& batch) {
  std::vector<std::pair<store::Job, base::Error>> bad;
  TRY(store_.Read([&](store::Reader& reader) -> Status {
    for (const store::Job& job : jobs) {
      auto input = reader.InputForCluster(job.article);
      if (input) {
        batch.push_back({job, std::move(*input)});
      } else {
        bad.emplace_back(job, input.error());
      }
    }
    return {};
  }));
  for (const auto& [job, error] : bad) Fail(job, error);
  return {};
}

Status Editor::Group(const std::vector<Ready>& batch) {
  const Status status = store_.Write([&](store::Transaction& transaction) {
    return Guarded("grouping", [&] { return Place(transaction, batch); });
  });
  // What was rolled back in the store cannot be taken back in memory: build it anew.
  if (!status) clusterer_.reset();
  return status;
}

Status Editor::Place(store::Transaction& transaction, const std::vector<Ready>& batch) {
  std::set<model::StoryId> touched;
  for (const Ready& article : batch) {
    model::Placement placement = clusterer_->Place(article.input);
    placement.article = article.input.id;
    TRY_ASSIGN_WITH(article.job.url, const model::StoryId story,
                    transaction.FinishCluster(article.job, placement));
    if (!placement.story) clusterer_->Assign(article.input.id, story);
    touched.insert(story);
  }
  // A story that grew can be news to those it is related to: their lists are made again too.
  std::set<model::StoryId> changed = touched;
  for (const model::StoryId story : touched) {
    for (const model::Related& related : clusterer_->RelatedTo(story, options_.related)) {
      changed.insert(related.story);
    }
  }
  for (const model::StoryId story : changed) {
    TRY(transaction.SetRelated(story, clusterer_->RelatedTo(story, options_.related)));
  }
  return {};
}

void Editor::GroupOneByOne(const std::vector<Ready>& batch) {
  for (const Ready& article : batch) {
    if (stopping_) return;
    Status status = RememberPlaced();
    if (status) status = Group({article});
    if (!status) Fail(article.job, status.error());
  }
}

void Editor::Fail(const store::Job& job, const base::Error& error) {
  base::LogWarning(fmt::format("{}: cannot be grouped: {}", job.url, error.message()));
  const Status status = store_.Write([&](store::Transaction& transaction) -> Status {
    if (!error.IsTransient()) return transaction.FailJob(job, error);
    const base::Instant next{options_.clock->Now().micros + 10 * base::kMicrosPerSecond};
    return transaction.RetryJob(job, error, next);
  });
  if (!status) base::LogError(fmt::format("{}: {}", job.url, status.error().message()));
}

Status Editor::RememberPlaced() {
  if (clusterer_ != nullptr) return {};
  auto fresh = std::make_unique<cluster::Clusterer>(cluster::Options());
  const base::Instant since{options_.clock->Now().micros -
                            options_.memory_days * base::kMicrosPerDay};
  TRY(store_.Read([&](store::Reader& reader) {
    return Guarded("remembering the stories so far", [&] {
      return reader.ForEachPlaced(
          since, [&](const model::ClusterInput& input, const model::Placement& placement) {
            fresh->Restore(input, placement);
          });
    });
  }));
  clusterer_ = std::move(fresh);
  return {};
}

}  // namespace pipeline
