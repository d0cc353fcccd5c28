// What must hold of every URL: parsing never crashes, what was parsed parses again to the same, the
// parts add up, and a base never makes a parser fall over.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/result.h"
#include "net/address.h"
#include "net/url.h"

namespace {

void Check(std::string_view text, const net::Url* base) {
  const auto url = net::Url::Parse(text, base);
  if (!url) return;
  const auto again = net::Url::Parse(url->href());
  CHECK(again.has_value());
  CHECK(again->href() == url->href());
  CHECK(again->host() == url->host());
  CHECK(again->port() == url->port());
  CHECK(again->path() == url->path());
  CHECK(again->query() == url->query());
  CHECK(again->fragment() == url->fragment());
  CHECK(!url->IsHttp() || !url->host().empty());
  for (const char c : url->href()) CHECK(static_cast<unsigned char>(c) < 0x80);
  const net::Url clean = url->WithoutTracking();
  CHECK(clean.WithoutTracking().href() == clean.href());
  CHECK(clean.host() == url->host());
  CHECK(net::Url::Parse(clean.href()).has_value());
  const net::Url open = url->WithoutUserInfo();
  CHECK(open.username().empty() && open.password().empty());
  CHECK(open.host() == url->host() && open.path() == url->path());
  CHECK(!url->IsHttp() || open.WithUserInfoOf(*url).href() == url->href());
  static_cast<void>(net::RegistrableDomain(url->host()));
  static_cast<void>(net::IpAddress::Parse(url->host()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t split = input.find('\0');
  Check(input, nullptr);
  if (split != std::string_view::npos) {
    if (const auto base = net::Url::Parse(input.substr(0, split))) {
      Check(input.substr(split + 1), &*base);
    }
  }
  CHECK(net::PercentDecode(net::PercentEncode(input)) == input);
  static_cast<void>(net::AllowList::Parse(input));
  return 0;
}
