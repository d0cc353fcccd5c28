// How the client goes easy on hosts: pauses, rests that they ask for, also where redirects lead.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "net/http_client.h"
#include "net/http_server.h"

namespace net {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// Notes when it was asked.
class Site {
 public:
  using Answer = std::function<Response(const Request&)>;

  explicit Site(Answer answer) : answer_(std::move(answer)) {
    server_ = HttpServer::Start({}, [this](const Request& request) {
                {
                  base::MutexLock lock(mutex_);
                  asked_.push_back(steady_clock::now());
                }
                return answer_(request);
              }).value();
  }

  std::string Place() const { return fmt::format("127.0.0.1:{}", server_->port()); }
  std::string Url(std::string_view path) const { return "http://" + Place() + std::string(path); }
  std::vector<steady_clock::time_point> asked() const EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return asked_;
  }

 private:
  const Answer answer_;
  mutable base::Mutex mutex_;
  std::vector<steady_clock::time_point> asked_ GUARDED_BY(mutex_);
  std::unique_ptr<HttpServer> server_;
};

std::unique_ptr<HttpClient> ClientFor(const std::vector<const Site*>& sites) {
  HttpClientOptions options;
  std::string allow;
  for (const Site* site : sites) allow += site->Place() + ",";
  options.allow = AllowList::Parse(allow).value();
  options.pause_per_host = milliseconds(0);
  return HttpClient::Create(std::move(options)).value();
}

FetchRequest Get(std::string url) {
  FetchRequest request;
  request.url = std::move(url);
  return request;
}

// All at once; the answers in the order of the requests.
std::vector<FetchResponse> FetchAll(HttpClient& client, const std::vector<FetchRequest>& requests) {
  std::vector<std::promise<base::Result<FetchResponse>>> promises(requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    client.Fetch(requests[i], [&promise = promises[i]](base::Result<FetchResponse> answer) {
      promise.set_value(std::move(answer));
    });
  }
  std::vector<FetchResponse> answers;
  for (auto& promise : promises) {
    auto answer = promise.get_future().get();
    EXPECT_TRUE(answer.has_value()) << answer.error().message();
    answers.push_back(answer.value_or(FetchResponse{}));
  }
  return answers;
}

Response Busy(const char* retry_after) {
  Response response;
  response.status = 429;
  if (retry_after != nullptr) response.headers = {{"Retry-After", retry_after}};
  return response;
}

TEST(PoliteClient, KeepsThePauseThatARequestAsksFor) {
  Site site([](const Request&) { return Response(); });
  const auto client = ClientFor({&site});
  FetchRequest request = Get(site.Url("/"));
  request.pause = milliseconds(300);
  FetchAll(*client, {request, request, request, request});
  const auto asked = site.asked();
  ASSERT_EQ(asked.size(), 4U);
  for (size_t i = 1; i < asked.size(); ++i) {
    // From start to start at the client: on the way here a little may be lost.
    EXPECT_GE(asked[i] - asked[i - 1], milliseconds(250)) << i;
  }
}

// Pages wait for their host's pause; what came last, and goes first, is asked next.
TEST(PoliteClient, AListGoesBeforeThePagesThatWait) {
  base::Mutex mutex;
  std::vector<std::string> order;
  Site site([&](const Request& request) {
    base::MutexLock lock(mutex);
    order.push_back(request.path);
    return Response();
  });
  const auto client = ClientFor({&site});
  std::vector<FetchRequest> requests;
  for (const char* path : {"/1", "/2", "/3", "/feed"}) {
    requests.push_back(Get(site.Url(path)));
  }
  requests.front().pause = milliseconds(2'000);  // until all of them are there
  requests.back().goes_first = true;
  FetchAll(*client, requests);
  base::MutexLock lock(mutex);
  const auto feed = std::ranges::find(order, "/feed") - order.begin();
  EXPECT_LE(feed, 1);  // the first page may have been on its way
}

// With and without words that say for how long.
TEST(PoliteClient, LeavesAHostAloneThatComplains) {
  for (const char* retry_after : {static_cast<const char*>(nullptr), "", "soon", "0"}) {
    Site site([&](const Request&) { return Busy(retry_after); });
    const auto client = ClientFor({&site});
    const auto answers = FetchAll(*client, std::vector<FetchRequest>(10, Get(site.Url("/"))));
    size_t asked = 0;
    for (const FetchResponse& answer : answers) {
      EXPECT_EQ(answer.status, answer.was_asked ? 429 : 503);
      if (answer.was_asked) {
        ++asked;
      } else {
        EXPECT_EQ(FindHeader(answer.headers, "retry-after"), "60");
      }
    }
    EXPECT_EQ(asked, site.asked().size());
    EXPECT_LE(asked, 2U);  // that were under way together
  }
}

// As links of a feed's proxy do that all lead to one publisher.
TEST(PoliteClient, RedirectsDoNotPassByTheRestOfAHost) {
  Site busy([](const Request&) { return Busy("3600"); });
  Site proxy([&](const Request&) {
    Response response;
    response.status = 301;
    response.headers = {{"Location", busy.Url("/page")}};
    return response;
  });
  const auto client = ClientFor({&busy, &proxy});
  const auto answers = FetchAll(*client, std::vector<FetchRequest>(20, Get(proxy.Url("/"))));
  EXPECT_EQ(proxy.asked().size(), 20U);
  EXPECT_LE(busy.asked().size(), 2U);
  for (const FetchResponse& answer : answers) {
    EXPECT_EQ(answer.status, answer.was_asked ? 429 : 503);
    EXPECT_EQ(FindHeader(answer.headers, "retry-after"), "3600");
    EXPECT_EQ(answer.final_url, busy.Url("/page"));
    EXPECT_EQ(answer.redirects, 1);
  }
}

}  // namespace
}  // namespace net
