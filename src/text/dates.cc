#include "text/dates.h"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "text/date_reading.h"
#include "text/date_tokens.h"
#include "text/date_words.h"

namespace text {
namespace {

using base::Day;

constexpr size_t kLongestText = 200;
constexpr size_t kSearchedBytes = 2'000;
constexpr size_t kLongestDate = 28;  // tokens

// ISO 8601 week and ordinal dates: "2025-W31-2", "2025W312", "2025-W31", "2025-210".
std::optional<Day> WeekOrOrdinal(std::string_view text) {
  std::string plain;  // the digits, and W
  for (const char c : text) {
    if (c == '-') continue;
    if ((c < '0' || c > '9') && c != 'W') return std::nullopt;
    plain += c;
  }
  const bool week = plain.size() >= 7 && plain.size() <= 8 && plain[4] == 'W';
  if (plain.size() != 7 && !week) return std::nullopt;
  if (plain.find('W', week ? 5 : 0) != std::string::npos) return std::nullopt;
  // Dashes where the standard has them, or none.
  const auto dashes = std::ranges::count(text, '-');
  if (dashes > 0 && (text.size() < 5 || text[4] != '-')) return std::nullopt;
  const int year = std::stoi(plain.substr(0, 4));
  const auto new_year = DayIfAccepted(year, 1, 1);
  if (!new_year) return std::nullopt;
  if (!week) {
    const int ordinal = std::stoi(plain.substr(4));
    const bool leap = DayIfAccepted(year, 2, 29).has_value();
    if (ordinal < 1 || ordinal > (leap ? 366 : 365)) return std::nullopt;
    return Day{new_year->number + ordinal - 1};
  }
  const int number = std::stoi(plain.substr(5, 2));
  const int weekday = plain.size() == 8 ? plain[7] - '0' : 1;
  if (number < 1 || number > 53 || weekday < 1 || weekday > 7) return std::nullopt;
  // Week 1 is the one with January 4th in it.
  const int fourth = new_year->number + 3;
  const int monday = fourth - ((fourth + 3) % 7 + 7) % 7;
  return Day{monday + (number - 1) * 7 + weekday - 1};
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool MayStart(const DateToken& token) {
  if (token.kind == DateTokenKind::kNumber) return true;
  return token.kind == DateTokenKind::kWord &&
         (EraOffset(token.word) != 0 || MonthOfWord(token.word, {}) != 0);
}

bool IsJoint(const DateToken& token, std::string_view marks) {
  return token.kind == DateTokenKind::kMark && marks.contains(token.word) && !token.space_before;
}

// Whether numbers go on before or behind a date ("4.12.05.2025"): then it was none. A slash before
// it is a path's.
bool IsPartOfMore(const std::vector<DateToken>& tokens, size_t start, size_t end) {
  constexpr auto kNumber = DateTokenKind::kNumber;
  if (start >= 2 && tokens[start].kind == kNumber && tokens[start - 2].kind == kNumber &&
      IsJoint(tokens[start - 1], ".-") && !tokens[start].space_before) {
    return true;
  }
  return end + 1 < tokens.size() && tokens[end - 1].kind == kNumber &&
         IsJoint(tokens[end], "./-") && tokens[end + 1].kind == kNumber &&
         !tokens[end + 1].space_before;
}

}  // namespace

std::optional<ParsedDate> ParseDate(std::string_view text, std::string_view language_hint) {
  text = Trim(text);
  if (text.empty() || text.size() > kLongestText) return std::nullopt;
  // What feeds and metadata mostly hold.
  if (const auto instant = base::ParseRfc3339(text)) {
    if (const auto day = base::ParseDay(text.substr(0, 10));
        day && *day >= *DayIfAccepted(1600, 1, 1)) {
      return ParsedDate{*day, instant, true, DatePrecision::kTime};
    }
    return std::nullopt;
  }
  if (const auto day = WeekOrOrdinal(text)) {
    return ParsedDate{*day, std::nullopt, false, DatePrecision::kDay};
  }
  const std::vector<DateToken> tokens = TokensOfDate(text);
  DateReading reading(tokens, language_hint);
  while (!reading.AtEnd()) {
    if (!reading.Step()) return std::nullopt;
  }
  return reading.Resolve();
}

std::optional<ParsedDate> FindDate(std::string_view text, std::string_view language_hint) {
  const std::vector<DateToken> tokens = TokensOfDate(text.substr(0, kSearchedBytes));
  for (size_t start = 0; start < tokens.size(); ++start) {
    if (!MayStart(tokens[start])) continue;
    const size_t length = std::min(kLongestDate, tokens.size() - start);
    DateReading reading(std::span<const DateToken>(tokens).subspan(start, length), language_hint);
    std::optional<ParsedDate> best;
    size_t best_end = 0;
    while (!reading.AtEnd() && reading.Step()) {
      const auto date = reading.Resolve();
      if (!date || date->precision < DatePrecision::kDay || reading.HasShortYear()) continue;
      best = date;
      best_end = start + reading.position();
    }
    if (best && !IsPartOfMore(tokens, start, best_end)) return best;
  }
  return std::nullopt;
}

}  // namespace text
