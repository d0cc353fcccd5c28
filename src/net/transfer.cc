// Redirects are followed here and not by libcurl, so that every hop is read by our own URL parser,
// is checked against the allow list under its own name, and waits for its turn at its own host.

#include "net/transfer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/time.h"
#include "net/http_date.h"
#include "net/http_text.h"

namespace net {
namespace {

using std::chrono::microseconds;

// What a caller's header must not say: it is the client's business, and two opinions about where a
// message ends are how requests are smuggled.
constexpr std::array<std::string_view, 11> kOwnHeaders = {"connection",
                                                          "content-length",
                                                          "expect",
                                                          "host",
                                                          "keep-alive",
                                                          "proxy-connection",
                                                          "te",
                                                          "trailer",
                                                          "upgrade",
                                                          "transfer-encoding",
                                                          "proxy-authorization"};

bool IsRedirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::string WithoutFragment(const Url& url) {
  return url.href().substr(0, url.href().find('#'));
}

}  // namespace

void Transfer::AddWait(std::chrono::steady_clock::duration waited) {
  response_.timings.waited += std::chrono::duration_cast<microseconds>(waited);
}

std::string Transfer::Shown() const {
  const Url& url = *current_;
  if (url.username().empty() && url.password().empty()) return url.href();
  const std::string port = url.port() ? fmt::format(":{}", *url.port()) : "";
  return fmt::format("{}://{}{}{}", url.scheme(), url.host(), port, url.path());
}

void Transfer::Forget(std::string& body) {
  if (body.empty()) return;
  body_bytes_ -= body.size();
  body.clear();
}

// ---- before the first hop ----------------------------------------------------------------------

base::Status Transfer::CheckRequest() const {
  const auto bad = [](std::string what) {
    return base::Fail(base::ErrorKind::kInvalidInput, std::move(what));
  };
  if (!current_->IsHttp()) {
    return bad(fmt::format("{}: only http and https are fetched", Shown()));
  }
  if (!IsToken(request_.method)) return bad("not an HTTP method: " + request_.method);
  if (HasLineEnds(options_.user_agent)) return bad("not a user agent: it has line ends");
  for (const auto& [name, value] : request_.headers) {
    if (!IsToken(name) || HasLineEnds(value)) return bad("not an HTTP header: " + name);
    if (std::ranges::find(kOwnHeaders, LoweredAscii(name)) != kOwnHeaders.end()) {
      return bad("not a header that may be set: " + name);
    }
  }
  return {};
}

base::Status Transfer::CheckProxy() {
  if (request_.proxy.empty()) return {};
  const auto proxy = Url::Parse(request_.proxy);
  constexpr std::array<std::string_view, 4> kSchemes = {"http", "https", "socks5", "socks5h"};
  const bool is_known = proxy && !proxy->host().empty() &&
                        std::ranges::find(kSchemes, proxy->scheme()) != kSchemes.end();
  if (is_known) return {};
  // Without the text: a proxy's address holds its password.
  return base::Fail(base::ErrorKind::kInvalidInput,
                    "not a proxy: it starts with http://, https://, socks5:// or socks5h://");
}

bool Transfer::Prepare() {
  auto url = Url::Parse(request_.url);
  if (!url) {
    error_ = std::move(url).error();
    return false;
  }
  current_ = std::move(*url);
  first_ = Shown();
  base::Status status = CheckRequest();
  if (status) status = CheckProxy();
  if (!status) error_ = status.error();
  return status.has_value();
}

// ---- where a hop leads -------------------------------------------------------------------------

void Transfer::BeginHop() {
  header_bytes_ = 0;
  header_lines_ = 0;
  codings_ = 0;
  is_cut_off_ = false;
  received_ = 0;
  refused_address_.clear();
  response_.headers.clear();
  Forget(response_.body);
  is_allowed_ = options_.allow.Allows(current_->host(), current_->effective_port());
}

std::optional<std::string> Transfer::NameToLookUp() const {
  const bool is_allowed = options_.allow.Allows(current_->host(), current_->effective_port());
  if (request_.proxy.empty() || is_allowed) return std::nullopt;
  return std::string(current_->host());
}

bool Transfer::GoTo(const base::Result<std::vector<IpAddress>>& addresses) {
  if (!addresses) {
    Fail(addresses.error().With(Shown()));
    return false;
  }
  const auto reachable = std::ranges::find_if(*addresses, &IpAddress::IsPublic);
  if (reachable == addresses->end()) {
    refused_address_ = addresses->empty() ? "of an unknown kind" : addresses->front().ToString();
    Fail(OfAddress());
    return false;
  }
  target_ = *reachable;
  return true;
}

base::Error Transfer::OfAddress() const {
  return {base::ErrorKind::kRefused,
          fmt::format("{}: its address {} is not of the open Internet (an allow entry \"{}:{}\" "
                      "would let it pass)",
                      Shown(), refused_address_, current_->host(), current_->effective_port())};
}

// ---- after a hop -------------------------------------------------------------------------------

bool Transfer::Redirect(int status) {
  if (!IsRedirect(status)) return false;
  const std::string_view location = FindHeader(response_.headers, "location");
  if (location.empty()) return false;
  const std::string from = Shown();
  const auto refuse = [this, &from](std::string_view why) {
    Fail({base::ErrorKind::kRefused, fmt::format("{}: {}", from, why)});
    return false;
  };
  auto next = Url::Parse(location, &*current_);
  if (!next || !next->IsHttp()) return refuse("redirected to what is no http URL");
  next = next->WithUserInfoOf(*current_);
  if (request_.redirects == Redirects::kAreAnswers) {
    response_.leads_to = WithoutFragment(*next);
    return false;
  }
  if (response_.redirects >= request_.redirect_limit) {
    if (request_.beyond_limits == BeyondLimits::kIsCutOff) return false;
    return refuse(fmt::format("more than {} redirects", request_.redirect_limit));
  }
  ++response_.redirects;
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
  if (!same_host_ && !request_.body.empty()) {
    return refuse("redirected to another host, which is not sent what was meant for this one");
  }
  current_ = std::move(*next);
  target_.reset();
  if (only_permanent_) {
    response_.moved_to = WithoutFragment(*current_);
  }
  return true;
}

void Transfer::Refuse(std::string_view why) {
  Fail({base::ErrorKind::kRefused, fmt::format("{}: {}", Shown(), why)});
}

void Transfer::Fail(base::Error error) {
  if (!error_) error_ = std::move(error);
}

std::optional<std::chrono::seconds> Transfer::RestAskedFor() const {
  if (error_ || (response_.status != 429 && response_.status != 503)) return std::nullopt;
  const base::Instant now = base::SystemClock().Now();
  const auto until = ParseRetryAfter(FindHeader(response_.headers, "retry-after"), now);
  if (!until || *until <= now) return std::nullopt;
  return std::chrono::ceil<std::chrono::seconds>(
      std::chrono::microseconds(until->micros - now.micros));
}

void Transfer::AnswerLater(std::chrono::seconds rest) {
  Forget(response_.body);
  response_.was_asked = false;
  response_.remote_address.clear();
  response_.status = 503;
  response_.headers = {{"retry-after", std::to_string(rest.count())}};
  Answer();
}

void Transfer::Answer() {
  if (error_) {
    std::string doing = "fetching ";
    if (response_.redirects > 0) doing += first_ + ", redirected: ";
    callback_(base::Fail(error_->kind(), doing + error_->message()));
    return;
  }
  response_.final_url = WithoutFragment(current_->WithoutUserInfo());
  body_bytes_ -= response_.body.size();
  FetchResponse response = std::move(response_);
  response_.body.clear();
  callback_(std::move(response));
}

}  // namespace net
