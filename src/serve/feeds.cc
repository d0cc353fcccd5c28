#include "serve/feeds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/json.h"
#include "base/utf8.h"
#include "net/url.h"

namespace serve {
namespace {

constexpr size_t kItems = 40;

struct Item {
  std::string id;    // absolute, for life
  std::string link;  // absolute
  std::string title;
  std::string summary;
  std::string author;  // publisher, or publishers
  std::string language;
  std::optional<base::Instant> published;
  base::Instant updated;
};

struct FeedOut {
  std::string title;
  std::string home;  // absolute address of the page that it is the feed of
  std::string self;
  std::vector<Item> items;
};

// Text for XML 1.0: markup escaped, and characters that XML does not have left out.
std::string Xml(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  for (size_t position = 0; position < text.size();) {
    const char32_t c = base::NextCodePoint(text, position);
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if ((c >= 0x20 || c == '\t' || c == '\n') && c != 0xFFFE && c != 0xFFFF) {
      base::AppendCodePoint(c, out);
    }
  }
  return out;
}

// "Sun, 22 Nov 2026 08:30:00 GMT" (RFC 822 as RSS asks for it: English in every language).
std::string Rfc822(base::Instant instant) {
  static constexpr std::array<std::string_view, 7> kWeekdays = {"Sun", "Mon", "Tue", "Wed",
                                                                "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const base::Day day = base::DayOf(instant);
  const base::CivilDate date = base::CivilFromDay(day);
  const int64_t seconds = (instant.micros - base::StartOf(day).micros) / base::kMicrosPerSecond;
  const auto weekday = static_cast<size_t>(((day.number % 7) + 11) % 7);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kWeekdays[weekday], date.day,
                     kMonths[static_cast<size_t>(date.month - 1)], date.year, seconds / 3600,
                     seconds / 60 % 60, seconds % 60);
}

base::Instant NewestOf(const FeedOut& feed) {
  base::Instant newest;
  for (const Item& item : feed.items) newest = std::max(newest, item.updated);
  return newest;
}

std::string WriteRss(const FeedOut& feed, const Locale& locale) {
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel>\n"
      "<title>{}</title>\n<link>{}</link>\n<description>{}</description>\n<language>{}</language>\n"
      "<lastBuildDate>{}</lastBuildDate>\n<atom:link rel=\"self\" href=\"{}\" "
      "type=\"application/rss+xml\"/>\n",
      Xml(feed.title), Xml(feed.home), Xml(locale.Text("tagline")), locale.tag(),
      Rfc822(NewestOf(feed)), Xml(feed.self));
  for (const Item& item : feed.items) {
    out += fmt::format(
        "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"false\">{}"
        "</guid>\n<dc:creator>{}</dc:creator>\n",
        Xml(item.title), Xml(item.link), Xml(item.id), Xml(item.author));
    if (item.published) out += fmt::format("<pubDate>{}</pubDate>\n", Rfc822(*item.published));
    // A description is HTML: text in it is escaped once as HTML, then as XML.
    out += fmt::format("<description>{}</description>\n</item>\n", Xml(Xml(item.summary)));
  }
  return out + "</channel>\n</rss>\n";
}

std::string WriteAtom(const FeedOut& feed, const Locale& locale) {
  std::string out = fmt::format(
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
      "xml:lang=\"{}\">\n<title>{}</title>\n<id>{}</id>\n"
      "<link rel=\"self\" href=\"{}\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n"
      "<updated>{}</updated>\n<generator>Octavo</generator>\n",
      locale.tag(), Xml(feed.title), Xml(feed.self), Xml(feed.self), Xml(feed.home),
      base::FormatRfc3339(NewestOf(feed)));
  for (const Item& item : feed.items) {
    out += fmt::format(
        "<entry xml:lang=\"{}\">\n<title>{}</title>\n<id>{}</id>\n<link rel=\"alternate\" "
        "href=\"{}\"/>\n<author><name>{}</name></author>\n<updated>{}</updated>\n",
        Xml(item.language), Xml(item.title), Xml(item.id), Xml(item.link), Xml(item.author),
        base::FormatRfc3339(item.updated));
    if (item.published) {
      out += fmt::format("<published>{}</published>\n", base::FormatRfc3339(*item.published));
    }
    out += fmt::format("<summary type=\"text\">{}</summary>\n</entry>\n", Xml(item.summary));
  }
  return out + "</feed>\n";
}

std::string WriteJsonFeed(const FeedOut& feed, const Locale& locale) {
  base::Json json;
  json.Set("version", "https://jsonfeed.org/version/1.1");
  json.Set("title", feed.title);
  json.Set("home_page_url", feed.home);
  json.Set("feed_url", feed.self);
  json.Set("language", locale.tag());
  base::Json items = base::Json(base::Json::Array());
  for (const Item& item : feed.items) {
    base::Json each;
    each.Set("id", item.id);
    each.Set("url", item.link);
    each.Set("title", item.title);
    each.Set("content_text", item.summary);
    each.Set("summary", item.summary);
    if (item.published) each.Set("date_published", base::FormatRfc3339(*item.published));
    each.Set("date_modified", base::FormatRfc3339(item.updated));
    each.Set("language", item.language);
    base::Json author;
    author.Set("name", item.author);
    each.Set("authors", base::Json(base::Json::Array{std::move(author)}));
    items.Append(std::move(each));
  }
  json.Set("items", std::move(items));
  return base::WriteJson(json) + "\n";
}

// Its link is the original: a reader of the feed goes straight to the publisher.
Item ItemOf(const Context& context, const store::ArticleSummary& article) {
  Item item;
  item.id = fmt::format("{}/article/{}", context.base, article.id.value);
  item.link = article.url;
  item.title = article.title;
  item.summary = article.summary;
  item.author = article.publisher_name;
  item.language = article.language;
  item.published = article.published;
  item.updated = article.published.value_or(article.found);
  return item;
}

Item ItemOf(const Context& context, const Locale& locale, const store::StorySummary& summary) {
  const model::Story& story = summary.story;
  Item item;
  item.id = fmt::format("{}/story/{}", context.base, story.id.value);
  item.link = context.base + StoryPath(locale.tag(), story.id.value, story.title);
  item.title = story.title;
  item.summary = summary.lead.summary;
  item.author = locale.List(summary.publisher_names, 4);
  if (item.author.empty()) item.author = summary.lead.publisher_name;
  item.language = story.language;
  item.published = story.first_published;
  item.updated = story.last_published;
  return item;
}

base::Status FillArticles(const Context& context, store::ArticleQuery query, FeedOut& feed) {
  query.limit = kItems;
  TRY_ASSIGN(const store::ArticleList list, context.reader.Articles(query));
  for (const store::ArticleSummary& article : list.articles) {
    feed.items.push_back(ItemOf(context, article));
  }
  return {};
}

base::Status FillHashtag(const Context& context, const Route& route, FeedOut& feed) {
  TRY_ASSIGN(const std::optional<store::TagSummary> tag, context.reader.TagByName(route.name));
  if (!tag.has_value()) return base::Fail(base::ErrorKind::kNotFound, "no such hashtag");
  feed.title = "#" + tag->name + " — Octavo";
  store::ArticleQuery query;
  query.tag = tag->id;
  return FillArticles(context, query, feed);
}

base::Status FillPublisher(const Context& context, const Route& route, FeedOut& feed) {
  TRY_ASSIGN(const std::optional<store::PublisherSummary> publisher,
             context.reader.PublisherById({route.id}));
  if (!publisher.has_value()) return base::Fail(base::ErrorKind::kNotFound, "no such publisher");
  feed.title = publisher->publisher.name + " — Octavo";
  store::ArticleQuery query;
  query.publisher = publisher->publisher.id;
  return FillArticles(context, query, feed);
}

base::Status FillSearch(const Context& context, const Locale& locale, FeedOut& feed) {
  store::SearchQuery query;
  query.text = context.request.Parameter("q");
  query.language = locale.tag();
  query.limit = kItems;
  if (query.text.empty()) {
    return base::Fail(base::ErrorKind::kInvalidInput, "q, the query, is missing");
  }
  TRY_ASSIGN(const store::SearchResult result, context.reader.Search(query));
  feed.title = locale.Format("search_title", {{"query", query.text}}) + " — Octavo";
  const std::string parameters = "?q=" + net::PercentEncode(query.text);
  feed.home += parameters;
  feed.self += parameters;
  for (const store::SearchHit& hit : result.hits) {
    Item item = ItemOf(context, hit.article);
    if (item.summary.empty()) item.summary = hit.snippet;
    feed.items.push_back(std::move(item));
  }
  return {};
}

base::Status FillPaper(const Context& context, const Locale& locale, FeedOut& feed) {
  feed.title = "Octavo";
  store::EditionQuery query;
  query.language = locale.tag();
  query.now = context.now;
  TRY_ASSIGN(const store::EditionView edition, context.reader.Edition(query));
  for (const store::StorySummary& story : edition.top) {
    feed.items.push_back(ItemOf(context, locale, story));
  }
  for (const store::SectionView& section : edition.sections) {
    for (const store::StorySummary& story : section.stories) {
      if (feed.items.size() < kItems) feed.items.push_back(ItemOf(context, locale, story));
    }
  }
  return {};
}

}  // namespace

base::Result<Rendered> RenderFeed(const Context& context, const Locale& locale,
                                  const Route& route) {
  FeedOut feed;
  Route page = route;
  page.feed = FeedKind::kNone;
  feed.home = context.base + PathOf(page);
  feed.self = context.base + PathOf(route);
  switch (route.page) {
    case PageKind::kHashtag:
      TRY(FillHashtag(context, route, feed));
      break;
    case PageKind::kPublisher:
      TRY(FillPublisher(context, route, feed));
      break;
    case PageKind::kSearch:
      TRY(FillSearch(context, locale, feed));
      break;
    default:
      TRY(FillPaper(context, locale, feed));
  }
  Rendered rendered;
  if (route.feed == FeedKind::kRss) {
    rendered.content_type = "application/rss+xml; charset=utf-8";
    rendered.body = WriteRss(feed, locale);
  } else if (route.feed == FeedKind::kAtom) {
    rendered.content_type = "application/atom+xml; charset=utf-8";
    rendered.body = WriteAtom(feed, locale);
  } else {
    rendered.content_type = "application/feed+json; charset=utf-8";
    rendered.body = WriteJsonFeed(feed, locale);
  }
  return rendered;
}

}  // namespace serve
