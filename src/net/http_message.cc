// The parts of the HTTP types that need no socket.

#include <algorithm>
#include <string>
#include <string_view>

#include "net/http_server.h"
#include "net/http_text.h"
#include "net/url.h"

namespace net {
namespace {

std::string DecodeParameter(std::string_view text) {
  std::string with_spaces(text);
  std::ranges::replace(with_spaces, '+', ' ');
  return PercentDecode(with_spaces);
}

}  // namespace

std::string_view FindHeader(const Headers& headers, std::string_view name) {
  for (const auto& [header, value] : headers) {
    if (EqualsIgnoringCase(header, name)) return value;
  }
  return {};
}

std::string Request::Parameter(std::string_view name) const {
  std::string_view rest = query;
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const size_t equals = pair.find('=');
    if (DecodeParameter(pair.substr(0, equals)) != name) continue;
    return equals == std::string_view::npos ? std::string()
                                            : DecodeParameter(pair.substr(equals + 1));
  }
  return {};
}

}  // namespace net
