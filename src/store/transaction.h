#pragma once
// The one implementation of Transaction. Its functions stand in four files, by what they write:
// sources and polls in write_sources.cc, the queue in write_queue.cc, who works on it in
// write_workers.cc, articles and stories in write_articles.cc.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/driver.h"
#include "store/pages.h"
#include "store/rows.h"
#include "store/search_index.h"
#include "store/store.h"
#include "store/tally.h"

namespace store {

// The host by which a URL is asked for politely: scheme, port and "www." left out, so that what
// leads from one to the other stays with one worker. Empty of an empty URL.
std::string LaneOf(std::string_view url);

// What becomes of an article's tags when its row changes.
enum class ItsTags { kFollow, kAreSetNext };

class WriteTransaction final : public Transaction {
 public:
  // All stay with the caller, who has begun a write on `connection`.
  WriteTransaction(Connection& connection, PageWriter& pages, Connection& page_connection,
                   base::Instant now)
      : connection_(connection),
        pages_(pages),
        page_connection_(page_connection),
        now_(now),
        full_text_(connection) {}

  // Where several machines write, their clocks may differ: the database's own is asked for what
  // they must agree on. (Tests have a clock of their own.)
  void AskDatabaseForTime() { ask_clock_ = true; }

  // Writes what was collected. Nothing may be asked of the transaction afterwards but the commit.
  base::Status Finish();

  base::Result<model::SourceId> AddSource(const model::Source& source) override;
  base::Status RemoveSource(model::SourceId id) override;
  base::Status UpdateSource(const model::Source& source) override;
  base::Status MergeSources(model::SourceId kept, model::SourceId other) override;
  base::Status PutSite(const model::Site& site) override;
  base::Status PutSubscription(const model::Subscription& subscription) override;
  base::Status RemoveSubscription(std::string_view token) override;
  base::Result<int64_t> SetPaused(std::optional<model::SourceId> id, bool paused) override;
  base::Result<PollOutcome> RecordPoll(const model::Source& state,
                                       const model::Publisher& publisher,
                                       std::span<const model::Entry> entries) override;

  using Transaction::LeaseJobs;
  base::Result<std::vector<Job>> LeaseJobs(Stage stage, size_t limit,
                                           const LeaseTerms& terms) override;
  base::Status FinishFetch(const Job& job, const model::Page& page) override;
  base::Result<model::ArticleId> FinishRead(const Job& job, const model::Reading& reading) override;
  base::Status SetPublisher(model::ArticleId article, const model::Publisher& publisher) override;
  base::Status FinishEnrich(const Job& job, const model::Enrichment& enrichment) override;
  base::Result<model::StoryId> FinishCluster(const Job& job,
                                             const model::Placement& placement) override;
  base::Status RetryJob(const Job& job, const base::Error& error, base::Instant next) override;
  base::Status FailJob(const Job& job, const base::Error& error) override;
  base::Result<int64_t> RereadAll() override;

  base::Result<WorkerId> EnterWorker(std::string_view name) override;
  base::Result<bool> SayAlive(const LeaseTerms& terms) override;
  base::Result<int64_t> BuryWorker(WorkerId worker) override;
  base::Result<std::vector<WorkerView>> BuryTheDead(WorkerId self, int64_t silence_micros) override;
  base::Result<std::vector<model::Source>> ClaimSources(size_t limit,
                                                        const LeaseTerms& terms) override;
  base::Status EndPoll(model::SourceId source, WorkerId worker) override;
  base::Result<std::optional<int64_t>> TakeOffice(std::string_view language,
                                                  WorkerId worker) override;
  base::Status CheckOffice(std::string_view language, int64_t epoch) override;

  base::Result<std::vector<model::Sighting>> RecordSighting(const Job& job, std::string_view site,
                                                            model::Sighting& sighting) override;
  base::Result<int64_t> LearnStanding(std::span<const model::StandingBlock> blocks) override;
  base::Result<model::StandingBlock> DecideStanding(model::StandingId id,
                                                    model::StandingDecision decision) override;

  base::Status SetRelated(model::StoryId story, std::span<const model::Related> related) override;
  base::Status SetFact(std::string_view name, std::string_view value) override;

 private:
  // A job that was leased and is now taken out of the queue.
  struct Ended {
    int64_t address = 0;
    bool reread = false;  // the page is the one that was read before
    std::string lane = {};
  };
  // A job that is being leased.
  struct Taken {
    Job job;
    base::Instant due;
    std::string lane;
  };
  // What an entry that is polled is compared with.
  struct KnownEntry {
    int64_t id = 0;
    int64_t address = 0;
    int64_t digest = 0;
  };
  struct Address {
    int64_t id = 0;
    bool is_new = false;
    bool has_entry = false;
    bool has_article = false;
  };

  // ---- sources and polls
  base::Result<model::PublisherId> StorePublisher(const model::Publisher& publisher);
  base::Status StoreSource(const model::Source& source);
  base::Result<std::map<std::string, KnownEntry>> KnownEntries(
      model::SourceId source, std::span<const model::Entry> entries);
  base::Status CountEntriesOfDay(model::SourceId source, int64_t entries);
  base::Result<std::optional<KnownEntry>> FindEntry(model::SourceId source, std::string_view key);
  base::Result<Address> AddressOf(std::string_view url);
  base::Status StoreNewEntry(model::SourceId source, const model::Entry& entry, int64_t digest,
                             PollOutcome& outcome);
  base::Status StoreChangedEntry(const KnownEntry& known, const model::Entry& entry,
                                 int64_t digest);
  base::Status LeaveAddress(int64_t entry, int64_t address);

  // ---- the queue
  enum class Origin { kPoll, kReread };
  // `lane`: of kFetch the host (LaneOf), of kCluster the language, else empty.
  base::Status Enqueue(Stage stage, int64_t address, std::string_view lane,
                       Origin origin = Origin::kPoll);
  // Absent: it was finished before, or its source is gone; there is nothing to do.
  base::Result<std::optional<Ended>> End(const Job& job, Stage stage);
  base::Status DropJobs(int64_t address);
  // Makes the worker the one that asks a host. False: another has it to itself.
  base::Result<bool> TakeHost(std::string_view host, const LeaseTerms& terms);
  // Gives back what is of hosts that another worker got first.
  base::Status KeepToHosts(std::vector<Taken>& taken, const LeaseTerms& terms);
  // The time of the database's own clock where several machines write to it, else now_.
  base::Result<base::Instant> SharedNow();
  // For a job that could not be ended or retried: nothing when there is no such job (any more),
  // kConflict when it is not the caller's.
  base::Status RefuseUnlessGone(const Job& job, Stage stage);
  base::Status SetError(int64_t address, const std::optional<std::string>& error);
  // Reads the pages of a site again that are known to have a block, as far as they are there.
  base::Status RereadPagesWith(std::string_view site, model::BlockMark mark);

  // ---- articles
  base::Result<std::optional<ArticleRow>> ArticleAt(int64_t address);
  base::Result<std::optional<ArticleRow>> SharedArticle(int64_t address,
                                                        const model::Reading& reading);
  base::Result<model::ArticleId> StoreArticle(int64_t address, const std::optional<ArticleRow>& old,
                                              const model::Reading& reading);
  base::Status StoreReading(model::ArticleId id, const model::Reading& reading);
  base::Status KeepVersion(const ArticleRow& old, const model::Reading& reading);
  // Writes the row and counts the difference; takes it out of tags and search when it leaves the
  // paper.
  base::Status ReplaceArticle(const ArticleRow& old, const ArticleRow& row,
                              ItsTags tags = ItsTags::kFollow);
  // Its tags stand where lists look for the article.
  base::Status MoveTags(const ArticleRow& old, const ArticleRow& row);
  base::Status SetTags(const ArticleRow& row, const std::vector<model::Tag>& tags);
  base::Status RemoveTags(model::ArticleId article);
  // Of these names, without their doubles; makes those that are new.
  base::Result<std::set<int64_t>> TagIds(const std::vector<model::Tag>& tags);
  base::Result<model::StoryId> OpenStory(const ArticleRow& row);
  // Of all versions of one article only the newest stays in the paper.
  base::Status ShelveVersions(model::ArticleId article);

  Connection& connection_;
  PageWriter& pages_;
  Connection& page_connection_;
  const base::Instant now_;
  bool ask_clock_ = false;
  Tally tally_;
  FullTextChanges full_text_;
};

}  // namespace store
