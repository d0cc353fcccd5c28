#include "fetch/fetcher.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "fetch/robots.h"
#include "fetch/site_rules.h"
#include "net/http_server.h"

namespace fetch {
namespace {

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
  net::HttpClientOptions options;
  options.allow = net::AllowList::Parse(fmt::format("127.0.0.1:{}", server->port())).value();
  const auto client = net::HttpClient::Create(options).value();
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
  net::HttpClientOptions options;
  options.allow = net::AllowList::Parse(fmt::format("127.0.0.1:{}", server->port())).value();
  const auto client = net::HttpClient::Create(options).value();
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
