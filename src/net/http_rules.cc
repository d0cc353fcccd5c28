#include "net/http_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/http_text.h"

namespace net {
namespace {

// What the server says itself.
bool IsOwnHeader(std::string_view name) {
  return EqualsIgnoringCase(name, "content-length") || EqualsIgnoringCase(name, "connection") ||
         EqualsIgnoringCase(name, "transfer-encoding");
}

void AppendHeader(std::string_view name, std::string_view value, std::string& out) {
  const auto append = [&out](std::string_view text) {
    for (const char c : text) {
      out += static_cast<unsigned char>(c) < 0x20 && c != '\t' ? ' ' : c;
    }
  };
  append(name);
  out += ": ";
  append(value);
  out += "\r\n";
}

bool IsAllDigits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

bool SplitTarget(Request& request) {
  std::string_view target = request.target;
  if (target == "*") {
    request.path = "*";
    return true;
  }
  if (!target.starts_with('/')) {
    const size_t scheme = target.find("://");
    if (scheme == std::string_view::npos) return false;
    const size_t slash = target.find_first_of("/?", scheme + 3);
    request.host = std::string(target.substr(scheme + 3, slash - std::min(slash, scheme + 3)));
    if (request.host.empty()) return false;
    target = slash == std::string_view::npos ? std::string_view("/") : target.substr(slash);
  }
  const size_t mark = target.find('?');
  if (mark != std::string_view::npos) request.query = std::string(target.substr(mark + 1));
  for (const char c : target.substr(0, mark)) {
    if (c != '/' || !request.path.ends_with('/')) request.path += c;
  }
  if (request.path.empty()) request.path = "/";
  return true;
}

bool IsHostValue(std::string_view host) {
  std::string_view port;
  if (host.starts_with('[')) {
    const size_t end = host.find(']');
    if (end == std::string_view::npos) return false;
    const std::string_view address = host.substr(1, end - 1);
    const auto is_address = [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ||
             c == ':' || c == '.';
    };
    if (address.empty() || !std::ranges::all_of(address, is_address)) return false;
    port = host.substr(end + 1);
    return port.empty() || (port.starts_with(':') && IsAllDigits(port.substr(1)));
  }
  const size_t colon = host.find(':');
  if (colon != std::string_view::npos && !IsAllDigits(host.substr(colon + 1))) return false;
  return std::ranges::all_of(host.substr(0, colon), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~' || static_cast<unsigned char>(c) >= 0x80;
  });
}

bool IsFramedOnce(const Headers& headers, bool is_http_11) {
  int lengths = 0;
  int encodings = 0;
  for (const auto& [name, value] : headers) {
    if (EqualsIgnoringCase(name, "content-length")) {
      ++lengths;
      if (!IsAllDigits(TrimBlanks(value))) return false;
    }
    if (EqualsIgnoringCase(name, "transfer-encoding")) {
      ++encodings;
      // Nothing else is understood, and "chunked, chunked" or "xchunked" by others perhaps.
      if (!is_http_11 || !EqualsIgnoringCase(TrimBlanks(value), "chunked")) return false;
    }
  }
  return lengths + encodings <= 1;
}

bool StatusHasBody(int status) {
  return status >= 200 && status != 204 && status != 304;
}

std::string WriteHead(const Response& response, std::string_view reason, std::string_view date,
                      size_t length, bool keep_alive) {
  std::string head;
  head.reserve(512);
  fmt::format_to(std::back_inserter(head), "HTTP/1.1 {} {}\r\n", response.status, reason);
  AppendHeader("Date", date, head);
  for (const auto& [name, value] : response.headers) {
    if (!IsOwnHeader(name)) AppendHeader(name, value, head);
  }
  if (StatusHasBody(response.status)) AppendHeader("Content-Length", std::to_string(length), head);
  AppendHeader("Connection", keep_alive ? "keep-alive" : "close", head);
  head += "\r\n";
  return head;
}

}  // namespace net
