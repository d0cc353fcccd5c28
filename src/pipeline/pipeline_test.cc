// The whole conductor: a real store, a web that answers as told.

#include "pipeline/pipeline.h"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <thread>

#include "pipeline/fake_web.h"
#include "pipeline/orders.h"
#include "pipeline/test_store.h"

namespace pipeline {
namespace {

constexpr const char* kFeed = "application/rss+xml";
constexpr const char* kHtml = "text/html; charset=utf-8";

std::string Feed(const std::string& title, const std::vector<std::string>& urls) {
  std::string out = fmt::format(
      "<rss version=\"2.0\"><channel><title>{}</title><link>https://x.example/</link>", title);
  for (const std::string& url : urls) {
    out += fmt::format("<item><title>Ferry fares rise at {0}</title><link>{0}</link></item>", url);
  }
  return out + "</channel></rss>";
}

std::string Page(const std::string& url) {
  std::string text;
  for (int i = 0; i < 8; ++i) {
    text += fmt::format(
        "<p>The harbour board decided on Tuesday, after a long debate in the old customs house, "
        "that the ferry to the outer islands will cost more from spring on; this is paragraph {} "
        "of what was written about it.</p>",
        i);
  }
  return fmt::format(
      "<!doctype html><html lang=en><head><title>Ferry fares rise at {0}</title></head><body>"
      "<article><h1>Ferry fares rise at {0}</h1>{1}</article></body></html>",
      url, text);
}

fetch::Outcome Busy(int64_t seconds) {
  fetch::Outcome outcome;
  outcome.kind = fetch::OutcomeKind::kRateLimited;
  outcome.page.status = 429;
  outcome.error = base::Error(base::ErrorKind::kUnavailable, "the publisher asks us to wait");
  outcome.retry_after =
      base::Instant{base::SystemClock().Now().micros + seconds * base::kMicrosPerSecond};
  return outcome;
}

class PipelineTest : public testing::Test {
 protected:
  // Reads the sources until nothing is left that could be done soon, or for that long.
  Figures Run(const std::vector<std::string>& sources, int most_seconds = 30) {
    store_ = folder_.Open();
    std::vector<model::Source> wanted(sources.size());
    for (size_t i = 0; i < sources.size(); ++i) wanted[i].url = sources[i];
    EXPECT_TRUE(CarryOut(*store_, AddOrder(wanted)));
    const auto pipeline = Pipeline::Start({.workers = 2,
                                           .group_wait = std::chrono::milliseconds(5'000),
                                           .suspects_file = folder_.path() / "at_work"},
                                          *store_, std::make_unique<FakeWeb>(sites_));
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(most_seconds);
    ending_ = pipeline->WaitUntilDone([end] { return std::chrono::steady_clock::now() > end; });
    pipeline->Stop();
    EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
      TRY_ASSIGN(counters_, reader.Count());
      TRY_ASSIGN(const auto list, reader.Sources());
      for (const model::Source& source : list) source_by_url_[source.url] = source;
      TRY_ASSIGN(const auto publishers, reader.Publishers());
      for (const auto& publisher : publishers) {
        articles_of_[publisher.publisher.host] = publisher.article_count;
      }
      return {};
    }));
    return pipeline->figures();
  }

  TestFolder folder_;
  FakeSites sites_;
  std::unique_ptr<store::Store> store_;
  Ending ending_ = Ending::kInterrupted;
  store::Counters counters_;
  std::map<std::string, model::Source> source_by_url_;
  std::map<std::string, int64_t> articles_of_;
};

TEST_F(PipelineTest, OneBrokenSourceAndOneBrokenPageDoNotStopTheOthers) {
  sites_.Serve("https://good.example/feed", kFeed,
               Feed("Good", {"https://good.example/1", "https://good.example/gone",
                             "https://good.example/bytes"}));
  sites_.Serve("https://good.example/1", kHtml, Page("https://good.example/1"));
  sites_.Serve("https://good.example/bytes", kHtml, std::string("\xff\xfe\0<\0p<<<>\x80", 12));
  sites_.Serve("https://bad.example/feed", "application/octet-stream", "\x01\x02 no feed at all");
  const Figures figures = Run({"https://bad.example/feed", "https://good.example/feed"});
  EXPECT_EQ(ending_, Ending::kAllDone);
  EXPECT_EQ(counters_.stories, 1);
  EXPECT_EQ(counters_.articles, 1);
  EXPECT_EQ(counters_.quarantined, 1);  // the bytes
  EXPECT_EQ(counters_.failed_jobs, 1);  // the page that is gone
  EXPECT_EQ(counters_.failing_sources, 1);
  EXPECT_EQ(figures.failed, 1);
  EXPECT_NE(source_by_url_["https://bad.example/feed"].last_error, "");
  EXPECT_EQ(source_by_url_["https://good.example/feed"].last_error, "");
}

TEST_F(PipelineTest, APageInTwoFeedsIsOneArticle) {
  for (const char* feed : {"https://a.example/feed", "https://a.example/sport"}) {
    sites_.Serve(feed, kFeed, Feed("A", {"https://a.example/1"}));
  }
  sites_.Serve("https://a.example/1", kHtml, Page("https://a.example/1"));
  Run({"https://a.example/feed", "https://a.example/sport"});
  EXPECT_EQ(counters_.articles, 1);
  EXPECT_EQ(sites_.asked("https://a.example/1"), 1);
}

TEST_F(PipelineTest, ASourceThatIsBusyIsAskedAgainWhenItSaysSo) {
  sites_.Answer("https://busy.example/feed", Busy(3));
  sites_.Serve("https://busy.example/feed", kFeed, Feed("Busy", {"https://busy.example/1"}));
  sites_.Serve("https://busy.example/1", kHtml, Page("https://busy.example/1"));
  Run({"https://busy.example/feed"});
  EXPECT_EQ(ending_, Ending::kAllDone);
  EXPECT_EQ(counters_.articles, 1);
  EXPECT_EQ(sites_.asked("https://busy.example/feed"), 2);
}

TEST_F(PipelineTest, ASourceThatWaitsHoldsUpNoPaper) {
  sites_.Answer("https://busy.example/feed", Busy(120));
  sites_.Serve("https://a.example/feed", kFeed, Feed("A", {"https://a.example/1"}));
  sites_.Serve("https://a.example/1", kHtml, Page("https://a.example/1"));
  Run({"https://busy.example/feed", "https://a.example/feed"}, 4);  // less than group_wait
  EXPECT_EQ(ending_, Ending::kInterrupted);  // it would have waited for the busy one
  EXPECT_EQ(counters_.stories, 1);
  EXPECT_EQ(sites_.asked("https://busy.example/feed"), 1);
}

TEST_F(PipelineTest, AnArticleIsItsOwnPublishersNotItsSources) {
  sites_.Serve("https://list.example/feed", kFeed,
               Feed("A List", {"https://one.example/1", "https://two.example/2",
                               "https://list.example/to/three"}));
  sites_.Serve("https://one.example/1", kHtml, Page("https://one.example/1"));
  sites_.Serve("https://two.example/2", kHtml, Page("https://two.example/2"));
  // Where the redirect leads counts.
  sites_.Serve("https://list.example/to/three", kHtml, Page("https://three.example/3"),
               "https://three.example/3");
  Run({"https://list.example/feed"});
  EXPECT_EQ(articles_of_["one.example"], 1);
  EXPECT_EQ(articles_of_["two.example"], 1);
  EXPECT_EQ(articles_of_["three.example"], 1);
  EXPECT_EQ(articles_of_["list.example"], 0);
}

// Every page is allowed where it is asked for; what counts besides is where its redirect leads.
TEST_F(PipelineTest, WhereARedirectLeadsIsAskedToo) {
  const auto robots = [&](const std::string& site, int status, const char* bytes) {
    net::FetchResponse response;
    response.status = status;
    response.body = bytes;
    sites_.Answer(site + "/robots.txt",
                  fetch::Classify(site, std::move(response), base::SystemClock().Now()));
  };
  robots("https://a.example", 200, "User-agent: *\nDisallow: /private/\n");
  robots("https://shut.example", 200, "User-agent: *\nDisallow: /\n");
  robots("https://ill.example", 500, "");
  sites_.Serve("https://a.example/.well-known/tdmrep.json", "application/json",
               R"([{"location": "/reserved/*", "tdm-reservation": 1}])");
  struct Case {
    const char* asked;
    const char* leads_to;
    bool is_read;
    bool waits;
    bool is_reserved;
  };
  const Case cases[] = {
      {"https://a.example/go/0", "https://a.example/go/0#top", true, false, false},
      {"https://a.example/go/1", "https://a.example/open/1", true, false, false},
      {"https://a.example/go/2", "https://a.example/private/2", false, false, false},
      {"https://a.example/go/3", "https://a.example/reserved/3", true, false, true},
      {"https://a.example/go/4", "https://open.example/4", true, false, false},
      {"https://a.example/go/5", "https://shut.example/5", false, false, false},
      {"https://a.example/go/6", "https://ill.example/6", false, true, false},
  };
  std::vector<std::string> urls;
  for (const Case& c : cases) {
    urls.push_back(c.asked);
    sites_.Serve(c.asked, kHtml, Page(c.asked), c.leads_to);
  }
  sites_.Serve("https://a.example/feed", kFeed, Feed("A", urls));
  Run({"https://a.example/feed"}, 4);
  std::map<std::string, model::Rights> read;  // by what was asked for: their headlines name it
  EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
    for (int64_t id = 1; id <= static_cast<int64_t>(std::size(cases)); ++id) {
      const auto view = reader.ArticleById({id});  // lists leave out what is alike
      if (!view || view->summary.verdict != model::Verdict::kArticle) continue;
      const std::string& title = view->summary.title;
      read[title.substr(title.find("https://"))] = view->rights;
    }
    return {};
  }));
  for (const Case& c : cases) {
    EXPECT_EQ(read.contains(c.asked), c.is_read) << c.leads_to;
    EXPECT_EQ(read[c.asked].tdm, c.is_reserved) << c.leads_to;
  }
  EXPECT_EQ(counters_.waiting[static_cast<size_t>(store::Stage::kFetch)],
            std::ranges::count_if(cases, &Case::waits));
}

// Where the feed's own text takes a page's place, it takes what is reserved with it.
TEST_F(PipelineTest, WhatIsReservedIsReservedWithoutItsPage) {
  const auto says = [&](const std::string& url, int status, net::Headers headers = {}) {
    net::FetchResponse response;
    response.status = status;
    response.headers = std::move(headers);
    sites_.Answer(url, fetch::Classify(url, std::move(response), base::SystemClock().Now()));
  };
  struct Case {
    const char* link;  // empty: the entry names no page
    const char* feed;
    const char* rights;
  };
  const Case cases[] = {
      {"https://locked.example/1", "https://locked.example/feed", "tdm"},
      {"https://quiet.example/2", "https://quiet.example/feed", "noai"},
      {"https://barred.example/3", "https://barred.example/feed", "tdm"},
      {"", "https://locked.example/notes", "tdm"},
      {"https://open.example/5", "https://open.example/feed", ""},
  };
  for (const char* site : {"https://locked.example", "https://barred.example"}) {
    sites_.Serve(std::string(site) + "/.well-known/tdmrep.json", "application/json",
                 R"([{"location": "/", "tdm-reservation": 1}])");
  }
  sites_.Serve("https://barred.example/robots.txt", "text/plain", "User-agent: *\nDisallow: /3\n");
  says("https://locked.example/1", 403);
  says("https://quiet.example/2", 403, {{"x-robots-tag", "noai"}});
  says("https://open.example/5", 403);
  std::vector<std::string> feeds;
  for (const Case& c : cases) {
    feeds.emplace_back(c.feed);
    const std::string text = Page("x");
    sites_.Serve(c.feed, kFeed,
                 fmt::format("<rss version=\"2.0\"><channel><title>{0}</title><item><title>From "
                             "{0}</title>{1}<guid>{0}</guid><description><![CDATA[{2}]]>"
                             "</description></item></channel></rss>",
                             c.feed, *c.link ? fmt::format("<link>{}</link>", c.link) : "",
                             text.substr(text.find("<p>"), text.rfind("</p>") - text.find("<p>"))));
  }
  Run(feeds);
  std::map<std::string, std::string> rights;  // by the headline's end
  EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
    for (int64_t id = 1; id <= static_cast<int64_t>(std::size(cases)); ++id) {
      TRY_ASSIGN(const auto view, reader.ArticleById({id}));
      rights[view.summary.title] = model::RightsText(view.rights);
    }
    return {};
  }));
  for (const Case& c : cases) {
    EXPECT_EQ(rights.at(std::string("From ") + c.feed), c.rights) << c.feed;
  }
}

TEST_F(PipelineTest, ASecondStartDoesNothingTwice) {
  sites_.Serve("https://a.example/feed", kFeed, Feed("A", {"https://a.example/1"}));
  sites_.Serve("https://a.example/1", kHtml, Page("https://a.example/1"));
  Run({"https://a.example/feed"});
  store_.reset();
  const Figures second = Run({"https://a.example/feed"});
  EXPECT_EQ(second.fetched + second.read + second.enriched, 0);
  EXPECT_EQ(sites_.asked("https://a.example/feed"), 1);
  EXPECT_EQ(sites_.asked("https://a.example/1"), 1);
  EXPECT_EQ(counters_.stories, 1);
}

TEST_F(PipelineTest, AHostThatWantsAPauseHasItFromTheNextWorkerToo) {
  const std::vector<std::string> hosts = {"slow", "quick"};
  for (const std::string& host : hosts) {
    const std::string site = "https://" + host + ".example/";
    sites_.Serve(site + "feed", kFeed, Feed(host, {site + "1"}));
    sites_.Serve(site + "1", kHtml, Page(site + "1"));
  }
  sites_.Serve("https://slow.example/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 30\n");
  store_ = folder_.Open();
  SharedStore shared(*store_);
  std::vector<model::Source> wanted(hosts.size());
  for (size_t i = 0; i < hosts.size(); ++i) wanted[i].url = "https://" + hosts[i] + ".example/feed";
  EXPECT_TRUE(CarryOut(shared, AddOrder(wanted)));
  const auto pipeline = Pipeline::Start({.workers = 1,
                                         .group_wait = std::chrono::milliseconds(100),
                                         .suspects_file = folder_.path() / "at_work"},
                                        shared, std::make_unique<FakeWeb>(sites_));
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  EXPECT_EQ(pipeline->WaitUntilDone([end] { return std::chrono::steady_clock::now() > end; }),
            Ending::kAllDone);
  std::this_thread::sleep_for(std::chrono::milliseconds(1'500));  // it says that it lives
  pipeline->Stop();
  EXPECT_EQ(pipeline->figures().fetched, 2);

  std::vector<std::string> taken;
  EXPECT_TRUE(shared.Write([&](store::Transaction& transaction) -> base::Status {
    std::vector<model::Source> sources;
    TRY(shared.Read([&](store::Reader& reader) -> base::Status {
      TRY_ASSIGN(sources, reader.Sources());
      return {};
    }));
    for (const model::Source& source : sources) {
      model::Entry entry;
      entry.key = entry.url = fmt::format("{}/2", source.url);
      entry.title = "Ferry fares rise again";
      TRY(transaction.RecordPoll(source, source, {}, {&entry, 1}));
    }
    TRY_ASSIGN(const store::WorkerId other, transaction.EnterWorker("other"));
    TRY_ASSIGN(const auto jobs,
               transaction.LeaseJobs(store::Stage::kFetch, 10,
                                     {.worker = other, .host_micros = store::kHostHold}));
    for (const store::Job& job : jobs) taken.push_back(job.url);
    return {};
  }));
  EXPECT_EQ(taken, std::vector<std::string>({"https://quick.example/feed/2"}));
}

// It ran a year ahead, and is put right while nothing waits: the source is asked within its hours.
TEST_F(PipelineTest, AClockThatIsPutBackUnderItWaitsForNothing) {
  const base::Instant right = base::SystemClock().Now();
  base::ManualClock clock({right.micros + 365 * base::kMicrosPerDay});
  sites_.Serve("https://a.example/feed", kFeed, Feed("A", {}));
  store_ = folder_.Open(clock);
  std::vector<model::Source> wanted(1);
  wanted[0].url = "https://a.example/feed";
  EXPECT_TRUE(CarryOut(*store_, AddOrder(wanted)));
  const auto pipeline =
      Pipeline::Start({.workers = 1, .suspects_file = folder_.path() / "at_work", .clock = &clock},
                      *store_, std::make_unique<FakeWeb>(sites_));
  const auto comes_true = [&](const std::function<bool()>& condition) {
    for (int i = 0; i < 2'000 && !condition(); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      pipeline->Wake();
    }
    return condition();
  };
  EXPECT_TRUE(comes_true([&] { return pipeline->figures().polls == 1; }));
  clock.Set(right);
  const base::Instant tomorrow{right.micros + base::kMicrosPerDay};
  EXPECT_TRUE(comes_true([&] {
    std::optional<base::Instant> due;
    EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
      TRY_ASSIGN(due, reader.NextDue());
      return {};
    }));
    return due && *due > right && *due < tomorrow;
  }));
  EXPECT_EQ(sites_.asked("https://a.example/feed"), 1);
  clock.Set(tomorrow);
  EXPECT_TRUE(comes_true([&] { return pipeline->figures().polls == 2; }));
  pipeline->Stop();
}

}  // namespace
}  // namespace pipeline
