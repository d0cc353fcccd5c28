// Redirects are followed here and not by libcurl, so that every hop is read by our own URL parser,
// is checked against the allow list under its own name, and waits for its turn at its own host.
// libcurl is given scheme, host and port one by one and the rest of the URL verbatim: it never
// parses a URL of a stranger, so there are no two opinions about where one leads.

#include "net/transfer.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace net {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr long kConnectMilliseconds = 10'000;
constexpr long kSlowSeconds = 10;

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string Lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), Lower);
  return out;
}

bool IsToken(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > 0x20 && c < 0x7F &&
           std::string_view("()<>@,;:\\\"/[]?={}").find(c) == std::string_view::npos;
  });
}

bool HasControls(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

// For messages: without name and password.
std::string Shown(const Url& url) {
  if (url.username().empty() && url.password().empty()) return url.href();
  const std::string port = url.port() ? fmt::format(":{}", *url.port()) : "";
  return fmt::format("{}://{}{}{}", url.scheme(), url.host(), port, url.path());
}

bool IsRedirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::optional<IpAddress> AddressOf(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, address, sizeof(v4));
    std::array<uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
    return IpAddress::FromV4(bytes);
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof(v6));
    std::array<uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return IpAddress::FromV6(bytes);
  }
  return std::nullopt;
}

}  // namespace

struct Transfer::Handles {
  CURL* easy = nullptr;
  CURLU* url = nullptr;
  curl_slist* headers = nullptr;
  ~Handles() {
    if (easy != nullptr) curl_easy_cleanup(easy);
    if (url != nullptr) curl_url_cleanup(url);
    curl_slist_free_all(headers);
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

void Transfer::AddWait(std::chrono::steady_clock::duration waited) {
  response_.timings.waited += std::chrono::duration_cast<microseconds>(waited);
}

void Transfer::Forget(std::string& body) {
  if (body.empty()) return;
  body_bytes_ -= body.size();
  body.clear();
}

base::Status Transfer::CheckRequest() const {
  const auto bad = [](std::string what) {
    return base::Fail(base::ErrorKind::kInvalidInput, std::move(what));
  };
  if (!current_->IsHttp()) {
    return bad(fmt::format("{}: only http and https are fetched", Shown(*current_)));
  }
  if (!IsToken(request_.method)) return bad("not an HTTP method: " + request_.method);
  for (const auto& [name, value] : request_.headers) {
    if (!IsToken(name) || HasControls(value)) return bad("not an HTTP header: " + name);
  }
  return {};
}

bool Transfer::Prepare() {
  auto url = Url::Parse(request_.url);
  if (!url) {
    error_ = std::move(url).error();
    return false;
  }
  current_ = std::move(*url);
  first_ = Shown(*current_);
  const base::Status status = CheckRequest();
  if (!status) error_ = status.error();
  return status.has_value();
}

void* Transfer::StartHop() {
  header_bytes_ = 0;
  refused_address_.clear();
  response_.headers.clear();
  Forget(response_.body);
  is_allowed_ = options_.allow.Allows(current_->host(), current_->effective_port());
  if (handles_->easy == nullptr) handles_->easy = curl_easy_init();
  if (handles_->easy == nullptr || !SetUpHandle() || !SetUpUrl()) {
    Fail({base::ErrorKind::kBug, "libcurl could not be set up for " + Shown(*current_)});
    return nullptr;
  }
  SetUpMethod();
  SetUpHeaders();
  return handles_->easy;
}

bool Transfer::SetUpHandle() {
  CURL* easy = handles_->easy;
  curl_easy_reset(easy);
  const auto left =
      request_.timeout - std::chrono::duration_cast<milliseconds>(response_.timings.total);
  const long left_milliseconds = std::max(1L, static_cast<long>(left.count()));
  curl_easy_setopt(easy, CURLOPT_PRIVATE, this);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  // A name lookup that hangs is left behind instead of waited for.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, left_milliseconds);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   std::min(left_milliseconds, kConnectMilliseconds));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT,
                   static_cast<long>(options_.slowest_bytes_per_second));
  curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, kSlowSeconds);
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  // A proxy would connect for us, to addresses that we do not see.
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, options_.user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request_.body_limit));
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Transfer::OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Transfer::OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
  const curl_opensocket_callback open_socket = [](void* self, curlsocktype purpose,
                                                  curl_sockaddr* address) -> curl_socket_t {
    return OnOpenSocket(self, purpose, address);
  };
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK;
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
    // What proves who we are is for the host that it was given for.
    const std::string lowered = Lowered(name);
    const bool is_secret = lowered == "authorization" || lowered == "cookie" ||
                           lowered.find("key") != std::string::npos ||
                           lowered.find("token") != std::string::npos;
    if (!value.empty() && (same_host_ || !is_secret)) add(name, value);
  }
  if (!request_.etag.empty() && !HasControls(request_.etag)) add("If-None-Match", request_.etag);
  if (!request_.last_modified.empty() && !HasControls(request_.last_modified)) {
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
  // 0 would mean "all taken" for an empty piece.
  return static_cast<Transfer*>(self)->TakeBody({bytes, size * count}) ? size * count
                                                                       : CURL_WRITEFUNC_ERROR;
}

int Transfer::OnOpenSocket(void* self, int /*purpose*/, void* address) {
  const auto* wanted = static_cast<const curl_sockaddr*>(address);
  if (!static_cast<Transfer*>(self)->MayConnect(&wanted->addr)) return CURL_SOCKET_BAD;
  return socket(wanted->family, wanted->socktype | SOCK_CLOEXEC, wanted->protocol);
}

bool Transfer::MayConnect(const void* socket_address) {
  const auto address = AddressOf(static_cast<const sockaddr*>(socket_address));
  if (address && (is_allowed_ || address->IsPublic())) return true;
  refused_address_ = address ? address->ToString() : "of an unknown kind";
  return false;
}

bool Transfer::TakeHeader(std::string_view line) {
  header_bytes_ += line.size();
  if (header_bytes_ > options_.header_limit) {
    Fail({base::ErrorKind::kRefused, fmt::format("{}: more than {} bytes of headers",
                                                 Shown(*current_), options_.header_limit)});
    return false;
  }
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n' || line.back() == ' ')) {
    line.remove_suffix(1);
  }
  if (line.empty()) return true;
  if (line.starts_with("HTTP/")) {  // the answer behind a "100 Continue"
    response_.headers.clear();
    return true;
  }
  const size_t colon = line.find(':');
  if (line.front() == ' ' || line.front() == '\t') {  // a folded value goes on
    if (!response_.headers.empty()) response_.headers.back().second += line;
  } else if (colon != std::string_view::npos) {
    std::string_view value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    response_.headers.emplace_back(Lowered(line.substr(0, colon)), value);
  }
  return true;
}

bool Transfer::TakeBody(std::string_view bytes) {
  if (bytes.size() > request_.body_limit - response_.body.size()) {
    Fail({base::ErrorKind::kRefused,
          fmt::format("{}: more than {} bytes", Shown(*current_), request_.body_limit)});
    return false;
  }
  if (body_bytes_ + bytes.size() > options_.memory_limit) {
    Fail({base::ErrorKind::kUnavailable,
          fmt::format("{}: too much is being fetched at once", Shown(*current_))});
    return false;
  }
  response_.body += bytes;
  body_bytes_ += bytes.size();
  return true;
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
}

bool Transfer::FinishHop(int curl_code) {
  AddTimings();
  if (error_) return false;
  if (curl_code != CURLE_OK) {
    Fail(ErrorOf(curl_code));
    return false;
  }
  long status = 0;
  curl_easy_getinfo(handles_->easy, CURLINFO_RESPONSE_CODE, &status);
  response_.status = static_cast<int>(status);
  return IsRedirect(response_.status) && Redirect(response_.status);
}

bool Transfer::Redirect(int status) {
  const std::string_view location = FindHeader(response_.headers, "location");
  if (location.empty()) return false;
  const std::string from = Shown(*current_);
  auto next = Url::Parse(location, &*current_);
  if (!next || !next->IsHttp()) {
    Fail({base::ErrorKind::kRefused, fmt::format("{}: redirected to what is no http URL", from)});
    return false;
  }
  if (++response_.redirects > request_.redirect_limit) {
    Fail({base::ErrorKind::kRefused,
          fmt::format("{}: more than {} redirects", from, request_.redirect_limit)});
    return false;
  }
  if (request_.timeout <= response_.timings.total) {
    Fail({base::ErrorKind::kTimeout, fmt::format("{}: no time is left for a redirect", from)});
    return false;
  }
  if (status == 303 || (request_.method == "POST" && status <= 302)) {
    request_.method = request_.method == "HEAD" ? "HEAD" : "GET";
    request_.body.clear();
  }
  only_permanent_ = only_permanent_ && (status == 301 || status == 308);
  same_host_ = same_host_ && next->HostKey() == current_->HostKey();
  current_ = std::move(*next);
  if (only_permanent_) {
    response_.moved_to = current_->href().substr(0, current_->href().find('#'));
  }
  return true;
}

base::Error Transfer::ErrorOf(int curl_code) const {
  const std::string url = Shown(*current_);
  const auto error = [&url](base::ErrorKind kind, std::string_view what) {
    return base::Error(kind, fmt::format("{}: {}", url, what));
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
      return error(base::ErrorKind::kUnavailable, "the host's name has no address");
    case CURLE_COULDNT_CONNECT:
      if (!refused_address_.empty()) {
        return error(base::ErrorKind::kRefused,
                     fmt::format("its address {} is not of the open Internet (an allow entry "
                                 "\"{}:{}\" would let it pass)",
                                 refused_address_, current_->host(), current_->effective_port()));
      }
      return error(base::ErrorKind::kUnavailable, "nothing answers there");
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_GOT_NOTHING:
      return error(base::ErrorKind::kUnavailable, "the connection ended before the answer did");
    case CURLE_PEER_FAILED_VERIFICATION:
      return error(base::ErrorKind::kUnavailable, "its certificate could not be verified");
    case CURLE_UNSUPPORTED_PROTOCOL:
      return error(base::ErrorKind::kUnavailable, "what answers there does not speak HTTP");
    case CURLE_URL_MALFORMAT:
      return error(base::ErrorKind::kInvalidInput, "not an address that can be fetched");
    default:
      return error(base::ErrorKind::kUnavailable,
                   curl_easy_strerror(static_cast<CURLcode>(curl_code)));
  }
}

void Transfer::Fail(base::Error error) {
  if (!error_) error_ = std::move(error);
}

void Transfer::Answer() {
  if (error_) {
    std::string doing = "fetching ";
    if (response_.redirects > 0) doing += first_ + ", redirected: ";
    callback_(base::Fail(error_->kind(), doing + error_->message()));
    return;
  }
  response_.final_url = current_->href().substr(0, current_->href().find('#'));
  body_bytes_ -= response_.body.size();
  FetchResponse response = std::move(response_);
  response_.body.clear();
  callback_(std::move(response));
}

}  // namespace net
