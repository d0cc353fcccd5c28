#include "base/time.h"

#include <fmt/format.h>

#include <chrono>

namespace base {
namespace {

// Reads exactly `count` digits at `position` and moves it on; -1 where they are not there.
int Digits(std::string_view text, size_t& position, size_t count) {
  if (text.size() - position < count) return -1;
  int value = 0;
  for (size_t i = 0; i < count; ++i) {
    const char c = text[position + i];
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  position += count;
  return value;
}

bool Take(std::string_view text, size_t& position, std::string_view any_of) {
  if (position >= text.size() || !any_of.contains(text[position])) return false;
  ++position;
  return true;
}

int64_t FloorDivide(int64_t a, int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::optional<CivilDate> Date(std::string_view text, size_t& position) {
  CivilDate date;
  date.year = Digits(text, position, 4);
  if (date.year < 0 || !Take(text, position, "-")) return std::nullopt;
  date.month = Digits(text, position, 2);
  if (date.month < 0 || !Take(text, position, "-")) return std::nullopt;
  date.day = Digits(text, position, 2);
  if (!IsValid(date)) return std::nullopt;
  return date;
}

class RealClock final : public Clock {
 public:
  Instant Now() const override {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
  }
};

}  // namespace

bool IsValid(const CivilDate& date) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12) return false;
  const bool leap = (date.year % 4 == 0 && date.year % 100 != 0) || date.year % 400 == 0;
  const int last = date.month == 2 && leap ? 29 : kDays[date.month - 1];
  return date.day >= 1 && date.day <= last;
}

Day DayFromCivil(const CivilDate& date) {
  const int year = date.year - (date.month <= 2 ? 1 : 0);
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return {era * 146097 + day_of_era - 719468};
}

CivilDate CivilFromDay(Day day) {
  const int z = day.number + 719468;
  const int era = (z >= 0 ? z : z - 146096) / 146097;
  const int day_of_era = z - era * 146097;
  const int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = (5 * day_of_year + 2) / 153;
  CivilDate date;
  date.day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  date.month = shifted_month + (shifted_month < 10 ? 3 : -9);
  date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
  return date;
}

Day DayOf(Instant instant) {
  return {static_cast<int32_t>(FloorDivide(instant.micros, kMicrosPerDay))};
}

Instant StartOf(Day day) {
  return {day.number * kMicrosPerDay};
}

namespace {

// Two digits.
void Append(int64_t number, std::string& out) {
  out += static_cast<char>('0' + number / 10);
  out += static_cast<char>('0' + number % 10);
}

}  // namespace

std::string FormatRfc3339(Instant instant) {
  const Day day = DayOf(instant);
  const int64_t in_day = instant.micros - StartOf(day).micros;
  const int64_t seconds = in_day / kMicrosPerSecond;
  const int64_t fraction = in_day % kMicrosPerSecond;
  std::string text = FormatDay(day);
  text += 'T';
  Append(seconds / 3600, text);
  text += ':';
  Append(seconds / 60 % 60, text);
  text += ':';
  Append(seconds % 60, text);
  if (fraction != 0) text += fmt::format(".{:06}", fraction);
  text += 'Z';
  return text;
}

std::optional<Instant> ParseRfc3339(std::string_view text) {
  size_t at = 0;
  const auto date = Date(text, at);
  if (!date || !Take(text, at, "Tt ")) return std::nullopt;
  const int hour = Digits(text, at, 2);
  if (hour < 0 || hour > 23 || !Take(text, at, ":")) return std::nullopt;
  const int minute = Digits(text, at, 2);
  if (minute < 0 || minute > 59 || !Take(text, at, ":")) return std::nullopt;
  int second = Digits(text, at, 2);
  if (second < 0 || second > 60) return std::nullopt;
  if (second == 60) second = 59;
  int64_t fraction = 0;
  if (Take(text, at, ".")) {
    int64_t scale = kMicrosPerSecond / 10;
    const size_t first = at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
      fraction += (text[at] - '0') * scale;
    }
    if (at == first) return std::nullopt;
  }
  int64_t offset_minutes = 0;
  if (!Take(text, at, "Zz")) {
    if (at >= text.size()) return std::nullopt;
    const int sign = text[at] == '-' ? -1 : 1;
    if (!Take(text, at, "+-")) return std::nullopt;
    const int hours = Digits(text, at, 2);
    if (hours < 0 || hours > 23 || !Take(text, at, ":")) return std::nullopt;
    const int minutes = Digits(text, at, 2);
    if (minutes < 0 || minutes > 59) return std::nullopt;
    offset_minutes = int64_t{sign} * (int64_t{hours} * 60 + minutes);
  }
  if (at != text.size()) return std::nullopt;
  const int64_t seconds = hour * 3600 + minute * 60 + second - offset_minutes * 60;
  return Instant{StartOf(DayFromCivil(*date)).micros + seconds * kMicrosPerSecond + fraction};
}

std::string FormatDay(Day day) {
  const CivilDate date = CivilFromDay(day);
  if (date.year < 0 || date.year > 9999) {
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
  }
  std::string text;
  Append(date.year / 100, text);
  Append(date.year % 100, text);
  text += '-';
  Append(date.month, text);
  text += '-';
  Append(date.day, text);
  return text;
}

std::optional<Day> ParseDay(std::string_view text) {
  size_t at = 0;
  const auto date = Date(text, at);
  if (!date || at != text.size()) return std::nullopt;
  return DayFromCivil(*date);
}

const Clock& SystemClock() {
  static const RealClock kClock;
  return kClock;
}

}  // namespace base
