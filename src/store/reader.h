#pragma once
// The one implementation of Reader. Its functions stand in files by what they answer: queue and
// sources in read_queue.cc, articles in read_articles.cc, lists of them in read_lists.cc, stories
// and the edition in read_stories.cc, full text in read_search.cc.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/driver.h"
#include "store/rows.h"
#include "store/store.h"

namespace store {

class SnapshotReader final : public Reader {
 public:
  // The connections stay with the caller, who has begun a read on the first.
  SnapshotReader(Connection& connection, Connection& page_connection, base::Instant now)
      : connection_(connection), page_connection_(page_connection), now_(now) {}

  // As WriteTransaction's.
  void AskDatabaseForTime() { ask_clock_ = true; }

  base::Result<std::vector<model::Source>> Sources() override;
  base::Result<std::vector<model::Source>> SourcesAskedApart() override;
  base::Result<std::vector<model::Source>> DueSources(base::Instant now, size_t limit) override;
  base::Result<std::optional<model::Source>> SourceById(model::SourceId id) override;
  base::Result<std::vector<std::pair<model::SourceId, int64_t>>> PagesMissing() override;
  base::Result<std::vector<SharedEntries>> SourcesThatShare(int64_t least) override;
  base::Result<std::optional<model::Site>> SiteByKey(std::string_view key) override;
  base::Result<std::vector<model::StandingBlock>> Standing(std::string_view site) override;
  base::Result<std::optional<model::Subscription>> SubscriptionByToken(
      std::string_view token) override;
  base::Result<std::vector<model::Subscription>> Subscriptions() override;
  base::Result<std::optional<base::Instant>> NextDue() override;
  base::Result<std::optional<base::Instant>> NextDueSource() override;
  base::Result<std::optional<base::Instant>> NextDueJob(Stage stage) override;
  base::Result<ReadInput> InputForRead(const Job& job) override;
  base::Result<EnrichInput> InputForEnrich(const Job& job) override;
  base::Result<model::ClusterInput> InputForCluster(model::ArticleId article) override;
  base::Status ForEachPlaced(base::Instant since,
                             const std::function<void(const model::ClusterInput&,
                                                      const model::Placement&)>& visit) override;
  base::Status ForEachPlacedIn(std::string_view language, base::Instant since,
                               const std::function<void(const model::ClusterInput&,
                                                        const model::Placement&)>& visit) override;
  base::Result<std::vector<WorkerView>> Workers() override;
  base::Result<std::vector<WaitingLanguage>> WaitingLanguages() override;
  base::Result<bool> AnythingInHand() override;
  base::Result<std::string> Fact(std::string_view name) override;
  base::Result<Counters> Count() override;
  base::Result<Health> LookAtHealth() override;
  base::Result<std::vector<std::pair<model::SourceId, int64_t>>> EntriesOfWeek() override;

  base::Result<EditionView> Edition(const EditionQuery& query) override;
  base::Result<StoryView> StoryById(model::StoryId id) override;
  base::Result<ArticleView> ArticleById(model::ArticleId id) override;
  base::Result<ArticleList> Articles(const ArticleQuery& query) override;
  base::Result<std::vector<StorySummary>> Stories(const StoryQuery& query) override;
  base::Result<std::optional<TagSummary>> TagByName(std::string_view name) override;
  base::Result<std::vector<TagSummary>> Tags(size_t limit) override;
  base::Result<std::vector<PublisherSummary>> Publishers() override;
  base::Result<std::optional<PublisherSummary>> PublisherById(model::PublisherId id) override;
  base::Result<SearchResult> Search(const SearchQuery& query) override;
  base::Result<model::Page> PageOf(model::ArticleId id) override;

 private:
  base::Status VisitPlaced(
      std::optional<std::string_view> language, base::Instant since,
      const std::function<void(const model::ClusterInput&, const model::Placement&)>& visit);
  base::Status VisitThese(
      std::span<const int64_t> articles,
      const std::function<void(const model::ClusterInput&, const model::Placement&)>& visit);
  base::Result<int64_t> FirstArticleFoundSince(base::Instant when);
  base::Result<model::Placement> PlacementOf(const ArticleRow& row);
  base::Result<std::vector<ArticleSummary>> ArticleSummariesOf(model::StoryId story,
                                                               model::ArticleId but);
  base::Result<std::vector<ArticleSummary>> VersionSummaries(const ArticleRow& row);
  base::Status AppendEarlier(const ArticleRow& row, std::vector<ArticleSummary>& out);
  base::Result<std::vector<int>> LastDays(std::string_view of, int64_t id);
  base::Result<int64_t> DayCount(std::string_view of, int64_t id, base::Day day);

  // Adds publishers, lead and rank to a story's row. Absent when the story has no article left.
  base::Result<std::optional<StorySummary>> StorySummaryOf(model::StoryId id, base::Instant now);
  base::Status AppendStories(const std::vector<model::StoryId>& ids, base::Instant now,
                             std::vector<StorySummary>& out);
  base::Result<std::vector<RelatedStory>> RelatedTo(model::StoryId story);
  base::Result<std::vector<TagSummary>> StoryTags(model::StoryId story);
  base::Status FillCurrent(const EditionQuery& query, EditionView& view);
  base::Status FillDay(const EditionQuery& query, base::Day day, EditionView& view);
  base::Result<std::vector<base::Day>> EditionDays(base::Day but, size_t limit);

  Connection& connection_;
  Connection& page_connection_;
  const base::Instant now_;
  bool ask_clock_ = false;
};

}  // namespace store
