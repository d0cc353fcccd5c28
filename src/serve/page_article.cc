// An article: headline, who wrote and printed it, when; the original's link first; text; the image
// with caption and credit apart; hashtags; the story that it belongs to; related; comments.

#include <fmt/format.h>

#include <algorithm>

#include "serve/page_frame.h"
#include "serve/page_items.h"
#include "serve/pages.h"

namespace serve {
namespace {

using model::Block;
using model::BlockKind;

void FillFigure(Fields& figure, const std::string& url, const std::string& caption,
                const std::string& credit) {
  figure.Set("IMAGE", url).Set("ALT", caption).Set("CAPTION", caption).Set("CREDIT", credit);
}

void FillLeadImage(Fields& fields, const model::Image& image) {
  if (image.url.empty()) return;
  Fields& figure = fields.Add("LEAD_IMAGE");
  FillFigure(figure, image.url, image.caption, image.credit);
  if (image.width > 0 && image.height > 0) {
    figure.Set("WIDTH", fmt::format("{}", image.width));
    figure.Set("HEIGHT", fmt::format("{}", image.height));
  }
}

// Cells by tab, rows by newline.
void FillTable(Fields& table, std::string_view text) {
  while (!text.empty()) {
    const size_t newline = text.find('\n');
    std::string_view row = text.substr(0, newline);
    text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    Fields& row_fields = table.Add("ROW");
    while (true) {
      const size_t tab = row.find('\t');
      row_fields.Add("CELL").Set("CELL_TEXT", std::string(row.substr(0, tab)));
      if (tab == std::string_view::npos) break;
      row.remove_prefix(tab + 1);
    }
  }
}

std::string_view SectionOf(const Block& block) {
  switch (block.kind) {
    case BlockKind::kHeading:
      return "HEADING";
    case BlockKind::kQuote:
      return "QUOTE";
    case BlockKind::kCode:
      return "CODE";
    case BlockKind::kTable:
      return "TABLE";
    case BlockKind::kImage:
      return "FIGURE";
    case BlockKind::kEmbed:
      return "EMBED";
    case BlockKind::kParagraph:
    case BlockKind::kListItem:
      break;
  }
  return "PARAGRAPH";
}

void FillBlock(Fields& block_fields, const Block& block) {
  Fields& inner = block_fields.Add(SectionOf(block));
  switch (block.kind) {
    case BlockKind::kTable:
      FillTable(inner, block.text);
      break;
    case BlockKind::kImage:
      FillFigure(inner, block.url, block.text, block.credit);
      break;
    case BlockKind::kEmbed:
      inner.Set("EMBED_HREF", block.url);
      inner.Set("EMBED_TEXT", block.text.empty() ? block.url : block.text);
      break;
    default:
      inner.Set("BLOCK_TEXT", block.text);
  }
}

// Runs of list items become one list each. The lead image is not shown twice.
void FillBlocks(Fields& fields, const model::Reading& reading) {
  Fields* list = nullptr;
  for (const Block& block : reading.blocks) {
    if (block.kind == BlockKind::kImage && (block.url.empty() || block.url == reading.image.url)) {
      continue;
    }
    if (block.kind == BlockKind::kListItem) {
      if (list == nullptr) list = &fields.Add("BLOCK").Add("LIST");
      list->Add("ITEM").Set("BLOCK_TEXT", block.text);
      continue;
    }
    list = nullptr;
    FillBlock(fields.Add("BLOCK"), block);
  }
}

void FillHead(Fields& fields, const Locale& locale, const store::ArticleView& view,
              base::Instant now) {
  const store::ArticleSummary& article = view.summary;
  const model::Reading& reading = view.reading;
  const std::string& section = article.section.empty() ? view.enrichment.section : article.section;
  if (!section.empty()) fields.Set("SECTION", SectionName(locale, section));
  fields.Set("GENRE", GenreLabel(locale, article.genre));
  fields.Set("HEADLINE", article.title);
  FillLanguage(fields, article.language);
  if (!reading.byline.empty()) {
    fields.Set("BYLINE", locale.Format("byline", {{"list", locale.List(reading.byline, 6)}}));
  }
  fields.Set("PUBLISHER", article.publisher_name);
  fields.Set("PUBLISHER_HREF",
             PublisherPath(locale.tag(), article.publisher.value, article.publisher_name));
  FillTime(fields, locale, article.published, now);
  fields.Set("ORIGINAL", article.url);
  if (reading.origin.has_value()) {
    fields.Set("ORIGIN_TEXT",
               reading.origin->date.has_value()
                   ? locale.Format("origin_dated", {{"publisher", reading.origin->publisher},
                                                    {"date", locale.Date(*reading.origin->date)}})
                   : locale.Format("origin", {{"publisher", reading.origin->publisher}}));
  }
  if (reading.paywall != model::Paywall::kNone) fields.Show("PAYWALL");
}

void FillStoryBox(Fields& fields, const Locale& locale, const store::ArticleView& view,
                  base::Instant now) {
  if (!view.story.has_value() || view.others.empty()) return;
  const model::Story& story = view.story->story;
  Fields& box = fields.Add("STORY");
  box.Set("STORY_HREF", StoryPath(locale.tag(), story.id.value, story.title));
  box.Set("STORY_TITLE", story.title);
  box.Set("STORY_COUNTS",
          locale.Format("story_counts",
                        {{"articles", locale.Count("articles", story.article_count)},
                         {"publishers", locale.Count("publishers", story.publisher_count)}}));
  constexpr size_t kShown = 12;
  for (size_t i = 0; i < view.others.size() && i < kShown; ++i) {
    FillArticle(box.Add("OTHER").Include("ARTICLE_ITEM", "article_item"), locale, view.others[i],
                now);
  }
}

void FillVersions(Fields& fields, const Locale& locale, const store::ArticleView& view,
                  base::Instant now) {
  if (view.versions.size() < 2) return;
  Fields& versions = fields.Add("VERSIONS");
  for (const store::ArticleSummary& version : view.versions) {
    Fields& item = versions.Add("VERSION");
    FillArticle(item.Include("ARTICLE_ITEM", "article_item"), locale, version, now);
  }
}

void FillQuarantine(Fields& fields, const Locale& locale, const store::ArticleSummary& article) {
  if (article.verdict != model::Verdict::kQuarantine) return;
  Fields& notice = fields.Add("QUARANTINE");
  notice.Set("REASON", ReasonText(locale, article.reason));
  notice.Set("REASON_DETAIL", article.reason_detail);
}

}  // namespace

base::Result<Rendered> RenderArticle(const Context& context, const Locale& locale,
                                     const Route& route) {
  TRY_ASSIGN(const store::ArticleView view, context.reader.ArticleById({route.id}));
  const store::ArticleSummary& article = view.summary;
  if (route.slug != Slug(article.title)) {
    Rendered redirect;
    redirect.status = 301;
    redirect.location = ArticlePath(locale.tag(), route.id, article.title);
    return redirect;
  }
  PageFrame frame(context, locale, route, "article");
  frame.SetTitle(article.title);
  frame.SetDescription(article.summary);
  frame.SetCanonical(article.url);
  Fields& fields = frame.content();
  FillHead(fields, locale, view, context.now);
  FillQuarantine(fields, locale, article);
  FillLeadImage(fields, view.reading.image);
  FillBlocks(fields, view.reading);
  if (view.reading.blocks.empty()) fields.Show("NO_TEXT");
  if (!context.reader.PermissionFor(article.publisher_licensed).full_text) fields.Show("EXCERPT");
  std::vector<std::string> tags;
  tags.reserve(view.enrichment.tags.size());
  for (const model::Tag& tag : view.enrichment.tags) tags.push_back(tag.name);
  FillTags(fields, locale, tags);
  FillStoryBox(fields, locale, view, context.now);
  FillVersions(fields, locale, view, context.now);
  FillRelated(fields, locale, view.related, context.now);
  fields.Show(view.related.empty() ? "NOTHING_RELATED" : "HAS_RELATED");
  return frame.Finish();
}

}  // namespace serve
