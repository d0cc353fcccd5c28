// What a Document answers, its limits, the text and the character references. The trees themselves
// are in tree_test.cc and testdata/.

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "html/character_references.h"
#include "html/document.h"
#include "html/text.h"

namespace html {
namespace {

TEST(Document, Attributes) {
  const Document document = ParseFragment(
      "<a HREF='x?a=1&copy=2&amp;b' title=\"&quot;q&quot;\" data-x=y data-x=z disabled href=2>");
  EXPECT_EQ(document.attribute(1, Attr::kHref), "x?a=1&copy=2&b");
  EXPECT_EQ(document.attribute(1, Attr::kTitle), "\"q\"");
  EXPECT_EQ(document.attribute(1, "data-x"), "y");
  EXPECT_TRUE(document.attribute(1, "disabled").empty());
  EXPECT_EQ(document.attributes(1).size(), 4U);
}

TEST(Document, Walking) {
  const Document document = ParseFragment("<div><p>a</p><p>b</p></div><hr>");
  EXPECT_EQ(document.first_child(1), 2U);
  EXPECT_EQ(document.next_sibling(2), 4U);
  EXPECT_EQ(document.next_sibling(4), kNoNode);
  EXPECT_EQ(document.subtree_end(1), 6U);
  EXPECT_EQ(document.next_sibling(1), 6U);
  EXPECT_EQ(document.Find(Tag::kP), 2U);
  EXPECT_EQ(document.Find(Tag::kHr, 1), kNoNode);
}

TEST(Document, DepthIsBoundedAndTextStays) {
  std::string html;
  for (int i = 0; i < 100'000; ++i) html += "<div>x";
  const Document document = Parse(html);
  size_t texts = 0;
  for (NodeId node = 1; node < document.size(); ++node) {
    texts += document.IsText(node) ? 1 : 0;
    ASSERT_LE(document.depth(node), kDeepest);
  }
  EXPECT_EQ(texts, 100'000U);
  // End tags of elements that were flattened end nothing else.
  std::string balanced = "<section>";
  for (int i = 0; i < 1'000; ++i) balanced += "<div>";
  for (int i = 0; i < 1'000; ++i) balanced += "</div>";
  balanced += "<p>y</p></section>";
  const Document closed = Parse(balanced);
  EXPECT_EQ(closed.parent(closed.Find(Tag::kP)), closed.Find(Tag::kSection));
}

// Tables, templates and selects that would be too deep are leaves; nothing behind them is lost.
TEST(Document, DepthOfEverything) {
  for (const std::string tag :
       {"table", "template", "select", "object", "svg", "b", "button", "ul><li"}) {
    std::string html;
    for (int i = 0; i < 2'000; ++i) html += "<" + tag + ">";
    html += "</div></table>the end";
    const Document document = Parse(html);
    std::string text;
    for (NodeId node = 1; node < document.size(); ++node) {
      ASSERT_LE(document.depth(node), kDeepest) << tag;
      if (document.IsText(node)) text += document.text(node);
    }
    EXPECT_EQ(text, "the end") << tag;
  }
}

TEST(Document, InvalidBytes) {
  const Document document =
      ParseFragment(std::string_view("a\0b\xFF"
                                     "c",
                                     5));
  ASSERT_EQ(document.size(), 2U);
  EXPECT_EQ(document.text(1),
            "ab\xEF\xBF\xBD"
            "c");
  EXPECT_EQ(ParseFragment("").size(), 1U);
  EXPECT_EQ(Parse("").size(), 4U);  // html, head, body
}

TEST(Document, AttributesAreLimited) {
  std::string html = "<p";
  for (int i = 0; i < 1'000; ++i) html += " a" + std::to_string(i) + "=" + std::to_string(i);
  html += " a7=x><p b=c>";
  for (const auto reading : {ParseOptions::Reading::kFast, ParseOptions::Reading::kByTheStandard}) {
    ParseOptions options;
    options.reading = reading;
    const Document document = ParseFragment(html, Tag::kBody, Namespace::kHtml, options);
    EXPECT_EQ(document.attributes(1).size(), kMostAttributes);
    EXPECT_EQ(document.attribute(1, "a7"), "7");
    EXPECT_EQ(document.attribute(2, "b"), "c");
  }
}

TEST(Document, ViewsSurviveAMove) {
  Document document = Parse("<title>a &amp; b</title><p id=x>text");
  const NodeId p = document.Find(Tag::kP);
  const std::string_view text = document.text(p + 1);
  const std::string_view title = document.text(document.Find(Tag::kTitle) + 1);
  const Document moved = std::move(document);
  EXPECT_EQ(text, "text");
  EXPECT_EQ(title, "a & b");
  EXPECT_EQ(moved.attribute(p, Attr::kId), "x");
}

TEST(References, Table) {
  const std::pair<const char*, const char*> cases[] = {
      {"&amp;&lt;&gt;&quot;&apos;", "&<>\"'"},
      {"&eacute;&Eacute;&rsquo;&hellip;&euro;", "éÉ’…€"},
      {"&#233;&#xE9;&#XE9;&#8217;", "ééé’"},
      {"&#146;&#150;&#x80;", "’–€"},
      {"&#0;&#xD800;&#x110000;", "\uFFFD\uFFFD\uFFFD"},
      {"&eacute &ampx &copy2", "é &x ©2"},
      {"&nosuch; &; & &#; &#x; &", "&nosuch; &; & &#; &#x; &"},
      {"&hearts;&alpha;&larr;", "♥α←"},
  };
  for (const auto& [input, output] : cases) {
    std::string out;
    DecodeReferences(input, ReferencePlace::kText, out);
    EXPECT_EQ(out, output) << input;
  }
}

TEST(ToText, Table) {
  const std::pair<const char*, const char*> cases[] = {
      {"plain  text\n here", "plain text here"},
      {"<p>one</p><p>two <b>bold</b>.</p>", "one\ntwo bold."},
      {"a<br>b<br/><br>c", "a\nb\nc"},
      {"<ul><li>x</li><li>y</li></ul>", "x\ny"},
      {"a<script>b</script>c<style>d</style>", "ac"},
      {"&lt;b&gt; &amp;amp;", "<b> &amp;"},
      {"<pre>a\n  b</pre>c", "a\nb\nc"},
      {"<div><div>a</div></div>b", "a\nb"},
      {"日本<b>語</b>の<p>文</p>", "日本語の\n文"},
      {"<p>مرحبا&nbsp;بك</p>", "مرحبا بك"},
      {"<p> </p> <p></p>", ""},
  };
  for (const auto& [input, output] : cases) EXPECT_EQ(ToText(input), output) << input;
}

}  // namespace
}  // namespace html
