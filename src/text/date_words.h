#pragma once
// The words that dates are made of, in many languages. Only for dates.cc and date_tokens.cc.

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace text {

// A word's form for comparison: case folded, compatibility forms unified, accents of Latin, Greek,
// Cyrillic and Arabic letters dropped ("Février" is "fevrier", "أغسطس" is "اغسطس").
std::string FoldDateWord(std::string_view word);

// 1 to 12, for a folded name or abbreviation of a month; 0 when it is none, or when languages
// differ about it and `language` does not decide.
int MonthOfWord(std::string_view folded, std::string_view language);
// Whether it is a month's name in Thai, whose years are counted from 543 BC.
bool IsThaiMonth(std::string_view folded);
bool IsWeekday(std::string_view folded);
// +1 afternoon, -1 morning, 0 neither.
int HalfOfDay(std::string_view folded);
// Words between the parts of a date ("of", "de", "um", "года") and labels before it ("published").
bool IsDateFiller(std::string_view folded);
// Words behind hours: "h", "Uhr", "時", "시".
bool IsHourUnit(std::string_view folded);
bool IsMinuteUnit(std::string_view folded);
bool IsSecondUnit(std::string_view folded);

// Minutes east of UTC of a zone's name ("jst"); absent when it is none. `language` decides between
// zones of one name (CST, IST, AST). `day` decides summer time for "et", "ct", "mt", "pt".
std::optional<int> ZoneMinutes(std::string_view folded, std::string_view language, base::Day day);
bool IsZone(std::string_view folded);

// A Japanese era ("令和"): what to add to its year to get ours; 0 when it is none.
int EraOffset(std::string_view word);

}  // namespace text
