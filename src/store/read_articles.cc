// Articles, lists of them, tags and publishers.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "store/codec.h"
#include "store/compress.h"
#include "store/pages.h"
#include "store/reader.h"

namespace store {
namespace {

constexpr size_t kLongestList = 1'000;
constexpr int kDaysShown = 90;

// The last line of a list: where the next part begins.
struct Cursor {
  int64_t at = INT64_MAX;
  int64_t id = INT64_MAX;
};

std::string FormatCursor(const Cursor& cursor) {
  return fmt::format("{}.{}", cursor.at, cursor.id);
}

base::Result<Cursor> ParseCursor(std::string_view text) {
  Cursor cursor;
  if (text.empty()) return cursor;
  const char* end = text.data() + text.size();
  const auto at = std::from_chars(text.data(), end, cursor.at);
  if (at.ec == std::errc() && at.ptr != end && *at.ptr == '.') {
    const auto id = std::from_chars(at.ptr + 1, end, cursor.id);
    if (id.ec == std::errc() && id.ptr == end) return cursor;
  }
  return base::Fail(base::ErrorKind::kInvalidInput,
                    fmt::format("\"{}\" is no place in a list", text));
}

// A statement and its parameters, put together part by part. Each combination of filters is one
// text, so that each is compiled once.
class ListSql {
 public:
  explicit ListSql(std::string_view select) : sql_(select) {}
  // `condition` with "{}" where the parameter goes.
  void Where(std::string_view condition, Value value) {
    values_.push_back(value);
    sql_ += values_.size() == 1 ? " WHERE " : " AND ";
    sql_ += fmt::format(fmt::runtime(condition), fmt::format("${}", values_.size()));
  }
  void Before(std::string_view at, std::string_view id, const Cursor& cursor) {
    values_.emplace_back(cursor.at);
    values_.emplace_back(cursor.id);
    sql_ += fmt::format(" AND ({}, {}) < (${}, ${}) ORDER BY {} DESC, {} DESC", at, id,
                        values_.size() - 1, values_.size(), at, id);
  }
  void Limit(size_t limit) {
    values_.emplace_back(limit);
    sql_ += fmt::format(" LIMIT ${}", values_.size());
  }
  base::Result<std::unique_ptr<Statement>> Run(Connection& connection) const {
    return connection.Query(sql_, std::span<const Value>(values_));
  }

 private:
  std::string sql_;
  std::vector<Value> values_;
};

constexpr std::string_view kSelect = "SELECT " STORE_ARTICLE_COLUMNS " FROM " STORE_ARTICLE_TABLES;

std::string SelectTagged(const Dialect& dialect) {
  return fmt::format(
      "SELECT {} FROM article_tags t {} articles a ON a.id = t.article "
      "LEFT JOIN publishers p ON p.id = a.publisher",
      STORE_ARTICLE_COLUMNS, dialect.ordered_join);
}

ListSql SqlOf(const Dialect& dialect, const ArticleQuery& query, const Cursor& cursor,
              size_t limit) {
  ListSql sql(query.tag ? SelectTagged(dialect) : std::string(kSelect));
  if (query.tag) sql.Where("t.tag = {}", *query.tag);
  sql.Where("a.shelf = {}", query.verdict == model::Verdict::kArticle ? kPaper : kQuarantine);
  if (query.publisher) sql.Where("a.publisher = {}", *query.publisher);
  if (!query.language.empty()) sql.Where("a.language = {}", query.language);
  if (!query.section.empty()) sql.Where("a.section = {}", query.section);
  sql.Before(query.tag ? "t.at" : "a.at", query.tag ? "t.article" : "a.id", cursor);
  sql.Limit(limit);
  return sql;
}

}  // namespace

base::Result<ArticleList> SnapshotReader::Articles(const ArticleQuery& query) {
  ArticleList list;
  const size_t limit = std::clamp<size_t>(query.limit, 1, kLongestList);
  TRY_ASSIGN(const Cursor after, ParseCursor(query.after));
  TRY_ASSIGN(auto rows, SqlOf(connection_.dialect(), query, after, limit + 1).Run(connection_));
  Cursor last;
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return list;
    if (list.articles.size() == limit) break;
    ArticleRow row = ReadArticleRow(*rows);
    last = {row.at.micros, row.summary.id.value};
    list.articles.push_back(std::move(row.summary));
  }
  list.next = FormatCursor(last);
  return list;
}

base::Result<std::vector<ArticleSummary>> SnapshotReader::ArticleSummariesOf(model::StoryId story,
                                                                             model::ArticleId but) {
  std::vector<ArticleSummary> articles;
  TRY(ForEachRow(connection_,
                 "SELECT " STORE_ARTICLE_COLUMNS " FROM " STORE_ARTICLE_TABLES
                 " WHERE a.story = $1 AND a.standing < 3 AND a.id <> $2 ORDER BY a.at, a.id "
                 "LIMIT $3",
                 {story, but, kLongestList}, [&](Statement& row) -> base::Status {
                   articles.push_back(ReadArticleRow(row).summary);
                   return {};
                 }));
  return articles;
}

// Earlier versions of one article under its own address, as they stood in lists then.
base::Status SnapshotReader::AppendEarlier(const ArticleRow& row,
                                           std::vector<ArticleSummary>& out) {
  base::Instant found = row.summary.found;
  return ForEachRow(connection_,
                    "SELECT seen, reading FROM versions WHERE article = $1 ORDER BY number",
                    {row.summary.id}, [&](Statement& version) -> base::Status {
                      TRY_ASSIGN(const std::string json, Decompress(version.Text(1)));
                      TRY_ASSIGN(const model::Reading reading, DecodeReading(json));
                      ArticleSummary summary = row.summary;
                      summary.title = reading.title;
                      summary.summary.clear();
                      summary.image = reading.image;
                      summary.published = reading.published;
                      summary.found = found;
                      found = version.Instant(0);
                      out.push_back(std::move(summary));
                      return {};
                    });
}

base::Result<std::vector<ArticleSummary>> SnapshotReader::VersionSummaries(const ArticleRow& row) {
  std::vector<ArticleSummary> versions;
  TRY_ASSIGN(const auto family, VersionsOf(connection_, row.summary.id));
  for (const ArticleRow& member : family) {
    TRY(AppendEarlier(member, versions));
    versions.push_back(member.summary);
  }
  if (versions.size() == 1) versions.clear();
  return versions;
}

base::Result<ArticleView> SnapshotReader::ArticleById(model::ArticleId id) {
  TRY_ASSIGN(const auto row, FindArticleRow(connection_, id));
  if (!row) {
    return base::Fail(base::ErrorKind::kNotFound, fmt::format("there is no article {}", id.value));
  }
  ArticleView view;
  view.summary = row->summary;
  TRY_ASSIGN(view.reading, FindReading(connection_, id));
  TRY_ASSIGN(view.enrichment, FindEnrichment(connection_, id));
  TRY_ASSIGN(view.versions, VersionSummaries(*row));
  TRY(ForEachRow(connection_,
                 "SELECT rights, missing FROM addresses WHERE article = $1 ORDER BY id", {id},
                 [&](Statement& address) -> base::Status {
                   view.rights.Join(model::RightsFrom(address.Text(0)));
                   view.missing = address.Text(1);
                   return {};
                 }));
  if (!row->summary.story) return view;
  TRY_ASSIGN(view.story, StorySummaryOf(row->summary.story, now_));
  TRY_ASSIGN(view.others, ArticleSummariesOf(row->summary.story, id));
  TRY_ASSIGN(view.related, RelatedTo(row->summary.story));
  return view;
}

base::Result<model::Page> SnapshotReader::PageOf(model::ArticleId id) {
  std::vector<int64_t> addresses;
  TRY(ForEachRow(connection_, "SELECT id FROM addresses WHERE article = $1 ORDER BY id", {id},
                 [&](Statement& row) -> base::Status {
                   addresses.push_back(row.Integer(0));
                   return {};
                 }));
  for (const int64_t address : addresses) {
    TRY_ASSIGN(auto page, FindPage(page_connection_, address));
    if (page) return *std::move(page);
  }
  return base::Fail(base::ErrorKind::kNotFound,
                    fmt::format("the page of article {} is not kept", id.value));
}

// ---- days, tags, publishers

base::Result<std::vector<int>> SnapshotReader::LastDays(std::string_view of, int64_t id) {
  const int32_t today = base::DayOf(now_).number;
  const int32_t first = today - kDaysShown + 1;
  std::vector<int> days(kDaysShown, 0);
  TRY(ForEachRow(connection_,
                 "SELECT day, value FROM day_counts WHERE of = $1 AND id = $2 "
                 "AND day >= $3 AND day <= $4",
                 {of, id, first, today}, [&](Statement& row) -> base::Status {
                   days[static_cast<size_t>(row.Integer(0) - first)] =
                       static_cast<int>(row.Integer(1));
                   return {};
                 }));
  return days;
}

base::Result<int64_t> SnapshotReader::DayCount(std::string_view of, int64_t id, base::Day day) {
  TRY_ASSIGN(const auto count, FindInteger(connection_,
                                           "SELECT value FROM day_counts WHERE of = $1 "
                                           "AND id = $2 AND day = $3",
                                           {of, id, day}));
  return count.value_or(0);
}

base::Result<std::optional<TagSummary>> SnapshotReader::TagByName(std::string_view name) {
  TagSummary tag;
  {
    TRY_ASSIGN(auto rows, connection_.Query("SELECT id, name, article_count FROM tags "
                                            "WHERE folded = $1 AND article_count > 0",
                                            {FoldTag(name)}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return std::nullopt;
    tag = {{rows->Integer(0)}, rows->String(1), rows->Integer(2), {}};
  }
  TRY_ASSIGN(tag.days, LastDays("tag", tag.id.value));
  return tag;
}

base::Result<std::vector<TagSummary>> SnapshotReader::Tags(size_t limit) {
  std::vector<TagSummary> tags;
  TRY(ForEachRow(connection_,
                 "SELECT id, name, article_count FROM tags WHERE article_count > 0 "
                 "ORDER BY heat DESC, id DESC LIMIT $1",
                 {limit}, [&](Statement& row) -> base::Status {
                   tags.push_back({{row.Integer(0)}, row.String(1), row.Integer(2), {}});
                   return {};
                 }));
  return tags;
}

namespace {

PublisherSummary ReadPublisher(Statement& row) {
  PublisherSummary out;
  out.publisher.id.value = row.Integer(0);
  out.publisher.host = row.Text(1);
  out.publisher.name = row.Text(2);
  out.publisher.country = row.Text(3);
  out.publisher.language = row.Text(4);
  out.publisher.licensed = row.Boolean(5);
  out.article_count = row.Integer(6);
  out.quarantined_count = row.Integer(7);
  return out;
}

}  // namespace

base::Status SnapshotReader::FillPublisher(PublisherSummary& summary) {
  TRY_ASSIGN(const auto last, FindInteger(connection_,
                                          "SELECT max(at) FROM articles WHERE publisher = $1 "
                                          "AND shelf = $2",
                                          {summary.publisher.id, kPaper}));
  if (last) summary.last_article = base::Instant{*last};
  return {};
}

base::Result<std::vector<PublisherSummary>> SnapshotReader::Publishers() {
  std::vector<PublisherSummary> publishers;
  TRY(ForEachRow(connection_,
                 "SELECT id, host, name, country, language, licensed, article_count, "
                 "quarantined_count FROM publishers ORDER BY id",
                 {}, [&](Statement& row) -> base::Status {
                   publishers.push_back(ReadPublisher(row));
                   return {};
                 }));
  for (PublisherSummary& publisher : publishers) TRY(FillPublisher(publisher));
  return publishers;
}

base::Result<std::optional<PublisherSummary>> SnapshotReader::PublisherById(model::PublisherId id) {
  PublisherSummary publisher;
  {
    TRY_ASSIGN(auto rows,
               connection_.Query("SELECT id, host, name, country, language, licensed, "
                                 "article_count, quarantined_count FROM publishers WHERE id = $1",
                                 {id}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return std::nullopt;
    publisher = ReadPublisher(*rows);
  }
  TRY(FillPublisher(publisher));
  TRY_ASSIGN(publisher.days, LastDays("publisher", id.value));
  return publisher;
}

}  // namespace store
