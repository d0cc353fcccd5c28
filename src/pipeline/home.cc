#include "pipeline/home.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "text/words.h"

namespace pipeline {
namespace {

std::string Base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view group = bytes.substr(at, 3);
    uint32_t bits = 0;
    for (size_t i = 0; i < 3; ++i) {
      bits = bits << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
    }
    for (size_t i = 0; i < 4; ++i) {
      out += i <= group.size() ? kDigits[bits >> (18 - 6 * i) & 63U] : '=';
    }
  }
  return out;
}

bool HasHeader(const model::Asking& asking, std::string_view name) {
  return std::ranges::any_of(
      asking.headers, [name](const auto& header) { return text::Fold(header.first) == name; });
}

}  // namespace

bool IsAtHome(const net::Url& home, const net::Url& there) {
  if (net::RegistrableDomain(home.host()) != net::RegistrableDomain(there.host())) return false;
  if (home.scheme() == there.scheme()) return home.effective_port() == there.effective_port();
  return home.scheme() == "http" && there.scheme() == "https" && home.port() == there.port();
}

model::Asking AskingAt(const model::Source& source, const net::Url& home, const net::Url& there) {
  model::Asking asking = source.asking;
  if (!IsAtHome(home, there)) {
    asking.headers.clear();
    asking.cookies.clear();
  }
  const bool says_who = !home.username().empty() || !home.password().empty();
  if (says_who && home.HostKey() == there.HostKey() && !HasHeader(asking, "authorization")) {
    asking.headers.emplace_back(
        "Authorization", "Basic " + Base64(fmt::format("{}:{}", net::PercentDecode(home.username()),
                                                       net::PercentDecode(home.password()))));
  }
  return asking;
}

std::string WithUserInfoOf(const model::Source& source, const std::string& url) {
  const auto home = net::Url::Parse(source.url);
  const auto there = net::Url::Parse(url);
  return home && there ? there->WithUserInfoOf(*home).href() : url;
}

}  // namespace pipeline
