// Hashtags and publishers: a page for each, and the lists of all.

#include <fmt/format.h>

#include "net/url.h"
#include "serve/page_frame.h"
#include "serve/page_items.h"
#include "serve/pages.h"

namespace serve {
namespace {

constexpr size_t kListed = 50;
constexpr size_t kTagsListed = 300;

// Articles by day, newest first, with a heading for each day, and the link to what follows.
void FillByDay(Fields& fields, const Locale& locale, const store::ArticleList& list,
               std::string_view path, base::Instant now) {
  Fields* day_part = nullptr;
  base::Day last{INT32_MIN};
  for (const store::ArticleSummary& article : list.articles) {
    const base::Day day = base::DayOf(article.published.value_or(article.found));
    if (day_part == nullptr || day != last) {
      day_part = &fields.Add("DAY_PART");
      day_part->Set("DAY_NAME", locale.LongDate(day));
      last = day;
    }
    FillArticle(day_part->Add("DAY_ARTICLE").Include("ARTICLE_ITEM", "article_item"), locale,
                article, now);
  }
  if (list.articles.empty()) fields.Show("EMPTY");
  if (!list.next.empty()) {
    fields.Add("MORE").Set("MORE_HREF",
                           fmt::format("{}?after={}", path, net::PercentEncode(list.next)));
  }
}

}  // namespace

base::Result<Rendered> RenderHashtag(const Context& context, const Locale& locale,
                                     const Route& route) {
  TRY_ASSIGN(const std::optional<store::TagSummary> tag, context.reader.TagByName(route.name));
  if (!tag.has_value()) return base::Fail(base::ErrorKind::kNotFound, "no such hashtag");
  if (tag->name != route.name) {
    Rendered redirect;
    redirect.status = 301;
    redirect.location = HashtagPath(locale.tag(), tag->name);
    return redirect;
  }
  store::ArticleQuery query;
  query.tag = tag->id;
  query.limit = kListed;
  query.after = context.request.Parameter("after");
  TRY_ASSIGN(const store::ArticleList list, context.reader.Articles(query));
  PageFrame frame(context, locale, route, "hashtag");
  frame.SetTitle("#" + tag->name);
  frame.SetDescription(locale.Format("hashtag_description", {{"name", tag->name}}));
  frame.OfferFeeds(route);
  Fields& fields = frame.content();
  fields.Set("NAME", tag->name);
  fields.Set("COUNT", locale.Count("articles", tag->article_count));
  FillSparkline(fields, locale, tag->days);
  FillByDay(fields, locale, list, PathOf(route), context.now);
  return frame.Finish();
}

base::Result<Rendered> RenderHashtags(const Context& context, const Locale& locale,
                                      const Route& route) {
  TRY_ASSIGN(const std::vector<store::TagSummary> tags, context.reader.Tags(kTagsListed));
  PageFrame frame(context, locale, route, "hashtags");
  frame.SetTitle(locale.Text("nav_hashtags"));
  Fields& fields = frame.content();
  for (const store::TagSummary& tag : tags) {
    Fields& item = fields.Add("TAG");
    item.Set("TAG_HREF", HashtagPath(locale.tag(), tag.name)).Set("TAG_NAME", tag.name);
    item.Set("TAG_COUNT", locale.Number(tag.article_count));
    item.Set("TAG_LABEL", locale.Count("articles", tag.article_count));
  }
  fields.Show(tags.empty() ? "EMPTY" : "HAS_TAGS");
  return frame.Finish();
}

base::Result<Rendered> RenderPublisher(const Context& context, const Locale& locale,
                                       const Route& route) {
  TRY_ASSIGN(const std::optional<store::PublisherSummary> found,
             context.reader.PublisherById({route.id}));
  if (!found.has_value()) return base::Fail(base::ErrorKind::kNotFound, "no such publisher");
  const model::Publisher& publisher = found->publisher;
  const std::string& name = publisher.name.empty() ? publisher.host : publisher.name;
  if (route.slug != Slug(name)) {
    Rendered redirect;
    redirect.status = 301;
    redirect.location = PublisherPath(locale.tag(), route.id, name);
    return redirect;
  }
  store::ArticleQuery query;
  query.publisher = publisher.id;
  query.limit = kListed;
  query.after = context.request.Parameter("after");
  TRY_ASSIGN(const store::ArticleList list, context.reader.Articles(query));
  PageFrame frame(context, locale, route, "publisher");
  frame.SetTitle(name);
  frame.OfferFeeds(route);
  Fields& fields = frame.content();
  fields.Set("NAME", name).Set("HOST", publisher.host);
  fields.Set("COUNT", locale.Count("articles", found->article_count));
  if (!publisher.country.empty()) fields.Set("COUNTRY", CountryName(locale, publisher.country));
  if (!publisher.language.empty()) {
    fields.Set("LANGUAGE_NAME", LanguageName(locale, publisher.language));
  }
  if (context.permission().owner && found->quarantined_count > 0) {
    fields.Set("QUARANTINED", locale.Count("quarantined_pages", found->quarantined_count));
  }
  FillSparkline(fields, locale, found->days);
  FillByDay(fields, locale, list, PathOf(route), context.now);
  return frame.Finish();
}

base::Result<Rendered> RenderPublishers(const Context& context, const Locale& locale,
                                        const Route& route) {
  TRY_ASSIGN(const std::vector<store::PublisherSummary> publishers, context.reader.Publishers());
  PageFrame frame(context, locale, route, "publishers");
  frame.SetTitle(locale.Text("nav_publishers"));
  Fields& fields = frame.content();
  for (const store::PublisherSummary& each : publishers) {
    const model::Publisher& publisher = each.publisher;
    const std::string& name = publisher.name.empty() ? publisher.host : publisher.name;
    Fields& item = fields.Add("PUBLISHER_ROW");
    item.Set("NAME", name).Set("HREF", PublisherPath(locale.tag(), publisher.id.value, name));
    item.Set("COUNTRY", publisher.country.empty() ? "" : CountryName(locale, publisher.country));
    item.Set("LANGUAGE_NAME",
             publisher.language.empty() ? "" : LanguageName(locale, publisher.language));
    item.Set("COUNT", locale.Number(each.article_count));
    item.Set("HOST", publisher.host);
    if (each.last_article.has_value()) {
      FillTime(item.Add("LAST"), locale, each.last_article, context.now);
    }
  }
  fields.Show(publishers.empty() ? "EMPTY" : "HAS_PUBLISHERS");
  return frame.Finish();
}

}  // namespace serve
