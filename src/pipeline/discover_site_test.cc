#include "pipeline/discover_site.h"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "pipeline/fake_web.h"
#include "pipeline/source_orders.h"

namespace pipeline {
namespace {

constexpr const char* kHtml = "text/html; charset=utf-8";
constexpr const char* kXml = "application/xml";

std::string Rss(const char* title, int entries) {
  std::string out = fmt::format("<rss version=\"2.0\"><channel><title>{}</title>", title);
  for (int i = 0; i < entries; ++i) {
    out += fmt::format("<item><title>T{0}</title><link>https://a.example/{0}</link></item>", i);
  }
  return out + "</channel></rss>";
}

base::Result<SiteSources> Discover(FakeSites& sites, const char* url) {
  FakeWeb web(sites);
  model::Source source;
  source.url = url;
  return DiscoverSite(source, web, base::SystemClock().Now());
}

TEST(DiscoverSite, WhatThePageNames) {
  FakeSites sites;
  sites.Serve("https://a.example/", kHtml,
              "<html><head><title>A</title>"
              "<link rel=alternate type=application/rss+xml href=/comments/feed>"
              "<link rel=alternate type=application/rss+xml href=/feed>"
              "<link rel=alternate type=application/rss+xml href=/gone></head></html>");
  sites.Serve("https://a.example/comments/feed", kXml, Rss("Comments on A", 30));
  sites.Serve("https://a.example/feed", kXml, Rss("A", 10));
  const auto site = Discover(sites, "https://a.example/");
  ASSERT_TRUE(site) << site.error().message();
  ASSERT_EQ(site->found.size(), 2U);
  EXPECT_EQ(site->found[0].url, "https://a.example/feed");
  EXPECT_EQ(site->found[0].entries, 10U);
  EXPECT_EQ(site->found[1].url, "https://a.example/comments/feed");
}

TEST(DiscoverSite, WhereFeedsMostlyAreAndWhatRobotsNames) {
  FakeSites sites;
  sites.Serve("https://a.example/", kHtml, "<html><title>A</title></html>");
  sites.Serve("https://a.example/rss.xml", kXml, Rss("A", 10));
  sites.Serve("https://a.example/robots.txt", "text/plain",
              "User-agent: *\nDisallow: /\nSitemap: https://a.example/news.xml\n");
  sites.Serve("https://a.example/news.xml", kXml,
              "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url>"
              "<loc>https://a.example/1</loc></url></urlset>");
  const auto site = Discover(sites, "https://a.example/");
  ASSERT_TRUE(site) << site.error().message();
  ASSERT_EQ(site->found.size(), 2U);
  EXPECT_EQ(site->found[0].url, "https://a.example/rss.xml");
  EXPECT_EQ(site->found[1].url, "https://a.example/news.xml");
  EXPECT_EQ(site->found[1].kind, model::SourceKind::kSitemap);
}

TEST(DiscoverSite, BehindAPassword) {
  FakeSites sites;
  sites.Serve("https://reader:hunter2@a.example/", kHtml,
              "<html><head><title>A</title>"
              "<link rel=alternate type=application/rss+xml href=/feed>"
              "<link rel=alternate type=application/rss+xml href=https://b.example/feed>"
              "</head></html>",
              "https://a.example/");
  sites.Serve("https://reader:hunter2@a.example/feed", kXml, Rss("A", 10));
  sites.Serve("https://b.example/feed", kXml, Rss("B", 10));
  const auto site = Discover(sites, "https://reader:hunter2@a.example/");
  ASSERT_TRUE(site) << site.error().message();
  ASSERT_EQ(site->found.size(), 2U);
  EXPECT_EQ(site->found[0].url, "https://reader:hunter2@a.example/feed");
  EXPECT_EQ(site->found[1].url, "https://b.example/feed");
}

TEST(DiscoverSite, WhatIsNoSite) {
  FakeSites sites;
  sites.Serve("https://a.example/feed", kXml, Rss("A", 10));
  sites.Serve("https://a.example/", kHtml, "<html><title>A</title></html>");
  sites.Serve("https://a.example/x", "application/octet-stream", "\x01\x02");
  auto site = Discover(sites, "https://a.example/feed");
  ASSERT_TRUE(site);
  EXPECT_EQ(site->kind, model::SourceKind::kFeed);
  EXPECT_TRUE(site->found.empty());
  site = Discover(sites, "https://a.example/x");
  EXPECT_FALSE(site);
  EXPECT_FALSE(Discover(sites, "https://b.example/"));
}

TEST(DiscoverSite, APlainPage) {
  FakeSites sites;
  sites.Serve("https://b.example/", kHtml, "<html><title>B</title></html>");
  const auto site = Discover(sites, "https://b.example/");
  ASSERT_TRUE(site);
  EXPECT_EQ(site->kind, model::SourceKind::kPage);
  EXPECT_TRUE(site->found.empty());
  EXPECT_EQ(site->title, "B");
}

TEST(SourceOrders, HowASourceIsAsked) {
  struct Case {
    const char* change;
    bool valid;
    const char* words;
  };
  model::Asking asking;
  const Case cases[] = {
      {R"({"user_agent": "Reader/1"})", true, "user agent Reader/1"},
      {R"({"header": "Authorization: Bearer s3cret"})", true,
       "user agent Reader/1, header Authorization (set)"},
      {R"({"header": "authorization: Basic s3cret"})", true,
       "user agent Reader/1, header authorization (set)"},
      {R"({"header": "Authorization:"})", true, "user agent Reader/1"},
      {R"({"cookies": "session=s3cret"})", true, "user agent Reader/1, cookies (set)"},
      {R"({"proxy": "socks5h://me:s3cret@proxy.example:1080", "user_agent": ""})", true,
       "cookies (set), proxy (set)"},
      {R"({"http_version": "1.1", "cookies": "", "proxy": ""})", true, "HTTP 1.1"},
      {R"({"http_version": "3"})", false, ""},
      {R"({"proxy": "ftp://s3cret.example"})", false, ""},
      {R"({"header": "no colon s3cret"})", false, ""},
      {R"({"header": "Host: s3cret.example"})", false, ""},
      {R"({"header": "X\r\nY: s3cret"})", false, ""},
      {R"({"cookies": "a\r\nX: s3cret"})", false, ""},
      {R"({"http_version": ""})", true, ""},
  };
  for (const Case& c : cases) {
    const auto json = base::ParseJson(c.change);
    ASSERT_TRUE(json) << c.change;
    model::Asking changed = asking;
    const base::Status applied = ApplyAsking(*json, changed);
    EXPECT_EQ(applied.has_value(), c.valid) << c.change;
    if (!applied) {
      EXPECT_FALSE(applied.error().message().contains("s3cret")) << applied.error().message();
      continue;
    }
    asking = changed;
    EXPECT_EQ(AskingInWords(asking), c.words);
    EXPECT_EQ(AskingFrom(AskingJson(asking)), asking);
  }
}

}  // namespace
}  // namespace pipeline
