#include "store/search_index.h"

#include <fmt/format.h>

#include <utility>

#include "search/tokens.h"
#include "store/compress.h"
#include "store/search_vector.h"

namespace store {
namespace {

// So much is kept in memory until a transaction ends; one that is larger writes in between.
constexpr size_t kMostBytes = 16 << 20;

struct Terms {
  std::string title;
  std::string body;
};

// The article's terms as its language has them; absent where it has no reading.
base::Result<std::optional<Terms>> TermsOf(Connection& connection, const ArticleRow& row,
                                           std::string_view language) {
  TRY_ASSIGN(auto rows,
             connection.Query("SELECT text FROM readings WHERE article = $1", {row.summary.id}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return std::nullopt;
  TRY_ASSIGN(const std::string text, Decompress(rows->Text(0)));
  return Terms{search::IndexText(row.summary.title, language), search::IndexText(text, language)};
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

base::Result<std::string> FactsOf(Connection& connection, const ArticleRow& row) {
  const ArticleSummary& summary = row.summary;
  std::string facts(kEveryArticle);
  facts += ' ' + PublisherFact(summary.publisher);
  facts += ' ' + LanguageFact(summary.language);
  facts += ' ' + SectionFact(summary.section);
  TRY(ForEachRow(connection, "SELECT tag FROM article_tags WHERE article = $1 ORDER BY tag",
                 {summary.id}, [&](Statement& tag) -> base::Status {
                   facts += ' ' + TagFact(model::TagId{tag.Integer(0)});
                   return {};
                 }));
  return facts;
}

base::Status PutTerms(Connection& connection, model::ArticleId article, const Terms& terms,
                      std::string_view facts) {
  const Dialect& dialect = connection.dialect();
  if (dialect.search_form == SearchForm::kVector) {
    return connection.Put(dialect.search_insert,
                          {article, VectorOf(terms.title, terms.body, facts)});
  }
  return connection.Put(dialect.search_insert, {article, terms.title, terms.body, facts});
}

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

base::Status FullTextChanges::Index(const ArticleRow& row) {
  TRY(Unindex(row));
  const ArticleSummary& summary = row.summary;
  TRY_ASSIGN(auto terms, TermsOf(connection_, row, summary.language));
  if (!terms) return {};
  TRY_ASSIGN(std::string facts, FactsOf(connection_, row));
  TRY(
      connection_.Put("INSERT INTO search_rows (article, at, publisher, language, copy, facts) "
                      "VALUES ($1, $2, $3, $4, $5, $6)",
                      {summary.id, row.at, summary.publisher, summary.language,
                       summary.lineage == model::LineageKind::kCopy, facts}));
  return PutOff({What::kPutIn, summary.id, std::move(terms->title), std::move(terms->body),
                 std::move(facts)});
}

base::Status FullTextChanges::Unindex(const ArticleRow& row) {
  const model::ArticleId article = row.summary.id;
  if (connection_.dialect().search_form == SearchForm::kVector) {
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
  TRY_ASSIGN(auto terms, TermsOf(connection_, row, language));
  if (!terms) return {};
  return PutOff(
      {What::kTakeOut, article, std::move(terms->title), std::move(terms->body), std::move(facts)});
}

base::Status FullTextChanges::PutOff(Change change) {
  bytes_ += change.title.size() + change.body.size() + change.facts.size();
  changes_.push_back(std::move(change));
  return bytes_ < kMostBytes ? base::Status() : Write();
}

base::Status FullTextChanges::Write() {
  for (const Change& one : std::exchange(changes_, {})) {
    if (one.what == What::kPutIn) {
      TRY(PutTerms(connection_, one.article, {one.title, one.body}, one.facts));
    } else if (connection_.dialect().search_form == SearchForm::kVector) {
      TRY(connection_.Put(connection_.dialect().search_remove, {one.article}));
    } else {
      TRY(connection_.Put(connection_.dialect().search_remove,
                          {one.article, one.title, one.body, one.facts}));
    }
  }
  bytes_ = 0;
  return {};
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
  TRY_ASSIGN(const auto terms, TermsOf(connection, *row, language));
  return terms ? PutTerms(connection, article, *terms, facts) : base::Status();
}

base::Status UpdateIndexRow(Connection& connection, const ArticleRow& row) {
  TRY(connection.Put("UPDATE search_rows SET at = $2, publisher = $3, copy = $4 WHERE article = $1",
                     {row.summary.id, row.at, row.summary.publisher,
                      row.summary.lineage == model::LineageKind::kCopy}));
  return {};
}

}  // namespace store
