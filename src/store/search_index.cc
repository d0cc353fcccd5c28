#include "store/search_index.h"

#include <fmt/format.h>

#include "search/tokens.h"
#include "store/compress.h"
#include "store/search_vector.h"

namespace store {
namespace {

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

base::Status Index(Connection& connection, const ArticleRow& row) {
  TRY(Unindex(connection, row));
  const ArticleSummary& summary = row.summary;
  TRY_ASSIGN(const auto terms, TermsOf(connection, row, summary.language));
  if (!terms) return {};
  TRY_ASSIGN(const std::string facts, FactsOf(connection, row));
  TRY(PutTerms(connection, summary.id, *terms, facts));
  TRY(
      connection.Put("INSERT INTO search_rows (article, at, publisher, language, copy, facts) "
                     "VALUES ($1, $2, $3, $4, $5, $6)",
                     {summary.id, row.at, summary.publisher, summary.language,
                      summary.lineage == model::LineageKind::kCopy, facts}));
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

base::Status Unindex(Connection& connection, const ArticleRow& row) {
  if (connection.dialect().search_form == SearchForm::kVector) {
    TRY(connection.Put(connection.dialect().search_remove, {row.summary.id}));
    return connection.Put("DELETE FROM search_rows WHERE article = $1", {row.summary.id});
  }
  std::string language;
  std::string facts;
  {
    TRY_ASSIGN(auto rows,
               connection.Query("SELECT language, facts FROM search_rows WHERE article = $1",
                                {row.summary.id}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return {};
    language = rows->Text(0);
    facts = rows->Text(1);
  }
  TRY_ASSIGN(const auto terms, TermsOf(connection, row, language));
  if (terms) {
    TRY(connection.Put(connection.dialect().search_remove,
                       {row.summary.id, terms->title, terms->body, facts}));
  }
  TRY(connection.Put("DELETE FROM search_rows WHERE article = $1", {row.summary.id}));
  return {};
}

base::Status UpdateIndexRow(Connection& connection, const ArticleRow& row) {
  TRY(connection.Put("UPDATE search_rows SET at = $2, publisher = $3, copy = $4 WHERE article = $1",
                     {row.summary.id, row.at, row.summary.publisher,
                      row.summary.lineage == model::LineageKind::kCopy}));
  return {};
}

}  // namespace store
