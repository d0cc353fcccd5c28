#include "parse/feed_date.h"

#include <array>

#include "parse/draft.h"
#include "text/dates.h"

namespace parse {
namespace {

// Reads along a text; every step either takes what it asks for or says no.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  // A number of exactly `digits`, or of one less where `may_be_short`.
  bool Number(size_t digits, bool may_be_short, int& value) {
    value = 0;
    size_t taken = 0;
    while (taken < digits && at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      value = value * 10 + (text_[at_++] - '0');
      ++taken;
    }
    return taken == digits || (may_be_short && taken + 1 == digits && taken > 0);
  }
  std::string_view Letters(size_t count) {
    if (text_.size() - at_ < count) return {};
    at_ += count;
    return text_.substr(at_ - count, count);
  }
  std::string_view Rest() const { return text_.substr(at_); }

 private:
  std::string_view text_;
  size_t at_ = 0;
};

int MonthOf(std::string_view name) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i] == name) return static_cast<int>(i) + 1;
  }
  return 0;
}

bool IsWeekday(std::string_view name) {
  for (const std::string_view day : {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}) {
    if (day == name) return true;
  }
  return false;
}

// "+0900", "GMT", "Z".
std::optional<int> ZoneMinutes(std::string_view zone) {
  if (zone == "GMT" || zone == "UTC" || zone == "Z" || zone == "+0000") return 0;
  Cursor cursor(zone);
  const bool west = cursor.Take('-');
  int hours = 0;
  int minutes = 0;
  if ((!west && !cursor.Take('+')) || !cursor.Number(2, false, hours) ||
      !cursor.Number(2, false, minutes) || !cursor.Rest().empty() || hours > 14 || minutes > 59) {
    return std::nullopt;
  }
  return (west ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

// RFC 822 as RFC 2822 tightened it, with one space between the parts and four digits of the year.
std::optional<base::Instant> Rfc822Date(std::string_view text) {
  Cursor cursor(text);
  base::CivilDate date;
  if (text.size() > 4 && text[3] == ',') {
    if (!IsWeekday(cursor.Letters(3)) || !cursor.Take(',') || !cursor.Take(' ')) return {};
  }
  int hour = 0;
  int minute = 0;
  int second = 0;
  if (!cursor.Number(2, true, date.day) || !cursor.Take(' ')) return {};
  date.month = MonthOf(cursor.Letters(3));
  if (date.month == 0 || !cursor.Take(' ') || !cursor.Number(4, false, date.year) ||
      !cursor.Take(' ') || !cursor.Number(2, false, hour) || !cursor.Take(':') ||
      !cursor.Number(2, false, minute)) {
    return {};
  }
  if (cursor.Take(':') && !cursor.Number(2, false, second)) return {};
  if (!cursor.Take(' ')) return {};
  const auto zone = ZoneMinutes(cursor.Rest());
  // text::ParseDate knows what to make of other years and of 24:00.
  if (!zone || date.year < 1600 || date.year > 2400 || !base::IsValid(date) || hour > 23 ||
      minute > 59 || second > 59) {
    return {};
  }
  const int64_t seconds = int64_t{hour} * 3600 + int64_t{minute - *zone} * 60 + second;
  return base::Instant{base::StartOf(base::DayFromCivil(date)).micros +
                       seconds * base::kMicrosPerSecond};
}

std::optional<base::Instant> FeedDate(std::string_view text, std::string_view language) {
  if (const auto instant = Rfc822Date(TrimSpace(text))) return instant;
  const auto date = text::ParseDate(text, language);
  if (!date) return std::nullopt;
  return date->instant ? *date->instant : base::StartOf(date->day);
}

}  // namespace parse
