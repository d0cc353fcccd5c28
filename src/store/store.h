#pragma once
// The store: everything that Octavo knows, and the durable queue of what is still to be done.
//
// One SQL for every driver. One writer at a time: `Write` runs a function inside a transaction that
// is durable when it returns; what the function did is there as a whole or not at all. Readers
// never wait for the writer: each Reader sees one consistent snapshot. Pages as fetched live in a
// second file with a budget, the oldest dropped first.
//
// Threads: Store is safe for use by several threads; a Transaction or a Reader belongs to the
// thread that got it. Errors: kConflict (another process holds the write lock), kUnavailable (disk
// full, busy), kCorrupt (a stored value does not hold what it must), kNotFound, kInvalidInput (a
// database of a newer version: refused, not touched).

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/article.h"
#include "model/enrichment.h"
#include "model/ids.h"
#include "model/page.h"
#include "model/publisher.h"
#include "model/source.h"
#include "model/story.h"
#include "store/views.h"

namespace store {

struct Options {
  std::filesystem::path folder;  // holds octavo.db and pages.db; made if it is missing
  int64_t page_budget_bytes = int64_t{5} << 30;  // compressed
  int64_t database_limit_bytes = 0;  // of octavo.db: writing beyond fails, kUnavailable; 0: none
  bool read_only = false;
  const base::Clock* clock = &base::SystemClock();
};

// The way of an article as the queue knows it. A job of one stage, finished, makes the job of the
// next in the same transaction.
enum class Stage { kFetch, kRead, kEnrich, kCluster };

struct Job {
  int64_t id = 0;
  Stage stage = Stage::kFetch;
  model::EntryId entry;
  model::ArticleId article;  // 0 before kRead is done
  std::string url;           // the entry's
  int attempts = 0;          // failures so far
};

// What a worker needs to do a job, beyond the Job itself.
struct ReadInput {
  model::Entry entry;
  model::Source source;
  std::optional<model::Page> page;  // absent: the entry has no page (no URL, or robots forbid it)
};
struct EnrichInput {
  model::Reading reading;
  std::string publisher_name;
};

struct PollOutcome {
  int new_entries = 0;  // jobs of kFetch were made for them
  int changed_entries =
      0;  // known ones whose title, content or `updated` differ: to be fetched again
};

class Transaction {
 public:
  virtual ~Transaction() = default;

  // ---- sources. Adding a URL that is there gives the id it has, and joins sections and title.
  virtual base::Result<model::SourceId> AddSource(const model::Source& source) = 0;
  // The source and what waits for it goes; its articles stay.
  virtual base::Status RemoveSource(model::SourceId id) = 0;
  virtual base::Status UpdateSource(const model::Source& source) = 0;

  // ---- a poll: the source's new state, its publisher (by host), what was found. New entries get a
  // kFetch job; an entry's key is unique within its source, a page's URL within the whole store
  // (the second entry that names it makes no second job, and is noted as another source of the same
  // article).
  virtual base::Result<PollOutcome> RecordPoll(const model::Source& state,
                                               const model::Publisher& publisher,
                                               std::span<const model::Entry> entries) = 0;

  // ---- the queue. Leases up to `limit` jobs that are due, oldest first; a leased job is given to
  // nobody else until it is finished, given back, or the writing process ends.
  virtual base::Result<std::vector<Job>> LeaseJobs(Stage stage, size_t limit) = 0;
  // Each takes the job out of its stage and makes the next stage's, in this transaction.
  // Once finished, retried or failed, a job is no longer the caller's: to finish it again does
  // nothing. A page of status 0 says that there is none to be read (no URL, or robots forbid it).
  virtual base::Status FinishFetch(const Job& job, const model::Page& page) = 0;
  virtual base::Result<model::ArticleId> FinishRead(const Job& job,
                                                    const model::Reading& reading) = 0;
  // Who prints the article, where that is another than its source's publisher (aggregators). A
  // publisher whose host is known stays as it is. After FinishRead, in the same transaction.
  virtual base::Status SetPublisher(model::ArticleId article,
                                    const model::Publisher& publisher) = 0;
  virtual base::Status FinishEnrich(const Job& job, const model::Enrichment& enrichment) = 0;
  // Gives the story's id (a new one where placement.story is 0), updates the story's counts, title
  // and lead.
  virtual base::Result<model::StoryId> FinishCluster(const Job& job,
                                                     const model::Placement& placement) = 0;
  // Failed and to be tried again at `next`.
  virtual base::Status RetryJob(const Job& job, const base::Error& error, base::Instant next) = 0;
  // Failed for good: noted at the entry, shown to the owner.
  virtual base::Status FailJob(const Job& job, const base::Error& error) = 0;
  // Makes kRead jobs again for every article of which the page is still there (`octavo reread`).
  // How many.
  virtual base::Result<int64_t> RereadAll() = 0;

  // ---- stories
  // Replaces the list of stories related to this one.
  virtual base::Status SetRelated(model::StoryId story,
                                  std::span<const model::Related> related) = 0;

  // ---- small facts of the instance ("sample newsroom base time"), by name.
  virtual base::Status SetFact(std::string_view name, std::string_view value) = 0;
};

// One consistent snapshot. Views are in views.h.
class Reader {
 public:
  virtual ~Reader() = default;

  virtual base::Result<std::vector<model::Source>> Sources() = 0;
  virtual base::Result<std::vector<model::Source>> DueSources(base::Instant now, size_t limit) = 0;
  // When the next source or job is due; absent: nothing waits.
  virtual base::Result<std::optional<base::Instant>> NextDue() = 0;
  // When the next job of a stage is due that nobody has leased; absent: there is none.
  virtual base::Result<std::optional<base::Instant>> NextDueJob(Stage stage) = 0;
  virtual base::Result<ReadInput> InputForRead(const Job& job) = 0;
  virtual base::Result<EnrichInput> InputForEnrich(const Job& job) = 0;
  virtual base::Result<model::ClusterInput> InputForCluster(model::ArticleId article) = 0;
  // Placed articles of the last `window` micros, oldest first, to build the clusterer's memory at
  // start.
  virtual base::Status ForEachPlaced(
      base::Instant since,
      const std::function<void(const model::ClusterInput&, const model::Placement&)>& visit) = 0;
  virtual base::Result<std::string> Fact(std::string_view name) = 0;  // empty: not set
  virtual base::Result<Counters> Count() = 0;

  // ---- what pages show
  virtual base::Result<EditionView> Edition(const EditionQuery& query) = 0;
  virtual base::Result<StoryView> StoryById(model::StoryId id) = 0;  // kNotFound
  virtual base::Result<ArticleView> ArticleById(
      model::ArticleId id) = 0;  // kNotFound; quarantined ones too
  virtual base::Result<ArticleList> Articles(const ArticleQuery& query) = 0;
  virtual base::Result<std::vector<StorySummary>> Stories(const StoryQuery& query) = 0;
  virtual base::Result<std::optional<TagSummary>> TagByName(
      std::string_view name) = 0;                                        // case-insensitive
  virtual base::Result<std::vector<TagSummary>> Tags(size_t limit) = 0;  // most used lately first
  virtual base::Result<std::vector<PublisherSummary>> Publishers() = 0;
  virtual base::Result<std::optional<PublisherSummary>> PublisherById(model::PublisherId id) = 0;
  virtual base::Result<SearchResult> Search(const SearchQuery& query) = 0;
  virtual base::Result<model::Page> PageOf(
      model::ArticleId id) = 0;  // kNotFound when the budget dropped it
};

class Store {
 public:
  // Opens or makes the store and brings its schema up to date. kConflict when another process
  // writes to it.
  static base::Result<std::unique_ptr<Store>> Open(const Options& options);
  virtual ~Store() = default;

  // Runs `work` inside one transaction; its error rolls all back and is given on. Durable when it
  // returns.
  virtual base::Status Write(const std::function<base::Status(Transaction&)>& work) = 0;
  // Runs `work` on one snapshot. Readers run side by side.
  virtual base::Status Read(const std::function<base::Status(Reader&)>& work) = 0;
};

}  // namespace store
