#pragma once
// Values as feeds write them. Only for this room.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace parse {

// BCP 47 for a language that nobody knows: what a feed says by an empty xml:lang. No entry keeps
// it.
inline constexpr std::string_view kNoLanguage = "und";

// "en_us " is "en-US"; what is no language tag is empty.
std::string LanguageTag(std::string_view text);
// A decimal number, white space around it allowed; absent when negative or none.
std::optional<int64_t> Number(std::string_view text);
// "3600", "59:30", "1:02:03", "PT1H2M3S" as seconds.
std::optional<int64_t> Duration(std::string_view text);
// "yes", "no", "true", "clean", "explicit".
std::optional<bool> YesOrNo(std::string_view text);
std::string_view TrimSpace(std::string_view text);
std::string LowerAscii(std::string_view text);
bool IsSameLetters(std::string_view text, std::string_view lower_case);  // in any case of ASCII
// "text/html; charset=utf-8" is "text/html".
std::string MediaType(std::string_view text);

}  // namespace parse
