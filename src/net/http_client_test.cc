#include "net/http_client.h"

#include <brotli/encode.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <atomic>
#include <functional>
#include <future>
#include <thread>
#include <vector>

namespace net {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string Gzipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Brotlied(const std::string& text) {
  size_t size = BrotliEncoderMaxCompressedSize(text.size());
  std::string out(size, '\0');
  EXPECT_TRUE(BrotliEncoderCompress(1, 22, BROTLI_MODE_GENERIC, text.size(),
                                    reinterpret_cast<const uint8_t*>(text.data()), &size,
                                    reinterpret_cast<uint8_t*>(out.data())));
  out.resize(size);
  return out;
}

std::string Zstded(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
  return out;
}

std::string Encoded(const std::string& text, std::string_view encoding) {
  return encoding == "gzip" ? Gzipped(text) : encoding == "br" ? Brotlied(text) : Zstded(text);
}

const std::string& Bomb(std::string_view encoding) {
  static const std::string zeros(64 << 20, '\0');
  static const std::string gzip = Gzipped(zeros);
  static const std::string br = Brotlied(zeros);
  static const std::string zstd = Zstded(zeros);
  return encoding == "gzip" ? gzip : encoding == "br" ? br : zstd;
}

// A publisher with every good and bad habit. `asked` counts the requests.
struct Publisher {
  std::atomic<int> asked{0};
  std::atomic<int> at_once{0};
  std::atomic<int> most_at_once{0};
  std::unique_ptr<HttpServer> server;

  Publisher() {
    ServerOptions options;
    options.threads = 4;
    server = HttpServer::Start(options, [this](const Request& r) { return Answer(r); }).value();
  }

  std::string Url(std::string_view path) const {
    return fmt::format("http://127.0.0.1:{}{}", server->port(), path);
  }

  static Response Redirect(int status, std::string to) {
    Response response;
    response.status = status;
    response.headers = {{"Location", std::move(to)}};
    response.body = "moved";
    return response;
  }

  Response Answer(const Request& request) {
    ++asked;
    const std::string& path = request.path;
    Response response;
    response.headers = {{"Content-Type", "text/plain"}, {"ETag", "\"v1\""}};
    response.body = "hello";
    if (path == "/chain301") return Redirect(301, "/chain308?a=b");
    if (path == "/chain308") return Redirect(308, "/end#fragment");
    if (path == "/mixed301") return Redirect(301, "/mixed302");
    if (path == "/mixed302") return Redirect(302, "/end");
    if (path == "/loop") return Redirect(301, "/loop");
    if (path == "/to") return Redirect(302, request.Parameter("url"));
    if (path == "/post303") return Redirect(303, "/echo");
    if (path == "/post307") return Redirect(307, "/echo");
    if (path == "/nowhere") return Redirect(301, "");
    if (path == "/429") {
      response.status = 429;
      const std::string after = request.Parameter("after");
      response.headers.emplace_back("Retry-After", after.empty() ? "120" : after);
    }
    if (path == "/echo") {
      response.body = request.method + " " + request.query + " " + request.body;
      for (const auto& [name, value] : request.headers) {
        if (name != "Host") response.body += "|" + name + ": " + value;
      }
    }
    if (FindHeader(request.headers, "If-None-Match") == "\"v1\"" ||
        !FindHeader(request.headers, "If-Modified-Since").empty()) {
      response.status = 304;
    }
    if (path == "/encoded" || path == "/bomb") {
      const std::string encoding = request.Parameter("encoding");
      response.headers.emplace_back("Content-Encoding", encoding);
      response.body = path == "/bomb" ? Bomb(encoding) : Encoded("some text", encoding);
    }
    if (path == "/not-gzip") response.headers.emplace_back("Content-Encoding", "gzip");
    if (path == "/large") response.body = std::string(300'000, 'l');
    if (path == "/slow") {
      response.body = std::string(100'000, 's');
      response.bytes_per_second = 500;
    }
    if (path == "/late") response.delay = std::chrono::seconds(30);
    if (path == "/cut") {
      response.body = std::string(10'000, 'c');
      response.cut_after = 5'000;
    }
    if (path == "/busy") {
      const int now = ++at_once;
      for (int most = most_at_once; now > most && !most_at_once.compare_exchange_weak(most, now);) {
      }
      std::this_thread::sleep_for(milliseconds(10));
      --at_once;
    }
    return response;
  }
};

HttpClientOptions Options(const HttpServer& server) {
  HttpClientOptions options;
  options.allow = AllowList::Parse(fmt::format("127.0.0.1:{}", server.port())).value();
  options.pause_per_host = milliseconds(0);
  return options;
}

std::unique_ptr<HttpClient> ClientFor(const Publisher& publisher) {
  return HttpClient::Create(Options(*publisher.server)).value();
}

FetchRequest Get(std::string url) {
  FetchRequest request;
  request.url = std::move(url);
  return request;
}

TEST(HttpClient, FollowsRedirectsAndSaysWhereItMoved) {
  Publisher publisher;
  const auto client = ClientFor(publisher);
  struct Case {
    const char* path;
    int status;
    const char* final_path;
    const char* moved_path;  // null: not moved for good
    int redirects;
  };
  for (const Case& c : {Case{"/plain#x", 200, "/plain", nullptr, 0},
                        {"/chain301", 200, "/end", "/end", 2},
                        {"/mixed301", 200, "/end", "/mixed302", 2},
                        {"/mixed302", 200, "/end", nullptr, 1},
                        {"/nowhere", 301, "/nowhere", nullptr, 0},
                        {"/429", 429, "/429", nullptr, 0}}) {
    const auto answer = client->FetchAndWait(Get(publisher.Url(c.path)));
    ASSERT_TRUE(answer.has_value()) << c.path << ": " << answer.error().message();
    EXPECT_EQ(answer->status, c.status) << c.path;
    EXPECT_EQ(answer->url, publisher.Url(c.path));
    EXPECT_EQ(answer->final_url, publisher.Url(c.final_path)) << c.path;
    EXPECT_EQ(answer->moved_to.value_or("-"), c.moved_path ? publisher.Url(c.moved_path) : "-");
    EXPECT_EQ(answer->redirects, c.redirects);
  }
}

// A source keeps its name and password where its address moves on the same host, and they are sent
// at every hop there; what is shown, and links are resolved against, has none.
TEST(HttpClient, NameAndPasswordStayWithTheRequest) {
  Publisher publisher;
  const auto client = ClientFor(publisher);
  const auto with = [&publisher](std::string_view path) {
    return fmt::format("http://reader:hunter2@127.0.0.1:{}{}", publisher.server->port(), path);
  };
  struct Case {
    std::string path;
    const char* final_path;
    const char* moved_path;  // null: not moved for good
    bool is_told;            // the last hop was sent them
  };
  for (const Case& c : {Case{"/echo", "/echo", nullptr, true},
                        {"/chain301", "/end", "/end", false},
                        {"/to?url=/echo", "/echo", nullptr, true},
                        {"/to?url=" + publisher.Url("/echo"), "/echo", nullptr, true},
                        {"/post303", "/echo", nullptr, true}}) {
    const auto answer = client->FetchAndWait(Get(with(c.path)));
    ASSERT_TRUE(answer.has_value()) << c.path << ": " << answer.error().message();
    EXPECT_EQ(answer->final_url, publisher.Url(c.final_path)) << c.path;
    EXPECT_EQ(answer->moved_to.value_or("-"), c.moved_path ? with(c.moved_path) : "-") << c.path;
    EXPECT_EQ(answer->body.contains("Authorization: Basic cmVhZGVyOmh1bnRlcjI="), c.is_told)
        << c.path << ": " << answer->body;
  }
}

TEST(HttpClient, RefusesWhatMustNotBeReached) {
  Publisher publisher;
  const auto client = ClientFor(publisher);
  const auto redirect = [&publisher](std::string_view to) {
    return publisher.Url(fmt::format("/to?url={}", to));
  };
  const auto port = publisher.server->port();
  struct Case {
    std::string url;
    base::ErrorKind kind;
  };
  for (const Case& c : {
           Case{redirect(fmt::format("http://127.0.0.2:{}/", port)), base::ErrorKind::kRefused},
           {redirect(fmt::format("http://localhost:{}/", port)), base::ErrorKind::kRefused},
           {redirect(fmt::format("http://[::1]:{}/", port)), base::ErrorKind::kRefused},
           {redirect(fmt::format("http://[::ffff:127.0.0.1]:{}/", port)),
            base::ErrorKind::kRefused},
           {redirect("http://169.254.169.254/latest/meta-data"), base::ErrorKind::kRefused},
           {redirect("file:///etc/passwd"), base::ErrorKind::kRefused},
           {redirect("gopher://127.0.0.1/"), base::ErrorKind::kRefused},
           {redirect("http://:80"), base::ErrorKind::kRefused},
           {fmt::format("http://2130706434:{}/", port), base::ErrorKind::kRefused},
           {fmt::format("http://a.localhost:{}/", port), base::ErrorKind::kRefused},
           {"http://10.1.2.3/", base::ErrorKind::kRefused},
           {"http://[64:ff9b::a00:1]/", base::ErrorKind::kRefused},
           {publisher.Url("/loop"), base::ErrorKind::kRefused},
           {"ftp://example.org/", base::ErrorKind::kInvalidInput},
           {"file:///etc/passwd", base::ErrorKind::kInvalidInput},
           {"not a url", base::ErrorKind::kInvalidInput},
       }) {
    const auto answer = client->FetchAndWait(Get(c.url));
    ASSERT_FALSE(answer.has_value()) << c.url;
    EXPECT_EQ(answer.error().kind(), c.kind) << answer.error().message();
  }
  // The loop was asked for at most once more than there are redirects allowed.
  EXPECT_LE(publisher.asked, 8 + 6);
}

TEST(HttpClient, ResolvesNamesBelowLocalhost) {
  Publisher publisher;
  auto options = Options(*publisher.server);
  options.allow = AllowList::Parse(fmt::format("*.localhost:{}", publisher.server->port())).value();
  const auto client = HttpClient::Create(options).value();
  const auto answer = client->FetchAndWait(
      Get(fmt::format("http://daily.localhost:{}/", publisher.server->port())));
  ASSERT_TRUE(answer.has_value()) << answer.error().message();
  EXPECT_EQ(answer->body, "hello");
  EXPECT_EQ(answer->remote_address, "127.0.0.1");
}

TEST(HttpClient, AsksConditionally) {
  Publisher publisher;
  const auto client = ClientFor(publisher);
  FetchRequest request = Get(publisher.Url("/plain"));
  request.etag = "\"v1\"";
  EXPECT_EQ(client->FetchAndWait(request)->status, 304);
  request.etag = "\"v0\"";
  EXPECT_EQ(client->FetchAndWait(request)->status, 200);
  request.last_modified = "Sun, 06 Nov 1994 08:49:37 GMT";
  EXPECT_EQ(client->FetchAndWait(request)->status, 304);
}

TEST(HttpClient, SendsMethodsBodiesAndHeaders) {
  Publisher publisher;
  const auto client = ClientFor(publisher);
  FetchRequest request = Get(publisher.Url("/echo?q=%E6%97%A5&x=[a|b]"));
  request.method = "POST";
  request.body = std::string("a\0b", 3);
  request.headers = {{"X-Api-Key", "secret"}, {"Accept", "*/*"}};
  const std::string body = client->FetchAndWait(request)->body;
  EXPECT_TRUE(body.starts_with("POST q=%E6%97%A5&x=[a|b] " + request.body + "|")) << body;
  EXPECT_NE(body.find("|X-Api-Key: secret"), std::string::npos);
  EXPECT_NE(body.find("|User-Agent: Octavo/"), std::string::npos);

  request.url = publisher.Url("/post307");
  EXPECT_TRUE(client->FetchAndWait(request)->body.starts_with("POST  " + request.body));
  request.url = publisher.Url("/post303");
  EXPECT_TRUE(client->FetchAndWait(request)->body.starts_with("GET  |"));
  request.method = "HEAD";
  request.body.clear();
  request.url = publisher.Url("/large");
  EXPECT_EQ(client->FetchAndWait(request)->body, "");

  request.headers = {{"X", "a\r\nInjected: b"}};
  EXPECT_EQ(client->FetchAndWait(request).error().kind(), base::ErrorKind::kInvalidInput);
  request.headers.clear();
  request.method = "GE T";
  EXPECT_EQ(client->FetchAndWait(request).error().kind(), base::ErrorKind::kInvalidInput);
}

TEST(HttpClient, AUserAgentWithLineEndsIsNotSent) {
  Publisher publisher;
  HttpClientOptions options = Options(*publisher.server);
  options.user_agent = "a\r\nInjected: b";
  const auto client = HttpClient::Create(options);
  ASSERT_TRUE(client);
  const auto answer = (*client)->FetchAndWait(Get(publisher.Url("/echo")));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind(), base::ErrorKind::kInvalidInput);
}

TEST(HttpClient, KeepsSecretsFromOtherHosts) {
  Publisher first;
  Publisher second;
  HttpClientOptions options;
  options.allow = AllowList::Parse(fmt::format("127.0.0.1:{},127.0.0.1:{}", first.server->port(),
                                               second.server->port()))
                      .value();
  const auto client = HttpClient::Create(options).value();
  FetchRequest request = Get(first.Url("/to?url=" + second.Url("/echo")));
  request.headers = {{"Authorization", "Bearer secret"}, {"Accept", "text/html"}};
  const std::string body = client->FetchAndWait(request)->body;
  EXPECT_EQ(body.find("secret"), std::string::npos) << body;
  EXPECT_NE(body.find("|Accept: text/html"), std::string::npos) << body;
}

TEST(HttpClient, UndoesEncodingsWithinLimits) {
  Publisher publisher;
  const auto client = ClientFor(publisher);
  for (const char* encoding : {"gzip", "br", "zstd"}) {
    const auto text =
        client->FetchAndWait(Get(publisher.Url(fmt::format("/encoded?encoding={}", encoding))));
    ASSERT_TRUE(text.has_value()) << encoding << text.error().message();
    EXPECT_EQ(text->body, "some text") << encoding;
    const auto bomb =
        client->FetchAndWait(Get(publisher.Url(fmt::format("/bomb?encoding={}", encoding))));
    ASSERT_FALSE(bomb.has_value()) << encoding;
    EXPECT_EQ(bomb.error().kind(), base::ErrorKind::kRefused) << bomb.error().message();
  }
  EXPECT_EQ(client->FetchAndWait(Get(publisher.Url("/not-gzip"))).error().kind(),
            base::ErrorKind::kUnavailable);
  FetchRequest large = Get(publisher.Url("/large"));
  large.body_limit = 300'000;
  EXPECT_TRUE(client->FetchAndWait(large).has_value());
  large.body_limit = 299'999;
  EXPECT_EQ(client->FetchAndWait(large).error().kind(), base::ErrorKind::kRefused);
}

TEST(HttpClient, EndsInTime) {
  Publisher publisher;
  const auto client = ClientFor(publisher);
  for (const char* path : {"/slow", "/late"}) {
    FetchRequest request = Get(publisher.Url(path));
    request.timeout = milliseconds(500);
    const auto start = steady_clock::now();
    const auto answer = client->FetchAndWait(request);
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().kind(), base::ErrorKind::kTimeout) << answer.error().message();
    EXPECT_NE(answer.error().message().find(request.url), std::string::npos);
    EXPECT_LT(steady_clock::now() - start, milliseconds(5000));
  }
  const auto cut = client->FetchAndWait(Get(publisher.Url("/cut")));
  EXPECT_EQ(cut.error().kind(), base::ErrorKind::kUnavailable) << cut.error().message();
}

TEST(HttpClient, SpreadsTheLoad) {
  Publisher publisher;
  const auto client = ClientFor(publisher);
  constexpr int kCount = 300;
  std::atomic<int> answered{0};
  std::promise<void> all;
  for (int i = 0; i < kCount; ++i) {
    client->Fetch(Get(publisher.Url("/busy")), [&](base::Result<FetchResponse> answer) {
      EXPECT_TRUE(answer.has_value() && answer->body == "hello");
      if (++answered == kCount) all.set_value();
    });
  }
  all.get_future().wait();
  EXPECT_EQ(publisher.asked, kCount);
  EXPECT_LE(publisher.most_at_once, 2);
  EXPECT_EQ(client->running(), 0U);
  EXPECT_EQ(client->waiting(), 0U);
}

// The first two of a host are under way when it says so; the others wait behind them.
TEST(HttpClient, AnswersWhatWaitsForAHostThatWantsRest) {
  struct Case {
    const char* after;
    const char* told;  // those that waited, in the host's name
  };
  for (const Case& c : {Case{"120", "120"},
                        {"99999999999", "3600"},
                        {"Fri,%2031%20Dec%209999%2023:59:59%20GMT", "3600"},
                        {"Fri%20Dec%2031%2023:59:59%209999", "3600"}}) {
    Publisher publisher;
    constexpr size_t kCount = 10;
    std::vector<std::promise<base::Result<FetchResponse>>> promises(kCount);
    const auto client = ClientFor(publisher);
    for (auto& promise : promises) {
      client->Fetch(Get(publisher.Url(fmt::format("/429?after={}", c.after))),
                    [&promise](auto answer) { promise.set_value(std::move(answer)); });
    }
    size_t asked = 0;
    for (size_t i = 0; i < kCount; ++i) {
      auto future = promises[i].get_future();
      ASSERT_EQ(future.wait_for(std::chrono::seconds(10)), std::future_status::ready)
          << c.after << ": request " << i << " is lost";
      const auto answer = future.get();
      ASSERT_TRUE(answer.has_value()) << answer.error().message();
      if (answer->status == 429) {
        ++asked;
        continue;
      }
      EXPECT_EQ(answer->status, 503);
      EXPECT_EQ(FindHeader(answer->headers, "retry-after"), c.told) << c.after;
    }
    EXPECT_EQ(asked, static_cast<size_t>(publisher.asked)) << c.after;
    EXPECT_LE(asked, 2U) << c.after;
    EXPECT_EQ(client->waiting(), 0U);
  }
}

TEST(HttpClient, WaitsForRoomInItsQueue) {
  Publisher publisher;
  auto options = Options(*publisher.server);
  options.queue_limit = 2;
  std::atomic<int> answered{0};
  {
    const auto client = HttpClient::Create(options).value();
    for (int i = 0; i < 50; ++i) {
      client->Fetch(Get(publisher.Url("/busy")), [&](const auto&) { ++answered; });
      EXPECT_LE(client->waiting(), 2U);
    }
  }
  EXPECT_EQ(answered, 50);
}

TEST(HttpClient, StopsWhileBusy) {
  Publisher publisher;
  std::atomic<int> answered{0};
  std::atomic<int> again{0};
  auto client = ClientFor(publisher);
  HttpClient* raw = client.get();
  for (int i = 0; i < 100; ++i) {
    client->Fetch(Get(publisher.Url(i % 2 == 0 ? "/late" : "/slow")), [&](const auto& answer) {
      EXPECT_EQ(answer.error().kind(), base::ErrorKind::kUnavailable);
      ++answered;
      // Asking again while it ends is answered, too.
      raw->Fetch(Get("http://10.0.0.1/"), [&](const auto&) { ++again; });
    });
  }
  std::this_thread::sleep_for(milliseconds(100));
  const auto start = steady_clock::now();
  client.reset();
  EXPECT_LT(steady_clock::now() - start, milliseconds(2000));
  EXPECT_EQ(answered, 100);
  EXPECT_EQ(again, 100);
}

TEST(HttpClient, OnlyProxiesAreProxies) {
  Publisher publisher;
  const auto client = ClientFor(publisher);
  for (const char* proxy : {"file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1:8080", "socks5:",
                            "http://", "unix:///run/x.sock", "socks5://u:secret-word@"}) {
    FetchRequest request = Get("http://93.184.216.34/");
    request.proxy = proxy;
    const auto answer = client->FetchAndWait(request);
    ASSERT_FALSE(answer.has_value()) << proxy;
    EXPECT_EQ(answer.error().kind(), base::ErrorKind::kInvalidInput) << proxy;
    EXPECT_EQ(answer.error().message().find("secret-word"), std::string::npos);
  }
}

}  // namespace
}  // namespace net
