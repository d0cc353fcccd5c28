// Selectors: what they find, and what is no selector.

#include "html/selector.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace html {
namespace {

using testing::HasSubstr;

constexpr const char* kPage =
    "<body id=top><div id=s class='story big' data-kind=Text><p id=a>a</p><section id=n><p id=b "
    "class=lead>b</p></section><!-- c --></div>\n<div id=l class=storyline><p id=c lang=en-GB>c</p>"
    "</div><P id=d title='x y z' lang=en>d<svg id=g viewBox='0 0 1 1'><linearGradient id=h /></svg>"
    "<x-y id=x></x-y></body>";

struct Case {
  const char* selector;
  std::vector<std::string> ids;
};

TEST(Selector, FindsElements) {
  const Document document = Parse(kPage);
  const std::vector<Case> cases = {
      // type, any, class, id
      {"p", {"a", "b", "c", "d"}},
      {"P", {"a", "b", "c", "d"}},
      {"*", {"", "", "top", "s", "a", "n", "b", "l", "c", "d", "g", "h", "x"}},
      {"*#a", {"a"}},
      {"#b", {"b"}},
      {".lead", {"b"}},
      {"div.story.big", {"s"}},
      {".stor", {}},
      {".Story", {}},
      {"x-Y", {"x"}},
      {"lineargradient", {"h"}},
      {"svg linearGradient", {"h"}},
      {"aside", {}},
      // combinators
      {".story p", {"a", "b"}},
      {".story > p", {"a"}},
      {"div.story.big p.lead", {"b"}},
      {"body > div p", {"a", "b", "c"}},
      {"div section > p", {"b"}},
      {"section > div p", {}},
      {".story > section > p", {"b"}},
      {"body>p", {"d"}},
      {" div.storyline   >   p ", {"c"}},
      {"div div", {}},
      {"body * p", {"a", "b", "c"}},
      {"p + section", {"n"}},
      {"div + div", {"l"}},
      {"div + p", {"d"}},
      {"div ~ p", {"d"}},
      {".story ~ *", {"l", "d"}},
      {"section + p", {}},
      {".story + div > p", {"c"}},
      {"p ~ section p", {"b"}},
      // attributes
      {"p[lang]", {"c", "d"}},
      {"[data-kind=Text] > p, #d", {"a", "d"}},
      {"[data-kind=text]", {}},
      {"[data-kind=text i]", {"s"}},
      {"[DATA-KIND='TEXT' I]", {"s"}},
      {"[data-kind=Text s]", {"s"}},
      {"div[class*=story] p", {"a", "b", "c"}},
      {"div[class^=story] p", {"a", "b", "c"}},
      {"div[class$=big] p", {"a", "b"}},
      {"p[title~=y]", {"d"}},
      {"p[title~='x y']", {}},
      {"p[title~='']", {}},
      {"p[lang^='']", {}},
      {"[lang|=en]", {"c", "d"}},
      {"[lang|=e]", {}},
      {"[viewbox]", {"g"}},
      {"[ id = \"a\" ]", {"a"}},
      // pseudo-classes
      {"p:first-child", {"a", "b", "c"}},
      {"div > :last-child", {"n", "c"}},
      {":only-child", {"", "b", "c", "h"}},
      {"body > :nth-child(2)", {"l"}},
      {"body > *:nth-child(odd)", {"s", "d"}},
      {"body > :nth-child(even)", {"l"}},
      {"body > :nth-child(n + 2)", {"l", "d"}},
      {"body > :nth-child(-n+2)", {"s", "l"}},
      {"body > :nth-child(3n)", {"d"}},
      {"body > :nth-child(0n+1)", {"s"}},
      {"body > :nth-child(0)", {}},
      {"p:not(.lead)", {"a", "c", "d"}},
      {"p:not(.lead, [lang])", {"a"}},
      {"p:not(.story p)", {"c", "d"}},
      {"p:not(.story > p)", {"b", "c", "d"}},
      {":is(section, .storyline) > p", {"b", "c"}},
      {":is(div > p, section p):not(#a)", {"b", "c"}},
      {"p:not(:not(.lead))", {"b"}},
      {":is(:is(p))", {"a", "b", "c", "d"}},
      {"div:not(.big) + p", {"d"}},
      // lists
      {"#d, #a", {"a", "d"}},
      {"p, p", {"a", "b", "c", "d"}},
      {"section,svg , x-y", {"n", "g", "x"}},
      // escapes
      {"#\\61", {"a"}},
      {"#\\000061 ", {"a"}},
      {"[data-kind=\\Text]", {"s"}},
      {"[title='x\\20y z']", {"d"}},
  };
  for (const Case& test : cases) {
    const auto selector = Selector::Parse(test.selector);
    ASSERT_TRUE(selector) << test.selector << ": " << selector.error().message();
    std::vector<std::string> ids;
    for (const NodeId node : selector->Find(document)) {
      ids.emplace_back(document.attribute(node, Attr::kId));
    }
    EXPECT_EQ(ids, test.ids) << test.selector;
    const NodeId first = selector->FindFirst(document);
    EXPECT_EQ(first == kNoNode ? 0U : 1U, test.ids.empty() ? 0U : 1U) << test.selector;
    if (first != kNoNode) {
      EXPECT_EQ(document.attribute(first, Attr::kId), test.ids[0]) << test.selector;
    }
  }
}

TEST(Selector, NamesWithColonsAreEscaped) {
  const Document document = ParseFragment("<p class='md:wide 2x'><q class=\"a'b\">");
  EXPECT_EQ(Selector::Parse(".md\\:wide")->Find(document).size(), 1U);
  EXPECT_EQ(Selector::Parse(".\\32 x")->Find(document).size(), 1U);
  EXPECT_EQ(Selector::Parse("[class='a\\'b']")->Find(document).size(), 1U);
}

// What stands around what is found may be outside of the scope.
TEST(Selector, WithinAScope) {
  const Document document = Parse(kPage);
  const NodeId section = document.Find(Tag::kSection);
  EXPECT_EQ(Selector::Parse("p")->Find(document, section).size(), 1U);
  EXPECT_EQ(Selector::Parse("body p")->Find(document, section).size(), 1U);
  EXPECT_EQ(Selector::Parse("p + section p")->FindFirst(document, section), section + 1);
  EXPECT_EQ(Selector::Parse("section")->FindFirst(document, section), kNoNode);
}

TEST(Selector, WhatIsNotUnderstood) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "an element is missing at character 1"},
      {"  ", "an element is missing at character 3"},
      {">", "not understood at character 1"},
      {"p >", "an element is missing at character 4"},
      {"p,", "an element is missing at character 3"},
      {",p", "not understood at character 1"},
      {"p > > a", "not understood at character 5"},
      {"p ~", "an element is missing at character 4"},
      {"p:hover", "not understood at character 3"},
      {"p::before", "not understood at character 3"},
      {"p:not", "'(' is missing at character 6"},
      {"p:not(", "an element is missing at character 7"},
      {"p:not()", "not understood at character 7"},
      {"p:not(a", "')' is missing at character 8"},
      {"p:is(a,)", "not understood at character 8"},
      {"p)", "not understood at character 2"},
      {"p:nth-child()", "a number is missing at character 13"},
      {"p:nth-child(x)", "a number is missing at character 13"},
      {"p:nth-child(2n+)", "a number is missing at character 13"},
      {"p:nth-child(n", "')' is missing at character 14"},
      {"p[", "the name of an attribute is missing at character 3"},
      {"p[x", "']' is missing at character 4"},
      {"p[x=", "a value is missing at character 5"},
      {"p[x=]", "a value is missing at character 5"},
      {"p[x='y]", "a quotation mark is missing at character 8"},
      {"p[^=x]", "the name of an attribute is missing at character 3"},
      {"p[x^]", "'=' is missing at character 5"},
      {"p[x=y z]", "']' is missing at character 7"},
      {"p.", "a name is missing at character 3"},
      {"p#", "a name is missing at character 3"},
      {"(", "not understood at character 1"},
      {"p\\", "not understood at character 2"},
      {":is(:is(:is(:is(:is(:is(:is(:is(:is(p)))))))))", "this is too deep"},
  };
  for (const auto& [selector, what] : cases) {
    const auto parsed = Selector::Parse(selector);
    ASSERT_FALSE(parsed) << selector;
    EXPECT_EQ(parsed.error().kind(), base::ErrorKind::kInvalidInput);
    EXPECT_THAT(parsed.error().message(), HasSubstr(what)) << selector;
  }
  std::string longest = "p";
  for (size_t i = 1; i < Selector::kMostCompounds; ++i) longest += " p";
  EXPECT_TRUE(Selector::Parse(longest));
  EXPECT_FALSE(Selector::Parse(longest + " p"));
  EXPECT_FALSE(Selector::Parse(longest + ":not(p)"));
}

// 300,000 elements in and beside each other, and a selector that would try all ways there are.
TEST(Selector, ManyWays) {
  std::string page;
  for (int i = 0; i < 300'000; ++i) page += i % 2 == 0 ? "<div>" : "<p></p>";
  const Document document = Parse(page);
  const auto selector = Selector::Parse("div div div ~ div div p ~ p ~ p ~ div ~ span");
  ASSERT_TRUE(selector);
  EXPECT_TRUE(selector->Find(document).empty());
  EXPECT_FALSE(Selector::Parse("div div div > p:last-child")->Find(document).empty());
}

}  // namespace
}  // namespace html
