// What becomes of what was fetched: articles, their tags, their stories.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "store/codec.h"
#include "store/compress.h"
#include "store/transaction.h"

namespace store {
namespace {

constexpr size_t kMostBriefSentences = 2;

// The sentences of a brief as one text. Languages that write no spaces need none between sentences.
std::string SummaryOf(const model::Enrichment& enrichment) {
  const std::string_view language(enrichment.language);
  const bool spaced =
      !(language.starts_with("ja") || language.starts_with("zh") || language.starts_with("th"));
  std::string out;
  for (size_t i = 0; i < std::min(enrichment.brief.size(), kMostBriefSentences); ++i) {
    if (i > 0 && spaced) out += ' ';
    out += enrichment.brief[i].text;
  }
  return out;
}

// What an entry and its source know of an article that the page did not say.
struct Origins {
  model::Entry entry;
  model::Source source;
};

base::Result<Origins> OriginsOf(Connection& connection, int64_t address) {
  Origins origins;
  {
    TRY_ASSIGN(auto rows, connection.Query("SELECT e.source, e.details FROM addresses d "
                                           "JOIN entries e ON e.id = d.entry WHERE d.id = $1",
                                           {address}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return origins;
    origins.source.id.value = rows->Integer(0);
    TRY_ASSIGN(const std::string json, Decompress(rows->Text(1)));
    TRY_ASSIGN(origins.entry, DecodeEntry(json));
  }
  TRY_ASSIGN(auto source, FindSource(connection, origins.source.id));
  if (source) origins.source = *std::move(source);
  return origins;
}

std::string FirstOf(const std::string& one, const std::string& other,
                    const std::string& third = {}) {
  if (!one.empty()) return one;
  return other.empty() ? third : other;
}

// "en" of "en-US".
std::string PrimaryLanguage(const std::string& language) {
  return language.substr(0, language.find_first_of("-_"));
}

// Where it stands in lists: never in the future, whatever the page says.
base::Instant PlaceOf(const ArticleSummary& summary) {
  return summary.published ? std::min(*summary.published, summary.found) : summary.found;
}

// Puts into `row` what a reading says.
void Take(ArticleRow& row, const model::Reading& reading, const Origins& origins) {
  ArticleSummary& summary = row.summary;
  summary.title = FirstOf(reading.title, origins.entry.title);
  // What the page says holds until the text itself has been looked at.
  if (summary.language.empty() || summary.language == "und") {
    summary.language =
        PrimaryLanguage(FirstOf(reading.language, origins.entry.language, origins.source.language));
  }
  summary.genre = reading.genre;
  summary.published = reading.published ? reading.published : origins.entry.published;
  summary.image = reading.image;
  if (summary.image.url.empty()) summary.image.url = origins.entry.image;
  summary.verdict = reading.verdict;
  summary.reason = reading.reason;
  summary.reason_detail = reading.reason_detail;
  if (origins.source.publisher) summary.publisher = origins.source.publisher;
  if (origins.source.id) summary.sample = origins.source.sample;
  row.at = PlaceOf(summary);
  if (reading.verdict == model::Verdict::kQuarantine) {
    row.shelf = kQuarantine;
    summary.summary.clear();
  } else if (row.shelf != kSuperseded) {
    row.shelf = kPaper;
  }
}

}  // namespace

// ---- reading

base::Result<std::optional<ArticleRow>> WriteTransaction::ArticleAt(int64_t address) {
  TRY_ASSIGN(auto rows,
             connection_.Query("SELECT " STORE_ARTICLE_COLUMNS
                               " FROM addresses d JOIN articles a ON a.id = d.article "
                               "LEFT JOIN publishers p ON p.id = a.publisher WHERE d.id = $1",
                               {address}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return std::nullopt;
  return ReadArticleRow(*rows);
}

// The article of another address that calls itself by the same canonical URL. Sites that name their
// front page as canonical everywhere would melt into one article: the headline must be the same
// too.
//
// The index of URLs leaves out those without one: a plan that is made for any value must be told
// that this value is none of them.
base::Result<std::optional<ArticleRow>> WriteTransaction::SharedArticle(
    int64_t address, const model::Reading& reading) {
  if (reading.url.empty()) return std::nullopt;
  TRY_ASSIGN(const auto id,
             FindInteger(connection_, "SELECT id FROM articles WHERE url = $1 AND url <> ''",
                         {reading.url}));
  if (!id) return std::nullopt;
  TRY_ASSIGN(auto row, FindArticleRow(connection_, model::ArticleId{*id}));
  if (!row || row->summary.title != reading.title) return std::nullopt;
  TRY(connection_.Put("UPDATE addresses SET article = $2 WHERE id = $1", {address, *id}));
  return row;
}

base::Result<model::ArticleId> WriteTransaction::FinishRead(const Job& job,
                                                            const model::Reading& reading) {
  TRY_ASSIGN(const auto ended, End(job, Stage::kRead));
  if (!ended) {
    TRY_ASSIGN(const auto known,
               FindInteger(connection_,
                           "SELECT d.article FROM entries e JOIN addresses d ON d.id = e.address "
                           "WHERE e.id = $1",
                           {job.entry}));
    return model::ArticleId{known.value_or(0)};
  }
  TRY_ASSIGN(auto old, ArticleAt(ended->address));
  if (!old) {
    TRY_ASSIGN(old, SharedArticle(ended->address, reading));
  }
  if (old && !ended->reread) TRY(KeepVersion(*old, reading));
  // Out of full text while the text that is in it can still be told; FinishEnrich puts it in again.
  if (old) TRY(full_text_.Unindex(*old));
  TRY_ASSIGN(const model::ArticleId id, StoreArticle(ended->address, old, reading));
  TRY(StoreReading(id, reading));
  TRY(SetError(ended->address, std::nullopt));
  if (reading.verdict == model::Verdict::kArticle) TRY(Enqueue(Stage::kEnrich, ended->address, ""));
  return id;
}

base::Status WriteTransaction::SetPublisher(model::ArticleId article,
                                            const model::Publisher& publisher) {
  TRY_ASSIGN(const auto old, FindArticleRow(connection_, article));
  if (!old) {
    return base::Fail(base::ErrorKind::kNotFound, fmt::format("no article {}", article.value));
  }
  TRY_ASSIGN(const auto known, FindInteger(connection_, "SELECT id FROM publishers WHERE host = $1",
                                           {publisher.host}));
  ArticleRow row = *old;
  if (known) {
    row.summary.publisher.value = *known;
  } else {
    TRY_ASSIGN(row.summary.publisher, StorePublisher(publisher));
  }
  if (row.summary.publisher == old->summary.publisher) return {};
  return ReplaceArticle(*old, row);
}

base::Result<model::ArticleId> WriteTransaction::StoreArticle(int64_t address,
                                                              const std::optional<ArticleRow>& old,
                                                              const model::Reading& reading) {
  TRY_ASSIGN(const Origins origins, OriginsOf(connection_, address));
  ArticleRow row;
  if (old) row = *old;
  if (!old) row.summary.found = now_;
  Take(row, reading, origins);
  if (!old || old->summary.url != reading.url) {
    std::string url = FirstOf(reading.url, origins.entry.url);
    TRY_ASSIGN(
        auto owner,
        FindInteger(connection_, "SELECT id FROM articles WHERE url = $1 AND url <> ''", {url}));
    if (owner && url != origins.entry.url) {
      url = origins.entry.url;
      TRY_ASSIGN(owner, FindInteger(connection_,
                                    "SELECT id FROM articles WHERE url = $1 AND url <> ''", {url}));
    }
    // Where even its own address is taken as another's canonical one, it goes without.
    if (!owner) row.summary.url = url;
  }
  if (old) {
    TRY(ReplaceArticle(*old, row));
    return row.summary.id;
  }
  TRY_ASSIGN(row.summary.id, InsertArticleRow(connection_, row));
  TRY(connection_.Put("UPDATE addresses SET article = $2 WHERE id = $1",
                      {address, row.summary.id}));
  tally_.CountArticle(row, 1);
  return row.summary.id;
}

base::Status WriteTransaction::StoreReading(model::ArticleId id, const model::Reading& reading) {
  const std::string text = Compress(reading.text);
  const std::string json = Compress(EncodeReading(reading));
  TRY(
      connection_.Put("INSERT INTO readings (article, text, reading) VALUES ($1, $2, $3) "
                      "ON CONFLICT (article) DO UPDATE SET text = excluded.text, "
                      "reading = excluded.reading",
                      {id, Blob{text}, Blob{json}}));
  return {};
}

// The reading that is about to be replaced is kept where a reader could see the difference.
base::Status WriteTransaction::KeepVersion(const ArticleRow& old, const model::Reading& reading) {
  if (old.summary.verdict != model::Verdict::kArticle) return {};
  if (reading.verdict != model::Verdict::kArticle) return {};
  TRY_ASSIGN(const model::Reading before, FindReading(connection_, old.summary.id));
  if (before.title == reading.title && before.text == reading.text) return {};
  TRY_ASSIGN(const auto number,
             FindInteger(connection_, "SELECT max(number) FROM versions WHERE article = $1",
                         {old.summary.id}));
  TRY(
      connection_.Put("INSERT INTO versions (article, number, seen, text, reading) "
                      "SELECT article, $2, $3, text, reading FROM readings WHERE article = $1",
                      {old.summary.id, number.value_or(0) + 1, now_}));
  return {};
}

base::Status WriteTransaction::ReplaceArticle(const ArticleRow& old, const ArticleRow& row,
                                              ItsTags tags) {
  const bool was_in_paper = old.shelf == kPaper;
  const bool is_in_paper = row.shelf == kPaper;
  if (was_in_paper && !is_in_paper) {
    TRY(RemoveTags(row.summary.id));
    TRY(full_text_.Unindex(old));
  }
  tally_.CountArticle(old, -1);
  tally_.CountArticle(row, 1);
  TRY(UpdateArticleRow(connection_, old, row));
  if (row.summary.story) tally_.TouchStory(row.summary.story);
  if (was_in_paper && is_in_paper) {
    TRY(UpdateIndexRow(connection_, row));
    if (tags == ItsTags::kFollow) TRY(MoveTags(old, row));
  }
  return {};
}

base::Status WriteTransaction::MoveTags(const ArticleRow& old, const ArticleRow& row) {
  const ArticleSummary& summary = row.summary;
  if (old.at != row.at) {
    TRY_ASSIGN(const auto enrichment, FindEnrichment(connection_, summary.id));
    return SetTags(row, enrichment.tags);
  }
  if (old.summary.publisher == summary.publisher && old.summary.language == summary.language &&
      old.summary.section == summary.section) {
    return {};
  }
  return connection_.Put(
      "UPDATE article_tags SET publisher = $2, language = $3, section = $4 WHERE article = $1",
      {summary.id, summary.publisher, summary.language, summary.section});
}

// ---- enriching

base::Status WriteTransaction::FinishEnrich(const Job& job, const model::Enrichment& enrichment) {
  TRY_ASSIGN(const auto ended, End(job, Stage::kEnrich));
  if (!ended) return {};
  TRY_ASSIGN(const auto old, ArticleAt(ended->address));
  if (!old) return {};
  ArticleRow row = *old;
  ArticleSummary& summary = row.summary;
  if (!enrichment.language.empty()) summary.language = enrichment.language;
  summary.section = enrichment.section;
  summary.summary = SummaryOf(enrichment);
  const std::string json = Compress(EncodeEnrichment(enrichment));
  TRY(
      connection_.Put("INSERT INTO enrichments (article, enrichment) VALUES ($1, $2) "
                      "ON CONFLICT (article) DO UPDATE SET enrichment = excluded.enrichment",
                      {summary.id, Blob{json}}));
  TRY(ReplaceArticle(*old, row, ItsTags::kAreSetNext));
  TRY(SetTags(row, enrichment.tags));
  if (row.shelf == kPaper) TRY(full_text_.Index(row));
  // A place is given for life: what has one is not clustered again.
  if (summary.story || row.shelf == kQuarantine) return {};
  return Enqueue(Stage::kCluster, ended->address, summary.language);
}

base::Status WriteTransaction::RemoveTags(model::ArticleId article) {
  return ForEachRow(connection_, "DELETE FROM article_tags WHERE article = $1 RETURNING tag, at",
                    {article}, [&](Statement& row) -> base::Status {
                      tally_.CountTag(model::TagId{row.Integer(0)}, row.Instant(1), -1);
                      return {};
                    });
}

base::Status WriteTransaction::SetTags(const ArticleRow& row, const std::vector<model::Tag>& tags) {
  TRY(RemoveTags(row.summary.id));
  if (row.shelf != kPaper) return {};
  TRY_ASSIGN(const std::set<int64_t> ids, TagIds(tags));
  for (const int64_t id : ids) {
    TRY(
        connection_.Put("INSERT INTO article_tags (tag, at, article, publisher, language, section) "
                        "VALUES ($1, $2, $3, $4, $5, $6)",
                        {id, row.at, row.summary.id, row.summary.publisher, row.summary.language,
                         row.summary.section}));
    tally_.CountTag(model::TagId{id}, row.at, 1);
  }
  return {};
}

base::Result<std::set<int64_t>> WriteTransaction::TagIds(const std::vector<model::Tag>& tags) {
  std::map<std::string, std::string_view> missing;  // by what two spellings share
  for (const model::Tag& tag : tags) {
    if (!tag.name.empty()) missing.emplace(FoldTag(tag.name), tag.name);
  }
  std::set<int64_t> ids;
  if (missing.empty()) return ids;
  std::vector<Value> values;
  for (const auto& [folded, name] : missing) values.emplace_back(folded);
  const std::string sql = "SELECT id, folded FROM tags WHERE folded" + AnyOf(values);
  TRY_ASSIGN(auto rows, connection_.Query(sql, std::span<const Value>(values)));
  std::vector<std::string> known;
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) break;
    ids.insert(rows->Integer(0));
    known.push_back(rows->String(1));
  }
  rows.reset();
  for (const std::string& folded : known) missing.erase(folded);
  if (missing.empty()) return ids;
  std::string insert = "INSERT INTO tags (name, folded, article_count, heat) VALUES ";
  values.clear();
  for (const auto& [folded, name] : missing) {
    values.emplace_back(name);
    values.emplace_back(folded);
    insert += fmt::format("{}(${}, ${}, 0, 0)", values.size() > 2 ? ", " : "", values.size() - 1,
                          values.size());
  }
  insert += " RETURNING id";
  TRY_ASSIGN(rows, connection_.Query(insert, std::span<const Value>(values)));
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return ids;
    ids.insert(rows->Integer(0));
  }
}

// ---- clustering

base::Result<model::StoryId> WriteTransaction::FinishCluster(const Job& job,
                                                             const model::Placement& placement) {
  TRY_ASSIGN(const auto ended, End(job, Stage::kCluster));
  TRY_ASSIGN(const auto old, FindArticleRow(connection_, ended ? placement.article : job.article));
  if (!old) {
    return base::Fail(base::ErrorKind::kNotFound,
                      fmt::format("there is no article {}", placement.article.value));
  }
  if (!ended || old->summary.story) return old->summary.story;
  ArticleRow row = *old;
  row.summary.story = placement.story;
  if (placement.story) {
    TRY_ASSIGN(const auto known,
               FindInteger(connection_, "SELECT id FROM stories WHERE id = $1", {placement.story}));
    if (!known) {
      return base::Fail(base::ErrorKind::kNotFound,
                        fmt::format("there is no story {}", placement.story.value));
    }
  } else {
    TRY_ASSIGN(row.summary.story, OpenStory(row));
  }
  row.summary.lineage = placement.lineage.kind;
  row.summary.copy_of = placement.lineage.of;
  TRY(
      connection_.Put("INSERT INTO placements (article, evidence) VALUES ($1, $2) "
                      "ON CONFLICT (article) DO UPDATE SET evidence = excluded.evidence",
                      {row.summary.id, EncodeEvidence(placement)}));
  TRY(ReplaceArticle(*old, row));
  if (placement.lineage.kind == model::LineageKind::kVersion) {
    TRY(ShelveVersions(row.summary.id));
  }
  return row.summary.story;
}

base::Result<model::StoryId> WriteTransaction::OpenStory(const ArticleRow& row) {
  const ArticleSummary& summary = row.summary;
  TRY_ASSIGN(const auto id,
             FindInteger(connection_,
                         "INSERT INTO stories (title, language, section, lead, first_published, "
                         "last_published, article_count, publisher_count, report_count, coverage, "
                         "heat) VALUES ($1, $2, $3, $4, $5, $5, 0, 0, 0, 0, 0) RETURNING id",
                         {summary.title, summary.language, summary.section, summary.id, row.at}));
  return model::StoryId{id.value_or(0)};
}

base::Status WriteTransaction::ShelveVersions(model::ArticleId article) {
  TRY_ASSIGN(const auto family, VersionsOf(connection_, article));
  const ArticleRow* newest = nullptr;
  for (const ArticleRow& row : family) {
    if (row.shelf != kQuarantine) newest = &row;
  }
  for (const ArticleRow& old : family) {
    if (old.shelf == kQuarantine) continue;
    ArticleRow row = old;
    row.shelf = &old == newest ? kPaper : kSuperseded;
    if (row.shelf == old.shelf) continue;
    TRY(ReplaceArticle(old, row));
    if (row.shelf != kPaper) continue;
    TRY_ASSIGN(const auto enrichment, FindEnrichment(connection_, row.summary.id));
    TRY(SetTags(row, enrichment.tags));
    TRY(full_text_.Index(row));
  }
  return {};
}

base::Status WriteTransaction::SetRelated(model::StoryId story,
                                          std::span<const model::Related> related) {
  TRY(connection_.Put("DELETE FROM related WHERE story = $1", {story}));
  int place = 0;
  for (const model::Related& other : related) {
    TRY(connection_.Put(
        "INSERT INTO related (story, place, other, score, terms) "
        "VALUES ($1, $2, $3, $4, $5)",
        {story, place++, other.story, other.score, EncodeStrings(other.shared_terms)}));
  }
  return {};
}

}  // namespace store
