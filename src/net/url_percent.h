#pragma once
// The percent-encode sets of the URL standard (https://url.spec.whatwg.org/#percent-encoded-bytes).

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace net {

// true: the byte is percent-encoded. Bytes of non-ASCII characters are in every set.
using PercentSet = std::array<bool, 256>;

constexpr PercentSet MakePercentSet(const PercentSet& base, std::string_view more) {
  PercentSet set = base;
  for (const char c : more) set[static_cast<unsigned char>(c)] = true;
  return set;
}

constexpr PercentSet MakeC0ControlSet() {
  PercentSet set{};
  for (size_t c = 0; c < 256; ++c) set[c] = c < 0x20 || c > 0x7E;
  return set;
}

inline constexpr PercentSet kC0ControlSet = MakeC0ControlSet();
inline constexpr PercentSet kFragmentSet = MakePercentSet(kC0ControlSet, " \"<>`");
inline constexpr PercentSet kQuerySet = MakePercentSet(kC0ControlSet, " \"#<>");
inline constexpr PercentSet kSpecialQuerySet = MakePercentSet(kQuerySet, "'");
inline constexpr PercentSet kPathSet = MakePercentSet(kQuerySet, "?^`{}");
inline constexpr PercentSet kUserinfoSet = MakePercentSet(kPathSet, "/:;=@[\\]|");

// Appends `text` with the bytes in `set` as %XX, upper case.
void AppendPercentEncoded(std::string_view text, const PercentSet& set, std::string& out);

}  // namespace net
