#include "parse/feed.h"

#include <gtest/gtest.h>

#include <string>

#include "base/time.h"
#include "base/utf8.h"

namespace parse {
namespace {

Input At(std::string_view bytes) {
  Input input;
  input.bytes = bytes;
  input.url = "https://example.org/news/feed.xml";
  return input;
}

std::string Join(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "|") + part;
  return out;
}

// The feed as lines that a reader can compare: what is empty is left out.
std::string Show(const model::Feed& feed) {
  std::string out(model::FeedFormatName(feed.format));
  const auto add = [&out](std::string_view name, const std::string& value, std::string_view space) {
    if (!value.empty()) out.append(space).append(name).append(": ").append(value);
  };
  add("title", feed.title, "\n");
  add("description", feed.description, "\n");
  add("home", feed.home, "\n");
  add("self", feed.self, "\n");
  add("hub", feed.hub, "\n");
  add("language", feed.language, "\n");
  add("icon", feed.icon, "\n");
  add("children", Join(feed.children), "\n");
  for (const model::Entry& entry : feed.entries) {
    out += "\n- " + entry.key;
    if (entry.url != entry.key) add("url", entry.url, "\n  ");
    add("title", entry.title, "\n  ");
    add("author", Join(entry.author), "\n  ");
    if (entry.published) add("published", base::FormatRfc3339(*entry.published), "\n  ");
    if (entry.updated) add("updated", base::FormatRfc3339(*entry.updated), "\n  ");
    add("summary", entry.summary, "\n  ");
    add("content", entry.content, "\n  ");
    if (entry.language != feed.language) add("language", entry.language, "\n  ");
    add("image", entry.image, "\n  ");
    for (const model::Enclosure& enclosure : entry.enclosures) {
      std::string what = enclosure.url + " " + enclosure.type;
      if (enclosure.bytes) what += " " + std::to_string(*enclosure.bytes) + " bytes";
      if (enclosure.seconds) what += " " + std::to_string(*enclosure.seconds) + " seconds";
      add("enclosure", what, "\n  ");
    }
    add("tags", Join(entry.tags), "\n  ");
  }
  return out;
}

struct Case {
  const char* name;
  const char* bytes;
  const char* expected;
};

const Case kFeeds[] = {
    {"RSS 2.0 with what news publishers put into it",
     R"(<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"
     xmlns:media="http://search.yahoo.com/mrss/">
<channel>
  <title>Harbour &amp; Hill</title><link>https://example.org/</link>
  <description>News from the coast</description><language>en_gb</language>
  <atom:link rel="self" href="https://example.org/news/feed.xml"/>
  <atom:link rel="hub" href="https://hub.example.org/"/>
  <image><url>/logo.png</url><title>logo</title></image>
  <item>
    <title><![CDATA[Ferry &#8216;late&#8217; again, says <em>mayor</em>]]></title>
    <link>../2025/ferry?utm=1</link>
    <guid isPermaLink="false">post-17</guid>
    <dc:creator>By Jane Doe and John Roe</dc:creator>
    <pubDate>Tue, 29 Jul 2025 09:05:00 +0900</pubDate>
    <description>&lt;p&gt;The &lt;b&gt;ferry&lt;/b&gt; was late.&lt;/p&gt;</description>
    <content:encoded><![CDATA[<p onclick="x">The <b>ferry</b> was late.</p><script>x()</script>]]></content:encoded>
    <category>Transport</category><category>Coast &amp; sea</category>
    <media:content url="https://img.example.org/f.jpg" type="image/jpeg" fileSize="1200"/>
    <enclosure url="https://example.org/f.mp3" type="audio/mpeg" length="99"/>
  </item>
</channel></rss>)",
     R"(rss
title: Harbour & Hill
description: News from the coast
home: https://example.org/
self: https://example.org/news/feed.xml
hub: https://hub.example.org/
language: en-GB
icon: https://example.org/logo.png
- post-17
  url: https://example.org/2025/ferry?utm=1
  title: Ferry ‘late’ again, says mayor
  author: Jane Doe|John Roe
  published: 2025-07-29T00:05:00Z
  summary: The ferry was late.
  content: <p>The <b>ferry</b> was late.</p>
  image: https://img.example.org/f.jpg
  enclosure: https://example.org/f.mp3 audio/mpeg 99 bytes
  enclosure: https://img.example.org/f.jpg image/jpeg 1200 bytes
  tags: Transport|Coast & sea)"}  // namespace
    ,

    {"RDF (RSS 1.0)", R"(<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="ja">
<channel rdf:about="https://example.org/"><title>港の新聞</title><link>https://example.org/</link></channel>
<item rdf:about="https://example.org/1"><title>フェリーが&amp;遅れた</title>
<link>https://example.org/1</link><dc:date>2025-07-29T09:05+09:00</dc:date><dc:subject>交通</dc:subject></item>
</rdf:RDF>)",
     R"(rdf
title: 港の新聞
home: https://example.org/
language: ja
- https://example.org/1
  title: フェリーが&遅れた
  published: 2025-07-29T00:05:00Z
  tags: 交通)"},

    {"Atom 1.0 with xml:base, xhtml and authors of the feed",
     R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://example.org/blog/">
<title type="html">Hafen &amp;amp; H&amp;uuml;gel</title><subtitle>Nachrichten</subtitle>
<link rel="alternate" href="."/><link rel="self" href="atom"/><author><name>Redaktion</name></author>
<entry><id>tag:example.org,2025:1</id><title>1 &lt; 2</title><link href="eins"/>
<link rel="enclosure" href="eins.mp3" type="audio/mpeg" length="7"/>
<updated>2025-07-29T10:00:00Z</updated><published>2025-07-29T09:00:00Z</published>
<category term="t" label="Themen"/>
<content type="xhtml" xml:base="tief/"><div xmlns="http://www.w3.org/1999/xhtml"><p>Siehe <a href="x">hier</a>.</p></div></content>
</entry></feed>)",
     R"(atom
title: Hafen & Hügel
description: Nachrichten
home: https://example.org/blog/
self: https://example.org/blog/atom
language: de
- tag:example.org,2025:1
  url: https://example.org/blog/eins
  title: 1 < 2
  author: Redaktion
  published: 2025-07-29T09:00:00Z
  updated: 2025-07-29T10:00:00Z
  content: <div><p>Siehe <a href="https://example.org/blog/tief/x" rel="noopener nofollow">hier</a>.</p></div>
  enclosure: https://example.org/blog/eins.mp3 audio/mpeg 7 bytes
  tags: Themen)"},

    {"JSON Feed",
     R"({"version":"https://jsonfeed.org/version/1.1","title":"Harbour","language":"en",
"home_page_url":"https://example.org/","feed_url":"https://example.org/feed.json",
"hubs":[{"type":"WebSub","url":"https://hub.example.org/"}],"authors":[{"name":"Jane Doe"}],
"items":[{"id":17,"url":"/a","title":"Ferry","content_html":"<p>Late</p>","summary":"It was late",
"date_published":"2025-07-29T09:05:00+09:00","tags":["sea"],"image":"i.png",
"attachments":[{"url":"a.mp3","mime_type":"audio/mpeg","size_in_bytes":5,"duration_in_seconds":61.5}]},
{"id":"b","content_text":"a < b"}, 5]})",
     R"(json
title: Harbour
home: https://example.org/
self: https://example.org/feed.json
hub: https://hub.example.org/
language: en
- 17
  url: https://example.org/a
  title: Ferry
  author: Jane Doe
  published: 2025-07-29T00:05:00Z
  summary: It was late
  content: <p>Late</p>
  image: https://example.org/news/i.png
  enclosure: https://example.org/news/a.mp3 audio/mpeg 5 bytes 61 seconds
  tags: sea
- b
  author: Jane Doe
  content: <p>a &lt; b</p>)"},

    {"news sitemap", R"(<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://example.org/a</loc><lastmod>2025-07-30</lastmod>
<news:news><news:publication><news:name>Harbour</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2025-07-29T09:05:00+09:00</news:publication_date><news:title>Ferry late</news:title>
<news:keywords>sea, ferry</news:keywords></news:news>
<image:image><image:loc>https://example.org/a.jpg</image:loc></image:image></url>
<url><loc>javascript:alert(1)</loc></url></urlset>)",
     R"(sitemap
title: Harbour
language: en
- https://example.org/a
  title: Ferry late
  published: 2025-07-29T00:05:00Z
  updated: 2025-07-30T00:00:00Z
  image: https://example.org/a.jpg
  tags: sea|ferry)"},

    {"sitemap index",
     R"(<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://example.org/s1.xml</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>)",
     R"(sitemap_index
children: https://example.org/s1.xml|https://example.org/s2.xml)"},

    {"a list of URLs", "https://example.org/a\nhttps://example.org/b\n",
     "sitemap\n- https://example.org/a\n- https://example.org/b"},

    {"CDF", R"(<CHANNEL HREF="https://example.org/" BASE="https://example.org/">
<TITLE>Old</TITLE><ABSTRACT>Very old</ABSTRACT>
<ITEM HREF="/item/1" LASTMOD="2004-04-06T23:05:43-05:00"><TITLE>One</TITLE><ABSTRACT>First</ABSTRACT></ITEM></CHANNEL>)",
     R"(cdf
title: Old
description: Very old
home: https://example.org/
- https://example.org/item/1
  title: One
  updated: 2004-04-07T04:05:43Z
  summary: First)"},

    {"no namespace declared, entities of HTML, entities of its own",
     R"(<!DOCTYPE rss [<!ENTITY me "Jane"> <!ENTITY all "&me;&me;">]>
<rss><channel><title>A&nbsp;B &hellip; &me; &all; &nosuch;</title>
<item><title>T</title><dc:creator>&me;</dc:creator><link href="https://example.org/?a=1&amp;b=&eacute;"/></item></channel></rss>)",
     R"(rss
title: A B … Jane &all; &nosuch;
- https://example.org/?a=1&b=%C3%A9
  title: T
  author: Jane)"},

    {"broken: bare ampersands, HTML unescaped, an item left open, cut off",
     "<rss><channel><title>Fish & Chips</title><item><title>One<br></title>"
     "<link>https://example.org/?a=1&b=2</link><item><title>Two \x01 </title>"
     "<description>cut off in the mid",
     R"(rss
title: Fish & Chips
- https://example.org/?a=1&b=2
  title: One
- hash:)"},

    {"one id for all",
     R"(<rss><channel><item><guid>1</guid><link>https://example.org/a</link></item>
<item><guid>1</guid><link>https://example.org/b</link></item>
<item><guid>1</guid><link>https://example.org/a</link></item></channel></rss>)",
     R"(rss
- 1
  url: https://example.org/a
- 1#)"},

    {"versions of one entry",
     R"(<feed xmlns="http://www.w3.org/2005/Atom">
<entry><id>1</id><link href="/a"/><title>Old</title><updated>2026-01-01T00:00:00Z</updated></entry>
<entry><id>1</id><link href="/a"/><title>New</title><updated>2026-01-03T00:00:00Z</updated></entry>
<entry><id>1</id><link href="/a"/><title>Mid</title><updated>2026-01-02T00:00:00Z</updated></entry></feed>)",
     R"(atom
- 1
  url: https://example.org/a
  title: New
  updated: 2026-01-03T00:00:00Z)"},

    {"only http gets through",
     R"(<rss><channel><link>javascript:alert(1)</link><item><title>T</title><link>data:text/html,x</link>
<enclosure url="file:///etc/passwd"/><guid>ftp://example.org/</guid></item></channel></rss>)",
     "rss\n- ftp://example.org/\n  title: T"},

    {"a page that names its feeds",
     R"(<!doctype html><html lang="en"><head><title>Harbour</title>
<link rel="alternate" type="application/rss+xml" title="News" href="/feed.xml"></head><body>
<nav><a href="/2025/07/29/a-headline-in-the-navigation-of-it">Headline in the navigation of it all</a></nav>
<a href="/2025/07/29/ferry-late-again">Ferry late again, says the mayor</a>
<a href="/about">About us and what we do all day</a>
<a href="https://other.example/2025/07/29/ferry-late-again">Ferry late again, says the mayor</a>
</body></html>)",
     R"(html
title: Harbour
home: https://example.org/news/feed.xml
language: en
children: https://example.org/feed.xml
- https://example.org/2025/07/29/ferry-late-again
  title: Ferry late again, says the mayor)"},

    {"OPML",
     R"(<opml><head><title>L</title></head><body><outline text="x"><outline xmlUrl="https://example.org/f"/></outline></body></opml>)",
     "opml\ntitle: L\nchildren: https://example.org/f"},
    {"other XML", "<svg><title>x</title></svg>", "none"},
    {"other JSON", "{\"a\":1}", "none"},
    {"nothing", "  \n", "none"},
    {"no text at all", "\x89PNG\r\n\x1a\n", "none"},
};  // namespace parse

// "hash:" and "1#" stand for any such key.
TEST(Feed, Read) {
  for (const Case& row : kFeeds) {
    const std::string shown = Show(ParseFeed(At(row.bytes)));
    const std::string expected = row.expected;
    if (expected.ends_with("hash:") || expected.ends_with("1#")) {
      EXPECT_EQ(shown.substr(0, expected.size()), expected) << row.name;
    } else {
      EXPECT_EQ(shown, expected) << row.name;
    }
  }
}

TEST(Feed, KeysAreTheSameAtEveryPoll) {
  const std::string item = "<item><title>Ferry late</title><description>Again</description></item>";
  const auto first = ParseFeed(At("<rss><channel>" + item + "</channel></rss>"));
  const auto second =
      ParseFeed(At("<rss><channel><item><title>New</title></item>" + item + "</channel></rss>"));
  ASSERT_EQ(first.entries.size(), 1U);
  ASSERT_EQ(second.entries.size(), 2U);
  EXPECT_EQ(first.entries[0].key, second.entries[1].key);
  EXPECT_NE(first.entries[0].key, second.entries[0].key);
}

TEST(Feed, HeadersCount) {
  Input input = At("<rss><channel><item><link>a</link></item></channel></rss>");
  input.headers = {{"content-location", "https://other.example/x/"},
                   {"content-language", "pt-br"},
                   {"link", "<https://hub.example/>; rel=\"hub\", <s>; rel=self"}};
  const model::Feed feed = ParseFeed(input);
  EXPECT_EQ(feed.language, "pt-BR");
  EXPECT_EQ(feed.hub, "https://hub.example/");
  EXPECT_EQ(feed.self, "https://other.example/x/s");
  EXPECT_EQ(feed.entries.at(0).url, "https://other.example/x/a");
}

// Relative links would inherit the name and password that the feed was asked with.
TEST(Feed, NobodyIsToldThePasswordOfTheSource) {
  // Expected: the address of the first entry, or of the first child.
  const Case cases[] = {
      {"RSS",
       R"(<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><link>/</link>
<atom:link rel="self" href="feed.xml"/><item><link>/art/1</link><enclosure url="/a.mp3"/>
<description>&lt;p&gt;&lt;a href="/x"&gt;x&lt;/a&gt;&lt;img src="y.png"&gt;</description></item></channel></rss>)",
       "https://news.example/art/1"},
      {"Atom, with a base that adds one",
       R"(<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://a:hunter2@news.example/b/"><link rel="self" href=""/>
<entry><id>1</id><link href="1"/><content type="html">&lt;a href="x"&gt;x&lt;/a&gt;</content></entry></feed>)",
       "https://news.example/b/1"},
      {"JSON Feed",
       R"({"version": "https://jsonfeed.org/version/1.1", "feed_url": "f", "items": [{"id": "1", "url": "/art/1"}]})",
       "https://news.example/art/1"},
      {"an absolute link with it",
       "<rss><channel><item><link>https://reader:hunter2@news.example/art/1</link></item></channel>"
       "</rss>",
       "https://news.example/art/1"},
      {"a page that names its feed",
       "<html><head><base href='//a:hunter2@news.example/'><link rel=alternate "
       "type=application/rss+xml href=feed></head></html>",
       "https://news.example/feed"},
  };
  for (const Case& c : cases) {
    model::Page page;
    page.url = "https://reader:hunter2@news.example/feed.xml";  // no final_url: it is the fallback
    page.bytes = c.bytes;
    page.headers = {{"link", "<s>; rel=self"}};
    const model::Feed feed = ParseFeed(page);
    EXPECT_EQ(feed.entries.empty() ? Join(feed.children) : feed.entries[0].url, c.expected)
        << c.name;
    EXPECT_FALSE(Show(feed).contains("hunter2")) << c.name << ": " << Show(feed);
  }
}

TEST(Feed, WarningsAreText) {
  std::string name = "a";
  for (int i = 0; i < 40; ++i) name += "é";
  std::string id(199, 'x');
  id += "é";
  const std::string entry = "<item><guid>" + id + "</guid></item>";
  const std::string long_name = "<" + name + "/>";
  const std::string twice = "<rss><channel>" + entry + entry + "</channel></rss>";
  Input bad_label = At("<rss/>");
  bad_label.content_type = "text/xml; charset=\xFF\xFF";
  for (const Input& input : {At(long_name), bad_label, At(twice)}) {
    for (const std::string& warning : ParseFeed(input).warnings) {
      EXPECT_TRUE(base::IsValidUtf8(warning)) << warning;
    }
  }
}

TEST(Feed, SaysWhatWasRepaired) {
  const auto feed = ParseFeed(At("<rss>\n<channel>\n<title>a & b</title></channel></rss>"));
  EXPECT_EQ(feed.warnings, std::vector<std::string>{"line 3: a bare '&' was escaped"});
}

}  // namespace
}  // namespace parse
