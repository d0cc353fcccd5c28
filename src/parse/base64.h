#pragma once
// Base64 (RFC 4648), as Atom 0.3 and callers of the filter use it.

#include <optional>
#include <string>
#include <string_view>

namespace parse {

// The bytes of a Base64 text, of the standard or the URL alphabet, padded or not; white space is
// skipped. Absent when any other character stands in it.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace parse
