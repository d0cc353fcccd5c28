// Addresses and allow entries: an address reads back as itself, and no spelling of a closed address
// is public in one form and closed in another.

#include <array>
#include <cstdlib>
#include <cstring>
#include <string>

#include "net/address.h"
#include "net/http_date.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(net::AllowList::Parse(text));
  static_cast<void>(net::ParseHttpDate(text));
  if (const auto address = net::IpAddress::Parse(text)) {
    const auto again = net::IpAddress::Parse(address->ToString());
    if (!again || again->IsPublic() != address->IsPublic()) std::abort();
  }
  if (size < 16) return 0;
  std::array<uint8_t, 16> bytes{};
  std::memcpy(bytes.data(), data, bytes.size());
  const std::array<uint8_t, 4> last = {bytes[12], bytes[13], bytes[14], bytes[15]};
  const bool inner = net::IpAddress::FromV4(last).IsPublic();
  for (const auto& prefix : {std::array<uint8_t, 12>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF},
                             std::array<uint8_t, 12>{0, 0x64, 0xFF, 0x9B}}) {
    std::memcpy(bytes.data(), prefix.data(), prefix.size());
    if (net::IpAddress::FromV6(bytes).IsPublic() != inner) std::abort();
  }
  return 0;
}
