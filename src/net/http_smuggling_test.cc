// Requests that two servers could read differently, requests without end, and clients that hold on.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <random>
#include <thread>

#include "net/http_rules.h"
#include "net/http_server.h"
#include "net/test_sockets.h"

namespace net {
namespace {

using std::chrono::steady_clock;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::unique_ptr<HttpServer> StartEcho(ServerOptions options = {}) {
  return HttpServer::Start(options,
                           [](const Request& request) {
                             Response response;
                             response.body = fmt::format("<{} {} at {}>", request.method,
                                                         request.path, request.host);
                             return response;
                           })
      .value();
}

std::string ReadAll(const TestSocket& client, int wait_milliseconds = 3000) {
  std::string all;
  for (std::string more; !(more = client.Receive(65536, wait_milliseconds)).empty();) all += more;
  return all;
}

std::string Ask(uint16_t port, std::string_view bytes, int wait_milliseconds = 3000) {
  const TestSocket client = TestSocket::ConnectTo(port);
  client.Send(bytes);
  client.EndSending();
  return ReadAll(client, wait_milliseconds);
}

// Each request hides another in what one reader takes for its body and another for what follows.
// It is refused, and the hidden one is not answered.
TEST(Smuggling, IsRefused) {
  const auto server = StartEcho();
  const std::string hidden = "GET /hidden HTTP/1.1\r\nHost: h\r\n\r\n";
  const std::string chunked = "0\r\n\r\n" + hidden;
  const auto post = [&](std::string_view headers, std::string_view body) {
    return fmt::format("POST /seen HTTP/1.1\r\nHost: h\r\n{}\r\n{}", headers, body);
  };
  for (const std::string& request : {
           post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", chunked),
           post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", chunked),
           post("Content-Length: 0\r\nContent-Length: 35\r\n", hidden),
           post("Content-Length: 35\r\nContent-Length: 35\r\n", hidden),
           post("Content-Length: 0, 35\r\n", hidden),
           post("Content-Length: +0\r\n", hidden),
           post("Content-Length: -1\r\n", hidden),
           post("Content-Length: 0x0\r\n", hidden),
           post("Content-Length: \r\n", hidden),
           post("Content-Length: 0 0\r\n", hidden),
           post("Content-Length: 99999999999999999999\r\n", hidden),
           post("Content-Length : 0\r\n", hidden),
           post("Content-Length\t: 0\r\n", hidden),
           post("Transfer-Encoding: xchunked\r\n", chunked),
           post("Transfer-Encoding: identity\r\n", hidden),
           post("Transfer-Encoding: chunked, identity\r\n", chunked),
           post("Transfer-Encoding: identity, chunked\r\n", chunked),
           post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunked),
           post("Transfer-Encoding: chunked\r\nTransfer-encoding: x\r\n", chunked),
           post("Transfer-Encoding : chunked\r\n", chunked),
           post("Transfer-Encoding: \"chunked\"\r\n", chunked),
           post("Transfer-Encoding:\x0B chunked\r\n", chunked),
           post("X: y\n Transfer-Encoding: chunked\r\n", chunked),
           post("X: y\rTransfer-Encoding: chunked\r\n", chunked),
           post(std::string_view("X: y\0\r\nTransfer-Encoding: chunked\r\n", 36), chunked),
           post("Transfer-Encoding: chunked\r\n", "0x5\r\nhello\r\n" + chunked),
           post("Transfer-Encoding: chunked\r\n", "-1\r\n" + chunked),
           post("Transfer-Encoding: chunked\r\n", "ffffffffffffffffff\r\n" + chunked),
           post("Transfer-Encoding: chunked\r\n", "5\r\nhelloXX" + chunked),
           post("Transfer-Encoding: chunked\r\n", "0\n\n" + hidden),
           "POST /seen HTTP/1.0\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n" +
               chunked,
           "GET /seen HTTP/1.1\nHost: h\n\n" + hidden,
           "GET  /seen HTTP/1.1\r\nHost: h\r\n\r\n" + hidden,
           "GET /seen HTTP/1.1 \r\nHost: h\r\n\r\n" + hidden,
           "GET /seen\tHTTP/1.1\r\nHost: h\r\n\r\n" + hidden,
           "GET /seen HTTP/1.1\r\n Host: h\r\n\r\n" + hidden,
           "GET /seen HTTP/2.0\r\nHost: h\r\n\r\n" + hidden,
           "GET /seen\r\n\r\n" + hidden,
           "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + hidden,
           "GET /seen HTTP/1.1\r\nHost: h\r\nHost: i\r\n\r\n" + hidden,
           "GET /seen HTTP/1.1\r\nHost: h/x?<script>\r\n\r\n" + hidden,
           "GET /seen HTTP/1.1\r\nHost: a@h\r\n\r\n" + hidden,
           "GET http://a@h/seen HTTP/1.1\r\nHost: h\r\n\r\n" + hidden,
           "GET http:///seen HTTP/1.1\r\nHost: h\r\n\r\n" + hidden,
           "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n" + hidden,
       }) {
    const std::string answer = Ask(server->port(), request);
    EXPECT_THAT(answer, Not(HasSubstr("/hidden"))) << request;
    EXPECT_THAT(answer, Not(HasSubstr("/seen"))) << request;
    if (!answer.empty()) {
      EXPECT_THAT(answer, StartsWith("HTTP/1.1 4")) << request;
    }
  }
}

TEST(Smuggling, WhatIsClearIsAnswered) {
  const auto server = StartEcho();
  struct Case {
    std::string request;
    const char* body;
  };
  for (const Case& c : {
           Case{"POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                "5;ext=1\r\nhello\r\n0\r\nTrailer: x\r\n\r\n",
                "<POST /a at h>"},
           {"POST /a HTTP/1.1\r\nHost: h\r\nContent-Length:\t5 \r\n\r\nhello", "<POST /a at h>"},
           {"GET http://[::1]:80/a HTTP/1.1\r\nHost: h\r\n\r\n", "<GET /a at [::1]:80>"},
           {"GET /a HTTP/1.1\r\nHost: \r\n\r\n", "<GET /a at >"},
           {"GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n",
            "<GET /2 at h>"},
       }) {
    EXPECT_THAT(Ask(server->port(), c.request), HasSubstr(c.body)) << c.request;
  }
}

// Good requests with bytes flipped, cut and doubled: whatever is answered is a whole HTTP answer,
// and the server lives.
TEST(Smuggling, RequestsTornAndFlipped) {
  ServerOptions options;
  options.request_timeout = std::chrono::seconds(1);
  const auto server = StartEcho(options);
  const std::vector<std::string> requests = {
      "GET /a/b?q=%41&x HTTP/1.1\r\nHost: h:80\r\nAccept: text/html\r\n\r\n",
      "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
      "POST /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;e=f\r\nhello\r\n0\r\nT: u\r\n\r\n",
      "GET http://[::1]:80/ HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n",
  };
  std::mt19937 dice(20261124);
  for (int i = 0; i < 600; ++i) {
    std::string request = requests[dice() % requests.size()];
    for (uint32_t change = 1 + dice() % 4; change > 0; --change) {
      const size_t at = dice() % request.size();
      if (dice() % 4 == 0) {
        request.insert(at, request.substr(dice() % request.size(), 20));
      } else if (dice() % 8 == 0) {
        request.resize(at + 1);
      } else {
        request[at] = static_cast<char>(dice());
      }
    }
    const std::string answer = Ask(server->port(), request);
    if (answer.empty()) continue;
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 ")) << request;
    EXPECT_THAT(answer, HasSubstr("\r\n\r\n")) << request;
  }
  EXPECT_THAT(Ask(server->port(), requests[0]), HasSubstr("<GET /a/b at h:80>"));
}

// Memory of the process in kilobytes.
long ResidentNow() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
  }
  return 0;
}

// Bytes without end where a line, a chunk's extension or a trailer should end: the connection is
// closed soon, and memory does not grow with what is sent.
TEST(Smuggling, EndlessRequestsAreCutOff) {
  ServerOptions options;
  options.request_timeout = std::chrono::seconds(3);
  const auto server = StartEcho(options);
  const std::string head = "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const auto& [start, piece] : {
           std::pair<std::string, std::string>{"GET /", std::string(10'000, 'a')},
           {"GET / HTTP/1.1\r\nX: ", std::string(10'000, 'a')},
           {"GET / HTTP/1.1\r\n", "X: y\r\n"},
           {head + "5;", std::string(10'000, 'e')},
           {head, std::string(10'000, '0')},
           {head + "0\r\nT: ", std::string(10'000, 't')},
           {head + "0\r\n", "T: railer\r\n"},
           {head, "1\r\nx\r\n"},
           {"", "GET / HTTP/1.1\r\nHost: h\r\n\r\n"},  // pipelined, and the answers never read
       }) {
    const long before = ResidentNow();
    const auto begin = steady_clock::now();
    const TestSocket client = TestSocket::ConnectTo(server->port());
    timeval wait{1, 0};
    setsockopt(client.descriptor(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
    bool alive = client.Send(start);
    std::string pieces;
    while (pieces.size() < 100'000) pieces += piece;
    const std::chrono::seconds most(kSanitized ? 40 : 8);
    while (alive && steady_clock::now() - begin < most) alive = client.Send(pieces);
    EXPECT_FALSE(alive) << start;
    if (!kSanitized) {
      EXPECT_LT(ResidentNow() - before, 32 * 1024) << start;
    }
  }
}

TEST(Server, IdleConnectionsMakeRoom) {
  ServerOptions options;
  options.connection_limit = 20;
  options.idle_timeout = std::chrono::seconds(60);
  const auto server = StartEcho(options);
  std::vector<TestSocket> idle;
  for (int i = 0; i < 200; ++i) idle.push_back(TestSocket::ConnectTo(server->port()));
  const auto start = steady_clock::now();
  EXPECT_THAT(
      Ask(server->port(), "GET /reader HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n", 30'000),
      HasSubstr("/reader"));
  EXPECT_LT(steady_clock::now() - start, std::chrono::seconds(30));  // of sixty
  EXPECT_LE(server->open_connections(), 20U);
}

TEST(HttpRules, HostsAreHosts) {
  for (const char* host : {"example.org", "example.org:8080", "", "[::1]", "[::1]:80", "127.0.0.1",
                           "a_b.example", "xn--r8jz45g.jp", "例え.jp"}) {
    EXPECT_TRUE(IsHostValue(host)) << host;
  }
  for (const char* host : {"a b", "a/b", "a?b", "a#b", "a@b", "a:b", "a:80:80", "a:", "[::1", "[x]",
                           "[]", "[::1]x", "a<b", "a\"b", "a\\b", "a%41", "a,b"}) {
    EXPECT_FALSE(IsHostValue(host)) << host;
  }
}

TEST(HttpRules, AHeadersValueStartsNoOther) {
  Response response;
  response.headers = {{"X-A", "a\r\nX-B: b\r\n\r\n<html>"},
                      {"X-C\r\nX-D", "d"},
                      {"Content-Length", "1"},
                      {"Transfer-Encoding", "chunked"},
                      {"X-E", std::string("e\0f", 3)}};
  EXPECT_EQ(WriteHead(response, "OK", "now", 5, true),
            "HTTP/1.1 200 OK\r\nDate: now\r\nX-A: a  X-B: b    <html>\r\nX-C  X-D: d\r\n"
            "X-E: e f\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n");
}

}  // namespace
}  // namespace net
