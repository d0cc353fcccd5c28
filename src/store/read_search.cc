// Full-text search.
//
// The newest ten thousand articles that match are looked at; they are counted, shared out among
// publishers and languages, and the best of them are shown: so a query for the commonest word costs
// no more when the archive is ten times as long. Score: BM25 with a word of the title counting five
// of the body; of two that score alike the newer stands first. What is in quarantine or was
// replaced by a later version is not in the index. Copies of the wire are passed over, one text is
// enough, but where the reader asks for a publisher by name: then it is its copy that is wanted.

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

std::string AnyOf(const std::vector<std::string>& facts) {
  std::string out;
  for (const std::string& fact : facts) {
    if (!out.empty()) out += " OR ";
    out += '"' + fact + '"';
  }
  return "facts : (" + out + ")";
}

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
base::Result<std::optional<std::string>> ExpressionOf(Connection& connection,
                                                      const search::Query& query,
                                                      std::vector<std::string>& problems) {
  std::vector<std::string> parts;
  if (const std::string words = search::Fts5Match(query); !words.empty()) {
    parts.push_back(fmt::format("{{title body}} : ({})", words));
  }
  if (!query.publishers.empty()) {
    TRY_ASSIGN(const auto facts, PublisherFacts(connection, query.publishers, problems));
    if (facts.empty()) return std::nullopt;
    parts.push_back(AnyOf(facts));
  }
  std::vector<std::string> facts;
  for (const std::string& language : query.languages) facts.push_back(LanguageFact(language));
  if (!facts.empty()) parts.push_back(AnyOf(facts));
  facts.clear();
  for (const std::string& section : query.sections) facts.push_back(SectionFact(section));
  if (!facts.empty()) parts.push_back(AnyOf(facts));
  for (const std::string& tag : query.tags) {
    TRY_ASSIGN(const auto id,
               FindInteger(connection, "SELECT id FROM tags WHERE folded = $1", {FoldTag(tag)}));
    if (!id) {
      problems.push_back(fmt::format("#{}: no such hashtag", tag));
      return std::nullopt;
    }
    parts.push_back(AnyOf({TagFact(model::TagId{*id})}));
  }
  if (parts.empty()) parts.push_back(AnyOf({std::string(kEveryArticle)}));
  std::string out;
  for (const std::string& part : parts) {
    if (!out.empty()) out += " AND ";
    out += "(" + part + ")";
  }
  // Fts5Match has taken care of what is unwanted where there was something wanted.
  if (query.wanted.empty() && !query.unwanted.empty()) {
    out = fmt::format("({}) NOT ({{title body}} : ({}))", out, search::Fts5Unwanted(query));
  }
  return out;
}

base::Result<std::vector<Match>> FindMatches(Connection& connection, const search::Query& query,
                                             const std::string& expression) {
  const int64_t from = query.after ? base::StartOf(*query.after).micros : INT64_MIN;
  const int64_t until = query.before ? base::StartOf(*query.before).micros : INT64_MAX;
  const bool copies_too = !query.publishers.empty();
  std::vector<Match> matches;
  TRY(ForEachRow(connection, connection.dialect().search_match,
                 {expression, from, until, copies_too, kMostMatches},
                 [&](Statement& row) -> base::Status {
                   matches.push_back({row.Integer(0), row.Real(1), row.Integer(2), row.Integer(3),
                                      row.String(4)});
                   return {};
                 }));
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
