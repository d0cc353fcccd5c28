// The only door out, as an attacker would try it: names that change their mind, redirects that lead
// inside, addresses in disguise, proxies.
//
// The names of these tests are answered by the getaddrinfo below, which takes the place of the
// system's for the whole test program, libcurl included: so the real lookup, the real cache and the
// real check of the socket's address are at work.

#include <arpa/inet.h>
#include <dlfcn.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

#include "base/file.h"
#include "net/http_client.h"
#include "net/test_sockets.h"
#include "net/url.h"

namespace net {
namespace {

using base::ErrorKind;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// What the name server says: a name's first answer, its second, …; the last one is for ever.
class NameServer {
 public:
  void Set(const std::string& name, std::vector<std::string> answers) EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    names_[name] = std::move(answers);
  }
  // Empty: not a name of the tests.
  std::string Next(const std::string& name) EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    const auto found = names_.find(name);
    if (found == names_.end()) return {};
    std::string answer = found->second.front();
    if (found->second.size() > 1) found->second.erase(found->second.begin());
    return answer;
  }

 private:
  base::Mutex mutex_;
  std::map<std::string, std::vector<std::string>> names_ GUARDED_BY(mutex_);
};

NameServer& Names() {
  static NameServer names;
  return names;
}

// A public address that nobody is bothered at: connections to it fail at once, and are counted.
constexpr const char* kPublic = "93.184.216.34";
std::atomic<int> strangers_asked{0};

}  // namespace
}  // namespace net

extern "C" int connect(int socket, const sockaddr* address, socklen_t size) {
  using Function = int (*)(int, const sockaddr*, socklen_t);
  static const auto real = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "connect"));
  const bool is_public =
      address->sa_family == AF_INET &&
      reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr == inet_addr(net::kPublic);
  if (!is_public) return real(socket, address, size);
  ++net::strangers_asked;
  errno = ENETUNREACH;
  return -1;
}

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  using Function = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto real = reinterpret_cast<Function>(dlsym(RTLD_NEXT, "getaddrinfo"));
  const std::string answer = name == nullptr ? "" : net::Names().Next(name);
  if (answer.empty()) return real(name, service, hints, result);
  addrinfo numeric{};
  numeric.ai_flags = AI_NUMERICHOST;
  numeric.ai_socktype = SOCK_STREAM;
  return real(answer.c_str(), service, &numeric, result);
}

namespace net {
namespace {

FetchRequest Get(std::string url) {
  FetchRequest request;
  request.url = std::move(url);
  request.timeout = milliseconds(5000);
  return request;
}

// Answers every request with "inside" and notes it.
struct Inside {
  std::atomic<int> asked{0};
  std::atomic<int> cookies{0};
  std::string location;  // not empty: redirects there
  int status = 302;
  Headers more;
  std::unique_ptr<HttpServer> server;

  Inside() {
    server = HttpServer::Start({}, [this](const Request& request) {
               ++asked;
               if (!FindHeader(request.headers, "Cookie").empty()) ++cookies;
               Response response;
               response.body = "inside " + request.host + request.path;
               response.headers = more;
               if (!location.empty() && request.path == "/go") {
                 response.status = status;
                 response.headers.emplace_back("Location", location);
               }
               return response;
             }).value();
  }
  uint16_t port() const { return server->port(); }
};

std::unique_ptr<HttpClient> ClientThatMay(const std::string& allow) {
  HttpClientOptions options;
  options.allow = AllowList::Parse(allow).value();
  options.pause_per_host = milliseconds(0);
  return HttpClient::Create(options).value();
}

void ExpectRefused(HttpClient& client, const std::string& url) {
  const auto answer = client.FetchAndWait(Get(url));
  ASSERT_FALSE(answer.has_value()) << url;
  EXPECT_EQ(answer.error().kind(), ErrorKind::kRefused) << answer.error().message();
}

TEST(Door, NameThatLeadsInsideAtTheSecondLookIsRefusedAtTheSecondLook) {
  Inside inside;
  const std::string port = std::to_string(inside.port());
  Names().Set("rebinding.example", {kPublic, "127.0.0.1"});
  // What was looked at is what is connected to: nobody looks once more in between.
  const auto first =
      ClientThatMay("127.0.0.1:" + port)->FetchAndWait(Get("http://rebinding.example:" + port));
  ASSERT_FALSE(first.has_value());
  EXPECT_EQ(strangers_asked, 1) << first.error().message();
  EXPECT_EQ(inside.asked, 0);
  ExpectRefused(*ClientThatMay("127.0.0.1:" + port), "http://rebinding.example:" + port);
  EXPECT_EQ(inside.asked, 0) << "an entry for an address lets no name through";
  // An allowed name is the owner's, wherever it leads, and kept apart from others that lead there.
  const auto owner = ClientThatMay("models.example:" + port);
  Names().Set("models.example", {"127.0.0.1"});
  Names().Set("stranger.example", {"127.0.0.1"});
  EXPECT_TRUE(owner->FetchAndWait(Get("http://models.example:" + port)).has_value());
  ExpectRefused(*owner, "http://stranger.example:" + port);
  EXPECT_EQ(inside.asked, 1);
}

TEST(Door, EveryDisguiseOfAPrivateAddressIsRefused) {
  Inside inside;
  const auto client = ClientThatMay("");
  Names().Set("localhost.", {"127.0.0.1"});  // not every system knows it
  const std::string port = std::to_string(inside.port());
  for (const std::string_view host : {"127.0.0.1",
                                      "127.1",
                                      "127.0.1",
                                      "2130706433",
                                      "0x7f000001",
                                      "0x7f.1",
                                      "0177.0.0.1",
                                      "0177.1",
                                      "017700000001",
                                      "127.0.0.1.",
                                      "0",
                                      "0.0.0.0",
                                      "1.2.3.4@127.0.0.1",
                                      "example.org:80@127.0.0.1",
                                      "example.org%2F@127.0.0.1",
                                      "%31%32%37.0.0.1",
                                      "127。0。0。1",
                                      "１２７.0.0.1",
                                      "①②⑦.0.0.1",
                                      "127．0．0．1",
                                      "localhost",
                                      "LOCALHOST",
                                      "localhost.",
                                      "a.b.localhost",
                                      "ｌｏｃａｌｈｏｓｔ",
                                      "[::1]",
                                      "[::]",
                                      "[0:0:0:0:0:0:0:1]",
                                      "[::ffff:127.0.0.1]",
                                      "[::ffff:7f00:1]",
                                      "[0:0:0:0:0:ffff:127.0.0.1]",
                                      "[::127.0.0.1]",
                                      "[::ffff:0:127.0.0.1]",
                                      "[64:ff9b::127.0.0.1]",
                                      "[64:ff9b:1::127.0.0.1]",
                                      "[2002:7f00:1::]",
                                      "[2001:0:7f00:1::]",
                                      "[2001:470::5efe:127.0.0.1]",
                                      "[2001:470::200:5efe:127.0.0.1]",
                                      "[fe80::1]",
                                      "[fec0::1]",
                                      "[fc00::1]",
                                      "[fd12::1]",
                                      "[ff02::1]",
                                      "[2001:db8::1]",
                                      "[3fff::1]",
                                      "[100::1]",
                                      "10.0.0.1",
                                      "172.16.0.1",
                                      "192.168.0.1",
                                      "169.254.169.254",
                                      "100.64.0.1",
                                      "198.18.0.1",
                                      "224.0.0.1",
                                      "240.0.0.1",
                                      "255.255.255.255",
                                      "168.63.129.16",
                                      "192.0.0.192"}) {
    ExpectRefused(*client, fmt::format("http://{}:{}/", host, port));
  }
  // These are no hosts at all.
  for (const char* host : {"[fe80::1%25lo]", "[fe80::1%lo]", "127.0.0.1%00.example.org",
                           "1.2.3.256", "127.0.0.1 ", "0x7f.0.0.0.1", "[::1", "exa mple.org"}) {
    const auto answer = client->FetchAndWait(Get(fmt::format("http://{}:{}/", host, port)));
    ASSERT_FALSE(answer.has_value()) << host;
    EXPECT_EQ(answer.error().kind(), ErrorKind::kInvalidInput) << host;
  }
  EXPECT_EQ(inside.asked, 0);
}

TEST(Door, ManyNamesOfOnePrivateAddressAreRefused) {
  Inside inside;
  const auto client = ClientThatMay("");
  for (const char* address :
       {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::1", "2001::7f00:1", "fe80::1%lo",
        "fd00:ec2::254", "ff02::1"}) {
    Names().Set("disguise.example", {address});
    // A client of its own each time: another one's cache would answer.
    ExpectRefused(*ClientThatMay(""), fmt::format("http://disguise.example:{}/", inside.port()));
  }
  EXPECT_EQ(inside.asked, 0);
}

TEST(Door, RedirectsThatLeadInsideAreRefused) {
  Inside inside;
  Inside start;
  const auto client = ClientThatMay(fmt::format("127.0.0.1:{}", start.port()));
  Names().Set("inside.example", {"127.0.0.1"});
  Names().Set("run", {"127.0.0.1"});  // "http:///run/x.sock" is the host "run"
  const std::string port = std::to_string(inside.port());
  for (const int status : {301, 302, 303, 307, 308}) {
    for (const std::string& to :
         {"http://127.0.0.1:" + port + "/", "//127.0.0.1:" + port + "/",
          "\\\\127.0.0.1:" + port + "\\", "http:\\\\127.0.0.1:" + port,
          "http://inside.example:" + port + "/", "http://[::ffff:127.0.0.1]:" + port + "/",
          "http://2130706433:" + port + "/", "http://localhost:" + port + "/",
          "http://127.0.0.1:" + std::to_string(start.port()) + "@127.0.0.1:" + port + "/",
          std::string("file:///etc/passwd"), "gopher://127.0.0.1:" + port + "/_GET",
          "ftp://127.0.0.1:" + port + "/", "dict://127.0.0.1:" + port + "/d:x",
          "ldap://127.0.0.1:" + port + "/", std::string("data:text/html,x"),
          std::string("javascript:alert(1)"), std::string("http+unix://%2Frun%2Fx.sock/"),
          std::string("unix:/run/x.sock"), std::string("http:///run/x.sock:/")}) {
      start.status = status;
      start.location = to;
      ExpectRefused(*client, fmt::format("http://127.0.0.1:{}/go", start.port()));
    }
  }
  EXPECT_EQ(inside.asked, 0);
  // What redirects beside the status line is not followed: it is an answer.
  start.location.clear();
  start.more = {{"Refresh", "0; url=http://127.0.0.1:" + port + "/"},
                {"Content-Location", "http://127.0.0.1:" + port + "/"}};
  const auto answer = client->FetchAndWait(Get(fmt::format("http://127.0.0.1:{}/", start.port())));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->redirects, 0);
  EXPECT_EQ(inside.asked, 0);
}

TEST(Door, NoAnswerSendsLaterRequestsElsewhere) {
  Inside elsewhere;
  Inside start;
  start.more = {{"Alt-Svc", fmt::format("http/1.1=\"127.0.0.1:{}\"; ma=3600", elsewhere.port())},
                {"Strict-Transport-Security", "max-age=31536000; includeSubDomains"},
                {"Set-Cookie", "a=b; Path=/"}};
  const auto client =
      ClientThatMay(fmt::format("127.0.0.1:{},127.0.0.1:{}", start.port(), elsewhere.port()));
  for (int i = 0; i < 3; ++i) {
    const auto answer =
        client->FetchAndWait(Get(fmt::format("http://127.0.0.1:{}/", start.port())));
    ASSERT_TRUE(answer.has_value()) << answer.error().message();
  }
  EXPECT_EQ(start.asked, 3);
  EXPECT_EQ(start.cookies, 0);
  EXPECT_EQ(elsewhere.asked, 0);
}

TEST(Door, EveryAddressOfTheCloudsIsRefused) {
  const auto path = std::filesystem::path(OCTAVO_SHARED_DIR) / "data/hostile/cloud-metadata.txt";
  const auto text = base::ReadFile(path);
  if (!text) GTEST_SKIP() << "no test data at " << path;
  const auto client = ClientThatMay("");
  std::istringstream lines(*text);
  int urls = 0;
  for (std::string line; std::getline(lines, line);) {
    const size_t start = line.find("http");
    if (line.starts_with('#') || start == std::string::npos) continue;
    const std::string url = line.substr(start, line.find(' ', start) - start);
    const auto parsed = Url::Parse(url);
    if (!parsed) continue;
    // Names of clouds mean something only inside of one: here they lead where they lead there.
    if (!IpAddress::Parse(parsed->host())) {
      Names().Set(std::string(parsed->host()), {"169.254.169.254"});
    }
    ++urls;
    ExpectRefused(*client, url);
  }
  EXPECT_GT(urls, 20);
}

// ---- proxies -----------------------------------------------------------------------------------

// A proxy (HTTP's CONNECT, and SOCKS5) that notes where it was asked to connect and connects to
// `backend` instead.
class TestProxy {
 public:
  explicit TestProxy(uint16_t backend)
      : backend_(backend), server_([this](const TestSocket& client) { Serve(client); }) {}

  uint16_t port() const { return server_.port(); }
  std::vector<std::string> Asked() EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return std::exchange(asked_, {});
  }

 private:
  void Note(std::string target) EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    asked_.push_back(std::move(target));
  }

  void Serve(const TestSocket& client) {
    std::string first = client.Receive(1);
    if (first.empty()) return;
    first += client.Receive();
    if (first[0] == '\x05' ? !GreetSocks(client) : !GreetHttp(client, first)) return;
    const TestSocket server = TestSocket::ConnectTo(backend_);
    std::jthread back([&] {
      for (std::string bytes; !(bytes = server.Receive()).empty() && client.Send(bytes);) {
      }
      client.End();
    });
    for (std::string bytes; !(bytes = client.Receive()).empty() && server.Send(bytes);) {
    }
    server.End();
  }

  bool GreetHttp(const TestSocket& client, const std::string& head) {
    Note(head.substr(0, head.find(" HTTP")));
    if (head.find("Authorization: secret") != std::string::npos) Note("it was told the secret");
    return client.Send("HTTP/1.1 200 Connected\r\nX-Proxy: yes\r\n\r\n");
  }

  bool GreetSocks(const TestSocket& client) {
    client.Send(std::string("\x05\x00", 2));
    const std::string wanted = client.Receive();
    if (wanted.size() < 8) return false;
    char text[INET6_ADDRSTRLEN] = {};
    const char kind = wanted[3];
    if (kind == 1) inet_ntop(AF_INET, wanted.data() + 4, text, sizeof(text));
    if (kind == 4) inet_ntop(AF_INET6, wanted.data() + 4, text, sizeof(text));
    const std::string name =
        kind == 3 ? wanted.substr(5, static_cast<unsigned char>(wanted[4])) : text;
    Note(fmt::format("SOCKS {}", name));
    return client.Send(std::string("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10));
  }

  const uint16_t backend_;
  base::Mutex mutex_;
  std::vector<std::string> asked_ GUARDED_BY(mutex_);
  TestServer server_;
};

TEST(Door, ProxiesAreSentToCheckedAddresses) {
  Inside inside;
  TestProxy proxy(inside.port());
  const auto client = ClientThatMay("allowed.example:80, 10.0.0.7:80");
  struct Case {
    const char* url;
    std::vector<std::string> answers;  // of the name server
    const char* http_target;           // null: refused, and the proxy is not asked
    const char* socks_target;
  };
  for (const char* scheme : {"http", "socks5", "socks5h"}) {
    const bool is_http = std::string_view(scheme) == "http";
    int number = 0;
    for (const Case& c : {
             Case{"http://{}public.example/a",
                  {"93.184.216.34", "10.0.0.1"},
                  "CONNECT 93.184.216.34:80",
                  "SOCKS 93.184.216.34"},
             {"http://{}six.example/a",
              {"2606:2800:220:1::1"},
              "CONNECT [2606:2800:220:1::1]:80",
              "SOCKS 2606:2800:220:1::1"},
             {"http://93.184.216.34:8080/a",
              {},
              "CONNECT 93.184.216.34:8080",
              "SOCKS 93.184.216.34"},
             {"http://{}private.example/", {"10.0.0.1"}, nullptr, nullptr},
             {"http://{}rebound.example/", {"127.0.0.1", "93.184.216.34"}, nullptr, nullptr},
             {"http://169.254.169.254/latest", {}, nullptr, nullptr},
             {"http://localhost/", {}, nullptr, nullptr},
             {"http://[::ffff:10.0.0.1]/", {}, nullptr, nullptr},
             {"http://10.0.0.7/", {}, "CONNECT 10.0.0.7:80", "SOCKS 10.0.0.7"},
         }) {
      // Names of their own, so that no connection is used again.
      const std::string url =
          fmt::format(fmt::runtime(c.url), fmt::format("{}{}.", scheme, ++number));
      const auto parsed = Url::Parse(url).value();
      if (!c.answers.empty()) Names().Set(std::string(parsed.host()), c.answers);
      FetchRequest request = Get(url);
      request.proxy = fmt::format("{}://127.0.0.1:{}", scheme, proxy.port());
      request.headers = {{"Authorization", "secret"}};
      const auto answer = client->FetchAndWait(request);
      const char* target = is_http ? c.http_target : c.socks_target;
      if (target == nullptr) {
        ASSERT_FALSE(answer.has_value()) << url;
        EXPECT_EQ(answer.error().kind(), ErrorKind::kRefused) << answer.error().message();
        EXPECT_THAT(proxy.Asked(), IsEmpty()) << url;
        continue;
      }
      ASSERT_TRUE(answer.has_value()) << scheme << " " << url << answer.error().message();
      EXPECT_THAT(answer->body, HasSubstr(parsed.host())) << "the server is told the name";
      EXPECT_THAT(proxy.Asked(), ElementsAre(target)) << url;
      EXPECT_TRUE(FindHeader(answer->headers, "x-proxy").empty());
    }
  }
}

TEST(Door, AnAllowedNameIsLeftToTheProxy) {
  Inside inside;
  TestProxy proxy(inside.port());
  const auto client = ClientThatMay("hidden.onion:80");
  FetchRequest request = Get("http://hidden.onion/");
  request.proxy = fmt::format("socks5h://127.0.0.1:{}", proxy.port());
  EXPECT_TRUE(client->FetchAndWait(request).has_value());
  EXPECT_THAT(proxy.Asked(), ElementsAre("SOCKS hidden.onion"));
}

TEST(Door, RedirectsThroughAProxyAreCheckedToo) {
  Inside inside;
  inside.location = "http://169.254.169.254/latest/meta-data";
  TestProxy proxy(inside.port());
  Names().Set("start.example", {"93.184.216.34"});
  const auto client = ClientThatMay("");
  FetchRequest request = Get("http://start.example/go");
  request.proxy = fmt::format("http://127.0.0.1:{}", proxy.port());
  const auto answer = client->FetchAndWait(request);
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind(), ErrorKind::kRefused) << answer.error().message();
  EXPECT_THAT(proxy.Asked(), ElementsAre("CONNECT 93.184.216.34:80"));
}

TEST(Door, ProxiesOfTheEnvironmentAreIgnored) {
  Inside inside;
  TestProxy proxy(inside.port());
  const std::string address = fmt::format("http://127.0.0.1:{}", proxy.port());
  for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"}) {
    setenv(name, address.c_str(), 1);
  }
  setenv("no_proxy", "*", 1);
  const auto client = ClientThatMay(fmt::format("127.0.0.1:{}", inside.port()));
  EXPECT_TRUE(
      client->FetchAndWait(Get(fmt::format("http://127.0.0.1:{}/", inside.port()))).has_value());
  EXPECT_THAT(proxy.Asked(), IsEmpty());
  // no_proxy does not lead past the proxy that was asked for, and so past the check.
  Names().Set("direct.example", {"93.184.216.34", "127.0.0.1"});
  FetchRequest request = Get("http://direct.example/");
  request.proxy = address;
  EXPECT_TRUE(client->FetchAndWait(request).has_value());
  EXPECT_THAT(proxy.Asked(), ElementsAre("CONNECT 93.184.216.34:80"));
  for (const char* name :
       {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy", "no_proxy"}) {
    unsetenv(name);
  }
}

}  // namespace
}  // namespace net
