#pragma once
// A text as tokens for dates.cc: numbers, words, marks. Not for others.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace text {

enum class DateTokenKind { kNumber, kWord, kMark };

struct DateToken {
  DateTokenKind kind = DateTokenKind::kMark;
  int64_t value = 0;          // of a number; -1 beyond 18 digits
  int digits = 0;             // of a number: how many were written; 0 for numbers in kanji
  std::string word;           // folded (date_words.h); a mark: the mark in its plain ASCII form
  bool space_before = false;  // white space stands before it
};

// Decimal digits of every script are numbers, so are Chinese numerals before a unit (二〇二五年).
// Letters with their marks are words, Han and Hangul cut into the known words of dates and else
// into single characters; ideographic and Arabic punctuation becomes its ASCII sister.
std::vector<DateToken> TokensOfDate(std::string_view text);

}  // namespace text
