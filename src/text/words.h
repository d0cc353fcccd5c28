#pragma once
// Words of a text, in any language that ICU can take apart, and their normal forms. Offsets are
// UTF-8 bytes.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace text {

struct Word {
  uint32_t start = 0;
  uint32_t end = 0;
  bool operator==(const Word&) const = default;
};

// Words by UAX #29 with ICU's dictionaries (Japanese, Chinese, Thai, …); punctuation and spaces are
// left out. `language` is BCP 47 and may be empty. `text` is valid UTF-8.
std::vector<Word> Words(std::string_view text, std::string_view language);

// Sentences, with the quotation mark or bracket that closes them; white space around them left out.
// Abbreviations
// ("U.S.", "Mr.") do not end a sentence.
std::vector<Word> Sentences(std::string_view text, std::string_view language);

// NFKC with case folded: what two spellings of one word share. ICU's NFKC_Casefold.
std::string Fold(std::string_view text);

// NFC.
std::string Normalise(std::string_view text);

// What two spellings of one word share when accents are not typed: marks dropped from Latin, Greek,
// Cyrillic, Arabic and Hebrew letters ("café", "cafe"), and the Arabic forms of alef, yeh and teh
// marbuta brought together. Kana, Hangul and Indic letters keep theirs: there a mark is another
// letter.
std::string DropMarks(std::string_view folded);

// The stem of a folded word (Snowball); the word itself where the language has no stemmer.
std::string Stem(std::string_view folded_word, std::string_view language);

// Whether a folded word carries no topic of its own ("the", "は", "في").
bool IsStopWord(std::string_view folded_word, std::string_view language);

// Runs of white space (Unicode) become one space; none at the ends.
std::string CollapseSpace(std::string_view text);

}  // namespace text
