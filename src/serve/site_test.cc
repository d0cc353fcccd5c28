// The site as readers and strangers see it, asked without sockets.

#include "serve/site.h"

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/utf8.h"
#include "serve/testing/ask.h"
#include "serve/testing/fake_store.h"

namespace serve {
namespace {

using testing::Ask;
using testing::kNow;
using testing::kSecret;

class SiteTest : public ::testing::Test {
 protected:
  Options PrivateOptions() {
    Options options;
    options.clock = &clock_;
    options.version = "1.2.3";
    options.cache_check_micros = 0;
    return options;
  }
  Options PublicOptions() {
    Options options = PrivateOptions();
    options.visibility = Visibility::kPublic;
    options.public_url = "https://news.example.org";
    return options;
  }

  base::ManualClock clock_{kNow};
  testing::FakeStore store_;
};

// Every address of the contract, of each kind of answer.
std::vector<std::string> EveryRoute() {
  std::vector<std::string> routes;
  const std::vector<std::string> pages = {
      "/",
      "/day/2026-11-21",
      "/story/1/harbour-ferry-service-to-return-after-eleven-years-with-electric-boats",
      "/article/1/harbour-ferry-service-to-return-after-eleven-years-with-electric-boats",
      "/hashtag/HarbourFerry",
      "/hashtags",
      "/publisher/1/harbour-gazette",
      "/publishers",
      "/search?q=ferry",
      "/search?q=SECRETWORD",
      "/search",
      "/quarantine",
      "/sources",
      "/about",
      "/feed.rss",
      "/feed.atom",
      "/feed.json",
      "/hashtag/HarbourFerry/feed.rss",
      "/hashtag/HarbourFerry/feed.atom",
      "/publisher/1/feed.json",
      "/search/feed.rss?q=ferry",
      "/search/feed.json?q=SECRETWORD"};
  for (const std::string language : {"en", "ja", "ar"}) {
    for (const std::string& page : pages) routes.push_back("/" + language + page);
  }
  for (const std::string path :
       {"stories", "stories/1", "stories/20", "articles", "articles/1", "articles/2",
        "articles?hashtag=HarbourFerry", "hashtags", "hashtags/harbourferry", "publishers",
        "publishers/1", "search?q=ferry", "search?q=SECRETWORD", "quarantine", "edition",
        "edition?day=2026-11-21", "sources"}) {
    routes.push_back("/api/v1/" + path);
  }
  return routes;
}

TEST_F(SiteTest, ReaderOnTheSameMachineSeesEveryRoute) {
  Site site(PrivateOptions(), store_);
  for (const std::string& route : EveryRoute()) {
    const net::Response response = Ask(site, route);
    EXPECT_EQ(response.status, 200) << route;
    EXPECT_FALSE(testing::BodyOf(response).empty()) << route;
  }
}

TEST_F(SiteTest, StrangersSeeNothingOfAPrivateInstance) {
  Site site(PrivateOptions(), store_);
  for (const std::string& route : EveryRoute()) {
    const net::Response response = Ask(site, route, {.remote_address = "192.0.2.7", .headers = {}});
    const std::string body = testing::BodyOf(response);
    EXPECT_EQ(response.status, 403) << route;
    for (const std::string_view word :
         {std::string_view("ferry"), std::string_view("Gazette"), kSecret}) {
      // The search page may repeat the reader's own words, nothing else may.
      if (route.find("search") != std::string::npos) continue;
      EXPECT_EQ(body.find(word), std::string::npos) << route << " shows " << word;
    }
  }
}

TEST_F(SiteTest, PublicInstanceNeverShowsWhatItMayNot) {
  for (testing::FakeArticle& article : store_.articles) article.summary.publisher_licensed = false;
  Site site(PublicOptions(), store_);
  for (const std::string& route : EveryRoute()) {
    const net::Response response = Ask(site, route, {.remote_address = "192.0.2.7", .headers = {}});
    const std::string body = testing::BodyOf(response);
    const bool owners =
        route.find("quarantine") != std::string::npos || route.find("sources") != std::string::npos;
    EXPECT_EQ(response.status, owners ? 403 : 200) << route;
    // The reader's own query is the only place where the word may stand.
    if (route.find("q=SECRETWORD") == std::string::npos) {
      EXPECT_EQ(body.find(kSecret), std::string::npos) << route;
    }
    EXPECT_EQ(body.find("pictures.example"), std::string::npos) << route;
    EXPECT_EQ(body.find("The end of it."), std::string::npos) << route;
  }
}

TEST_F(SiteTest, LicensedPublisherIsShownWholeInPublic) {
  Site site(PublicOptions(), store_);
  // Article 3 is of Northline Wire, which is licensed; article 1 is not.
  EXPECT_NE(testing::BodyOf(Ask(site, "/api/v1/articles/3")).find(kSecret), std::string::npos);
  const base::Json cut = *base::ParseJson(testing::BodyOf(Ask(site, "/api/v1/articles/1")));
  EXPECT_LE(base::CountCodePoints(cut.String("text")), kExcerptCharacters);
  EXPECT_FALSE(cut.String("text").empty());
  EXPECT_EQ(cut.String("summary"), "");  // the excerpt is all of the text that is shown
}

TEST_F(SiteTest, PublicArticlePageHasTheOriginalAsCanonical) {
  Site site(PublicOptions(), store_);
  const net::Response response = Ask(site,
                                     "/en/article/1/harbour-ferry-service-to-return-after-eleven-"
                                     "years-with-electric-boats");
  EXPECT_EQ(net::FindHeader(response.headers, "X-Robots-Tag"), "noindex");
  EXPECT_EQ(net::FindHeader(response.headers, "Link"),
            "<https://harbour-gazette.example/news/1>; rel=\"canonical\"");
}

TEST_F(SiteTest, WrongSlugAndTagInOtherCaseAreRedirected) {
  Site site(PrivateOptions(), store_);
  const struct {
    std::string_view path, location;
  } cases[] = {
      {"/en/story/1",
       "/en/story/1/harbour-ferry-service-to-return-after-eleven-years-with-electric-boats"},
      {"/en/story/1/wrong",
       "/en/story/1/harbour-ferry-service-to-return-after-eleven-years-with-electric-boats"},
      {"/en/article/5/x", "/en/article/5/rates-on-hold-two-members-wanted-a-cut"},
      {"/ja/publisher/1", "/ja/publisher/1/harbour-gazette"},
      {"/en/hashtag/harbourFERRY", "/en/hashtag/HarbourFerry"},
      {"/ar", "/ar/"},
  };
  for (const auto& each : cases) {
    const net::Response response = Ask(site, each.path);
    EXPECT_EQ(response.status, 301) << each.path;
    EXPECT_EQ(net::FindHeader(response.headers, "Location"), each.location) << each.path;
  }
}

TEST_F(SiteTest, FrontFollowsAcceptLanguage) {
  Site site(PrivateOptions(), store_);
  const struct {
    std::string_view accept, location;
  } cases[] = {{"ja,en;q=0.8", "/ja/"},
               {"fr,ar;q=0.5,en;q=0.3", "/ar/"},
               {"", "/en/"},
               {"de", "/en/"},
               {"en;q=0.2, ar-EG;q=0.9", "/ar/"}};
  for (const auto& each : cases) {
    const net::Response response =
        Ask(site, "/", {.headers = {{"Accept-Language", std::string(each.accept)}}});
    EXPECT_EQ(response.status, 302);
    EXPECT_EQ(net::FindHeader(response.headers, "Location"), each.location) << each.accept;
  }
}

TEST_F(SiteTest, ErrorsArePagesInTheReadersLanguageOrJson) {
  Site site(PrivateOptions(), store_);
  const struct {
    std::string_view path;
    int status;
    std::string_view says;
  } cases[] = {
      {"/en/nothing", 404, "There is no such page"},
      {"/ja/story/999", 404, "ページが見つかりません"},
      {"/ar/article/999", 404, "لا توجد صفحة كهذه"},
      {"/en/search?q=a&offset=x", 400, "offset must be a number"},
      {"/en/day/2026-11-23", 404, "There is no such page"},
      {"/en/hashtag/%FF", 404, "There is no such page"},
      {"/en/story/99999999999999999999", 404, "There is no such page"},
      {"/api/v1/stories/999", 404, R"("kind":"not found")"},
      {"/api/v1/stories?limit=1000", 400, R"("kind":"invalid input")"},
      {"/api/v1/stories?after=-1", 400, "after must be a number"},
      {"/api/v1/articles?after=never", 400, "no cursor"},
      {"/api/v1/nothing", 404, "no such resource"},
      {"/api/v2/stories", 404, R"("error")"},
      {"/api/v1/edition?day=21-11-2026", 400, "2026-11-22"},
      {"/api/v1/search", 400, "q, the query, is missing"},
  };
  for (const auto& each : cases) {
    const net::Response response = Ask(site, each.path);
    EXPECT_EQ(response.status, each.status) << each.path;
    EXPECT_NE(testing::BodyOf(response).find(each.says), std::string::npos) << each.path;
  }
  store_.broken = true;
  EXPECT_EQ(Ask(site, "/en/about").status, 503);
  EXPECT_EQ(Ask(site, "/api/v1/stories").status, 503);
  EXPECT_EQ(Ask(site, "/readyz").status, 503);
  EXPECT_EQ(Ask(site, "/healthz").status, 200);
}

TEST_F(SiteTest, HostileTextIsHarmlessInEveryContext) {
  const std::string hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";
  for (testing::FakeArticle& article : store_.articles) {
    article.summary.title += hostile;
    article.summary.summary += hostile;
    article.summary.publisher_name += hostile;
    article.summary.section = "\"><script>alert(3)</script>";
    article.summary.url = "javascript:alert(4)";
    article.summary.image = {"javascript:alert(5)", hostile, hostile, 0, 0};
    article.byline = {hostile};
    article.tags = {"x" + hostile};
    article.paragraphs = {hostile, "</article></main><script>alert(6)</script>"};
  }
  for (model::Publisher& publisher : store_.publishers) publisher.name += hostile;
  for (model::Source& source : store_.sources) {
    source.title = hostile;
    source.url = "javascript:alert(7)";
    source.last_error = hostile;
  }
  Site site(PrivateOptions(), store_);
  std::vector<std::string> routes = EveryRoute();
  routes.push_back("/en/search?q=%22%3E%3Cscript%3Ealert(8)%3C/script%3E");
  const std::string slug = PathOf({.language = "en",
                                   .page = PageKind::kArticle,
                                   .id = 1,
                                   .slug = Slug(store_.articles[0].summary.title),
                                   .name = {},
                                   .day = {}});
  routes.push_back(slug);
  int pages = 0;
  for (const std::string& route : routes) {
    const net::Response response = Ask(site, route);
    if (response.status != 200) continue;  // slugs have changed with the titles
    ++pages;
    const std::string body = testing::BodyOf(response);
    EXPECT_EQ(body.find("<script>alert"), std::string::npos) << route;
    EXPECT_EQ(body.find("<img src=x"), std::string::npos) << route;
    EXPECT_EQ(body.find("href=\"javascript:"), std::string::npos) << route;
    EXPECT_EQ(body.find("src=\"javascript:"), std::string::npos) << route;
  }
  EXPECT_EQ(Ask(site, slug).status, 200);
  EXPECT_GT(pages, 50);
}

TEST_F(SiteTest, DnsRebindingIsRefused) {
  Site site(PrivateOptions(), store_);
  const struct {
    std::string_view host;
    int status;
  } cases[] = {{"127.0.0.1:8080", 200},
               {"localhost", 200},
               {"[::1]:8080", 200},
               {"LOCALHOST:1", 200},
               {"evil.example", 421},
               {"", 421},
               {"127.0.0.1.evil.example", 421},
               {"localhost.evil.example", 421}};
  for (const auto& each : cases) {
    const net::Response response = Ask(site, "/en/about", {.host = std::string(each.host)});
    EXPECT_EQ(response.status, each.status) << each.host;
  }
}

TEST_F(SiteTest, ProxiedReaderIsNoLocalReader) {
  Site site(PrivateOptions(), store_);
  for (const std::string header : {"X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"}) {
    EXPECT_EQ(Ask(site, "/en/", {.headers = {{header, "192.0.2.7"}}}).status, 403) << header;
  }
  EXPECT_EQ(Ask(site, "/metrics", {.headers = {{"X-Forwarded-For", "192.0.2.7"}}}).status, 403);
}

TEST_F(SiteTest, FormsAreTakenFromThisOriginOnly) {
  std::vector<std::string> added;
  Options options = PrivateOptions();
  options.actions.add_source = [&](std::string_view url) -> base::Status {
    added.emplace_back(url);
    if (url == "bad") return base::Fail(base::ErrorKind::kInvalidInput, "<b>no address</b>");
    return {};
  };
  options.actions.add_starter_list = [&](std::string_view list) -> base::Status {
    added.emplace_back(list);
    return {};
  };
  Site site(options, store_);
  const struct {
    std::string_view body, name, value;
    int status;
  } cases[] = {
      {"url=https%3A%2F%2Fa.example%2Ffeed", "Sec-Fetch-Site", "same-origin", 303},
      {"list=jp", "Origin", "http://127.0.0.1:8080", 303},
      {"url=bad", "Sec-Fetch-Site", "same-origin", 400},
      {"", "Sec-Fetch-Site", "same-origin", 400},
      {"list=jp", "Sec-Fetch-Site", "cross-site", 403},
      {"list=jp", "Sec-Fetch-Site", "same-site", 403},
      {"list=jp", "Origin", "https://evil.example", 403},
      {"list=jp", "Origin", "null", 403},
      {"list=jp", "Accept", "*/*", 403},
  };
  for (const auto& each : cases) {
    const net::Response response =
        Ask(site, "/en/sources",
            {.method = "POST",
             .body = std::string(each.body),
             .headers = {{std::string(each.name), std::string(each.value)}}});
    EXPECT_EQ(response.status, each.status) << each.body << " " << each.name << each.value;
    EXPECT_EQ(testing::BodyOf(response).find("<b>no"), std::string::npos);
  }
  EXPECT_EQ(added, (std::vector<std::string>{"https://a.example/feed", "jp", "bad"}));
  // Not of strangers, not of a public instance, whatever the headers say.
  Options open = PublicOptions();
  open.actions = options.actions;
  Site in_public(open, store_);
  const testing::Asking post = {
      .method = "POST", .body = "list=jp", .headers = {{"Sec-Fetch-Site", "same-origin"}}};
  EXPECT_EQ(Ask(in_public, "/en/sources", post).status, 403);
  EXPECT_EQ(added.size(), 3U);
}

TEST_F(SiteTest, EveryAnswerCarriesTheSecurityHeaders) {
  Site site(PrivateOptions(), store_);
  for (const std::string_view path : {"/en/", "/api/v1/stories", "/nothing", "/metrics", "/"}) {
    const net::Response response = Ask(site, path);
    EXPECT_TRUE(net::FindHeader(response.headers, "Content-Security-Policy")
                    .starts_with("default-src 'none'; script-src 'self'; "))
        << path;
    EXPECT_EQ(net::FindHeader(response.headers, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(net::FindHeader(response.headers, "Referrer-Policy"), "no-referrer");
    EXPECT_EQ(net::FindHeader(response.headers, "Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(net::FindHeader(response.headers, "X-Robots-Tag"), "noindex, nofollow");
  }
  EXPECT_EQ(testing::BodyOf(Ask(site, "/robots.txt")), "User-agent: *\nDisallow: /\n");
}

TEST_F(SiteTest, SamplesAreMarkedOnEveryPage) {
  store_.sample_articles = 3;
  Site site(PrivateOptions(), store_);
  for (const std::string& route : EveryRoute()) {
    const net::Response response = Ask(site, route);
    if (!net::FindHeader(response.headers, "Content-Type").starts_with("text/html")) continue;
    EXPECT_NE(testing::BodyOf(response).find("class=\"banner\""), std::string::npos) << route;
  }
}

TEST_F(SiteTest, SameBytesAreAnsweredWith304) {
  Site site(PrivateOptions(), store_);
  for (const std::string encoding : {"", "gzip", "br"}) {
    const net::Response first = Ask(site, "/en/", {.headers = {{"Accept-Encoding", encoding}}});
    EXPECT_EQ(net::FindHeader(first.headers, "Content-Encoding"), encoding);
    const std::string etag(net::FindHeader(first.headers, "ETag"));
    EXPECT_TRUE(etag.starts_with('"')) << etag;
    const net::Response again =
        Ask(site, "/en/",
            {.headers = {{"Accept-Encoding", encoding}, {"If-None-Match", "\"other\", " + etag}}});
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(testing::BodyOf(again).empty());
    const net::Response other = Ask(
        site, "/en/", {.headers = {{"Accept-Encoding", encoding}, {"If-None-Match", "\"other\""}}});
    EXPECT_EQ(other.status, 200);
  }
}

TEST_F(SiteTest, PagesAreRenderedOnceUntilTheStoreChanges) {
  Site site(PrivateOptions(), store_);
  const std::string before = testing::BodyOf(Ask(site, "/en/"));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(testing::BodyOf(Ask(site, "/en/")), before);
  EXPECT_EQ(store_.editions, 1);
  store_.AddArticle(40, {1}, "A new story of this minute", "It is new.", 0, "world", {"New"});
  EXPECT_NE(testing::BodyOf(Ask(site, "/en/")).find("A new story of this minute"),
            std::string::npos);
  EXPECT_EQ(store_.editions, 2);
  // Ages go on without the store.
  clock_.Advance(120 * base::kMicrosPerSecond);
  Ask(site, "/en/");
  EXPECT_EQ(store_.editions, 3);
}

TEST_F(SiteTest, ArticlePageHasWhatTheFirstSpecificationAsksFor) {
  Site site(PrivateOptions(), store_);
  const std::string body = testing::BodyOf(
      Ask(site,
          "/en/article/1/harbour-ferry-service-to-return-after-eleven-years-with-electric-"
          "boats"));
  for (const std::string_view part :
       {"<h1 lang=\"en\" dir=\"ltr\">Harbour ferry service to return", "Harbour Gazette", ">1 h<",
        "By Ada Lindqvist", "The old landing stage, closed since 2015", "Photo: M. Okafor",
        "https://harbour-gazette.example/news/1", "#HarbourFerry", "The Morning Ledger",
        "Islanders cheer as council brings back the ferry", "Library strike ends with a deal",
        "Comments are not there yet", "SECRETWORD"}) {
    EXPECT_NE(body.find(part), std::string::npos) << part;
  }
}

TEST_F(SiteTest, MetricsCountWhatWasAnswered) {
  Site site(PrivateOptions(), store_);
  Ask(site, "/en/");
  Ask(site, "/en/nothing");
  const std::string text = testing::BodyOf(Ask(site, "/metrics"));
  EXPECT_NE(text.find("octavo_http_requests_total{kind=\"page\",status=\"2xx\"} 1"),
            std::string::npos);
  EXPECT_NE(text.find("octavo_http_requests_total{kind=\"page\",status=\"4xx\"} 1"),
            std::string::npos);
  EXPECT_NE(text.find("octavo_build_info{version=\"1.2.3\"} 1"), std::string::npos);
  EXPECT_NE(text.find("octavo_items{of=\"sources\"} 7"), std::string::npos);
}

TEST_F(SiteTest, ListsAreWalkedToTheirEnd) {
  Site site(PrivateOptions(), store_);
  size_t seen = 0;
  std::string path = "/api/v1/articles?limit=7";
  for (int turn = 0; turn < 20; ++turn) {
    const base::Json page = *base::ParseJson(testing::BodyOf(Ask(site, path)));
    seen += page.Find("articles")->AsArray()->size();
    if (page.Find("next")->IsNull()) break;
    path = "/api/v1/articles?limit=7&after=" + std::string(page.String("next"));
  }
  EXPECT_EQ(seen, store_.articles.size() - 1);  // all but the one in quarantine
}

}  // namespace
}  // namespace serve
