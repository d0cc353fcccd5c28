#include "serve/locale.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "base/json.h"
#include "base/result.h"
#include "serve/assets.h"

namespace serve {
namespace {

std::string Replace(std::string_view text, Replacements replacements) {
  std::string out;
  while (!text.empty()) {
    const size_t open = text.find('{');
    out.append(text.substr(0, open));
    if (open == std::string_view::npos) break;
    const size_t close = text.find('}', open);
    if (close == std::string_view::npos) {
      out.append(text.substr(open));
      break;
    }
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto* found = std::find_if(replacements.begin(), replacements.end(),
                                     [&](const auto& pair) { return pair.first == name; });
    out.append(found == replacements.end() ? text.substr(open, close - open + 1) : found->second);
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string_view ArabicForm(int64_t count) {
  if (count == 0) return "zero";
  if (count == 1) return "one";
  if (count == 2) return "two";
  const int64_t rest = count % 100;
  if (rest >= 3 && rest <= 10) return "few";
  if (rest >= 11) return "many";
  return "other";
}

// 1970-01-01 was a Thursday; 0 is Sunday.
int WeekdayOf(base::Day day) {
  return ((day.number % 7) + 4 + 7) % 7;
}

std::string_view PrimarySubtag(std::string_view tag) {
  return tag.substr(0, tag.find('-'));
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The weight of "en-GB;q=0.8" in thousandths; 0 when it is not understood.
int WeightOf(std::string_view part) {
  const size_t at = part.find("q=");
  if (at == std::string_view::npos) return 1000;
  const std::string_view digits = Trim(part.substr(at + 2));
  double weight = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), weight);
  if (error != std::errc() || !(weight >= 0 && weight <= 1)) return 0;
  return static_cast<int>(weight * 1000);
}

}  // namespace

Locale::Locale(std::string tag, std::string_view json) : tag_(std::move(tag)) {
  const base::Result<base::Json> parsed = base::ParseJson(json);
  if (!parsed.has_value()) {
    base::CheckFailed(__FILE__, __LINE__, "locale", parsed.error().message());
  }
  const base::Json::Object* object = parsed->AsObject();
  CHECK(object != nullptr);
  for (const auto& [key, value] : *object) {
    if (const std::string* text = value.AsString()) texts_[key] = *text;
    if (const base::Json::Object* forms = value.AsObject()) {
      for (const auto& [form, text] : *forms) {
        texts_[fmt::format("{}.{}", key, form)] = *text.AsString();
      }
    }
  }
}

std::string_view Locale::Find(std::string_view key) const {
  const auto found = texts_.find(key);
  return found == texts_.end() ? std::string_view() : std::string_view(found->second);
}

std::string_view Locale::Text(std::string_view key) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) base::CheckFailed(__FILE__, __LINE__, "text of key", key);
  return found->second;
}

std::string Locale::Format(std::string_view key, Replacements replacements) const {
  return Replace(Text(key), replacements);
}

std::string Locale::Count(std::string_view key, int64_t count, Replacements more) const {
  const std::string form = fmt::format("{}.{}", key, PluralForm(tag_, count));
  const std::string number = Number(count);
  const std::string text = Replace(Text(form), {{"n", number}});
  return Replace(text, more);
}

std::string Locale::Number(int64_t number) const {
  std::string digits = fmt::format("{}", number);
  for (size_t position = digits.size(); position > 3 + (number < 0 ? 1U : 0U);) {
    position -= 3;
    digits.insert(position, ",");
  }
  return digits;
}

std::string Locale::Date(base::Day day) const {
  const base::CivilDate date = base::CivilFromDay(day);
  const std::string month(Text(fmt::format("month_{}", date.month)));
  return Format("date", {{"day", fmt::format("{}", date.day)},
                         {"month", month},
                         {"year", fmt::format("{}", date.year)}});
}

std::string Locale::LongDate(base::Day day) const {
  const std::string weekday(Text(fmt::format("weekday_{}", WeekdayOf(day))));
  return Format("long_date", {{"weekday", weekday}, {"date", Date(day)}});
}

std::string Locale::TimeOfDay(base::Instant instant) const {
  const int64_t minutes =
      (instant.micros - base::StartOf(base::DayOf(instant)).micros) / base::kMicrosPerSecond / 60;
  return fmt::format("{:02}:{:02}", minutes / 60, minutes % 60);
}

std::string Locale::DateAndTime(base::Instant instant) const {
  return Format("date_and_time",
                {{"date", Date(base::DayOf(instant))}, {"time", TimeOfDay(instant)}});
}

std::string Locale::Age(base::Instant then, base::Instant now) const {
  const int64_t seconds = (now.micros - then.micros) / base::kMicrosPerSecond;
  if (seconds < 60 && seconds > -3600) return std::string(Text("age_now"));
  if (seconds >= 0 && seconds < 3600) {
    return Format("age_minutes", {{"n", fmt::format("{}", seconds / 60)}});
  }
  if (seconds >= 0 && seconds < 86400) {
    return Format("age_hours", {{"n", fmt::format("{}", seconds / 3600)}});
  }
  if (base::DayOf(then).number == base::DayOf(now).number - 1) {
    return std::string(Text("age_yesterday"));
  }
  return Date(base::DayOf(then));
}

std::string Locale::List(const std::vector<std::string>& names, size_t limit) const {
  const std::string_view separator = Text("list_separator");
  std::string out;
  const size_t shown = std::min(limit, names.size());
  for (size_t i = 0; i < shown; ++i) {
    if (i > 0) {
      out.append(i + 1 == names.size() ? Text("list_last_separator") : separator);
    }
    out.append(names[i]);
  }
  if (shown == names.size()) return out;
  return Count("list_more", static_cast<int64_t>(names.size() - shown), {{"list", out}});
}

std::string_view PluralForm(std::string_view language, int64_t count) {
  if (language == "ja") return "other";
  if (language == "ar") return ArabicForm(count);
  return count == 1 ? "one" : "other";
}

const std::vector<Locale>& Locales() {
  static const auto* const kLocales =
      new std::vector<Locale>{Locale("en", EmbeddedBytes("locales/en.json")),
                              Locale("ja", EmbeddedBytes("locales/ja.json")),
                              Locale("ar", EmbeddedBytes("locales/ar.json"))};
  return *kLocales;
}

const Locale* FindLocale(std::string_view tag) {
  for (const Locale& locale : Locales()) {
    if (locale.tag() == tag) return &locale;
  }
  return nullptr;
}

const Locale& ChooseLocale(std::string_view accept_language) {
  const Locale* best = &Locales().front();
  int best_weight = 0;
  while (!accept_language.empty()) {
    const size_t comma = accept_language.find(',');
    const std::string_view part = accept_language.substr(0, comma);
    accept_language.remove_prefix(comma == std::string_view::npos ? accept_language.size()
                                                                  : comma + 1);
    std::string tag(PrimarySubtag(Trim(part.substr(0, part.find(';')))));
    std::transform(tag.begin(), tag.end(), tag.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const int weight = WeightOf(part);
    const Locale* locale = FindLocale(tag);
    if (locale == nullptr || weight <= best_weight) continue;
    best = locale;
    best_weight = weight;
  }
  return *best;
}

bool IsRightToLeft(std::string_view language) {
  static constexpr std::array<std::string_view, 9> kRightToLeft = {"ar", "he", "fa", "ur", "ps",
                                                                   "sd", "ug", "yi", "dv"};
  const std::string_view primary = PrimarySubtag(language);
  return std::find(kRightToLeft.begin(), kRightToLeft.end(), primary) != kRightToLeft.end();
}

}  // namespace serve
