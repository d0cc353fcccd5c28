#include "extract/byline_marks.h"

#include <algorithm>

#include "base/utf8.h"
#include "extract/labels.h"
#include "text/given_names.h"
#include "text/words.h"

namespace extract {
namespace {

constexpr uint32_t kReviewed = 1;
constexpr uint32_t kWritten = 2;
constexpr uint32_t kBy = 4;
constexpr Label kLabels[] = {{"reviewed", kReviewed},
                             {"medically reviewed", kReviewed},
                             {"edited", kReviewed},
                             {"fact check", kReviewed},
                             {"fact-check", kReviewed},
                             {"photo", kReviewed},
                             {"image", kReviewed},
                             {"illustrat", kReviewed},
                             {"translat", kReviewed},
                             {"produced", kReviewed},
                             {"foto", kReviewed},
                             {"video", kReviewed},
                             {"approved", kReviewed},
                             {"expert review", kReviewed},
                             {"checked", kReviewed},
                             {"curated", kReviewed},
                             {"written by", kWritten},
                             {"author", kWritten},
                             {"posted by", kWritten},
                             {"words by", kWritten},
                             {"article by", kWritten},
                             {"article written", kWritten},
                             {"this post was written", kWritten},
                             {"ein artikel von", kWritten},
                             {"ein interview von", kWritten},
                             {"ein beitrag von", kWritten},
                             {"gastbeitrag von", kWritten},
                             {"herausgeber:", kWritten},
                             {"issued by", kWritten},
                             {"eingestellt von", kWritten},
                             {"story by", kWritten},
                             {"autor", kWritten},
                             {"verfasst von", kWritten},
                             {"geschrieben von", kWritten},
                             {"veröffentlicht von", kWritten},
                             {"auteur", kWritten},
                             {"publié par", kWritten},
                             {"escrito por", kWritten},
                             {"publicado por", kWritten},
                             {"scritto da", kWritten},
                             {"автор", kWritten},
                             {"作者", kWritten},
                             {"文・", kWritten},
                             {"文=", kWritten},
                             {"執筆", kWritten},
                             {"بقلم", kWritten},
                             {"كتب", kWritten},
                             {"by ", kBy},
                             {"by:", kBy},
                             {"von ", kBy},
                             {"von:", kBy},
                             {"par ", kBy},
                             {"por ", kBy},
                             {"di ", kBy},
                             {"door ", kBy},
                             {"av ", kBy},
                             {"af ", kBy},
                             {"oleh ", kBy},
                             {"przez ", kBy},
                             {"text:", kBy},
                             {"text von", kBy},
                             {"de ", kBy},
                             {"~ ", kBy}};

}  // namespace

void MarkLabels(std::string_view text, Marks<BylineMark>& marks) {
  static const Labels kAll{kLabels};
  constexpr size_t kLongestLabel = 40;  // bytes
  const std::string folded = text::Fold(base::TruncateUtf8(text, kLongestLabel));
  std::string_view rest = folded;
  while (!rest.empty() && (rest.front() == ' ' || rest.front() == '|')) rest.remove_prefix(1);
  const uint32_t bits = kAll.At(rest).bits;
  if (bits == kReviewed) marks.Set(BylineMark::kSaysReviewed);
  if (bits == kWritten) marks.Set(BylineMark::kSaysWritten);
  if (bits == kBy) marks.Set(BylineMark::kSaysBy);
}

bool IsBylineLabel(std::string_view text) {
  constexpr size_t kLongestLabel = 30;  // bytes
  if (text.size() > kLongestLabel) return false;
  std::string folded = text::Fold(text);
  while (!folded.empty() && (folded.back() == ':' || folded.back() == ' ')) folded.pop_back();
  static constexpr std::string_view kAlone[] = {"by",
                                                "written by",
                                                "author",
                                                "authors",
                                                "posted by",
                                                "words by",
                                                "story by",
                                                "von",
                                                "autor",
                                                "autorin",
                                                "par",
                                                "auteur",
                                                "auteurs",
                                                "auteur(s)",
                                                "por",
                                                "di",
                                                "autore",
                                                "door",
                                                "av",
                                                "af",
                                                "автор",
                                                "作者",
                                                "記者",
                                                "文",
                                                "執筆者",
                                                "بقلم",
                                                "كتب",
                                                "oleh",
                                                "penulis",
                                                "szerző",
                                                "article written by",
                                                "article by",
                                                "text",
                                                "text & fotos",
                                                "reporter",
                                                "created by",
                                                "contributor",
                                                "published by",
                                                "geschrieben von",
                                                "verfasst von",
                                                "verfasser",
                                                "veröffentlicht von",
                                                "eingestellt von",
                                                "ein artikel von",
                                                "ein interview von",
                                                "herausgeber",
                                                "authored by",
                                                "about the author"};
  return std::ranges::find(kAlone, folded) != std::end(kAlone);
}

// ---- what names look like
// -------------------------------------------------------------------------

namespace {

bool IsUpperStart(std::string_view word) {
  size_t position = 0;
  const char32_t c = base::NextCodePoint(word, position);
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return word.substr(0, position) != text::Fold(word.substr(0, position));
}

bool IsIdeographic(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = base::NextCodePoint(text, i);
    if (c < 0x3005 || c >= 0xE000) return false;
    ++count;
  }
  return count >= 2 && count <= 8;
}

// "von", "de la": words of names that begin with small letters.
bool IsParticle(std::string_view word) {
  static constexpr std::string_view kParticles[] = {
      "von", "van", "vom",  "zu",  "zur", "der", "den", "dem", "de",  "del", "della", "di",
      "da",  "das", "do",   "dos", "du",  "des", "la",  "le",  "les", "el",  "al",    "bin",
      "ibn", "ben", "bint", "ten", "ter", "te",  "y",   "e",   "i",   "und", "and",   "et",
      "en",  "og",  "och",  "av",  "af",  "op",  "ap",  "mac", "san", "'t"};
  return std::ranges::find(kParticles, word) != std::end(kParticles);
}

// "Jane", "Dr. Jane": titles stand before given names.
bool BeginsWithGivenName(std::string_view name) {
  for (;;) {
    const size_t end = std::min(name.find(' '), name.size());
    const std::string_view word = name.substr(0, end);
    if (text::IsGivenName(word)) return true;
    const std::string folded = text::Fold(word);
    static constexpr std::string_view kTitles[] = {"dr.", "dr",   "prof.", "prof", "mr.",
                                                   "mr",  "mrs.", "mrs",   "ms.",  "ms",
                                                   "sir", "rev.", "ing.",  "dipl."};
    if (end == name.size() || std::ranges::find(kTitles, folded) == std::end(kTitles)) return false;
    name.remove_prefix(end + 1);
  }
}

// Begins with a letter of another script than Latin.
bool IsBeyondLatin(std::string_view text) {
  size_t position = 0;
  return !text.empty() && base::NextCodePoint(text, position) >= 0x370;
}

bool HasNoCase(std::string_view text) {
  size_t position = 0;
  const char32_t c = base::NextCodePoint(text, position);
  return c >= 0x590 && c < 0x1E00;
}

}  // namespace

NameShape ShapeOf(const std::vector<std::string>& names) {
  NameShape shape;
  size_t given = 0;
  for (const std::string& name : names) {
    size_t words = 0;
    size_t capital = 0;
    for (size_t start = 0; start < name.size();) {
      const size_t end = std::min(name.find(' ', start), name.size());
      if (end > start) {
        ++words;
        const std::string_view word = std::string_view(name).substr(start, end - start);
        const bool upper = IsUpperStart(word);
        capital += upper ? 1 : 0;
        shape.small_word = shape.small_word ||
                           (words > 1 && word[0] >= 'a' && word[0] <= 'z' && !IsParticle(word));
      }
      start = end + 1;
    }
    const bool digits = name.find_first_of("0123456789") != std::string::npos;
    const bool no_case = HasNoCase(name);
    const bool ideographic = IsIdeographic(name);
    shape.digits = shape.digits || digits;
    shape.other_script = shape.other_script || no_case || ideographic || IsBeyondLatin(name);
    given += BeginsWithGivenName(name) ? 1 : 0;
    shape.one_word = shape.one_word || (words == 1 && !ideographic);
    shape.many_words = shape.many_words || words > 4;
    shape.lower_case = shape.lower_case || (!no_case && !ideographic && capital == 0);
    shape.user_name =
        shape.user_name ||
        (words == 1 && !ideographic &&
         (digits || (capital == 0 && !no_case) || name.find_first_of("._@") != std::string::npos));
    const bool person =
        ideographic || (words >= 2 && words <= 4 && !digits && (no_case || capital + 1 >= words));
    shape.person = shape.person && person;
  }
  if (!names.empty()) {
    shape.given_names = static_cast<float>(given) / static_cast<float>(names.size());
  }
  return shape;
}

bool NamesGroup(std::string_view folded) {
  static constexpr Label kWords[] = {
      {"team", 1},        {"staff", 1},      {"desk", 1},       {"editor", 1},
      {"newsroom", 1},    {"redaktion", 1},  {"rédaction", 1},  {"redacción", 1},
      {"redazione", 1},   {"redakcja", 1},   {"редакция", 1},   {"agency", 1},
      {"agencies", 1},    {"department", 1}, {"university", 1}, {"foundation", 1},
      {"association", 1}, {"institute", 1},  {"magazine", 1},   {" inc", 1},
      {" llc", 1},        {"gmbh", 1},       {"編集部", 1},     {"编辑部", 1},
      {"admin", 1},       {"news", 1},       {"press", 1},      {"media", 1},
      {"company", 1},     {"group", 1},      {"blog", 1},       {"studio", 1},
      {"contributor", 1}, {"guest", 1},      {"society", 1},    {"college", 1},
      {"school", 1},      {".com", 1},       {".org", 1},       {"online", 1}};
  static const Labels kAll{kWords};
  return kAll.In(folded) != 0;
}

bool NamesNavigation(std::string_view folded) {
  static constexpr Label kWords[] = {
      {"login", 1},     {"log in", 1},      {"sign in", 1},      {"sign up", 1},
      {"register", 1},  {"see all", 1},     {"view all", 1},     {"more from", 1},
      {"all posts", 1}, {"articles by", 1}, {"contact", 1},      {"subscribe", 1},
      {"profile", 1},   {"follow", 1},      {"youtube", 1},      {"facebook", 1},
      {"twitter", 1},   {"instagram", 1},   {"linkedin", 1},     {"about", 1},
      {"share", 1},     {"home", 1},        {"read more", 1},    {"newsletter", 1},
      {"comments", 1},  {"abmelden", 1},    {"anmelden", 1},     {"registrieren", 1},
      {"search", 1},    {"people", 1},      {"contributors", 1}, {"authors", 1},
      {"our team", 1},  {"minutes", 1},     {"lesedauer", 1},    {"menu", 1},
      {"password", 1}};
  static const Labels kAll{kWords};
  return kAll.In(folded) != 0;
}

}  // namespace extract
