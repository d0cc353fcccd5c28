#include "pipeline/editor.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "base/log.h"
#include "pipeline/guard.h"
#include "pipeline/tale.h"

namespace pipeline {
namespace {

using base::Status;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kIdle{10'000};    // nothing to group: until somebody rings
constexpr milliseconds kAlert{200};      // something to group, not due yet, or not ours
constexpr milliseconds kTrouble{1'000};  // the store does not let us

// Between two looks at an office that another holds.
constexpr milliseconds kAskAgain{500};
// Who holds n offices waits n times as long before it takes another, up to the longest: others who
// hold fewer come first, and a dead editor's languages still find one in time.
constexpr milliseconds kOfficePause{300};
constexpr milliseconds kLongestOfficePause{2'000};

// Ids of stories that the store does not know yet: behind all that it gives, and in their order.
constexpr int64_t kUnborn = int64_t{1} << 62;

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
    at_work_ = true;
    const Outcome outcome = LookAround();
    at_work_ = false;
    switch (outcome) {
      case Outcome::kGrouped:
        break;
      case Outcome::kNothing:
        bell_.Wait(kIdle);
        break;
      case Outcome::kPending:
        bell_.Wait(kAlert);
        break;
      case Outcome::kTrouble:
        bell_.Wait(kTrouble);
        break;
    }
  }
}

Editor::Outcome Editor::LookAround() {
  const auto terms = options_.terms ? options_.terms() : store::LeaseTerms();
  if (!terms) return Outcome::kTrouble;
  // As another worker than before it holds none of the offices that it held.
  if (terms->worker != terms_.worker) offices_.clear();
  terms_ = *terms;
  std::vector<store::WaitingLanguage> waiting;
  const Status looked = store_.Read([&](store::Reader& reader) -> Status {
    TRY_ASSIGN(waiting, reader.WaitingLanguages());
    return {};
  });
  if (!looked) {
    base::LogError(fmt::format("counting articles: {}", looked.error().message()));
    return Outcome::kTrouble;
  }
  Outcome outcome = Outcome::kNothing;
  for (auto& [language, office] : offices_) {
    if (std::ranges::find(waiting, language, &store::WaitingLanguage::language) == waiting.end()) {
      office.ready_since = {};
    }
  }
  for (const store::WaitingLanguage& one : waiting) {
    if (stopping_) return outcome;
    Office* office = OfficeOf(one.language);
    const Outcome of_this = office != nullptr && BatchIsDue(*office, one.ready)
                                ? GroupOneBatch(*office)
                                : Outcome::kPending;
    outcome = std::max(outcome, of_this);
  }
  return outcome;
}

Editor::Office* Editor::OfficeOf(const std::string& language) {
  if (const auto held = offices_.find(language); held != offices_.end()) return &held->second;
  const auto now = steady_clock::now();
  if (store_.IsShared()) {
    if (now < next_office_ || now - asked_[language] < kAskAgain) return nullptr;
    asked_[language] = now;
  }
  std::optional<int64_t> epoch;
  const Status taken = store_.Take([&](store::Transaction& transaction) -> Status {
    TRY_ASSIGN(epoch, transaction.TakeOffice(language, terms_.worker));
    return {};
  });
  if (!taken) base::LogWarning(fmt::format("taking an office: {}", taken.error().message()));
  if (!taken || !epoch) return nullptr;
  Office& office = offices_[language];
  office.language = language;
  office.epoch = *epoch;
  if (store_.IsShared()) {
    base::LogInfo(fmt::format("worker {} groups \"{}\" from now on, epoch {}", terms_.worker.value,
                              language, *epoch));
    next_office_ =
        now + std::min(kLongestOfficePause, kOfficePause * static_cast<int>(offices_.size()));
  }
  return &office;
}

bool Editor::BatchIsDue(Office& office, int64_t ready) {
  const auto now = steady_clock::now();
  if (office.ready_since == Time()) office.ready_since = now;
  return std::cmp_greater_equal(ready, options_.largest_batch) ||
         now - office.ready_since >= options_.group_wait || !more_to_read_();
}

Editor::Outcome Editor::GroupOneBatch(Office& office) {
  if (const Status remembered = RememberPlaced(office); !remembered) {
    base::LogError(fmt::format("grouping waits: {}", remembered.error().message()));
    return Outcome::kTrouble;
  }
  std::vector<Ready> batch;
  bool any = false;
  if (const Status leased = LeaseBatch(office, batch, any); !leased) {
    base::LogError(fmt::format("grouping waits: {}", leased.error().message()));
  }
  if (batch.empty()) return any ? Outcome::kGrouped : Outcome::kTrouble;
  office.ready_since = {};
  const Status grouped = Group(office, batch);
  if (grouped) return Outcome::kGrouped;
  if (grouped.error().kind() == base::ErrorKind::kConflict) {
    base::LogWarning(fmt::format("worker {} no longer groups \"{}\": {}", terms_.worker.value,
                                 office.language, grouped.error().message()));
    offices_.erase(std::string(office.language));
    return Outcome::kTrouble;
  }
  base::LogWarning(fmt::format("a batch of {} articles could not be grouped, trying one by one: {}",
                               batch.size(), grouped.error().message()));
  GroupOneByOne(office, batch);
  return Outcome::kGrouped;
}

Status Editor::LeaseBatch(const Office& office, std::vector<Ready>& batch, bool& any) {
  store::LeaseTerms terms = terms_;
  terms.lane = office.language;
  std::vector<store::Job> jobs;
  TRY(store_.Take([&](store::Transaction& transaction) -> Status {
    TRY_ASSIGN(jobs, transaction.LeaseJobs(store::Stage::kCluster, options_.largest_batch, terms));
    return {};
  }));
  any = !jobs.empty();
  TRY(ReadInputs(jobs, batch));
  std::ranges::sort(batch, [](const Ready& one, const Ready& other) {
    // What bears no date is as new as can be; first, it would be grouped while hardly a word is
    // known to be common.
    const bool one_is_undated = !one.input.published;
    const bool other_is_undated = !other.input.published;
    return std::tie(one_is_undated, one.input.published, one.job.url, one.input.id) <
           std::tie(other_is_undated, other.input.published, other.job.url, other.input.id);
  });
  return {};
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

Status Editor::Group(Office& office, const std::vector<Ready>& batch) {
  const auto began = steady_clock::now();
  Decisions decisions;
  Born born;
  Status status = Guarded("grouping", [&]() -> Status {
    decisions = Decide(office, batch);
    return {};
  });
  if (status) {
    status = store_.Write([&](store::Transaction& transaction) {
      return Guarded("storing stories",
                     [&] { return WriteDown(transaction, office, decisions, born); });
    });
  }
  if (!status) {
    // What was not written cannot be taken back in memory: build it anew.
    office.memory.reset();
    return status;
  }
  for (const auto& [unborn, story] : born) office.memory->Rename(unborn, story);
  TellGrouped(office.language, batch.size(), born.size(),
              std::chrono::duration_cast<milliseconds>(steady_clock::now() - began));
  return {};
}

Editor::Decisions Editor::Decide(Office& office, const std::vector<Ready>& batch) const {
  Decisions decisions;
  std::set<model::StoryId> touched;
  int64_t next = kUnborn;
  for (const Ready& article : batch) {
    model::Placement placement = office.memory->Place(article.input);
    placement.article = article.input.id;
    if (!placement.story) {
      placement.story.value = next++;
      office.memory->Assign(article.input.id, placement.story);
    }
    touched.insert(placement.story);
    decisions.placements.emplace_back(article.job, std::move(placement));
  }
  // A story that grew can be news to those it is related to: their lists are made again too.
  std::set<model::StoryId> changed = touched;
  for (const model::StoryId story : touched) {
    for (const model::Related& related : office.memory->RelatedTo(story, options_.related)) {
      changed.insert(related.story);
    }
  }
  for (const model::StoryId story : changed) {
    decisions.related.emplace_back(story, office.memory->RelatedTo(story, options_.related));
  }
  return decisions;
}

// May be run again from the beginning.
Status Editor::WriteDown(store::Transaction& transaction, const Office& office,
                         const Decisions& decisions, Born& born) {
  born.clear();
  TRY(transaction.CheckOffice(office.language, office.epoch));
  std::vector<store::ExpectedJob> jobs;
  for (const auto& [job, _] : decisions.placements) jobs.push_back({.job = job});
  TRY(transaction.Expect(jobs));
  const auto name = [&born](model::StoryId story) {
    const auto found = born.find(story);
    return found == born.end() ? story : found->second;
  };
  for (const auto& [job, decided] : decisions.placements) {
    model::Placement placement = decided;
    placement.story = name(decided.story);
    const bool opens = placement.story.value >= kUnborn;
    if (opens) placement.story = {};
    TRY_ASSIGN_WITH(job.url, const model::StoryId story, transaction.FinishCluster(job, placement));
    if (opens) born.emplace(decided.story, story);
  }
  for (const auto& [story, decided] : decisions.related) {
    std::vector<model::Related> related = decided;
    for (model::Related& one : related) one.story = name(one.story);
    // An article whose source was removed meanwhile has opened none.
    std::erase_if(related, [](const model::Related& one) { return !one.story; });
    if (name(story)) TRY(transaction.SetRelated(name(story), related));
  }
  return {};
}

void Editor::GroupOneByOne(Office& office, const std::vector<Ready>& batch) {
  for (const Ready& article : batch) {
    if (stopping_) return;
    Status status = RememberPlaced(office);
    if (status) status = Group(office, {article});
    if (!status) Fail(article.job, status.error());
  }
}

void Editor::Fail(const store::Job& job, const base::Error& error) {
  if (error.kind() == base::ErrorKind::kConflict) return;  // it is another's by now
  base::LogWarning(fmt::format("{}: cannot be grouped: {}", job.url, error.message()));
  const Status status = store_.Write([&](store::Transaction& transaction) -> Status {
    if (!error.IsTransient()) return transaction.FailJob(job, error);
    const base::Instant next{options_.clock->Now().micros + 10 * base::kMicrosPerSecond};
    return transaction.RetryJob(job, error, next);
  });
  if (!status) base::LogError(fmt::format("{}: {}", job.url, status.error().message()));
}

Status Editor::RememberPlaced(Office& office) {
  if (office.memory != nullptr) return {};
  auto fresh = std::make_unique<cluster::Clusterer>(cluster::Options());
  const base::Instant since{options_.clock->Now().micros -
                            options_.memory_days * base::kMicrosPerDay};
  TRY(store_.Read([&](store::Reader& reader) {
    return Guarded("remembering the stories so far", [&] {
      return reader.ForEachPlacedIn(
          office.language, since,
          [&](const model::ClusterInput& input, const model::Placement& placement) {
            fresh->Restore(input, placement);
          });
    });
  }));
  office.memory = std::move(fresh);
  return {};
}

}  // namespace pipeline
