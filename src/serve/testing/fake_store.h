#pragma once
// A store for tests, built from literal values: six stories in three languages, thirteen articles,
// copies, a quarantined page, related stories, hashtags. Every text that a public instance must not
// show in full ends with kSecret, and every image's address carries it.

#include <algorithm>
#include <atomic>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "store/store.h"

namespace serve::testing {

// Stands behind the first 300 characters of every article, and in its image's address.
inline constexpr std::string_view kSecret = "SECRETWORD";
inline const base::Instant kNow = *base::ParseRfc3339("2026-11-22T09:30:00Z");

inline base::Instant HoursAgo(double hours) {
  return {kNow.micros - static_cast<int64_t>(hours * static_cast<double>(base::kMicrosPerHour))};
}

struct FakeArticle {
  store::ArticleSummary summary;
  std::vector<std::string> paragraphs;
  std::vector<std::string> byline;
  std::vector<std::string> tags;
};

class FakeStore final : public store::Store {
 public:
  FakeStore();

  base::Status Write(const std::function<base::Status(store::Transaction&)>&) override {
    return base::Fail(base::ErrorKind::kRefused, "this store is for reading");
  }
  base::Status Read(const std::function<base::Status(store::Reader&)>& work) override;

  std::vector<FakeArticle> articles;
  std::vector<model::Publisher> publishers;
  std::vector<model::Source> sources;
  std::vector<std::pair<model::StoryId, std::vector<std::string>>> story_sections;
  std::atomic<int> reads = 0;  // how many snapshots were asked for
  std::atomic<int> editions = 0;
  bool broken = false;  // every read fails
  int64_t sample_articles = 0;

  FakeArticle* Find(model::ArticleId id) {
    for (FakeArticle& article : articles) {
      if (article.summary.id == id) return &article;
    }
    return nullptr;
  }

  model::PublisherId AddPublisher(std::string name, std::string host, std::string country,
                                  std::string language, bool licensed = false) {
    const model::PublisherId id{static_cast<int64_t>(publishers.size()) + 1};
    publishers.push_back(
        {id, std::move(host), std::move(name), std::move(country), std::move(language), licensed});
    return id;
  }

  FakeArticle& AddArticle(int64_t story, model::PublisherId publisher, std::string title,
                          std::string summary, double hours_ago, std::string section,
                          std::vector<std::string> tags) {
    FakeArticle article;
    const model::Publisher& from = publishers[static_cast<size_t>(publisher.value - 1)];
    store::ArticleSummary& s = article.summary;
    s.id = {static_cast<int64_t>(articles.size()) + 1};
    s.story = {story};
    s.publisher = publisher;
    s.publisher_name = from.name;
    s.publisher_licensed = from.licensed;
    s.url = "https://" + from.host + "/news/" + std::to_string(s.id.value);
    s.title = std::move(title);
    s.summary = std::move(summary);
    s.language = from.language;
    s.section = std::move(section);
    s.published = HoursAgo(hours_ago);
    s.found = *s.published;
    article.tags = std::move(tags);
    articles.push_back(std::move(article));
    return articles.back();
  }
};

class FakeReader final : public store::Reader {
 public:
  explicit FakeReader(FakeStore& store) : store_(store) {}

  base::Result<std::vector<model::Source>> Sources() override { return store_.sources; }
  base::Result<std::vector<model::Source>> SourcesAskedApart() override {
    return std::vector<model::Source>();
  }
  base::Result<std::optional<model::Source>> SourceById(model::SourceId) override {
    return std::nullopt;
  }
  base::Result<std::vector<std::pair<model::SourceId, int64_t>>> PagesMissing() override {
    return std::vector<std::pair<model::SourceId, int64_t>>();
  }
  base::Result<std::vector<store::SharedEntries>> SourcesThatShare(int64_t) override {
    return std::vector<store::SharedEntries>();
  }
  base::Result<std::optional<model::Site>> SiteByKey(std::string_view) override {
    return std::nullopt;
  }
  base::Result<std::optional<model::Subscription>> SubscriptionByToken(std::string_view) override {
    return std::nullopt;
  }
  base::Result<std::vector<model::Subscription>> Subscriptions() override {
    return std::vector<model::Subscription>();
  }
  base::Result<std::vector<model::Source>> DueSources(base::Instant, size_t) override { return {}; }
  base::Result<std::optional<base::Instant>> NextDueSource() override { return std::nullopt; }
  base::Result<std::optional<base::Instant>> NextDueJob(store::Stage /*stage*/) override {
    return std::nullopt;
  }
  base::Result<std::optional<base::Instant>> NextDue() override {
    return std::optional<base::Instant>();
  }
  base::Result<store::ReadInput> InputForRead(const store::Job&) override { return NotHere(); }
  base::Result<store::EnrichInput> InputForEnrich(const store::Job&) override { return NotHere(); }
  base::Result<model::ClusterInput> InputForCluster(model::ArticleId) override { return NotHere(); }
  base::Status ForEachPlaced(
      base::Instant,
      const std::function<void(const model::ClusterInput&, const model::Placement&)>&) override {
    return {};
  }
  base::Result<std::string> Fact(std::string_view) override { return std::string(); }
  base::Result<model::Page> PageOf(model::ArticleId) override { return NotHere(); }

  base::Result<store::Counters> Count() override {
    store::Counters counters;
    counters.sources = static_cast<int64_t>(store_.sources.size());
    counters.publishers = static_cast<int64_t>(store_.publishers.size());
    for (const FakeArticle& article : store_.articles) {
      const bool kept = article.summary.verdict == model::Verdict::kArticle;
      (kept ? counters.articles : counters.quarantined) += 1;
    }
    counters.stories = static_cast<int64_t>(StoryIds().size());
    counters.tags = 3;
    counters.sample_articles = store_.sample_articles;
    return counters;
  }

  base::Result<store::Health> LookAtHealth() override { return store::Health(); }
  base::Result<std::vector<std::pair<model::SourceId, int64_t>>> EntriesOfWeek() override {
    return {};
  }

  base::Result<store::EditionView> Edition(const store::EditionQuery& query) override;
  base::Result<store::StoryView> StoryById(model::StoryId id) override;
  base::Result<store::ArticleView> ArticleById(model::ArticleId id) override;
  base::Result<store::ArticleList> Articles(const store::ArticleQuery& query) override;

  base::Result<std::vector<store::StorySummary>> Stories(const store::StoryQuery& query) override {
    std::vector<store::StorySummary> stories;
    for (const model::StoryId id : StoryIds()) {
      store::StorySummary story = SummaryOf(id);
      if (!query.language.empty() && story.story.language != query.language) continue;
      stories.push_back(std::move(story));
    }
    const size_t start = std::min(query.offset, stories.size());
    stories.erase(stories.begin(), stories.begin() + static_cast<std::ptrdiff_t>(start));
    if (stories.size() > query.limit) stories.resize(query.limit);
    return stories;
  }

  base::Result<std::optional<store::TagSummary>> TagByName(std::string_view name) override {
    const std::string wanted = Lower(name);
    for (const store::TagSummary& tag : AllTags()) {
      if (Lower(tag.name) == wanted) return std::optional(tag);
    }
    return std::optional<store::TagSummary>();
  }
  base::Result<std::vector<store::TagSummary>> Tags(size_t limit) override {
    std::vector<store::TagSummary> tags = AllTags();
    for (store::TagSummary& tag : tags) tag.days.clear();
    if (tags.size() > limit) tags.resize(limit);
    return tags;
  }

  base::Result<std::vector<store::PublisherSummary>> Publishers() override {
    std::vector<store::PublisherSummary> all;
    for (const model::Publisher& publisher : store_.publishers) {
      all.push_back(PublisherOf(publisher));
    }
    return all;
  }
  base::Result<std::optional<store::PublisherSummary>> PublisherById(
      model::PublisherId id) override {
    for (const model::Publisher& publisher : store_.publishers) {
      if (publisher.id != id) continue;
      store::PublisherSummary summary = PublisherOf(publisher);
      summary.days = Days();
      return std::optional(std::move(summary));
    }
    return std::optional<store::PublisherSummary>();
  }

  base::Result<store::SearchResult> Search(const store::SearchQuery& query) override;

 private:
  static std::unexpected<base::Error> NotHere() {
    return base::Fail(base::ErrorKind::kNotFound, "not in this store");
  }
  static std::string Lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
  }
  static std::vector<int> Days() {
    std::vector<int> days(90, 0);
    for (size_t i = 0; i < days.size(); ++i) days[i] = static_cast<int>((i * i * 7 + i * 3) % 11);
    return days;
  }
  std::vector<model::StoryId> StoryIds() const {
    std::vector<model::StoryId> ids;
    for (const FakeArticle& article : store_.articles) {
      const model::StoryId id = article.summary.story;
      if (id && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return ids;
  }
  store::StorySummary SummaryOf(model::StoryId id) const;
  std::vector<store::TagSummary> AllTags() const;
  store::PublisherSummary PublisherOf(const model::Publisher& publisher) const;
  std::vector<store::RelatedStory> RelatedTo(model::StoryId id) const;

  FakeStore& store_;
};

inline base::Status FakeStore::Read(const std::function<base::Status(store::Reader&)>& work) {
  ++reads;
  if (broken) return base::Fail(base::ErrorKind::kUnavailable, "the disk is gone");
  FakeReader reader(*this);
  return work(reader);
}

inline store::StorySummary FakeReader::SummaryOf(model::StoryId id) const {
  store::StorySummary summary;
  model::Story& story = summary.story;
  story.id = id;
  for (const FakeArticle& each : store_.articles) {
    const store::ArticleSummary& article = each.summary;
    if (article.story != id) continue;
    if (story.article_count == 0) {
      summary.lead = article;
      story.title = article.title;
      story.language = article.language;
      story.section = article.section;
      story.lead = article.id;
      story.first_published = *article.published;
      story.last_published = *article.published;
    }
    story.article_count += 1;
    story.first_published = std::min(story.first_published, *article.published);
    story.last_published = std::max(story.last_published, *article.published);
    std::vector<std::string>& names = summary.publisher_names;
    if (std::find(names.begin(), names.end(), article.publisher_name) == names.end()) {
      names.push_back(article.publisher_name);
    }
    if (article.lineage == model::LineageKind::kOriginal) story.report_count += 1;
  }
  story.publisher_count = static_cast<int>(summary.publisher_names.size());
  summary.rank = static_cast<double>(story.publisher_count);
  summary.rank_why = {{"coverage", summary.rank}, {"freshness", 0.8}};
  return summary;
}

inline std::vector<store::TagSummary> FakeReader::AllTags() const {
  std::vector<store::TagSummary> tags;
  for (const FakeArticle& article : store_.articles) {
    if (article.summary.verdict == model::Verdict::kQuarantine) continue;
    for (const std::string& name : article.tags) {
      const auto found = std::find_if(
          tags.begin(), tags.end(), [&](const store::TagSummary& tag) { return tag.name == name; });
      if (found != tags.end()) {
        found->article_count += 1;
      } else {
        tags.push_back({{static_cast<int64_t>(tags.size()) + 1}, name, 1, Days()});
      }
    }
  }
  return tags;
}

inline store::PublisherSummary FakeReader::PublisherOf(const model::Publisher& publisher) const {
  store::PublisherSummary summary;
  summary.publisher = publisher;
  for (const FakeArticle& article : store_.articles) {
    if (article.summary.publisher != publisher.id) continue;
    const bool kept = article.summary.verdict == model::Verdict::kArticle;
    (kept ? summary.article_count : summary.quarantined_count) += 1;
    summary.last_article = std::max(summary.last_article.value_or(base::Instant{}),
                                    article.summary.published.value_or(article.summary.found));
  }
  return summary;
}

inline std::vector<store::RelatedStory> FakeReader::RelatedTo(model::StoryId id) const {
  std::vector<store::RelatedStory> related;
  const store::StorySummary own = SummaryOf(id);
  for (const model::StoryId other : StoryIds()) {
    store::StorySummary story = SummaryOf(other);
    if (other == id || story.story.section != own.story.section ||
        story.story.language != own.story.language) {
      continue;
    }
    related.push_back({std::move(story), 0.4, {"ferry", "harbour"}});
  }
  return related;
}

inline base::Result<store::EditionView> FakeReader::Edition(const store::EditionQuery& query) {
  ++store_.editions;
  store::EditionView edition;
  edition.source_count = static_cast<int64_t>(store_.sources.size());
  edition.quarantined_today = 1;
  edition.last_update = HoursAgo(0.2);
  edition.days = {base::DayOf(HoursAgo(24)), base::DayOf(HoursAgo(48))};
  if (query.day.has_value() && *query.day != base::DayOf(kNow)) return edition;
  std::vector<store::StorySummary> stories;
  for (const model::StoryId id : StoryIds()) stories.push_back(SummaryOf(id));
  std::stable_sort(stories.begin(), stories.end(), [&](const auto& a, const auto& b) {
    return (a.story.language == query.language) > (b.story.language == query.language);
  });
  for (store::StorySummary& story : stories) {
    if (edition.top.size() < query.top) {
      edition.top.push_back(std::move(story));
      continue;
    }
    const auto found =
        std::find_if(edition.sections.begin(), edition.sections.end(),
                     [&](const auto& section) { return section.section == story.story.section; });
    if (found == edition.sections.end()) {
      edition.sections.push_back({story.story.section, {}});
      edition.sections.back().stories.push_back(std::move(story));
    } else if (found->stories.size() < query.per_section) {
      found->stories.push_back(std::move(story));
    }
  }
  return edition;
}

inline base::Result<store::StoryView> FakeReader::StoryById(model::StoryId id) {
  store::StoryView view;
  view.summary = SummaryOf(id);
  if (view.summary.story.article_count == 0) return NotHere();
  for (const FakeArticle& article : store_.articles) {
    if (article.summary.story == id) view.articles.push_back(article.summary);
  }
  std::sort(view.articles.begin(), view.articles.end(),
            [](const auto& a, const auto& b) { return a.published < b.published; });
  for (size_t i = 0; i < view.articles.size(); ++i) {
    model::Placement placement;
    placement.article = view.articles[i].id;
    placement.story = id;
    placement.why = {.score = 0.82, .threshold = 0.6, .nearest = {}, .shared_terms = {"harbour"}};
    if (i > 0) placement.why.nearest = view.articles[0].id;
    view.placements.push_back(std::move(placement));
  }
  const FakeArticle* lead = store_.Find(view.summary.story.lead);
  for (const std::string& tag : lead->tags) view.tags.push_back({{1}, tag, 1, {}});
  view.related = RelatedTo(id);
  return view;
}

inline base::Result<store::ArticleView> FakeReader::ArticleById(model::ArticleId id) {
  const FakeArticle* found = store_.Find(id);
  if (found == nullptr) return NotHere();
  store::ArticleView view;
  view.summary = found->summary;
  model::Reading& reading = view.reading;
  reading.url = found->summary.url;
  reading.title = found->summary.title;
  reading.byline = found->byline;
  reading.published = found->summary.published;
  reading.image = found->summary.image;
  if (!reading.image.url.empty()) reading.captions.push_back(reading.image.caption);
  for (const std::string& paragraph : found->paragraphs) {
    reading.blocks.push_back(
        {.kind = model::BlockKind::kParagraph, .text = paragraph, .url = {}, .credit = {}});
    if (!reading.text.empty()) reading.text += "\n";
    reading.text += paragraph;
  }
  reading.verdict = found->summary.verdict;
  view.enrichment.section = found->summary.section;
  for (const std::string& tag : found->tags) view.enrichment.tags.push_back({tag, tag, 1.0});
  if (!found->summary.story) return view;
  view.story = SummaryOf(found->summary.story);
  for (const FakeArticle& article : store_.articles) {
    if (article.summary.story == found->summary.story && article.summary.id != id) {
      view.others.push_back(article.summary);
    }
  }
  view.related = RelatedTo(found->summary.story);
  return view;
}

inline base::Result<store::ArticleList> FakeReader::Articles(const store::ArticleQuery& query) {
  store::ArticleList list;
  std::string tag_name;
  for (const store::TagSummary& tag : AllTags()) {
    if (query.tag == tag.id) tag_name = tag.name;
  }
  for (const FakeArticle& article : store_.articles) {
    const store::ArticleSummary& s = article.summary;
    if (s.verdict != query.verdict) continue;
    if (query.publisher.has_value() && s.publisher != *query.publisher) continue;
    if (!query.language.empty() && s.language != query.language) continue;
    if (!query.section.empty() && s.section != query.section) continue;
    if (query.tag.has_value() &&
        std::find(article.tags.begin(), article.tags.end(), tag_name) == article.tags.end()) {
      continue;
    }
    list.articles.push_back(s);
  }
  std::stable_sort(list.articles.begin(), list.articles.end(), [](const auto& a, const auto& b) {
    return a.published.value_or(a.found) > b.published.value_or(b.found);
  });
  // The cursor of this store is simply the id of the last article given.
  if (!query.after.empty()) {
    const auto last = std::find_if(list.articles.begin(), list.articles.end(), [&](const auto& a) {
      return std::to_string(a.id.value) == query.after;
    });
    if (last == list.articles.end()) {
      return base::Fail(base::ErrorKind::kInvalidInput, "after is no cursor of this list");
    }
    list.articles.erase(list.articles.begin(), last + 1);
  }
  if (list.articles.size() > query.limit) {
    list.articles.resize(query.limit);
    list.next = std::to_string(list.articles.back().id.value);
  }
  return list;
}

inline base::Result<store::SearchResult> FakeReader::Search(const store::SearchQuery& query) {
  store::SearchResult result;
  const std::string wanted = Lower(query.text);
  for (const FakeArticle& article : store_.articles) {
    if (article.summary.verdict == model::Verdict::kQuarantine) continue;
    std::string text = article.summary.title;
    for (const std::string& paragraph : article.paragraphs) text += "\n" + paragraph;
    const size_t at = Lower(text).find(wanted);
    if (at == std::string::npos) continue;
    store::SearchHit hit;
    hit.article = article.summary;
    hit.snippet = text;
    hit.marks = {{static_cast<uint32_t>(at), static_cast<uint32_t>(at + wanted.size())}};
    result.hits.push_back(std::move(hit));
    result.publishers.emplace_back(article.summary.publisher_name, 1);
  }
  result.total = static_cast<int64_t>(result.hits.size());
  result.languages.emplace_back("en", result.total);
  return result;
}

}  // namespace serve::testing

#include "serve/testing/fake_articles.h"
