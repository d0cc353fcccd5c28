#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "base/file.h"
#include "net/url.h"
#include "source/arguments.h"
#include "source/opml.h"
#include "source/starters.h"

namespace source {
namespace {

// One line a source: "section/section title <url>", then the problems.
std::string Show(const List& list) {
  std::string out;
  for (const model::Source& source : list.sources) {
    for (const std::string& section : source.sections) out += section + "/";
    out += source.title + " <" + source.url + ">";
    if (!source.language.empty()) out += " " + source.language;
    if (!source.country.empty()) out += " " + source.country;
    out += "\n";
  }
  for (const Problem& problem : list.problems) out += "! " + problem.text + "\n";
  return out;
}

struct Case {
  const char* name;
  const char* opml;
  const char* expected;
};

const Case kLists[] = {
    {"nested folders, both versions of the format", R"(<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine &amp; yours</title></head><body>
<outline text="World"><outline text="Asia" title="Asia">
<outline type="rss" text="t" title="Harbour &#8217;s" xmlUrl="https://example.org/a?x=1&amp;y=2" language="ja"/>
</outline><outline type="rss" text="Hill" XMLURL='http://example.org/b'></outline></outline>
<outline text="Alone" xmlUrl="HTTPS://Example.ORG/c" category="/News/Local,/x"/>
<outline text="Again" xmlUrl="https://example.org/c"/>
</body></opml>)",
     "World/Asia/Harbour ’s <https://example.org/a?x=1&y=2> ja\n"
     "World/Hill <http://example.org/b>\n"
     "News/Local/Alone <https://example.org/c>\n"},
    {"what must never come through", R"(<opml><body>
<outline text="a" xmlUrl="exec:rm -rf ~"/>
<outline text="b" xmlUrl="|curl evil"/>
<outline text="c" xmlUrl="file:///etc/passwd"/>
<outline text="d" xmlUrl="/etc/passwd"/>
<outline text="e" xmlUrl="javascript:alert"/>
<outline text="f" xmlUrl="feed://example.org/f"/>
</body></opml>)",
     "f <http://example.org/f>\n"
     "! l.opml: line 2: 'a': xmlUrl starts with \"exec:\": only http and https are taken, left "
     "out\n"
     "! l.opml: line 3: 'b': xmlUrl \"|curl evil\" is no web address: write it out, with https://\n"
     "! l.opml: line 4: 'c': xmlUrl starts with \"file:\": only http and https are taken, left "
     "out\n"
     "! l.opml: line 5: 'd': xmlUrl \"/etc/passwd\" is no web address: write it out, with "
     "https://\n"
     "! l.opml: line 6: 'e': xmlUrl starts with \"javascript:\": only http and https are taken, "
     "left "
     "out\n"},
    {"broken in many ways", R"(<opml><body>
<outline text="Fish & Chips" xmlUrl=https://example.org/a>
<outline text="Two" xmlUrl="https://example.org/b?x=1&y=2">
<outline text="open xmlUrl=https://example.org/c
<outline text="Three" type="rss"/>
<outline text="Four" xmlUrl="https://example.org/d"/>
</outline></outline></outline>)",
     "Fish & Chips <https://example.org/a>\n"
     "Two <https://example.org/b?x=1&y=2>\n"
     "Four <https://example.org/d>\n"
     "! l.opml: line 3: an <outline> of a feed is not closed before this one: close it with '/>'\n"
     "! l.opml: line 4: a quotation mark is left open: close it\n"
     "! l.opml: line 5: an <outline> has no '>' at its end: add it\n"
     "! l.opml: line 5: 'Three': no xmlUrl: add the feed's address, or take the line out\n"
     "! l.opml: line 7: </outline> without its <outline>: passed over\n"},
    {"cut off", "<opml><body><outline text='F'><outline text='A' xmlUrl='https://example.org/a'/>",
     "F/A <https://example.org/a>\n"
     "! l.opml: line 1: an <outline> is left open at the end: close it with </outline>\n"},
    {"empty", "<opml version='2.0'><head/><body/></opml>",
     "! l.opml: there is no source in it: every source is an <outline> with an xmlUrl\n"},
    {"names that would steer a terminal or make up a row",
     "<opml><body>\n"
     "<outline text=\"a&#27;[31mRED&#7;&#8;b&#10;12 &#x202E;c\" "
     "xmlUrl=\"https://example.org/g\"/>\n"
     "</body></opml>",
     "a [31mRED b 12 c <https://example.org/g>\n"},
};

TEST(Opml, Read) {
  for (const Case& row : kLists) {
    const auto list = ReadOpml(row.opml, "l.opml");
    ASSERT_TRUE(list) << row.name;
    EXPECT_EQ(Show(*list), row.expected) << row.name;
  }
}

TEST(Opml, OtherThingsAreRefusedWithAWayOut) {
  for (const char* text : {"", "hello", "<rss><channel/></rss>", "{\"a\":1}", "\x00\xff"}) {
    const auto list = ReadOpml(text, "x.xml");
    ASSERT_FALSE(list) << text;
    EXPECT_EQ(list.error().kind(), base::ErrorKind::kInvalidInput);
    EXPECT_TRUE(list.error().message().contains("x.xml: this is no OPML")) << text;
  }
}

TEST(Opml, WhatIsWrittenIsReadBack) {
  std::vector<model::Source> sources(3);
  sources[0].url = "https://example.org/a?x=1&y=\"2\"";
  sources[0].title = "A \"quoted\" <title> & more";
  sources[0].sections = {"World & all", "Asia"};
  sources[0].language = "ja";
  sources[0].country = "jp";
  sources[1].url = "https://example.org/b";
  sources[1].title = "ب";
  sources[1].sections = {"World & all"};
  sources[2].url = "https://example.org/c";
  sources[2].title = "C";
  sources[0].url = net::Url::Parse(sources[0].url)->href();
  const auto list = ReadOpml(WriteOpml(sources, "Mine <&>"), "again");
  ASSERT_TRUE(list);
  EXPECT_EQ(list->title, "Mine <&>");
  EXPECT_EQ(Show(*list),
            "C <https://example.org/c>\n"
            "World & all/ب <https://example.org/b>\n"
            "World & all/Asia/A \"quoted\" <title> & more "
            "<https://example.org/a?x=1&y=%222%22> ja jp\n");
}

struct Address {
  const char* given;
  const char* expected;  // "!" and what the message must hold
};

constexpr Address kAddresses[] = {
    {"https://example.org/feed", "https://example.org/feed"},
    {" HTTP://Example.org ", "http://example.org/"},
    {"example.org", "https://example.org/"},
    {"www.example.co.jp/news?x=1", "https://www.example.co.jp/news?x=1"},
    {"例え.jp", "https://xn--r8jz45g.jp/"},
    {"feed://example.org/f", "http://example.org/f"},
    {"feed:https://example.org/f", "https://example.org/f"},
    {"localhost:8080/feed", "http://localhost:8080/feed"},
    {"127.0.0.1:8081", "http://127.0.0.1:8081/"},
    {"[::1]:8081/x", "http://[::1]:8081/x"},
    {"file:///etc/passwd", "!only http and https"},
    {"exec:ls", "!only http and https"},
    {"feeds.opml", "!neither a file nor a web address"},
    {"nonsense", "!neither a file nor a web address"},
    {"", "!neither a file nor a web address"},
    {"/no/such/file", "!neither a file nor a web address"},
    {"me@example.org", "!neither a file nor a web address"},
};

TEST(Arguments, Addresses) {
  for (const Address& row : kAddresses) {
    const auto source = SourceFromAddress(row.given);
    const std::string shown = source ? source->url : "!" + source.error().message();
    if (row.expected[0] == '!') {
      EXPECT_TRUE(shown.contains(row.expected + 1)) << row.given << ": " << shown;
    } else {
      EXPECT_EQ(shown, row.expected) << row.given;
    }
  }
}

TEST(Arguments, FilesAndAddressesTogether) {
  const auto folder = std::filesystem::path(testing::TempDir()) / "octavo_arguments";
  std::filesystem::create_directories(folder);
  const std::string opml = folder / "l.opml";
  const std::string plain = folder / "l.txt";
  const std::string feed = folder / "f.xml";
  ASSERT_TRUE(base::WriteFileAtomically(opml, kLists[3].opml));
  ASSERT_TRUE(
      base::WriteFileAtomically(plain, "# mine\nexample.org/b\n\nexample.org/a\nbad one\n"));
  ASSERT_TRUE(base::WriteFileAtomically(feed, "<rss><channel/></rss>"));
  const std::vector<std::string> arguments = {
      opml, plain, feed, folder.string(), "nonsense", "https://example.org/c"};
  const List list = SourcesFromArguments(arguments);
  ASSERT_EQ(list.sources.size(), 3U) << Show(list);
  EXPECT_EQ(list.sources[0].url, "https://example.org/a");
  EXPECT_EQ(list.sources[1].url, "https://example.org/b");
  EXPECT_EQ(list.sources[2].url, "https://example.org/c");
  ASSERT_EQ(list.problems.size(), 5U) << Show(list);
  EXPECT_TRUE(list.problems[1].text.starts_with("l.txt: line 5: 'bad one'"));
  EXPECT_TRUE(list.problems[2].text.starts_with("f.xml: this is neither OPML"));
  EXPECT_TRUE(list.problems[3].text.contains("is a folder"));
  EXPECT_TRUE(list.problems[4].text.starts_with("'nonsense'"));
}

TEST(Starters, EveryListHoldsWhatItPromises) {
  std::set<std::string_view> countries;
  size_t arabic = 0;
  for (const StarterList& list : StarterLists()) {
    EXPECT_TRUE(countries.insert(list.country).second) << list.country;
    EXPECT_GE(list.sources, 8U) << list.country;
    EXPECT_LE(list.sources, 20U) << list.country;
    arabic += list.language == "ar" ? 1 : 0;
    const auto sources = StarterSources(list.country);
    ASSERT_TRUE(sources);
    std::set<std::string> urls;
    size_t in_language = 0;
    for (const model::Source& source : *sources) {
      const auto url = net::Url::Parse(source.url);
      ASSERT_TRUE(url) << source.url;
      EXPECT_EQ(url->href(), source.url);
      EXPECT_TRUE(urls.insert(source.url).second) << source.url;
      EXPECT_FALSE(source.title.empty());
      in_language += source.language == list.language ? 1 : 0;
    }
    EXPECT_GE(in_language, sources->size() / 2) << list.country;
  }
  EXPECT_GE(countries.size(), 12U);
  EXPECT_TRUE(countries.contains("jp"));
  EXPECT_GE(arabic, 5U);
}

TEST(Starters, ByCountryAndLanguage) {
  EXPECT_TRUE(StarterSources("JP"));
  const auto none = StarterSources("xx");
  ASSERT_FALSE(none);
  EXPECT_TRUE(none.error().message().contains("jp (Japan)"));
  const auto arabic = StarterSourcesByLanguage("ar-EG");
  ASSERT_TRUE(arabic);
  EXPECT_GE(arabic->size(), 20U);
  EXPECT_FALSE(StarterSourcesByLanguage("tlh"));
}

// The subscription lists of the development data: all of them give sources, none a surprise.
TEST(Opml, ListsInTheWild) {
  const std::filesystem::path pack =
      std::filesystem::path(OCTAVO_SHARED_DIR) / "data/feeds/opml-lists.tar.gz";
  if (!std::filesystem::exists(pack)) GTEST_SKIP() << "development data is not here";
  const auto folder = std::filesystem::path(testing::TempDir()) / "octavo_opml_lists";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::string unpack = "tar xzf '" + pack.string() + "' -C '" + folder.string() + "'";
  ASSERT_EQ(std::system(unpack.c_str()), 0);
  size_t lists = 0;
  size_t sources = 0;
  size_t problems = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (file.path().extension() != ".opml") continue;
    ++lists;
    const auto list = SourcesFromFile(file.path());
    ASSERT_TRUE(list) << file.path() << ": " << list.error().message();
    EXPECT_FALSE(list->sources.empty()) << file.path();
    sources += list->sources.size();
    problems += list->problems.size();
    for (const Problem& problem : list->problems) {
      EXPECT_GT(problem.line, 0U) << problem.text;
    }
    const auto again = ReadOpml(WriteOpml(list->sources, list->title), "again");
    ASSERT_TRUE(again);
    EXPECT_EQ(again->sources.size(), list->sources.size()) << file.path();
  }
  RecordProperty("lists", static_cast<int>(lists));
  RecordProperty("sources", static_cast<int>(sources));
  EXPECT_GE(lists, 100U);
  EXPECT_GE(sources, 1'000U);
  EXPECT_LE(problems, 10U);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace source
