#include "fetch/fetcher.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "fetch/robots.h"
#include "fetch/site_rules.h"
#include "net/http_server.h"

namespace fetch {
namespace {

std::unique_ptr<net::HttpClient> ClientFor(const net::HttpServer& server) {
  net::HttpClientOptions options;
  options.allow = net::AllowList::Parse(fmt::format("127.0.0.1:{}", server.port())).value();
  return net::HttpClient::Create(options).value();
}

net::Response Answer(const net::Request& request) {
  net::Response response;
  response.headers = {{"Content-Type", "text/plain"}, {"ETag", "\"1\""}};
  response.body = std::string(net::FindHeader(request.headers, "Accept"));
  if (net::FindHeader(request.headers, "If-None-Match") == "\"1\"") response.status = 304;
  if (request.path == "/moved") {
    response.status = 301;
    response.headers.emplace_back("Location", "/feed");
  }
  return response;
}

TEST(Fetcher, PollsSourcesAndFetchesPages) {
  const auto server = net::HttpServer::Start({}, Answer).value();
  const auto client = ClientFor(*server);
  const base::ManualClock clock({1'000'000});
  Fetcher fetcher(*client, clock);

  model::Source source;
  source.url = fmt::format("http://127.0.0.1:{}/feed", server->port());
  const Outcome first = fetcher.PollSourceAndWait(source);
  ASSERT_EQ(first.kind, OutcomeKind::kFresh) << first.error->message();
  EXPECT_TRUE(first.page.bytes.starts_with("application/atom+xml"));
  EXPECT_EQ(first.page.fetched, clock.Now());

  source.etag = "\"1\"";
  EXPECT_EQ(fetcher.PollSourceAndWait(source).kind, OutcomeKind::kNotModified);

  std::promise<Outcome> promise;
  fetcher.FetchPage(fmt::format("http://127.0.0.1:{}/moved", server->port()),
                    [&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
  const Outcome page = promise.get_future().get();
  EXPECT_EQ(page.kind, OutcomeKind::kFresh);
  EXPECT_EQ(page.page.moved_to, source.url);
  EXPECT_TRUE(page.page.bytes.starts_with("text/html"));

  const Outcome refused = fetcher.FetchPageAndWait("http://10.0.0.1/");
  EXPECT_EQ(refused.kind, OutcomeKind::kFailed);
  EXPECT_FALSE(refused.is_transient);

  Fetcher frugal(*client, clock, {.bytes = 10});
  EXPECT_EQ(frugal.FetchPageAndWait(source.url).error->kind(), base::ErrorKind::kRefused);
}

// Answers nothing and notes what it was asked.
class NotingClient final : public net::HttpClient {
 public:
  void Fetch(net::FetchRequest request, net::FetchCallback callback) override {
    asked.push_back(std::move(request));
    callback(base::Fail(base::ErrorKind::kUnavailable, "asked to no end"));
  }
  size_t running() const override { return 0; }
  size_t waiting() const override { return 0; }

  std::vector<net::FetchRequest> asked;
};

TEST(Fetcher, AsksAsItIsToldTo) {
  const base::ManualClock clock({1'000'000});
  const std::pair<model::HttpVersion, net::HttpVersion> versions[] = {
      {model::HttpVersion::kAny, net::HttpVersion::kAny},
      {model::HttpVersion::kHttp1, net::HttpVersion::kHttp11},
      {model::HttpVersion::kHttp2, net::HttpVersion::kHttp2},
  };
  for (const auto& [wanted, sent] : versions) {
    NotingClient client;
    Fetcher fetcher(client, clock);
    model::Source source;
    source.url = "https://a.org/feed";
    source.asking.http_version = wanted;
    source.asking.user_agent = "Members/1";
    source.asking.cookies = "session=1";
    source.asking.headers = {{"Accept", "text/x-mine"}, {"X-Key", "1"}};
    source.asking.proxy = "http://proxy.org:3128";
    const auto nothing = [](const Outcome&) {};
    fetcher.PollSource(source, nothing);
    fetcher.FetchPage("https://a.org/1", source.asking, std::chrono::seconds(2), nothing);
    fetcher.FetchHop("https://a.org/2", source.asking, std::chrono::seconds(3), nothing);
    fetcher.FetchRobots("https://a.org/robots.txt", source.asking, nothing);
    fetcher.PollHop(source, std::chrono::seconds(4), nothing);
    ASSERT_EQ(client.asked.size(), 5U);
    for (const net::FetchRequest& request : client.asked) {
      EXPECT_EQ(request.http_version, sent) << request.url;
      EXPECT_EQ(request.proxy, source.asking.proxy) << request.url;
      EXPECT_EQ(request.headers, (net::Headers{{"Accept", "text/x-mine"},
                                               {"X-Key", "1"},
                                               {"User-Agent", "Members/1"},
                                               {"Cookie", "session=1"}}))
          << request.url;
    }
    EXPECT_EQ(client.asked[1].pause, std::chrono::seconds(2));
    EXPECT_EQ(client.asked[2].pause, std::chrono::seconds(3));
    for (size_t i = 0; i < client.asked.size(); ++i)
      EXPECT_EQ(client.asked[i].goes_first, i != 2) << i;
    EXPECT_EQ(client.asked[4].pause, std::chrono::seconds(4));
    EXPECT_EQ(client.asked[4].redirects, net::Redirects::kAreAnswers);
  }
}

// A redirect, as it is followed and as it is told.
TEST(Fetcher, AHopLeadsOn) {
  const auto server = net::HttpServer::Start({}, [](const net::Request& request) {
                        net::Response response;
                        response.body = "here";
                        if (request.path == "/for-good") {
                          response.status = 308;
                          response.headers = {{"Location", "/page?a=b#part"}};
                        } else if (request.path == "/for-now") {
                          response.status = 302;
                          response.headers = {{"Location", "//127.0.0.1:1/elsewhere"}};
                        } else if (request.path == "/inside") {
                          response.status = 302;
                          response.headers = {{"Location", "file:///etc/passwd"}};
                        } else if (request.path == "/nowhere") {
                          response.status = 302;
                        }
                        return response;
                      }).value();
  const std::string site = fmt::format("http://127.0.0.1:{}", server->port());
  const auto client = ClientFor(*server);
  const base::ManualClock clock({1'000'000});
  Fetcher fetcher(*client, clock);
  struct Case {
    const char* path;
    OutcomeKind kind;
    std::string leads_to;
    bool for_good;
  };
  for (const Case& c : {Case{"/for-good", OutcomeKind::kLeadsOn, site + "/page?a=b", true},
                        {"/for-now", OutcomeKind::kLeadsOn, "http://127.0.0.1:1/elsewhere", false},
                        {"/inside", OutcomeKind::kFailed, "", false},
                        {"/nowhere", OutcomeKind::kFailed, "", false},
                        {"/page", OutcomeKind::kFresh, "", false}}) {
    std::promise<Outcome> promise;
    fetcher.FetchHop(site + c.path, {}, {},
                     [&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
    const Outcome outcome = promise.get_future().get();
    EXPECT_EQ(outcome.kind, c.kind) << c.path;
    EXPECT_EQ(outcome.leads_to, c.leads_to) << c.path;
    EXPECT_EQ(outcome.leads_for_good, c.for_good) << c.path;
    EXPECT_TRUE(outcome.was_asked) << c.path;
    // No further than there.
    if (!c.leads_to.empty()) {
      EXPECT_EQ(outcome.page.final_url, site + c.path);
    }
  }
}

// RFC 9309, 2.3 and 2.5: what comes of a robots.txt that is larger than what is read, or far away.
TEST(Fetcher, TakesTheBeginningOfRobots) {
  std::string large = "User-agent: *\nDisallow: /a\n#" + std::string(kRobotsLimit, '#');
  large[kRobotsLimit - 12] = '\n';
  large.replace(kRobotsLimit - 11, 23, "Disallow: /private/area");
  large += std::string(30'000'000, '#');
  std::atomic<int> turns{0};
  const auto server = net::HttpServer::Start({}, [&](const net::Request& request) {
                        net::Response response;
                        response.headers = {{"Content-Type", "text/plain"}};
                        response.body = large;
                        if (request.path == "/turns") {
                          response.status = 302;
                          response.headers.emplace_back("Location", "/turns");
                          ++turns;
                        }
                        for (int i = 0; request.path == "/heads" && i < 600; ++i) {
                          response.headers.emplace_back("X-Head", "x");
                        }
                        return response;
                      }).value();
  const auto client = ClientFor(*server);
  const base::ManualClock clock({1'000'000});
  Fetcher fetcher(*client, clock);
  struct Case {
    const char* path;
    RobotsState state;
    bool a_is_allowed;
  };
  for (const Case& c : {Case{"/large", RobotsState::kKnown, false},
                        {"/turns", RobotsState::kKnown, true},
                        {"/heads", RobotsState::kUnknown, true}}) {
    std::promise<Outcome> promise;
    fetcher.FetchRobots(fmt::format("http://127.0.0.1:{}{}", server->port(), c.path), {},
                        [&promise](Outcome outcome) { promise.set_value(std::move(outcome)); });
    const model::Site site = AfterRobots({}, promise.get_future().get(), clock.Now());
    EXPECT_EQ(StateOfRobots(site, clock.Now()), c.state) << c.path;
    const Robots robots = Robots::Parse(site.robots);
    EXPECT_EQ(robots.Allows("/a"), c.a_is_allowed) << c.path;
    EXPECT_TRUE(robots.Allows("/b")) << c.path;
  }
  EXPECT_EQ(turns, 6);
}

}  // namespace
}  // namespace fetch
