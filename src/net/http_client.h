#pragma once
// The one way out of the process: HTTP and HTTPS (libcurl behind it), with every hop checked.
//
// Limits hold for strangers: only http and https; the address of every hop must be public
// (net/address.h) unless the owner allows the host; at most five redirects, each of them checked
// like the first; caps on header bytes and lines, on bytes as they come and decompressed and on the
// ratio of the two, on time and slowness; no cookies, no proxy from the environment, nothing of the
// caller's that could prove who asks sent on to another host. Of one host at most two requests run
// at once, with a pause between two; hosts take turns, also where one connection carries many
// requests (HTTP/2).
//
// A host to which no connection comes about is left alone for a while (net/host_health.h): what
// waits for it is answered with the same failure, so that a host that is down is asked once and not
// once for each who asks. A host that answers 429 or 503 with Retry-After is left alone that long,
// one that answers 429 without it for a minute at first: for a few seconds requests wait, then they
// are answered in its name, with 503 and Retry-After. So it is with every hop of a redirect.
//
// Through a proxy all of this holds: the host's name is looked up here, the address is checked, and
// the proxy is asked for a tunnel to that very address. Only a host that the owner allows by name
// is left to the proxy to look up.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "net/address.h"
#include "net/http_server.h"  // Headers, FindHeader

namespace net {

enum class HttpVersion {
  kAny,     // HTTP/2 where TLS agrees on it, else 1.1
  kHttp11,  // for servers whose HTTP/2 is broken
  kHttp2,   // as kAny, and without TLS too, for those known to speak it
};

// What comes of a body beyond body_limit, and of one redirect more than redirect_limit. A body that
// comes in more than twice as many bytes as it may have when decompressed fails in any case.
enum class BeyondLimits {
  kFails,     // an error, kRefused
  kIsCutOff,  // an answer: the body's first body_limit bytes; the redirect itself
};

enum class Redirects {
  kAreFollowed,  // up to redirect_limit
  kAreAnswers,   // FetchResponse::leads_to says where to: whoever asked goes there, or not
};

struct FetchRequest {
  std::string url;  // absolute
  std::string method = "GET";
  // Sent as they are; "User-Agent" takes the place of the client's. Host, Content-Length and those
  // about the connection are the client's business and refused (kInvalidInput). Only a few harmless
  // ones (Accept and the like) are sent on when a redirect leads to another host.
  Headers headers;
  std::string body;
  // "http://", "https://", "socks5://" or "socks5h://" [USER:PASSWORD@]HOST[:PORT]; empty: none. It
  // may stand at any address: whoever names a proxy wants it reached.
  std::string proxy;
  // From the start of this request to the next one of its host at least, where that is more than
  // HttpClientOptions::pause_per_host.
  std::chrono::milliseconds pause{0};
  // Before whatever waits for the same host: a list of what is new, before its pages.
  bool goes_first = false;
  HttpVersion http_version = HttpVersion::kAny;
  // Of the last answer, verbatim; empty: not sent. An answer of 304 then means "as it was".
  std::string etag;
  std::string last_modified;
  size_t body_limit = size_t{16} << 20;       // decompressed bytes
  std::chrono::milliseconds timeout{20'000};  // all hops together, waiting for their turn left out
  Redirects redirects = Redirects::kAreFollowed;
  int redirect_limit = 5;
  BeyondLimits beyond_limits = BeyondLimits::kFails;
};

struct FetchTimings {                   // of all hops together
  std::chrono::microseconds waited{0};  // for their turn
  std::chrono::microseconds name_lookup{0};
  std::chrono::microseconds connect{0};
  std::chrono::microseconds tls{0};
  std::chrono::microseconds first_byte{0};  // from the request sent to the first byte of the answer
  std::chrono::microseconds total{0};       // without `waited`
};

struct FetchResponse {
  std::string url;        // as asked for
  std::string final_url;  // WHATWG-serialised, without fragment, name and password
  int status = 0;
  bool was_asked = true;  // false: in the name of a host that is left alone
  // Where permanent redirects (301, 308) lead, as long as one followed the other from the start:
  // the address to ask for next time, with the name and password that it was asked with.
  std::optional<std::string> moved_to;
  int redirects = 0;
  // Of a redirect that is the answer: where to, with the name and password that it was asked with
  // where the host key is the same, without fragment.
  std::optional<std::string> leads_to;
  Headers headers;   // of the last hop, names in lower case, values as sent (bytes of any kind, no
                     // control characters but tabs)
  std::string body;  // content-encoding undone
  uint64_t received_bytes = 0;  // of the body as it came, compressed
  std::string remote_address;   // of the last hop's server, not of a proxy
  FetchTimings timings;
};

// Called exactly once, on the client's thread (or, when nothing could be started, on the caller's):
// must be quick, must not throw, may call Fetch, must not destroy the client.
using FetchCallback = std::function<void(base::Result<FetchResponse>)>;

struct HttpClientOptions {
  std::string user_agent = "Octavo/0.1 (news reader)";
  AllowList allow;
  size_t transfers_at_once = 64;
  // A transfer that runs for longer than a quarter of a second does not count among those, so that
  // slow servers do not keep quick ones waiting; all together may be this many times
  // transfers_at_once.
  size_t slow_factor = 8;
  size_t transfers_per_host = 2;                 // a host key: scheme, host and port
  std::chrono::milliseconds pause_per_host{50};  // from one start to the next
  size_t queue_limit = 20'000;                   // requests that wait; Fetch waits for room then
  size_t header_limit = 64 * 1024;               // bytes of one answer's headers, and of trailers
  size_t header_lines = 500;                     // of one answer
  size_t memory_limit = size_t{256} << 20;       // bodies of all running transfers together
  int slowest_bytes_per_second = 100;            // over ten seconds
  // Certificates (PEM) that TLS trusts instead of the system's; empty: the system's.
  std::string ca_file;
};

// Safe for use by several threads. Everything of the network happens on one thread of its own.
class HttpClient {
 public:
  // kBug when libcurl or a thread cannot be set up.
  static base::Result<std::unique_ptr<HttpClient>> Create(HttpClientOptions options);
  // What has not been answered is answered with kUnavailable. Ends within a second or so.
  virtual ~HttpClient() = default;

  // The answer is an error when there was no HTTP answer to speak of: kInvalidInput (no http URL),
  // kRefused (address, too large, too many redirects), kTimeout, kUnavailable (everything else). It
  // names the URL. Any status is an answer, 404 too. Waits while the queue is full, except on the
  // client's own thread.
  virtual void Fetch(FetchRequest request, FetchCallback callback) = 0;
  // As Fetch, waiting for the answer. Precondition: not on the client's own thread.
  base::Result<FetchResponse> FetchAndWait(FetchRequest request);

  virtual size_t running() const = 0;
  virtual size_t waiting() const = 0;
};

}  // namespace net
