// The tree, the text and the character references: tables of input beside output.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "html/document.h"
#include "html/character_references.h"
#include "html/text.h"

namespace html {
namespace {

// "div(p('a' b('c')))": elements by name, text in quotes, children in brackets.
std::string Dump(const Document& document) {
  std::string out;
  std::vector<NodeId> ends;
  for (NodeId node = 1; node < document.size(); ++node) {
    bool closed = false;
    while (!ends.empty() && ends.back() <= node) {
      out += ')';
      ends.pop_back();
      closed = true;
    }
    if (closed || (!out.empty() && out.back() != '(')) out += ' ';
    if (document.IsText(node)) {
      out.append("'").append(document.text(node)).append("'");
      continue;
    }
    out += document.name(node);
    if (document.first_child(node) != kNoNode) {
      out += '(';
      ends.push_back(document.subtree_end(node));
    }
  }
  out.append(ends.size(), ')');
  return out;
}

struct TreeCase {
  const char* what;
  const char* html;
  const char* tree;
};

TEST(Document, Trees) {
  const TreeCase cases[] = {
      {"text alone", "a < b", "'a < b'"},
      {"elements", "<div><p>a<b>c</b></p></div>", "div(p('a' b('c')))"},
      {"a block ends the paragraph", "<p>a<section>b</section>", "p('a') section('b')"},
      {"paragraphs end each other", "<p>a<p>b", "p('a') p('b')"},
      {"not through a table cell", "<table><tr><td><p>a<td>b</table>c",
       "table(tr(td(p('a')) td('b'))) 'c'"},
      {"list items", "<ul><li>a<li>b<ul><li>c</ul></ul>", "ul(li('a') li('b' ul(li('c'))))"},
      {"definitions", "<dl><dt>a<dd>b<dt>c</dl>", "dl(dt('a') dd('b') dt('c'))"},
      {"headings end each other", "<h1>a<h2>b</h2>", "h1('a') h2('b')"},
      {"a heading ends by any heading's end", "<h1>a</h2>b", "h1('a') 'b'"},
      {"stray end tags", "a</div></p></b>c", "'a' 'c'"},
      {"void elements", "<br>a<img src=x/>b<input>c<wbr>d", "br 'a' img 'b' input 'c' wbr 'd'"},
      {"</br> is <br>", "a</br>b", "'a' br 'b'"},
      {"comments", "a<!-- <b> -->c<!-->d<!---->e<!-- x --!>f", "'a' 'c' 'd' 'e' 'f'"},
      {"doctype and instructions", "<!DOCTYPE html><?xml v?>a</3>b", "'a' 'b'"},
      {"script is text", "<script>a<b>'</script >c", "script('a<b>'') 'c'"},
      {"script never closed", "<script>a</scrip", "script('a</scrip')"},
      {"title is text with references", "<title>a &amp; <b></title>", "title('a & <b>')"},
      {"script does not decode", "<script>a &amp; b</script>", "script('a &amp; b')"},
      {"noscript is read", "<noscript><img src=a></noscript>", "noscript(img)"},
      {"head ends at body content", "<html><head><meta><div>a</div><body>b",
       "html(head(meta) div('a') body('b'))"},
      {"one body", "<body>a</body><body>b", "body('a' 'b')"},
      {"what stands behind </html>", "<html><body>a</body></html>b", "html(body('a' 'b'))"},
      {"the link ends where it says", "<a><div>x</a>y</div>z", "a(div('x')) div('y') 'z'"},
      {"links do not nest", "<a>x<a>y</a>", "a('x') a('y')"},
      {"inline end tags in the wrong order", "<b><i>x</b>y</i>", "b(i('x')) 'y'"},
      {"an unknown end tag does not end another", "<x-a>b</x-bc>c</x-a>d", "x-a('b' 'c') 'd'"},
      {"rows without a table", "<tr><td>a</td></tr>", "'a'"},
      {"nested tables", "<table><tr><td><table><tr><td>a</table>b</table>c",
       "table(tr(td(table(tr(td('a'))) 'b'))) 'c'"},
      {"a div's end does not leave the cell", "<table><tr><td>a</div>b</table>",
       "table(tr(td('a' 'b')))"},
      {"forms do not nest", "<form>a<form>b</form>c</form>d", "form('a' 'b') 'c' 'd'"},
      {"self-closing is only for foreign elements", "<div/>a<svg><path/>b</svg>",
       "div('a' svg(path 'b'))"},
      {"HTML breaks out of svg", "<svg><g><p>a", "svg(g) p('a')"},
      {"style in svg is not raw text", "<svg><style><b>a", "svg(style) b('a')"},
      {"a tag cut off is dropped", "a<b c='d", "'a'"},
      {"capitals", "<DIV Class=A>x</Div>", "div('x')"},
  };
  for (const TreeCase& test : cases) {
    EXPECT_EQ(Dump(Parse(test.html)), test.tree) << test.what << ": " << test.html;
  }
}

TEST(Document, Attributes) {
  const Document document = Parse(
      "<a HREF='x?a=1&copy=2&amp;b' title=\"&quot;q&quot;\" data-x=y data-x=z disabled href=2>");
  EXPECT_EQ(document.attribute(1, Attr::kHref), "x?a=1&copy=2&b");
  EXPECT_EQ(document.attribute(1, Attr::kTitle), "\"q\"");
  EXPECT_EQ(document.attribute(1, "data-x"), "y");
  EXPECT_TRUE(document.attribute(1, "disabled").empty());
  EXPECT_EQ(document.attributes(1).size(), 4U);
}

TEST(Document, Walking) {
  const Document document = Parse("<div><p>a</p><p>b</p></div><hr>");
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

TEST(Document, InvalidBytes) {
  EXPECT_EQ(Dump(Parse(std::string_view("a\0b\xFF"
                                        "c",
                                        5))),
            "'ab\xEF\xBF\xBD"
            "c'");
  EXPECT_EQ(Parse("").size(), 1U);
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
