#pragma once
// Instants, days and clocks. Time is counted in microseconds UTC; an unknown time is an absent
// optional, never now.

#include <atomic>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerHour = 3'600 * kMicrosPerSecond;
inline constexpr int64_t kMicrosPerDay = 24 * kMicrosPerHour;

// A point in time: microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
struct Instant {
  int64_t micros = 0;
  auto operator<=>(const Instant&) const = default;
};

// A day of the proleptic Gregorian calendar, in no time zone: days since 1970-01-01.
struct Day {
  int32_t number = 0;
  auto operator<=>(const Day&) const = default;
};

struct CivilDate {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
};

// Whether the date exists (2024-02-29 does, 2023-02-29 does not). Years 1 to 9999.
bool IsValid(const CivilDate& date);
// Precondition: IsValid(date). Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
Day DayFromCivil(const CivilDate& date);
CivilDate CivilFromDay(Day day);

// The day in UTC.
Day DayOf(Instant instant);
// Its first microsecond in UTC.
Instant StartOf(Day day);

// "2026-11-22T08:30:00Z", with ".123456" only where there is a fraction.
std::string FormatRfc3339(Instant instant);
// RFC 3339 with any offset; 'T' may be 't' or a space; absent when it is anything else. Seconds of
// 60 count as 59.
std::optional<Instant> ParseRfc3339(std::string_view text);
// "2026-11-22".
std::string FormatDay(Day day);
// Exactly "YYYY-MM-DD" of a day that exists.
std::optional<Day> ParseDay(std::string_view text);

// The door to the time of day. Implementations are safe for use by several threads.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

// The system's clock. One for the whole process; never null.
const Clock& SystemClock();

// A clock that tests set.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant now) : micros_(now.micros) {}
  Instant Now() const override { return {micros_.load()}; }
  void Set(Instant now) { micros_ = now.micros; }
  void Advance(int64_t micros) { micros_ += micros; }

 private:
  std::atomic<int64_t> micros_;
};

}  // namespace base
