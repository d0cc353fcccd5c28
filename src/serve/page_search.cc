// Search: one field, results, facets at the side as words with counts.

#include <fmt/format.h>

#include <algorithm>

#include "serve/page_frame.h"
#include "serve/page_items.h"
#include "serve/pages.h"

namespace serve {
namespace {

constexpr size_t kHits = 20;
constexpr size_t kDeepest = 2000;
constexpr size_t kFacets = 12;
constexpr size_t kLongestQuery = 400;

// The snippet in pieces, each marked or not. Marks that do not fit the snippet are left out.
void FillSnippet(Fields& fields, const store::SearchHit& hit) {
  size_t position = 0;
  const auto piece = [&](size_t end, std::string_view section) {
    if (end <= position) return;
    fields.Add("PIECE").Add(section).Set("PIECE_TEXT",
                                         hit.snippet.substr(position, end - position));
    position = end;
  };
  for (const auto& [start, end] : hit.marks) {
    if (start < position || end <= start || end > hit.snippet.size()) continue;
    piece(start, "PLAIN");
    piece(end, "MARKED");
  }
  piece(hit.snippet.size(), "PLAIN");
}

void FillFacets(Fields& fields, const Locale& locale, const std::string& text,
                const store::SearchResult& result) {
  const auto narrowed = [&](std::string_view name, std::string_view value) {
    const bool one_word = value.find_first_of(" \"") == std::string_view::npos;
    std::string bare(value);
    std::erase(bare, '"');
    return SearchPath(locale.tag(), one_word ? fmt::format("{} {}:{}", text, name, value)
                                             : fmt::format("{} {}:\"{}\"", text, name, bare));
  };
  for (size_t i = 0; i < result.publishers.size() && i < kFacets; ++i) {
    const auto& [name, count] = result.publishers[i];
    Fields& facet = fields.Add("PUBLISHER_FACET");
    facet.Set("FACET_NAME", name).Set("FACET_HREF", narrowed("publisher", name));
    facet.Set("FACET_COUNT", locale.Number(count));
  }
  for (size_t i = 0; i < result.languages.size() && i < kFacets; ++i) {
    const auto& [tag, count] = result.languages[i];
    Fields& facet = fields.Add("LANGUAGE_FACET");
    facet.Set("FACET_NAME", LanguageName(locale, tag)).Set("FACET_HREF", narrowed("language", tag));
    facet.Set("FACET_COUNT", locale.Number(count));
  }
  if (result.publishers.size() + result.languages.size() > 0) fields.Show("FACETS");
}

void FillHits(Fields& fields, const Locale& locale, const store::SearchResult& result,
              base::Instant now) {
  for (const store::SearchHit& hit : result.hits) {
    Fields& item = fields.Add("HIT");
    store::ArticleSummary article = hit.article;
    article.summary.clear();  // the snippet stands in its place
    Fields& line = item.Include("ARTICLE_ITEM", "article_item");
    FillArticle(line, locale, article, now);
    if (hit.snippet.empty()) continue;
    FillSnippet(line.Add("SNIPPET"), hit);
  }
}

void FillWalk(Fields& fields, const Locale& locale, const std::string& text,
              const store::SearchResult& result, size_t offset) {
  const std::string path = SearchPath(locale.tag(), text);
  if (offset > 0) {
    const size_t before = offset > kHits ? offset - kHits : 0;
    fields.Add("BEFORE").Set("BEFORE_HREF", fmt::format("{}&offset={}", path, before));
  }
  const size_t next = offset + result.hits.size();
  if (!result.hits.empty() && static_cast<int64_t>(next) < result.total && next <= kDeepest) {
    fields.Add("MORE").Set("MORE_HREF", fmt::format("{}&offset={}", path, next));
  }
}

}  // namespace

base::Result<Rendered> RenderSearch(const Context& context, const Locale& locale,
                                    const Route& route) {
  const std::string text = context.request.Parameter("q");
  if (text.size() > kLongestQuery) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      locale.Format("search_too_long", {{"n", locale.Number(kLongestQuery)}}));
  }
  TRY_ASSIGN(const size_t offset, NumberParameter(context.request, "offset", 0, 0, kDeepest));
  PageFrame frame(context, locale, route, "search");
  Fields& fields = frame.content();
  fields.Set("QUERY", text).Set("SEARCH", PagePath(locale.tag(), PageKind::kSearch));
  frame.SetQuery(text);
  const bool asked = text.find_first_not_of(" \t") != std::string::npos;
  if (!asked) {
    frame.SetTitle(locale.Text("nav_search"));
    fields.Show("HELP");
    return frame.Finish();
  }
  store::SearchQuery query;
  query.text = text;
  query.language = locale.tag();
  query.limit = kHits;
  query.offset = offset;
  TRY_ASSIGN(const store::SearchResult result, context.reader.Search(query));
  frame.SetTitle(locale.Format("search_title", {{"query", text}}));
  frame.OfferFeeds(
      {.language = locale.tag(), .page = PageKind::kSearch, .slug = {}, .name = {}, .day = {}},
      text);
  fields.Set("TOTAL", locale.Count("results", result.total));
  for (const std::string& problem : result.problems) {
    fields.Add("PROBLEM").Set("PROBLEM_TEXT", problem);
  }
  if (result.hits.empty()) fields.Show("EMPTY");
  FillHits(fields, locale, result, context.now);
  FillFacets(fields, locale, text, result);
  FillWalk(fields, locale, text, result, offset);
  return frame.Finish();
}

}  // namespace serve
