#include "net/http_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace net {
namespace {

// A client that writes exactly the bytes it is told to.
class RawClient {
 public:
  explicit RawClient(uint16_t port) : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    connected_ = connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~RawClient() { close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }
  void Send(std::string_view bytes) { send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

  // Everything until the server closes, or `wait` has passed without a byte.
  std::string ReadAll(int wait_milliseconds = 3000) {
    std::string out;
    char bytes[4096];
    pollfd waiting{fd_, POLLIN, 0};
    while (poll(&waiting, 1, wait_milliseconds) > 0) {
      const ssize_t got = recv(fd_, bytes, sizeof(bytes), 0);
      if (got <= 0) {
        closed_ = true;
        break;
      }
      out.append(bytes, static_cast<size_t>(got));
    }
    return out;
  }
  bool closed() const { return closed_; }

 private:
  int fd_;
  bool connected_ = false;
  bool closed_ = false;
};

Response Echo(const Request& request) {
  Response response;
  response.headers = {{"Content-Type", "text/plain"}, {"X-Evil", "a\r\nInjected: b"}};
  if (request.path == "/throws") throw std::runtime_error("on purpose");
  if (request.path == "/304") response.status = 304;
  if (request.path == "/delay") response.delay = std::chrono::seconds(60);
  if (request.path == "/slow") {
    response.body = std::string(10'000, 's');
    response.bytes_per_second = 100;
    return response;
  }
  if (request.path == "/cut") {
    response.body = std::string(1000, 'c');
    response.cut_after = 10;
    return response;
  }
  if (request.path == "/shared") {
    response.shared_body = std::make_shared<const std::string>(1 << 20, 'h');
    return response;
  }
  response.body = request.method + " " + request.path + " [" + request.query + "] " + request.body +
                  " from " + request.remote_address + " at " + request.host;
  return response;
}

std::unique_ptr<HttpServer> StartEcho(ServerOptions options = {}) {
  return HttpServer::Start(options, Echo).value();
}

std::string Ask(const HttpServer& server, std::string_view bytes, int wait_milliseconds = 3000) {
  RawClient client(server.port());
  client.Send(bytes);
  return client.ReadAll(wait_milliseconds);
}

std::string BodyOf(std::string_view answer) {
  const size_t blank = answer.find("\r\n\r\n");
  return blank == std::string_view::npos ? "" : std::string(answer.substr(blank + 4));
}

TEST(HttpServer, AnswersOrRefuses) {
  ServerOptions options;
  options.header_limit = 1024;
  options.body_limit = 100;
  const auto server = StartEcho(options);
  const std::string host = "Host: x\r\nConnection: close\r\n\r\n";
  struct Case {
    std::string request;
    const char* status;
    const char* body;  // null: any
  };
  for (const Case& c : {
           Case{"GET //a///b?q=1?2 HTTP/1.1\r\n" + host, "200",
                "GET /a/b [q=1?2]  from 127.0.0.1 at x"},
           {"GET http://x/a?b HTTP/1.1\r\n" + host, "200", "GET /a [b]  from 127.0.0.1 at x"},
           {"GET / HTTP/1.0\r\n\r\n", "200", "GET / []  from 127.0.0.1 at "},
           {"HEAD /a HTTP/1.1\r\n" + host, "200", ""},
           {"GET /304 HTTP/1.1\r\n" + host, "304", ""},
           {"POST / HTTP/1.1\r\nContent-Length: 3\r\n" + host + "abc", "200",
            "POST / [] abc from 127.0.0.1 at x"},
           {"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + host + "3\r\nabc\r\n0\r\n\r\n",
            "200", "POST / [] abc from 127.0.0.1 at x"},
           {"GET /throws HTTP/1.1\r\n" + host, "500", nullptr},
           {"rubbish\r\n\r\n", "400", nullptr},
           {"GET a HTTP/1.1\r\n" + host, "400", nullptr},
           {"GET / HTTP/1.1\r\n\r\n", "400", nullptr},
           {"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400", nullptr},
           {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", "400",
            nullptr},
           {"GET / HTTP/1.1\r\nX: " + std::string(2000, 'x') + "\r\n" + host, "431", nullptr},
           {"POST / HTTP/1.1\r\nContent-Length: 101\r\n" + host + std::string(101, 'x'), "413",
            nullptr},
       }) {
    const std::string answer = Ask(*server, c.request);
    EXPECT_EQ(answer.substr(0, 12), std::string("HTTP/1.1 ") + c.status) << c.request;
    EXPECT_EQ(answer.find("\r\nInjected"), std::string::npos);
    if (c.body != nullptr) {
      EXPECT_EQ(BodyOf(answer), c.body) << c.request;
    }
  }
  EXPECT_NE(Ask(*server, "HEAD /a HTTP/1.1\r\n" + host).find("Content-Length: 31\r\n"),
            std::string::npos);
}

TEST(HttpServer, KeepsTheConnectionAndTheOrder) {
  const auto server = StartEcho();
  const std::string answer =
      Ask(*server,
          "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: "
          "2\r\n\r\nhiGET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const size_t first = answer.find("GET /1 []");
  const size_t second = answer.find("POST /2 [] hi");
  const size_t third = answer.find("GET /3 []");
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  EXPECT_NE(third, std::string::npos);
}

TEST(HttpServer, SendsLargeBodiesWhole) {
  const auto server = StartEcho();
  const std::string answer =
      Ask(*server, "GET /shared HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(BodyOf(answer), std::string(1 << 20, 'h'));
}

TEST(HttpServer, MisbehavesOnPurpose) {
  const auto server = StartEcho();
  const std::string cut = Ask(*server, "GET /cut HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(cut.find("Content-Length: 1000\r\n"), std::string::npos);
  EXPECT_EQ(BodyOf(cut), "cccccccccc");
}

TEST(HttpServer, ClosesSlowAndIdleConnections) {
  ServerOptions options;
  options.idle_timeout = std::chrono::seconds(1);
  options.request_timeout = std::chrono::seconds(1);
  const auto server = StartEcho(options);
  RawClient idle(server->port());
  RawClient slow(server->port());
  slow.Send("GET / HT");
  idle.ReadAll(5000);
  slow.ReadAll(5000);
  EXPECT_TRUE(idle.closed());
  EXPECT_TRUE(slow.closed());
}

TEST(HttpServer, LimitsConnections) {
  ServerOptions options;
  options.connection_limit = 2;
  options.idle_timeout = std::chrono::seconds(1);
  const auto server = StartEcho(options);
  RawClient one(server->port());
  RawClient two(server->port());
  RawClient three(server->port());
  three.Send("GET /late HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  // Answered only when the idle two have been closed.
  EXPECT_NE(three.ReadAll(8000).find("GET /late"), std::string::npos);
}

TEST(HttpServer, StopsWhileBusy) {
  ServerOptions options;
  options.threads = 2;
  auto server = StartEcho(options);
  RawClient idle(server->port());
  RawClient delayed(server->port());
  RawClient slow(server->port());
  delayed.Send("GET /delay HTTP/1.1\r\nHost: x\r\n\r\n");
  slow.Send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  EXPECT_EQ(server->open_connections(), 3U);
  const auto start = std::chrono::steady_clock::now();
  server.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
  delayed.ReadAll(1000);
  EXPECT_TRUE(delayed.closed());
}

TEST(HttpServer, SaysWhenItCannotListen) {
  const auto server = StartEcho();
  ServerOptions options;
  options.port = server->port();
  const auto taken = HttpServer::Start(options, Echo);
  ASSERT_FALSE(taken.has_value());
  EXPECT_EQ(taken.error().kind(), base::ErrorKind::kConflict);
  options.port_attempts = 50;
  EXPECT_TRUE(HttpServer::Start(options, Echo).has_value());
  options.address = "nowhere";
  EXPECT_EQ(HttpServer::Start(options, Echo).error().kind(), base::ErrorKind::kInvalidInput);
}

TEST(Request, GivesParameters) {
  Request request;
  request.query = "q=a+b%20c&empty=&flag&q=second&%6Eame=x";
  struct Case {
    const char* name;
    const char* value;
  };
  for (const Case& c :
       {Case{"q", "a b c"}, {"empty", ""}, {"flag", ""}, {"name", "x"}, {"no", ""}}) {
    EXPECT_EQ(request.Parameter(c.name), c.value) << c.name;
  }
}

}  // namespace
}  // namespace net
