#include "serve/api.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "base/json.h"
#include "net/url.h"
#include "serve/json_views.h"

namespace serve {
namespace {

using base::ErrorKind;
using base::Json;

constexpr size_t kStandardLimit = 50;
constexpr size_t kHighestLimit = 200;
constexpr size_t kDeepestOffset = 10'000;

base::Result<size_t> LimitOf(const Context& context) {
  return NumberParameter(context.request, "limit", kStandardLimit, 1, kHighestLimit);
}

// Lists that are counted rather than walked give their offset as cursor.
base::Result<size_t> OffsetOf(const Context& context) {
  return NumberParameter(context.request, "after", 0, 0, kDeepestOffset);
}

Json NextAfter(size_t offset, size_t got, size_t limit) {
  return got < limit ? Json() : Json(fmt::format("{}", offset + got));
}

base::Result<Json> Stories(const Context& context, std::string_view /*rest*/) {
  store::StoryQuery query;
  query.language = context.request.Parameter("language");
  query.now = context.now;
  TRY_ASSIGN(query.limit, LimitOf(context));
  TRY_ASSIGN(query.offset, OffsetOf(context));
  TRY_ASSIGN(const std::vector<store::StorySummary> stories, context.reader.Stories(query));
  Json json;
  json.Set("stories", JsonArrayOf(stories));
  json.Set("next", NextAfter(query.offset, stories.size(), query.limit));
  return json;
}

base::Result<Json> Story(const Context& context, std::string_view rest) {
  const std::optional<int64_t> id = ParseId(rest);
  if (!id.has_value()) return base::Fail(ErrorKind::kNotFound, "no story has this id");
  TRY_ASSIGN(const store::StoryView view, context.reader.StoryById({*id}));
  return JsonOf(view);
}

Json JsonOfList(const store::ArticleList& list) {
  Json json;
  json.Set("articles", JsonArrayOf(list.articles));
  json.Set("next", list.next.empty() ? Json() : Json(list.next));
  return json;
}

base::Result<store::ArticleQuery> ArticleQueryOf(const Context& context) {
  store::ArticleQuery query;
  TRY_ASSIGN(query.limit, LimitOf(context));
  query.after = context.request.Parameter("after");
  query.language = context.request.Parameter("language");
  query.section = context.request.Parameter("section");
  const std::string publisher = context.request.Parameter("publisher");
  if (!publisher.empty()) {
    const std::optional<int64_t> id = ParseId(publisher);
    if (!id.has_value()) {
      return base::Fail(ErrorKind::kInvalidInput, "publisher must be the id of a publisher");
    }
    query.publisher = model::PublisherId{*id};
  }
  const std::string hashtag = context.request.Parameter("hashtag");
  if (!hashtag.empty()) {
    TRY_ASSIGN(const std::optional<store::TagSummary> tag, context.reader.TagByName(hashtag));
    if (!tag.has_value()) return base::Fail(ErrorKind::kNotFound, "no such hashtag");
    query.tag = tag->id;
  }
  return query;
}

base::Result<Json> Articles(const Context& context, std::string_view /*rest*/) {
  TRY_ASSIGN(const store::ArticleQuery query, ArticleQueryOf(context));
  TRY_ASSIGN(const store::ArticleList list, context.reader.Articles(query));
  return JsonOfList(list);
}

base::Result<Json> Quarantine(const Context& context, std::string_view /*rest*/) {
  TRY_ASSIGN(store::ArticleQuery query, ArticleQueryOf(context));
  query.verdict = model::Verdict::kQuarantine;
  TRY_ASSIGN(const store::ArticleList list, context.reader.Articles(query));
  return JsonOfList(list);
}

base::Result<Json> Article(const Context& context, std::string_view rest) {
  const std::optional<int64_t> id = ParseId(rest);
  if (!id.has_value()) return base::Fail(ErrorKind::kNotFound, "no article has this id");
  TRY_ASSIGN(const store::ArticleView view, context.reader.ArticleById({*id}));
  return JsonOf(view);
}

base::Result<Json> Hashtags(const Context& context, std::string_view /*rest*/) {
  TRY_ASSIGN(const size_t limit, LimitOf(context));
  TRY_ASSIGN(const size_t offset, OffsetOf(context));
  TRY_ASSIGN(std::vector<store::TagSummary> tags, context.reader.Tags(offset + limit));
  tags.erase(tags.begin(),
             tags.begin() + static_cast<std::ptrdiff_t>(std::min(offset, tags.size())));
  Json json;
  json.Set("hashtags", JsonArrayOf(tags));
  json.Set("next", NextAfter(offset, tags.size(), limit));
  return json;
}

base::Result<Json> Hashtag(const Context& context, std::string_view rest) {
  TRY_ASSIGN(const std::optional<store::TagSummary> tag,
             context.reader.TagByName(net::PercentDecode(rest)));
  if (!tag.has_value()) return base::Fail(ErrorKind::kNotFound, "no such hashtag");
  TRY_ASSIGN(store::ArticleQuery query, ArticleQueryOf(context));
  query.tag = tag->id;
  TRY_ASSIGN(const store::ArticleList list, context.reader.Articles(query));
  Json json = JsonOf(*tag);
  json.Set("articles", JsonArrayOf(list.articles));
  json.Set("next", list.next.empty() ? Json() : Json(list.next));
  return json;
}

base::Result<Json> Publishers(const Context& context, std::string_view /*rest*/) {
  TRY_ASSIGN(const size_t limit, LimitOf(context));
  TRY_ASSIGN(const size_t offset, OffsetOf(context));
  TRY_ASSIGN(std::vector<store::PublisherSummary> all, context.reader.Publishers());
  const size_t start = std::min(offset, all.size());
  const size_t count = std::min(limit, all.size() - start);
  Json json;
  json.Set("publishers", JsonArrayOf(std::span(all).subspan(start, count)));
  json.Set("next", NextAfter(offset, count, limit));
  return json;
}

base::Result<Json> Publisher(const Context& context, std::string_view rest) {
  const std::optional<int64_t> id = ParseId(rest);
  std::optional<store::PublisherSummary> found;
  if (id.has_value()) {
    TRY_ASSIGN(found, context.reader.PublisherById({*id}));
  }
  if (!found.has_value()) return base::Fail(ErrorKind::kNotFound, "no publisher has this id");
  TRY_ASSIGN(store::ArticleQuery query, ArticleQueryOf(context));
  query.publisher = found->publisher.id;
  TRY_ASSIGN(const store::ArticleList list, context.reader.Articles(query));
  Json json = JsonOf(*found);
  json.Set("articles", JsonArrayOf(list.articles));
  json.Set("next", list.next.empty() ? Json() : Json(list.next));
  return json;
}

base::Result<Json> Search(const Context& context, std::string_view /*rest*/) {
  store::SearchQuery query;
  query.text = context.request.Parameter("q");
  if (query.text.empty()) return base::Fail(ErrorKind::kInvalidInput, "q, the query, is missing");
  query.language = context.request.Parameter("language");
  TRY_ASSIGN(query.limit, LimitOf(context));
  TRY_ASSIGN(query.offset, OffsetOf(context));
  TRY_ASSIGN(const store::SearchResult result, context.reader.Search(query));
  Json json = JsonOf(result);
  json.Set("next", NextAfter(query.offset, result.hits.size(), query.limit));
  return json;
}

base::Result<Json> Edition(const Context& context, std::string_view /*rest*/) {
  store::EditionQuery query;
  query.language = context.request.Parameter("language");
  query.now = context.now;
  const std::string day = context.request.Parameter("day");
  if (!day.empty()) {
    query.day = base::ParseDay(day);
    if (!query.day.has_value()) {
      return base::Fail(ErrorKind::kInvalidInput, "day must be written as 2026-11-22");
    }
  }
  TRY_ASSIGN(query.top, NumberParameter(context.request, "limit", query.top, 1, 50));
  TRY_ASSIGN(const store::EditionView edition, context.reader.Edition(query));
  return JsonOf(edition);
}

base::Result<Json> Sources(const Context& context, std::string_view /*rest*/) {
  TRY_ASSIGN(const std::vector<model::Source> sources, context.reader.Sources());
  TRY_ASSIGN(const size_t limit, LimitOf(context));
  TRY_ASSIGN(const size_t offset, OffsetOf(context));
  const size_t start = std::min(offset, sources.size());
  const size_t count = std::min(limit, sources.size() - start);
  Json json;
  json.Set("sources", JsonArrayOf(std::span(sources).subspan(start, count)));
  json.Set("next", NextAfter(offset, count, limit));
  return json;
}

struct Resource {
  std::string_view name;
  base::Result<Json> (*list)(const Context&, std::string_view);
  base::Result<Json> (*one)(const Context&, std::string_view);  // null: there is only the list
};

constexpr std::array<Resource, 8> kResources = {{
    {"stories", Stories, Story},
    {"articles", Articles, Article},
    {"hashtags", Hashtags, Hashtag},
    {"publishers", Publishers, Publisher},
    {"search", Search, nullptr},
    {"quarantine", Quarantine, nullptr},
    {"edition", Edition, nullptr},
    {"sources", Sources, nullptr},
}};

Rendered RenderedJson(const Json& json) {
  Rendered rendered;
  rendered.content_type = "application/json; charset=utf-8";
  rendered.body = base::WriteJson(json) + "\n";
  return rendered;
}

}  // namespace

base::Result<Rendered> AnswerApi(const Context& context, std::string_view path) {
  path.remove_prefix(std::string_view("/api/v1/").size());
  const size_t slash = path.find('/');
  const std::string_view name = path.substr(0, slash);
  const std::string_view rest =
      slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
  for (const Resource& resource : kResources) {
    if (resource.name != name) continue;
    if (!rest.empty() && resource.one == nullptr) break;
    TRY_ASSIGN(const Json json, (rest.empty() ? resource.list : resource.one)(context, rest));
    return RenderedJson(json);
  }
  return base::Fail(ErrorKind::kNotFound, "no such resource; see docs/api.md");
}

Rendered ApiError(int status, const base::Error& error) {
  Json inner;
  inner.Set("kind", base::ErrorKindName(error.kind()));
  // What broke inside is for the log, not for strangers.
  inner.Set("message", status >= 500 ? std::string("the answer could not be made; see the log")
                                     : error.message());
  Json json;
  json.Set("error", std::move(inner));
  Rendered rendered = RenderedJson(json);
  rendered.status = status;
  return rendered;
}

}  // namespace serve
