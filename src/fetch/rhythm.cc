#include "fetch/rhythm.h"

#include <algorithm>
#include <array>
#include <cmath>

// When to ask
// -----------
// A poll costs the publisher and us something; an entry that waits to be found costs the reader
// something for as long as it waits. Entries come at a rate r(t). A poll at T finds those since the
// last one, which have waited, all together, W(T) = ∫ r(t) (T − t) dt. We ask when W reaches half
// of the usual interval. For a constant rate r that makes T = sqrt(usual / r): the geometric mean
// of the usual interval and the time between two entries. It is the interval at which the sum of
// polls and waiting is least when one poll is worth half a usual interval of waiting; and it is the
// square-root law of those who have studied the refreshing of copies (J. Cho and H. Garcia-Molina,
// "Effective page refresh policies for Web crawlers", ACM TODS 28, 2003): a source with a hundred
// times the news is asked ten times as often, not a hundred times. A source that publishes once an
// hour is asked, with the standard interval of an hour, once an hour.
//
// The rate is the average of what was seen, times a factor for the hour of the day, times one for
// the day of the week (both UTC; a newsroom's night is at the same hours every day, wherever it
// is). W is summed up in steps of five minutes, so a source that sleeps at night is not asked until
// its morning.
//
// What is seen
// ------------
// Entries carry their times, so one answer tells of the days before it, too; the oldest entry only
// marks where the telling begins. After that, every answer adds the time that went by and the
// entries newer than the newest so far. Counts fade with a half-life of a fortnight. Where little
// was seen the estimate leans towards what is usual: as if half an entry had come in half a usual
// interval, and, for the profiles, some entries spread evenly over the day and the week.
//
// When everything in an answer is new, more may have come than the answer holds: then the time that
// counts as watched begins with the oldest entry in it.

namespace fetch {
namespace {

constexpr double kHalfLifeDays = 14;
constexpr double kMeanLifeDays = kHalfLifeDays / 0.693147180559945;
constexpr double kPriorEntries = 0.5;
constexpr double kEvenHours = 24;  // entries; until so many were seen, the profile is mostly even
constexpr double kEvenDays = 21;
constexpr double kMostDays = 365;
constexpr int64_t kStep = 5 * 60 * base::kMicrosPerSecond;
// More than a few entries in one answer is a batch, not a rate.
constexpr size_t kMostCounted = 1'000;

double Days(int64_t micros) {
  return static_cast<double>(micros) / static_cast<double>(base::kMicrosPerDay);
}

double Faded(int64_t micros) {
  return std::exp2(-std::clamp(Days(micros), 0.0, kMostDays) / kHalfLifeDays);
}

// The time from `age` micros ago until now, faded: at most kMeanLifeDays.
double FadedSpan(int64_t age) {
  return kMeanLifeDays * (1 - Faded(age));
}

size_t HourOf(base::Instant time) {
  const int64_t in_day = time.micros - base::StartOf(base::DayOf(time)).micros;
  return static_cast<size_t>(std::clamp<int64_t>(in_day / base::kMicrosPerHour, 0, 23));
}

size_t WeekdayOf(base::Instant time) {
  return static_cast<size_t>((base::DayOf(time).number % 7 + 7) % 7);
}

void Count(base::Instant time, double weight, model::Rhythm& rhythm) {
  rhythm.hours.at(HourOf(time)) += weight;
  rhythm.days.at(WeekdayOf(time)) += weight;
}

void Fade(base::Instant now, model::Rhythm& rhythm) {
  const double factor = Faded(now.micros - rhythm.as_of.micros);
  for (double& count : rhythm.hours) count *= factor;
  for (double& count : rhythm.days) count *= factor;
  rhythm.watched_days *= factor;
}

// What an hour of the day has more (above 1) or less than the average hour; an hour is known by its
// neighbours too, because news does not look at the clock's full hours.
std::array<double, 24> HourFactors(const model::Rhythm& rhythm) {
  std::array<double, 24> factors{};
  const double all = rhythm.entries() + kEvenHours;
  for (size_t i = 0; i < 24; ++i) {
    const double near = rhythm.hours.at((i + 23) % 24) + rhythm.hours.at((i + 1) % 24);
    factors.at(i) = 24 * (rhythm.hours.at(i) / 2 + near / 4 + kEvenHours / 24) / all;
  }
  return factors;
}

std::array<double, 7> DayFactors(const model::Rhythm& rhythm) {
  std::array<double, 7> factors{};
  const double all = rhythm.entries() + kEvenDays;
  for (size_t i = 0; i < 7; ++i) factors.at(i) = 7 * (rhythm.days.at(i) + kEvenDays / 7) / all;
  return factors;
}

}  // namespace

void Observe(std::span<const base::Instant> times, size_t undated, base::Instant now,
             model::Rhythm& rhythm) {
  const bool is_first = rhythm.as_of.micros == 0 || rhythm.as_of > now;
  if (is_first) {
    const int64_t ttl_minutes = rhythm.ttl_minutes;
    rhythm = {};
    rhythm.ttl_minutes = ttl_minutes;
  }
  base::Instant newest{0};
  base::Instant oldest = now;
  bool all_new = !times.empty();
  for (const base::Instant time : times) {
    if (time > now || time.micros <= 0) continue;
    newest = std::max(newest, time);
    oldest = std::min(oldest, time);
    all_new = all_new && time > rhythm.newest;
  }
  if (!is_first) Fade(now, rhythm);
  const base::Instant since = is_first || all_new ? std::max(oldest, rhythm.as_of) : rhythm.as_of;
  rhythm.watched_days += FadedSpan(now.micros - since.micros);
  size_t counted = 0;
  for (const base::Instant time : times) {
    const bool is_news = time <= now && time > rhythm.newest && time.micros > 0;
    // Of a first answer the oldest entry is where it begins.
    if (!is_news || (is_first && time == oldest) || ++counted > kMostCounted) continue;
    Count(time, Faded(now.micros - time.micros), rhythm);
  }
  if (!is_first) Count(now, static_cast<double>(std::min(undated, kMostCounted)), rhythm);
  rhythm.newest = std::max(rhythm.newest, newest);
  rhythm.as_of = now;
}

double EntriesPerDay(const model::Rhythm& rhythm, int64_t usual_interval) {
  return (rhythm.entries() + kPriorEntries) /
         (rhythm.watched_days + kPriorEntries * Days(std::max<int64_t>(usual_interval, 1)));
}

int64_t BestInterval(const model::Rhythm& rhythm, base::Instant now, int64_t usual_interval,
                     int64_t shortest, int64_t longest) {
  const double rate = EntriesPerDay(rhythm, usual_interval) * Days(kStep);  // in a step
  const double enough = static_cast<double>(usual_interval) / 2 / static_cast<double>(kStep);
  const auto hours = HourFactors(rhythm);
  const auto days = DayFactors(rhythm);
  double expected = 0;  // entries that have come
  double waited = 0;    // steps that they have waited
  int64_t interval = 0;
  while (interval < longest && waited < enough) {
    const base::Instant at{now.micros + interval + kStep / 2};
    const double coming = rate * hours.at(HourOf(at)) * days.at(WeekdayOf(at));
    const double more = expected + coming / 2;
    // The last step is taken as far as it is needed.
    if (waited + more >= enough && more > 0) {
      interval += static_cast<int64_t>(static_cast<double>(kStep) * (enough - waited) / more);
      break;
    }
    waited += more;
    expected += coming;
    interval += kStep;
  }
  return std::clamp(interval, shortest, longest);
}

}  // namespace fetch
