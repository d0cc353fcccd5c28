#include "serve/guard.h"

#include <array>

namespace serve {
namespace {

// Pages load nothing from elsewhere but pictures: those come from their publishers, without a
// referrer, until there is a proxy for them. `sandbox` is not needed: there is no markup of others.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: http:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'";

// "127.0.0.1:8080" without the port; of "[::1]:8080" the brackets stay.
std::string_view HostWithoutPort(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

std::string_view HostOfUrl(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  return url.substr(0, url.find('/'));
}

bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    const auto lower = [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

}  // namespace

Origin OriginOfRequest(const net::Request& request) {
  static constexpr std::array<std::string_view, 6> kProxyHeaders = {
      "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"};
  bool proxied = false;
  for (const std::string_view name : kProxyHeaders) {
    proxied = proxied || !net::FindHeader(request.headers, name).empty();
  }
  return OriginOf(request.remote_address, proxied);
}

bool HostIsAllowed(const net::Request& request, Visibility instance, std::string_view public_url) {
  if (instance == Visibility::kPublic) return true;
  const std::string_view allowed = HostOfUrl(public_url);
  if (!allowed.empty() && EqualsIgnoringCase(request.host, allowed)) return true;
  const std::string_view host = HostWithoutPort(request.host);
  return EqualsIgnoringCase(host, "localhost") || host == "127.0.0.1" || host == "[::1]";
}

bool IsSameOriginPost(const net::Request& request, std::string_view public_url) {
  const std::string_view site = net::FindHeader(request.headers, "Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin") return false;
  const std::string_view origin = net::FindHeader(request.headers, "Origin");
  if (origin.empty()) return site == "same-origin";
  // Referrer-Policy: no-referrer makes browsers send "null" even to the page's own origin; then
  // Sec-Fetch-Site alone decides.
  if (origin == "null") return site == "same-origin";
  return EqualsIgnoringCase(origin, BaseOf(request, public_url)) ||
         EqualsIgnoringCase(HostOfUrl(origin), request.host);
}

std::string BaseOf(const net::Request& request, std::string_view public_url) {
  if (!public_url.empty()) {
    while (public_url.ends_with('/')) public_url.remove_suffix(1);
    return std::string(public_url);
  }
  return "http://" + request.host;
}

void AddSecurityHeaders(net::Response& response, bool private_instance) {
  net::Headers& headers = response.headers;
  headers.emplace_back("Content-Security-Policy", kPolicy);
  headers.emplace_back("Referrer-Policy", "no-referrer");
  headers.emplace_back("X-Content-Type-Options", "nosniff");
  headers.emplace_back("X-Frame-Options", "DENY");
  headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
  headers.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  headers.emplace_back("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  if (private_instance) headers.emplace_back("X-Robots-Tag", "noindex, nofollow");
}

}  // namespace serve
