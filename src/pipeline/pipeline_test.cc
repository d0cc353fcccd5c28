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
#include "pipeline/test_pages.h"
#include "pipeline/test_store.h"

namespace pipeline {
namespace {

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
  sites_.Redirect("https://list.example/to/three", "https://three.example/3");
  sites_.Serve("https://three.example/3", kHtml, Page("https://three.example/3"));
  Run({"https://list.example/feed"});
  EXPECT_EQ(articles_of_["one.example"], 1);
  EXPECT_EQ(articles_of_["two.example"], 1);
  EXPECT_EQ(articles_of_["three.example"], 1);
  EXPECT_EQ(articles_of_["list.example"], 0);
}

// Every page is allowed where it is asked for; at each hop of its way the site is asked anew, and
// what it forbids is never fetched.
TEST_F(PipelineTest, WhereARedirectLeadsIsAskedFirst) {
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
    std::vector<const char*> way;  // the first is asked for, each leads to the next
    size_t hops;                   // of them that are fetched
    bool is_read;
    bool waits;
    bool is_reserved;
  };
  const Case cases[] = {
      {{"https://a.example/go/0"}, 1, true, false, false},
      {{"https://a.example/go/1", "https://a.example/open/1"}, 2, true, false, false},
      {{"https://a.example/go/2", "https://a.example/private/2"}, 1, false, false, false},
      {{"https://a.example/go/3", "https://a.example/reserved/3"}, 2, true, false, true},
      {{"https://a.example/go/4", "https://open.example/4"}, 2, true, false, false},
      {{"https://a.example/go/5", "https://shut.example/5"}, 1, false, false, false},
      {{"https://a.example/go/6", "https://ill.example/6"}, 1, false, true, false},
      {{"https://a.example/go/7", "https://shut.example/7", "https://open.example/7"},
       1,
       false,
       false,
       false},
      {{"https://a.example/go/8", "https://a.example/reserved/8", "https://open.example/8"},
       3,
       true,
       false,
       true},
      {{"https://a.example/9", "https://a.example/9/1", "https://a.example/9/2",
        "https://a.example/9/3", "https://a.example/9/4", "https://a.example/9/5"},
       6,
       true,
       false,
       false},
      {{"https://a.example/10", "https://a.example/10/1", "https://a.example/10/2",
        "https://a.example/10/3", "https://a.example/10/4", "https://a.example/10/5",
        "https://a.example/10/6"},
       6,
       false,
       false,
       false},
  };
  std::vector<std::string> urls;
  for (const Case& c : cases) {
    urls.emplace_back(c.way.front());
    for (size_t i = 0; i + 1 < c.way.size(); ++i) sites_.Redirect(c.way[i], c.way[i + 1]);
    sites_.Serve(c.way.back(), kHtml, Page(c.way.front()));
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
    const std::string page = c.way.front();
    EXPECT_EQ(read.contains(page), c.is_read) << page;
    EXPECT_EQ(read[page].tdm, c.is_reserved) << page;
    for (size_t i = 0; i < c.way.size(); ++i) {
      EXPECT_EQ(sites_.asked(c.way[i]), i < c.hops ? 1 : 0) << c.way[i];
    }
  }
  EXPECT_EQ(counters_.waiting[static_cast<size_t>(store::Stage::kFetch)],
            std::ranges::count_if(cases, &Case::waits));
}

TEST_F(PipelineTest, APageKnowsItsWay) {
  using enum FakeSites::For;
  struct Case {
    std::vector<std::pair<const char*, FakeSites::For>> way;
    const char* end;
    std::optional<std::string> moved_to;
  };
  const Case cases[] = {
      {{{"https://a.example/1", kGood}, {"https://a.example/1b", kGood}},
       "https://b.example/1",
       "https://b.example/1"},
      {{{"https://a.example/2", kGood}, {"https://a.example/2b", kNow}}, "https://b.example/2", {}},
      {{}, "https://a.example/3", {}},
  };
  std::vector<std::string> urls;
  for (const Case& c : cases) {
    for (size_t i = 0; i < c.way.size(); ++i) {
      sites_.Redirect(c.way[i].first, i + 1 < c.way.size() ? c.way[i + 1].first : c.end,
                      c.way[i].second);
    }
    urls.emplace_back(c.way.empty() ? c.end : c.way.front().first);
    sites_.Serve(c.end, kHtml, Page(c.end));
  }
  sites_.Serve("https://a.example/feed", kFeed, Feed("A", urls));
  Run({"https://a.example/feed"});
  std::map<std::string, model::Page> pages;  // by final_url
  EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
    for (int64_t id = 1; id <= static_cast<int64_t>(std::size(cases)); ++id) {
      TRY_ASSIGN(model::Page page, reader.PageOf({id}));
      pages[page.final_url] = std::move(page);
    }
    return {};
  }));
  for (size_t i = 0; i < std::size(cases); ++i) {
    EXPECT_EQ(pages[cases[i].end].url, urls[i]);
    EXPECT_EQ(pages[cases[i].end].moved_to, cases[i].moved_to) << cases[i].end;
  }
}

// Each hop at its own site's pace, with what its own site's source is sent.
TEST_F(PipelineTest, PagesAreAskedAsTheirSiteAndTheirSourceWant) {
  using std::chrono::seconds;
  model::Source source;
  source.url = "https://a.example/feed";
  source.asking.cookies = "session=1";
  source.asking.user_agent = "Members/1";
  source.asking.proxy = "socks5h://127.0.0.1:9";
  store_ = folder_.Open();
  EXPECT_TRUE(store_->Write([&](store::Transaction& transaction) -> base::Status {
    TRY(transaction.AddSource(source));
    return {};
  }));
  store_.reset();
  sites_.Serve("https://a.example/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 2\n");
  sites_.Serve("https://b.example/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 3\n");
  sites_.Serve("https://a.example/feed", kFeed,
               Feed("A", {"https://a.example/1", "https://a.example/2"}));
  sites_.Serve("https://a.example/1", kHtml, Page("https://a.example/1"));
  sites_.Redirect("https://a.example/2", "https://b.example/2");
  sites_.Serve("https://b.example/2", kHtml, Page("https://b.example/2"));
  Run({"https://a.example/feed"});
  EXPECT_EQ(sites_.manner("https://a.example/1"), (FakeSites::Manner{source.asking, seconds(2)}));
  EXPECT_EQ(sites_.manner("https://a.example/2"), (FakeSites::Manner{source.asking, seconds(2)}));
  // Cookies stay at home; a redirect does not lead around the proxy, nor does robots.txt.
  model::Asking by_proxy;
  by_proxy.proxy = source.asking.proxy;
  EXPECT_EQ(sites_.manner("https://b.example/2"), (FakeSites::Manner{by_proxy, seconds(3)}));
  EXPECT_EQ(sites_.manner("https://b.example/robots.txt"),
            (FakeSites::Manner{by_proxy, seconds(0)}));
  EXPECT_EQ(sites_.manner("https://a.example/robots.txt"),
            (FakeSites::Manner{source.asking, seconds(0)}));
}

// It is asked for again for as long as its host lets nobody through, however often that is.
TEST_F(PipelineTest, ToWaitForAHostIsNoAttempt) {
  sites_.Serve("https://a.example/feed", kFeed, Feed("A", {"https://a.example/1"}));
  for (int i = 0; i < 6; ++i) {
    fetch::Outcome left_alone = Busy(0);
    left_alone.was_asked = false;
    sites_.Answer("https://a.example/1", left_alone);
  }
  sites_.Serve("https://a.example/1", kHtml, Page("https://a.example/1"));
  Run({"https://a.example/feed"});
  EXPECT_EQ(ending_, Ending::kAllDone);
  EXPECT_EQ(counters_.articles, 1);
  EXPECT_EQ(sites_.asked("https://a.example/1"), 7);
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
    const char* headline;
    const char* link;  // empty: the entry names no page
    const char* feed;
    const char* rights;
  };
  const Case cases[] = {
      {"Fares of the locked page", "https://locked.example/1", "https://locked.example/feed",
       "tdm"},
      {"Fares of the quiet page", "https://quiet.example/2", "https://quiet.example/feed", "noai"},
      {"Fares of the barred page", "https://barred.example/3", "https://barred.example/feed",
       "tdm"},
      {"Fares without a page", "", "https://locked.example/notes", "tdm"},
      {"Fares of the open page", "https://open.example/5", "https://open.example/feed", ""},
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
    sites_.Serve(
        c.feed, kFeed,
        fmt::format("<rss version=\"2.0\"><channel><title>A</title><item><title>{0}</title>"
                    "{1}<guid>{0}</guid><description><![CDATA[{2}]]></description></item>"
                    "</channel></rss>",
                    c.headline, *c.link ? fmt::format("<link>{}</link>", c.link) : "",
                    TextOfPage()));
  }
  Run(feeds);
  std::map<std::string, std::string> rights;  // by headline
  EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
    for (int64_t id = 1; id <= static_cast<int64_t>(std::size(cases)); ++id) {
      TRY_ASSIGN(const auto view, reader.ArticleById({id}));
      rights[view.summary.title] = model::RightsText(view.rights);
    }
    return {};
  }));
  for (const Case& c : cases) {
    ASSERT_TRUE(rights.contains(c.headline)) << c.headline;
    EXPECT_EQ(rights[c.headline], c.rights) << c.headline;
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

// Results wait, and so do those who would take work.
TEST_F(PipelineTest, StopsOnAFullDisk) {
  sites_.Serve("https://a.example/feed", kFeed, Feed("A", {"https://a.example/1"}));
  sites_.Serve("https://a.example/1", kHtml, Page("https://a.example/1"));
  store_ = folder_.Open();
  FlakyStore full(*store_);
  std::vector<model::Source> wanted(1);
  wanted[0].url = "https://a.example/feed";
  EXPECT_TRUE(CarryOut(*store_, AddOrder(wanted)));
  full.FailNext(base::ErrorKind::kUnavailable, 100'000);
  const auto pipeline = Pipeline::Start({.workers = 1, .suspects_file = folder_.path() / "at_work"},
                                        full, std::make_unique<FakeWeb>(sites_));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  const auto start = std::chrono::steady_clock::now();
  pipeline->Stop();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
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
  EXPECT_TRUE(ComesTrue(*pipeline, [&] { return pipeline->figures().polls == 1; }));
  clock.Set(right);
  const base::Instant tomorrow{right.micros + base::kMicrosPerDay};
  EXPECT_TRUE(ComesTrue(*pipeline, [&] {
    std::optional<base::Instant> due;
    EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
      TRY_ASSIGN(due, reader.NextDue());
      return {};
    }));
    return due && *due > right && *due < tomorrow;
  }));
  EXPECT_EQ(sites_.asked("https://a.example/feed"), 1);
  clock.Set(tomorrow);
  EXPECT_TRUE(ComesTrue(*pipeline, [&] { return pipeline->figures().polls == 2; }));
  pipeline->Stop();
}

}  // namespace
}  // namespace pipeline
