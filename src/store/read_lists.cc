// Lists of articles, newest first.
//
// A list goes through its articles in the order (at, id) and is given in parts; its cursor is the
// place of the last line shown. Filtered by one thing (a publisher, a tag, a language, a section)
// or by language and section, it is the head of an index that has this very order.
//
// By publisher or tag *and* something else no index can hold every combination, and to walk over
// all that a publisher printed in search of its few Arabic articles costs what the archive holds.
// So three indexes keep the articles of a publisher, of a tag, and of a tag at a publisher apart by
// language and section, in piles, each pile in the order of lists. Piles are few, for a publisher
// writes in a handful of languages and sections. They are found by one look-up each, the next being
// the first behind the last (a loose index scan), and merged by their heads, of which some lines
// are read at once. The cost: two look-ups for each pile, and the lines of the list. How many
// articles a pile holds does not matter.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <compare>
#include <map>
#include <queue>

#include "store/reader.h"

namespace store {
namespace {

constexpr size_t kLongestList = 1'000;
// Somebody who prints in more languages and sections than there are makes them up: such a list is
// walked, which is slow, and right.
constexpr size_t kMostPiles = 1'000;
// Lines that are read of a pile at once, at least.
constexpr size_t kFewLines = 4;

// The place of a line in a list.
struct Place {
  int64_t at = INT64_MAX;
  int64_t id = INT64_MAX;
  auto operator<=>(const Place&) const = default;
};

std::string FormatCursor(const Place& place) {
  return fmt::format("{}.{}", place.at, place.id);
}

base::Result<Place> ParseCursor(std::string_view text) {
  Place place;
  if (text.empty()) return place;
  const char* end = text.data() + text.size();
  const auto at = std::from_chars(text.data(), end, place.at);
  if (at.ec == std::errc() && at.ptr != end && *at.ptr == '.') {
    const auto id = std::from_chars(at.ptr + 1, end, place.id);
    if (id.ec == std::errc() && id.ptr == end) return place;
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
  ListSql& Where(std::string_view condition, Value value) {
    values_.push_back(value);
    sql_ += values_.size() == 1 ? " WHERE " : " AND ";
    sql_ += fmt::format(fmt::runtime(condition), fmt::format("${}", values_.size()));
    return *this;
  }
  // `sign` is "<" or ">=".
  ListSql& Compare(std::string_view columns, std::string_view sign, Value one, Value other) {
    values_.push_back(one);
    values_.push_back(other);
    sql_ +=
        fmt::format(" AND ({}) {} (${}, ${})", columns, sign, values_.size() - 1, values_.size());
    return *this;
  }
  ListSql& Order(std::string_view order) {
    sql_ += fmt::format(" ORDER BY {}", order);
    return *this;
  }
  ListSql& Limit(size_t limit) {
    values_.emplace_back(limit);
    sql_ += fmt::format(" LIMIT ${}", values_.size());
    return *this;
  }
  base::Result<std::unique_ptr<Statement>> Run(Connection& connection) const {
    return connection.Query(sql_, std::span<const Value>(values_));
  }

 private:
  std::string sql_;
  std::vector<Value> values_;
};

std::string_view ShelfOf(const ArticleQuery& query) {
  return query.verdict == model::Verdict::kArticle ? kPaper : kQuarantine;
}

// ---- the head of one index

constexpr std::string_view kSelect = "SELECT " STORE_ARTICLE_COLUMNS " FROM " STORE_ARTICLE_TABLES;

std::string SelectTagged(const Dialect& dialect) {
  return fmt::format(
      "SELECT {} FROM article_tags t {} articles a ON a.id = t.article "
      "LEFT JOIN publishers p ON p.id = a.publisher",
      STORE_ARTICLE_COLUMNS, dialect.ordered_join);
}

base::Result<std::vector<ArticleRow>> HeadOf(Connection& connection, const ArticleQuery& query,
                                             const Place& after, size_t limit) {
  ListSql sql(query.tag ? SelectTagged(connection.dialect()) : std::string(kSelect));
  if (query.tag) sql.Where("t.tag = {}", *query.tag);
  sql.Where("a.shelf = {}", ShelfOf(query));
  if (query.publisher) sql.Where("a.publisher = {}", *query.publisher);
  if (!query.language.empty()) sql.Where("a.language = {}", query.language);
  if (!query.section.empty()) sql.Where("a.section = {}", query.section);
  sql.Compare(query.tag ? "t.at, t.article" : "a.at, a.id", "<", after.at, after.id);
  sql.Order(query.tag ? "t.at DESC, t.article DESC" : "a.at DESC, a.id DESC").Limit(limit);
  TRY_ASSIGN(auto rows, sql.Run(connection));
  std::vector<ArticleRow> out;
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return out;
    out.push_back(ReadArticleRow(*rows));
  }
}

// ---- piles

struct Pile {
  std::string language;
  std::string section;
  std::vector<Place> lines;  // read and not yet taken, the next one last
  Place behind;              // what is read next stands behind this
  bool ended = false;        // nothing is left to be read
};

class Piles {
 public:
  Piles(Connection& connection, const ArticleQuery& query)
      : connection_(connection), query_(query), of_tag_(query.tag.has_value()) {}

  // The first places of the list behind `after`; absent when there are too many piles.
  base::Result<std::optional<std::vector<Place>>> Merge(const Place& after, size_t limit) {
    TRY(Find());
    if (piles_.size() > kMostPiles) return std::nullopt;
    std::priority_queue<std::pair<Place, size_t>> heads;
    const size_t few = std::max(kFewLines, 2 * limit / std::max<size_t>(1, piles_.size()));
    for (size_t i = 0; i < piles_.size(); ++i) {
      piles_[i].behind = after;
      TRY(Advance(i, std::min(few, limit), heads));
    }
    std::vector<Place> places;
    while (places.size() < limit && !heads.empty()) {
      const auto [place, number] = heads.top();
      heads.pop();
      places.push_back(place);
      TRY(Advance(number, limit - places.size() + 1, heads));
    }
    return places;
  }

 private:
  ListSql Begin(std::string_view columns) const {
    ListSql sql(fmt::format("SELECT {} FROM {}", columns, of_tag_ ? "article_tags" : "articles"));
    if (of_tag_) sql.Where("tag = {}", *query_.tag);
    if (query_.publisher) sql.Where("publisher = {}", *query_.publisher);
    if (!of_tag_) sql.Where("shelf = {}", ShelfOf(query_));
    return sql;
  }

  // The first pile at or behind this one that the query may want.
  base::Result<std::optional<Pile>> Next(const std::string& language, const std::string& section) {
    ListSql sql = Begin("language, section");
    if (!query_.language.empty()) {
      sql.Where("language = {}", language).Where("section >= {}", section);
    } else if (!query_.section.empty()) {
      sql.Where("language >= {}", language);
    } else {
      sql.Compare("language, section", ">=", language, section);
    }
    TRY_ASSIGN(auto rows, sql.Order("language, section").Limit(1).Run(connection_));
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) return std::nullopt;
    return Pile{rows->String(0), rows->String(1), {}, {}, false};
  }

  base::Status Find() {
    // No text stands between one and the same with U+0001 behind it: none holds U+0000.
    constexpr char kBehind = '\x01';
    const bool by_section = !query_.section.empty();
    if (by_section && !query_.language.empty()) {
      piles_.push_back({query_.language, query_.section, {}, {}, false});
      return {};
    }
    std::string language = query_.language;
    std::string section;
    while (piles_.size() <= kMostPiles) {
      TRY_ASSIGN(auto pile, Next(language, section));
      if (!pile) return {};
      language = pile->language;
      section = pile->section;
      // Of each language the pile of that section, be it there or not.
      if (by_section) pile->section = query_.section;
      (by_section ? language : section) += kBehind;
      piles_.push_back(*std::move(pile));
    }
    return {};
  }

  // Puts the next line of a pile among the heads.
  base::Status Advance(size_t number, size_t wanted,
                       std::priority_queue<std::pair<Place, size_t>>& heads) {
    Pile& pile = piles_[number];
    if (pile.lines.empty() && !pile.ended) TRY(ReadLines(pile, std::max(wanted, kFewLines)));
    if (pile.lines.empty()) return {};
    heads.emplace(pile.lines.back(), number);
    pile.lines.pop_back();
    return {};
  }

  base::Status ReadLines(Pile& pile, size_t wanted) {
    const std::string_view columns = of_tag_ ? "at, article" : "at, id";
    ListSql sql = Begin(columns);
    sql.Where("language = {}", pile.language).Where("section = {}", pile.section);
    sql.Compare(columns, "<", pile.behind.at, pile.behind.id);
    sql.Order(of_tag_ ? "at DESC, article DESC" : "at DESC, id DESC").Limit(wanted);
    TRY_ASSIGN(auto rows, sql.Run(connection_));
    while (true) {
      TRY_ASSIGN(const bool more, rows->Next());
      if (!more) break;
      pile.lines.push_back({rows->Integer(0), rows->Integer(1)});
    }
    pile.ended = pile.lines.size() < wanted;
    if (!pile.lines.empty()) pile.behind = pile.lines.back();
    std::ranges::reverse(pile.lines);
    return {};
  }

  Connection& connection_;
  const ArticleQuery& query_;
  const bool of_tag_;
  std::vector<Pile> piles_;
};

base::Result<std::vector<ArticleRow>> RowsAt(Connection& connection,
                                             const std::vector<Place>& places) {
  std::vector<ArticleRow> out;
  if (places.empty()) return out;
  std::vector<Value> values;
  for (const Place& place : places) values.emplace_back(place.id);
  const std::string sql = std::string(kSelect) + " WHERE a.id" + AnyOf(values);
  std::map<int64_t, ArticleRow> found;
  TRY_ASSIGN(auto rows, connection.Query(sql, std::span<const Value>(values)));
  while (true) {
    TRY_ASSIGN(const bool more, rows->Next());
    if (!more) break;
    ArticleRow row = ReadArticleRow(*rows);
    found.emplace(row.summary.id.value, std::move(row));
  }
  for (const Place& place : places) {
    const auto row = found.find(place.id);
    if (row != found.end()) out.push_back(std::move(row->second));
  }
  return out;
}

bool HasPiles(const ArticleQuery& query) {
  const bool within = !query.language.empty() || !query.section.empty();
  return (query.tag && query.publisher) || ((query.tag || query.publisher) && within);
}

base::Result<std::vector<ArticleRow>> RowsOf(Connection& connection, const ArticleQuery& query,
                                             const Place& after, size_t limit) {
  if (HasPiles(query)) {
    TRY_ASSIGN(const auto places, Piles(connection, query).Merge(after, limit));
    if (places) return RowsAt(connection, *places);
  }
  return HeadOf(connection, query, after, limit);
}

}  // namespace

base::Result<ArticleList> SnapshotReader::Articles(const ArticleQuery& query) {
  ArticleList list;
  const size_t limit = std::clamp<size_t>(query.limit, 1, kLongestList);
  TRY_ASSIGN(const Place after, ParseCursor(query.after));
  // What is in quarantine has no tags.
  if (query.tag && query.verdict == model::Verdict::kQuarantine) return list;
  // One more than is shown tells whether that was all.
  TRY_ASSIGN(auto rows, RowsOf(connection_, query, after, limit + 1));
  if (rows.size() > limit) {
    rows.pop_back();
    list.next = FormatCursor({rows.back().at.micros, rows.back().summary.id.value});
  }
  for (ArticleRow& row : rows) list.articles.push_back(std::move(row.summary));
  return list;
}

}  // namespace store
