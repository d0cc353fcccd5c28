#include "extract/byline.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "extract/origin.h"
#include "text/words.h"

namespace extract {
namespace {

// What stands before the names, folded; longer ones first where one begins another.
constexpr std::string_view kStarts[] = {
    "by ", "by: ", "by:", "written by ", "written by: ", "posted by ", "posted by: ",
    "published by ", "author: ", "author:", "author ", "authors: ", "authors:", "authored by ",
    "text by ", "text: ", "story by ", "words by ", "words: ", "reported by ", "reporting by ",
    "edited by ", "reviewed by ", "medically reviewed by ", "guest post by ", "contributed by ",
    "article by ", "created by ", "updated by ", "submitted by ", "analysis by ", "review by ",
    "articles by ", "view all posts by ", "all posts by ", "more from ", "posts by ",
    "show all articles of ", "about ", "von ", "von: ", "ein artikel von ", "ein beitrag von ",
    "gastbeitrag von ", "autor: ", "autor:", "autoren: ", "autorin: ", "autor/in: ",
    "text und fotos: ", "text & fotos: ", "alle beiträge von ", "zeige alle beiträge von ",
    "interview: ", "protokoll: ", "par ", "par: ", "auteur: ", "auteur : ", "auteurs : ",
    "auteur(s) : ", "propos recueillis par ", "por ", "por: ", "por:", "autor : ", "texto: ",
    "redacción: ", "di ", "di: ", "a cura di ", "autore: ", "testo: ", "door ", "door: ",
    "tekst: ", "av ", "av: ", "af ", "af: ", "skriven av ", "skrevet av ", "skrevet af ",
    "teksti: ", "kirjoittaja: ", "przez ", "opracowanie: ", "napsal ", "írta: ", "szerző: ",
    "scris de ", "yazan: ", "yazar: ", "haber: ", "автор: ", "автор ", "автор:", "текст: ",
    "авторы: ", "текст:", "συντάκτης: ", "γράφει ο ", "γράφει η ", "του ", "της ", "מאת ",
    "מאת: ", "بقلم ", "بقلم: ", "بقلم/ ", "كتب ", "كتبت ", "كتب: ", "كتب/ ", "إعداد: ",
    "تحرير: ", "نویسنده: ", "लेखक: ", "द्वारा ", "oleh ", "oleh: ", "penulis: ", "reporter: ",
    "tác giả: ", "記者 ", "文・", "文=", "文:", "文 ", "取材・文", "執筆者:", "執筆:", "著者:",
    "著者 ", "作者:", "作者 ", "记者 ", "撰文:", "编辑:", "글 ", "기자 ", "~ "};

// Words that say that a text was made, before "by": "Posted on May 3, 2025 by Jane Doe".
constexpr std::string_view kMade[] = {
    "posted", "written", "published", "article", "post", "story", "created", "submitted",
    "updated", "contributed", "review", "analysis", "opinion", "column", "authored", "added",
    "veröffentlicht", "eingestellt", "geschrieben", "verfasst", "erstellt", "gespeichert",
    "artikel", "beitrag", "kolumne", "kommentar", "bericht", "gepostet", "publié", "écrit",
    "rédigé", "article", "publicado", "escrito", "publicada", "postado", "scritto", "pubblicato",
    "geschreven", "geplaatst", "skriven", "publicerad", "skrevet", "opublikowano", "napisane"};
constexpr std::string_view kBetweenMadeAndName[] = {" by ",  " von ", " par ",  " por ", " di ",
                                                    " da ",  " door ", " av ", " af ",  " przez "};

// Words that begin a role, not a name: what comes from there on is cut off.
constexpr std::string_view kRoles[] = {
    "staff writer", "staff reporter", "correspondent", "reporter", "editor", "contributor",
    "columnist", "writer", "journalist", "contributing", "senior", "chief", "associate editor",
    "special to", "follow", "updated", "published", "last updated", "posted", "published on",
    "on ", "in ", "min read", "minutes read", "photography", "photographs", "photos",
    "illustrat", "for the", "staff", "bureau chief", "founder", "co-founder", "ceo", "freelance",
    "director", "head of", "manager", "specialist", "professor", "reading time", "read time",
    "lesedauer", "lesezeit", "temps de lecture", "tiempo de lectura", "tempo di lettura",
    "leestijd", "views", "comments", "kommentare", "share", "teilen", "print", "drucken",
    "image credit", "photo by", "photo:", "foto:", "tags:", "category", "filed under", "topics",
    "listen", "copy link", "save", "redakteur", "korrespondent", "journaliste", "periodista",
    "giornalista", "volontär", "chefredakteur", "stellvertretende", "freie", "freier",
    "posted in", "sponsored", "advert", "newsletter", "subscribe"};

// Words of roles, anywhere in a part that follows a name.
constexpr std::string_view kRoleWords[] = {
    "editor",     "writer",      "manager",    "officer",   "director",   "founder",
    "specialist", "president",   "analyst",    "consultant", "reporter",  "correspondent",
    "marketer",   "strategist",  "professor",  "lecturer",  "engineer",   "developer",
    "fellow",     "producer",    "expert",     "author",    "columnist",  "attorney",
    "journalist", "contributor", "executive",  "coordinator", "researcher", "advisor",
    "ceo",        "cto",         "cmo",        "head of",   "lead",       "intern",
    "redakteur",  "redaktion",   "leiter",     "redacteur", "redactor",   "dietitian",
    "therapist",  "physician",   "coach",      "creator",   "critic",     "staff"};

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
  return std::ranges::any_of(kRoleWords, [&](std::string_view word) {
    const size_t at = folded.find(word);
    return at != std::string_view::npos && (at == 0 || folded[at - 1] == ' ');
  });
}

// Behind such words stands somebody who did something else.
bool NamesOthers(std::string_view folded) {
  static constexpr std::string_view kOthers[] = {
      "reviewed by",      "medically reviewed", "edited by",   "fact checked", "fact-checked",
      "photos by",        "photography by",     "photo by",    "illustration", "illustrated by",
      "translated by",    "expert review",      "approved by", "produced by",  "foto:",
      "fotos:",           "übersetz",           "in collaboration"};
  return std::ranges::any_of(kOthers,
                             [&](std::string_view word) { return folded.starts_with(word); });
}

// "by", "Written by:", alone.
bool IsLabelAlone(std::string_view folded) {
  while (!folded.empty() && (folded.back() == ':' || folded.back() == ' ')) folded.remove_suffix(1);
  return std::ranges::any_of(kStarts, [&](std::string_view start) {
    while (!start.empty() && (start.back() == ':' || start.back() == ' ')) start.remove_suffix(1);
    return folded == start;
  });
}

// What comes behind "Posted on May 3, 2025 by".
std::string_view BehindMaking(std::string_view text) {
  constexpr size_t kLongestBefore = 80;
  const std::string folded = text::Fold(base::TruncateUtf8(text, kLongestBefore + 10));
  if (folded.size() > kLongestBefore + 10 || folded.size() > text.size()) return text;
  for (const std::string_view by : kBetweenMadeAndName) {
    const size_t at = folded.find(by);
    if (at == std::string::npos || at > kLongestBefore) continue;
    const std::string_view before = std::string_view(folded).substr(0, at);
    const bool made = std::ranges::any_of(kMade, [&](std::string_view word) {
      const size_t place = before.find(word);
      return place != std::string_view::npos && (place == 0 || before[place - 1] == ' ');
    });
    // Folding may change lengths: the place is looked up in the text itself.
    if (!made) continue;
    const size_t own = text.find(by);
    if (own != std::string_view::npos) return text.substr(own + by.size());
  }
  return text;
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
      "former",    "@",           "share",   "follow"};
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
      " en ",  " im gespräch mit ", " in conversation with ", " och ", " og ",  " и ", " و ",   ";",    " | ", "|",
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

namespace {

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
  rest = CutStart(BehindMaking(rest));
  std::vector<std::string> names;
  for (std::string_view part : Split(rest)) {
    Trim(part);
    const std::string start = text::Fold(base::TruncateUtf8(part, 40));
    if (!names.empty() && NamesOthers(start)) break;
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
