#include "extract/byline.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "base/utf8.h"
#include "extract/origin.h"
#include "extract/labels.h"
#include "text/words.h"

namespace extract {
namespace {

// What stands before the names, folded; longer ones first where one begins another.
constexpr Label kStarts[] = {
    {"by ", 1}, {"by: ", 1}, {"by:", 1}, {"written by ", 1}, {"written by: ", 1}, {"posted by ", 1}, {"posted by: ", 1}, {"published by ", 1}, {"author: ", 1}, {"author:", 1}, {"author ", 1}, {"authors: ", 1}, {"authors:", 1}, {"authored by ", 1}, {"text by ", 1}, {"text: ", 1}, {"story by ", 1}, {"words by ", 1}, {"words: ", 1}, {"reported by ", 1}, {"reporting by ", 1}, {"edited by ", 1}, {"reviewed by ", 1}, {"medically reviewed by ", 1}, {"guest post by ", 1}, {"contributed by ", 1}, {"article by ", 1}, {"created by ", 1}, {"updated by ", 1}, {"submitted by ", 1}, {"analysis by ", 1}, {"review by ", 1}, {"articles by ", 1}, {"view all posts by ", 1}, {"all posts by ", 1}, {"more from ", 1}, {"posts by ", 1}, {"show all articles of ", 1}, {"about ", 1}, {"verfasst von", 1}, {"ein interview von ", 1}, {"interview von ", 1}, {"interview by ", 1}, {"geschrieben von", 1}, {"veröffentlicht von", 1}, {"eingestellt von", 1},
    {"gespeichert von", 1}, {"erstellt von", 1}, {"publié par", 1}, {"écrit par", 1},
    {"rédigé par", 1}, {"publicado por", 1}, {"escrito por", 1}, {"scritto da", 1},
    {"pubblicato da", 1}, {"geschreven door", 1}, {"verfasser:", 1}, {"von ", 1}, {"von: ", 1}, {"ein artikel von ", 1}, {"ein beitrag von ", 1}, {"gastbeitrag von ", 1}, {"autor: ", 1}, {"autor:", 1}, {"autoren: ", 1}, {"autorin: ", 1}, {"autor/in: ", 1}, {"text und fotos: ", 1}, {"text & fotos: ", 1}, {"alle beiträge von ", 1}, {"zeige alle beiträge von ", 1}, {"interview: ", 1}, {"protokoll: ", 1}, {"par ", 1}, {"par: ", 1}, {"auteur: ", 1}, {"auteur : ", 1}, {"auteurs : ", 1}, {"auteur(s) : ", 1}, {"propos recueillis par ", 1}, {"por ", 1}, {"por: ", 1}, {"por:", 1}, {"autor : ", 1}, {"texto: ", 1}, {"redacción: ", 1}, {"di ", 1}, {"di: ", 1}, {"a cura di ", 1}, {"autore: ", 1}, {"testo: ", 1}, {"door ", 1}, {"door: ", 1}, {"tekst: ", 1}, {"av ", 1}, {"av: ", 1}, {"af ", 1}, {"af: ", 1}, {"skriven av ", 1}, {"skrevet av ", 1}, {"skrevet af ", 1}, {"teksti: ", 1}, {"kirjoittaja: ", 1}, {"przez ", 1}, {"opracowanie: ", 1}, {"napsal ", 1}, {"írta: ", 1}, {"szerző: ", 1}, {"scris de ", 1}, {"yazan: ", 1}, {"yazar: ", 1}, {"haber: ", 1}, {"автор: ", 1}, {"автор ", 1}, {"автор:", 1}, {"текст: ", 1}, {"авторы: ", 1}, {"текст:", 1}, {"συντάκτης: ", 1}, {"γράφει ο ", 1}, {"γράφει η ", 1}, {"του ", 1}, {"της ", 1}, {"מאת ", 1}, {"מאת: ", 1}, {"بقلم ", 1}, {"بقلم: ", 1}, {"بقلم/ ", 1}, {"كتب ", 1}, {"كتبت ", 1}, {"كتب: ", 1}, {"كتب/ ", 1}, {"إعداد: ", 1}, {"تحرير: ", 1}, {"نویسنده: ", 1}, {"लेखक: ", 1}, {"द्वारा ", 1}, {"oleh ", 1}, {"oleh: ", 1}, {"penulis: ", 1}, {"reporter: ", 1}, {"tác giả: ", 1}, {"記者 ", 1}, {"文・", 1}, {"文=", 1}, {"文:", 1}, {"文 ", 1}, {"取材・文", 1}, {"執筆者:", 1}, {"執筆:", 1}, {"著者:", 1}, {"著者 ", 1}, {"作者:", 1}, {"作者 ", 1}, {"记者 ", 1}, {"撰文:", 1}, {"编辑:", 1}, {"글 ", 1}, {"기자 ", 1}, {"~ ", 1}};

// Words that say that a text was made, before "by": "Posted on May 3, 2025 by Jane Doe".
constexpr Label kMade[] = {
    {"posted", 1}, {"written", 1}, {"published", 1}, {"article", 1}, {"post", 1}, {"story", 1}, {"created", 1}, {"submitted", 1}, {"updated", 1}, {"contributed", 1}, {"review", 1}, {"analysis", 1}, {"opinion", 1}, {"column", 1}, {"authored", 1}, {"added", 1}, {"veröffentlicht", 1}, {"eingestellt", 1}, {"geschrieben", 1}, {"verfasst", 1}, {"erstellt", 1}, {"gespeichert", 1}, {"artikel", 1}, {"beitrag", 1}, {"kolumne", 1}, {"kommentar", 1}, {"bericht", 1}, {"gepostet", 1}, {"publié", 1}, {"écrit", 1}, {"rédigé", 1}, {"publicado", 1}, {"escrito", 1}, {"publicada", 1}, {"postado", 1}, {"scritto", 1}, {"pubblicato", 1}, {"geschreven", 1}, {"geplaatst", 1}, {"skriven", 1}, {"publicerad", 1}, {"skrevet", 1}, {"opublikowano", 1}, {"napisane", 1}};
constexpr std::string_view kBetweenMadeAndName[] = {" by ",  " von ", " par ",  " por ", " di ",
                                                    " da ",  " door ", " av ", " af ",  " przez "};

// Words that begin a role, not a name: what comes from there on is cut off.
constexpr Label kRoles[] = {
    {"staff writer", 1}, {"staff reporter", 1}, {"correspondent", 1}, {"reporter", 1}, {"editor", 1}, {"contributor", 1}, {"columnist", 1}, {"writer", 1}, {"journalist", 1}, {"contributing", 1}, {"senior", 1}, {"chief", 1}, {"associate editor", 1}, {"special to", 1}, {"follow", 1}, {"updated", 1}, {"published", 1}, {"last updated", 1}, {"posted", 1}, {"published on", 1}, {"on ", 1}, {"in ", 1}, {"min read", 1}, {"minutes read", 1}, {"photography", 1}, {"photographs", 1}, {"photos", 1}, {"illustrat", 1}, {"for the", 1}, {"staff", 1}, {"bureau chief", 1}, {"founder", 1}, {"co-founder", 1}, {"ceo", 1}, {"freelance", 1}, {"director", 1}, {"head of", 1}, {"manager", 1}, {"specialist", 1}, {"professor", 1}, {"reading time", 1}, {"read time", 1}, {"lesedauer", 1}, {"lesezeit", 1}, {"temps de lecture", 1}, {"tiempo de lectura", 1}, {"tempo di lettura", 1}, {"leestijd", 1}, {"views", 1}, {"comments", 1}, {"kommentare", 1}, {"share", 1}, {"teilen", 1}, {"print", 1}, {"drucken", 1}, {"image credit", 1}, {"photo by", 1}, {"photo:", 1}, {"foto:", 1}, {"tags:", 1}, {"category", 1}, {"filed under", 1}, {"topics", 1}, {"listen", 1}, {"copy link", 1}, {"save", 1}, {"redakteur", 1}, {"korrespondent", 1}, {"journaliste", 1}, {"periodista", 1}, {"giornalista", 1}, {"volontär", 1}, {"chefredakteur", 1}, {"stellvertretende", 1}, {"freie", 1}, {"freier", 1}, {"posted in", 1}, {"sponsored", 1}, {"advert", 1}, {"newsletter", 1}, {"subscribe", 1}};

// Words of roles, anywhere in a part that follows a name.
constexpr Label kRoleWords[] = {
    {"editor", 1}, {"writer", 1}, {"manager", 1}, {"officer", 1}, {"director", 1}, {"founder", 1}, {"specialist", 1}, {"president", 1}, {"analyst", 1}, {"consultant", 1}, {"reporter", 1}, {"correspondent", 1}, {"marketer", 1}, {"strategist", 1}, {"professor", 1}, {"lecturer", 1}, {"engineer", 1}, {"developer", 1}, {"fellow", 1}, {"producer", 1}, {"expert", 1}, {"author", 1}, {"columnist", 1}, {"attorney", 1}, {"journalist", 1}, {"contributor", 1}, {"executive", 1}, {"coordinator", 1}, {"researcher", 1}, {"advisor", 1}, {"ceo", 1}, {"cto", 1}, {"cmo", 1}, {"head of", 1}, {"lead", 1}, {"intern", 1}, {"redakteur", 1}, {"redaktion", 1}, {"leiter", 1}, {"redacteur", 1}, {"redactor", 1}, {"dietitian", 1}, {"therapist", 1}, {"physician", 1}, {"coach", 1}, {"creator", 1}, {"critic", 1}, {"staff", 1}};

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
  const auto capitals = std::ranges::count_if(part, [](char c) { return c >= 'A' && c <= 'Z'; });
  const auto smalls = std::ranges::count_if(part, [](char c) { return c >= 'a' && c <= 'z'; });
  return (capitals >= 2 && capitals > smalls) || part == "Jr." || part == "Jr" || part == "Sr." ||
         part.starts_with("Ph.D") || part.starts_with("PhD") || part == "Esq." || part == "Inc." ||
         part == "Inc" || part == "LLC" || part == "Ltd." || part == "M.D." || part == "R.D.";
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
      "reviewed by",      "medically reviewed", "edited by",   "fact checked", "fact-checked",
      "photos by",        "photography by",     "photo by",    "illustration", "illustrated by",
      "interviewed by",   "mit ",               "with ",
      "translated by",    "expert review",      "approved by", "produced by",  "foto:",
      "fotos:",           "übersetz",           "in collaboration"};
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
    const bool made = kAll.In(before) != 0;
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
  static constexpr std::string_view kNobody[] = {
      "admin",        "administrator", "author",    "unknown",    "null",         "none",
      "staff",        "editor",        "guest",     "webmaster",  "default",      "anonymous",
      "undefined",    "share",         "home",      "super user", "wpadmin",      "comments",
      "view profile", "written by",    "by",        "the author", "member login", "login",
      "articles by",  "see all",       "read more", "more",       "about",        "us",
      "user",         "root",          "no author", "author",     "authors",      "posted by",
      "name",         "e-mail",        "email",     "website",    "reply",        "cancel reply"};
  return std::ranges::find(kNobody, folded) == std::end(kNobody);
}

// Words behind which no name goes on: what was done to the text, times.
bool EndsName(std::string_view folded_word) {
  static constexpr std::string_view kWords[] = {"published", "updated", "posted",  "modified",
                                                "sponsored", "last",    "edited",  "min",
                                                "mins",      "minutes", "on",      "at",
                                                "former",    "share",   "follow",  "am",
                                                "um",        "le",      "the"};
  if (folded_word.empty()) return false;
  if (folded_word.front() >= '0' && folded_word.front() <= '9') return true;
  return folded_word.front() == '@' ||
         std::ranges::find(kWords, folded_word) != std::end(kWords);
}

// Months and days end a name where a date goes on behind them: "Jan" and "April" are names too.
bool MayStartDate(std::string_view folded_word) {
  static constexpr std::string_view kWords[] = {
      "january",  "february", "march",  "april",   "may",       "june",     "july",
      "august",   "september", "october", "november", "december", "jan",     "feb",
      "mar",      "apr",      "jun",    "jul",     "aug",       "sep",      "sept",
      "oct",      "nov",      "dec",    "monday",  "tuesday",   "wednesday", "thursday",
      "friday",   "saturday", "sunday", "mon",     "tue",       "wed",      "thu",
      "fri",      "sat",      "sun"};
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

// What stands between two names.
constexpr Label kBetween[] = {
    {" and ", 1}, {" AND ", 1}, {" And ", 1}, {" & ", 1}, {" und ", 1}, {" et ", 1}, {" y ", 1}, {" e ", 1}, {" en ", 1}, {" im gespräch mit ", 1}, {" im Gespräch mit ", 1}, {" in conversation with ", 1}, {" och ", 1}, {" og ", 1}, {" и ", 1}, {" و ", 1}, {";", 1}, {" | ", 1}, {" - ", 1}, {" – ", 1}, {" — ", 1}, {"|", 1}, {"、", 1}, {"，", 1}, {", ", 1}, {"\n", 1}, {" • ", 1}, {" · ", 1}, {" / ", 1}, {" with ", 1}};

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
    part = CutEnd(CutStart(part));
    // "Thu 9 Apr 2020", cut at its first figure.
    if (part.size() < whole && part.size() <= 4) continue;
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
    const std::string folded_part = text::Fold(part);
    if (IsRole(folded_part) || !MayBeName(part)) continue;
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

}  // namespace extract
