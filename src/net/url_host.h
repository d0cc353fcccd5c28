#pragma once
// Hosts of URLs: domains (IDNA), IPv4 in every spelling that browsers take, IPv6, opaque hosts.
// https://url.spec.whatwg.org/#host-parsing

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace net {

enum class HostRules {
  kSpecial,  // of http, https, ws, wss, ftp, file: a domain or an address
  kOpaque,   // of any other scheme: what is allowed stays as it is
};

// The host, serialised. `text` is valid UTF-8 as it stands in the URL, percent-encoded or not.
base::Result<std::string> ParseHost(std::string_view text, HostRules rules);

// "domain to ASCII", not strict: UTS #46 without transitional processing.
base::Result<std::string> DomainToAscii(std::string_view domain);

// Whether the last label is a number, so that the host must be an IPv4 address.
bool EndsInNumber(std::string_view host);

}  // namespace net
