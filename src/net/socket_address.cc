#include "net/socket_address.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cstring>

namespace net {

std::optional<IpAddress> AddressOf(const void* socket_address) {
  sa_family_t family = AF_UNSPEC;
  std::memcpy(&family, static_cast<const char*>(socket_address) + offsetof(sockaddr, sa_family),
              sizeof(family));
  if (family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, socket_address, sizeof(v4));
    std::array<uint8_t, 4> bytes{};
    std::memcpy(bytes.data(), &v4.sin_addr, bytes.size());
    return IpAddress::FromV4(bytes);
  }
  if (family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, socket_address, sizeof(v6));
    std::array<uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return IpAddress::FromV6(bytes);
  }
  return std::nullopt;
}

}  // namespace net
