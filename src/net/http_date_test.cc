#include "net/http_date.h"

#include <gtest/gtest.h>

namespace net {
namespace {

TEST(HttpDate, IsReadInThreeForms) {
  struct Case {
    const char* text;
    const char* utc;  // null: not a date
  };
  for (const Case& c : {Case{"Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"},
                        {"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z"},
                        {"Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z"},
                        {"Mon, 23 Nov 2026 00:00:60 GMT", "2026-11-23T00:00:59Z"},
                        {"Mon, 23-Nov-26 00:00:00 GMT", "2026-11-23T00:00:00Z"},
                        {"Mon, 31 Feb 2026 00:00:00 GMT", nullptr},
                        {"Mon, 23 Nov 2026 24:00:00 GMT", nullptr},
                        {"Mon, 23 Nov 2026 00:00:00 +0900", nullptr},
                        {"2026-11-23T00:00:00Z", nullptr},
                        {"0", nullptr},
                        {"", nullptr}}) {
    const auto instant = ParseHttpDate(c.text);
    EXPECT_EQ(instant ? base::FormatRfc3339(*instant) : "none", c.utc ? c.utc : "none") << c.text;
  }
}

TEST(HttpDate, GoesThereAndBack) {
  for (int64_t hour = -100'000; hour < 600'000; hour += 997) {
    const base::Instant instant{hour * base::kMicrosPerHour};
    ASSERT_EQ(ParseHttpDate(FormatHttpDate(instant)), instant) << FormatHttpDate(instant);
  }
  EXPECT_EQ(FormatHttpDate({784'111'777'999'999}), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(RetryAfter, IsSecondsOrADate) {
  const base::Instant now = *base::ParseRfc3339("2026-11-23T12:00:00Z");
  struct Case {
    const char* text;
    const char* utc;  // null: neither
  };
  for (const Case& c : {Case{"120", "2026-11-23T12:02:00Z"},
                        {" 0 ", "2026-11-23T12:00:00Z"},
                        {"Mon, 23 Nov 2026 13:00:00 GMT", "2026-11-23T13:00:00Z"},
                        {"Mon, 23 Nov 2026 11:00:00 GMT", "2026-11-23T12:00:00Z"},
                        {"99999999999999999999999", "2027-11-23T12:00:00Z"},
                        {"Fri, 31 Dec 9999 23:59:59 GMT", "2027-11-23T12:00:00Z"},
                        {"Tue, 23 Nov 2027 11:59:59 GMT", "2027-11-23T11:59:59Z"},
                        {"Fri Dec 31 23:59:59 9999", "2027-11-23T12:00:00Z"},
                        {"-1", nullptr},
                        {"soon", nullptr},
                        {"", nullptr}}) {
    const auto instant = ParseRetryAfter(c.text, now);
    EXPECT_EQ(instant ? base::FormatRfc3339(*instant) : "none", c.utc ? c.utc : "none") << c.text;
  }
}

}  // namespace
}  // namespace net
