// Servers that mean harm: answers without end, bombs, and what is no HTTP. Each must be over in the
// time that it has, and the memory of the process must stay where it is.

#include <brotli/encode.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <random>
#include <string>

#include "net/http_client.h"
#include "net/test_sockets.h"

namespace net {
namespace {

using base::ErrorKind;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::HasSubstr;

constexpr size_t kMegabyte = size_t{1} << 20;
constexpr size_t kBodyLimit = 8 * kMegabyte;

// Kilobytes, of /proc/self/status.
long Memory(std::string_view what) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(what)) return std::stol(line.substr(what.size() + 1));
  }
  return 0;
}

// How many kilobytes the process's memory grew at most while `work` ran.
template <typename Work>
long PeakGrowth(Work work) {
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew
  const long before = Memory("VmRSS:");
  work();
  return Memory("VmHWM:") - before;
}

HttpClientOptions Options(uint16_t port) {
  HttpClientOptions options;
  options.allow = AllowList::Parse(fmt::format("127.0.0.1:{}", port)).value();
  options.pause_per_host = milliseconds(0);
  return options;
}

FetchRequest Get(uint16_t port, std::string_view path = "/") {
  FetchRequest request;
  request.url = fmt::format("http://127.0.0.1:{}{}", port, path);
  request.timeout = milliseconds(2500);
  request.body_limit = kBodyLimit;
  return request;
}

// ---- what servers say -----------------------------------------------------------------------

using Serve = TestServer::Serve;

// Reads the request, says `head`, then `piece` so many times, and waits for the client to go.
Serve Says(std::string head, std::string piece = "", int times = 0) {
  return [head = std::move(head), piece = std::move(piece), times](const TestSocket& client) {
    client.ReceiveUntil("\r\n\r\n");
    bool alive = client.Send(head);
    for (int i = 0; alive && i < times; ++i) alive = client.Send(piece);
    client.EndSending();
    client.Receive();
  };
}

constexpr int kForEver = 1'000'000'000;

// As Says, a byte at a time and never done.
Serve Drips(std::string head, std::string bytes) {
  return [head = std::move(head), bytes = std::move(bytes)](const TestSocket& client) {
    client.ReceiveUntil("\r\n\r\n");
    bool alive = client.Send(head);
    for (size_t i = 0; alive; ++i) {
      alive = client.Send(bytes.substr(i % bytes.size(), 1));
      // Waits for the client to go, too.
      if (alive) alive = client.Receive(1, 50).empty() && client.Send("");
    }
  };
}

std::string Ok(std::string_view headers) {
  return fmt::format("HTTP/1.1 200 OK\r\n{}\r\n", headers);
}

std::string Gzip(const std::string& text, int flush = Z_FINISH) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, flush);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string Brotli(const std::string& text) {
  size_t size = BrotliEncoderMaxCompressedSize(text.size());
  std::string out(size, '\0');
  EXPECT_TRUE(BrotliEncoderCompress(1, 22, BROTLI_MODE_GENERIC, text.size(),
                                    reinterpret_cast<const uint8_t*>(text.data()), &size,
                                    reinterpret_cast<uint8_t*>(out.data())));
  out.resize(size);
  return out;
}

std::string Zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

const std::string& Zeros() {
  static const std::string zeros(32 * kMegabyte, '\0');
  return zeros;
}

// A gzip stream's begin, and a piece of it that may be repeated for ever: 32 MB of zeros each.
std::string EndlessGzipHead() {
  return Gzip("", Z_FULL_FLUSH);
}
std::string EndlessGzipPiece() {
  return Gzip(Zeros(), Z_FULL_FLUSH).substr(10);
}

// Deflate's stored block of no bytes; zstd's frame to be skipped.
std::string EmptyGzipBlocks() {
  std::string blocks;
  for (int i = 0; i < 10'000; ++i) blocks.append("\x00\x00\x00\xFF\xFF", 5);
  return blocks;
}
std::string SkippedZstdFrames() {
  std::string frames;
  for (int i = 0; i < 1000; ++i) {
    frames.append("\x50\x2A\x4D\x18\x10\x00\x00\x00", 8);
    frames.append(16, 'x');
  }
  return frames;
}

// ---- the table ------------------------------------------------------------------------------

struct Case {
  const char* what;
  Serve serve;
  std::optional<ErrorKind> kind;  // absent: an answer
  const char* says;               // in the error's message, or the body
};

// Asks each server and looks at what comes, how long it took and what it cost.
void Survive(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    SCOPED_TRACE(c.what);
    const TestServer server(c.serve);
    const auto client = HttpClient::Create(Options(server.port())).value();
    const auto start = steady_clock::now();
    base::Result<FetchResponse> answer = base::Fail(ErrorKind::kBug, "not asked");
    const long grown =
        PeakGrowth([&] { answer = client->FetchAndWait(Get(server.port())); }) / 1024;
    const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start).count();
    EXPECT_LT(took, kSanitized ? 20'000 : 8'000);
    if (!kSanitized) {
      EXPECT_LE(grown, 24) << "megabytes";
    }
    if (c.kind) {
      ASSERT_FALSE(answer.has_value());
      EXPECT_EQ(answer.error().kind(), *c.kind) << answer.error().message();
      EXPECT_THAT(answer.error().message(), HasSubstr(c.says));
    } else {
      ASSERT_TRUE(answer.has_value()) << answer.error().message();
      EXPECT_EQ(answer->body, c.says);
    }
    fmt::print("  {:<44} {:>5} ms {:>4} MB  {}\n", c.what, took, grown,
               answer ? "answer" : answer.error().message().substr(0, 90));
  }
}

TEST(Hostile, Heads) {
  const std::string many = [] {
    std::string lines;
    for (int i = 0; i < 1000; ++i) lines += "a:\r\n";
    return lines;
  }();
  Survive({
      {"endless headers", Says("HTTP/1.1 200 OK\r\n", "X-Header: value value value\r\n", kForEver),
       ErrorKind::kRefused, "header"},
      {"a hundred thousand small headers", Says("HTTP/1.1 200 OK\r\n", many, 100),
       ErrorKind::kRefused, "header lines"},
      {"one endless header", Says("HTTP/1.1 200 OK\r\nX: ", std::string(1000, 'x'), kForEver),
       ErrorKind::kUnavailable, "too long"},
      {"an endless status line", Says("HTTP/1.1 200 ", std::string(1000, 'x'), kForEver),
       ErrorKind::kUnavailable, "too long"},
      {"endless 100 Continue", Says("", "HTTP/1.1 100 Continue\r\n\r\n", kForEver),
       ErrorKind::kRefused, "header"},
      {"endless 103 Early Hints",
       Says("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", kForEver), ErrorKind::kRefused,
       "header"},
      {"a header a byte at a time", Drips("HTTP/1.1 200 OK\r\nX: ", "x"), ErrorKind::kTimeout, ""},
      {"a NUL in a header", Says("HTTP/1.1 200 OK\r\n" + std::string("X: a\0b\r\n\r\nok", 13)),
       ErrorKind::kUnavailable, ""},
      {"a folded header", Says(Ok("A: b\r\n c\r\n") + "ok"), std::nullopt, "ok"},
      {"endless folds", Says("HTTP/1.1 200 OK\r\nA: b\r\n", " c\r\n", kForEver),
       ErrorKind::kRefused, "header"},
      {"continue first", Says("HTTP/1.1 100 Continue\r\n\r\n" + Ok("") + "ok"), std::nullopt, "ok"},
      {"no header", Says(""), ErrorKind::kUnavailable, ""},
      {"not HTTP", Says("SSH-2.0-OpenSSH_9.2\r\n"), ErrorKind::kUnavailable, ""},
      {"nothing ever",
       [](const TestSocket& client) {
         client.ReceiveUntil("\r\n\r\n");
         client.Receive(1, 60'000);
       },
       ErrorKind::kTimeout, ""},
  });
}

TEST(Hostile, Bodies) {
  const std::string chunk = "3e8\r\n" + std::string(1000, 'b') + "\r\n";
  const std::string chunked = Ok("Transfer-Encoding: chunked\r\n");
  Survive({
      {"endless body", Says(Ok(""), std::string(100'000, 'b'), kForEver), ErrorKind::kRefused,
       "more than"},
      {"endless chunks", Says(chunked, chunk, kForEver), ErrorKind::kRefused, "more than"},
      {"an endless chunk extension", Says(chunked + "5;", std::string(100'000, 'e'), kForEver),
       ErrorKind::kTimeout, ""},
      {"an endless chunk size", Says(chunked, std::string(1000, '1'), kForEver),
       ErrorKind::kUnavailable, ""},
      {"endless trailers", Says(chunked + "0\r\n", "T: railer\r\n", kForEver), ErrorKind::kRefused,
       "header"},
      {"an endless trailer", Says(chunked + "0\r\nT: ", std::string(1000, 't'), kForEver),
       ErrorKind::kUnavailable, ""},
      {"a byte at a time", Drips(Ok("Content-Length: 1000000\r\n"), "b"), ErrorKind::kTimeout, ""},
      {"a huge Content-Length, and nothing", Says(Ok("Content-Length: 99999999999\r\n")),
       ErrorKind::kRefused, "more than"},
      {"a Content-Length beyond all numbers", Says(Ok("Content-Length: 99999999999999999999\r\n")),
       ErrorKind::kRefused, "more than"},
      {"a negative Content-Length", Says(Ok("Content-Length: -1\r\n") + "x"),
       ErrorKind::kUnavailable, ""},
      {"too long a Content-Length", Says(Ok("Content-Length: 100\r\n") + "short"),
       ErrorKind::kUnavailable, "ended before"},
      {"too short a Content-Length", Says(Ok("Content-Length: 2\r\n") + "long"), std::nullopt,
       "lo"},
      {"a chunk cut short", Says(chunked + "64\r\nshort"), ErrorKind::kUnavailable, "ended before"},
  });
}

TEST(Hostile, Bombs) {
  const auto coded = [](std::string_view coding, std::string_view bytes) {
    return Ok(fmt::format("Content-Encoding: {}\r\n", coding)) + std::string(bytes);
  };
  const std::string gzip = Gzip(Zeros());
  const std::string nested = Gzip(gzip);
  const std::string zstd = Zstd(Zeros());
  const std::string br = Brotli(Zeros());
  const char* grown = "times as large";
  Survive({
      {"gzip, 32 MB", Says(coded("gzip", gzip)), ErrorKind::kRefused, grown},
      {"deflate without an end",
       Says(coded("gzip", EndlessGzipHead()), EndlessGzipPiece(), kForEver), ErrorKind::kRefused,
       grown},
      // libcurl reads one member and takes no second.
      {"gzip members without an end",
       Says(coded("gzip", ""), Gzip(std::string(1000, 'm')), kForEver), ErrorKind::kUnavailable,
       "decompressed"},
      {"br, 32 MB", Says(coded("br", br)), ErrorKind::kRefused, grown},
      {"zstd, 32 MB", Says(coded("zstd", zstd)), ErrorKind::kRefused, grown},
      {"zstd frames without an end", Says(coded("zstd", ""), zstd, kForEver), ErrorKind::kRefused,
       grown},
      {"gzip in gzip", Says(coded("gzip, gzip", nested)), ErrorKind::kRefused, grown},
      {"gzip in zstd, in two headers",
       Says(Ok("Content-Encoding: gzip\r\nContent-Encoding: zstd\r\n") + Zstd(gzip)),
       ErrorKind::kRefused, grown},
      {"gzip in gzip in gzip", Says(coded("gzip, gzip, gzip", Gzip(nested))), ErrorKind::kRefused,
       "content codings"},
      {"a thousand codings",
       Says(coded(
           [] {
             std::string all = "gzip";
             for (int i = 0; i < 1000; ++i) all += ",gzip";
             return all;
           }(),
           gzip)),
       ErrorKind::kUnavailable, "decompressed"},
      {"gzip of nothing, without an end",
       Says(coded("gzip", EndlessGzipHead()), EmptyGzipBlocks(), kForEver), ErrorKind::kRefused,
       "more than"},
      {"zstd of nothing, without an end", Says(coded("zstd", ""), SkippedZstdFrames(), kForEver),
       ErrorKind::kRefused, "more than"},
      {"what is no gzip", Says(coded("gzip", "plain text")), ErrorKind::kUnavailable, ""},
      {"a coding that nobody knows", Says(coded("rot13", "cynva")), ErrorKind::kUnavailable, ""},
      {"gzip in gzip, and harmless", Says(coded("gzip, gzip", Gzip(Gzip("text")))), std::nullopt,
       "text"},
  });
}

// Good answers with bytes flipped, cut and doubled: each ends as an answer or as an error.
TEST(Hostile, AnswersTornAndFlipped) {
  const std::string text = "<html><title>Harbour</title><p>The ferry left at noon.</p></html>";
  const std::string packed = Gzip(text);
  const std::vector<std::string> answers = {
      Ok(fmt::format("Content-Type: text/html\r\nETag: \"a\"\r\nContent-Length: {}\r\n",
                     text.size())) +
          text,
      Ok("Transfer-Encoding: chunked\r\nTrailer: X\r\n") +
          fmt::format("{:x};a=b\r\n{}\r\n0\r\nX: y\r\n\r\n", text.size(), text),
      Ok(fmt::format("Content-Encoding: gzip\r\nContent-Length: {}\r\n", packed.size())) + packed,
      Ok("Content-Encoding: br\r\n") + Brotli(text),
      Ok("Content-Encoding: zstd\r\n") + Zstd(text),
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 301 Moved\r\nLocation: /next?a=b#c\r\n"
      "Content-Length: 0\r\n\r\n",
  };
  std::mt19937 dice(20261124);
  std::atomic<size_t> number{0};
  std::vector<std::string> torn;
  for (int i = 0; i < 600; ++i) {
    std::string answer = answers[dice() % answers.size()];
    for (uint32_t change = 1 + dice() % 4; change > 0; --change) {
      const size_t at = dice() % answer.size();
      if (dice() % 4 == 0) {
        answer.insert(at, answer.substr(dice() % answer.size(), 20));
      } else if (dice() % 8 == 0) {
        answer.resize(at + 1);
      } else {
        answer[at] = static_cast<char>(dice());
      }
    }
    torn.push_back(std::move(answer));
  }
  const TestServer server([&](const TestSocket& client) {
    client.ReceiveUntil("\r\n\r\n");
    client.Send(torn[number++ % torn.size()]);
    client.EndSending();
  });
  const auto client = HttpClient::Create(Options(server.port())).value();
  for (size_t i = 0; i < torn.size(); ++i) {
    FetchRequest request = Get(server.port());
    request.timeout = milliseconds(500);
    const auto answer = client->FetchAndWait(request);
    if (answer) {
      EXPECT_LE(answer->body.size(), kBodyLimit);
    }
  }
  EXPECT_GE(number, torn.size());
}

// What shrinks well and is no bomb: a sitemap of a hundred thousand addresses.
TEST(Hostile, LongListsAreNoBombs) {
  std::string list;
  for (int i = 0; list.size() < 6 * kMegabyte; ++i) {
    list += fmt::format("<url><loc>https://news.example/{}/story-{}.html</loc></url>\n", i / 50, i);
  }
  for (const auto& [coding, bytes] : {std::pair{"gzip", Gzip(list)}, {"zstd", Zstd(list)}}) {
    const TestServer server(
        Says(Ok(fmt::format("Content-Encoding: {}\r\nConnection: close\r\n", coding)) + bytes));
    const auto client = HttpClient::Create(Options(server.port())).value();
    const auto answer = client->FetchAndWait(Get(server.port()));
    ASSERT_TRUE(answer.has_value()) << answer.error().message();
    EXPECT_EQ(answer->body, list);
  }
}

TEST(Hostile, RedirectsThatNeverEnd) {
  std::atomic<int> asked{0};
  const auto server =
      HttpServer::Start({}, [&asked](const Request& request) {
        Response response;
        response.status = 302;
        const int number = ++asked;
        // Ever new addresses, and ever longer ones.
        response.headers = {{"Location", fmt::format("{}/{}", request.path, number)}};
        return response;
      }).value();
  const auto client = HttpClient::Create(Options(server->port())).value();
  const auto answer = client->FetchAndWait(Get(server->port(), "/start"));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().kind(), ErrorKind::kRefused);
  EXPECT_EQ(asked, 6);
}

// What a caller takes who wants the beginning of a body, and the last redirect of too many.
TEST(Hostile, BeyondTheLimitIsCutOff) {
  const std::string text(3'000, 't');
  struct Cut {
    const char* what;
    Serve serve;
    int status;     // 0: refused
    size_t octets;  // of the body
  };
  const Cut cases[] = {
      {"as long as the limit", Says("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "t", 1000),
       200, 1000},
      {"announced", Says("HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n", text, 1), 200, 1000},
      {"not announced", Says("HTTP/1.1 200 OK\r\n\r\n", text, kForEver), 200, 1000},
      {"in chunks",
       Says("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "1f4\r\n" + text.substr(0, 500) + "\r\n", kForEver),
       200, 1000},
      {"compressed", Says("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + Gzip(text)), 200,
       1000},
      {"of a status that is none", Says("HTTP/1.1 404 No\r\n\r\n", text, kForEver), 404, 1000},
      {"redirects", Says("HTTP/1.1 301 Moved\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"), 301,
       0},
      {"redirects with bodies", Says("HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\n", text, kForEver),
       301, 1000},
      {"headers have their limit all the same", Says("HTTP/1.1 200 OK\r\n", "A: b\r\n", kForEver),
       0, 0},
      {"so have codings",
       Says("HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip, gzip\r\n\r\n", text, 1), 0, 0},
  };
  for (const Cut& c : cases) {
    const TestServer server(c.serve);
    const auto client = HttpClient::Create(Options(server.port())).value();
    FetchRequest request = Get(server.port());
    request.body_limit = 1'000;
    request.beyond_limits = BeyondLimits::kIsCutOff;
    const auto answer = client->FetchAndWait(request);
    if (c.status == 0) {
      ASSERT_FALSE(answer.has_value()) << c.what;
      EXPECT_EQ(answer.error().kind(), ErrorKind::kRefused) << c.what;
      continue;
    }
    ASSERT_TRUE(answer.has_value()) << c.what << ": " << answer.error().message();
    EXPECT_EQ(answer->status, c.status) << c.what;
    EXPECT_EQ(answer->body, std::string(c.octets, 't')) << c.what;
    EXPECT_EQ(answer->redirects, c.status == 301 ? 5 : 0) << c.what;
  }
}

// A redirect to another host takes nothing along that was meant for the first.
TEST(Hostile, AnotherHostIsToldNoSecrets) {
  std::string heard;
  base::Mutex mutex;
  const auto listener = [&](const Request& request) {
    base::MutexLock lock(mutex);
    for (const auto& [name, value] : request.headers) heard += name + ": " + value + "\n";
    heard += request.body;
    return Response{};
  };
  const auto other = HttpServer::Start({}, listener).value();
  int status = 302;
  const auto first =
      HttpServer::Start({}, [&](const Request&) {
        Response response;
        response.status = status;
        response.headers = {{"Location", fmt::format("http://127.0.0.1:{}/", other->port())}};
        return response;
      }).value();
  auto options = Options(first->port());
  options.allow =
      AllowList::Parse(fmt::format("127.0.0.1:{},127.0.0.1:{}", first->port(), other->port()))
          .value();
  const auto client = HttpClient::Create(options).value();
  FetchRequest request = Get(first->port());
  request.url = fmt::format("http://reader:s3cret@127.0.0.1:{}/", first->port());
  request.headers = {{"Authorization", "s3cret"}, {"Cookie", "a=s3cret"}, {"X-Auth", "s3cret"},
                     {"X-Api-Key", "s3cret"},     {"Referer", "s3cret"},  {"Accept", "text/html"}};
  EXPECT_TRUE(client->FetchAndWait(request).has_value());
  EXPECT_THAT(heard, HasSubstr("Accept: text/html"));
  EXPECT_THAT(heard, testing::Not(HasSubstr("s3cret")));
  EXPECT_THAT(heard, testing::Not(HasSubstr("Authorization")));
  // Neither does a body go there.
  heard.clear();
  for (const int code : {307, 308}) {
    status = code;
    request.method = "POST";
    request.body = "s3cret";
    const auto answer = client->FetchAndWait(request);
    ASSERT_FALSE(answer.has_value());
    EXPECT_EQ(answer.error().kind(), ErrorKind::kRefused) << answer.error().message();
  }
  EXPECT_EQ(heard, "");
  // Headers about the message itself are not the caller's to set.
  for (const char* name : {"Host", "content-length", "Transfer-Encoding", "Connection", "TE",
                           "Upgrade", "Proxy-Authorization", "Expect", "a b", ""}) {
    FetchRequest bad = Get(first->port());
    bad.headers = {{name, "x"}};
    const auto answer = client->FetchAndWait(bad);
    ASSERT_FALSE(answer.has_value()) << name;
    EXPECT_EQ(answer.error().kind(), ErrorKind::kInvalidInput) << name;
  }
}

}  // namespace
}  // namespace net
