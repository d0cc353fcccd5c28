#pragma once
// Which addresses may be reached. The client asks this at every hop, of the address that it is
// about to connect to: after the name was resolved, so that no name, redirect or second answer of a
// name server leads inside.
//
// Ranges: IANA's special-purpose address registries (RFC 6890 and later), and 168.63.129.16, which
// looks public and is the platform's own inside Microsoft's cloud.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace net {

// IPv4 or IPv6. IPv4-mapped IPv6 ("::ffff:1.2.3.4") is IPv4.
class IpAddress {
 public:
  static IpAddress FromV4(const std::array<uint8_t, 4>& bytes);
  static IpAddress FromV6(const std::array<uint8_t, 16>& bytes);
  // "192.0.2.1" (four decimal numbers), "2001:db8::1" or "[2001:db8::1]".
  static std::optional<IpAddress> Parse(std::string_view text);

  bool is_v4() const { return is_v4_; }
  std::string ToString() const;  // "192.0.2.1", "2001:db8::1"

  // Whether it is an address of the open Internet: not loopback, private, shared (100.64/10),
  // link-local, unique local, multicast, reserved, for documentation, nor one of these wrapped in
  // NAT64 or ISATAP; 6to4, Teredo and NAT64's local prefix (64:ff9b:1::/48) never are.
  bool IsPublic() const;

 private:
  std::array<uint8_t, 16> bytes_{};  // IPv4: the first four
  bool is_v4_ = false;
};

// What the owner allows beyond public addresses. An entry names the host as it stands in the URL
// and the port: "10.0.0.5:8080", "[::1]:80", "models.lan:11434", "*.localhost:8090" (any name below
// it, not itself). Names are compared, not what they resolve to: an entry "127.0.0.1:80" does not
// open the way for a stranger's name that resolves there.
class AllowList {
 public:
  AllowList() = default;  // allows nothing

  // Entries separated by commas or white space. kInvalidInput names the entry that is wrong.
  static base::Result<AllowList> Parse(std::string_view entries);

  // `host` as Url::host() gives it.
  bool Allows(std::string_view host, uint16_t port) const;

 private:
  struct Entry {
    std::string host;    // "localhost" of "*.localhost"
    bool below = false;  // any name below `host`
    uint16_t port = 0;
  };
  std::vector<Entry> entries_;
};

}  // namespace net
