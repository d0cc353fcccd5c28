#pragma once
// The one implementation of Transaction. Its functions stand in five files, by what they write:
// sources and polls in write_sources.cc, the queue in write_queue.cc, who works on it in
// write_workers.cc, articles and stories in write_articles.cc; what is put off in write_held.cc.
//
// What finished jobs leave behind is held back and written together: rows of one table by one
// statement. Whatever else looks at these tables calls Settle first.

#include <array>
#include <cstdint>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/ahead.h"
#include "store/driver.h"
#include "store/pages.h"
#include "store/row_set.h"
#include "store/rows.h"
#include "store/search_index.h"
#include "store/store.h"
#include "store/tally.h"

namespace store {

class WriteTransaction final : public Transaction {
 public:
  // All stay with the caller, who has begun a write on `connection`.
  WriteTransaction(Connection& connection, PageWriter& pages, Connection& page_connection,
                   base::Instant now)
      : connection_(connection),
        pages_(pages),
        page_connection_(page_connection),
        now_(now),
        ahead_(connection),
        full_text_(connection) {}

  // Where several machines write, their clocks may differ: the database's own is asked for what
  // they must agree on. (Tests have a clock of their own.)
  void AskDatabaseForTime() { ask_clock_ = true; }

  // Writes what was collected. Nothing may be asked of the transaction afterwards but the commit.
  base::Status Finish();

  base::Result<model::SourceId> AddSource(const model::Source& source) override;
  base::Status RemoveSource(model::SourceId id) override;
  base::Status AddNamedSource(const model::Source& source) override;
  base::Status ChangeSource(model::SourceId id,
                            const std::function<base::Status(model::Source&)>& change) override;
  base::Status MergeSources(model::SourceId kept, model::SourceId other) override;
  base::Status PutSite(const model::Site& site) override;
  base::Status PutSubscription(const model::Subscription& subscription) override;
  base::Status RemoveSubscription(std::string_view token) override;
  base::Result<std::optional<model::Subscription>> SubscriptionByToken(
      std::string_view token) override;
  base::Result<int64_t> SetPaused(std::optional<model::SourceId> id, bool paused) override;
  base::Status RecordState(const model::Source& asked, const model::Source& state) override;
  base::Result<PollOutcome> RecordPoll(const model::Source& asked, const model::Source& state,
                                       const model::Publisher& publisher,
                                       std::span<const model::Entry> entries) override;
  base::Status PlanSooner(model::SourceId id, const model::Rhythm& rhythm,
                          base::Instant next_poll) override;

  using Transaction::LeaseJobs;
  base::Result<std::vector<Job>> LeaseJobs(Stage stage, size_t limit,
                                           const LeaseTerms& terms) override;
  base::Status Expect(std::span<const ExpectedJob> jobs) override;
  base::Status FinishFetch(const Job& job, const model::Page& page) override;
  base::Result<model::ArticleId> FinishRead(const Job& job, const model::Reading& reading) override;
  base::Status SetPublisher(model::ArticleId article, const model::Publisher& publisher) override;
  base::Status FinishEnrich(const Job& job, const model::Enrichment& enrichment) override;
  base::Result<model::StoryId> FinishCluster(const Job& job,
                                             const model::Placement& placement) override;
  base::Status RetryJob(const Job& job, const base::Error& error, base::Instant next) override;
  base::Status PutOffJob(const Job& job, const base::Error& why, base::Instant next,
                         std::string_view lane) override;
  base::Status FailJob(const Job& job, const base::Error& error) override;
  base::Result<int64_t> RereadAll() override;

  base::Result<WorkerId> EnterWorker(std::string_view name) override;
  base::Result<bool> SayAlive(const LeaseTerms& terms) override;
  base::Status KeepInHand(const LeaseTerms& terms, const InHand& in_hand) override;
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
    AddressState* at = nullptr;  // null: it was finished before, or its source is gone
    bool reread = false;         // the page is the one that was read before
  };
  // A job that is being leased.
  struct Taken {
    Job job;
    base::Instant due;
  };
  // An article that is new, or whose row has changed.
  struct HeldArticle {
    std::optional<ArticleRow> stored;  // as the database has it
    ArticleRow row;
  };
  // The tags that an article is to have.
  struct HeldTags {
    std::vector<std::string> names;
    bool had_some = false;  // other tags may stand there
    bool index = false;     // full text is to be put in, with them
  };
  struct HeldJob {
    bool reread = false;
    std::string lane;
  };
  // What an entry that is polled is compared with.
  struct KnownEntry {
    int64_t id = 0;
    int64_t address = 0;
    int64_t digest = 0;
  };
  // An entry that its source did not have.
  struct NewEntry {
    const model::Entry* entry = nullptr;
    int64_t digest = 0;
    int64_t id = 0;
  };
  struct Address {
    int64_t id = 0;
    int64_t entry = 0;
    bool has_article = false;
  };

  // ---- sources and polls
  base::Status ForgetUserInfo(model::SourceId source);
  base::Result<model::PublisherId> StorePublisher(const model::Publisher& publisher);
  base::Status StoreSource(const model::Source& source);
  // What a poll leaves of a source of which the store knows that by now. kConflict.
  base::Result<model::Source> JoinPoll(const model::Source& known, const model::Source& asked,
                                       const model::Source& state);
  base::Result<std::map<std::string, KnownEntry>> KnownEntries(
      model::SourceId source, std::span<const model::Entry> entries);
  base::Status CountEntriesOfDay(model::SourceId source, int64_t entries);
  base::Result<std::optional<KnownEntry>> FindEntry(model::SourceId source, std::string_view key);
  // The addresses of entries, made where there are none: by URL, then those without one in order.
  base::Result<std::vector<Address>> AddressesOf(std::span<const NewEntry> entries);
  base::Status StoreNewEntries(model::SourceId source, std::vector<NewEntry> entries,
                               PollOutcome& outcome);
  base::Status StoreChangedEntry(const KnownEntry& known, const model::Entry& entry,
                                 int64_t digest);
  base::Status LeaveAddress(int64_t entry, int64_t address);

  // ---- the queue
  // Back into the queue, with so many attempts more.
  base::Status PutBack(const Job& job, int attempts, const base::Error& error, base::Instant next);
  enum class Origin { kPoll, kReread };
  // `lane`: of kFetch the host (LaneOf), of kCluster the language, else empty.
  base::Status Enqueue(Stage stage, int64_t address, std::string_view lane,
                       Origin origin = Origin::kPoll);
  base::Result<Ended> End(const Job& job, Stage stage);
  base::Status DropJobs(int64_t address);
  // Makes the worker the one that asks a host, which wants so long a pause. False: another has it
  // to itself.
  base::Result<bool> TakeHost(std::string_view host, const LeaseTerms& terms,
                              int64_t pause_micros = 0);
  base::Status KeepHosts(const LeaseTerms& terms, const InHand& in_hand);
  // Gives back what is of hosts that another worker got first.
  base::Status KeepToHosts(std::vector<Taken>& taken, const LeaseTerms& terms);
  // The time of the database's own clock where several machines write to it, else now_. One for the
  // whole transaction.
  base::Result<base::Instant> SharedNow();
  // For a job that could not be ended or retried: nothing when there is no such job (any more),
  // kConflict when it is not the caller's.
  base::Status RefuseUnlessGone(const Job& job, Stage stage);
  base::Status SetError(int64_t address, const std::optional<std::string>& error);
  // Reads the pages of a site again that are known to have a block, as far as they are there.
  base::Status RereadPagesWith(std::string_view site, model::BlockMark mark);

  // ---- articles
  // The article as this transaction has it.
  base::Result<std::optional<ArticleRow>> ArticleById(model::ArticleId id);
  // The article that has a URL; 0: none.
  base::Result<int64_t> OwnerOf(const std::string& url);
  base::Result<std::optional<ArticleRow>> SharedArticle(AddressState& at,
                                                        const model::Reading& reading);
  base::Result<model::ArticleId> StoreArticle(AddressState& at,
                                              const std::optional<ArticleRow>& old,
                                              const model::Reading& reading);
  void HoldReading(model::ArticleId id, const model::Reading& reading);
  base::Status KeepVersion(const ArticleRow& old, const model::Reading& reading);
  // Writes the row and counts the difference; takes it out of tags and search when it leaves the
  // paper.
  base::Status ReplaceArticle(const ArticleRow& old, const ArticleRow& row);
  // Its tags stand where lists look for the article.
  base::Status MoveTags(const ArticleRow& old, const ArticleRow& row);
  // `now` is the article's row before whatever changes with the tags.
  void HoldTags(const ArticleRow& now, const std::vector<model::Tag>& tags, bool had_some,
                bool index);
  base::Status RemoveTags(model::ArticleId article);
  // kNotFound where there is none, at once or when the transaction ends.
  base::Status CheckStory(model::StoryId story);
  base::Result<model::StoryId> OpenStory(const ArticleRow& row);
  // Of all versions of one article only the newest stays in the paper.
  base::Status ShelveVersions(model::ArticleId article);

  // ---- what is held back
  // An id for a new row. `most`: so many are likely to be wanted, this one among them.
  base::Result<int64_t> NextId(std::string_view table, size_t most);
  // Writes what is held.
  base::Status Settle();
  base::Status SettleWhenLarge();
  base::Status WriteArticles();
  base::Status WriteTags();
  base::Status WriteJobs();
  // By what two spellings share; makes those that are new.
  base::Result<std::map<std::string, int64_t>> TagIds(
      const std::map<std::string, std::string>& names);

  Connection& connection_;
  PageWriter& pages_;
  Connection& page_connection_;
  const base::Instant now_;
  bool ask_clock_ = false;
  std::optional<base::Instant> shared_now_;  // once it was asked for
  Ahead ahead_;
  Tally tally_;
  News news_;  // that those who listen are to be told
  FullTextChanges full_text_;

  std::array<size_t, std::size(kStages)> expected_ = {};  // jobs of each stage, when last announced
  std::map<std::string_view, std::vector<int64_t>> ids_;  // to be given, the next one last
  std::map<model::ArticleId, HeldArticle> articles_;
  std::map<model::ArticleId, HeldTags> tagged_;
  std::map<std::pair<Stage, int64_t>, HeldJob> jobs_;  // by address
  std::set<model::StoryId> opened_;                    // in this transaction
  static const RowsSql kLinks, kReadings, kEnrichments, kPlacements, kStories, kArticleTags;
  RowSet links_{kLinks};  // from addresses to articles
  RowSet readings_{kReadings};
  RowSet enrichments_{kEnrichments};
  RowSet placements_{kPlacements};
  RowSet stories_{kStories};
};

}  // namespace store
