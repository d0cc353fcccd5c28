#include "store/rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <set>

#include "store/codec.h"
#include "store/compress.h"
#include "store/user_info.h"
#include "text/words.h"

namespace store {

std::string_view StageName(Stage stage) {
  switch (stage) {
    case Stage::kFetch:
      return "fetch";
    case Stage::kRead:
      return "read";
    case Stage::kEnrich:
      return "enrich";
    case Stage::kCluster:
      return "cluster";
  }
  return {};
}

namespace {

constexpr std::string_view kSources = "sources";

}  // namespace

std::string NewsText(const News& news) {
  std::vector<std::string_view> words;
  for (const Stage stage : kStages) {
    if (news.Of(stage)) words.push_back(StageName(stage));
  }
  if (news.sources) words.push_back(kSources);
  return fmt::format("{}", fmt::join(words, " "));
}

News NewsFrom(std::string_view text) {
  News news;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const auto* const stage = std::ranges::find(kStages, word, StageName);
    if (stage != std::end(kStages)) {
      news.Add(*stage);
    } else if (word == kSources) {
      news.sources = true;
    } else {
      return kAnyNews;
    }
  }
  return news.Any() ? news : kAnyNews;
}

int StandingOf(const ArticleRow& row) {
  if (row.shelf != kPaper) return 3;
  if (row.summary.lineage == model::LineageKind::kCopy) return 2;
  if (row.summary.genre != model::Genre::kReport) return 1;
  return row.summary.lineage == model::LineageKind::kRewrite ? 1 : 0;
}

namespace {

template <typename Noun>
Value OrNull(model::Id<Noun> id) {
  return id ? Value(id) : Value();
}

}  // namespace

ArticleRow ReadArticleRow(Statement& row) {
  ArticleRow out;
  ArticleSummary& summary = out.summary;
  summary.id.value = row.Integer(0);
  summary.story.value = row.Integer(1);
  summary.publisher.value = row.Integer(2);
  summary.publisher_name = row.Text(3);
  summary.publisher_licensed = row.Boolean(4);
  summary.url = WithoutUserInfo(row.String(5));
  summary.title = row.Text(6);
  summary.summary = row.Text(7);
  summary.language = row.Text(8);
  summary.section = row.Text(9);
  summary.genre = model::GenreFrom(row.Text(10)).value_or(model::Genre::kReport);
  summary.published = row.MaybeInstant(11);
  summary.found = row.Instant(12);
  summary.image = DecodeImage(row.Text(13));
  summary.lineage = model::LineageKindFrom(row.Text(14)).value_or(model::LineageKind::kOriginal);
  summary.copy_of.value = row.Integer(15);
  summary.verdict = row.Text(16) == model::VerdictName(model::Verdict::kArticle)
                        ? model::Verdict::kArticle
                        : model::Verdict::kQuarantine;
  summary.reason = model::ReasonFrom(row.Text(17)).value_or(model::Reason::kNone);
  summary.reason_detail = row.Text(18);
  summary.sample = row.Boolean(19);
  out.at = row.Instant(20);
  out.shelf = row.Text(21);
  return out;
}

base::Result<std::optional<ArticleRow>> FindArticleRow(Connection& connection,
                                                       model::ArticleId id) {
  TRY_ASSIGN(auto rows, connection.Query("SELECT " STORE_ARTICLE_COLUMNS
                                         " FROM " STORE_ARTICLE_TABLES " WHERE a.id = $1",
                                         {id}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return std::nullopt;
  return ReadArticleRow(*rows);
}

namespace {

// The values of an article's row but for its id, in the order of both statements below. `image` is
// the row's, encoded.
std::vector<Value> ValuesOf(const ArticleRow& row, const std::string& image) {
  const ArticleSummary& s = row.summary;
  return {s.url,
          OrNull(s.publisher),
          OrNull(s.story),
          s.title,
          s.summary,
          s.language,
          s.section,
          model::GenreName(s.genre),
          s.published,
          s.found,
          row.at,
          image,
          model::LineageKindName(s.lineage),
          OrNull(s.copy_of),
          model::VerdictName(s.verdict),
          model::ReasonName(s.reason),
          s.reason_detail,
          s.sample,
          row.shelf,
          StandingOf(row)};
}

}  // namespace

const RowsSql kArticleRows = {
    .head =
        "INSERT INTO articles (id, url, publisher, story, title, summary, language, section, "
        "genre, published, found, at, image, lineage, copy_of, verdict, reason, "
        "reason_detail, sample, shelf, standing) VALUES ",
    .row =
        "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
        "$19, $20, $21)",
    .tail = "",
    .columns = 21,
};

void AddArticleRow(RowSet& rows, const ArticleRow& row) {
  const std::string image = EncodeImage(row.summary.image);
  std::vector<Value> values = {row.summary.id};
  const std::vector<Value> others = ValuesOf(row, image);
  values.insert(values.end(), others.begin(), others.end());
  rows.Add(values);
}

// Only what differs is set: a database writes every index again that holds a column which is set,
// changed or not, and articles have many.
base::Status UpdateArticleRow(Connection& connection, const ArticleRow& old,
                              const ArticleRow& row) {
  static constexpr std::string_view kColumns[] = {
      "url",     "publisher", "story",         "title",  "summary", "language", "section",
      "genre",   "published", "found",         "at",     "image",   "lineage",  "copy_of",
      "verdict", "reason",    "reason_detail", "sample", "shelf",   "standing"};
  const std::string old_image = EncodeImage(old.summary.image);
  const std::string image = EncodeImage(row.summary.image);
  const std::vector<Value> before = ValuesOf(old, old_image);
  const std::vector<Value> after = ValuesOf(row, image);
  std::vector<Value> values = {row.summary.id};
  std::string sql = "UPDATE articles SET ";
  for (size_t i = 0; i < after.size(); ++i) {
    if (before[i] == after[i]) continue;
    values.push_back(after[i]);
    sql += fmt::format("{}{} = ${}", values.size() > 2 ? ", " : "", kColumns[i], values.size());
  }
  if (values.size() == 1) return {};
  sql += " WHERE id = $1";
  TRY(connection.Put(sql, std::span<const Value>(values)));
  return {};
}

model::Source ReadSourceRow(Statement& row) {
  model::Source source;
  source.id.value = row.Integer(0);
  source.publisher.value = row.Integer(1);
  source.url = row.Text(2);
  source.kind = model::SourceKindFrom(row.Text(3)).value_or(model::SourceKind::kUnknown);
  source.title = row.Text(4);
  source.sections = DecodeStrings(row.Text(5));
  source.language = row.Text(6);
  source.country = row.Text(7);
  source.sample = row.Boolean(8);
  source.paused = row.Boolean(9);
  source.etag = row.Text(10);
  source.last_modified = row.Text(11);
  source.last_poll = row.MaybeInstant(12);
  source.last_success = row.MaybeInstant(13);
  source.next_poll = row.Instant(14);
  source.consecutive_failures = static_cast<int>(row.Integer(15));
  source.last_error = row.Text(16);
  source.asking = DecodeAsking(row.Text(17));
  source.rhythm = model::RhythmFrom(row.Text(18));
  source.rights = model::RightsFrom(row.Text(19));
  source.moved_to = row.Text(20);
  source.moved_since = row.MaybeInstant(21);
  source.moved_seen = static_cast<int>(row.Integer(22));
  source.previous_url = row.Text(23);
  source.retired = row.Boolean(24);
  source.hub = row.Text(25);
  source.topic = WithoutUserInfo(row.String(26));
  source.push_until = row.MaybeInstant(27);
  return source;
}

base::Result<std::optional<model::Source>> FindSource(Connection& connection, model::SourceId id) {
  TRY_ASSIGN(auto rows,
             connection.Query("SELECT " STORE_SOURCE_COLUMNS " FROM sources WHERE id = $1", {id}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return std::nullopt;
  return ReadSourceRow(*rows);
}

base::Result<model::Reading> FindReading(Connection& connection, model::ArticleId id) {
  TRY_ASSIGN(auto rows,
             connection.Query("SELECT text, reading FROM readings WHERE article = $1", {id}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) {
    return base::Fail(base::ErrorKind::kNotFound, fmt::format("there is no article {}", id.value));
  }
  TRY_ASSIGN(const std::string json, Decompress(rows->Text(1)));
  TRY_ASSIGN(model::Reading reading, DecodeReading(json));
  TRY_ASSIGN(reading.text, Decompress(rows->Text(0)));
  return reading;
}

base::Result<model::Enrichment> FindEnrichment(Connection& connection, model::ArticleId id) {
  TRY_ASSIGN(auto rows,
             connection.Query("SELECT enrichment FROM enrichments WHERE article = $1", {id}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return model::Enrichment();
  TRY_ASSIGN(const std::string json, Decompress(rows->Text(0)));
  return DecodeEnrichment(json);
}

// An article has few versions; the limit is against rows that name each other in a circle.
base::Result<std::vector<ArticleRow>> VersionsOf(Connection& connection, model::ArticleId article) {
  constexpr size_t kMost = 64;
  std::vector<ArticleRow> family;
  std::set<model::ArticleId> seen = {article};
  std::vector<model::ArticleId> waiting = {article};
  while (!waiting.empty() && family.size() < kMost) {
    const model::ArticleId id = waiting.back();
    waiting.pop_back();
    TRY_ASSIGN(auto row, FindArticleRow(connection, id));
    if (!row) continue;
    const ArticleSummary& summary = row->summary;
    if (summary.lineage == model::LineageKind::kVersion && seen.insert(summary.copy_of).second) {
      waiting.push_back(summary.copy_of);
    }
    family.push_back(*std::move(row));
    TRY(ForEachRow(connection, "SELECT id FROM articles WHERE copy_of = $1 AND lineage = 'version'",
                   {id}, [&](Statement& later) -> base::Status {
                     const model::ArticleId other{later.Integer(0)};
                     if (seen.insert(other).second) waiting.push_back(other);
                     return {};
                   }));
  }
  std::ranges::sort(family, {},
                    [](const ArticleRow& row) { return std::pair(row.at, row.summary.id); });
  return family;
}

std::string AnyOf(std::vector<Value>& values) {
  while (!std::has_single_bit(values.size())) values.push_back(values.back());
  std::string out = " IN (";
  for (size_t i = 1; i <= values.size(); ++i) out += fmt::format("{}${}", i > 1 ? ", " : "", i);
  return out + ")";
}

std::string FoldTag(std::string_view name) {
  if (name.starts_with('#')) name.remove_prefix(1);
  return text::Fold(name);
}

}  // namespace store
