#pragma once
// The terms of the full-text index, the same for every database.
//
// A term holds only the ASCII letters a-z, digits, and bytes of non-ASCII characters, so that any
// tokenizer that splits at ASCII spaces and punctuation keeps it whole (FTS5: `tokenize = 'ascii'`)
// and no term can be syntax. A spaced word is one term, folded, without accents. A run of Han, Kana
// or Hangul of n characters is its n-1 overlapping pairs and then its last character alone: a word
// of two characters is one term, a longer one a phrase of pairs, and one character is a prefix.
//
// Functions here are pure and safe for use by several threads.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace search {

struct Token {
  std::string text;    // the term
  std::string stem;    // with kStemMark before it; empty where the language has no stemmer
  uint32_t start = 0;  // UTF-8 bytes of the text as given
  uint32_t end = 0;
  bool pair = false;  // of a run without spaces: a pair, or its last character
};

// Stands before a stem in the index, so that no stem is taken for a word.
inline constexpr std::string_view kStemMark = "\u02E2";

// The terms in the order of the text. `language` is BCP 47 and may be empty. `text` is valid UTF-8.
std::vector<Token> Tokens(std::string_view text, std::string_view language);

// What goes into the index for one text: all terms in order, divided by spaces (phrases hold), and
// behind them each stem once for each time it occurs.
std::string IndexText(std::string_view text, std::string_view language);

}  // namespace search
