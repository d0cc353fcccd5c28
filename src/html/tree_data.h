#pragma once
// What a Document consists of: four flat blocks, indexed by 32-bit numbers and freed together.
// Inside of html/ only; everybody else sees it through document.h.

#include <cstdint>
#include <string_view>

#include "html/block.h"
#include "html/name_key.h"
#include "html/tag.h"

namespace html {

using NodeId = uint32_t;
// Of an element: its Tag, or kTagCount and more for the names that the page brings along. Of an
// attribute the same with Attr and kAttrCount.
using NameId = uint32_t;

// A piece of the input, or of what was decoded from it.
struct TextSpan {
  uint32_t offset = 0;
  uint32_t length : 31 = 0;
  uint32_t decoded : 1 = 0;
};

struct StoredAttribute {
  NameId name;
  TextSpan value;
};
static_assert(sizeof(StoredAttribute) == 12);

struct StoredNode {
  NodeId parent;
  NodeId subtree_end;
  // Of an element: where its attributes begin. Of other nodes: where their text begins.
  uint32_t offset;
  // Of an element: its NameId. Of other nodes: how long their text is.
  uint32_t length;
  uint16_t depth;
  // Of a text node under construction: log2 of the room that its text has in `decoded`; 0: none.
  uint16_t attribute_count;
  Tag tag;
  Namespace space : 2;
  uint8_t decoded : 1;  // the text is in TreeData::decoded, not in `input`
  // Of an element under construction (13.2.4): it is on the stack of open elements; it is in the
  // list of active formatting elements.
  uint8_t open : 1;
  uint8_t formatting : 1;
};
static_assert(sizeof(StoredNode) == 24);

enum class QuirksMode : uint8_t { kNone, kLimited, kFull };

struct TreeData {
  Block<StoredNode> nodes;
  Block<StoredAttribute> attributes;
  Block<TextSpan> names;  // those that are in no enumeration
  Block<char> input;      // normalised, and kInputPadding zeros
  Block<char> decoded;
  uint32_t input_size = 0;
  QuirksMode quirks = QuirksMode::kNone;
  bool truncated = false;

  std::string_view Text(TextSpan span) const {
    return {(span.decoded != 0 ? decoded.data() : input.data()) + span.offset, span.length};
  }
  std::string_view Name(NameId name, size_t known) const {
    return Text(names[static_cast<uint32_t>(name - known)]);
  }
  // Appends to `decoded`.
  TextSpan Keep(std::string_view text) {
    const TextSpan kept{decoded.size(), static_cast<uint32_t>(text.size()) & 0x7FFFFFFFU, 1};
    decoded.AppendCopy(text);
    return kept;
  }
};

inline constexpr NodeId kRoot = 0;
inline constexpr NodeId kNoNode = 0xFFFFFFFF;

// Of a page; what is more is left out.
inline constexpr size_t kLongestInput = size_t{64} << 20;
inline constexpr NodeId kMostNodes = 8'000'000;
// Elements that would be deeper are kept, as children without children of their own: what they hold
// follows them.
inline constexpr uint16_t kDeepest = 512;
inline constexpr size_t kMostAttributes = 256;  // of one element; more are dropped

// Zeros behind the input, so that a scan of 32 bytes may begin at any of its bytes.
inline constexpr uint32_t kInputPadding = 64;

}  // namespace html
