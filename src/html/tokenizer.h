#pragma once
// The tokenizer: HTML in, tags and text out. Follows 13.2.5 of the standard in what a reader can
// notice; comments, doctypes and processing instructions are swallowed. Script data is taken as
// raw text (without the states for "<!--" inside a script). Linear in the input.

#include <cstdint>
#include <string_view>
#include <vector>

#include "html/document.h"

namespace html {

enum class TokenKind { kText, kStartTag, kEndTag, kEnd };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  Tag tag = Tag::kUnknown;
  std::string_view name;  // of a tag, as written (any case)
  std::string_view text;  // of text, references not decoded
  bool decode = true;     // the text may hold character references
  bool self_closing = false;
  // Names and values as written; valid until the next token.
  struct RawAttribute {
    std::string_view name;
    std::string_view value;
  };
  std::vector<RawAttribute> attributes;
};

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view input) : input_(input) {}

  // The next token; kEnd for ever at the end. All text between two tags is one token.
  void Next(Token& token);

  // The content of the element just opened is text up to its end tag (or the end of the input).
  void ReadRawText(std::string_view name, bool decode) {
    raw_name_ = name;
    raw_decode_ = decode;
  }

 private:
  bool NextRawText(Token& token);
  bool IsMarkupAt(size_t position) const;
  void SkipDeclaration();
  bool ReadTag(Token& token);
  bool ReadAttributes(Token& token);
  void ReadAttribute(Token& token);

  std::string_view input_;
  size_t position_ = 0;
  std::string_view raw_name_;  // not empty: in raw text
  bool raw_decode_ = false;
};

}  // namespace html
