#include "base/utf8.h"

#include <simdjson.h>

#include <cstring>

namespace base {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Decoded {
  char32_t code_point;
  uint32_t length;  // bytes consumed, at least 1
  bool valid;
};

// Table 3-7 of the Unicode Standard: the second byte's range depends on the first.
Decoded Decode(const unsigned char* bytes, size_t available) {
  const unsigned char first = bytes[0];
  if (first < 0x80) return {first, 1, true};
  if (first < 0xC2 || first > 0xF4) return {kReplacement, 1, false};
  const uint32_t length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (first == 0xE0) low = 0xA0;
  if (first == 0xED) high = 0x9F;
  if (first == 0xF0) low = 0x90;
  if (first == 0xF4) high = 0x8F;
  char32_t code_point = first & (0x7Fu >> length);
  for (uint32_t i = 1; i < length; ++i) {
    if (i >= available || bytes[i] < low || bytes[i] > high) return {kReplacement, i, false};
    code_point = (code_point << 6) | (bytes[i] & 0x3Fu);
    low = 0x80;
    high = 0xBF;
  }
  return {code_point, length, true};
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Length of the run of ASCII at `position`, eight bytes at a time.
size_t AsciiRun(std::string_view text, size_t position) {
  size_t at = position;
  while (at + 8 <= text.size()) {
    uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080u) != 0) break;
    at += 8;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at - position;
}

bool IsUnprintable(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0x200E ||
         c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

bool IsValidUtf8(std::string_view text) {
  // simdjson looks at 64 bytes at once; what is mostly ASCII or short is done before it has begun.
  constexpr size_t kShort = 256;
  size_t at = AsciiRun(text, 0);
  if (text.size() - at >= kShort)
    return simdjson::validate_utf8(text.data() + at, text.size() - at);
  while (at < text.size()) {
    at += AsciiRun(text, at);
    if (at >= text.size()) break;
    const Decoded decoded = Decode(Bytes(text) + at, text.size() - at);
    if (!decoded.valid) return false;
    at += decoded.length;
  }
  return true;
}

std::string RepairUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t run = AsciiRun(text, at);
    out.append(text, at, run);
    at += run;
    if (at >= text.size()) break;
    const Decoded decoded = Decode(Bytes(text) + at, text.size() - at);
    AppendCodePoint(decoded.code_point, out);
    at += decoded.length;
  }
  return out;
}

char32_t NextCodePoint(std::string_view text, size_t& position) {
  const Decoded decoded = Decode(Bytes(text) + position, text.size() - position);
  position += decoded.length;
  return decoded.code_point;
}

void AppendCodePoint(char32_t code_point, std::string& out) {
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) {
    code_point = kReplacement;
  }
  const auto add = [&out](char32_t byte) { out += static_cast<char>(byte); };
  if (code_point < 0x80) {
    add(code_point);
  } else if (code_point < 0x800) {
    add(0xC0 | (code_point >> 6));
    add(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    add(0xE0 | (code_point >> 12));
    add(0x80 | ((code_point >> 6) & 0x3F));
    add(0x80 | (code_point & 0x3F));
  } else {
    add(0xF0 | (code_point >> 18));
    add(0x80 | ((code_point >> 12) & 0x3F));
    add(0x80 | ((code_point >> 6) & 0x3F));
    add(0x80 | (code_point & 0x3F));
  }
}

std::string_view TruncateUtf8(std::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

std::string Printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const char32_t c = NextCodePoint(text, at);
    AppendCodePoint(IsUnprintable(c) ? U' ' : c, out);
  }
  return out;
}

size_t CountCodePoints(std::string_view text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size(); ++count) NextCodePoint(text, at);
  return count;
}

}  // namespace base
