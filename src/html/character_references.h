#pragma once
// Character references of HTML ("&eacute;", "&#8217;", "&#x92;"), 13.2.5.72 to 13.2.5.80 of the
// standard, with all of its 2,231 names.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace html {

enum class ReferencePlace { kText, kAttribute };

// Appends `text` with its character references decoded. In an attribute a name without semicolon
// that is followed by '=', a letter or a digit stays as it is (13.2.5.73), so that "?a=1&copy=2"
// survives. Linear.
void DecodeReferences(std::string_view text, ReferencePlace place, std::string& out);

// What stands at the beginning of `text`, which begins with '&'.
struct Reference {
  size_t length = 0;  // bytes of `text` that are the reference; 0: it is none, '&' is text
  char bytes[8] = {};
  size_t size = 0;  // of what it stands for, in UTF-8
};
Reference ReadReference(std::string_view text, ReferencePlace place);

// 13.2.5.73: the longest name at the beginning of `text`, with its semicolon if there is one.
struct NamedReference {
  size_t length = 0;  // 0: none
  char32_t first = 0;
  char32_t second = 0;  // 0: the name stands for one code point
};
NamedReference LongestName(std::string_view text);

// 13.2.5.80, numeric character reference end: what the number stands for.
char32_t CodePointOf(uint32_t number);

}  // namespace html
