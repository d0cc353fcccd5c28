#pragma once
// UTF-8 (RFC 3629): check, repair, step through. Offsets and lengths are bytes.

#include <cstdint>
#include <string>
#include <string_view>

namespace base {

// Whether every byte belongs to a well-formed sequence (no surrogates, nothing beyond U+10FFFF,
// nothing overlong).
bool IsValidUtf8(std::string_view text);

// A copy in which every maximal ill-formed part is one U+FFFD (Unicode 15, 3.9, "substitution of
// maximal subparts").
std::string RepairUtf8(std::string_view text);

// The code point that starts at `position`, which is moved behind it. An ill-formed byte gives
// U+FFFD and moves by the maximal ill-formed part. Precondition: position < text.size().
char32_t NextCodePoint(std::string_view text, size_t& position);

// Appends a code point. Surrogates and what is beyond U+10FFFF become U+FFFD.
void AppendCodePoint(char32_t code_point, std::string& out);

// The longest prefix of at most `limit` bytes that does not cut a sequence.
std::string_view TruncateUtf8(std::string_view text, size_t limit);

// A copy for one line of a log or a terminal: control characters, with which a stranger's text
// could end a line and make up another, or steer the terminal, and what turns the direction of
// writing, are a space each.
std::string Printable(std::string_view text);

// Number of code points (ill-formed parts count one each).
size_t CountCodePoints(std::string_view text);

}  // namespace base
