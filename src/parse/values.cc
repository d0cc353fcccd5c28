#include "parse/values.h"

#include <algorithm>
#include <charconv>

namespace parse {

std::string LanguageTag(std::string_view text) {
  text = TrimSpace(text);
  text = text.substr(0, text.find_first_of(", ;"));
  if (text.size() < 2 || text.size() > 35) return {};
  std::string out;
  size_t part_start = 0;
  const auto finish_part = [&] {
    // A region is written in capitals, a script with one (RFC 5646, 2.1.1).
    if (part_start == 0) return;
    const size_t size = out.size() - part_start;
    for (size_t i = part_start; i < out.size(); ++i) {
      const bool capital = size == 2 || (size == 4 && i == part_start);
      if (capital && out[i] >= 'a' && out[i] <= 'z') out[i] = static_cast<char>(out[i] - 32);
    }
  };
  for (const char c : text) {
    if (c == '-' || c == '_') {
      finish_part();
      out += '-';
      part_start = out.size();
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    } else if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c + 32);
    } else {
      return {};
    }
  }
  finish_part();
  const size_t first = std::min(out.find('-'), out.size());
  return first < 2 || first > 3 || out.ends_with('-') ? std::string() : out;
}

std::optional<int64_t> Number(std::string_view text) {
  text = TrimSpace(text);
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value < 0) return std::nullopt;
  const std::string_view rest(end, static_cast<size_t>(text.data() + text.size() - end));
  // "12.5" seconds and "1024 bytes" are met; "12abc" is no number.
  if (!rest.empty() && rest[0] != '.' && rest[0] != ' ') return std::nullopt;
  return value;
}

namespace {

// ISO 8601: "PT1H2M3S".
std::optional<int64_t> IsoDuration(std::string_view text) {
  int64_t seconds = 0;
  text.remove_prefix(2);
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < 0 || value > 1'000'000) return std::nullopt;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    if (text.starts_with('.')) text = text.substr(std::min(text.find('S'), text.size()));
    const int64_t unit = text.starts_with('H')   ? 3600
                         : text.starts_with('M') ? 60
                         : text.starts_with('S') ? 1
                                                 : 0;
    if (unit == 0) return std::nullopt;
    seconds += value * unit;
    text.remove_prefix(1);
  }
  return seconds;
}

}  // namespace

std::optional<int64_t> Duration(std::string_view text) {
  text = TrimSpace(text);
  if (text.starts_with("PT")) return IsoDuration(text);
  int64_t seconds = 0;
  int parts = 0;
  while (!text.empty()) {
    const size_t end = std::min(text.find(':'), text.size());
    const std::string_view part = TrimSpace(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (part.empty()) continue;
    const auto value = Number(part);
    if (!value || *value > 1'000'000 || ++parts > 3) return std::nullopt;
    seconds = seconds * 60 + *value;
  }
  if (parts == 0) return std::nullopt;
  return seconds;
}

std::optional<bool> YesOrNo(std::string_view text) {
  const std::string word = LowerAscii(TrimSpace(text).substr(0, 16));
  for (const std::string_view yes : {"yes", "true", "explicit", "1", "adult"}) {
    if (word == yes) return true;
  }
  for (const std::string_view no : {"no", "false", "clean", "0", "nonadult"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

std::string_view TrimSpace(std::string_view text) {
  const auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::string LowerAscii(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

bool IsSameLetters(std::string_view text, std::string_view lower_case) {
  return text.size() == lower_case.size() &&
         std::ranges::equal(text, lower_case, [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
         });
}

std::string MediaType(std::string_view text) {
  return LowerAscii(TrimSpace(text.substr(0, text.find(';'))));
}

}  // namespace parse
