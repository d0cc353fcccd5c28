// Full-text search.
//
// The newest ten thousand articles that match are looked at; they are counted, shared out among
// publishers and languages, and the best of them are shown. Of a query of common words that are
// seldom together, only so many articles are tried (RangeOf): so no query costs more when the
// archive is ten times as long. Score: BM25 (PostgreSQL: ts_rank) with a word of
// the title counting five of the body; of two that score alike the newer stands first. What is in
// quarantine or was replaced by a later version is not in the index. Copies of the wire are passed
// over, one text is enough, but where the reader asks for a publisher by name: then it is its copy
// that is wanted.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "search/query.h"
#include "search/snippet.h"
#include "store/compress.h"
#include "store/reader.h"
#include "store/search_index.h"
#include "store/search_vector.h"
#include "text/words.h"

namespace store {
namespace {

constexpr size_t kMostMatches = 10'000;
constexpr size_t kMostHits = 100;
constexpr size_t kMostFacets = 10;
constexpr size_t kSnippetWidth = 240;

struct Match {
  int64_t article = 0;
  double score = 0;
  int64_t at = 0;
  int64_t publisher = 0;
  std::string language;
};

// Puts the expression for full text together, in the words of the database.
class Expression {
 public:
  Expression(SearchForm form, const search::Query& query) : form_(form), query_(query) {
    for (const search::Wanted& one : query.wanted) {
      search::Query alone;
      alone.wanted = {one};
      if (form == SearchForm::kTokens) parts_.push_back(WordsOf(alone));
    }
    if (!query.wanted.empty()) Add(WordsOf(query));
  }
  // Any of these facts.
  void AddFacts(const std::vector<std::string>& facts) {
    if (facts.empty()) return;
    const bool vector = form_ == SearchForm::kVector;
    std::string part;
    for (const std::string& fact : facts) {
      if (!part.empty()) part += vector ? " | " : " OR ";
      part += vector ? VectorFact(fact) : '"' + fact + '"';
    }
    parts_.push_back(vector ? part : "facts : (" + part + ")");
    Add(parts_.back());
  }
  // Whether it has anything to look for; what has not looks for everything.
  void Complete() {
    if (text_.empty()) AddFacts({std::string(kEveryArticle)});
  }
  // Each of them must hold: every wanted word, and what is filtered by.
  const std::vector<std::string>& parts() const { return parts_; }
  std::string Whole() const {
    // WordsOf has taken care of what is unwanted where there was something wanted.
    if (!query_.wanted.empty() || query_.unwanted.empty()) return text_;
    if (form_ == SearchForm::kVector) {
      return fmt::format("({}) & !({})", text_, VectorUnwanted(query_));
    }
    return fmt::format("({}) NOT ({{title body}} : ({}))", text_, search::Fts5Unwanted(query_));
  }

 private:
  std::string WordsOf(const search::Query& query) const {
    if (form_ == SearchForm::kVector) return VectorWanted(query);
    return fmt::format("{{title body}} : ({})", search::Fts5Match(query));
  }
  void Add(std::string_view part) {
    if (!text_.empty()) text_ += form_ == SearchForm::kVector ? " & " : " AND ";
    text_ += fmt::format("({})", part);
  }

  const SearchForm form_;
  const search::Query& query_;
  std::string text_;
  std::vector<std::string> parts_;
};

// Publishers whose name or host holds what was typed. There are thousands of publishers at most.
base::Result<std::vector<std::string>> PublisherFacts(Connection& connection,
                                                      const std::vector<std::string>& typed,
                                                      std::vector<std::string>& problems) {
  std::vector<std::string> facts;
  std::vector<bool> found(typed.size(), false);
  std::vector<std::string> wanted;
  for (const std::string& name : typed) wanted.push_back(text::DropMarks(text::Fold(name)));
  TRY(ForEachRow(connection, "SELECT id, name, host FROM publishers ORDER BY id", {},
                 [&](Statement& row) -> base::Status {
                   const std::string name = text::DropMarks(text::Fold(row.Text(1)));
                   const std::string host = row.String(2);
                   for (size_t i = 0; i < wanted.size(); ++i) {
                     if (!name.contains(wanted[i]) && !host.contains(wanted[i])) continue;
                     found[i] = true;
                     facts.push_back(PublisherFact(model::PublisherId{row.Integer(0)}));
                   }
                   return {};
                 }));
  for (size_t i = 0; i < typed.size(); ++i) {
    if (!found[i]) problems.push_back(fmt::format("publisher:{}: no such publisher", typed[i]));
  }
  return facts;
}

// The expression for full text; absent when nothing can match.
base::Result<std::optional<Expression>> ExpressionOf(Connection& connection,
                                                     const search::Query& query,
                                                     std::vector<std::string>& problems) {
  Expression expression(connection.dialect().search_form, query);
  if (!query.publishers.empty()) {
    TRY_ASSIGN(const auto facts, PublisherFacts(connection, query.publishers, problems));
    if (facts.empty()) return std::nullopt;
    expression.AddFacts(facts);
  }
  std::vector<std::string> facts;
  for (const std::string& language : query.languages) facts.push_back(LanguageFact(language));
  expression.AddFacts(facts);
  facts.clear();
  for (const std::string& section : query.sections) facts.push_back(SectionFact(section));
  expression.AddFacts(facts);
  for (const std::string& tag : query.tags) {
    TRY_ASSIGN(const auto id,
               FindInteger(connection, "SELECT id FROM tags WHERE folded = $1", {FoldTag(tag)}));
    if (!id) {
      problems.push_back(fmt::format("#{}: no such hashtag", tag));
      return std::nullopt;
    }
    expression.AddFacts({TagFact(model::TagId{*id})});
  }
  expression.Complete();
  return expression;
}

// ---- how much of the archive is looked at

// Of the rarest word of a query, and of what it filters by, so many of the newest articles that
// hold it are looked at; of rarer ones all there are.
constexpr int64_t kMostLooked = 200'000;
// So many are counted to tell how rare a word is.
constexpr int64_t kSampled = 1'000;
// An archive that is smaller is looked at whole.
constexpr int64_t kSmallArchive = 100'000;

struct Range {
  int64_t low = 0;
  int64_t high = INT64_MAX;
};

// The first article that was found at this time or later. Numbers grow as articles are found.
base::Result<int64_t> FirstFoundSince(Connection& connection, int64_t micros, int64_t high) {
  int64_t low = 0;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    TRY_ASSIGN(auto rows,
               connection.Query("SELECT id, found FROM articles WHERE id >= $1 ORDER BY id LIMIT 1",
                                {middle}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (more && rows->Integer(1) < micros) {
      low = rows->Integer(0) + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// No article stands in lists before it was found: what is asked for from a day on was found then or
// later. What is asked for before a day may have been found at any time later; what was found long
// after it appeared is passed over in a large archive.
base::Result<Range> RangeOfDays(Connection& connection, const search::Query& query,
                                int64_t newest) {
  constexpr int64_t kClockSlack = base::kMicrosPerDay;
  Range range;
  if (query.after) {
    TRY_ASSIGN(
        range.low,
        FirstFoundSince(connection, base::StartOf(*query.after).micros - kClockSlack, newest));
  }
  if (query.before) {
    TRY_ASSIGN(const auto last,
               FindInteger(connection,
                           "SELECT max(id) FROM (SELECT id FROM articles WHERE shelf = 'paper' "
                           "AND at < $1 ORDER BY at DESC, id DESC LIMIT 1000) x",
                           {base::StartOf(*query.before)}));
    range.high = last.value_or(0);
  }
  return range;
}

base::Result<Range> RangeOf(Connection& connection, const search::Query& query,
                            const std::vector<std::string>& parts) {
  TRY_ASSIGN(const auto newest, FindInteger(connection, "SELECT max(article) FROM search_rows"));
  if (newest.value_or(0) <= kSmallArchive) return Range();
  TRY_ASSIGN(Range range, RangeOfDays(connection, query, *newest));
  int64_t span = 0;
  for (const std::string& part : parts) {
    TRY_ASSIGN(auto rows, connection.Query(connection.dialect().search_reach, {part, kSampled}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more || rows->Integer(0) < kSampled) return range;  // rare: all of them
    span = std::max(span, (*newest - rows->Integer(1) + 1) * (kMostLooked / kSampled));
  }
  range.low = std::max(range.low, std::min(range.high, *newest) - span);
  return range;
}

base::Result<std::vector<Match>> FindMatches(Connection& connection, const search::Query& query,
                                             const Expression& expression) {
  const int64_t from = query.after ? base::StartOf(*query.after).micros : INT64_MIN;
  const int64_t until = query.before ? base::StartOf(*query.before).micros : INT64_MAX;
  const bool copies_too = !query.publishers.empty();
  const Dialect& dialect = connection.dialect();
  const std::string whole = expression.Whole();
  std::vector<Value> values = {whole, from, until, copies_too, kMostMatches};
  if (!dialect.search_reach.empty()) {
    TRY_ASSIGN(const Range range, RangeOf(connection, query, expression.parts()));
    values.emplace_back(range.low);
    values.emplace_back(range.high);
  }
  const std::string words = VectorWanted(query);
  if (dialect.search_form == SearchForm::kVector) values.emplace_back(words);
  TRY_ASSIGN(auto rows, connection.Query(dialect.search_match, std::span<const Value>(values)));
  std::vector<Match> matches;
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) break;
    matches.push_back(
        {rows->Integer(0), rows->Real(1), rows->Integer(2), rows->Integer(3), rows->String(4)});
  }
  // Scores in steps of a thirty-second of the best: nobody sees a smaller difference, and everybody
  // sees the dates.
  double best = 0;
  for (const Match& match : matches) best = std::max(best, match.score);
  const double steps = best > 0 ? 32 / best : 0;
  std::ranges::sort(matches, {}, [steps](const Match& match) {
    return std::tuple(-std::round(match.score * steps), -match.at, -match.article);
  });
  return matches;
}

std::vector<std::pair<std::string, int64_t>> LargestFirst(
    const std::map<std::string, int64_t>& counts) {
  std::vector<std::pair<std::string, int64_t>> out(counts.begin(), counts.end());
  std::ranges::sort(out, {}, [](const auto& one) { return std::tuple(-one.second, one.first); });
  if (out.size() > kMostFacets) out.resize(kMostFacets);
  return out;
}

base::Status FillFacets(Connection& connection, const std::vector<Match>& matches,
                        SearchResult& result) {
  std::map<int64_t, int64_t> publishers;
  std::map<std::string, int64_t> languages;
  for (const Match& match : matches) {
    publishers[match.publisher] += 1;
    languages[match.language] += 1;
  }
  languages.erase("");
  std::map<std::string, int64_t> named;
  for (const auto& [id, count] : publishers) {
    TRY_ASSIGN(auto rows,
               connection.Query("SELECT name, host FROM publishers WHERE id = $1", {id}));
    TRY_ASSIGN(const bool more, rows->Next());
    if (more) named[rows->Text(0).empty() ? rows->String(1) : rows->String(0)] += count;
  }
  result.publishers = LargestFirst(named);
  result.languages = LargestFirst(languages);
  return {};
}

base::Result<std::optional<SearchHit>> HitOf(Connection& connection, const Match& match,
                                             const search::Query& query) {
  TRY_ASSIGN(auto row, FindArticleRow(connection, model::ArticleId{match.article}));
  if (!row) return std::nullopt;
  SearchHit hit;
  hit.article = std::move(row->summary);
  TRY_ASSIGN(auto rows,
             connection.Query("SELECT text FROM readings WHERE article = $1", {match.article}));
  TRY_ASSIGN(const bool more, rows->Next());
  if (!more) return hit;
  TRY_ASSIGN(const std::string text, Decompress(rows->Text(0)));
  search::Snippet snippet = search::MakeSnippet(text, hit.article.language, query, kSnippetWidth);
  hit.snippet = std::move(snippet.text);
  for (const search::Mark& mark : snippet.marks) hit.marks.emplace_back(mark.start, mark.end);
  return hit;
}

}  // namespace

base::Result<SearchResult> SnapshotReader::Search(const SearchQuery& query) {
  SearchResult result;
  const search::Query parsed = search::ParseQuery(query.text, query.language);
  for (const search::Problem& problem : parsed.problems) result.problems.push_back(problem.message);
  if (parsed.IsEmpty()) return result;
  TRY_ASSIGN(const auto expression, ExpressionOf(connection_, parsed, result.problems));
  if (!expression) return result;
  TRY_ASSIGN(const auto matches, FindMatches(connection_, parsed, *expression));
  result.total = static_cast<int64_t>(matches.size());
  TRY(FillFacets(connection_, matches, result));
  const size_t end = std::min(matches.size(), query.offset + std::min(query.limit, kMostHits));
  for (size_t i = query.offset; i < end; ++i) {
    TRY_ASSIGN(auto hit, HitOf(connection_, matches[i], parsed));
    if (hit) result.hits.push_back(*std::move(hit));
  }
  return result;
}

}  // namespace store
