#include "store/search_index.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "search/tokens.h"
#include "store/compress.h"
#include "store/search_vector.h"

namespace store {
namespace {

// So much is kept in memory until a transaction ends; one that is larger writes in between.
constexpr size_t kMostBytes = 16 << 20;
// A server is given so much at a time.
constexpr size_t kBytesUnderWay = 128 << 10;
constexpr size_t kTextsAtOnce = 128;

const RowsSql kVectors = {
    .head = "INSERT INTO search_index (article, terms) VALUES ",
    .row = "($1, $2)",
    .tail = "",
    .columns = 2,
};

bool IsVector(const Connection& connection) {
  return connection.dialect().search_form == SearchForm::kVector;
}

struct Terms {
  std::string title;
  std::string body;
};

Terms TermsOf(std::string_view title, std::string_view text, std::string_view language) {
  return {search::IndexText(title, language), search::IndexText(text, language)};
}

// The article's terms as its language has them; absent where it has no reading.
base::Result<std::optional<Terms>> FindTerms(Connection& connection, const ArticleRow& row,
                                             std::string_view language) {
  TRY_ASSIGN(auto rows,
             connection.Query("SELECT text FROM readings WHERE article = $1", {row.summary.id}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return std::nullopt;
  TRY_ASSIGN(const std::string text, Decompress(rows->Text(0)));
  return TermsOf(row.summary.title, text, language);
}

// Only letters and digits of ASCII: a term of facts is never anything else.
std::string Plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string FactsOf(const ArticleRow& row, const std::set<int64_t>& tags) {
  const ArticleSummary& summary = row.summary;
  std::string facts(kEveryArticle);
  facts += ' ' + PublisherFact(summary.publisher);
  facts += ' ' + LanguageFact(summary.language);
  facts += ' ' + SectionFact(summary.section);
  for (const int64_t tag : tags) facts += ' ' + TagFact(model::TagId{tag});
  return facts;
}

const RowsSql kSearchRows = {
    .head = "INSERT INTO search_rows (article, at, publisher, language, copy, facts) VALUES ",
    .row = "($1, $2, $3, $4, $5, $6)",
    .tail = "",
    .columns = 6,
};

}  // namespace

std::string PublisherFact(model::PublisherId id) {
  return fmt::format("publisher{}", id.value);
}
std::string TagFact(model::TagId id) {
  return fmt::format("tag{}", id.value);
}
std::string LanguageFact(std::string_view language) {
  return "language" + Plain(language);
}
std::string SectionFact(std::string_view section) {
  return "section" + Plain(section);
}

base::Status FullTextChanges::Index(std::span<const ToIndex> articles) {
  RowSet rows(kSearchRows);
  std::map<model::ArticleId, std::string> texts;
  TRY(FindTexts(articles, texts));
  for (const ToIndex& one : articles) {
    const ArticleSummary& summary = one.row->summary;
    if (one.was_in) TRY(Unindex(*one.row));
    const auto found = texts.find(summary.id);
    if (found == texts.end()) continue;
    TRY_ASSIGN(const std::string text, Decompress(found->second));
    texts.erase(found);
    std::string facts = FactsOf(*one.row, one.tags);
    rows.Add({summary.id, one.row->at, summary.publisher, summary.language,
              summary.lineage == model::LineageKind::kCopy, facts});
    Terms terms = TermsOf(summary.title, text, summary.language);
    TRY(PutOff({What::kPutIn, summary.id, std::move(terms.title), std::move(terms.body),
                std::move(facts)}));
  }
  return rows.Write(connection_);
}

// As they lie there. All of them before the first is put in: behind that the database would first
// do all that it was given.
base::Status FullTextChanges::FindTexts(std::span<const ToIndex> articles,
                                        std::map<model::ArticleId, std::string>& texts) {
  while (!articles.empty()) {
    const auto these = articles.first(std::min(articles.size(), kTextsAtOnce));
    articles = articles.subspan(these.size());
    std::vector<Value> values;
    for (const ToIndex& one : these) values.emplace_back(one.row->summary.id);
    const std::string sql = "SELECT article, text FROM readings WHERE article" + AnyOf(values);
    TRY_ASSIGN(auto rows, connection_.Query(sql, std::span<const Value>(values)));
    while (true) {
      TRY_ASSIGN(const bool more, rows->Next());
      if (!more) break;
      texts.emplace(model::ArticleId{rows->Integer(0)}, rows->String(1));
    }
  }
  return {};
}

base::Status FullTextChanges::Unindex(const ArticleRow& row) {
  const model::ArticleId article = row.summary.id;
  if (IsVector(connection_)) {
    TRY(connection_.Put("DELETE FROM search_rows WHERE article = $1", {article}));
    return PutOff({What::kTakeOut, article, {}, {}, {}});
  }
  std::string language;
  std::string facts;
  {
    TRY_ASSIGN(auto rows, connection_.Query("SELECT language, facts FROM search_rows "
                                            "WHERE article = $1",
                                            {article}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return {};
    language = rows->Text(0);
    facts = rows->Text(1);
  }
  TRY(connection_.Put("DELETE FROM search_rows WHERE article = $1", {article}));
  TRY_ASSIGN(auto terms, FindTerms(connection_, row, language));
  if (!terms) return {};
  return PutOff(
      {What::kTakeOut, article, std::move(terms->title), std::move(terms->body), std::move(facts)});
}

base::Status FullTextChanges::PutOff(Change change) {
  bytes_ += change.title.size() + change.body.size() + change.facts.size();
  changes_.push_back(std::move(change));
  // A server puts in what it has while the terms of the next are made.
  const bool large = bytes_ >= (IsVector(connection_) ? kBytesUnderWay : kMostBytes);
  return large ? Write() : base::Status();
}

base::Status FullTextChanges::Write() {
  const auto changes = std::exchange(changes_, {});
  bytes_ = 0;
  if (IsVector(connection_)) return PutVectors(changes);
  for (const Change& one : changes) {
    const Dialect& dialect = connection_.dialect();
    TRY(connection_.Put(one.what == What::kPutIn ? dialect.search_insert : dialect.search_remove,
                        {one.article, one.title, one.body, one.facts}));
  }
  return {};
}

base::Status FullTextChanges::PutVectors(std::span<const Change> changes) {
  RowSet rows(kVectors);
  for (const Change& one : changes) {
    if (one.what == What::kPutIn) {
      rows.Add({one.article, Blob{VectorOf(one.title, one.body, one.facts)}});
      continue;
    }
    TRY(rows.Write(connection_));
    TRY(connection_.Put(connection_.dialect().search_remove, {one.article}));
  }
  return rows.Write(connection_);
}

base::Status IndexAgain(Connection& connection, model::ArticleId article) {
  TRY_ASSIGN(const auto row, FindArticleRow(connection, article));
  if (!row) return {};
  std::string language;
  std::string facts;
  {
    TRY_ASSIGN(auto rows, connection.Query("SELECT language, facts FROM search_rows "
                                           "WHERE article = $1",
                                           {article}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return {};
    language = rows->Text(0);
    facts = rows->Text(1);
  }
  TRY_ASSIGN(const auto terms, FindTerms(connection, *row, language));
  if (!terms) return {};
  if (!IsVector(connection)) {
    return connection.Put(connection.dialect().search_insert,
                          {article, terms->title, terms->body, facts});
  }
  RowSet rows(kVectors);
  rows.Add({article, Blob{VectorOf(terms->title, terms->body, facts)}});
  return rows.Write(connection);
}

base::Status UpdateIndexRow(Connection& connection, const ArticleRow& old, const ArticleRow& row) {
  const auto facts = [](const ArticleRow& one) {
    return std::tuple(one.at, one.summary.publisher,
                      one.summary.lineage == model::LineageKind::kCopy);
  };
  if (facts(old) == facts(row)) return {};
  return connection.Put(
      "UPDATE search_rows SET at = $2, publisher = $3, copy = $4 WHERE article = $1",
      {row.summary.id, row.at, row.summary.publisher,
       row.summary.lineage == model::LineageKind::kCopy});
}

}  // namespace store
