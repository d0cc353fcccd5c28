#include "rules_file.h"

#include <gmock/gmock.h>

namespace octavo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::SizeIs;

TEST(RulesFile, EveryKey) {
  const auto rules = ParseRules(R"(
# A site that is read wrong.
["news.example"]
body = ["div.story", "#text"]
title = "h2.headline"
author = ".by a"
date = "time.first"
remove = [".promo", "aside"]
user_agent = "Mozilla/5.0"
headers = { Cookie = "seen=1", Accept-Language = "de" }

["other.example"]
body = "main"
)",
                                "rules.toml");
  ASSERT_TRUE(rules) << rules.error().message();
  ASSERT_THAT(*rules, SizeIs(2));
  const model::SiteRule& rule = (*rules)[0];
  EXPECT_EQ(rule.site, "news.example");
  EXPECT_THAT(rule.body, ElementsAre("div.story", "#text"));
  EXPECT_THAT(rule.title, ElementsAre("h2.headline"));
  EXPECT_THAT(rule.author, ElementsAre(".by a"));
  EXPECT_THAT(rule.date, ElementsAre("time.first"));
  EXPECT_THAT(rule.remove, ElementsAre(".promo", "aside"));
  EXPECT_EQ(rule.user_agent, "Mozilla/5.0");
  EXPECT_THAT(rule.headers, testing::UnorderedElementsAre(Pair("Cookie", "seen=1"),
                                                          Pair("Accept-Language", "de")));
  EXPECT_THAT((*rules)[1].body, ElementsAre("main"));
}

TEST(RulesFile, WhatIsWrongIsSaid) {
  struct Case {
    const char* text;
    const char* said;
  };
  for (const Case& test : {
           Case{"body = 'x'", "rules.toml:1: body: rules stand under the name of their site"},
           Case{"[\"a.example\"]\nbdy = 'x'", "rules.toml:2: bdy: there is no such key"},
           Case{"[a.example]\nbody = 'x'", "stands in quotes"},
           Case{"[\"a.example\"]\nbody = 7", "rules.toml:2: body: write a text"},
           Case{"[\"a.example\"]\nbody = ['x', 7]", "write a text"},
           Case{"[\"a.example\"]\nheaders = 'x'", "rules.toml:2: headers"},
           Case{"[\"a.example\"]\nheaders = { 'A b' = 'x' }", "the name of a header"},
           Case{"[\"a.example\"]\nheaders = { A = \"x\\r\\nB: y\" }", "one line"},
           Case{"[\"a.example\"]\nuser_agent = \"x\\ny\"", "one line"},
           Case{"[\"a.example\"", "rules.toml:1: this is no TOML"},
       }) {
    const auto rules = ParseRules(test.text, "rules.toml");
    ASSERT_FALSE(rules) << test.text;
    EXPECT_THAT(rules.error().message(), HasSubstr(test.said));
  }
}

}  // namespace
}  // namespace octavo
