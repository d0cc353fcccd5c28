#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "search/query.h"
#include "search/snippet.h"
#include "search/tokens.h"

namespace search {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Tokens, IndexText) {
  struct Case {
    const char* language;
    const char* text;
    const char* index;
  };
  for (const Case& c : {
           Case{"en", "Japan's elections, U.S. can't",
                "japans elections us cant ˢjapan ˢelect ˢus ˢcant"},
           Case{"", "Café Łódź 1,200.50", "cafe lodz 120050"},
           Case{"ja", "日本銀行が", "日本 本銀 銀行 行が が"},
           Case{"ja", "EU首相", "eu 首相 相 ˢeu"},
           Case{"ko", "정부는 오늘", "정부 부는 는 오늘 늘"},
           Case{"ja", "ＮＨＫの", "nhk の ˢnhk"},
           Case{"en", "“…”", ""},
       }) {
    EXPECT_EQ(IndexText(c.text, c.language), c.index) << c.text;
  }
}

TEST(Tokens, OffsetsAreOfTheTextAsGiven) {
  const std::string_view text = "Über 日本語 x";
  std::vector<std::string> parts;
  for (const Token& token : Tokens(text, "de")) {
    parts.emplace_back(text.substr(token.start, token.end - token.start));
  }
  EXPECT_THAT(parts, ElementsAre("Über", "日本", "本語", "語", "x"));
}

TEST(Query, Fts5) {
  struct Case {
    const char* typed;
    const char* match;
  };
  for (const Case& c : {
           Case{"elections", R"(("elections" OR "ˢelect"))"},
           Case{"storm \"heavy rain\" -football",
                R"((("storm" OR "ˢstorm") AND ("heavy rain")) NOT (("football" OR "ˢfootbal")))"},
           Case{"首相", R"(("首相"))"},
           Case{"首", R"(("首" *))"},
           Case{"自民党総裁", R"(("自民 民党 党総 総裁"))"},
           Case{"「首相官邸」", R"(("首相 相官 官邸"))"},
           Case{"U.S.", R"(("us" OR "ˢus"))"},
           Case{"a\" OR b) NEAR(",
                R"(("a" OR "ˢa") AND ("or" OR "ˢor") AND ("b" OR "ˢb") AND ("near" OR "ˢnear"))"},
           Case{"* ^ + ( ) \"\" -", ""},
           Case{"-only", ""},
       }) {
    EXPECT_EQ(Fts5Match(ParseQuery(c.typed, "en")), c.match) << c.typed;
  }
  EXPECT_EQ(Fts5Unwanted(ParseQuery("-only", "")), R"(("only" OR "ˢonli"))");
}

TEST(Query, Filters) {
  const Query query = ParseQuery(
      "publisher:\"Le Monde\" language:JA section:business #KajaKallas ＃日本 after:2026-11-01 "
      "after：2026-11-03 before:2026-11-22",
      "en");
  EXPECT_THAT(query.publishers, ElementsAre("Le Monde"));
  EXPECT_THAT(query.languages, ElementsAre("ja"));
  EXPECT_THAT(query.sections, ElementsAre("business"));
  EXPECT_THAT(query.tags, ElementsAre("KajaKallas", "日本"));
  EXPECT_EQ(base::FormatDay(query.after.value()), "2026-11-03");
  EXPECT_EQ(base::FormatDay(query.before.value()), "2026-11-22");
  EXPECT_THAT(query.wanted, IsEmpty());
  EXPECT_THAT(query.problems, IsEmpty());
  EXPECT_FALSE(query.IsEmpty());
  EXPECT_TRUE(ParseQuery("  \u3000 ", "").IsEmpty());
}

TEST(Query, WhatIsNotUnderstoodIsNamed) {
  struct Case {
    std::string typed;
    ProblemKind kind;
    std::string part;
  };
  for (const Case& c : {
           Case{"foo:bar", ProblemKind::kUnknownFilter, "foo:bar"},
           Case{"after:yesterday", ProblemKind::kNotADay, "after:yesterday"},
           Case{"before:2026-02-30", ProblemKind::kNotADay, "before:2026-02-30"},
           Case{"language:", ProblemKind::kEmptyFilter, "language:"},
           Case{"\"open", ProblemKind::kUnclosedQuote, "\"open"},
           Case{"-section:sports", ProblemKind::kCannotExclude, "-section:sports"},
           Case{"!!!", ProblemKind::kNothingToFind, "!!!"},
           Case{std::string(2000, 'a'), ProblemKind::kTooLong, std::string(1000, 'a')},
       }) {
    const Query query = ParseQuery(c.typed, "en");
    ASSERT_EQ(query.problems.size(), 1U) << c.typed;
    EXPECT_EQ(query.problems[0].kind, c.kind);
    EXPECT_EQ(query.problems[0].part, c.part);
  }
  EXPECT_THAT(ParseQuery("at 10:30", "en").problems, IsEmpty());
  EXPECT_THAT(ParseQuery("\xff\xfe x", "en").wanted.size(), 1U);
}

// The snippet with its marks in brackets.
std::string Shown(std::string_view text, std::string_view language, std::string_view typed,
                  size_t width) {
  const Snippet snippet = MakeSnippet(text, language, ParseQuery(typed, language), width);
  std::string out = snippet.cut_before ? "…" : "";
  size_t at = 0;
  for (const Mark& mark : snippet.marks) {
    out += snippet.text.substr(at, mark.start - at) + "[" +
           snippet.text.substr(mark.start, mark.end - mark.start) + "]";
    at = mark.end;
  }
  return out + snippet.text.substr(at) + (snippet.cut_after ? "…" : "");
}

TEST(Snippet, ShowsWhatWasFound) {
  const std::string_view english =
      "The council met on Monday and spoke of parks. Nothing was decided.\nA storm hit the coast "
      "at "
      "night. Storms and floods damaged forty houses near the harbour, officials said. Schools "
      "stayed closed.";
  EXPECT_EQ(Shown(english, "en", "storm flood", 70),
            "…A [storm] hit the coast at night. [Storms] and [floods] damaged forty houses…");
  EXPECT_EQ(Shown(english, "en", "zebra", 30), "The council met on Monday and…");
  EXPECT_EQ(Shown("岸田首相は東京で会見した。首相は増税を否定した。", "ja", "首相", 40),
            "岸田[首相]は東京で会見した。[首相]は増税を否定した。");
  EXPECT_EQ(Shown("銀行の行員", "ja", "行", 40), "銀[行]の[行]員");
  EXPECT_EQ(Shown("", "en", "x", 40), "");
  EXPECT_EQ(Shown("a  phrase \n here", "en", "\"phrase here\"", 40), "a [phrase here]");
}

}  // namespace
}  // namespace search
