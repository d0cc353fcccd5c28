// Articles, tags and publishers.

#include <fmt/format.h>

#include "store/codec.h"
#include "store/compress.h"
#include "store/pages.h"
#include "store/reader.h"

namespace store {
namespace {

constexpr size_t kLongestList = 1'000;
constexpr int kDaysShown = 90;

}  // namespace

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
  TRY(ForEachRow(connection_,
                 "SELECT s.rights FROM addresses d JOIN entries e ON e.address = d.id "
                 "JOIN sources s ON s.id = e.source WHERE d.article = $1 AND s.rights <> ''",
                 {id}, [&](Statement& source) -> base::Status {
                   view.rights.Join(model::RightsFrom(source.Text(0)));
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
  out.last_article = row.MaybeInstant(8);
  return out;
}

}  // namespace

// One question for all: they are as many as the owner's sources, and each a look-up in an index.
#define STORE_PUBLISHERS                                                                        \
  "SELECT id, host, name, country, language, licensed, article_count, quarantined_count, "      \
  "(SELECT max(a.at) FROM articles a WHERE a.publisher = publishers.id AND a.shelf = 'paper') " \
  "FROM publishers "

base::Result<std::vector<PublisherSummary>> SnapshotReader::Publishers() {
  std::vector<PublisherSummary> publishers;
  TRY(ForEachRow(connection_, STORE_PUBLISHERS "ORDER BY id", {},
                 [&](Statement& row) -> base::Status {
                   publishers.push_back(ReadPublisher(row));
                   return {};
                 }));
  return publishers;
}

base::Result<std::optional<PublisherSummary>> SnapshotReader::PublisherById(model::PublisherId id) {
  PublisherSummary publisher;
  {
    TRY_ASSIGN(auto rows, connection_.Query(STORE_PUBLISHERS "WHERE id = $1", {id}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return std::nullopt;
    publisher = ReadPublisher(*rows);
  }
  TRY_ASSIGN(publisher.days, LastDays("publisher", id.value));
  return publisher;
}

}  // namespace store
