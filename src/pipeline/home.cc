#include "pipeline/home.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <string_view>

#include "text/words.h"

namespace pipeline {
namespace {

std::string Base64(const std::string& bytes) {
  std::string out((bytes.size() + 2) / 3 * 4 + 1, '\0');  // and the zero that is written behind
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  out.resize(static_cast<size_t>(size));
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
