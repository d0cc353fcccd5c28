#include "text/date_reading.h"

#include <algorithm>
#include <array>

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

constexpr int kFirstYear = 1600;
constexpr int kLastYear = 2999;
constexpr int kBuddhistOffset = 543;

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

}  // namespace

std::optional<Day> DayIfAccepted(int year, int month, int day) {
  const CivilDate date{year, month, day};
  if (year < kFirstYear || year > kLastYear || !base::IsValid(date)) return std::nullopt;
  return base::DayFromCivil(date);
}

// "14:05", "14:05:30", "14:05:30.123".
bool DateReading::ColonTime() {
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
bool DateReading::DottedTime() {
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
bool DateReading::UnitTime() {
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
bool DateReading::HourAndHalf() {
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
bool DateReading::CompactTime() {
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
bool DateReading::Compact() {
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
  parts_ = {{date / 10'000, 4, DateUnit::kYear},
            {date / 100 % 100, 2, DateUnit::kMonth},
            {date % 100, 2, DateUnit::kDay}};
  compact_ = true;
  ++at_;
  return true;
}

void DateReading::PushPart() {
  const DateToken& token = tokens_[at_];
  DatePart part;
  part.value = static_cast<int>(std::min<int64_t>(token.value, 1'000'000));
  part.digits = token.digits;
  part.unit = next_unit_;
  next_unit_ = DateUnit::kNone;
  if (at_ >= 1 && tokens_[at_ - 1].kind == DateTokenKind::kMark) {
    const std::string& mark = tokens_[at_ - 1].word;
    if (mark == "'") part.apostrophe = token.digits == 2;
    if (at_ >= 2 && tokens_[at_ - 2].kind == DateTokenKind::kNumber) part.separator = mark[0];
  }
  ++at_;
  if (IsWord(0)) {
    const std::string& unit = Peek(0)->word;
    if (unit == "年" || unit == "년") part.unit = DateUnit::kYear;
    if (unit == "月" || unit == "월") part.unit = DateUnit::kMonth;
    if (unit == "日" || unit == "일" || unit == "号" || unit == "號") part.unit = DateUnit::kDay;
    if (part.unit != DateUnit::kNone && unit.size() > 1) {
      const bool is_unit_word = static_cast<unsigned char>(unit[0]) >= 0xE0;
      if (is_unit_word) ++at_;
    }
  }
  parts_.push_back(part);
}

bool DateReading::Number() {
  if (tokens_[at_].value < 0) return false;
  if (ColonTime() || DottedTime() || UnitTime() || HourAndHalf() || Compact() || CompactTime()) {
    return true;
  }
  if (tokens_[at_].digits > 4 || parts_.size() >= 3) return false;
  PushPart();
  return true;
}

bool DateReading::MonthWord() {
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
  // "mar. 29 juil.": the first was a day of the week.
  if (month_ == 0 || IsWeekday(month_word_)) {
    month_ = month;
    month_word_ = std::move(word);
  } else if (!IsWeekday(word)) {
    return false;
  }
  at_ += taken;
  return true;
}

bool DateReading::HalfWord() {
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

bool DateReading::Word() {
  const std::string& word = tokens_[at_].word;
  if (word == "thang" || word == "thg" || word == "month") {
    next_unit_ = DateUnit::kMonth;
  } else if (const int era = EraOffset(word); era != 0) {
    era_offset_ = era;
    next_unit_ = DateUnit::kYear;
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
bool DateReading::Parenthesis() {
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
bool DateReading::Offset() {
  if (!has_time_ || has_offset_ || !IsNumber(1, 4) || !Glued(1)) return false;
  const int sign = tokens_[at_].word == "-" ? -1 : 1;
  const int digits = tokens_[at_ + 1].digits;
  const int value = ValueAt(1);
  const bool named = zone_ == "gmt" || zone_ == "utc";
  int minutes = 0;
  size_t taken = 2;
  if (digits == 4 || (digits == 3 && value % 100 < 60)) {  // "-0500", and "-500" of some programs
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

bool DateReading::Mark() {
  const std::string& mark = tokens_[at_].word;
  if ((mark == "+" || mark == "-") && Offset()) return true;
  if (mark == "(" && Parenthesis()) return true;
  if (!std::string_view(",./-:'|()").contains(mark)) return false;
  ++at_;
  return true;
}

// The month has a name: what is left is a day and a year.
bool DateReading::NamedMonthDate(int& year, int& day) const {
  const auto year_like = [](const DatePart& part) {
    return part.unit == DateUnit::kYear || part.apostrophe || part.digits >= 3 || part.value > 31;
  };
  if (parts_.size() != 2) return false;
  const size_t year_at = year_like(parts_[0]) && !year_like(parts_[1]) ? 0 : 1;
  const DatePart& year_part = parts_[year_at];
  const DatePart& day_part = parts_[1 - year_at];
  if (day_part.digits > 2 || day_part.unit == DateUnit::kYear) return false;
  year = FullYear(year_part.value, year_part.digits);
  day = day_part.value;
  return true;
}

// Three numbers without a name.
bool DateReading::NumericDate(int& year, int& month, int& day) const {
  const DatePart& a = parts_[0];
  const DatePart& b = parts_[1];
  const DatePart& c = parts_[2];
  const bool units = b.unit == DateUnit::kMonth;
  if (!units && (b.separator != c.separator || !std::string_view("-/.").contains(b.separator))) {
    return false;
  }
  if (b.digits >= 3) return false;
  if (a.unit == DateUnit::kYear || a.digits >= 3) {
    year = era_offset_ != 0 ? a.value + era_offset_ : FullYear(a.value, a.digits);
    month = b.value;
    day = c.value;
    return c.digits <= 2;
  }
  const bool long_year = c.digits >= 3 || c.unit == DateUnit::kYear;
  const Order order = OrderOf(language_, b.separator);
  if (!long_year && order == Order::kYearFirst) {
    year = FullYear(a.value, a.digits);
    month = b.value;
    day = c.value;
    return true;
  }
  year = FullYear(c.value, c.digits);
  const bool day_first = DayIfAccepted(year, b.value, a.value).has_value();
  const bool month_first = DayIfAccepted(year, a.value, b.value).has_value();
  bool use_day_first = day_first;
  if (b.unit == DateUnit::kMonth) {
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

std::optional<CivilDate> DateReading::Arrange(DatePrecision& precision) const {
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
    const bool year_first = parts_[0].digits == 4 || parts_[0].unit == DateUnit::kYear;
    const DatePart& year = parts_[year_first ? 0 : 1];
    const DatePart& month = parts_[year_first ? 1 : 0];
    const bool joined = std::string_view("-/").contains(parts_[1].separator);
    const bool units = year.unit == DateUnit::kYear && month.unit == DateUnit::kMonth;
    if ((!units && (year.digits != 4 || !joined)) || month.digits > 2) return std::nullopt;
    date.year = year.value + era_offset_;
    date.month = month.value;
    precision = DatePrecision::kMonth;
    return date;
  }
  if (parts_.size() == 1 && (parts_[0].digits == 4 || parts_[0].unit == DateUnit::kYear)) {
    const bool said = parts_[0].unit == DateUnit::kYear;
    if (!said && (parts_[0].value < 1900 || parts_[0].value > 2100)) return std::nullopt;
    date.year = parts_[0].value + era_offset_;
    precision = DatePrecision::kYear;
    return date;
  }
  return std::nullopt;
}

std::optional<ParsedDate> DateReading::Resolve() const {
  ParsedDate result;
  const auto date = Arrange(result.precision);
  if (!date) return std::nullopt;
  const auto day = DayIfAccepted(date->year, date->month, date->day);
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

}  // namespace text
