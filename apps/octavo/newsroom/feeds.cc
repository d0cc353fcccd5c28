// The feeds of pages.h: each format written as its publishers would write it, by hand.

#include <fmt/format.h>

#include "newsroom/pages.h"
#include "newsroom/template.h"

#include "text/markup.h"

namespace newsroom {
namespace {

// What a feed says of an article.
struct Item {
  std::string url;
  std::string title;
  std::string summary;  // text
  std::string content;  // HTML; empty: only the summary
  std::string byline;
  std::string section;
  base::Instant published;
  base::Instant changed;
};

std::vector<Item> ItemsOf(const Press& press, const Publisher& publisher) {
  std::vector<Item> out;
  for (const Article* article : ArticlesOf(press, publisher)) {
    Item item;
    const std::string path =
        article->moved_from.empty() ? PathOf(publisher, *article) : article->moved_from;
    item.url = Origin(press, publisher) + path;
    item.title = article->title;
    const bool sound = article->fault == model::Reason::kNone;
    item.summary = !article->standfirst.empty() ? article->standfirst
                   : sound                      ? article->paragraphs.front()
                                                : "";
    if (publisher.full_text && sound) {
      for (const std::string& text : article->paragraphs) {
        item.content += fmt::format("<p>{}</p>\n", text::Escaped(text));
      }
    }
    item.byline = article->byline;
    item.section = article->section;
    item.published = article->published;
    item.changed = ChangeOf(*article);
    out.push_back(std::move(item));
  }
  return out;
}

std::string XmlHead(const Publisher& publisher) {
  return fmt::format("<?xml version=\"1.0\" encoding=\"{}\"?>\n", publisher.charset);
}

std::string Rss(const Press& press, const Publisher& publisher) {
  const std::string origin = Origin(press, publisher);
  std::string out = XmlHead(publisher);
  out += fmt::format(
      "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
      "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n<channel>\n"
      "<title>{}</title>\n<link>{}/</link>\n<description>{}</description>\n"
      "<language>{}</language>\n<ttl>15</ttl>\n"
      "<atom:link href=\"{}{}\" rel=\"self\" type=\"application/rss+xml\"/>\n",
      text::Escaped(publisher.name), origin, text::Escaped(publisher.tagline), publisher.language,
      origin, publisher.feed_path);
  for (const Item& item : ItemsOf(press, publisher)) {
    out += fmt::format(
        "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"true\">{}</guid>\n"
        "<pubDate>{}</pubDate>\n<description>{}</description>\n",
        text::Escaped(item.title), item.url, item.url, HttpDate(item.published),
        text::Escaped(item.summary));
    if (!item.byline.empty()) {
      out += fmt::format("<dc:creator>{}</dc:creator>\n", text::Escaped(item.byline));
    }
    if (!item.section.empty()) {
      out += fmt::format("<category>{}</category>\n", text::Escaped(item.section));
    }
    if (!item.content.empty()) {
      out += fmt::format("<content:encoded><![CDATA[{}]]></content:encoded>\n", item.content);
    }
    out += "</item>\n";
  }
  return out + "</channel>\n</rss>\n";
}

std::string Atom(const Press& press, const Publisher& publisher) {
  const std::string origin = Origin(press, publisher);
  const std::vector<Item> items = ItemsOf(press, publisher);
  const base::Instant updated = items.empty() ? base::Instant{} : items.front().changed;
  std::string out = XmlHead(publisher);
  out += fmt::format(
      "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n<title>{}</title>\n"
      "<subtitle>{}</subtitle>\n<id>{}/</id>\n<link rel=\"alternate\" href=\"{}/\"/>\n"
      "<link rel=\"self\" href=\"{}{}\"/>\n<updated>{}</updated>\n",
      publisher.language, text::Escaped(publisher.name), text::Escaped(publisher.tagline), origin,
      origin, origin, publisher.feed_path, base::FormatRfc3339(updated));
  for (const Item& item : items) {
    out += fmt::format(
        "<entry>\n<title>{}</title>\n<id>{}</id>\n<link rel=\"alternate\" href=\"{}\"/>\n"
        "<published>{}</published>\n<updated>{}</updated>\n<summary>{}</summary>\n",
        text::Escaped(item.title), item.url, item.url, base::FormatRfc3339(item.published),
        base::FormatRfc3339(item.changed), text::Escaped(item.summary));
    if (!item.byline.empty()) {
      out += fmt::format("<author><name>{}</name></author>\n", text::Escaped(item.byline));
    }
    if (!item.section.empty()) {
      out += fmt::format("<category term=\"{}\"/>\n", text::Escaped(item.section));
    }
    if (!item.content.empty()) {
      out += fmt::format("<content type=\"html\">{}</content>\n", text::Escaped(item.content));
    }
    out += "</entry>\n";
  }
  return out + "</feed>\n";
}

std::string Rdf(const Press& press, const Publisher& publisher) {
  const std::string origin = Origin(press, publisher);
  const std::vector<Item> items = ItemsOf(press, publisher);
  std::string out = XmlHead(publisher);
  out += fmt::format(
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
      "xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "
      "xml:lang=\"{}\">\n<channel rdf:about=\"{}{}\">\n<title>{}</title>\n<link>{}/</link>\n"
      "<description>{}</description>\n<dc:language>{}</dc:language>\n<items>\n<rdf:Seq>\n",
      publisher.language, origin, publisher.feed_path, text::Escaped(publisher.name), origin,
      text::Escaped(publisher.tagline), publisher.language);
  for (const Item& item : items) out += fmt::format("<rdf:li rdf:resource=\"{}\"/>\n", item.url);
  out += "</rdf:Seq>\n</items>\n</channel>\n";
  for (const Item& item : items) {
    out += fmt::format(
        "<item rdf:about=\"{}\">\n<title>{}</title>\n<link>{}</link>\n"
        "<description>{}</description>\n<dc:date>{}</dc:date>\n<dc:creator>{}</dc:creator>\n"
        "<dc:subject>{}</dc:subject>\n</item>\n",
        item.url, text::Escaped(item.title), item.url, text::Escaped(item.summary),
        base::FormatRfc3339(item.published), text::Escaped(item.byline),
        text::Escaped(item.section));
  }
  return out + "</rdf:RDF>\n";
}

std::string JsonFeed(const Press& press, const Publisher& publisher) {
  const std::string origin = Origin(press, publisher);
  base::Json::Array items;
  for (const Item& item : ItemsOf(press, publisher)) {
    base::Json one;
    one.Set("id", item.url)
        .Set("url", item.url)
        .Set("title", item.title)
        .Set("summary", item.summary)
        .Set("date_published", base::FormatRfc3339(item.published))
        .Set("date_modified", base::FormatRfc3339(item.changed));
    if (item.content.empty()) {
      one.Set("content_text", item.summary);
    } else {
      one.Set("content_html", item.content);
    }
    if (!item.byline.empty()) {
      base::Json author;
      author.Set("name", item.byline);
      one.Set("authors", base::Json::Array{author});
    }
    if (!item.section.empty()) one.Set("tags", base::Json::Array{base::Json(item.section)});
    items.push_back(std::move(one));
  }
  base::Json out;
  out.Set("version", "https://jsonfeed.org/version/1.1")
      .Set("title", publisher.name)
      .Set("description", publisher.tagline)
      .Set("home_page_url", origin + "/")
      .Set("feed_url", origin + publisher.feed_path)
      .Set("language", publisher.language)
      .Set("items", std::move(items));
  return WriteJson(out);
}

std::string NewsSitemap(const Press& press, const Publisher& publisher) {
  std::string out = XmlHead(publisher);
  out +=
      "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
      "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n";
  for (const Item& item : ItemsOf(press, publisher)) {
    out += fmt::format(
        "<url><loc>{}</loc><lastmod>{}</lastmod><news:news><news:publication><news:name>{}"
        "</news:name><news:language>{}</news:language></news:publication>"
        "<news:publication_date>{}</news:publication_date><news:title>{}</news:title>"
        "</news:news></url>\n",
        item.url, base::FormatRfc3339(item.changed), text::Escaped(publisher.name),
        publisher.language, base::FormatRfc3339(item.published), text::Escaped(item.title));
  }
  return out + "</urlset>\n";
}

std::string Outline(std::string_view title, std::string_view url, std::string_view home,
                    std::string_view language) {
  return fmt::format(
      "<outline type=\"rss\" text=\"{}\" title=\"{}\" xmlUrl=\"{}\" htmlUrl=\"{}\" "
      "language=\"{}\"/>\n",
      text::Escaped(title), text::Escaped(title), url, home, language);
}

}  // namespace

std::string FeedOf(const Press& press, const Publisher& publisher) {
  switch (publisher.feed) {
    case FeedKind::kNone:
      return {};
    case FeedKind::kRss:
      return Rss(press, publisher);
    case FeedKind::kAtom:
      return Atom(press, publisher);
    case FeedKind::kRdf:
      return Rdf(press, publisher);
    case FeedKind::kJson:
      return JsonFeed(press, publisher);
    case FeedKind::kSitemap:
      return NewsSitemap(press, publisher);
  }
  return {};
}

std::string OpmlOf(const Press& press) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<opml version=\"2.0\">\n<head>"
      "<title>Octavo's sample newsroom</title></head>\n<body>\n";
  for (const auto& [language, name] :
       {std::pair{"en", "Samples in English"}, std::pair{"ja", "日本語の見本"},
        std::pair{"ar", "نماذج بالعربية"}}) {
    out += fmt::format("<outline text=\"{}\">\n", name);
    for (const Publisher& publisher : press.newsroom.publishers) {
      if (publisher.language != language) continue;
      const std::string origin = Origin(press, publisher);
      if (publisher.broken.empty()) {
        const std::string path = publisher.feed == FeedKind::kNone ? "/"
                                 : publisher.moved_feed.empty()    ? publisher.feed_path
                                                                   : publisher.moved_feed;
        out += Outline(publisher.name, origin + path, origin + "/", publisher.language);
      }
      for (const std::string& way : publisher.broken) {
        out += Outline(fmt::format("{} ({})", publisher.name, way),
                       fmt::format("{}/{}.xml", origin, way), origin + "/", publisher.language);
      }
    }
    out += "</outline>\n";
  }
  return out + "</body>\n</opml>\n";
}

}  // namespace newsroom
