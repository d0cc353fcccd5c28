#pragma once
// Rows of the tables as values, read and written in one place each.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/article.h"
#include "model/ids.h"
#include "model/publisher.h"
#include "model/source.h"
#include "model/story.h"
#include "store/driver.h"
#include "store/row_set.h"
#include "store/store.h"
#include "store/views.h"

namespace store {

std::string_view StageName(Stage stage);  // "fetch"
inline constexpr Stage kStages[] = {Stage::kFetch, Stage::kRead, Stage::kEnrich, Stage::kCluster};
// "read enrich sources", as processes tell it to each other. What cannot be read is any news.
std::string NewsText(const News& news);
News NewsFrom(std::string_view text);

// Where an article stands, see schema.cc.
inline constexpr std::string_view kPaper = "paper";
inline constexpr std::string_view kQuarantine = "quarantine";
inline constexpr std::string_view kSuperseded = "superseded";

// The fact that says when a poll last worked, RFC 3339.
inline constexpr std::string_view kLastUpdate = "last update";

// New entries of each source by day in `day_counts`, and how many days of them are kept.
inline constexpr std::string_view kEntriesOfSource = "source";
inline constexpr int64_t kEntryDaysKept = 7;

// A row of `articles`. Its summary is what lists show; publisher_name and publisher_licensed are
// joined to it when it is read for a list.
struct ArticleRow {
  ArticleSummary summary;
  base::Instant at;        // its place in lists
  std::string shelf = {};  // kPaper, kQuarantine, kSuperseded
  bool operator==(const ArticleRow&) const = delete;
};

// How well an article may speak for its story, the lower the better: 0 a report that is no copy, 1
// another genre or a rewrite, 2 a copy, 3 not in the paper at all.
int StandingOf(const ArticleRow& row);

// The columns that ReadArticleRow reads, in its order, from `articles a LEFT JOIN publishers p`.
#define STORE_ARTICLE_COLUMNS                                                                 \
  "a.id, a.story, a.publisher, CASE p.name WHEN '' THEN p.host ELSE p.name END, p.licensed, " \
  "a.url, a.title, a.summary, a.language, "                                                   \
  "a.section, a.genre, a.published, a.found, a.image, a.lineage, a.copy_of, a.verdict, "      \
  "a.reason, a.reason_detail, a.sample, a.at, a.shelf"
#define STORE_ARTICLE_TABLES "articles a LEFT JOIN publishers p ON p.id = a.publisher"

ArticleRow ReadArticleRow(Statement& row);
base::Result<std::optional<ArticleRow>> FindArticleRow(Connection& connection, model::ArticleId id);
// New rows, with their ids; the values of one.
extern const RowsSql kArticleRows;
void AddArticleRow(RowSet& rows, const ArticleRow& row);
// Writes what differs from `old`, the row as it is stored.
base::Status UpdateArticleRow(Connection& connection, const ArticleRow& old, const ArticleRow& row);

#define STORE_SOURCE_COLUMNS                                                               \
  "id, publisher, url, kind, title, sections, language, country, sample, paused, etag, "   \
  "last_modified, last_poll, last_success, next_poll, failures, last_error, asking, "      \
  "rhythm, rights, moved_to, moved_since, moved_seen, previous_url, retired, hub, topic, " \
  "push_until"
model::Source ReadSourceRow(Statement& row);
base::Result<std::optional<model::Source>> FindSource(Connection& connection, model::SourceId id);

// Text and reading of an article, put together. kNotFound.
base::Result<model::Reading> FindReading(Connection& connection, model::ArticleId id);
// The standard value where it is not enriched yet.
base::Result<model::Enrichment> FindEnrichment(Connection& connection, model::ArticleId id);

// All versions of one article under addresses of their own, oldest first, the article itself among
// them: what is tied to it, or to each other, by LineageKind::kVersion.
base::Result<std::vector<ArticleRow>> VersionsOf(Connection& connection, model::ArticleId article);

// " IN ($1, $2, …)" for as many values as there are, so that many rows are one question; the list
// is filled up with its last value to a power of two, so that few statements are compiled.
std::string AnyOf(std::vector<Value>& values);

// What two spellings of one hashtag share.
std::string FoldTag(std::string_view name);

}  // namespace store
