// Pages that show nothing without scripts, beside what is read out of the data that they carry.

#include "extract/state.h"

#include <gtest/gtest.h>

#include <string>

#include "extract/extract.h"

namespace extract {
namespace {

const std::string kOne =
    "The harbour council voted on Tuesday to rebuild the old ferry pier, ending a dispute that had "
    "divided the town for nine years.";
const std::string kTwo =
    "The plan costs 12 million, of which the region pays half, and the pier will carry passengers "
    "again by summer.";
const std::string kThree =
    "Fishermen had feared for their moorings; under the compromise they keep all of them.";
const std::string kTexts = kOne + "\n" + kTwo + "\n" + kThree;
const std::string kHeaded = kOne + "\nWhat is next\n" + kTwo + "\n" + kThree;

std::string Quoted(const std::string& text) {
  return "\"" + text + "\"";
}

// Every `quote` of a text in backslashes.
std::string Escaped(const std::string& text, char quote) {
  std::string out;
  for (const char c : text) {
    if (c == quote || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

struct StateCase {
  const char* what;
  std::string scripts;
  std::string text;
};

std::string Script(const std::string& text) {
  return "<script>" + text + "</script>";
}

std::string NextData(const std::string& json) {
  return "<script id=__NEXT_DATA__ type=application/json>" + json + "</script>";
}

TEST(State, WhereItStands) {
  const std::string article = R"({"title":"Council rebuilds the pier","body":[)" + Quoted(kOne) +
                              "," + Quoted(kTwo) + "," + Quoted(kThree) + "]}";
  const std::string markup = "<p>" + kOne + "</p><p>" + kTwo + "</p><p>" + kThree + "</p>";
  const std::string row = R"(["$","article",null,{"children":[["$","p","1",{"children":)" +
                          Quoted(kOne) + R"(}],["$","p","2",{"children":["The plan costs ",["$",)" +
                          R"("b","3",{"children":"12 million"}],")" + kTwo.substr(25) + R"("]}],)" +
                          R"(["$","p","4",{"children":)" + Quoted(kThree) + "}]]}]";
  for (const StateCase& test : std::vector<StateCase>{
           {"alone", NextData(R"({"props":{"pageProps":{"article":)" + article + "}}}"), kTexts},
           {"assigned",
            Script("window.__INITIAL_STATE__ = {\"article\":" + article + "};window.x=1"), kTexts},
           {"assigned with undefined",
            Script("var state={\"user\":undefined,\"article\":" + article + ",};"), kTexts},
           {"a string for JSON.parse",
            Script("window.__PRELOADED_STATE__ = JSON.parse('" + Escaped(article, '\'') + "');"),
            kTexts},
           {"a string for JSON.parse, all in escapes",
            Script("__STATE__ = JSON.parse(\"" + Escaped(article, '"') + "\");"), kTexts},
           {"a cache of Apollo",
            Script(
                "window.__APOLLO_STATE__ = {\"Article:7\":{\"__typename\":\"Article\",\"headline\":"
                "\"Council rebuilds the pier\",\"bodyHtml\":" +
                Quoted(markup) + "}};"),
            kTexts},
           {"pushed in pieces",
            Script("self.__next_f.push([1,\"5:" + Escaped(row.substr(0, 90), '"') + "\"])") +
                Script("self.__next_f.push([1,\"" + Escaped(row.substr(90), '"') + "\\n\"])"),
            kTexts},
           {"structured data",
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\"" +
                kOne + "\\n" + kTwo + "\\n" + kThree + "\"}</script>",
            kTexts},
           {"structured data with markup",
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"articleBody\":\"" +
                markup + "\"}</script>",
            kTexts},
           {"structured data of a page that one pays for",
            "<script "
            "type=application/ld+json>{\"@type\":\"NewsArticle\",\"isAccessibleForFree\":false,"
            "\"articleBody\":\"" +
                kOne + "\\n" + kTwo + "\\n" + kThree + "\"}</script>",
            ""}}) {
    const std::string html =
        "<!DOCTYPE html><title>Council rebuilds the pier</title><body><div id=app></div>" +
        test.scripts;
    Input input;
    input.url = "https://news.example/a/1";
    input.html = html;
    EXPECT_EQ(Read(input).text, test.text) << test.what;
  }
}

TEST(State, WhatEditorsStore) {
  const std::string next = "What is next";
  const auto span = [](const std::string& text) { return R"({"text":")" + text + R"("})"; };
  for (const StateCase& test : std::vector<StateCase>{
           {"texts and their kinds",
            R"([{"type":"text","content":)" + Quoted(kOne) + R"(},{"type":"header","content":)" +
                Quoted(next) + R"(},{"type":"text","content":)" + Quoted("<p>" + kTwo + "</p>") +
                R"(},{"type":"text","content":)" + Quoted(kThree) + "}]",
            kHeaded},
           {"pieces of paragraphs",
            R"([{"type":"paragraph","children":[)" + span(kOne.substr(0, 40)) + "," +
                span(kOne.substr(40)) + R"(]},{"type":"heading","children":[)" + span(next) +
                R"(]},{"type":"paragraph","children":[)" + span(kTwo) +
                R"(]},{"type":"paragraph","children":[)" + span(kThree) + "]}]",
            kHeaded},
           {"documents of documents",
            R"([{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":)" +
                Quoted(kOne) + R"(}]},{"type":"heading","attrs":{"level":2},"content":[{"type":)" +
                R"("text","text":)" + Quoted(next) +
                R"(}]},{"type":"paragraph","content":[{"type":"text","text":)" + Quoted(kTwo) +
                R"(}]},{"type":"bulletList","content":[{"type":"listItem","content":[{"type":)" +
                R"("paragraph","content":[{"type":"text","text":)" + Quoted(kThree) + "}]}]}]}]}]",
            kHeaded},
           {"blocks with styles",
            R"([{"_type":"block","style":"normal","children":[{"_type":"span","text":)" +
                Quoted(kOne) + R"(}]},{"_type":"block","style":"h2","children":[{"_type":"span",)" +
                R"("text":)" + Quoted(next) +
                R"(}]},{"_type":"block","style":"normal","children":[{"_type":"span","text":)" +
                Quoted(kTwo) + R"(}]},{"_type":"block","style":"normal","children":[{"_type":)" +
                R"("span","text":)" + Quoted(kThree) + "}]}]",
            kHeaded},
           {"the text whole, and again in pieces",
            R"([{"type":"paragraph","model":{"text":)" + Quoted(kOne) +
                R"(,"blocks":[{"type":"fragment","model":{"text":)" + Quoted(kOne) +
                R"(}}]}},{"type":"paragraph","model":{"text":)" + Quoted(kTwo) +
                R"(}},{"type":"paragraph","model":{"text":)" + Quoted(kThree) + "}}]",
            kTexts},
           {"beside what is not text",
            R"([{"type":"text","content":)" + Quoted(kOne) +
                R"(,"translations":{"accept":"We use cookies to make this site better for you. )" +
                R"(Accept them all."}},{"type":"text","content":)" + Quoted(kTwo) +
                R"(},{"type":"relatedStories","relatedStories":[{"description":"Something else )" +
                R"(happened elsewhere, and was seen by many."}]},{"type":"text","content":)" +
                Quoted(kThree) + "}]",
            kTexts}}) {
    const std::string html =
        "<!DOCTYPE html><title>Council rebuilds the pier</title><body><div id=root></div>" +
        NextData(R"({"article":{"headline":"Council rebuilds the pier","elements":)" +
                 test.scripts + "}}");
    Input input;
    input.url = "https://news.example/a/1";
    input.html = html;
    EXPECT_EQ(Read(input).text, test.text) << test.what;
  }
}

TEST(State, ThePageThatTheTitleNames) {
  const std::string other =
      "Somebody else did something else on another day, and it was reported at great length here.";
  const std::string html =
      "<!DOCTYPE html><title>Council rebuilds the pier</title><body>" +
      NextData(R"({"stories":[{"headline":"Another story","body":[)" + Quoted(other + " One.") +
               "," + Quoted(other + " Two.") + "," + Quoted(other + " Three.") + "," +
               Quoted(other + " Four.") + R"(]},{"headline":"Council rebuilds the pier","body":[)" +
               Quoted(kOne) + "," + Quoted(kTwo) + "," + Quoted(kThree) +
               R"(],"image":{"type":"image","url":)" +
               R"("/pier.jpg","caption":"The old pier"}}]})");
  Input input;
  input.url = "https://news.example/a/1";
  input.html = html;
  const model::Reading reading = Read(input);
  EXPECT_EQ(reading.text, kTexts);
  EXPECT_EQ(reading.verdict, model::Verdict::kArticle) << reading.reason_detail;
}

TEST(State, BrokenScripts) {
  for (const char* script :
       {"window.a = {", "x = [[[", "JSON.parse('", "a=(b=(c=\"\\u12", "={}={}=[]",
        "self.__next_f.push([1,\"0:T", "self.__next_f.push([1,\"0:Tffffff,abc\"])",
        "JSON.parse(\"\\ud83d\\ude00 \\ud83d\")", "x=\"\\"}) {
    const std::string page = "<script>" + std::string(300, ' ') + script + "</script>";
    const auto states = FindStates(html::Parse(page));
    EXPECT_TRUE(PageOfStates(states, "title", "").html.empty()) << script;
  }
}

}  // namespace
}  // namespace extract
