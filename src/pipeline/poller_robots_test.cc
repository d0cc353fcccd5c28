// Which sources are asked only when their site's robots.txt allows it: pages read as lists.

#include "pipeline/poller.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "pipeline/fake_web.h"
#include "pipeline/pipeline.h"
#include "pipeline/test_store.h"

namespace pipeline {
namespace {

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
      sites.Serve(c.url, "text/html", "<!doctype html><title>A</title><h1>A</h1><p>Text</p>");
    }
  }
  const auto pipeline = Pipeline::Start({.workers = 1, .suspects_file = folder.path() / "at_work"},
                                        *store, std::make_unique<FakeWeb>(sites));
  for (int i = 0; i < 1'000; ++i) {
    const Figures figures = pipeline->figures();
    if (figures.polls >= 3 && figures.failed_polls >= 2) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  pipeline->Stop();
  std::map<std::string, std::string> errors;
  EXPECT_TRUE(store->Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const auto list, reader.Sources());
    for (const model::Source& source : list) errors[source.url] = source.last_error;
    return {};
  }));
  for (const Case& c : cases) {
    EXPECT_EQ(sites.asked(c.url), c.asked) << c.url;
    EXPECT_EQ(errors[c.url], c.last_error) << c.url;
  }
}

}  // namespace
}  // namespace pipeline
