#pragma once
// What the tokenizer hands to tree construction (13.2.5): one plain value, used again for each
// token.

#include <cstdint>

#include "html/tree_data.h"

namespace html {

enum class TokenKind : uint8_t { kText, kStartTag, kEndTag, kComment, kDoctype, kEnd };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  bool self_closing = false;
  // Of text: it holds U+0000. In tags, comments and raw text that is replaced already.
  bool has_null = false;
  // Of a start tag: a node has taken the attributes. Set by tree construction.
  bool attributes_taken = false;
  // Of a doctype.
  bool force_quirks = false;
  bool has_public = false;
  bool has_system = false;
  Tag tag = Tag::kUnknown;
  NameId name = 0;
  // Of a start tag: its attributes, without duplicates, are the last ones of TreeData::attributes.
  uint32_t first_attribute = 0;
  uint16_t attribute_count = 0;
  // Of text: a run of characters. Of a comment: its data, empty when comments are not kept. Of a
  // doctype: its name.
  TextSpan text;
  TextSpan public_id;
  TextSpan system_id;
};

}  // namespace html
