#pragma once
// The Encoding Standard's labels, and what ICU calls the same charset.

#include <string_view>

namespace text {

struct Charset {
  std::string_view name;       // the standard's, in lower case: "shift_jis"
  std::string_view converter;  // ICU's; empty: UTF-8, which needs none
  bool is_multibyte = false;   // a character may take more than one byte
};

// The charset of a label ("Latin1", " SJIS "), case and white space around it ignored; null when
// the standard does not know it.
const Charset* FindCharset(std::string_view label);

}  // namespace text
