#include "extract/byline.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "text/words.h"

namespace extract {
namespace {

constexpr std::string_view kStarts[] = {"by ",
                                        "by: ",
                                        "by:",
                                        "written by ",
                                        "written by: ",
                                        "posted by ",
                                        "posted by: ",
                                        "published by ",
                                        "author: ",
                                        "author:",
                                        "authors: ",
                                        "authored by ",
                                        "text by ",
                                        "text: ",
                                        "story by ",
                                        "words by ",
                                        "reported by ",
                                        "reporting by ",
                                        "edited by ",
                                        "reviewed by ",
                                        "medically reviewed by ",
                                        "guest post by ",
                                        "contributed by ",
                                        "article by ",
                                        "created by ",
                                        "updated by ",
                                        "von ",
                                        "von: ",
                                        "par ",
                                        "por ",
                                        "di ",
                                        "door ",
                                        "door: ",
                                        "av ",
                                        "af ",
                                        "autor: ",
                                        "autorin: ",
                                        "autore: ",
                                        "auteur: ",
                                        "автор: ",
                                        "автор ",
                                        "記者 ",
                                        "文・",
                                        "文=",
                                        "文：",
                                        "取材・文",
                                        "بقلم ",
                                        "بقلم: ",
                                        "كتب ",
                                        "كتبت ",
                                        "كتب: ",
                                        "about "};

// Words that begin a role, not a name: what comes from there on is cut off.
constexpr std::string_view kRoles[] = {"staff writer",
                                       "staff reporter",
                                       "correspondent",
                                       "reporter",
                                       "editor",
                                       "contributor",
                                       "columnist",
                                       "writer",
                                       "journalist",
                                       "contributing",
                                       "senior",
                                       "chief",
                                       "associate editor",
                                       "special to",
                                       "follow",
                                       "updated",
                                       "published",
                                       "last updated",
                                       "posted",
                                       "published on",
                                       "on ",
                                       "in ",
                                       "min read",
                                       "minutes read",
                                       "photography",
                                       "photographs",
                                       "photos",
                                       "illustrat",
                                       "for the",
                                       "staff",
                                       "bureau chief",
                                       "founder",
                                       "ceo",
                                       "freelance",
                                       "director",
                                       "head of",
                                       "manager",
                                       "specialist",
                                       "professor"};

bool IsLetterOrHigh(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
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
  const auto capitals = std::ranges::count_if(part, [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto smalls = std::ranges::count_if(part, [](char c) { return c >= 'a' && c <= 'z'; });
  return (capitals >= 2 && capitals > smalls) || part == "Jr." || part == "Jr" || part == "Sr." ||
         part.starts_with("Ph.D") || part.starts_with("PhD") || part == "Esq." || part == "Inc." ||
         part == "Inc" || part == "LLC" || part == "Ltd." || part == "M.D." || part == "R.D.";
}

bool IsRole(std::string_view folded) {
  return std::ranges::any_of(kRoles,
                             [&](std::string_view role) { return folded.starts_with(role); });
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
  if (std::ranges::none_of(name, IsLetterOrHigh)) return false;
  const std::string folded = text::Fold(name);
  static constexpr std::string_view kNobody[] = {
      "admin",        "administrator", "author",    "unknown",    "null",         "none",
      "staff",        "editor",        "guest",     "webmaster",  "default",      "anonymous",
      "undefined",    "share",         "home",      "super user", "wpadmin",      "comments",
      "view profile", "written by",    "by",        "the author", "member login", "login",
      "articles by",  "see all",       "read more", "more",       "about",        "us",
      "user",         "root"};
  return std::ranges::find(kNobody, folded) == std::end(kNobody);
}

// Words behind which no name goes on: dates, times, what was done to the text.
bool EndsName(std::string_view folded_word) {
  static constexpr std::string_view kWords[] = {
      "published", "updated",     "posted",  "modified",  "sponsored", "last",     "edited",
      "min",       "mins",        "minutes", "january",   "february",  "march",    "april",
      "june",      "july",        "august",  "september", "october",   "november", "december",
      "jan",       "feb",         "mar",     "apr",       "jun",       "jul",      "aug",
      "sep",       "sept",        "oct",     "nov",       "dec",       "monday",   "tuesday",
      "wednesday", "thursday",    "friday",  "saturday",  "sunday",    "mon",      "tue",
      "wed",       "thu",         "fri",     "sat",       "sun",       "on",       "at",
      "former",    "contributor", "@",       "share",     "follow"};
  while (!folded_word.empty() && (folded_word.back() == '.' || folded_word.back() == ':')) {
    folded_word.remove_suffix(1);
  }
  if (folded_word.empty()) return false;
  if (folded_word.front() >= '0' && folded_word.front() <= '9') return true;
  return std::ranges::find(kWords, folded_word) != std::end(kWords);
}

// "Jane Doe Published on July 18" is "Jane Doe".
std::string_view CutEnd(std::string_view part) {
  for (size_t start = 0; start < part.size();) {
    const size_t end = std::min(part.find(' ', start), part.size());
    if (EndsName(text::Fold(part.substr(start, end - start)))) {
      part = part.substr(0, start);
      Trim(part);
      return part;
    }
    start = end + 1;
  }
  return part;
}

std::string_view CutStart(std::string_view text) {
  for (bool again = true; again;) {
    again = false;
    const std::string folded = text::Fold(base::TruncateUtf8(text, 40));
    for (const std::string_view start : kStarts) {
      if (folded.starts_with(start) && text.size() > start.size()) {
        text.remove_prefix(start.size());
        Trim(text);
        again = true;
        break;
      }
    }
    // "byJane Doe", "Written byJane Doe": two elements that met without a space.
    for (const std::string_view start : {"by", "By", "Written by"}) {
      if (text.size() > start.size() + 2 && text.starts_with(start) && text[start.size()] >= 'A' &&
          text[start.size()] <= 'Z') {
        text.remove_prefix(start.size());
      }
    }
  }
  return text;
}

// Splits at commas, "and", "&", … into parts.
std::vector<std::string_view> Split(std::string_view text) {
  static constexpr std::string_view kBetween[] = {
      " and ", " AND ", " And ", " & ", " und ", " et ", " y ", " e ",
      " en ",  " och ", " og ",  " и ", " و ",   ";",    " | ", "|",
      "、",    "，",    ", ",    "\n",  " • ",   " · ",  " / ", " with "};
  std::vector<std::string_view> parts;
  size_t start = 0;
  for (size_t i = 0; i < text.size();) {
    size_t taken = 0;
    for (const std::string_view between : kBetween) {
      if (text.substr(i).starts_with(between)) {
        taken = between.size();
        break;
      }
    }
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

std::vector<std::string> NamesOfByline(std::string_view byline) {
  constexpr size_t kLongest = 400;
  constexpr size_t kMostNames = 20;
  const std::string collapsed = text::CollapseSpace(base::TruncateUtf8(byline, kLongest));
  std::string_view rest = collapsed;
  Trim(rest);
  rest = CutStart(rest);
  std::vector<std::string> names;
  for (std::string_view part : Split(rest)) {
    Trim(part);
    part = CutEnd(CutStart(part));
    // "Jane Doe (Reuters)" keeps the name.
    if (const size_t bracket = part.find_first_of("([");
        bracket != std::string_view::npos && bracket > 3) {
      part = part.substr(0, bracket);
      Trim(part);
    }
    if (part.empty()) continue;
    if (IsCredential(part) && !names.empty()) {
      names.back().append(", ").append(part);
      continue;
    }
    if (IsRole(text::Fold(part)) || !MayBeName(part)) continue;
    std::string name(part);
    const std::string folded = text::Fold(name);
    const bool known = std::ranges::any_of(
        names, [&](const std::string& other) { return text::Fold(other) == folded; });
    if (!known && names.size() < kMostNames) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace extract
