#include "extract/byline.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/utf8.h"
#include "extract/byline_words.h"
#include "extract/labels.h"
#include "extract/origin.h"
#include "text/words.h"

namespace extract {
namespace {

// Signs and pictures are no letters: "✉", "•".
bool HasLetter(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const char32_t c = base::NextCodePoint(text, i);
    if (c < 0x80 ? (c | 32) >= 'a' && (c | 32) <= 'z'
                 : c >= 0xC0 && (c < 0x2000 || c >= 0x2E80) && c < 0x1F000 && c != 0x30FB) {
      return true;
    }
  }
  return false;
}

void Trim(std::string_view& text) {
  const auto is_edge = [&](char c) {
    return std::string_view(" \t\n,;|-/:").find(c) != std::string_view::npos;
  };
  while (!text.empty() && is_edge(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_edge(text.back())) text.remove_suffix(1);
  for (const std::string_view dash : {"–", "—", "·", "•", "●", "／"}) {
    if (text.starts_with(dash)) text.remove_prefix(dash.size());
    if (text.ends_with(dash)) text.remove_suffix(dash.size());
  }
  while (!text.empty() && is_edge(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_edge(text.back())) text.remove_suffix(1);
}

// "MD", "Ph.D.", "RDN", "CEPF®": letters behind a name.
bool IsCredential(std::string_view part) {
  if (part.empty() || part.size() > 12) return false;
  // "JANE DOE" is a name in capitals.
  if (const size_t space = part.find(' '); space != std::string_view::npos && space > 2)
    return false;
  const auto capitals = std::ranges::count_if(part, [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto smalls = std::ranges::count_if(part, [](char c) { return c >= 'a' && c <= 'z'; });
  return (capitals >= 2 && capitals > smalls) || part == "Jr." || part == "Jr" || part == "Sr." ||
         part.starts_with("Ph.D") || part.starts_with("PhD") || part == "Esq." || part == "Inc." ||
         part == "Inc" || part == "LLC" || part == "Ltd." || part == "M.D." || part == "R.D.";
}

bool IsCalendarWord(std::string_view folded) {
  return std::ranges::find(kCalendar, folded) != std::end(kCalendar);
}

// A part behind a name that says what the person is.
bool HasRoleWord(std::string_view folded) {
  static const Labels kAll{kRoleWords};
  for (size_t at = 0; at != std::string_view::npos && at < folded.size();) {
    if (kAll.At(folded.substr(at)).size > 0) return true;
    at = folded.find(' ', at);
    if (at != std::string_view::npos) ++at;
  }
  return false;
}

// Behind such words stands somebody who did something else.
bool NamesOthers(std::string_view folded) {
  static constexpr std::string_view kOthers[] = {
      "reviewed by",    "medically reviewed", "edited by",
      "fact checked",   "fact-checked",       "photos by",
      "photography by", "photo by",           "illustration",
      "illustrated by", "interviewed by",     "mit ",
      "with ",          "translated by",      "expert review",
      "approved by",    "produced by",        "foto:",
      "fotos:",         "übersetz",           "in collaboration"};
  return std::ranges::any_of(kOthers,
                             [&](std::string_view word) { return folded.starts_with(word); });
}

std::string_view WithoutEnd(std::string_view label) {
  while (!label.empty() && (label.back() == ':' || label.back() == ' ')) label.remove_suffix(1);
  return label;
}

// "by", "Written by:", alone.
bool IsLabelAlone(std::string_view folded) {
  static const std::unordered_set<std::string_view> kAlone = [] {
    std::unordered_set<std::string_view> labels;
    for (const Label& start : kStarts) labels.insert(WithoutEnd(start.text));
    return labels;
  }();
  return kAlone.contains(WithoutEnd(folded));
}

// What comes behind "Posted on May 3, 2025 by".
std::string_view BehindMaking(std::string_view text) {
  static const Labels kAll{kMade};
  constexpr size_t kLongestBefore = 80;
  const std::string folded = text::Fold(base::TruncateUtf8(text, kLongestBefore + 10));
  if (folded.size() > kLongestBefore + 10 || folded.size() > text.size()) return text;
  for (const std::string_view by : kBetweenMadeAndName) {
    const size_t at = folded.find(by);
    if (at == std::string::npos || at > kLongestBefore) continue;
    const std::string_view before = std::string_view(folded).substr(0, at);
    const bool made = kAll.In(before) != 0 && !before.contains('|');
    // Folding may change lengths: the place is looked up in the text itself.
    if (!made) continue;
    const size_t own = text.find(by);
    if (own != std::string_view::npos) return text.substr(own + by.size());
  }
  return text;
}

bool IsRole(std::string_view folded) {
  static const Labels kAll{kRoles};
  return kAll.At(folded).size > 0;
}

// Whether it can be a name: some letters, few words, no address, no sentence.
bool MayBeName(std::string_view name) {
  if (name.size() < 2 || name.size() > 80) return false;
  if (name.find("://") != std::string_view::npos || name.starts_with("www.") ||
      name.find('@') != std::string_view::npos || name.find('<') != std::string_view::npos ||
      name.find("{{") != std::string_view::npos) {
    return false;
  }
  const auto words = 1 + std::ranges::count(name, ' ');
  const auto digits = std::ranges::count_if(name, [](char c) { return c >= '0' && c <= '9'; });
  if (words > 7 || digits > 4) return false;
  if (!HasLetter(name) || name.front() == '(' || name.front() == '#') return false;
  const std::string folded = text::Fold(name);
  return std::ranges::find(kNobody, folded) == std::end(kNobody);
}

// Words behind which no name goes on: what was done to the text, times.
bool EndsName(std::string_view folded_word) {
  static constexpr std::string_view kWords[] = {
      "published", "updated", "posted",  "modified", "sponsored", "last",   "edited",
      "min",       "mins",    "minutes", "on",       "at",        "former", "share",
      "follow",    "am",      "um",      "le",       "the"};
  if (folded_word.empty()) return false;
  if (folded_word.front() >= '0' && folded_word.front() <= '9') return true;
  return folded_word.front() == '@' || std::ranges::find(kWords, folded_word) != std::end(kWords);
}

// Months and days end a name where a date goes on behind them: "Jan" and "April" are names too.
bool MayStartDate(std::string_view folded_word) {
  static constexpr std::string_view kWords[] = {
      "january",   "february", "march",     "april",    "may",    "june",     "july",   "august",
      "september", "october",  "november",  "december", "jan",    "feb",      "mar",    "apr",
      "jun",       "jul",      "aug",       "sep",      "sept",   "oct",      "nov",    "dec",
      "monday",    "tuesday",  "wednesday", "thursday", "friday", "saturday", "sunday", "mon",
      "tue",       "wed",      "thu",       "fri",      "sat",    "sun"};
  return std::ranges::find(kWords, folded_word) != std::end(kWords);
}

// "Jane Doe Published on July 18" is "Jane Doe".
std::string_view CutEnd(std::string_view part) {
  const auto word_at = [&](size_t start) {
    std::string word = text::Fold(part.substr(start, part.find(' ', start) - start));
    while (!word.empty() && (word.back() == '.' || word.back() == ':' || word.back() == ',')) {
      word.pop_back();
    }
    return word;
  };
  for (size_t start = 0; start < part.size();) {
    const size_t end = std::min(part.find(' ', start), part.size());
    const std::string word = word_at(start);
    bool ends = EndsName(word) && (start > 0 || word.front() < 'a');
    if (!ends && MayStartDate(word)) {
      const std::string next = end < part.size() ? word_at(end + 1) : std::string();
      ends = MayStartDate(next) || (!next.empty() && next.front() >= '0' && next.front() <= '9');
    }
    if (ends) {
      part = part.substr(0, start);
      Trim(part);
      return part;
    }
    start = end + 1;
  }
  return part;
}

// "Jane (Janie) Doe" is one name.
bool GoesOnBehindBracket(std::string_view part, size_t bracket) {
  const size_t close = part.find(')', bracket);
  return part[bracket] == '(' && close != std::string_view::npos && close + 3 < part.size() &&
         part[close + 1] == ' ' && part[close + 2] >= 'A' && part[close + 2] <= 'Z' &&
         part.find(' ', close + 2) == std::string_view::npos;
}

// "Brendan Roe For" is cut before the last word.
std::string_view WithoutLooseEnd(std::string_view part) {
  const size_t space = part.rfind(' ');
  if (space == std::string_view::npos) return part;
  const std::string last = text::Fold(part.substr(space + 1));
  static constexpr std::string_view kLoose[] = {"for", "and", "with", "from", "in", "und", "für"};
  return std::ranges::find(kLoose, last) == std::end(kLoose) ? part : part.substr(0, space);
}

// How many bytes of `text` fold to `start`; 0 where no whole characters do.
size_t BytesFoldingTo(std::string_view text, std::string_view start) {
  for (size_t i = 0; i < text.size() && i <= start.size() * 3;) {
    base::NextCodePoint(text, i);
    if (i >= start.size() / 2 && text::Fold(text.substr(0, i)) == start) return i;
  }
  return 0;
}

std::string_view CutStart(std::string_view text) {
  static const Labels kAll{kStarts};
  constexpr size_t kLongestStart = 40;
  constexpr int kMostStarts = 4;
  for (int round = 0; round < kMostStarts; ++round) {
    const std::string folded = text::Fold(base::TruncateUtf8(text, kLongestStart));
    const size_t folded_size = kAll.At(folded).size;
    const std::string_view start = std::string_view(folded).substr(0, folded_size);
    const size_t size = folded_size == 0 ? 0 : BytesFoldingTo(text, start);
    if (size > 0 && text.size() > size) {
      text.remove_prefix(size);
      Trim(text);
      continue;
    }
    // "byJane Doe", "Written byJane Doe": two elements that met without a space.
    bool met = false;
    for (const std::string_view by : {"by", "By", "Written by"}) {
      if (text.size() > by.size() + 2 && text.starts_with(by) && text[by.size()] >= 'A' &&
          text[by.size()] <= 'Z') {
        text.remove_prefix(by.size());
        met = true;
      }
    }
    if (!met) break;
  }
  return text;
}

std::vector<std::string_view> Split(std::string_view text) {
  static const Labels kAll{kBetween};
  std::vector<std::string_view> parts;
  size_t start = 0;
  for (size_t i = 0; i < text.size();) {
    const size_t taken = kAll.At(text.substr(i)).size;
    if (taken == 0) {
      ++i;
      continue;
    }
    parts.push_back(text.substr(start, i - start));
    i += taken;
    start = i;
  }
  parts.push_back(text.substr(start));
  return parts;
}

}  // namespace

namespace {

// "Date: | May 3 | Author: | Jane Doe": what stands before the label is about something else.
void StartAtLabel(std::vector<std::string_view>& parts) {
  constexpr size_t kLongestLabel = 40;  // bytes
  for (size_t i = 1; i < parts.size(); ++i) {
    std::string_view part = parts[i];
    if (part.size() > kLongestLabel || !part.contains(':')) continue;
    Trim(part);
    if (!IsLabelAlone(text::Fold(part)) || NamesOthers(text::Fold(part))) continue;
    parts.erase(parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

// "Jane Doe, The Harbour Times", "Jane Doe, Reuters": behind people, where they write is no name.
void DropEmployers(std::vector<std::string>& names) {
  const auto employer = [](const std::string& name) {
    return IsAgency(name) || (name.starts_with("The ") && name.find(' ', 4) != std::string::npos);
  };
  if (names.empty() || employer(names.front())) return;
  names.erase(std::remove_if(names.begin() + 1, names.end(), employer), names.end());
}

}  // namespace

std::vector<std::string> NamesOfByline(std::string_view byline) {
  constexpr size_t kLongest = 400;
  constexpr size_t kMostNames = 20;
  const std::string collapsed = text::CollapseSpace(base::TruncateUtf8(byline, kLongest));
  std::string_view rest = collapsed;
  Trim(rest);
  // "(Jane Doe) +++"
  if (const size_t close = rest.find(')');
      rest.starts_with('(') && close != std::string_view::npos && rest.size() - close < 8) {
    rest = rest.substr(1, close - 1);
  }
  rest = CutStart(BehindMaking(rest));
  std::vector<std::string> names;
  std::vector<std::string_view> parts = Split(rest);
  StartAtLabel(parts);
  for (std::string_view part : parts) {
    const bool label = part.size() < 40 && std::string_view(part).ends_with(':');
    Trim(part);
    // "Date: May 3", "Source: Livenet": labels of something else.
    if (label && !IsLabelAlone(text::Fold(part))) {
      if (!names.empty()) break;
      continue;
    }
    const std::string start = text::Fold(base::TruncateUtf8(part, 40));
    if (!names.empty() && (NamesOthers(start) || start == "mit" || start == "with")) break;
    if (IsLabelAlone(start)) continue;
    const size_t whole = part.size();
    // "Jane Doe, and John Roe"
    if (part.starts_with("and ") || part.starts_with("und ")) part.remove_prefix(4);
    part = WithoutLooseEnd(CutEnd(CutStart(part)));
    // "Thu 9 Apr 2020", cut at its first figure.
    if (part.size() < whole && part.size() <= 4) continue;
    // "Jane Doe (Reuters)" keeps the name.
    if (const size_t bracket = part.find_first_of("([");
        bracket != std::string_view::npos && bracket > 3 && !GoesOnBehindBracket(part, bracket)) {
      part = part.substr(0, bracket);
      Trim(part);
    }
    if (part.empty()) continue;
    if (IsCredential(part) && !names.empty()) {
      names.back().append(", ").append(part);
      // "Jane Doe, MD; Jane Doe, MD"
      if (std::find(names.begin(), names.end() - 1, names.back()) != names.end() - 1) {
        names.pop_back();
      }
      continue;
    }
    const std::string folded_part = text::Fold(part);
    if (IsRole(folded_part) || IsCalendarWord(folded_part) || !MayBeName(part)) continue;
    if (!names.empty() && HasRoleWord(folded_part)) continue;
    std::string name(part);
    const std::string folded = text::Fold(name);
    const bool known = std::ranges::any_of(
        names, [&](const std::string& other) { return text::Fold(other) == folded; });
    if (!known && names.size() < kMostNames) names.push_back(std::move(name));
  }
  DropEmployers(names);
  return names;
}

bool NamesRole(std::string_view folded) {
  return HasRoleWord(folded);
}

std::string RoleOfByline(std::string_view byline) {
  constexpr size_t kLongest = 30;  // bytes
  std::string_view rest = byline;
  Trim(rest);
  rest = CutStart(rest);
  if (rest.size() > kLongest || rest.size() < 5) return {};
  const std::string folded = text::Fold(rest);
  if (std::ranges::find(kRolesAlone, folded) == std::end(kRolesAlone) &&
      !folded.ends_with(" staff")) {
    return {};
  }
  return std::string(rest);
}

}  // namespace extract
