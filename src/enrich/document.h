#pragma once
// The article taken apart once, for every finder of this room: fields, sentences, tokens.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "enrich/enrich.h"
#include "text/words.h"

namespace enrich {

struct Token {
  uint32_t start = 0;
  uint32_t end = 0;
  std::string folded;        // the typographic apostrophe as "'"
  std::string stem;          // of the folded word without a possessive; empty for stop words
  uint32_t sentence = 0;     // index into Field::sentences
  bool capital = false;      // begins with a capital letter
  bool all_capital = false;  // two letters or more, none small
  bool first = false;        // of its sentence
  bool stop = false;         // a stop word
  bool number = false;       // begins with a digit
};

struct Field {
  std::string name;  // "title", "text", "captions/0"
  std::string_view text;
  std::vector<text::Word> sentences;
  std::vector<Token> tokens;  // of sentences only; credit lines are left out
  bool title_case = false;    // nearly every word has a capital: capitals tell nothing

  std::string_view Of(const Token& token) const {
    return text.substr(token.start, token.end - token.start);
  }
};

// Holds views into the Input, which must live as long.
struct Document {
  std::string language;       // BCP 47
  std::string primary;        // its first part: "en"
  std::vector<Field> fields;  // title, text, captions
  const Input* input = nullptr;

  const Field& Title() const { return fields[0]; }
  const Field& Text() const { return fields[1]; }
  bool IsJapaneseOrChinese() const { return primary == "ja" || primary == "zh"; }
};

Document TakeApart(const Input& input, std::string_view language);

// A line that is a photographer's or agency's credit ("CECIL FUNG", "Photo: Reuters"), not text.
bool IsCreditLine(std::string_view line);

}  // namespace enrich
