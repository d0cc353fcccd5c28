#include "extract/rules.h"

#include <gmock/gmock.h>

#include <string>

#include "extract/extract.h"

namespace extract {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

model::SiteRule RuleFor(const std::string& site) {
  model::SiteRule rule;
  rule.site = site;
  return rule;
}

TEST(Rules, TheLongestNameCounts) {
  const auto rules = Rules::Create(
      {RuleFor("news.example"), RuleFor("WWW.sport.news.example"), RuleFor("bücher.example")});
  ASSERT_TRUE(rules) << rules.error().message();
  const auto site = [&](const char* url) {
    const Rule* rule = rules->Of(url);
    return rule == nullptr ? std::string() : rule->as_given.site;
  };
  EXPECT_EQ(site("https://news.example/a"), "news.example");
  EXPECT_EQ(site("http://www.news.example:8080/a"), "news.example");
  EXPECT_EQ(site("https://sport.news.example/a"), "sport.news.example");
  EXPECT_EQ(site("https://live.sport.news.example/a"), "sport.news.example");
  EXPECT_EQ(site("https://BÜCHER.example/a"), "xn--bcher-kva.example");
  EXPECT_EQ(site("https://bignews.example/a"), "");
  EXPECT_EQ(site("no address"), "");
}

TEST(Rules, WhatIsRefused) {
  model::SiteRule broken = RuleFor("news.example");
  broken.remove = {".ad", "p:hover"};
  for (const auto& rules : std::vector<std::vector<model::SiteRule>>{
           {RuleFor("")},
           {RuleFor("a/b")},
           {RuleFor("news.example"), RuleFor("www.news.example")},
           {broken}}) {
    const auto made = Rules::Create(rules);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind(), base::ErrorKind::kInvalidInput);
  }
  EXPECT_THAT(Rules::Create({broken}).error().message(), HasSubstr("news.example"));
}

TEST(Rules, AreBelievedBeforeAllElse) {
  const std::string page =
      "<title>Wrong title</title><meta name=author content='Wrong Name'><h1>Wrong title</h1>"
      "<div class=article-body><p>Something that looks like the article, and is not. It has many "
      "sentences. They stand in an element whose name says that it is the body.</p></div>"
      "<div class=x1><b class=k>The right title</b><i class=w>Jane Doe</i><i class=w>John Roe</i>"
      "<u class=d>29.07.2025</u><p class=t>Short.</p><p class=t>And <em>right</em>. <s "
      "class=junk>Not this.</s></p></div>";
  model::SiteRule given = RuleFor("news.example");
  given.title = {".none", ".x1 > .k"};
  given.author = {".w"};
  given.date = {".d"};
  given.body = {"p.t"};
  given.remove = {".junk"};
  const auto rules = Rules::Create({given});
  ASSERT_TRUE(rules);
  Input input;
  input.url = "https://news.example/a/1";
  input.html = page;
  input.rule = rules->Of(input.url);
  const model::Reading reading = Read(input);
  EXPECT_EQ(reading.title, "The right title");
  EXPECT_THAT(reading.byline, ElementsAre("Jane Doe", "John Roe"));
  ASSERT_TRUE(reading.published_day);
  EXPECT_EQ(base::FormatDay(*reading.published_day), "2025-07-29");
  EXPECT_EQ(reading.text, "Short.\nAnd right.");
  // What a rule does not find is read as ever.
  model::SiteRule blind = RuleFor("news.example");
  blind.body = {".none"};
  const auto none = Rules::Create({blind});
  input.rule = none->Of(input.url);
  EXPECT_EQ(Read(input).title, "Wrong title");
  EXPECT_THAT(Read(input).text, HasSubstr("looks like the article"));
}

}  // namespace
}  // namespace extract
