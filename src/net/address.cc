#include "net/address.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

#include "net/url_host.h"

namespace net {
namespace {

struct Range {
  std::array<uint8_t, 16> start;
  int bits;
};

// IPv4 that is not public, in the order of the registry.
constexpr Range kClosedV4[] = {
    {{0}, 8},                  // this network
    {{10}, 8},                 // private
    {{100, 64}, 10},           // shared, carrier-grade NAT; cloud metadata at 100.100.100.200
    {{127}, 8},                // loopback
    {{169, 254}, 16},          // link-local; cloud metadata at 169.254.169.254
    {{172, 16}, 12},           // private
    {{192, 0, 0}, 24},         // protocol assignments; cloud metadata at 192.0.0.192
    {{192, 0, 2}, 24},         // documentation
    {{192, 88, 99}, 24},       // 6to4 relays
    {{192, 168}, 16},          // private
    {{198, 18}, 15},           // benchmarking
    {{198, 51, 100}, 24},      // documentation
    {{203, 0, 113}, 24},       // documentation
    {{168, 63, 129, 16}, 32},  // Azure's own
    {{224}, 4},                // multicast
    {{240}, 4},                // reserved, and broadcast
};

constexpr Range kGlobalUnicast = {{0x20}, 3};  // all of IPv6 that is in use
constexpr Range kNat64 = {{0x00, 0x64, 0xFF, 0x9B}, 96};

// IPv6 within 2000::/3 that is not public.
constexpr Range kClosedV6[] = {
    {{0x20, 0x01}, 23},              // protocol assignments: Teredo, ORCHID, benchmarking, …
    {{0x20, 0x01, 0x0D, 0xB8}, 32},  // documentation
    {{0x20, 0x02}, 16},              // 6to4
    {{0x3F, 0xFF}, 20},              // documentation
};

bool IsIn(const std::array<uint8_t, 16>& bytes, const Range& range) {
  const auto whole = static_cast<size_t>(range.bits / 8);
  if (!std::equal(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(whole),
                  range.start.begin())) {
    return false;
  }
  const int rest = range.bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<uint8_t>(0xFF << (8 - rest));
  return (bytes[whole] & mask) == (range.start[whole] & mask);
}

bool IsInAny(const std::array<uint8_t, 16>& bytes, const auto& ranges) {
  return std::ranges::any_of(ranges, [&bytes](const Range& range) { return IsIn(bytes, range); });
}

}  // namespace

IpAddress IpAddress::FromV4(const std::array<uint8_t, 4>& bytes) {
  IpAddress address;
  address.is_v4_ = true;
  std::ranges::copy(bytes, address.bytes_.begin());
  return address;
}

IpAddress IpAddress::FromV6(const std::array<uint8_t, 16>& bytes) {
  constexpr Range kMapped = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96};
  if (IsIn(bytes, kMapped)) return FromV4({bytes[12], bytes[13], bytes[14], bytes[15]});
  IpAddress address;
  address.bytes_ = bytes;
  return address;
}

std::optional<IpAddress> IpAddress::Parse(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string ended(text);
  std::array<uint8_t, 4> v4{};
  if (inet_pton(AF_INET, ended.c_str(), v4.data()) == 1) return FromV4(v4);
  std::array<uint8_t, 16> v6{};
  if (inet_pton(AF_INET6, ended.c_str(), v6.data()) == 1) return FromV6(v6);
  return std::nullopt;
}

std::string IpAddress::ToString() const {
  char text[INET6_ADDRSTRLEN] = {};
  inet_ntop(is_v4_ ? AF_INET : AF_INET6, bytes_.data(), text, sizeof(text));
  return text;
}

bool IpAddress::IsPublic() const {
  if (is_v4_) return !IsInAny(bytes_, kClosedV4);
  // A network without IPv4 reaches it through NAT64: what counts is the address inside.
  if (IsIn(bytes_, kNat64)) {
    return FromV4({bytes_[12], bytes_[13], bytes_[14], bytes_[15]}).IsPublic();
  }
  if (!IsIn(bytes_, kGlobalUnicast) || IsInAny(bytes_, kClosedV6)) return false;
  // ISATAP (RFC 5214) hides an IPv4 address behind any prefix: …:0:5efe:10.0.0.1.
  const bool is_isatap =
      (bytes_[8] & 0xFD) == 0 && bytes_[9] == 0 && bytes_[10] == 0x5E && bytes_[11] == 0xFE;
  return !is_isatap || FromV4({bytes_[12], bytes_[13], bytes_[14], bytes_[15]}).IsPublic();
}

base::Result<AllowList> AllowList::Parse(std::string_view entries) {
  constexpr std::string_view kSeparators = ", \t\n\r";
  AllowList list;
  while (true) {
    entries.remove_prefix(std::min(entries.find_first_not_of(kSeparators), entries.size()));
    if (entries.empty()) return list;
    const std::string_view text = entries.substr(0, entries.find_first_of(kSeparators));
    entries.remove_prefix(text.size());
    const auto bad = [text](std::string_view why) {
      return base::Fail(base::ErrorKind::kInvalidInput,
                        fmt::format("allow entry \"{}\": {} (expected HOST:PORT, like "
                                    "10.0.0.5:8080, [::1]:80 or *.localhost:8090)",
                                    text, why));
    };
    const size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || text.ends_with(']')) return bad("no port");
    uint32_t port = 0;
    for (const char c : text.substr(colon + 1)) {
      if (c < '0' || c > '9') return bad("the port is no number");
      port = std::min(port * 10 + static_cast<uint32_t>(c - '0'), 65536U);
    }
    if (port == 0 || port > 65535) return bad("the port is not between 1 and 65535");
    std::string_view host = text.substr(0, colon);
    Entry entry;
    entry.below = host.starts_with("*.");
    if (entry.below) host.remove_prefix(2);
    auto parsed = ParseHost(host, HostRules::kSpecial);
    if (!parsed) return bad("the host is none");
    if (entry.below && IpAddress::Parse(*parsed)) return bad("nothing is below an address");
    entry.host = std::move(*parsed);
    entry.port = static_cast<uint16_t>(port);
    list.entries_.push_back(std::move(entry));
  }
}

bool AllowList::Allows(std::string_view host, uint16_t port) const {
  return std::ranges::any_of(entries_, [host, port](const Entry& entry) {
    if (entry.port != port) return false;
    if (!entry.below) return host == entry.host;
    return host.size() > entry.host.size() + 1 && host.ends_with(entry.host) &&
           host[host.size() - entry.host.size() - 1] == '.';
  });
}

}  // namespace net
