#pragma once
// How the values of settings are written: sizes, times, numbers, lists. Every error says what was
// given and what would have been right.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace octavo {

// A whole number between the two, both included.
base::Result<int64_t> ReadNumber(std::string_view text, int64_t least, int64_t most);

// "500 MB", "5GB", "1024" (bytes); kB, MB, GB, TB count by 1024. WriteSize gives the largest unit
// that loses nothing.
base::Result<int64_t> ReadSize(std::string_view text);
std::string WriteSize(int64_t bytes);

// "250 ms", "30 s", "5 min", "12 h", "2 d"; a number alone counts seconds. At most 1,000 days.
base::Result<std::chrono::milliseconds> ReadDuration(std::string_view text);
std::string WriteDuration(std::chrono::milliseconds time);

// Items between commas, without the spaces around them; empty ones are left out.
std::vector<std::string> SplitList(std::string_view text);

// Levenshtein's distance in bytes: how many letters must be changed, added or taken away.
size_t EditDistance(std::string_view one, std::string_view other);

// The one of `names` that `given` is most likely a misspelling of; empty: it is like none of them.
std::string_view NearestName(std::string_view given, std::span<const std::string_view> names);

}  // namespace octavo
