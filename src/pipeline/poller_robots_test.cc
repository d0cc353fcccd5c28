// Which sources are asked only when their site's robots.txt allows it: pages read as lists.

#include "pipeline/poller.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/fake_web.h"
#include "pipeline/pipeline.h"
#include "pipeline/test_store.h"

namespace pipeline {
namespace {

constexpr const char* kPageText = "<!doctype html><title>A</title><h1>A</h1><p>Text</p>";

// Reads what stands in the store until that many polls went well, and that many failed.
void PollUntil(store::Store& store, FakeSites& sites, const TestFolder& folder, int64_t well,
               int64_t failed) {
  const auto pipeline = Pipeline::Start({.workers = 1, .suspects_file = folder.path() / "at_work"},
                                        store, std::make_unique<FakeWeb>(sites));
  for (int i = 0; i < 1'000; ++i) {
    const Figures figures = pipeline->figures();
    if (figures.polls >= well && figures.failed_polls >= failed) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  pipeline->Stop();
}

std::map<std::string, model::Source> SourcesOf(store::Store& store) {
  std::map<std::string, model::Source> by_url;
  EXPECT_TRUE(store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const auto list, reader.Sources());
    for (const model::Source& source : list) by_url[source.url] = source;
    return {};
  }));
  return by_url;
}

TEST(Poller, AsksWhetherAPageMayBeReadAsAList) {
  using enum model::SourceKind;
  struct Case {
    const char* url;
    model::SourceKind kind;
    int asked;
    const char* last_error;
  };
  const Case cases[] = {
      {"https://shut.example/", kPage, 0, "robots.txt of shut.example forbids the page"},
      {"https://shut.example/feed", kFeed, 1, ""},
      {"https://ill.example/", kPage, 0,
       "https://ill.example/robots.txt cannot be had just now, so its pages are not read"},
      {"https://ill.example/feed", kFeed, 1, ""},
      {"https://open.example/", kPage, 1, ""},
  };
  TestFolder folder;
  FakeSites sites;
  sites.Serve("https://shut.example/robots.txt", "text/plain", "User-agent: *\nDisallow: /\n");
  fetch::Outcome ill;
  ill.page.status = 500;
  ill.error = base::Error(base::ErrorKind::kUnavailable, "no answer");
  sites.Answer("https://ill.example/robots.txt", ill);
  const auto store = folder.Open();
  EXPECT_TRUE(store->Write([&](store::Transaction& transaction) -> base::Status {
    for (const Case& c : cases) {
      model::Source source;
      source.url = c.url;
      source.kind = c.kind;
      TRY(transaction.AddSource(source));
    }
    return {};
  }));
  for (const Case& c : cases) {
    if (c.kind == kFeed) {
      sites.Serve(c.url, "application/rss+xml",
                  "<rss version=\"2.0\"><channel><title>A</title></channel></rss>");
    } else {
      sites.Serve(c.url, "text/html", kPageText);
    }
  }
  PollUntil(*store, sites, folder, 3, 2);
  auto sources = SourcesOf(*store);
  for (const Case& c : cases) {
    EXPECT_EQ(sites.asked(c.url), c.asked) << c.url;
    EXPECT_EQ(sources[c.url].last_error, c.last_error) << c.url;
  }
}

// Each hop when its own site allows it, at its pace, and with nothing that is for another site.
TEST(Poller, APageReadAsAListIsFollowedHopByHop) {
  struct Case {
    std::vector<std::string> way;
    size_t asked;  // hops, from the first on
    const char* last_error;
    const char* moved_to = "";
    size_t for_good = 6;  // hops, from the first on
  };
  const Case cases[] = {
      {{"https://a.example/", "https://slow.example/"}, 2, "", "https://slow.example/"},
      {{"https://b.example/", "https://shut.example/"},
       1,
       "robots.txt of shut.example forbids the page"},
      {{"https://c.example/", "https://c.example/1", "https://c.example/2", "https://c.example/3",
        "https://c.example/4", "https://c.example/5", "https://c.example/6"},
       6,
       "fetching https://c.example/: more than 5 redirects"},
      {{"https://d.example/", "https://d.example/home"}, 2, "", "https://d.example/home"},
      {{"https://e.example/", "https://e.example/news", "https://e.example/today"},
       3,
       "",
       "https://e.example/news",
       1},
  };
  TestFolder folder;
  FakeSites sites;
  sites.Serve("https://shut.example/robots.txt", "text/plain", "User-agent: *\nDisallow: /\n");
  sites.Serve("https://slow.example/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 3\n");
  const auto store = folder.Open();
  model::Source source;
  source.kind = model::SourceKind::kPage;
  source.asking.cookies = "session=1";
  source.asking.proxy = "socks5h://127.0.0.1:9";
  source.asking.user_agent = "Reader/1";
  model::Source sibling;  // whose secrets are its own
  sibling.url = "https://d.example/feed";
  sibling.asking.cookies = "session=2";
  sibling.paused = true;
  EXPECT_TRUE(store->Write([&](store::Transaction& transaction) -> base::Status {
    TRY(transaction.AddSource(sibling));
    for (const Case& c : cases) {
      source.url = c.way.front();
      TRY(transaction.AddSource(source));
    }
    return {};
  }));
  for (const Case& c : cases) {
    for (size_t i = 0; i + 1 < c.way.size(); ++i) {
      sites.Redirect(c.way[i], c.way[i + 1],
                     i < c.for_good ? FakeSites::For::kGood : FakeSites::For::kNow);
    }
    sites.Serve(c.way.back(), "text/html", kPageText);
  }
  PollUntil(*store, sites, folder, 3, 2);
  auto sources = SourcesOf(*store);
  for (const Case& c : cases) {
    for (size_t i = 0; i < c.way.size(); ++i) {
      EXPECT_EQ(sites.asked(c.way[i]), i < c.asked ? 1 : 0) << c.way[i];
    }
    EXPECT_EQ(sources[c.way.front()].last_error, c.last_error) << c.way.front();
    EXPECT_EQ(sources[c.way.front()].moved_to, c.moved_to) << c.way.front();
  }
  model::Asking by_proxy;
  by_proxy.proxy = source.asking.proxy;
  by_proxy.user_agent = source.asking.user_agent;
  using std::chrono::seconds;
  EXPECT_EQ(sites.manner("https://a.example/"), (FakeSites::Manner{source.asking, seconds(0)}));
  EXPECT_EQ(sites.manner("https://d.example/home"), (FakeSites::Manner{source.asking, seconds(0)}));
  EXPECT_EQ(sites.manner("https://slow.example/"), (FakeSites::Manner{by_proxy, seconds(3)}));
}

}  // namespace
}  // namespace pipeline
