// What libcurl is told and what it tells.
//
// It is given scheme, host and port one by one and the rest of the URL verbatim: it never parses a
// URL of a stranger, so there are no two opinions about where one leads. It follows no redirect,
// keeps no cookies, reads no .netrc, no HSTS list and no Alt-Svc, and asks us before it opens a
// socket: that hook is where every address is checked, after the name was looked up, whichever name
// it was and however often its name server changes its mind. A connection that is used again was
// checked when it was opened, for the same host and port (libcurl's pool goes by them, and by the
// proxy).

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>

#include "net/http_text.h"
#include "net/transfer.h"

namespace net {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr long kConnectMilliseconds = 10'000;
constexpr long kSlowSeconds = 10;

// What may prove who asks (Authorization, Cookie, keys under any name) is for the host that it was
// given for; these say nothing of the kind.
bool MayGoAnywhere(std::string_view header) {
  constexpr std::array<std::string_view, 8> kHarmless = {"accept",        "accept-language", "a-im",
                                                         "cache-control", "content-type",    "dnt",
                                                         "pragma",        "user-agent"};
  return std::ranges::find(kHarmless, LoweredAscii(header)) != kHarmless.end();
}

}  // namespace

struct Transfer::Handles {
  CURL* easy = nullptr;
  CURLU* url = nullptr;
  curl_slist* headers = nullptr;
  curl_slist* connect_to = nullptr;
  char message[CURL_ERROR_SIZE] = {};  // what went wrong, in libcurl's words
  ~Handles() {
    if (easy != nullptr) curl_easy_cleanup(easy);
    if (url != nullptr) curl_url_cleanup(url);
    curl_slist_free_all(headers);
    curl_slist_free_all(connect_to);
  }
};

Transfer::Transfer(FetchRequest request, FetchCallback callback, const HttpClientOptions& options,
                   size_t& body_bytes)
    : request_(std::move(request)),
      callback_(std::move(callback)),
      options_(options),
      body_bytes_(body_bytes),
      handles_(std::make_unique<Handles>()) {
  response_.url = request_.url;
}

Transfer::~Transfer() {
  Forget(response_.body);
}

void* Transfer::handle() const {
  return handles_->easy;
}

void* Transfer::StartHop() {
  BeginHop();
  if (handles_->easy == nullptr) handles_->easy = curl_easy_init();
  if (handles_->easy == nullptr || !SetUpHandle() || !SetUpLimits() || !SetUpTls() ||
      !SetUpProxy() || !SetUpUrl()) {
    Fail({base::ErrorKind::kBug, "libcurl could not be set up for " + current_->HostKey()});
    return nullptr;
  }
  SetUpTimes();
  SetUpMethod();
  SetUpHeaders();
  return handles_->easy;
}

// What never changes: who is called, and what libcurl must leave alone.
bool Transfer::SetUpHandle() {
  CURL* easy = handles_->easy;
  curl_easy_reset(easy);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // A name lookup that hangs is left behind instead of waited for.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  const curl_xferinfo_callback progress = [](void* self, curl_off_t total, curl_off_t received,
                                             curl_off_t up_total, curl_off_t up) -> int {
    return OnProgress(self, total, received, up_total, up);
  };
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, progress);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  const curl_opensocket_callback open_socket = [](void* self, curlsocktype purpose,
                                                  curl_sockaddr* address) -> curl_socket_t {
    return OnOpenSocket(self, purpose, address);
  };
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK;
}

void Transfer::SetUpTimes() {
  CURL* easy = handles_->easy;
  const auto left =
      request_.timeout - std::chrono::duration_cast<milliseconds>(response_.timings.total);
  const long left_milliseconds = std::max(1L, static_cast<long>(left.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, left_milliseconds);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   std::min(left_milliseconds, kConnectMilliseconds));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT,
                   static_cast<long>(options_.slowest_bytes_per_second));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
}

bool Transfer::SetUpLimits() {
  CURL* easy = handles_->easy;
  const long version = request_.http_version == HttpVersion::kHttp11  ? CURL_HTTP_VERSION_1_1
                       : request_.http_version == HttpVersion::kHttp2 ? CURL_HTTP_VERSION_2_0
                                                                      : CURL_HTTP_VERSION_2TLS;
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, version);
  curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
  const auto announced = request_.beyond_limits == BeyondLimits::kIsCutOff
                             ? curl_off_t{0}  // any size
                             : static_cast<curl_off_t>(request_.body_limit);
  return curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, announced) == CURLE_OK;
}

bool Transfer::SetUpTls() {
  CURL* easy = handles_->easy;
  handles_->message[0] = '\0';
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, handles_->message);
  bool is_set = curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2) == CURLE_OK;
  if (!options_.ca_file.empty()) {
    is_set = is_set &&
             curl_easy_setopt(easy, CURLOPT_CAINFO, options_.ca_file.c_str()) == CURLE_OK &&
             curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr) == CURLE_OK &&
             curl_easy_setopt(easy, CURLOPT_PROXY_CAINFO, options_.ca_file.c_str()) == CURLE_OK &&
             curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, nullptr) == CURLE_OK;
  }
  return is_set;
}

// Environment variables (http_proxy, no_proxy, …) count for nothing: an empty proxy and an empty
// list of exceptions are said in so many words. A proxy is asked for a tunnel for http:// too, so
// that it is given an address and not a name.
bool Transfer::SetUpProxy() {
  CURL* easy = handles_->easy;
  bool is_set = curl_easy_setopt(easy, CURLOPT_PROXY, request_.proxy.c_str()) == CURLE_OK &&
                curl_easy_setopt(easy, CURLOPT_NOPROXY, "") == CURLE_OK;
  if (request_.proxy.empty()) return is_set;
  is_set = is_set && curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L) == CURLE_OK;
  if (is_allowed_) return is_set;
  if (!target_) return false;  // nobody checked where this leads
  const std::string address =
      target_->is_v4() ? target_->ToString() : fmt::format("[{}]", target_->ToString());
  curl_slist_free_all(handles_->connect_to);
  handles_->connect_to = curl_slist_append(
      nullptr, fmt::format("::{}:{}", address, current_->effective_port()).c_str());
  return is_set && handles_->connect_to != nullptr &&
         curl_easy_setopt(easy, CURLOPT_CONNECT_TO, handles_->connect_to) == CURLE_OK;
}

bool Transfer::SetUpUrl() {
  if (handles_->url != nullptr) curl_url_cleanup(handles_->url);
  handles_->url = curl_url();
  CURLU* url = handles_->url;
  if (url == nullptr) return false;
  const auto set = [url](CURLUPart part, std::string_view value) {
    return curl_url_set(url, part, std::string(value).c_str(), 0) == CURLUE_OK;
  };
  bool is_set =
      set(CURLUPART_SCHEME, current_->scheme()) && set(CURLUPART_HOST, current_->host()) &&
      set(CURLUPART_PORT, std::to_string(current_->effective_port())) && set(CURLUPART_PATH, "/");
  if (!current_->username().empty()) is_set = is_set && set(CURLUPART_USER, current_->username());
  if (!current_->password().empty()) {
    is_set = is_set && set(CURLUPART_PASSWORD, current_->password());
  }
  // Path and query byte for byte.
  std::string target(current_->path());
  const std::string_view href = current_->href();
  const std::string_view without_fragment = href.substr(0, href.find('#'));
  if (const size_t mark = without_fragment.find('?'); mark != std::string_view::npos) {
    target += without_fragment.substr(mark);
  }
  return is_set && curl_easy_setopt(handles_->easy, CURLOPT_CURLU, url) == CURLE_OK &&
         curl_easy_setopt(handles_->easy, CURLOPT_REQUEST_TARGET, target.c_str()) == CURLE_OK;
}

void Transfer::SetUpMethod() {
  CURL* easy = handles_->easy;
  if (request_.method == "GET") {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    return;
  }
  if (request_.method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
    return;
  }
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(request_.body.size()));
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request_.body.data());
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
}

void Transfer::SetUpHeaders() {
  curl_slist_free_all(handles_->headers);
  handles_->headers = nullptr;
  const auto add = [this](std::string_view name, std::string_view value) {
    curl_slist* more =
        curl_slist_append(handles_->headers, fmt::format("{}: {}", name, value).c_str());
    if (more != nullptr) handles_->headers = more;
  };
  for (const auto& [name, value] : request_.headers) {
    if (!value.empty() && (same_host_ || MayGoAnywhere(name))) add(name, value);
  }
  if (!request_.etag.empty() && !HasLineEnds(request_.etag)) add("If-None-Match", request_.etag);
  if (!request_.last_modified.empty() && !HasLineEnds(request_.last_modified)) {
    add("If-Modified-Since", request_.last_modified);
  }
  if (!request_.body.empty()) add("Expect", "");
  curl_easy_setopt(handles_->easy, CURLOPT_HTTPHEADER, handles_->headers);
}

// ---- what curl calls ---------------------------------------------------------------------------

size_t Transfer::OnHeader(char* bytes, size_t size, size_t count, void* self) {
  return static_cast<Transfer*>(self)->TakeHeader({bytes, size * count}) ? size * count : 0;
}

size_t Transfer::OnBody(char* bytes, size_t size, size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  curl_off_t received = 0;
  curl_easy_getinfo(transfer.handle(), CURLINFO_SIZE_DOWNLOAD_T, &received);
  transfer.received_ = static_cast<uint64_t>(std::max<curl_off_t>(received, 0));
  // 0 would mean "all taken" for an empty piece.
  return transfer.TakeBody({bytes, size * count}) ? size * count : CURL_WRITEFUNC_ERROR;
}

int Transfer::OnProgress(void* self, int64_t /*total*/, int64_t received, int64_t /*up_total*/,
                         int64_t /*up*/) {
  const auto taken = static_cast<uint64_t>(std::max<int64_t>(received, 0));
  return static_cast<Transfer*>(self)->TakeProgress(taken) ? 0 : 1;
}

int Transfer::OnOpenSocket(void* self, int /*purpose*/, void* address) {
  const auto* wanted = static_cast<const curl_sockaddr*>(address);
  if (!static_cast<Transfer*>(self)->MayConnect(&wanted->addr)) return CURL_SOCKET_BAD;
  return socket(wanted->family, wanted->socktype | SOCK_CLOEXEC, wanted->protocol);
}

// ---- after a hop -------------------------------------------------------------------------------

void Transfer::AddTimings() {
  const auto get = [this](CURLINFO what) {
    curl_off_t value = 0;
    curl_easy_getinfo(handles_->easy, what, &value);
    return microseconds(std::max<curl_off_t>(value, 0));
  };
  const auto positive = [](microseconds value) { return std::max(value, microseconds(0)); };
  const microseconds lookup = get(CURLINFO_NAMELOOKUP_TIME_T);
  const microseconds connect = get(CURLINFO_CONNECT_TIME_T);
  FetchTimings& timings = response_.timings;
  timings.name_lookup += lookup;
  timings.connect += positive(connect - lookup);
  timings.tls += positive(get(CURLINFO_APPCONNECT_TIME_T) - connect);
  timings.first_byte +=
      positive(get(CURLINFO_STARTTRANSFER_TIME_T) - get(CURLINFO_PRETRANSFER_TIME_T));
  timings.total += get(CURLINFO_TOTAL_TIME_T);
  response_.received_bytes = static_cast<uint64_t>(get(CURLINFO_SIZE_DOWNLOAD_T).count());
  const char* address = nullptr;
  curl_easy_getinfo(handles_->easy, CURLINFO_PRIMARY_IP, &address);
  if (address != nullptr) response_.remote_address = address;
  if (target_) response_.remote_address = target_->ToString();
}

bool Transfer::FinishHop(int curl_code) {
  AddTimings();
  if (error_) return false;
  if (curl_code != CURLE_OK && !is_cut_off_) {
    const base::Error error = ErrorOf(curl_code);
    curl_off_t connected = 0;  // and the handshakes done; 0: that never came about
    curl_easy_getinfo(handles_->easy, CURLINFO_PRETRANSFER_TIME_T, &connected);
    host_is_down_ =
        request_.proxy.empty() && error.kind() != base::ErrorKind::kRefused &&
        (curl_code == CURLE_COULDNT_RESOLVE_HOST || curl_code == CURLE_COULDNT_CONNECT ||
         (curl_code == CURLE_OPERATION_TIMEDOUT && connected == 0));
    Fail(error);
    return false;
  }
  long status = 0;
  curl_easy_getinfo(handles_->easy, CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  return Redirect(response_.status);
}

base::Error Transfer::ErrorOf(int curl_code) const {
  const auto error = [this](base::ErrorKind kind, std::string_view what) {
    return base::Error(kind, fmt::format("{}: {}", Shown(), what));
  };
  const auto unavailable = [&error](std::string_view what) {
    return error(base::ErrorKind::kUnavailable, what);
  };
  switch (curl_code) {
    case CURLE_OPERATION_TIMEDOUT:
      return error(
          base::ErrorKind::kTimeout,
          fmt::format("no whole answer within {} ms, or too slow", request_.timeout.count()));
    case CURLE_FILESIZE_EXCEEDED:
      return error(base::ErrorKind::kRefused,
                   fmt::format("more than {} bytes", request_.body_limit));
    case CURLE_COULDNT_RESOLVE_HOST:
      return unavailable("the host's name has no address");
    case CURLE_COULDNT_RESOLVE_PROXY:
      return unavailable("the proxy's name has no address");
    case CURLE_PROXY:
      return unavailable("the proxy did not connect");
    case CURLE_COULDNT_CONNECT:
      if (!refused_address_.empty()) return OfAddress();
      return unavailable(request_.proxy.empty() ? "nothing answers there"
                                                : "the proxy does not answer, or did not connect");
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
      return unavailable("the connection ended before the answer did");
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
      return unavailable(fmt::format("no secure connection: {}", handles_->message));
    case CURLE_OUT_OF_MEMORY:  // what libcurl says of a line beyond 100 KB, too
      return unavailable("a line of its answer's head is too long");
    case CURLE_WRITE_ERROR:  // not ours: those are told before
    case CURLE_BAD_CONTENT_ENCODING:
      return unavailable("it could not be decompressed");
    case CURLE_UNSUPPORTED_PROTOCOL:
      return unavailable("what answers there does not speak HTTP");
    case CURLE_URL_MALFORMAT:
      return error(base::ErrorKind::kInvalidInput, "not an address that can be fetched");
    default:
      return unavailable(curl_easy_strerror(static_cast<CURLcode>(curl_code)));
  }
}

}  // namespace net
