#include "pipeline/reading.h"

#include <gtest/gtest.h>

namespace pipeline {
namespace {

constexpr const char* kText =
    "<p>The harbour board decided on Tuesday, after a long debate in the old customs house, that "
    "the ferry to the outer islands will cost more from spring on.</p><p>Residents who came to "
    "listen said that they had expected worse, and that the boats are full in summer.</p><p>The "
    "board will look at the fares again in a year, when the new pier is to be finished.</p>";

TEST(Reading, ThePageSpeaksFirstThenTheEntry) {
  struct Case {
    const char* name;
    int page_status;  // 0: no page
    std::string page;
    std::string content;
    model::Verdict verdict;
    std::string_view in_text;
  };
  const std::string page = std::string(
                               "<html><title>Ferry fares rise</title><body><article>"
                               "<h1>Ferry fares rise</h1>") +
                           kText + "</article></body></html>";
  const Case cases[] = {
      {"a page", 200, page, "", model::Verdict::kArticle, "customs house"},
      {"no page, a text in the feed", 0, "", kText, model::Verdict::kArticle, "customs house"},
      {"a page that is not there", 404, page, kText, model::Verdict::kArticle, "new pier"},
      {"neither", 0, "", "", model::Verdict::kQuarantine, ""},
      {"an empty page", 200, "<html></html>", kText, model::Verdict::kQuarantine, ""},
  };
  for (const Case& c : cases) {
    store::ReadInput input;
    input.entry.url = "https://news.example/1?utm_source=feed";
    input.entry.title = "Ferry fares rise";
    input.entry.author = {"Mika Sato"};
    input.entry.published = base::Instant{1'795'000'000 * base::kMicrosPerSecond};
    input.entry.content = c.content;
    input.source.language = "en";
    if (c.page_status != 0) {
      input.page.emplace();
      input.page->url = input.page->final_url = input.entry.url;
      input.page->status = c.page_status;
      input.page->content_type = "text/html";
      input.page->bytes = c.page;
    }
    const model::Reading reading = ReadEntry(input);
    EXPECT_EQ(reading.verdict, c.verdict) << c.name << ": " << reading.reason_detail;
    EXPECT_NE(reading.text.find(c.in_text), std::string::npos) << c.name;
    EXPECT_EQ(reading.title, "Ferry fares rise") << c.name;
    EXPECT_EQ(reading.byline, input.entry.author) << c.name;
    EXPECT_EQ(reading.url, "https://news.example/1") << c.name;
    EXPECT_EQ(reading.published, input.entry.published) << c.name;
    EXPECT_EQ(reading.language, "en") << c.name;
    EXPECT_FALSE(reading.verdict == model::Verdict::kQuarantine &&
                 reading.reason == model::Reason::kNone)
        << c.name;
  }
}

TEST(Reading, WhatAPageSaysOfItselfMakesItNobodyElses) {
  store::ReadInput input;
  input.entry.url = "https://list.example/to/1";
  input.source.url = "https://list.example/feed";
  input.page.emplace();
  input.page->status = 200;
  input.page->bytes = "x";
  input.page->final_url = "https://www.paper.example/1";
  model::Reading reading;
  reading.url = "https://famous.example/1";
  reading.site_name = "The Paper";
  const auto publisher = PublisherOfReading(input, reading);
  ASSERT_TRUE(publisher);
  EXPECT_EQ(publisher->host, "paper.example");
  EXPECT_EQ(publisher->name, "The Paper");
}

}  // namespace
}  // namespace pipeline
