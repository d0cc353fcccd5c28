#pragma once
// The one HTTP/1.1 server of the project (Boost.Beast behind it). `serve` answers readers with it,
// the sample newsroom publishes with it, tests stand up misbehaving servers with it. TLS and HTTP/2
// are the business of a proxy in front.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace net {

using Headers = std::vector<std::pair<std::string, std::string>>;

// The value of a header (names are compared without case), or empty.
std::string_view FindHeader(const Headers& headers, std::string_view name);

struct Request {
  std::string method;  // "GET"
  std::string target;  // as sent: "/en/search?q=%E9%87%91"
  std::string
      path;  // raw, before '?', repeated slashes collapsed: "/en/search"; not percent-decoded
  std::string query;           // raw, behind '?'
  Headers headers;             // in order, repeated ones kept
  std::string body;            // at most ServerOptions::body_limit
  std::string remote_address;  // "127.0.0.1"
  std::string host;  // the Host header, or the target's in absolute form: "example.org:8080"; made
                     // of what hosts are made of, still a stranger's word

  // The first value of a query parameter, percent-decoded ('+' is a space); empty when it is not
  // there.
  std::string Parameter(std::string_view name) const;
};

struct Response {
  int status = 200;
  Headers headers;  // Content-Length, Date, Connection are the server's own business
  std::string body;
  // Shared bytes instead of `body` when not null: the same page to many readers without a copy.
  std::shared_ptr<const std::string> shared_body;
  // For servers that misbehave on purpose (the sample newsroom): wait before answering; send the
  // body in slow pieces; close the connection after that many bytes of the body.
  std::chrono::milliseconds delay{0};
  size_t bytes_per_second = 0;  // 0: as fast as it goes
  size_t cut_after = SIZE_MAX;
};

// Called on the server's threads, several at once. Must not throw; what it throws is answered with
// 500 and logged.
using Handler = std::function<Response(const Request&)>;

struct ServerOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 0;      // 0: a free one
  int port_attempts = 1;  // tries port, port+1, … when taken
  unsigned threads = 1;
  size_t header_limit = 16 * 1024;
  size_t body_limit = 1024 * 1024;
  // Less where the process may have fewer descriptors. When all are taken, connections that have
  // been idle longest are closed for new ones.
  size_t connection_limit = 10'000;
  std::chrono::seconds idle_timeout{30};
  std::chrono::seconds request_timeout{10};  // from the first byte of a request to its last
};

class HttpServer {
 public:
  // Listens and answers until the object is destroyed. kConflict: the port is taken; kInvalidInput:
  // bad address.
  static base::Result<std::unique_ptr<HttpServer>> Start(const ServerOptions& options,
                                                         Handler handler);
  virtual ~HttpServer() = default;
  virtual uint16_t port() const = 0;
  virtual size_t open_connections() const = 0;
};

}  // namespace net
