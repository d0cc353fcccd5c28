#pragma once
// Dates as people and programs write them: RFC 822/2822, RFC 3339 and ISO 8601 in all their partial
// forms, asctime, and the written dates of some forty languages ("29. Juli 2025, 14.05 Uhr",
// "2025年7月29日 14時05分", "令和7年7月29日", "٢٩ تموز ٢٠٢٥"). Names of months and days come from
// ICU (CLDR).
//
// What cannot be told is absent: a number that may be seconds since 1970 is no date, neither is a
// day without a year, and of "05-06-2025" the order must be known.
//
// Order of day and month in all-numeric dates, where both readings exist:
//   slashes   by region ("en-US" month first, most others day first); plain "en" month first
//   dots      day first, whatever the language
//   hyphens   by region; with plain "en" or no language: absent, since both are in use
//   no language: only when one reading is possible
// Two-digit years: 00 to 49 are 20xx, 50 to 99 are 19xx (RFC 2822, 4.3). Accepted are the years
// 1600 to 2999 (0001-01-01 is what some programs write for "not known"), and Buddhist years where
// the language or the month's name is Thai.
//
// Zones: offsets, "Z", names (EST, JST, CEST, …). "ET", "CT", "MT", "PT" follow the summer time of
// the United States as of 2007. A military letter other than Z tells nothing (RFC 2822, 4.3).
//
// All functions are safe for use by several threads and take any bytes.

#include <optional>
#include <string_view>

#include "base/time.h"

namespace text {

enum class DatePrecision { kYear, kMonth, kDay, kTime };

struct ParsedDate {
  base::Day day;  // as the text states it, in its own zone; the first one of a month or year
  std::optional<base::Instant> instant;  // when a time of day is stated; without a zone: as if UTC
  bool has_zone = false;                 // whether the text says which zone
  DatePrecision precision = DatePrecision::kDay;  // kTime: `instant` is there
};

// The date that `text` is. White space, weekdays (wrong ones too), and labels such as "Published:"
// around it do no harm; any other word does: then it is absent. `language_hint` is BCP 47 and may
// be empty. Texts of more than 200 bytes are no dates.
std::optional<ParsedDate> ParseDate(std::string_view text, std::string_view language_hint);

// The first date that stands somewhere in `text`, though run together with it ("The
// National16-05-2025"). Only dates with a day; only the first 2,000 bytes are looked at.
std::optional<ParsedDate> FindDate(std::string_view text, std::string_view language_hint);

// Minutes east of UTC on `day` where people speak `language` (BCP 47), if that leaves no doubt:
// "ja" and "de" do, "en-US" and "ar" do not, "en-GB" and "ar-SA" do. Summer time of the European
// Union (Directive 2000/84/EC) counts, by whole days.
std::optional<int> ZoneOfPlace(std::string_view language, base::Day day);

// The first moment of a day where people speak `language`; in UTC where ZoneOfPlace tells nothing.
base::Instant FirstMomentOf(base::Day day, std::string_view language);

}  // namespace text
