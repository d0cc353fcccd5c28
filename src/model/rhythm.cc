#include "model/rhythm.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <vector>

namespace model {
namespace {

constexpr double kThousandths = 1'000;
constexpr double kMost = 1e9;
constexpr size_t kNumbers = 2 + 1 + 24 + 7 + 1;
constexpr size_t kNumbersWithoutTtl = kNumbers - 1;  // as they were stored once

}  // namespace

double Rhythm::entries() const {
  return std::accumulate(hours.begin(), hours.end(), 0.0);
}

std::string RhythmText(const Rhythm& rhythm) {
  if (rhythm.as_of.micros == 0) return {};
  std::string out;
  const auto add = [&out](int64_t number) {
    if (!out.empty()) out += ' ';
    out += std::to_string(number);
  };
  const auto add_count = [&add](double count) { add(std::llround(count * kThousandths)); };
  add(rhythm.as_of.micros);
  add(rhythm.newest.micros);
  add_count(rhythm.watched_days);
  for (const double count : rhythm.hours) add_count(count);
  for (const double count : rhythm.days) add_count(count);
  add(rhythm.ttl_minutes);
  return out;
}

Rhythm RhythmFrom(std::string_view text) {
  std::vector<int64_t> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end && numbers.size() < kNumbers) {
    int64_t number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc()) return {};
    numbers.push_back(number);
    at = next < end ? next + 1 : next;
  }
  if (numbers.size() < kNumbersWithoutTtl) return {};
  const auto count = [&numbers](size_t i) {
    return std::clamp(static_cast<double>(numbers[i]) / kThousandths, 0.0, kMost);
  };
  Rhythm rhythm;
  rhythm.as_of.micros = numbers[0];
  rhythm.newest.micros = numbers[1];
  rhythm.watched_days = count(2);
  for (size_t i = 0; i < rhythm.hours.size(); ++i) rhythm.hours[i] = count(3 + i);
  for (size_t i = 0; i < rhythm.days.size(); ++i) rhythm.days[i] = count(27 + i);
  if (numbers.size() == kNumbers) rhythm.ttl_minutes = numbers.back();
  return rhythm;
}

}  // namespace model
