#pragma once
// What tree construction asks about an element, by its name and namespace together (13.2.4.2).

#include <array>
#include <cstdint>

#include "html/tag.h"

namespace html {

// Namespace and tag in one number; of an HTML element it is the number of its tag.
using Kind = uint16_t;
constexpr Kind KindOf(Tag tag, Namespace space = Namespace::kHtml) {
  return static_cast<Kind>((static_cast<unsigned>(space) << 8) | static_cast<unsigned>(tag));
}
constexpr Tag TagOf(Kind kind) {
  return static_cast<Tag>(kind & 0xFF);
}
constexpr Namespace SpaceOf(Kind kind) {
  return static_cast<Namespace>(kind >> 8);
}
constexpr bool IsHtml(Kind kind) {
  return kind < 0x100;
}
constexpr bool Is(Kind kind, Tag tag) {
  return kind == KindOf(tag);
}
template <typename... Tags>
constexpr bool IsOneOf(Kind kind, Tags... tags) {
  return (Is(kind, tags) || ...);
}

enum KindFlag : uint16_t {
  kSpecial = 1,           // the category of 13.2.4.2
  kFormatting = 2,        // the same
  kImpliedEnd = 4,        // 13.2.6.3: "generate implied end tags"
  kImpliedEndAll = 8,     // … "thoroughly"
  kScope = 16,            // ends "has an element in scope"
  kListItemScope = 32,    // … "in list item scope", too
  kButtonScope = 64,      // … "in button scope", too
  kTableScope = 128,      // ends "in table scope"
  kSelectScope = 256,     // does not end "in select scope"
  kFosters = 512,         // table, tbody, tfoot, thead, tr
  kMathTextPoint = 1024,  // 13.2.6: MathML text integration point
  kHtmlPoint = 2048,      // HTML integration point, without annotation-xml, which depends
};

extern const std::array<uint16_t, 0x300> kKindFlags;
inline bool Has(Kind kind, unsigned flags) {
  return (kKindFlags[kind] & flags) != 0;
}

}  // namespace html
