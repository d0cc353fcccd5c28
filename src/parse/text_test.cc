// Texts of feeds: plain text, slips in their HTML, double encoding, people, dates, XML's slips.

#include <gtest/gtest.h>

#include <string>

#include "base/time.h"
#include "html/text.h"
#include "parse/draft.h"
#include "parse/encoded_twice.h"
#include "parse/feed.h"
#include "parse/feed_date.h"
#include "parse/markup_repair.h"
#include "parse/people.h"
#include "parse/plain_text.h"
#include "text/dates.h"

namespace parse {
namespace {

struct Pair {
  const char* in;
  const char* out;
};

TEST(PlainText, OfHtml) {
  const Pair rows[] = {
      {"plain", "plain"},
      {" a \n b\t\tc ", "a b c"},
      {"<p>One</p><p>Two <b>bold</b>,\n three</p>", "One\nTwo bold, three"},
      {"a<br>b<br />c<hr>d", "a\nb\nc\nd"},
      {"<ul><li>a</li><li>b<li>c</ul>d", "a\nb\nc\nd"},
      {"a &amp; b &lt;c&gt; &#8217; &hellip;&nbsp;&copy 1", "a & b <c> ’ … © 1"},
      {"1 < 2 and 2 > 1", "1 < 2 and 2 > 1"},
      {"a<!-- no -->b<img src=x alt='>'>c", "abc"},
      {"<a href=\"x>y\" title='z'>link</a>", "link"},
      {"a<script>b</script>c", "ac"},
      {"<div><h2>H</h2>text</div>tail", "H\ntext\ntail"},
      {"a\u00A0\u00A0b\u3000c", "a b\u3000c"},
  };
  for (const Pair& row : rows) {
    EXPECT_EQ(TextOfHtml(row.in, Lines::kKeep, 1'000), row.out) << row.in;
    EXPECT_EQ(html::ToText(row.in), row.out) << row.in;
  }
  EXPECT_EQ(TextOfHtml("<p>a</p><p>b\u3000c</p>", Lines::kJoin, 1'000), "a b c");
  EXPECT_EQ(TextOfPlain(" a\n<b> & \u3000 c ", 1'000), "a <b> & c");
  EXPECT_EQ(TextOfPlain("aéb", 2), "a");
}

TEST(PlainText, TheFastWayKnowsItsLimits) {
  std::string out;
  for (const char* usual : {"<p>a <b>b</b></p>", "a<br>b", "<ul><li>a</li></ul>", "x &eacute;"}) {
    EXPECT_TRUE(SimpleTextOfHtml(usual, Lines::kKeep, 100, out)) << usual;
  }
  for (const char* unusual :
       {"<table><tr><td>a", "<b><p>a</b>b</p>", "a</p>b", "<pre>a\nb</pre>", "<a =\">\">",
        "<a><p>b<a>c", "<!doctype html>a", "<p", "<script>a</script>"}) {
    EXPECT_FALSE(SimpleTextOfHtml(unusual, Lines::kKeep, 100, out)) << unusual;
  }
}

TEST(PlainText, IsComposed) {
  EXPECT_EQ(Composed("e\u0301 \u00E9 \u212B"), "\u00E9 \u00E9 \u00C5");
  EXPECT_EQ(Composed("\u1100\u1161"), "\uAC00");
  EXPECT_EQ(Composed("が"), "が");
}

TEST(MarkupRepair, WhatWouldSwallowTheRest) {
  const Pair rows[] = {
      {"a <b>b</b>", "a <b>b</b>"},
      {"a<iframe src='x'></iframe>b", "a<iframe src='x'></iframe>b"},
      {"a<iframe src='x'/>b", "ab"},
      {"a<object data=\">\">b", "ab"},
      {"<video>a<video>b</video>", "a<video>b</video>"},
      {"a<!-- b", "a"},
      {"a<!-- b >c", "ac"},
      {"a<!-- b -->c", "a<!-- b -->c"},
      {"a <!' b>", "a &lt;!' b>"},
      {"<!DOCTYPE ~", "&lt;!DOCTYPE ~"},
      {"<![CDATA[<b>a</b>]]>", "<b>a</b>"},
      {"<a title=\"<!--\">b", "<a title=\"<!--\">b"},
  };
  for (const Pair& row : rows) {
    std::string repaired;
    EXPECT_EQ(RepairMarkup(row.in, repaired), row.out) << row.in;
  }
}

TEST(EncodedTwice, IsPutRight) {
  const Pair rows[] = {
      {"don\u00E2\u20AC\u2122t", "don’t"},
      {"\u00E2\u20AC\u0153a\u00E2\u20AC\u009D", "“a”"},
      {"a\u00E2\u0080\u00A6", "a…"},
      {"a\u00E2\u20AC\u00A6 \u00E2\u20AC\u201C b", "a… – b"},
      {"ch\u00E2teau \u00E2 \u20AC 5", "château â € 5"},
  };
  for (const Pair& row : rows) {
    std::string text = row.in;
    const bool changed = UndoEncodingTwice(text);
    EXPECT_EQ(text, row.out) << row.in;
    EXPECT_EQ(changed, text != row.in) << row.in;
  }
}

TEST(People, OfOneText) {
  const Pair rows[] = {
      {"jane@example.org (Jane Doe)", "Jane Doe <jane@example.org>"},
      {"Jane Doe <jane@example.org>", "Jane Doe <jane@example.org>"},
      {"Jane Doe &lt;jane@example.org&gt;", "Jane Doe <jane@example.org>"},
      {"Jane Doe (jane@example.org)", "Jane Doe <jane@example.org>"},
      {"jane@example.org", "<jane@example.org>"},
      {"By Jane Doe and John Roe", "Jane Doe|John Roe"},
      {"Jane Doe, John Roe & Jo Low", "Jane Doe|John Roe|Jo Low"},
      {"Doe, Jane", "Doe, Jane"},
      {"Jane Doe, Reuters", "Jane Doe, Reuters"},
      {"<a href='/jane'>Jane Doe</a>", "Jane Doe"},
      {"Jane Doe; Jane Doe", "Jane Doe"},
      {" ", ""},
  };
  for (const Pair& row : rows) {
    std::vector<model::Person> people;
    AddPeople(row.in, "author", people);
    std::string shown;
    for (const model::Person& person : people) {
      shown += (shown.empty() ? "" : "|") + person.name;
      if (!person.email.empty()) shown += (person.name.empty() ? "<" : " <") + person.email + ">";
    }
    EXPECT_EQ(shown, row.out) << row.in;
  }
}

TEST(FeedDate, TheFastWayAnswersAsTheOther) {
  const Pair rows[] = {
      {"Tue, 29 Jul 2025 09:05:00 +0900", "2025-07-29T00:05:00Z"},
      {"29 Jul 2025 09:05 GMT", "2025-07-29T09:05:00Z"},
      {"Sun, 1 Feb 2026 23:59:59 -1130", "2026-02-02T11:29:59Z"},
      {"Sat, 29 Feb 2020 00:00:00 Z", "2020-02-29T00:00:00Z"},
  };
  for (const Pair& row : rows) {
    const auto fast = Rfc822Date(row.in);
    ASSERT_TRUE(fast) << row.in;
    EXPECT_EQ(base::FormatRfc3339(*fast), row.out) << row.in;
    EXPECT_EQ(text::ParseDate(row.in, "")->instant, fast) << row.in;
  }
  // Left to text::ParseDate.
  for (const char* other : {"Tue, 29 Jul 25 09:05:00 GMT", "Tue, 29 Jul 2025 09:05:00 EST",
                            "29 Feb 2025 09:05 GMT", "2025-07-29T09:05:00Z", "", "Tue,"}) {
    EXPECT_FALSE(Rfc822Date(other)) << other;
  }
  EXPECT_EQ(FeedDate(" Tue, 29 Jul 2025 09:05:00 EST\n", "en"),
            Rfc822Date("29 Jul 2025 14:05 GMT"));
}

// What is wrong with the XML, what becomes of it, and that it is said.
TEST(BrokenXml, IsMendedAndSaid) {
  struct Row {
    const char* title;  // what stands inside of <title>
    const char* read;
    const char* warning;
  };
  const Row rows[] = {
      {"a & b", "a & b", "line 2: a bare '&' was escaped"},
      {"a &nosuch; b", "a &nosuch; b",
       "line 2: a reference to an entity that nobody knows was left as it stands"},
      {"1 < 2", "1 < 2", "line 2: a '<' that starts no tag was escaped"},
      {"a\x01 b", "a b", "line 2: control characters were dropped"},
      {"a&#1;&#xD800; b", "a b", "line 2: a reference to a character that XML forbids was dropped"},
      {"a</b> b", "a b", "line 2: an end tag without a start was dropped"},
      {"a<b>b", "a b", "line 2: elements were left open before the end of the one around them"},
      {"a<b c=d>b</b>", "a b", "line 2: an attribute without quotation marks"},
      {"a<b c>b</b>", "a b", "line 2: an attribute without a value"},
      {"a<b c='' c=''>b</b>", "a b", "line 2: an attribute given twice was dropped"},
      {"a<b @>b</b>", "a b", "line 2: a mark inside a tag was dropped"},
      {"a<!ELEMENT x>", "a", "line 2: a declaration between elements was dropped"},
      {"a<x:b>b</x:b>", "a b",
       "line 2: a prefix that nothing declares was taken for what it mostly is"},
      {"a<![CDATA[b", "a b", "line 2: a CDATA section was left open"},
      {"don&#226;&#128;&#153;t", "don’t", "line 2: text that was encoded twice was put right"},
  };
  for (const Row& row : rows) {
    const std::string bytes = std::string("<rss><channel>\n<title>") + row.title +
                              "</title><item><guid>1</guid></item></channel></rss>";
    Input input;
    input.bytes = bytes;
    const model::Feed feed = ParseFeed(input);
    std::string title = feed.title;
    if (title == "ab") title = "a b";
    EXPECT_EQ(title, row.read) << row.title;
    EXPECT_EQ(feed.warnings, std::vector<std::string>{row.warning}) << row.title;
    EXPECT_EQ(feed.entries.size(), 1U) << row.title;
  }
}

TEST(Charsets, AreFoundAndSaid) {
  struct Row {
    const char* name;
    std::string bytes;
    const char* content_type;
    const char* charset;
    const char* warning;  // empty: none
  };
  const std::string latin =
      "<rss><channel><title>Caf\xE9 fran\xE7"
      "ais \xE0 la plage</title></channel></rss>";
  const std::string utf8 = "<rss><channel><title>Café français à la plage</title></channel></rss>";
  const Row rows[] = {
      {"as it says", "<?xml version='1.0' encoding='iso-8859-1'?>" + latin, "", "windows-1252", ""},
      {"says nothing", utf8, "", "utf-8", ""},
      {"says another", "<?xml version='1.0' encoding='iso-8859-1'?>" + utf8, "", "utf-8",
       "it says that it is in iso-8859-1, and is in utf-8"},
      {"the server says another", utf8, "text/xml; charset=windows-1252", "utf-8",
       "it says that it is in windows-1252, and is in utf-8"},
      {"says UTF-8 and is not", "<?xml version='1.0' encoding='utf-8'?>" + latin, "",
       "windows-1252", "it says that it is in utf-8, and is in windows-1252"},
      {"says nothing and is not UTF-8", latin, "", "windows-1252",
       "it does not say what it is in; it looks like windows-1252"},
  };
  for (const Row& row : rows) {
    Input input;
    input.bytes = row.bytes;
    input.content_type = row.content_type;
    const model::Feed feed = ParseFeed(input);
    EXPECT_EQ(feed.title, "Café français à la plage") << row.name;
    EXPECT_EQ(feed.charset, row.charset) << row.name;
    const std::string warning = feed.warnings.empty() ? "" : feed.warnings.front();
    EXPECT_EQ(warning, row.warning) << row.name;
  }
}

}  // namespace
}  // namespace parse
