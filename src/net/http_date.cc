#include "net/http_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace net {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays = {"Thu", "Fri", "Sat", "Sun",
                                                   "Mon", "Tue", "Wed"};  // day 0 was a Thursday

// All three forms consist of the same fields in different order; separators are spaces, commas,
// hyphens and colons.
std::vector<std::string_view> Fields(std::string_view text) {
  std::vector<std::string_view> fields;
  while (fields.size() < 10) {
    text.remove_prefix(std::min(text.find_first_not_of(" ,-:"), text.size()));
    if (text.empty()) break;
    const std::string_view field = text.substr(0, text.find_first_of(" ,-:"));
    fields.push_back(field);
    text.remove_prefix(field.size());
  }
  return fields;
}

// -1 when it is no number of one to four digits.
int Number(std::string_view text) {
  if (text.empty() || text.size() > 4) return -1;
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

int Month(std::string_view name) {
  const auto* found = std::ranges::find(kMonths, name);
  return found == kMonths.end() ? 0 : static_cast<int>(found - kMonths.begin()) + 1;
}

}  // namespace

std::optional<base::Instant> ParseHttpDate(std::string_view text) {
  const std::vector<std::string_view> fields = Fields(text);
  if (fields.size() < 7) return std::nullopt;
  const bool is_asctime = Month(fields[1]) != 0;
  if (!is_asctime && (fields.size() != 8 || (fields[7] != "GMT" && fields[7] != "UTC"))) {
    return std::nullopt;
  }
  const std::string_view year_text = is_asctime ? fields[6] : fields[3];
  const size_t clock = is_asctime ? 3 : 4;
  base::CivilDate date;
  date.year = Number(year_text);
  if (year_text.size() == 2) date.year += date.year < 70 ? 2000 : 1900;
  date.month = is_asctime ? Month(fields[1]) : Month(fields[2]);
  date.day = is_asctime ? Number(fields[2]) : Number(fields[1]);
  const int hour = Number(fields[clock]);
  const int minute = Number(fields[clock + 1]);
  const int second = Number(fields[clock + 2]);
  if (!base::IsValid(date) || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
      second > 60) {
    return std::nullopt;
  }
  const int64_t seconds = hour * 3600 + minute * 60 + std::min(second, 59);
  return base::Instant{base::StartOf(base::DayFromCivil(date)).micros +
                       seconds * base::kMicrosPerSecond};
}

std::string FormatHttpDate(base::Instant instant) {
  const base::Day day = base::DayOf(instant);
  const base::CivilDate date = base::CivilFromDay(day);
  const int64_t seconds = (instant.micros - base::StartOf(day).micros) / base::kMicrosPerSecond;
  const auto weekday = static_cast<size_t>((day.number % 7 + 7) % 7);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[weekday], date.day,
                     kMonths[static_cast<size_t>(date.month - 1)], date.year, seconds / 3600,
                     seconds / 60 % 60, seconds % 60);
}

std::optional<base::Instant> ParseRetryAfter(std::string_view text, base::Instant now) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  while (text.starts_with(' ')) text.remove_prefix(1);
  const bool is_number =
      !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  // More than a year is not meant.
  constexpr int64_t kYear = 365 * int64_t{86'400};
  if (is_number) {
    int64_t seconds = 0;
    for (const char c : text) seconds = std::min(seconds * 10 + (c - '0'), kYear);
    return base::Instant{now.micros + seconds * base::kMicrosPerSecond};
  }
  const auto date = ParseHttpDate(text);
  if (!date) return std::nullopt;
  return std::clamp(*date, now, base::Instant{now.micros + kYear * base::kMicrosPerSecond});
}

}  // namespace net
