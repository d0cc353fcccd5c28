#pragma once
// The address in what the system's socket calls take and give.

#include <optional>

#include "net/address.h"

namespace net {

// `socket_address` is a `const sockaddr*` with as many bytes behind it as its family has. Absent:
// neither IPv4 nor IPv6 (a Unix socket, say).
std::optional<IpAddress> AddressOf(const void* socket_address);

}  // namespace net
