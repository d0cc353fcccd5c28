#pragma once
// The dates of feeds. Only for this room.

#include <optional>
#include <string_view>

#include "base/time.h"

namespace parse {

// The instant that a date stands for; of a date without a time, its first moment in UTC. The form
// that RSS prescribes ("Tue, 29 Jul 2025 09:05:00 +0900") is read here, every other by
// text::ParseDate.
std::optional<base::Instant> FeedDate(std::string_view text, std::string_view language);

// The first of these alone, for the fuzzer; absent: another must read it.
std::optional<base::Instant> Rfc822Date(std::string_view text);

}  // namespace parse
