#include "settings_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

namespace octavo {
namespace {

using base::ErrorKind;

std::string_view Trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

struct Unit {
  std::string_view name;
  int64_t factor;
};

// From the largest to the smallest; the empty name is the unit of a bare number.
constexpr Unit kSizes[] = {{"TB", int64_t{1} << 40},
                           {"GB", int64_t{1} << 30},
                           {"MB", int64_t{1} << 20},
                           {"kB", int64_t{1} << 10},
                           {"KB", int64_t{1} << 10},
                           {"B", 1},
                           {"", 1}};
constexpr Unit kTimes[] = {{"d", 86'400'000}, {"h", 3'600'000}, {"min", 60'000},
                           {"s", 1'000},      {"ms", 1},        {"", 1'000}};
constexpr int64_t kLongestTime = int64_t{1'000} * 86'400'000;
constexpr int64_t kLargestSize = int64_t{1} << 50;

std::optional<int64_t> ReadWithUnit(std::string_view text, std::span<const Unit> units,
                                    int64_t most) {
  text = Trimmed(text);
  int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || number < 0) return std::nullopt;
  const std::string_view name = Trimmed(text.substr(static_cast<size_t>(end - text.data())));
  const auto unit = std::ranges::find(units, name, &Unit::name);
  if (unit == units.end() || number > most / unit->factor) return std::nullopt;
  return number * unit->factor;
}

std::string WriteWithUnit(int64_t amount, std::span<const Unit> units) {
  for (const Unit& unit : units) {
    if (amount != 0 && amount % unit.factor == 0) {
      return fmt::format("{} {}", amount / unit.factor, unit.name);
    }
  }
  return "0";
}

}  // namespace

base::Result<int64_t> ReadNumber(std::string_view text, int64_t least, int64_t most) {
  text = Trimmed(text);
  int64_t number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size() || number < least ||
      number > most) {
    return base::Fail(ErrorKind::kInvalidInput,
                      fmt::format("\"{}\" is not a whole number from {} to {}", text, least, most));
  }
  return number;
}

base::Result<int64_t> ReadSize(std::string_view text) {
  if (const auto size = ReadWithUnit(text, kSizes, kLargestSize)) return *size;
  return base::Fail(ErrorKind::kInvalidInput,
                    fmt::format("\"{}\" is not a size; write it as \"500 MB\" or \"5 GB\"", text));
}

std::string WriteSize(int64_t bytes) {
  return WriteWithUnit(bytes, kSizes);
}

base::Result<std::chrono::milliseconds> ReadDuration(std::string_view text) {
  if (const auto time = ReadWithUnit(text, kTimes, kLongestTime)) {
    return std::chrono::milliseconds(*time);
  }
  return base::Fail(
      ErrorKind::kInvalidInput,
      fmt::format("\"{}\" is not a time; write it as \"250 ms\", \"30 s\", \"5 min\" or \"12 h\"",
                  text));
}

std::string WriteDuration(std::chrono::milliseconds time) {
  return WriteWithUnit(time.count(), kTimes);
}

std::vector<std::string> SplitList(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    if (const auto item = Trimmed(text.substr(0, comma)); !item.empty()) items.emplace_back(item);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return items;
}

size_t EditDistance(std::string_view one, std::string_view other) {
  std::vector<size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= one.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= other.size(); ++j) {
      const size_t changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, changed}));
    }
  }
  return row.back();
}

std::string_view NearestName(std::string_view given, std::span<const std::string_view> names) {
  // At most three letters apart, and less than half of what was written: "a" is no "add".
  size_t best_distance = std::min(size_t{4}, given.size() / 2 + 1);
  std::string_view best;
  for (const std::string_view name : names) {
    const size_t distance = EditDistance(name, given);
    if (distance < best_distance) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace octavo
