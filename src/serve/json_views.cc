#include "serve/json_views.h"

#include <utility>

#include "base/secrets.h"

namespace serve {
namespace {

using base::Json;

Json JsonOfTime(const std::optional<base::Instant>& time) {
  return time.has_value() ? Json(base::FormatRfc3339(*time)) : Json();
}

Json JsonOfStrings(const std::vector<std::string>& texts) {
  Json::Array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return Json(std::move(array));
}

Json JsonOfImage(const model::Image& image) {
  if (image.url.empty()) return {};
  Json json;
  json.Set("url", image.url);
  json.Set("caption", image.caption);
  json.Set("credit", image.credit);
  json.Set("width", image.width);
  json.Set("height", image.height);
  return json;
}

Json JsonOfBlocks(const std::vector<model::Block>& blocks) {
  Json json = Json(Json::Array());
  for (const model::Block& block : blocks) {
    Json each;
    each.Set("kind", model::BlockKindName(block.kind));
    each.Set("text", block.text);
    if (block.level != 0) each.Set("level", block.level);
    if (!block.url.empty()) each.Set("url", block.url);
    if (!block.credit.empty()) each.Set("credit", block.credit);
    json.Append(std::move(each));
  }
  return json;
}

Json JsonOfTags(const std::vector<model::Tag>& tags) {
  Json json = Json(Json::Array());
  for (const model::Tag& tag : tags) {
    Json each;
    each.Set("name", tag.name);
    each.Set("text", tag.text);
    each.Set("weight", tag.weight);
    json.Append(std::move(each));
  }
  return json;
}

Json JsonOfRelated(const std::vector<store::RelatedStory>& related) {
  Json json = Json(Json::Array());
  for (const store::RelatedStory& each : related) {
    Json item = JsonOf(each.story);
    item.Set("score", each.score);
    item.Set("shared_terms", JsonOfStrings(each.shared_terms));
    json.Append(std::move(item));
  }
  return json;
}

Json JsonOfWhy(const model::Why& why) {
  Json json;
  json.Set("score", why.score);
  json.Set("threshold", why.threshold);
  json.Set("nearest", why.nearest ? Json(why.nearest.value) : Json());
  json.Set("title_score", why.title_score);
  json.Set("text_score", why.text_score);
  json.Set("name_score", why.name_score);
  json.Set("hours_apart", why.hours_apart);
  json.Set("shared_terms", JsonOfStrings(why.shared_terms));
  return json;
}

Json JsonOfCounts(const std::vector<std::pair<std::string, int64_t>>& facets) {
  Json json = Json(Json::Array());
  for (const auto& [name, count] : facets) {
    Json each;
    each.Set("name", name);
    each.Set("count", count);
    json.Append(std::move(each));
  }
  return json;
}

Json JsonOfDays(const std::vector<int>& days) {
  Json json = Json(Json::Array());
  for (const int count : days) json.Append(count);
  return json;
}

}  // namespace

Json JsonOf(const store::ArticleSummary& article) {
  Json json;
  json.Set("id", article.id.value);
  json.Set("story", article.story ? Json(article.story.value) : Json());
  json.Set("publisher", article.publisher_name);
  json.Set("publisher_id", article.publisher.value);
  json.Set("url", article.url);
  json.Set("title", article.title);
  json.Set("summary", article.summary);
  json.Set("language", article.language);
  json.Set("section", article.section);
  json.Set("genre", model::GenreName(article.genre));
  json.Set("published", JsonOfTime(article.published));
  json.Set("found", base::FormatRfc3339(article.found));
  json.Set("image", JsonOfImage(article.image));
  json.Set("lineage", model::LineageKindName(article.lineage));
  json.Set("copy_of", article.copy_of ? Json(article.copy_of.value) : Json());
  json.Set("verdict", model::VerdictName(article.verdict));
  if (article.verdict == model::Verdict::kQuarantine) {
    json.Set("reason", model::ReasonName(article.reason));
    json.Set("reason_detail", article.reason_detail);
  }
  if (article.sample) json.Set("sample", true);
  return json;
}

Json JsonOf(const store::ArticleView& view) {
  Json json = JsonOf(view.summary);
  const model::Reading& reading = view.reading;
  json.Set("byline", JsonOfStrings(reading.byline));
  json.Set("published_day", reading.published_day.has_value()
                                ? Json(base::FormatDay(*reading.published_day))
                                : Json());
  json.Set("modified", JsonOfTime(reading.modified));
  if (reading.origin.has_value()) {
    Json origin;
    origin.Set("publisher", reading.origin->publisher);
    origin.Set("date",
               reading.origin->date ? Json(base::FormatDay(*reading.origin->date)) : Json());
    json.Set("origin", std::move(origin));
  }
  json.Set("image", JsonOfImage(reading.image));
  json.Set("captions", JsonOfStrings(reading.captions));
  json.Set("text", reading.text);
  json.Set("blocks", JsonOfBlocks(reading.blocks));
  json.Set("paywall", model::PaywallName(reading.paywall));
  json.Set("rights", model::RightsText(view.rights));
  if (!view.missing.empty()) json.Set("missing", view.missing);
  json.Set("confidence", reading.confidence);
  json.Set("tags", JsonOfTags(view.enrichment.tags));
  json.Set("in_story", view.story.has_value() ? JsonOf(*view.story) : Json());
  json.Set("others", JsonArrayOf(view.others));
  json.Set("versions", JsonArrayOf(view.versions));
  json.Set("related", JsonOfRelated(view.related));
  return json;
}

Json JsonOf(const store::StorySummary& summary) {
  const model::Story& story = summary.story;
  Json json;
  json.Set("id", story.id.value);
  json.Set("title", story.title);
  json.Set("language", story.language);
  json.Set("section", story.section);
  json.Set("first_published", base::FormatRfc3339(story.first_published));
  json.Set("last_published", base::FormatRfc3339(story.last_published));
  json.Set("article_count", story.article_count);
  json.Set("publisher_count", story.publisher_count);
  json.Set("report_count", story.report_count);
  json.Set("publishers", JsonOfStrings(summary.publisher_names));
  json.Set("lead", JsonOf(summary.lead));
  return json;
}

Json JsonOf(const store::StoryView& view) {
  Json json = JsonOf(view.summary);
  Json::Array articles;
  for (size_t i = 0; i < view.articles.size(); ++i) {
    Json article = JsonOf(view.articles[i]);
    if (i < view.placements.size()) article.Set("why", JsonOfWhy(view.placements[i].why));
    articles.push_back(std::move(article));
  }
  json.Set("articles", Json(std::move(articles)));
  json.Set("tags", JsonArrayOf(view.tags));
  json.Set("related", JsonOfRelated(view.related));
  return json;
}

Json JsonOf(const store::EditionView& edition) {
  Json json;
  Json top = Json(Json::Array());
  for (const store::StorySummary& story : edition.top) {
    Json each = JsonOf(story);
    Json why;
    for (const auto& [name, value] : story.rank_why) why.Set(name, value);
    each.Set("rank", story.rank);
    each.Set("rank_why", std::move(why));
    top.Append(std::move(each));
  }
  json.Set("top", std::move(top));
  Json sections = Json(Json::Array());
  for (const store::SectionView& section : edition.sections) {
    Json each;
    each.Set("section", section.section);
    each.Set("stories", JsonArrayOf(section.stories));
    sections.Append(std::move(each));
  }
  json.Set("sections", std::move(sections));
  json.Set("source_count", edition.source_count);
  json.Set("quarantined_today", edition.quarantined_today);
  json.Set("last_update", JsonOfTime(edition.last_update));
  Json days = Json(Json::Array());
  for (const base::Day day : edition.days) days.Append(base::FormatDay(day));
  json.Set("days", std::move(days));
  return json;
}

Json JsonOf(const store::TagSummary& tag) {
  Json json;
  json.Set("name", tag.name);
  json.Set("article_count", tag.article_count);
  if (!tag.days.empty()) json.Set("days", JsonOfDays(tag.days));
  return json;
}

Json JsonOf(const store::PublisherSummary& summary) {
  const model::Publisher& publisher = summary.publisher;
  Json json;
  json.Set("id", publisher.id.value);
  json.Set("name", publisher.name);
  json.Set("host", publisher.host);
  json.Set("country", publisher.country);
  json.Set("language", publisher.language);
  json.Set("article_count", summary.article_count);
  json.Set("last_article", JsonOfTime(summary.last_article));
  if (!summary.days.empty()) json.Set("days", JsonOfDays(summary.days));
  return json;
}

Json JsonOf(const store::SearchResult& result) {
  Json json;
  Json hits = Json(Json::Array());
  for (const store::SearchHit& hit : result.hits) {
    Json each = JsonOf(hit.article);
    each.Set("snippet", hit.snippet);
    Json marks = Json(Json::Array());
    for (const auto& [start, end] : hit.marks) {
      Json mark;
      mark.Set("start", static_cast<int64_t>(start));
      mark.Set("end", static_cast<int64_t>(end));
      marks.Append(std::move(mark));
    }
    each.Set("marks", std::move(marks));
    hits.Append(std::move(each));
  }
  json.Set("hits", std::move(hits));
  json.Set("total", result.total);
  json.Set("publishers", JsonOfCounts(result.publishers));
  json.Set("languages", JsonOfCounts(result.languages));
  json.Set("problems", JsonOfStrings(result.problems));
  return json;
}

Json JsonOf(const model::Source& source) {
  Json json;
  json.Set("id", source.id.value);
  json.Set("publisher_id", source.publisher ? Json(source.publisher.value) : Json());
  json.Set("url", base::MaskSecrets(source.url));
  json.Set("kind", model::SourceKindName(source.kind));
  json.Set("title", source.title);
  json.Set("sections", JsonOfStrings(source.sections));
  json.Set("language", source.language);
  json.Set("country", source.country);
  json.Set("sample", source.sample);
  json.Set("paused", source.paused);
  json.Set("last_poll", JsonOfTime(source.last_poll));
  json.Set("last_success", JsonOfTime(source.last_success));
  json.Set("next_poll", base::FormatRfc3339(source.next_poll));
  json.Set("consecutive_failures", source.consecutive_failures);
  json.Set("last_error", source.last_error);
  return json;
}

}  // namespace serve
