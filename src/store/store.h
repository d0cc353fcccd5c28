#pragma once
// The store: everything that Octavo knows, and the durable queue of what is still to be done.
//
// One SQL for every driver. One writer at a time: `Write` runs a function inside a transaction that
// is durable when it returns; what the function did is there as a whole or not at all. Readers
// never wait for the writer: each Reader sees one consistent snapshot. Pages as fetched have a
// budget, the oldest are dropped first; on SQLite they live in a second file.
//
// SQLite: one process writes. PostgreSQL: any number does, one transaction after the other.
//
// Threads: Store is safe for use by several threads; a Transaction or a Reader belongs to the
// thread that got it. Errors: kConflict (another process holds the write lock), kUnavailable (disk
// full, busy, a server that does not answer), kCorrupt (a stored value does not hold what it must;
// the file is no database), kRefused (no right to the file, the server or the database; a move into
// it was ended in its middle), kNotFound, kInvalidInput (a database of a newer version: refused,
// not touched). Opening for reading: kNotFound where nothing was ever written, kConflict where it
// is of an older version.

#include <bitset>
#include <chrono>
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
#include "model/site.h"
#include "model/source.h"
#include "model/standing.h"
#include "model/story.h"
#include "model/subscription.h"
#include "store/views.h"

namespace store {

struct Options {
  std::filesystem::path folder;  // holds octavo.db and pages.db; made if it is missing
  // A PostgreSQL to be used instead of the two files: "postgresql://…" or libpq's "host=…
  // dbname=…". Several processes may write to it. Holds a password, perhaps: for messages there is
  // DescribeDatabase. Empty: SQLite.
  std::string database = {};
  int64_t page_budget_bytes = int64_t{5} << 30;  // compressed
  int64_t database_limit_bytes = 0;  // of octavo.db: writing beyond fails, kUnavailable; 0: none
  bool read_only = false;
  const base::Clock* clock = &base::SystemClock();
  // Leases and signs of life go by the database's own clock, on which all agree who share it, where
  // `clock` is the system's. True: with any clock.
  bool shared_time = false;
};

// The way of an article as the queue knows it. A job of one stage, finished, makes the job of the
// next in the same transaction.
enum class Stage { kFetch, kRead, kEnrich, kCluster };

// Work that somebody has made: jobs that anybody may take now, of which stages; sources.
struct News {
  std::bitset<4> stages;  // by Stage
  bool sources = false;

  bool Any() const { return stages.any() || sources; }
  bool Of(Stage stage) const { return stages[static_cast<size_t>(stage)]; }
  void Add(Stage stage) { stages.set(static_cast<size_t>(stage)); }
  void Add(const News& other) {
    stages |= other.stages;
    sources = sources || other.sources;
  }
};
inline constexpr News kAnyNews{.stages = 0b1111, .sources = true};

// A process that works on the store. 0: nobody in particular, where a store has one process only.
using WorkerId = model::Id<struct WorkerNoun>;
// Micros: who has not said for so long that it lives is dead.
inline constexpr int64_t kWorkerSilence = 6 * base::kMicrosPerSecond;
// Micros: so long a host stays with the worker that asked it last, behind the pause that it wants.
inline constexpr int64_t kHostHold = 5 * base::kMicrosPerSecond;

struct Job {
  int64_t id = 0;
  Stage stage = Stage::kFetch;
  model::EntryId entry;
  model::ArticleId article;  // 0 before kRead is done
  std::string url;           // the entry's
  int attempts = 0;          // failures so far
  WorkerId worker;           // who has it in hand
  std::string lane;          // of kFetch the host (LaneOf), of kCluster the language, else empty
};

// A job that a transaction is going to finish.
struct ExpectedJob {
  Job job;
  std::string url = {};  // of kRead: the canonical URL that its page names, if any
};

// For whom work is taken out of the queue, and on what terms.
struct LeaseTerms {
  WorkerId worker = {};
  // After so long it is given to somebody else: whoever took it hangs.
  int64_t micros = 10 * 60 * base::kMicrosPerSecond;
  // Only jobs of this lane: of kFetch the host, of kCluster the language. Absent: of any.
  std::optional<std::string> lane = {};
  // kFetch: no host that another worker has to itself; what is taken, this worker has to itself
  // from now on, and for so long after it asked it last. 0: hosts are not looked at.
  int64_t host_micros = 0;
  // Not of these lanes, and of each other one so many at most; 0: as many as there are. What has no
  // lane is not counted.
  std::vector<std::string> full_lanes = {};
  size_t most_of_lane = 0;
};

// A host that wants a longer pause between two requests than others.
struct HostPause {
  std::string host;  // as LaneOf gives it
  int64_t micros = 0;
};
// What a worker tells with a sign of life of the pages that it is fetching.
struct InHand {
  std::vector<int64_t> jobs = {};  // ids: their leases begin anew
  std::vector<HostPause> pauses = {};
};

// The host by which a URL is asked for politely: scheme, port and "www." left out, so that what
// leads from one to the other stays with one worker. Empty of an empty URL.
std::string LaneOf(std::string_view url);

// A row of the workers' list.
struct WorkerView {
  WorkerId id;
  std::string name;  // "host:process"
  base::Instant started;
  base::Instant seen;  // when it last said that it lives
};

// Articles that wait for an editor.
struct WaitingLanguage {
  std::string language;
  int64_t ready = 0;  // to be grouped now
};

// What a worker needs to do a job, beyond the Job itself.
struct ReadInput {
  model::Entry entry;
  model::Source source;
  std::optional<model::Page> page;  // absent: the entry has no page (no URL, or robots forbid it)
  std::string missing;              // why, for people; empty: it just has none
  std::string site;                 // whose page it is: the host, without "www."
  std::vector<model::BlockMark> standing;  // of that site, to be left out
};
struct EnrichInput {
  model::Reading reading;
  std::string publisher_name;
};

struct PollOutcome {
  bool stored = false;           // not where the source was removed or paused meanwhile
  model::PublisherId publisher;  // the source's from now on
  int new_entries = 0;           // jobs of kFetch were made for them
  int changed_entries =
      0;  // known ones whose title, content or `updated` differ: to be fetched again
};

// Entries that two sources have in common.
struct SharedEntries {
  model::SourceId one;
  model::SourceId other;
  int64_t shared = 0;
  int64_t of_one = 0;    // all entries of `one`
  int64_t of_other = 0;  // and of `other`
};

class Transaction {
 public:
  virtual ~Transaction() = default;

  // ---- sources. Adding a URL that is there gives the id it has, and joins sections and title.
  virtual base::Result<model::SourceId> AddSource(const model::Source& source) = 0;
  // The source and what waits for it goes; its articles stay.
  virtual base::Status RemoveSource(model::SourceId id) = 0;
  // A source that another one names: where its URL is there already, that stays as it is.
  virtual base::Status AddNamedSource(const model::Source& source) = 0;
  // What the owner says of a source: title, sections, language, country, and how it is asked. It is
  // due at once, which shows whether what was changed works. kNotFound; whatever `change` fails
  // with.
  virtual base::Status ChangeSource(model::SourceId id,
                                    const std::function<base::Status(model::Source&)>& change) = 0;
  // Everything of `other` becomes `kept`'s: entries (of two with one key the kept source's stays),
  // sections, a title where the kept one has none. `other` goes. kNotFound.
  virtual base::Status MergeSources(model::SourceId kept, model::SourceId other) = 0;

  // ---- sites and subscriptions: put in the place of the one with the same key
  virtual base::Status PutSite(const model::Site& site) = 0;
  virtual base::Status PutSubscription(const model::Subscription& subscription) = 0;
  virtual base::Status RemoveSubscription(std::string_view token) = 0;
  // As it is now; nobody else changes it before the transaction ends.
  virtual base::Result<std::optional<model::Subscription>> SubscriptionByToken(
      std::string_view token) = 0;
  // Asks a source no more, or asks it again; absent: all of them. A poll that is under way brings
  // nothing then. How many sources changed.
  virtual base::Result<int64_t> SetPaused(std::optional<model::SourceId> id, bool paused) = 0;

  // ---- a poll: the source as it was when it was asked, and as the poll leaves it. What the owner
  // says of a source (ChangeSource) is not a poll's to write, which may have been under way for
  // long: it stays as it is by now, but for a title and a language that the poll found where there
  // are none, and for secrets that a move leaves behind. Where the owner wants it to be asked
  // otherwise than it was, it is due when the owner said, and moves at a later poll. A pause stays.
  // kConflict, and nothing is done: it has moved to an address that another source has. Of a source
  // that was removed nothing is stored.
  //
  // A poll that brought no entries, because it failed or found that they are elsewhere.
  virtual base::Status RecordState(const model::Source& asked, const model::Source& state) = 0;
  // One that did; its publisher (by host), and what was found: nothing of it where the source was
  // paused meanwhile. New entries get a kFetch job; an entry's key is unique within its source, a
  // page's URL within the whole store (the second entry that names it makes no second job, and is
  // noted as another source of the same article).
  virtual base::Result<PollOutcome> RecordPoll(const model::Source& asked,
                                               const model::Source& state,
                                               const model::Publisher& publisher,
                                               std::span<const model::Entry> entries) = 0;
  // What counting the new entries told (PollOutcome): its rhythm, and its next poll where that is
  // sooner than planned.
  virtual base::Status PlanSooner(model::SourceId id, const model::Rhythm& rhythm,
                                  base::Instant next_poll) = 0;

  // ---- the queue. Leases up to `limit` jobs that are due, oldest first; a leased job is given to
  // nobody else until it is finished, given back, the time of its lease is over, or its worker is
  // dead.
  virtual base::Result<std::vector<Job>> LeaseJobs(Stage stage, size_t limit,
                                                   const LeaseTerms& terms) = 0;
  base::Result<std::vector<Job>> LeaseJobs(Stage stage, size_t limit) {
    return LeaseJobs(stage, limit, LeaseTerms());
  }
  // Announces jobs of which each will be finished or failed for good in this transaction, none be
  // retried: what that needs to know is then asked for all of them at once. Not to be announced
  // costs time only; one that was announced and did not end fails the transaction (kBug).
  virtual base::Status Expect(std::span<const ExpectedJob> jobs) = 0;
  // Each takes the job out of its stage and makes the next stage's, in this transaction.
  // Once finished, retried or failed, a job is no longer the caller's: to finish it again does
  // nothing. kConflict, and nothing is done, when it was taken from the caller (Job::worker) and
  // waits again or is in another worker's hands.
  // A page of status 0 says that there is none to be read (no URL, robots forbid it, or it cannot
  // be had). Only a page that was fetched lifts what was reserved at its address before.
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
  // Could not be tried, and is to be at `next`: as RetryJob, but no attempt is counted. `lane`:
  // where it waits from now on; empty: where it was.
  virtual base::Status PutOffJob(const Job& job, const base::Error& why, base::Instant next,
                                 std::string_view lane = {}) = 0;
  // Failed for good: noted at the entry, shown to the owner.
  virtual base::Status FailJob(const Job& job, const base::Error& error) = 0;
  // Makes kRead jobs again for every article of which the page is still there (`octavo reread`).
  // How many.
  virtual base::Result<int64_t> RereadAll() = 0;

  // ---- many processes on one store (write_workers.cc). A worker enters, says every second or so
  // that it lives, and leaves. One that is dead is buried by any other: what it had in hand is free
  // again, and what it still tries to finish is refused. A store that one process writes to needs
  // no more than EnterWorker.
  virtual base::Result<WorkerId> EnterWorker(std::string_view name) = 0;
  // False: somebody took it for dead; it must enter anew.
  virtual base::Result<bool> SayAlive(const LeaseTerms& terms) = 0;
  // Keeps the hosts of which the worker has something in hand, for another host_micros, and those
  // that want a pause for that pause too; begins the leases of jobs anew. May have to wait for who
  // commits one of them, so that no sign of life belongs into its transaction.
  virtual base::Status KeepInHand(const LeaseTerms& terms, const InHand& in_hand) = 0;
  // Its jobs, polls, hosts and languages are free; a host that wants a pause is so behind that
  // pause. How many jobs.
  virtual base::Result<int64_t> BuryWorker(WorkerId worker) = 0;
  // Buries those that have not said for `silence_micros` that they live, or whose process is known
  // to have ended, and frees what was leased for too long. Who was buried.
  virtual base::Result<std::vector<WorkerView>> BuryTheDead(WorkerId self,
                                                            int64_t silence_micros) = 0;
  // Sources that are due, to be polled by nobody else until EndPoll or the lease is over.
  virtual base::Result<std::vector<model::Source>> ClaimSources(size_t limit,
                                                                const LeaseTerms& terms) = 0;
  // kConflict: the source was taken from the worker, or removed.
  virtual base::Status EndPoll(model::SourceId source, WorkerId worker) = 0;
  // Makes the worker the one editor of a language, unless a living worker is. The epoch of its
  // office, higher than all before; absent: another has it.
  virtual base::Result<std::optional<int64_t>> TakeOffice(std::string_view language,
                                                          WorkerId worker) = 0;
  // kConflict unless that epoch is the newest. Within the transaction that groups: a deposed editor
  // commits nothing.
  virtual base::Status CheckOffice(std::string_view language, int64_t epoch) = 0;

  // ---- standing text
  // Notes the blocks of a page that is being read (before FinishRead), in the place of what was
  // noted of it before, and of each site only the last 40 pages. Sets sighting.page, and gives the
  // other pages of the site. A job that is no longer there: nothing.
  virtual base::Result<std::vector<model::Sighting>> RecordSighting(const Job& job,
                                                                    std::string_view site,
                                                                    model::Sighting& sighting) = 0;
  // Adds blocks that are not known of their site; where there is a new one, the pages that have it
  // are read again. How many are new.
  virtual base::Result<int64_t> LearnStanding(std::span<const model::StandingBlock> blocks) = 0;
  // What the owner says of a block; the pages that have it are read again. kNotFound.
  virtual base::Result<model::StandingBlock> DecideStanding(model::StandingId id,
                                                            model::StandingDecision decision) = 0;

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
  // Those that are not asked as all are: their owner has said how, or their URL holds a name and
  // password. By id.
  virtual base::Result<std::vector<model::Source>> SourcesAskedApart() = 0;
  virtual base::Result<std::vector<model::Source>> DueSources(base::Instant now, size_t limit) = 0;
  virtual base::Result<std::optional<model::Source>> SourceById(model::SourceId id) = 0;
  // Of each source how many of its pages are not read although they are there (robots.txt).
  virtual base::Result<std::vector<std::pair<model::SourceId, int64_t>>> PagesMissing() = 0;
  // Pairs of sources, the smaller id first, that have at least `least` entries at the same
  // addresses.
  virtual base::Result<std::vector<SharedEntries>> SourcesThatShare(int64_t least) = 0;
  virtual base::Result<std::optional<model::Site>> SiteByKey(std::string_view key) = 0;
  // Of one site, or of all; by site, then as they were found.
  virtual base::Result<std::vector<model::StandingBlock>> Standing(std::string_view /*site*/) {
    return std::vector<model::StandingBlock>();
  }
  virtual base::Result<std::optional<model::Subscription>> SubscriptionByToken(
      std::string_view token) = 0;
  virtual base::Result<std::vector<model::Subscription>> Subscriptions() = 0;
  // When the next source or job is due; absent: nothing waits.
  virtual base::Result<std::optional<base::Instant>> NextDue() = 0;
  // When the next source is due; absent: there is none.
  virtual base::Result<std::optional<base::Instant>> NextDueSource() = 0;
  // When the next job of a stage is due that nobody has leased; absent: there is none.
  virtual base::Result<std::optional<base::Instant>> NextDueJob(Stage stage) = 0;
  virtual base::Result<ReadInput> InputForRead(const Job& job) = 0;
  virtual base::Result<EnrichInput> InputForEnrich(const Job& job) = 0;
  virtual base::Result<model::ClusterInput> InputForCluster(model::ArticleId article) = 0;
  // Placed articles since a time, oldest first, with what the clusterer's memory is built of at
  // start: names, origin, similarity and why are left out.
  virtual base::Status ForEachPlaced(
      base::Instant since,
      const std::function<void(const model::ClusterInput&, const model::Placement&)>& visit) = 0;
  // The same of one language.
  virtual base::Status ForEachPlacedIn(
      std::string_view /*language*/, base::Instant since,
      const std::function<void(const model::ClusterInput&, const model::Placement&)>& visit) {
    return ForEachPlaced(since, visit);
  }
  // ---- many processes on one store
  virtual base::Result<std::vector<WorkerView>> Workers() { return std::vector<WorkerView>(); }
  // Languages of which articles are to be grouped now, and nobody has them in hand.
  virtual base::Result<std::vector<WaitingLanguage>> WaitingLanguages() {
    return std::vector<WaitingLanguage>();
  }
  // Whether somebody has a page or a source in hand that may become an article.
  virtual base::Result<bool> AnythingInHand() { return false; }
  virtual base::Result<std::string> Fact(std::string_view name) = 0;  // empty: not set
  virtual base::Result<Counters> Count() = 0;
  virtual base::Result<Health> LookAtHealth() = 0;
  // New entries of each source in the seven days up to now, those of its first poll left out;
  // sources without any are left out.
  virtual base::Result<std::vector<std::pair<model::SourceId, int64_t>>> EntriesOfWeek() = 0;

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

// Whether libpq could read it as the address of a database: a URL or "name=value …".
bool IsDatabaseAddress(const std::string& conninfo);
// "PostgreSQL host=… dbname=… user=…": what a message may say of Options::database; never the
// password.
std::string DescribeDatabase(const std::string& conninfo);
// The same database, as "host=… dbname=…" with all else that was given, but without a password.
std::string WithoutPassword(const std::string& conninfo);

class Store {
 public:
  // Opens or makes the store and brings its schema up to date. kConflict when another process
  // writes to it.
  static base::Result<std::unique_ptr<Store>> Open(const Options& options);
  virtual ~Store() = default;

  // Runs `work` inside one transaction; its error rolls all back and is given on. Durable when it
  // returns. `work` may be run again from its beginning (PostgreSQL: after a deadlock, or when the
  // connection was lost before the commit): what it leaves outside the transaction it must be able
  // to leave twice.
  virtual base::Status Write(const std::function<base::Status(Transaction&)>& work) = 0;
  // As Write, for what only takes work and tells of workers (LeaseJobs and the functions of many
  // processes): where the database can, it does not wait for those who write.
  virtual base::Status Take(const std::function<base::Status(Transaction&)>& work) {
    return Write(work);
  }
  // Whether other processes may write to it at the same time.
  virtual bool IsShared() const { return false; }
  // Waits until somebody, of any process, has made new work, and gives all that was made since the
  // last call. None: nobody has, for that long. For one thread at a time, and for shared stores:
  // others answer at once.
  virtual base::Result<News> AwaitNews(std::chrono::milliseconds /*longest*/) { return News(); }
  // Runs `work` on one snapshot. Readers run side by side.
  virtual base::Status Read(const std::function<base::Status(Reader&)>& work) = 0;
};

}  // namespace store
