#include "text/dates.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "text/date_tokens.h"
#include "text/date_words.h"

// How a date is read
// ------------------
// Formats are many, but what they are made of is little: a few numbers, at most one name of a
// month, a time with ':' or a unit in it, a zone, and words that mean nothing. So there is no list
// of formats here (but for ISO 8601's week and ordinal dates, which nothing else looks like). The
// text becomes tokens; one pass sorts the tokens into time, zone, and the numbers that are left,
// each with the unit that stands behind it (年) and the mark that stands before it; and `Resolve`
// decides which of the numbers is day, month and year. What fits nowhere makes the text no date.
//
// Because a pass over the tokens can be stopped after any token, finding a date inside a text is
// the same pass from each token that may start one, remembering the longest prefix that is a date.

namespace text {
namespace {

using base::CivilDate;
using base::Day;

constexpr size_t kLongestText = 200;
constexpr size_t kSearchedBytes = 2'000;
constexpr size_t kLongestDate = 28;  // tokens
constexpr int kFirstYear = 1600;
constexpr int kLastYear = 2999;
constexpr int kBuddhistOffset = 543;

enum class Unit { kNone, kYear, kMonth, kDay };

struct Part {
  int value = 0;
  int digits = 0;
  Unit unit = Unit::kNone;
  bool apostrophe = false;  // '25
  char separator = ' ';     // between the part before and this one
};

enum class Order { kUnknown, kDayFirst, kMonthFirst, kYearFirst };

// By CLDR's short date patterns. Plain "en" is the United States' for slashes only, see dates.h.
Order OrderOf(std::string_view language, char separator) {
  if (separator == '.') {
    return language.starts_with("hu") || language.starts_with("ko") || language.starts_with("ja") ||
                   language.starts_with("zh")
               ? Order::kYearFirst
               : Order::kDayFirst;
  }
  const std::string_view primary = language.substr(0, language.find_first_of("-_"));
  if (primary.empty()) return Order::kUnknown;
  if (primary == "en") {
    if (language.size() == 2) return separator == '/' ? Order::kMonthFirst : Order::kUnknown;
    const std::string_view region = language.substr(language.size() - 2);
    if (region == "US" || region == "us" || region == "PH" || region == "ph") {
      return Order::kMonthFirst;
    }
    return Order::kDayFirst;
  }
  constexpr std::array kYearFirst = {"ja", "zh", "ko", "hu", "lt", "mn", "eu"};
  if (std::ranges::find(kYearFirst, primary) != kYearFirst.end()) return Order::kYearFirst;
  return Order::kDayFirst;
}

int FullYear(int value, int digits) {
  if (digits <= 2 && digits > 0 && value < 100) return value < 50 ? 2000 + value : 1900 + value;
  if (digits == 3 && value >= 100 && value < 200) return 1900 + value;  // years counted from 1900
  return value;
}

std::optional<Day> MakeDay(int year, int month, int day) {
  const CivilDate date{year, month, day};
  if (year < kFirstYear || year > kLastYear || !base::IsValid(date)) return std::nullopt;
  return base::DayFromCivil(date);
}

// The tokens seen so far, sorted.
class Reading {
 public:
  Reading(std::span<const DateToken> tokens, std::string_view language)
      : tokens_(tokens), language_(language) {}

  // Takes the token at `position()`, and those that belong to it. False: it does not belong in a
  // date.
  bool Step() {
    const DateToken& token = tokens_[at_];
    switch (token.kind) {
      case DateTokenKind::kNumber:
        return Number();
      case DateTokenKind::kWord:
        return Word();
      case DateTokenKind::kMark:
        return Mark();
    }
    return false;
  }
  size_t position() const { return at_; }
  bool AtEnd() const { return at_ >= tokens_.size(); }

  std::optional<ParsedDate> Resolve() const;
  bool HasShortYear() const {
    return month_ == 0 && std::ranges::none_of(parts_, [](const Part& part) {
             return part.digits >= 3 || part.unit == Unit::kYear;
           });
  }

 private:
  const DateToken* Peek(size_t ahead) const {
    return at_ + ahead < tokens_.size() ? &tokens_[at_ + ahead] : nullptr;
  }
  bool IsNumber(size_t ahead, int most_digits = 18) const {
    const DateToken* token = Peek(ahead);
    return token != nullptr && token->kind == DateTokenKind::kNumber && token->value >= 0 &&
           token->digits <= most_digits;
  }
  bool IsMark(size_t ahead, std::string_view mark) const {
    const DateToken* token = Peek(ahead);
    return token != nullptr && token->kind == DateTokenKind::kMark && token->word == mark;
  }
  bool IsWord(size_t ahead) const {
    const DateToken* token = Peek(ahead);
    return token != nullptr && token->kind == DateTokenKind::kWord;
  }
  int ValueAt(size_t ahead) const { return static_cast<int>(tokens_[at_ + ahead].value); }
  bool Glued(size_t ahead) const {
    const DateToken* token = Peek(ahead);
    return token != nullptr && !token->space_before;
  }
  bool DateIsThere() const { return parts_.size() >= 3 || (month_ != 0 && parts_.size() >= 2); }

  bool Number();
  bool Compact();
  bool ColonTime();
  bool DottedTime();
  bool UnitTime();
  bool HourAndHalf();
  bool CompactTime();
  void PushPart();
  bool Word();
  bool MonthWord();
  bool HalfWord();
  bool Mark();
  bool Parenthesis();
  bool Offset();
  bool NamedMonthDate(int& year, int& day) const;
  bool NumericDate(int& year, int& month, int& day) const;
  std::optional<CivilDate> Arrange(DatePrecision& precision) const;

  std::span<const DateToken> tokens_;
  std::string_view language_;
  size_t at_ = 0;

  std::vector<Part> parts_;
  int month_ = 0;
  std::string month_word_;
  bool compact_ = false;
  int era_offset_ = 0;
  Unit next_unit_ = Unit::kNone;

  bool has_time_ = false;
  int hour_ = 0;
  int minute_ = 0;
  int second_ = 0;
  int micros_ = 0;
  int half_ = 0;
  std::string zone_;
  bool has_offset_ = false;
  int offset_minutes_ = 0;
};

// "14:05", "14:05:30", "14:05:30.123".
bool Reading::ColonTime() {
  if (!IsNumber(0, 2) || !IsMark(1, ":") || !IsNumber(2, 2) || has_time_) return false;
  has_time_ = true;
  hour_ = ValueAt(0);
  minute_ = ValueAt(2);
  at_ += 3;
  if (!IsMark(0, ":") || !IsNumber(1, 2)) return true;
  second_ = ValueAt(1);
  at_ += 2;
  if ((IsMark(0, ".") || IsMark(0, ",")) && Glued(0) && Glued(1) && IsNumber(1)) {
    int64_t fraction = tokens_[at_ + 1].value;
    int digits = tokens_[at_ + 1].digits;
    for (; digits < 6; ++digits) fraction *= 10;
    for (; digits > 6; --digits) fraction /= 10;
    micros_ = static_cast<int>(fraction);
    at_ += 2;
  }
  return true;
}

// "14.05" where it can be nothing else: "klo 14.05", "14.05 Uhr", or behind a whole date.
bool Reading::DottedTime() {
  if (has_time_ || !IsNumber(0, 2) || !IsMark(1, ".") || !IsNumber(2, 2) || !Glued(2)) return false;
  if (tokens_[at_ + 2].digits != 2) return false;
  const bool unit_behind = IsWord(3) && IsHourUnit(Peek(3)->word);
  constexpr std::array kBefore = {"kl",    "klo",   "um",      "ore",     "alle",
                                  "pukul", "kello", "klokken", "klockan", "jam"};
  const DateToken* before = at_ > 0 ? &tokens_[at_ - 1] : nullptr;
  if (before != nullptr && before->word == "." && at_ > 1) before = &tokens_[at_ - 2];
  const bool word_before =
      before != nullptr && std::ranges::find(kBefore, before->word) != kBefore.end();
  if (!unit_behind && !word_before && !DateIsThere()) return false;
  has_time_ = true;
  hour_ = ValueAt(0);
  minute_ = ValueAt(2);
  at_ += 3;
  return true;
}

// "14時05分30秒", "14h05", "14h".
bool Reading::UnitTime() {
  if (has_time_ || !IsNumber(0, 2) || !IsWord(1) || !IsHourUnit(Peek(1)->word)) return false;
  has_time_ = true;
  hour_ = ValueAt(0);
  const bool spaced = !Glued(1);
  at_ += 2;
  if (!IsNumber(0, 2)) return true;
  const bool minute_unit = IsWord(1) && IsMinuteUnit(Peek(1)->word);
  if (!minute_unit && !Glued(0) && !(spaced && DateIsThere())) return true;
  minute_ = ValueAt(0);
  at_ += minute_unit ? 2 : 1;
  if (IsNumber(0, 2) && IsWord(1) && IsSecondUnit(Peek(1)->word)) {
    second_ = ValueAt(0);
    at_ += 2;
  }
  return true;
}

// "2 PM".
bool Reading::HourAndHalf() {
  if (has_time_ || !IsNumber(0, 2) || !IsWord(1)) return false;
  const bool am_or_pm = Peek(1)->word == "am" || Peek(1)->word == "pm";
  const bool dotted = (Peek(1)->word == "a" || Peek(1)->word == "p") && IsMark(2, ".") &&
                      IsWord(3) && Peek(3)->word == "m";
  if (!am_or_pm && !dotted) return false;
  has_time_ = true;
  hour_ = ValueAt(0);
  ++at_;  // the word itself is read by the next step
  return true;
}

// "140500" and "1405" behind a compact date.
bool Reading::CompactTime() {
  const DateToken& token = tokens_[at_];
  if (has_time_ || !compact_ || (token.digits != 6 && token.digits != 4)) return false;
  int value = ValueAt(0);
  if (token.digits == 6) {
    second_ = value % 100;
    value /= 100;
  }
  has_time_ = true;
  minute_ = value % 100;
  hour_ = value / 100;
  ++at_;
  return true;
}

// "20250729", "202507291405", "20250729140500".
bool Reading::Compact() {
  const DateToken& token = tokens_[at_];
  if (!parts_.empty() || (token.digits != 8 && token.digits != 12 && token.digits != 14)) {
    return false;
  }
  int64_t value = token.value;
  if (token.digits == 14) {
    second_ = static_cast<int>(value % 100);
    value /= 100;
  }
  if (token.digits >= 12) {
    has_time_ = true;
    minute_ = static_cast<int>(value % 100);
    hour_ = static_cast<int>(value / 100 % 100);
    value /= 10'000;
  }
  const auto date = static_cast<int>(value);
  if (date / 10'000 < 1900 || date / 10'000 > 2100) return false;
  parts_ = {{date / 10'000, 4, Unit::kYear},
            {date / 100 % 100, 2, Unit::kMonth},
            {date % 100, 2, Unit::kDay}};
  compact_ = true;
  ++at_;
  return true;
}

void Reading::PushPart() {
  const DateToken& token = tokens_[at_];
  Part part;
  part.value = static_cast<int>(std::min<int64_t>(token.value, 1'000'000));
  part.digits = token.digits;
  part.unit = next_unit_;
  next_unit_ = Unit::kNone;
  if (at_ >= 1 && tokens_[at_ - 1].kind == DateTokenKind::kMark) {
    const std::string& mark = tokens_[at_ - 1].word;
    if (mark == "'") part.apostrophe = token.digits == 2;
    if (at_ >= 2 && tokens_[at_ - 2].kind == DateTokenKind::kNumber) part.separator = mark[0];
  }
  ++at_;
  if (IsWord(0)) {
    const std::string& unit = Peek(0)->word;
    if (unit == "年" || unit == "년") part.unit = Unit::kYear;
    if (unit == "月" || unit == "월") part.unit = Unit::kMonth;
    if (unit == "日" || unit == "일" || unit == "号" || unit == "號") part.unit = Unit::kDay;
    if (part.unit != Unit::kNone && unit.size() > 1) {
      const bool is_unit_word = static_cast<unsigned char>(unit[0]) >= 0xE0;
      if (is_unit_word) ++at_;
    }
  }
  parts_.push_back(part);
}

bool Reading::Number() {
  if (tokens_[at_].value < 0) return false;
  if (ColonTime() || DottedTime() || UnitTime() || HourAndHalf() || Compact() || CompactTime()) {
    return true;
  }
  if (tokens_[at_].digits > 4 || parts_.size() >= 3) return false;
  PushPart();
  return true;
}

bool Reading::MonthWord() {
  std::string word = tokens_[at_].word;
  size_t taken = 1;
  int month = 0;
  if (IsWord(1)) {
    month = MonthOfWord(word + " " + Peek(1)->word, language_);  // كانون الثاني
    if (month != 0) taken = 2;
  }
  if (month == 0) month = MonthOfWord(word, language_);
  if (month == 0 && word.starts_with("ב")) {  // Hebrew "in" is written together with the month
    month = MonthOfWord(std::string_view(word).substr(2), language_);
  }
  if (month == 0) return false;
  if (month_ == 0) {
    month_ = month;
    month_word_ = std::move(word);
  } else if (IsWeekday(month_word_)) {  // "mar. 29 juil.": the first was a day of the week
    month_ = month;
    month_word_ = std::move(word);
  } else if (!IsWeekday(word)) {
    return false;
  }
  at_ += taken;
  return true;
}

bool Reading::HalfWord() {
  const std::string& word = tokens_[at_].word;
  if ((word == "a" || word == "p" || word == "π" || word == "μ") && has_time_) {
    const size_t next = IsMark(1, ".") ? 2 : 1;
    if (IsWord(next) && (Peek(next)->word == "m" || Peek(next)->word == "μ")) {
      half_ = word == "a" || word == "π" ? -1 : 1;
      at_ += next + 1;
      return true;
    }
  }
  const int half = HalfOfDay(word);
  if (half == 0) return false;
  if (!has_time_ && !IsNumber(1)) return false;
  if (word == "am" && !has_time_) return false;  // German "am 29. Juli"
  half_ = half;
  ++at_;
  return true;
}

bool Reading::Word() {
  const std::string& word = tokens_[at_].word;
  if (word == "thang" || word == "thg" || word == "month") {
    next_unit_ = Unit::kMonth;
  } else if (const int era = EraOffset(word); era != 0) {
    era_offset_ = era;
    next_unit_ = Unit::kYear;
  } else if (MonthWord() || HalfWord()) {
    return true;
  } else if (has_time_ && IsZone(word)) {
    if (zone_.empty()) zone_ = word;
  } else if (word == "星期" || word == "礼拜") {
    if (IsWord(1)) ++at_;
  } else if (IsWord(1) &&
             (Peek(1)->word == "曜日" || Peek(1)->word == "曜" || Peek(1)->word == "요일")) {
    ++at_;
  } else if (has_time_ && word.size() == 1 && zone_.empty()) {
    // A military letter: says nothing.
  } else if (!IsWeekday(word) && !IsDateFiller(word) && !(has_time_ && IsHourUnit(word))) {
    return false;
  }
  ++at_;
  return true;
}

// A day of the week, a zone, or the same year by another count, in parentheses.
bool Reading::Parenthesis() {
  size_t close = 1;
  bool has_number = false;
  while (close < 6 && !IsMark(close, ")")) {
    has_number = has_number || IsNumber(close);
    ++close;
  }
  if (!IsMark(close, ")")) return false;
  if (has_number && (parts_.empty() || !IsWord(1) || EraOffset(Peek(1)->word) == 0)) {
    ++at_;  // "(29 July 2025)": the mark alone is skipped
    return true;
  }
  if (close == 2 && has_time_ && zone_.empty() && IsWord(1) && IsZone(Peek(1)->word)) {
    zone_ = Peek(1)->word;
  }
  at_ += close + 1;
  return true;
}

// "+0900", "+09:00", "-05", and "+9" behind "GMT".
bool Reading::Offset() {
  if (!has_time_ || has_offset_ || !IsNumber(1, 4) || !Glued(1)) return false;
  const int sign = tokens_[at_].word == "-" ? -1 : 1;
  const int digits = tokens_[at_ + 1].digits;
  const int value = ValueAt(1);
  const bool named = zone_ == "gmt" || zone_ == "utc";
  int minutes = 0;
  size_t taken = 2;
  if (digits == 4) {
    minutes = value / 100 * 60 + value % 100;
  } else if (digits <= 2 && (digits == 2 || named)) {
    minutes = value * 60;
    if (IsMark(2, ":") && IsNumber(3, 2)) {
      minutes += ValueAt(3);
      taken = 4;
    } else if ((IsMark(2, ".") || IsMark(2, "/") || IsMark(2, "-")) && IsNumber(3)) {
      return false;  // "14:05 -29.07.2025"
    }
  } else {
    return false;
  }
  if (minutes > 18 * 60) return false;
  has_offset_ = true;
  offset_minutes_ = sign * minutes;
  at_ += taken;
  return true;
}

bool Reading::Mark() {
  const std::string& mark = tokens_[at_].word;
  if ((mark == "+" || mark == "-") && Offset()) return true;
  if (mark == "(" && Parenthesis()) return true;
  if (!std::string_view(",./-:'|()").contains(mark)) return false;
  ++at_;
  return true;
}

// The month has a name: what is left is a day and a year.
bool Reading::NamedMonthDate(int& year, int& day) const {
  const auto year_like = [](const Part& part) {
    return part.unit == Unit::kYear || part.apostrophe || part.digits >= 3 || part.value > 31;
  };
  if (parts_.size() != 2) return false;
  const size_t year_at = year_like(parts_[0]) && !year_like(parts_[1]) ? 0 : 1;
  const Part& year_part = parts_[year_at];
  const Part& day_part = parts_[1 - year_at];
  if (day_part.digits > 2 || day_part.unit == Unit::kYear) return false;
  year = FullYear(year_part.value, year_part.digits);
  day = day_part.value;
  return true;
}

// Three numbers without a name.
bool Reading::NumericDate(int& year, int& month, int& day) const {
  const Part& a = parts_[0];
  const Part& b = parts_[1];
  const Part& c = parts_[2];
  const bool units = b.unit == Unit::kMonth;
  if (!units && (b.separator != c.separator || !std::string_view("-/.").contains(b.separator))) {
    return false;
  }
  if (b.digits >= 3) return false;
  if (a.unit == Unit::kYear || a.digits >= 3) {
    year = era_offset_ != 0 ? a.value + era_offset_ : FullYear(a.value, a.digits);
    month = b.value;
    day = c.value;
    return c.digits <= 2;
  }
  const bool long_year = c.digits >= 3 || c.unit == Unit::kYear;
  const Order order = OrderOf(language_, b.separator);
  if (!long_year && order == Order::kYearFirst) {
    year = FullYear(a.value, a.digits);
    month = b.value;
    day = c.value;
    return true;
  }
  year = FullYear(c.value, c.digits);
  const bool day_first = MakeDay(year, b.value, a.value).has_value();
  const bool month_first = MakeDay(year, a.value, b.value).has_value();
  bool use_day_first = day_first;
  if (b.unit == Unit::kMonth) {
    use_day_first = true;
  } else if (day_first && month_first && a.value != b.value) {
    // A language that puts the year first says nothing about the other two.
    if (order == Order::kUnknown || order == Order::kYearFirst) return false;
    use_day_first = order == Order::kDayFirst;
  } else if (!long_year && order == Order::kUnknown) {
    return false;
  }
  month = use_day_first ? b.value : a.value;
  day = use_day_first ? a.value : b.value;
  return true;
}

std::optional<CivilDate> Reading::Arrange(DatePrecision& precision) const {
  CivilDate date{0, 1, 1};
  precision = DatePrecision::kDay;
  if (month_ != 0) {
    date.month = month_;
    if (parts_.size() == 1 && parts_[0].digits == 4) {
      date.year = parts_[0].value;
      precision = DatePrecision::kMonth;
    } else if (!NamedMonthDate(date.year, date.day)) {
      return std::nullopt;
    }
    if (date.year > 2400 && date.year < 2700 &&
        (language_.starts_with("th") || IsThaiMonth(month_word_))) {
      date.year -= kBuddhistOffset;
    }
    return date;
  }
  if (parts_.size() == 3) {
    if (!NumericDate(date.year, date.month, date.day)) return std::nullopt;
    return date;
  }
  if (parts_.size() == 2) {  // "2025-07", "2025年7月", "07/2025"
    const bool year_first = parts_[0].digits == 4 || parts_[0].unit == Unit::kYear;
    const Part& year = parts_[year_first ? 0 : 1];
    const Part& month = parts_[year_first ? 1 : 0];
    const bool joined = std::string_view("-/").contains(parts_[1].separator);
    const bool units = year.unit == Unit::kYear && month.unit == Unit::kMonth;
    if ((!units && (year.digits != 4 || !joined)) || month.digits > 2) return std::nullopt;
    date.year = year.value + era_offset_;
    date.month = month.value;
    precision = DatePrecision::kMonth;
    return date;
  }
  if (parts_.size() == 1 && (parts_[0].digits == 4 || parts_[0].unit == Unit::kYear)) {
    const bool said = parts_[0].unit == Unit::kYear;
    if (!said && (parts_[0].value < 1900 || parts_[0].value > 2100)) return std::nullopt;
    date.year = parts_[0].value + era_offset_;
    precision = DatePrecision::kYear;
    return date;
  }
  return std::nullopt;
}

std::optional<ParsedDate> Reading::Resolve() const {
  ParsedDate result;
  const auto date = Arrange(result.precision);
  if (!date) return std::nullopt;
  const auto day = MakeDay(date->year, date->month, date->day);
  if (!day) return std::nullopt;
  result.day = *day;
  if (!has_time_ || result.precision != DatePrecision::kDay) return result;
  int hour = hour_;
  if (half_ > 0 && hour < 12) hour += 12;
  if (half_ < 0 && hour == 12) hour = 0;
  const bool midnight = hour == 24 && minute_ == 0 && second_ == 0;
  if ((hour > 23 && !midnight) || minute_ > 59 || second_ > 60) return result;  // the day stands
  int zone_minutes = offset_minutes_;
  result.has_zone = has_offset_;
  if (!has_offset_ && !zone_.empty()) {
    if (const auto minutes = ZoneMinutes(zone_, language_, *day)) {
      zone_minutes = *minutes;
      result.has_zone = true;
    }
  }
  const int64_t seconds = hour * 3600 + minute_ * 60 + std::min(second_, 59) - zone_minutes * 60;
  result.instant =
      base::Instant{base::StartOf(*day).micros + seconds * base::kMicrosPerSecond + micros_};
  result.precision = DatePrecision::kTime;
  return result;
}

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
  const auto new_year = MakeDay(year, 1, 1);
  if (!new_year) return std::nullopt;
  if (!week) {
    const int ordinal = std::stoi(plain.substr(4));
    const bool leap = MakeDay(year, 2, 29).has_value();
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
    if (const auto day = base::ParseDay(text.substr(0, 10)); day && *day >= *MakeDay(1600, 1, 1)) {
      return ParsedDate{*day, instant, true, DatePrecision::kTime};
    }
    return std::nullopt;
  }
  if (const auto day = WeekOrOrdinal(text)) {
    return ParsedDate{*day, std::nullopt, false, DatePrecision::kDay};
  }
  const std::vector<DateToken> tokens = TokensOfDate(text);
  Reading reading(tokens, language_hint);
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
    Reading reading(std::span<const DateToken>(tokens).subspan(start, length), language_hint);
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
