#include "pipeline/reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/orders.h"
#include "pipeline/test_store.h"

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

TEST(Reading, ARuleSaysWhereTheTextStandsAndHowItIsAsked) {
  model::SiteRule given;
  given.site = "news.example";
  given.body = {".small"};
  given.user_agent = "Reader/1";
  given.headers = {{"Cookie", "seen=1"}, {"x-edition", "int"}};
  const auto rules = extract::Rules::Create({given});
  ASSERT_TRUE(rules);
  store::ReadInput input;
  input.entry.url = "https://news.example/1";
  input.page.emplace();
  input.page->status = 200;
  input.page->final_url = "https://www.news.example/1";
  input.page->bytes = std::string("<title>Ferry fares rise</title>") + kText +
                      "<p class=small>The board has spoken.</p>";
  EXPECT_EQ(ReadEntry(input, nullptr, &*rules).text, "The board has spoken.");
  EXPECT_NE(ReadEntry(input).text, "The board has spoken.");
  model::Asking asking;
  asking.headers = {{"X-Edition", "uk"}, {"Accept-Language", "en"}};
  AskByRule(rules->Of("https://news.example/2"), asking);
  EXPECT_EQ(asking.user_agent, "Reader/1");
  EXPECT_THAT(asking.headers, testing::UnorderedElementsAre(testing::Pair("Accept-Language", "en"),
                                                            testing::Pair("Cookie", "seen=1"),
                                                            testing::Pair("x-edition", "int")));
  const model::Asking before = asking;
  AskByRule(rules->Of("https://other.example/2"), asking);
  EXPECT_EQ(asking, before);
}

// The whole way of standing text: a site's pages read by the queue, the box under all of them
// learned, the pages read again without it, and the owner who wants it back.
class StandingText : public testing::Test {
 protected:
  // Stores pages of one site, each a report of its own with the same box under it.
  void Fetch(const std::vector<std::string>& titles) {
    ASSERT_TRUE(store_->Write([&](store::Transaction& transaction) -> base::Status {
      model::Source source;
      source.url = "https://news.example/feed";
      model::Publisher publisher;
      publisher.host = "news.example";
      TRY_ASSIGN(source.id, transaction.AddSource(source));
      std::vector<model::Entry> entries;
      for (const std::string& title : titles) {
        model::Entry entry;
        entry.key = entry.url = "https://news.example/" + std::to_string(entries.size());
        entry.title = title;
        entries.push_back(entry);
      }
      TRY_ASSIGN(const auto outcome, transaction.RecordPoll(source, source, publisher, entries));
      TRY_ASSIGN(const auto jobs, transaction.LeaseJobs(store::Stage::kFetch, 100));
      for (size_t i = 0; i < jobs.size(); ++i) {
        model::Page page;
        page.url = page.final_url = jobs[i].url;
        page.status = 200;
        page.content_type = "text/html";
        page.bytes = "<title>" + titles[i] + "</title><article><h1>" + titles[i] + "</h1><p>" +
                     titles[i] + ": so it was decided on Tuesday, after a long debate.</p><p>" +
                     "Those who came to listen to it, " + titles[i] +
                     ", had expected worse.</p><p>" +
                     "In a year the board will look again at it: " + titles[i] +
                     ", or not.</p><p>" + kBox + "</p></article>";
        TRY(transaction.FinishFetch(jobs[i], page));
      }
      return outcome.new_entries == static_cast<int>(titles.size())
                 ? base::Status()
                 : base::Fail(base::ErrorKind::kBug, "entries are missing");
    }));
  }

  // Reads what the queue has to read; gives how many pages that were.
  int ReadAll() {
    int pages = 0;
    for (bool more = true; more;) {
      more = false;
      std::vector<store::Job> jobs;
      EXPECT_TRUE(store_->Write([&](store::Transaction& transaction) -> base::Status {
        TRY_ASSIGN(jobs, transaction.LeaseJobs(store::Stage::kRead, 2));
        return {};
      }));
      for (const store::Job& job : jobs) {
        more = true;
        ++pages;
        store::ReadInput input;
        EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
          TRY_ASSIGN(input, reader.InputForRead(job));
          return {};
        }));
        std::vector<model::MarkedBlock> seen;
        const model::Reading reading = ReadEntry(input, &seen);
        EXPECT_TRUE(store_->Write([&](store::Transaction& transaction) -> base::Status {
          TRY_ASSIGN(const auto article,
                     CommitReading(job, reading, input.site, seen, transaction));
          EXPECT_TRUE(article);
          return {};
        }));
      }
    }
    return pages;
  }

  // Of the articles 1 to `count`, those that have the box.
  std::vector<int64_t> WithBox(int64_t count) {
    std::vector<int64_t> with;
    EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
      for (int64_t id = 1; id <= count; ++id) {
        TRY_ASSIGN(const auto article, reader.ArticleById({id}));
        if (article.reading.text.find(kBox) != std::string::npos) with.push_back(id);
      }
      return {};
    }));
    return with;
  }

  static constexpr const char* kBox = "About the harbour: 320 metres long, built in 1911.";
  TestFolder folder_;
  std::unique_ptr<store::Store> store_ = folder_.Open();
};

TEST_F(StandingText, IsLearnedAndLeftOutAndPutBack) {
  Fetch({"Ferry fares rise", "Bakers win a prize", "Storm closes the school"});
  EXPECT_EQ(ReadAll(), 3);
  EXPECT_THAT(WithBox(3), testing::ElementsAre(1, 2, 3)) << "three headlines are too few";
}

TEST_F(StandingText, IsLeftOutOfEveryPageOnceItIsKnown) {
  Fetch({"Ferry fares rise", "Bakers win a prize", "Storm closes the school", "Mayor resigns",
         "Lighthouse painted red"});
  EXPECT_EQ(ReadAll(), 9) << "four pages were read again, and the fifth knew";
  EXPECT_THAT(WithBox(5), testing::IsEmpty());
  const auto kept = CarryOut(*store_, FurnitureOrder({1}, model::StandingDecision::kKept));
  ASSERT_TRUE(kept) << kept.error().message();
  EXPECT_EQ(kept->String("site"), "news.example");
  EXPECT_EQ(ReadAll(), 5);
  EXPECT_THAT(WithBox(5), testing::ElementsAre(1, 2, 3, 4, 5));
  // And what the owner names is left out, learned or not.
  const auto named = CarryOut(
      *store_, FurnitureOrder("news.example",
                              "MAYOR RESIGNS: so it was decided on Tuesday, after a long debate"));
  ASSERT_TRUE(named) << named.error().message();
  EXPECT_EQ(ReadAll(), 1);
  EXPECT_FALSE(CarryOut(*store_, FurnitureOrder("news.example", "Short")));
  EXPECT_FALSE(CarryOut(*store_, FurnitureOrder({99}, model::StandingDecision::kKept)));
}

TEST_F(StandingText, ABodyThatIsAnotherPagesIsQuarantined) {
  Fetch({"Ferry fares rise", "Bakers win a prize"});
  ASSERT_TRUE(store_->Write([&](store::Transaction& transaction) -> base::Status {
    TRY_ASSIGN(const auto jobs, transaction.LeaseJobs(store::Stage::kRead, 100));
    for (const store::Job& job : jobs) {
      model::Reading reading;
      reading.title = job.url;
      reading.verdict = model::Verdict::kArticle;
      reading.reason = model::Reason::kNone;
      reading.url = job.url;
      reading.title = job.url.ends_with('0') ? "Ferry fares rise" : "Bakers win a prize";
      const std::vector<model::MarkedBlock> seen = {{1, "a"}, {2, "b"}, {3, "c"}};
      TRY_ASSIGN(const auto article,
                 CommitReading(job, reading, "news.example", seen, transaction));
      EXPECT_TRUE(article);
    }
    return {};
  }));
  ASSERT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const auto first, reader.ArticleById({1}));
    TRY_ASSIGN(const auto second, reader.ArticleById({2}));
    EXPECT_EQ(first.reading.reason, model::Reason::kNone);
    EXPECT_EQ(second.reading.reason, model::Reason::kDuplicatedBody);
    return {};
  }));
}

}  // namespace
}  // namespace pipeline
