#pragma once
// The reader's language: texts, plurals, dates, ages. Texts live in web/locales/*.json and are part
// of the program; every key is in every language (a test walks them).

#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace serve {

using Replacements = std::initializer_list<std::pair<std::string_view, std::string_view>>;

// Immutable; all functions from any thread.
class Locale {
 public:
  Locale(std::string tag, std::string_view json);  // json: an embedded file; broken is a bug

  const std::string& tag() const { return tag_; }  // "en"
  bool right_to_left() const { return tag_ == "ar"; }

  // The text of a key. Precondition: it is there (a wrong key is a bug).
  std::string_view Text(std::string_view key) const;
  // Empty when there is none: for keys made of data, as "section_" + section.
  std::string_view Find(std::string_view key) const;
  // The text with each {name} replaced.
  std::string Format(std::string_view key, Replacements replacements) const;
  // The form of the key for `count` by the rules of CLDR 42 ("articles.one"), {n} replaced by the
  // number.
  std::string Count(std::string_view key, int64_t count, Replacements more = {}) const;

  // "12,345"
  std::string Number(int64_t number) const;
  // "22 November 2026", "2026年11月22日", "22 نوفمبر 2026"
  std::string Date(base::Day day) const;
  // With the day of the week before it (behind it in Japanese).
  std::string LongDate(base::Day day) const;
  // "08:30" in UTC.
  std::string TimeOfDay(base::Instant instant) const;
  // "22 November 2026, 08:30 UTC"
  std::string DateAndTime(base::Instant instant) const;
  // 'now', '12 min', '3 h', 'yesterday', then the date. What lies more than an hour in the future
  // is told by its date.
  std::string Age(base::Instant then, base::Instant now) const;
  // Names joined as a sentence joins them, at most `limit`, then "and 3 more".
  std::string List(const std::vector<std::string>& names, size_t limit) const;

  // Every key with its text, "articles.one" for a form of a plural.
  const std::map<std::string, std::string, std::less<>>& texts() const { return texts_; }

 private:
  std::string tag_;
  std::map<std::string, std::string, std::less<>> texts_;
};

// "zero", "one", "two", "few", "many", "other": of cardinals, for the languages that there are.
std::string_view PluralForm(std::string_view language, int64_t count);

// English, Japanese, Arabic; English first.
const std::vector<Locale>& Locales();
// Null when there are no pages in that language.
const Locale* FindLocale(std::string_view tag);
// The best of an Accept-Language header (RFC 9110, 12.5.4); English when nothing fits.
const Locale& ChooseLocale(std::string_view accept_language);

// Whether a text in this language (BCP 47) runs from right to left.
bool IsRightToLeft(std::string_view language);

}  // namespace serve
