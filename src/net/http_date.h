#pragma once
// The dates of HTTP (RFC 9110, 5.6.7) and the header that asks to come back later.

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace net {

// "Sun, 06 Nov 1994 08:49:37 GMT", the older "Sunday, 06-Nov-94 08:49:37 GMT" (of two-digit years
// the one nearest 2000 to 2069 or 1970 to 1999) and "Sun Nov  6 08:49:37 1994". The day of the week
// is not checked. Absent when it is none of these.
std::optional<base::Instant> ParseHttpDate(std::string_view text);

// "Sun, 06 Nov 1994 08:49:37 GMT"; fractions of a second are cut off.
std::string FormatHttpDate(base::Instant instant);

// Retry-After: seconds or a date, as an instant not before `now` and at most a year behind it.
// Absent when it is neither.
std::optional<base::Instant> ParseRetryAfter(std::string_view text, base::Instant now);

}  // namespace net
