#pragma once
// What the store answers to those who show it: one value for each page, with all that the page
// needs.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "model/article.h"
#include "model/enrichment.h"
#include "model/ids.h"
#include "model/publisher.h"
#include "model/rights.h"
#include "model/story.h"

namespace store {

// One line in a list of articles.
struct ArticleSummary {
  model::ArticleId id;
  model::StoryId story;  // 0: not placed (yet), or in quarantine
  model::PublisherId publisher;
  std::string publisher_name;
  bool publisher_licensed = false;
  std::string url;
  std::string title;
  std::string summary;  // the brief's sentences joined, at most two; empty: there is none
  std::string language;
  std::string section;
  model::Genre genre = model::Genre::kReport;
  std::optional<base::Instant> published;
  base::Instant found;  // when Octavo saw it first
  model::Image image;
  model::LineageKind lineage = model::LineageKind::kOriginal;
  model::ArticleId copy_of;  // 0: original
  model::Verdict verdict = model::Verdict::kArticle;
  model::Reason reason = model::Reason::kNone;
  std::string reason_detail;
  bool sample = false;
};

struct TagSummary {
  model::TagId id;
  std::string name;  // without '#'
  int64_t article_count = 0;
  std::vector<int> days;  // articles of each of the last 90 days, oldest first; empty in lists
};

struct StorySummary {
  model::Story story;
  ArticleSummary lead;
  std::vector<std::string> publisher_names;  // distinct, those of reports first
  double rank = 0;                           // of the front page
  std::vector<std::pair<std::string, double>>
      rank_why;  // "coverage" 2.4, "freshness" .8, …: factors of rank
};

struct RelatedStory {
  StorySummary story;
  double score = 0;
  std::vector<std::string> shared_terms;
};

struct StoryView {
  StorySummary summary;
  std::vector<ArticleSummary> articles;      // by time, oldest first
  std::vector<model::Placement> placements;  // one for each article, in the same order
  std::vector<TagSummary> tags;
  std::vector<RelatedStory> related;
};

struct ArticleView {
  ArticleSummary summary;
  model::Reading reading;
  model::Enrichment enrichment;
  model::Rights rights;  // what is reserved at its addresses, and by the sources that name them
  std::string missing;   // why its page was not read; empty: it was, or there is none
  std::optional<StorySummary> story;
  std::vector<ArticleSummary> others;  // of the same story, without this one
  std::vector<RelatedStory>
      related;  // of its story; may be empty: nothing related is a good answer
  std::vector<ArticleSummary>
      versions;  // of the same article, oldest first, this one included when there are more
};

struct EditionQuery {
  std::string language;          // stories of this language first
  std::optional<base::Day> day;  // absent: the current one
  base::Instant now;
  size_t top = 8;
  size_t per_section = 5;
};
// The part of an edition behind its sections: stories in other languages than the one asked for.
inline constexpr std::string_view kOtherLanguages = "other_languages";
struct SectionView {
  std::string section;  // empty: none told
  std::vector<StorySummary> stories;
};
struct EditionView {
  std::vector<StorySummary> top;  // at most query.top
  std::vector<SectionView> sections;
  int64_t source_count = 0;
  int64_t quarantined_today = 0;
  std::optional<base::Instant> last_update;
  std::vector<base::Day> days;  // other days that have an edition, newest first, at most 14
};

// Lists are walked by `after`, the cursor that the previous answer gave; stable while articles come
// in.
struct ArticleQuery {
  std::optional<model::PublisherId> publisher;
  std::optional<model::TagId> tag;
  std::string language;  // empty: all
  std::string section;   // empty: all
  model::Verdict verdict = model::Verdict::kArticle;
  size_t limit = 50;
  std::string after;
};
struct ArticleList {
  std::vector<ArticleSummary> articles;  // newest first
  std::string next;                      // empty: that was all
};
struct StoryQuery {
  std::string language;  // empty: all
  base::Instant now;
  size_t limit = 50;
  size_t offset = 0;
};

struct SearchQuery {
  std::string text;      // as typed: words, "phrases", -word, publisher:nhk, language:ja, #tag,
                         // after:2026-11-01
  std::string language;  // of the reader's page: how words are stemmed
  size_t limit = 20;
  size_t offset = 0;
};
struct SearchHit {
  ArticleSummary article;
  std::string snippet;                               // plain text around the best match
  std::vector<std::pair<uint32_t, uint32_t>> marks;  // bytes of `snippet` that matched
};
struct SearchResult {
  std::vector<SearchHit> hits;
  int64_t total = 0;                                        // at most 10,000 are counted
  std::vector<std::pair<std::string, int64_t>> publishers;  // facets, largest first
  std::vector<std::pair<std::string, int64_t>> languages;
  std::vector<std::string> problems;  // parts of the query that were not understood, in words
};

struct PublisherSummary {
  model::Publisher publisher;
  int64_t article_count = 0;
  int64_t quarantined_count = 0;
  std::optional<base::Instant> last_article;
  std::vector<int> days;  // articles of each of the last 90 days, oldest first; empty in lists
};

struct Counters {
  int64_t sources = 0;
  int64_t publishers = 0;
  int64_t entries = 0;
  int64_t articles = 0;
  int64_t quarantined = 0;
  int64_t stories = 0;
  int64_t tags = 0;
  std::array<int64_t, 4> waiting = {};  // jobs by stage: fetch, read, enrich, cluster
  int64_t failed_jobs = 0;
  int64_t failing_sources = 0;
  int64_t sample_articles = 0;
};

// How the work stands, for whoever runs it; beside Counters. Each figure is one look at an index,
// or a walk over what came in today.
struct Health {
  // When the oldest job of a stage became due that nobody has in hands; absent: there is none.
  std::array<std::optional<base::Instant>, 4> oldest_due = {};
  // The same of those that somebody has in hands, or had when it was killed.
  std::array<std::optional<base::Instant>, 4> oldest_leased = {};
  int64_t articles_last_hour = 0;  // read for the first time, in the paper now
  int64_t quarantined_last_hour = 0;
  int64_t articles_today = 0;              // since 00:00 UTC
  int64_t stories_today = 0;               // with an article of today
  std::optional<base::Instant> next_poll;  // of the sources that are not paused
  std::optional<base::Instant> newest;     // when the last article was read for the first time
};

}  // namespace store
