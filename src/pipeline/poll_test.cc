#include "pipeline/poll.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

namespace pipeline {
namespace {

using fetch::OutcomeKind;

constexpr base::Instant kNow{1'795'000'000 * base::kMicrosPerSecond};

model::Source Known(model::SourceKind kind = model::SourceKind::kUnknown) {
  model::Source source;
  source.id.value = 1;
  source.url = "https://news.example/start";
  source.kind = kind;
  return source;
}

fetch::Outcome Fresh(std::string type, std::string bytes) {
  fetch::Outcome outcome;
  outcome.kind = OutcomeKind::kFresh;
  outcome.page.url = outcome.page.final_url = "https://news.example/start";
  outcome.page.status = 200;
  outcome.page.content_type = std::move(type);
  outcome.page.bytes = std::move(bytes);
  outcome.page.fetched = kNow;
  return outcome;
}

std::string Rss(const std::vector<std::string>& urls) {
  std::string out = "<rss version='2.0'><channel><title>The Example - World</title>";
  for (const std::string& url : urls) {
    out += fmt::format("<item><title>T</title><link>{}</link></item>", url);
  }
  return out + "</channel></rss>";
}

TEST(Poll, WhatStandsAtTheAddress) {
  struct Case {
    const char* name;
    const char* type;
    std::string bytes;
    bool failed;
    model::SourceKind kind;
    size_t entries;
    size_t further;
    std::string url;
  };
  const std::string here = "https://news.example/start";
  const Case cases[] = {
      {"a feed", "text/xml", Rss({"https://news.example/1", "https://news.example/2"}), false,
       model::SourceKind::kFeed, 2, 0, here},
      {"a feed without entries", "text/xml", Rss({}), false, model::SourceKind::kFeed, 0, 0, here},
      {"a sitemap index", "text/xml",
       "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap>"
       "<loc>https://news.example/a.xml</loc></sitemap></sitemapindex>",
       false, model::SourceKind::kSitemap, 0, 1, here},
      {"a site that names its feed", "text/html",
       "<html><head><link rel=alternate type='application/rss+xml' href='/feed'></head></html>",
       false, model::SourceKind::kUnknown, 0, 0, "https://news.example/feed"},
      {"a list of sources", "text/x-opml",
       "<opml version='2.0'><body><outline xmlUrl='https://a.example/feed'/></body></opml>", true,
       model::SourceKind::kUnknown, 0, 0, here},
      {"bytes", "application/octet-stream", "\x01\x02\x03", true, model::SourceKind::kUnknown, 0, 0,
       here},
  };
  for (const Case& c : cases) {
    const PollFindings found = WorkOutPoll(Known(), Fresh(c.type, c.bytes), kNow, 0);
    EXPECT_EQ(found.failed, c.failed) << c.name << ": " << found.state.last_error;
    EXPECT_EQ(found.failed, !found.state.last_error.empty()) << c.name;
    EXPECT_EQ(found.state.kind, c.kind) << c.name;
    EXPECT_EQ(found.entries.size(), c.entries) << c.name;
    EXPECT_EQ(found.further.size(), c.further) << c.name;
    EXPECT_EQ(found.state.url, c.url) << c.name;
    EXPECT_GE(found.state.next_poll, kNow) << c.name;
  }
}

// Of a source's secrets, what a source that it becomes or names has: its URL and its cookies.
TEST(Poll, WhatIsGivenForOneSiteStaysThere) {
  constexpr const char* kNamesFeed =
      "<html><head><link rel=alternate type='application/rss+xml' href='{}'></head></html>";
  constexpr const char* kIndex =
      "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap>"
      "<loc>{}</loc></sitemap></sitemapindex>";
  struct Case {
    const char* named;
    const char* url;
    const char* cookies;
  };
  for (const Case& c : {
           Case{"/feed", "https://reader:hunter2@news.example/feed", "session=1"},
           {"https://news.example/feed", "https://reader:hunter2@news.example/feed", "session=1"},
           {"https://feeds.news.example/", "https://feeds.news.example/", "session=1"},
           {"http://news.example/feed", "http://news.example/feed", ""},
           {"https://news.example:8443/feed", "https://news.example:8443/feed", ""},
           {"https://other.example/feed", "https://other.example/feed", ""},
       }) {
    model::Source source = Known();
    source.url = "https://reader:hunter2@news.example/start";
    source.asking.cookies = "session=1";
    const auto page = [&](const char* type, const char* pattern) {
      return WorkOutPoll(source, Fresh(type, fmt::format(fmt::runtime(pattern), c.named)), kNow, 0);
    };
    const PollFindings became = page("text/html", kNamesFeed);
    EXPECT_TRUE(became.became_feed) << c.named;
    EXPECT_EQ(became.state.url, c.url);
    EXPECT_EQ(became.state.asking.cookies, c.cookies) << c.named;
    const PollFindings index = page("text/xml", kIndex);
    ASSERT_EQ(index.further.size(), 1U) << c.named;
    EXPECT_EQ(index.further[0].url, c.url);
    EXPECT_EQ(index.further[0].asking.cookies, c.cookies) << c.named;
  }
}

TEST(Poll, WhenAFailedSourceIsAskedAgain) {
  struct Case {
    const char* name;
    OutcomeKind kind;
    bool is_transient;
    int failures_before;
    int64_t retry_after;  // seconds; 0: not said
    int64_t least;        // seconds until the next poll
    int64_t most;
  };
  const Case cases[] = {
      {"a hiccup", OutcomeKind::kFailed, true, 0, 0, 2, 4},
      {"a second one", OutcomeKind::kFailed, true, 1, 0, 8, 16},
      {"a third one", OutcomeKind::kFailed, true, 2, 0, 3'600, 7'200},
      {"nothing to hope for", OutcomeKind::kFailed, false, 0, 0, 900, 7'200},
      {"busy, come at once", OutcomeKind::kRateLimited, false, 0, 1, 1, 4},
      {"busy, and does not say for how long", OutcomeKind::kRateLimited, true, 0, 0, 900, 1'800},
      {"busy for two minutes", OutcomeKind::kRateLimited, false, 0, 120, 120, 150},
      {"busy for an hour", OutcomeKind::kRateLimited, false, 0, 3'600, 3'600, 4'500},
  };
  for (const Case& c : cases) {
    model::Source source = Known();
    source.consecutive_failures = c.failures_before;
    fetch::Outcome outcome;
    outcome.kind = c.kind;
    outcome.is_transient = c.is_transient;
    outcome.error = base::Error(base::ErrorKind::kUnavailable, "no");
    outcome.page.fetched = kNow;
    if (c.retry_after > 0) {
      outcome.retry_after = {kNow.micros + c.retry_after * base::kMicrosPerSecond};
    }
    const PollFindings found = WorkOutPoll(source, outcome, kNow, 0.5);
    const int64_t wait = (found.state.next_poll.micros - kNow.micros) / base::kMicrosPerSecond;
    EXPECT_TRUE(found.failed) << c.name;
    EXPECT_GE(wait, c.least) << c.name;
    EXPECT_LE(wait, c.most) << c.name;
  }
}

TEST(Poll, WhoPrintsIt) {
  struct Case {
    const char* name;
    std::vector<std::string> entries;
    const char* host;
  };
  const Case cases[] = {
      {"its own articles", {"https://www.news.example/1"}, "news.example"},
      {"a feed at a service's address",
       {"https://www.paper.example/1", "https://paper.example/2"},
       "paper.example"},
      {"a list of many papers", {"https://a.example/1", "https://b.example/2"}, "news.example"},
      {"nothing in it", {}, "news.example"},
  };
  for (const Case& c : cases) {
    const PollFindings found = WorkOutPoll(Known(), Fresh("text/xml", Rss(c.entries)), kNow, 0);
    EXPECT_EQ(found.publisher.host, c.host) << c.name;
    EXPECT_EQ(found.publisher.name, "The Example") << c.name;
  }
}

TEST(Poll, TheNameOfAPublisher) {
  const std::pair<const char*, const char*> cases[] = {
      {"The Example Times - World News", "The Example Times"},
      {"Example | Home", "Example"},
      {"読売新聞", "読売新聞"},
      {"", ""},
  };
  for (const auto& [title, name] : cases) EXPECT_EQ(PublisherNameFrom(title), name);
}

}  // namespace
}  // namespace pipeline
