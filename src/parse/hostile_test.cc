// Feeds that were made to hurt: deep, long, many, cut off, growing, or asking for files. Each ends,
// in memory that is bounded, with an answer that says what it is. How long they take is measured by
// bench/run.

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "parse/feed.h"
#include "parse/testing/invariants.h"

namespace parse {
namespace {

using model::FeedFormat;

constexpr size_t kMegabyte = size_t{1} << 20;

std::string Times(std::string_view what, size_t count) {
  std::string out;
  out.reserve(what.size() * count);
  for (size_t i = 0; i < count; ++i) out += what;
  return out;
}

std::string Rss(const std::string& inside) {
  return "<rss version=\"2.0\"><channel><title>T</title>" + inside + "</channel></rss>";
}

std::string Numbered(std::string_view before, std::string_view behind, size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out.append(before).append(std::to_string(i)).append(behind);
  return out;
}

struct Case {
  std::string name;
  std::string bytes;
  FeedFormat format = FeedFormat::kRss;
  size_t entries = 0;
  bool is_broken = true;  // must say so in its warnings
};

std::vector<Case> Deep() {
  return {
      {"300,000 nested tags", Times("<a>", 300'000), FeedFormat::kNone},
      {"in a feed", Rss("<item><title>x</title></item>" + Times("<b>", 300'000)), FeedFormat::kRss,
       1},
      {"300,000 nested items", "<rss><channel>" + Times("<item><title>x", 300'000),
       FeedFormat::kRss, 1},
      {"nested and closed",
       Rss("<item><title>x</title>" + Times("<b>", 300'000) + Times("</b>", 300'000) + "</item>"),
       FeedFormat::kRss, 1},
      {"HTML nested in a content",
       Rss("<item><guid>1</guid><encoded><![CDATA[" + Times("<div>", 300'000) +
           "]]></encoded></item>"),
       FeedFormat::kRss, 1, false},
      {"HTML nested in a title",
       Rss("<item><title><![CDATA[" + Times("<b><p>", 150'000) + "x]]></title></item>"),
       FeedFormat::kRss, 1, false},
      {"JSON nested",
       "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":" + Times("[", 300'000),
       FeedFormat::kNone},
      {"end tags alone", "<rss>" + Times("</a>", 1'000'000)},
  };
}

std::vector<Case> Long() {
  const std::string long_text(kMegabyte, 'x');
  return {
      {"an attribute of 1 MB",
       Rss("<item><guid>1</guid><link href=\"http://a/" + long_text + "\"/></item>"),
       FeedFormat::kRss, 1, false},
      {"an attribute of 1 MB, left open", "<rss><channel><item a=\"" + long_text},
      {"a name of 1 MB", Rss("<" + long_text + "/>"), FeedFormat::kRss, 0, false},
      {"a title of 1 MB", Rss("<item><title>" + long_text + "</title></item>"), FeedFormat::kRss, 1,
       false},
      {"a link of 1 MB", Rss("<item><guid>1</guid><link>http://a/" + long_text + "</link></item>"),
       FeedFormat::kRss, 1, false},
      {"a date of 1 MB", Rss("<item><guid>1</guid><pubDate>" + long_text + "</pubDate></item>"),
       FeedFormat::kRss, 1, false},
      {"authors of 1 MB",
       Rss("<item><guid>1</guid><author>" + Times("a and ", 170'000) + "b</author></item>"),
       FeedFormat::kRss, 1, false},
      {"8 MB of '<'", std::string(8 * kMegabyte, '<'), FeedFormat::kNone},
      {"8 MB of '<' in a feed", "<rss>" + std::string(8 * kMegabyte, '<')},
      {"8 MB of '&'", "<rss><channel><title>" + std::string(8 * kMegabyte, '&')},
      {"8 MB of quotation marks", "<rss><channel a=" + std::string(8 * kMegabyte, '"')},
      {"8 MB of zeros", std::string(8 * kMegabyte, '\0'), FeedFormat::kNone},
  };
}

std::vector<Case> Many() {
  return {
      {"100,000 attributes", "<rss><channel" + Numbered(" a", "=''", 100'000) + "/></rss>"},
      {"100,000 namespaces", "<rss" + Numbered(" xmlns:a", "='b'", 100'000) + "><channel/></rss>",
       FeedFormat::kRss, 0, false},
      {"10^6 references", Rss("<item><title>" + Times("&amp;", 1'000'000) + "</title></item>"),
       FeedFormat::kRss, 1, false},
      {"10^6 references that nobody knows",
       Rss("<item><title>" + Times("&nosuch;", 1'000'000) + "</title></item>"), FeedFormat::kRss,
       1},
      {"10^6 references to forbidden characters",
       Rss("<item><title>x" + Times("&#1;", 1'000'000) + "</title></item>"), FeedFormat::kRss, 1},
      {"10^6 escaped tags",
       Rss("<item><guid>1</guid><description>" + Times("&lt;b&gt;", 1'000'000) +
           "</description></item>"),
       FeedFormat::kRss, 1, false},
      {"200,000 entries", Rss(Numbered("<item><guid>", "</guid></item>", 200'000)),
       FeedFormat::kRss, kMostEntries},
      {"200,000 times one entry", Rss(Times("<item><guid>1</guid></item>", 200'000)),
       FeedFormat::kRss, 1},
      {"CDATA left open, often", "<rss><channel>" + Times("<a><![CDATA[</a>", 500'000)},
      {"comments left open, often", "<rss><channel>" + Times("<!--", 1'000'000)},
      {"comments left open in HTML, often",
       Rss("<item><guid>1</guid><description><![CDATA[" + Times("<!--", 500'000) +
           "]]></description></item>"),
       FeedFormat::kRss, 1, false},
      {"frames left open in HTML, often",
       Rss("<item><guid>1</guid><description><![CDATA[" + Times("<iframe", 500'000) +
           "]]></description></item>"),
       FeedFormat::kRss, 1, false},
      {"tags left open, often", "<rss><channel>" + Times("<x a=\"", 500'000)},
      {"200,000 addresses of a sitemap",
       "<urlset>" + Numbered("<url><loc>http://a/", "</loc></url>", 200'000) + "</urlset>",
       FeedFormat::kSitemap, kMostEntries},
  };
}

// What a short input would make long.
std::vector<Case> Growing() {
  const std::string base = "http://a/" + std::string(1'900, 'b') + "/";
  std::string authors;
  for (int i = 0; i < 50; ++i) {
    authors += "<author><name>" + std::string(1'900, 'n') + std::to_string(i) + "</name></author>";
  }
  std::string laughs = "<!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\">";
  for (char c = 'b'; c <= 'j'; ++c) {
    const std::string before = std::string("&") + static_cast<char>(c - 1) + ";";
    laughs += std::string("<!ENTITY ") + c + " \"" + Times(before, 10) + "\">";
  }
  return {
      {"a billion laughs", laughs + "]>" + Rss("<item><title>&j;</title></item>"), FeedFormat::kRss,
       1},
      {"an entity of its own, 10^6 times",
       "<!DOCTYPE r [<!ENTITY a \"" + std::string(250, 'x') + "\">]>" +
           Rss("<item><guid>1</guid><encoded>" + Times("&a;", 1'000'000) + "</encoded></item>"),
       FeedFormat::kRss, 1},
      {"a long base for short links",
       "<rss xml:base=\"" + base + "\"><channel>" +
           Numbered("<item><guid isPermaLink='false'>", "</guid><link>a</link></item>", 49'000) +
           "</channel></rss>",
       FeedFormat::kRss, 49'000},
      {"a long base for short pictures",
       "<rss xml:base=\"" + base + "\"><channel><item><guid>1</guid><encoded><![CDATA[" +
           Times("<img src=a>", 500'000) + "]]></encoded></item></channel></rss>",
       FeedFormat::kRss, 1},
      {"long authors for short entries",
       "<feed xmlns='http://www.w3.org/2005/Atom'>" + authors +
           Numbered("<entry><id>", "</id></entry>", 49'000) + "</feed>",
       FeedFormat::kAtom, 49'000},
  };
}

TEST(Hostile, EndsWithAnAnswer) {
  for (const auto& cases : {Deep(), Long(), Many(), Growing()}) {
    for (const Case& row : cases) {
      Input input;
      input.bytes = row.bytes;
      input.url = "https://example.org/feed";
      const model::Feed feed = ParseFeed(input);
      EXPECT_EQ(feed.format, row.format) << row.name;
      EXPECT_EQ(feed.entries.size(), row.entries) << row.name;
      EXPECT_EQ(!feed.warnings.empty(), row.is_broken) << row.name;
      EXPECT_EQ(Invariants(feed).Why(), "") << row.name;
    }
  }
}

// The bytes of all texts that an answer holds.
size_t SizeOf(const model::Feed& feed) {
  size_t size = feed.title.size() + feed.description.size();
  for (const model::Entry& entry : feed.entries) {
    size += entry.key.size() + entry.url.size() + entry.title.size() + entry.summary.size() +
            entry.content.size();
    for (const model::Person& person : entry.people) size += person.name.size();
  }
  return size;
}

TEST(Hostile, GrowsWithinLimits) {
  for (const Case& row : Growing()) {
    Input input;
    input.bytes = row.bytes;
    input.url = "https://example.org/feed";
    EXPECT_LE(SizeOf(ParseFeed(input)), 20 * kMegabyte + row.bytes.size() * 5) << row.name;
  }
}

TEST(Hostile, NothingIsFetched) {
  for (const char* declared :
       {"<!ENTITY x SYSTEM \"file:///etc/passwd\">", "<!ENTITY x SYSTEM \"http://127.0.0.1:1/\">",
        "<!ENTITY % p SYSTEM \"file:///etc/passwd\">%p;",
        "<!ENTITY x PUBLIC \"p\" \"file:///etc/passwd\">"}) {
    const std::string bytes = std::string("<!DOCTYPE r [") + declared + "]>" +
                              Rss("<item><guid>1</guid><title>&x;</title></item>");
    Input input;
    input.bytes = bytes;
    const model::Feed feed = ParseFeed(input);
    ASSERT_EQ(feed.entries.size(), 1U) << declared;
    EXPECT_EQ(feed.entries[0].title, "&x;") << declared;
  }
}

// Signs that take more bytes composed than before: a title at its limit stays within it.
TEST(Hostile, ComposedTitleKeepsToItsLimit) {
  std::string title;
  while (title.size() < 2'100) title += "\u0958";  // composed, U+0915 U+093C
  const std::string bytes =
      "<rss version='2.0'><channel><title>" + title + "</title></channel></rss>";
  Input input;
  input.bytes = bytes;
  const model::Feed feed = ParseFeed(input);
  EXPECT_EQ(Invariants(feed).Why(), "");
  EXPECT_GT(feed.title.size(), 1'990U);
}

// A feed with everything in it, cut off at each of its bytes.
TEST(Hostile, CutOffAnywhere) {
  const std::string whole =
      R"(<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY e "x">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xml:lang="de">
<channel><title>Häfen &amp; &e;</title><!-- c --><?p i?><link>https://example.org/</link>
<item><title><![CDATA[Ein <b>Titel</b>]]></title><link>https://example.org/1</link>
<content:encoded>&lt;p&gt;Ein Text mit &lt;a href="x"&gt;Link&lt;/a&gt; &#8364;&lt;/p&gt;</content:encoded>
<enclosure url="https://example.org/a.mp3" type="audio/mpeg" length="1"/></item>
<item><guid isPermaLink="false">2</guid><description>zwei</description></item></channel></rss>)";
  size_t most = 0;
  for (size_t size = 0; size <= whole.size(); ++size) {
    Input input;
    input.bytes = std::string_view(whole).substr(0, size);
    const model::Feed feed = ParseFeed(input);
    EXPECT_EQ(Invariants(feed).Why(), "") << size;
    EXPECT_GE(feed.entries.size(), most) << "what was read before is lost at " << size;
    most = feed.entries.size();
    EXPECT_EQ(feed.warnings.empty(), size == whole.size()) << size;
  }
  EXPECT_EQ(most, 2U);
}

}  // namespace
}  // namespace parse
