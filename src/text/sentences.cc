// Where sentences end.
//
// A sentence ends at a line break, or behind a run of final marks and the quotation marks and
// brackets that close there. CJK marks end it wherever they stand; marks of spaced scripts only
// before white space, and not before a small letter ('"Why?" she asked'). A full stop ends nothing
// behind an abbreviation or an initial. Some abbreviations ("Inc.", "U.S.", "a.m.") do stand at
// ends of sentences: they end one only before a word that usually begins one ("The", "But").
#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <unicode/uchar.h>

#include "base/utf8.h"
#include "text/words.h"

namespace text {
namespace {

// Never at the end of a sentence: a name or a number follows. Lower case, sorted.
constexpr auto kTitles = std::to_array<std::string_view>(
    {"abs",  "adm",  "art",  "ave",  "brig", "bzw", "ca",  "capt", "cf",     "cmdr", "col",  "dipl",
     "doc",  "dr",   "dra",  "evtl", "fig",  "fr",  "gen", "geb",  "gov",    "hon",  "hr",   "hrsg",
     "ing",  "inkl", "insp", "kard", "lt",   "m",   "maj", "mag",  "messrs", "mgr",  "mlle", "mm",
     "mme",  "mr",   "mrs",  "ms",   "msgr", "mt",  "nr",  "pp",   "pres",   "prof", "pvt",  "rep",
     "reps", "rev",  "sen",  "sens", "sgt",  "sig", "sr",  "sra",  "srta",   "st",   "ste",  "str",
     "supt", "ud",   "uds",  "vgl",  "vol",  "vs",  "zb"});

// May end a sentence. Lower case, sorted.
constexpr auto kSoft = std::to_array<std::string_view>(
    {"al", "apr", "aug", "bros", "co",  "corp", "dec", "dept", "est", "etc", "feb",  "inc", "jan",
     "jr", "jul", "jun", "llc",  "ltd", "mar",  "nov", "oct",  "plc", "sep", "sept", "usw"});

constexpr auto kStarters = std::to_array<std::string_view>(
    {"A",       "After", "Al",        "All",  "Although", "An",    "And",   "As",   "At",   "But",
     "By",      "Das",   "Der",       "Die",  "During",   "El",    "For",   "He",   "Her",  "His",
     "However", "I",     "If",        "Im",   "In",       "It",    "Its",   "La",   "Le",   "Les",
     "Los",     "Many",  "Meanwhile", "Most", "No",       "On",    "One",   "Our",  "She",  "Since",
     "So",      "Some",  "That",      "The",  "Their",    "There", "These", "They", "This", "Those",
     "Though",  "To",    "Under",     "We",   "What",     "When",  "While", "With", "You"});

bool IsLineBreak(char32_t c) {
  return c == '\n' || c == '\r' || c == 0x2029 || c == 0x85;
}
bool IsSpace(char32_t c) {
  return c == ' ' || c == '\t' || (c > 0x7F && u_isUWhiteSpace(static_cast<UChar32>(c)) != 0) ||
         IsLineBreak(c) || c == 0x0B || c == 0x0C;
}
// Final marks that need no space behind them.
bool IsWideFinal(char32_t c) {
  return c == U'。' || c == U'！' || c == U'？' || c == U'｡' || c == U'．';
}
bool IsFinal(char32_t c) {
  switch (c) {
    case '.':
    case '!':
    case '?':
    case U'…':
    case U'؟':
    case U'۔':
    case U'।':
    case U'॥':
    case U'։':
    case U'።':
    case U'፧':
    case U'။':
    case U'។':
    case U'‼':
    case U'⁇':
      return true;
    default:
      return IsWideFinal(c);
  }
}
bool IsCloser(char32_t c) {
  switch (c) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case U'”':
    case U'’':
    case U'“':
    case U'»':
    case U'›':
    case U'」':
    case U'』':
    case U'）':
    case U'】':
    case U'〉':
    case U'》':
      return true;
    default:
      return false;
  }
}
bool IsOpener(char32_t c) {
  switch (c) {
    case '"':
    case '\'':
    case '(':
    case '[':
    case U'“':
    case U'‘':
    case U'«':
    case U'‹':
    case U'„':
    case U'「':
    case U'¿':
    case U'¡':
    case '-':
    case U'–':
    case U'—':
    case U'*':
      return true;
    default:
      return false;
  }
}

// Letters as far as abbreviations go: ASCII, and every byte beyond it.
bool IsLetterAt(std::string_view text, size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  return byte >= 0x80 || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

// Languages that write ordinals as "3. März".
bool WritesOrdinalsWithStop(std::string_view language) {
  const std::string_view primary = language.substr(0, language.find('-'));
  static constexpr auto kSuch =
      std::to_array<std::string_view>({"de", "da", "nb", "nn", "no", "fi", "cs", "sk", "sl", "hr",
                                       "sr", "bs", "hu", "pl", "et", "is", "lv", "tr"});
  return std::ranges::find(kSuch, primary) != kSuch.end();
}

enum class Stop { kEnds, kNever, kBeforeStarter };

// What a full stop behind `text[.. at)` means.
Stop JudgeStop(std::string_view text, size_t at, std::string_view language) {
  size_t start = at;
  while (start > 0 && at - start < 24) {
    const char c = text[start - 1];
    if (!IsLetterAt(text, start - 1) && c != '.' && !(c >= '0' && c <= '9')) break;
    --start;
  }
  std::string_view word = text.substr(start, at - start);
  if (word.empty()) return Stop::kEnds;
  const bool digits = std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
  if (digits) {
    return word.size() <= 2 && WritesOrdinalsWithStop(language) ? Stop::kNever : Stop::kEnds;
  }
  if (word.find('.') != std::string_view::npos) {
    // "U.S", "a.m", "z.B", "J.R.R": every part is short. A run of stops or "end.Next" is not.
    size_t longest = 0;
    for (size_t from = 0; from <= word.size();) {
      const size_t dot = std::min(word.find('.', from), word.size());
      longest = std::max(longest, dot - from);
      from = dot + 1;
    }
    return word.front() != '.' && longest > 0 && longest <= 3 ? Stop::kBeforeStarter : Stop::kEnds;
  }
  if (word.size() == 1)
    return word[0] >= 'A' && word[0] <= 'Z' && word != "I" ? Stop::kNever : Stop::kEnds;
  if (word.size() > 8) return Stop::kEnds;
  std::array<char, 8> lower{};
  for (size_t i = 0; i < word.size(); ++i) {
    lower[i] = static_cast<char>(word[i] >= 'A' && word[i] <= 'Z' ? word[i] | 0x20 : word[i]);
  }
  const std::string_view key(lower.data(), word.size());
  if (key == "no" || key == "nos") return Stop::kBeforeStarter;
  // "art", "gen", "rep": words of their own when small.
  const bool capital = word[0] >= 'A' && word[0] <= 'Z';
  if (std::ranges::find(kTitles, key) != kTitles.end()) {
    static constexpr auto kSmallToo = std::to_array<std::string_view>(
        {"bzw", "ca", "cf", "evtl", "geb", "inkl", "mm", "pp", "vgl", "vs"});
    if (capital || std::ranges::find(kSmallToo, key) != kSmallToo.end()) return Stop::kNever;
    return Stop::kEnds;
  }
  if (std::ranges::find(kSoft, key) != kSoft.end() && (capital || key == "etc" || key == "al")) {
    return Stop::kBeforeStarter;
  }
  return Stop::kEnds;
}

// The word that starts at `at`, for comparison with the starters.
std::string_view PlainWordAt(std::string_view text, size_t at) {
  size_t end = at;
  while (end < text.size() && static_cast<unsigned char>(text[end]) < 0x80 &&
         IsLetterAt(text, end)) {
    ++end;
  }
  return text.substr(at, end - at);
}

class Splitter {
 public:
  Splitter(std::string_view text, std::string_view language) : text_(text), language_(language) {}

  std::vector<Word> Split() {
    for (size_t at = 0; at < text_.size();) {
      const size_t here = at;
      const auto byte = static_cast<unsigned char>(text_[at]);
      if ((byte >= 'a' && byte <= 'z') || byte == ' ') {  // most of all bytes
        ++at;
        continue;
      }
      const char32_t c = base::NextCodePoint(text_, at);
      if (IsLineBreak(c)) {
        Close(here);
        start_ = at;
      } else if (IsFinal(c)) {
        at = AtFinal(here, c, at);
      }
    }
    Close(text_.size());
    return std::move(sentences_);
  }

 private:
  char32_t Peek(size_t at) const {
    return at < text_.size() ? base::NextCodePoint(text_, at) : U'\n';
  }

  // A final mark `first` at `here`; `at` is behind it. Returns where to go on.
  size_t AtFinal(size_t here, char32_t first, size_t at) {
    bool wide = IsWideFinal(first);
    bool only_stop = first == '.';
    while (at < text_.size() && IsFinal(Peek(at))) {
      const char32_t c = base::NextCodePoint(text_, at);
      wide = wide || IsWideFinal(c);
      only_stop = false;
    }
    bool closed = false;
    while (at < text_.size() && IsCloser(Peek(at))) {
      base::NextCodePoint(text_, at);
      closed = true;
    }
    const char32_t next = Peek(at);
    if (wide) {
      // 「そうだ。」と述べた goes on.
      if (closed && (next == U'と' || next == U'、' || next == U'な' || next == U'の' ||
                     next == U'を' || next == U'は' || next == U'，')) {
        return at;
      }
      Close(at);
      start_ = at;
      return at;
    }
    if (!IsSpace(next)) return at;
    size_t behind = at;
    while (behind < text_.size() && IsSpace(Peek(behind)) && !IsLineBreak(Peek(behind))) {
      base::NextCodePoint(text_, behind);
    }
    if (!IsLineBreak(Peek(behind)) && !BeginsSentence(here, behind, only_stop && !closed))
      return at;
    Close(at);
    start_ = at;
    return at;
  }

  // Whether what stands at `behind` begins a sentence; the mark is at `mark`.
  bool BeginsSentence(size_t mark, size_t behind, bool plain_stop) const {
    size_t at = behind;
    while (at < text_.size() && IsOpener(Peek(at))) base::NextCodePoint(text_, at);
    while (at < text_.size() && Peek(at) == ' ') ++at;
    const char32_t c = Peek(at);
    if (u_islower(static_cast<UChar32>(c)) != 0) return false;
    if (!plain_stop) return true;
    switch (JudgeStop(text_, mark, language_)) {
      case Stop::kEnds:
        return true;
      case Stop::kNever:
        return false;
      case Stop::kBeforeStarter:
        break;
    }
    const std::string_view word = PlainWordAt(text_, at);
    return std::ranges::find(kStarters, word) != kStarters.end();
  }

  void Close(size_t end) {
    size_t from = start_;
    while (from < end && IsSpace(Peek(from))) base::NextCodePoint(text_, from);
    while (end > from) {
      size_t last = end - 1;
      while (last > from && (static_cast<unsigned char>(text_[last]) & 0xC0) == 0x80) --last;
      if (!IsSpace(Peek(last))) break;
      end = last;
    }
    if (end > from) sentences_.push_back({static_cast<uint32_t>(from), static_cast<uint32_t>(end)});
  }

  std::string_view text_;
  std::string_view language_;
  size_t start_ = 0;
  std::vector<Word> sentences_;
};

}  // namespace

std::vector<Word> Sentences(std::string_view text, std::string_view language) {
  return Splitter(text, language).Split();
}

}  // namespace text
