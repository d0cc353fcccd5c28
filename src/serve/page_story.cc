// A story: what is said, who printed it and when, and why this is one story.

#include <fmt/format.h>

#include <algorithm>

#include "serve/page_frame.h"
#include "serve/page_items.h"
#include "serve/pages.h"

namespace serve {
namespace {

// "9 articles by 7 publishers, first 12 November 2026, 08:30 UTC"
void FillLine(Fields& fields, const Locale& locale, const store::StorySummary& summary,
              base::Instant now) {
  const model::Story& story = summary.story;
  fields.Set("COUNTS",
             locale.Format("story_counts",
                           {{"articles", locale.Count("articles", story.article_count)},
                            {"publishers", locale.Count("publishers", story.publisher_count)}}));
  FillTime(fields, locale, story.last_published, now);
  fields.Set("FIRST_TIME", locale.DateAndTime(story.first_published));
  fields.Set("FIRST_ISO", base::FormatRfc3339(story.first_published));
}

const store::ArticleSummary* Find(const store::StoryView& view, model::ArticleId id) {
  const auto found = std::find_if(view.articles.begin(), view.articles.end(),
                                  [&](const auto& article) { return article.id == id; });
  return found == view.articles.end() ? nullptr : &*found;
}

// Every article by time, oldest first, its time in the margin.
void FillCoverage(Fields& fields, const Locale& locale, const store::StoryView& view,
                  base::Instant now) {
  std::string last_day;
  for (const store::ArticleSummary& article : view.articles) {
    Fields& item = fields.Add("COVERAGE");
    const base::Instant when = article.published.value_or(article.found);
    const std::string day = locale.Date(base::DayOf(when));
    if (day != last_day) item.Set("MARGIN_DAY", day);
    last_day = day;
    item.Set("MARGIN_TIME", locale.TimeOfDay(when)).Set("MARGIN_ISO", base::FormatRfc3339(when));
    Fields& line = item.Include("ARTICLE_ITEM", "article_item");
    FillArticle(line, locale, article, now);
    line.Set("ANCHOR", fmt::format("a{}", article.id.value));
    const store::ArticleSummary* original = Find(view, article.copy_of);
    if (original == nullptr) continue;
    const std::string kind(model::LineageKindName(article.lineage));
    if (locale.Find("lineage_" + kind + "_of").empty()) continue;
    line.Set("COPY_OF",
             locale.Format("lineage_" + kind + "_of", {{"publisher", original->publisher_name}}));
    line.Set("COPY_HREF", fmt::format("#a{}", original->id.value));
  }
}

// Why each article was put here, in words: shared terms first, the figures behind them.
void FillWhy(Fields& fields, const Locale& locale, const store::StoryView& view) {
  for (size_t i = 0; i < view.placements.size() && i < view.articles.size(); ++i) {
    const model::Why& why = view.placements[i].why;
    const store::ArticleSummary* nearest = Find(view, why.nearest);
    Fields& item = fields.Add("WHY");
    item.Set("WHY_PUBLISHER", view.articles[i].publisher_name);
    item.Set("WHY_TITLE", view.articles[i].title);
    FillLanguage(item, view.articles[i].language);
    if (nearest == nullptr) {
      item.Set("WHY_TEXT", std::string(locale.Text("why_opened")));
      continue;
    }
    item.Set("WHY_TEXT", locale.Format(why.shared_terms.empty() ? "why_near" : "why_near_terms",
                                       {{"publisher", nearest->publisher_name},
                                        {"score", fmt::format("{:.2f}", why.score)},
                                        {"threshold", fmt::format("{:.2f}", why.threshold)},
                                        {"list", locale.List(why.shared_terms, 8)}}));
  }
  if (!view.placements.empty()) fields.Show("WHYS");
}

}  // namespace

base::Result<Rendered> RenderStory(const Context& context, const Locale& locale,
                                   const Route& route) {
  TRY_ASSIGN(const store::StoryView view, context.reader.StoryById({route.id}));
  const store::StorySummary& summary = view.summary;
  const std::string& title = summary.story.title.empty() ? summary.lead.title : summary.story.title;
  if (route.slug != Slug(title)) {
    Rendered redirect;
    redirect.status = 301;
    redirect.location = StoryPath(locale.tag(), route.id, title);
    return redirect;
  }
  PageFrame frame(context, locale, route, "story");
  frame.SetTitle(title);
  frame.SetDescription(summary.lead.summary);
  Fields& fields = frame.content();
  fields.Set("HEADLINE", title);
  if (!summary.story.section.empty()) {
    fields.Set("SECTION", SectionName(locale, summary.story.section));
  }
  FillLanguage(fields, summary.story.language);
  FillLine(fields, locale, summary, context.now);
  fields.Set("REPORTED", ReportedBy(locale, summary, 9));
  if (!summary.lead.summary.empty()) {
    Fields& brief = fields.Add("BRIEF");
    brief.Set("BRIEF_TEXT", summary.lead.summary);
    brief.Set("BRIEF_SOURCE", summary.lead.publisher_name);
    brief.Set("BRIEF_HREF", fmt::format("#a{}", summary.lead.id.value));
    FillLanguage(brief, summary.lead.language);
  }
  FillCoverage(fields, locale, view, context.now);
  FillWhy(fields, locale, view);
  std::vector<std::string> tags;
  tags.reserve(view.tags.size());
  for (const store::TagSummary& tag : view.tags) tags.push_back(tag.name);
  FillTags(fields, locale, tags);
  FillRelated(fields, locale, view.related, context.now);
  fields.Show(view.related.empty() ? "NOTHING_RELATED" : "HAS_RELATED");
  return frame.Finish();
}

}  // namespace serve
