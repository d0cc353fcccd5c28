// Words, their folded forms and their stems.
//
// Nearly all text is in scripts that put spaces between words. For these the rules of UAX #29 need
// only a class for each code point and one look ahead, so they are done here in one pass over the
// bytes (measured: eight times as fast as ICU's state machine). Runs of scripts without spaces
// (Han, Kana, Thai, Lao, Khmer, Burmese) go to ICU's break iterator, which has dictionaries.
#include "text/words.h"

#include <libstemmer.h>
#include <unicode/brkiter.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "base/utf8.h"

namespace text {
namespace {

enum class Class : uint8_t {
  kOther,
  kLetter,
  kDigit,
  kExtend,     // combining marks, joiners: belong to what stands before them
  kJoin,       // '_'
  kMidLetter,  // ':' '·' between letters
  kMidNumber,  // ',' between digits
  kMidBoth,    // '.' and apostrophes, between letters or between digits
  kNoSpaces,   // scripts that write without spaces
};

Class SlowClass(char32_t c) {
  const auto code = static_cast<UChar32>(c);
  UErrorCode error = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(code, &error);
  const int32_t word = u_getIntPropertyValue(code, UCHAR_WORD_BREAK);
  switch (word) {
    case U_WB_EXTEND:
    case U_WB_FORMAT:
    case U_WB_ZWJ:
      return Class::kExtend;
    case U_WB_KATAKANA:
      return Class::kNoSpaces;
    case U_WB_ALETTER:
    case U_WB_HEBREW_LETTER:
      return Class::kLetter;
    case U_WB_NUMERIC:
      return Class::kDigit;
    case U_WB_EXTENDNUMLET:
      return Class::kJoin;
    case U_WB_MIDLETTER:
      return Class::kMidLetter;
    case U_WB_MIDNUM:
      return Class::kMidNumber;
    case U_WB_MIDNUMLET:
    case U_WB_SINGLE_QUOTE:
      return Class::kMidBoth;
    default:
      break;
  }
  if (script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA) {
    return u_isalpha(code) != 0 || c == U'々' ? Class::kNoSpaces : Class::kOther;
  }
  if (u_getIntPropertyValue(code, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) {
    return Class::kNoSpaces;
  }
  return u_isalnum(code) != 0 ? Class::kLetter : Class::kOther;
}

// Classes of the Basic Multilingual Plane, made once.
const std::array<Class, 0x10000>& BasicClasses() {
  static const auto kTable = [] {
    auto made = std::make_unique<std::array<Class, 0x10000>>();
    for (char32_t c = 0; c < 0x10000; ++c) (*made)[c] = SlowClass(c);
    return made;
  }();
  return *kTable;
}

// The code point at a position of valid UTF-8, its length and its class.
struct Step {
  Class kind;
  uint32_t length;
};

class Classifier {
 public:
  explicit Classifier(std::string_view text) : text_(text), basic_(BasicClasses()) {}

  Step At(size_t position) const {
    const auto byte = static_cast<unsigned char>(text_[position]);
    if (byte < 0x80) return {basic_[byte], 1};
    size_t end = position;
    const char32_t c = base::NextCodePoint(text_, end);
    return {c < 0x10000 ? basic_[c] : SlowClass(c), static_cast<uint32_t>(end - position)};
  }

 private:
  std::string_view text_;
  const std::array<Class, 0x10000>& basic_;
};

// One break iterator a thread: making one loads the dictionaries' state and costs a millisecond.
icu::BreakIterator* WordIterator() {
  thread_local const std::unique_ptr<icu::BreakIterator> kIterator = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(
        icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), error));
    return U_SUCCESS(error) ? std::move(made) : nullptr;
  }();
  return kIterator.get();
}

void BreakByDictionary(std::string_view text, size_t start, size_t end, std::vector<Word>& words) {
  const auto whole = [&] {
    words.push_back({static_cast<uint32_t>(start), static_cast<uint32_t>(end)});
  };
  icu::BreakIterator* iterator = WordIterator();
  if (iterator == nullptr || end - start <= 3) return whole();
  UErrorCode error = U_ZERO_ERROR;
  UText source = UTEXT_INITIALIZER;
  utext_openUTF8(&source, text.data() + start, static_cast<int64_t>(end - start), &error);
  iterator->setText(&source, error);
  if (U_FAILURE(error)) {
    utext_close(&source);
    return whole();
  }
  int32_t from = iterator->first();
  for (int32_t to = iterator->next(); to != icu::BreakIterator::DONE; to = iterator->next()) {
    words.push_back({static_cast<uint32_t>(start) + static_cast<uint32_t>(from),
                     static_cast<uint32_t>(start) + static_cast<uint32_t>(to)});
    from = to;
  }
  utext_close(&source);
}

// Whether the mark of class `middle` holds a word together between `before` and `after`.
bool Joins(Class before, Class middle, Class after) {
  const bool letters = before == Class::kLetter && after == Class::kLetter;
  const bool digits = before == Class::kDigit && after == Class::kDigit;
  return (letters && (middle == Class::kMidLetter || middle == Class::kMidBoth)) ||
         (digits && (middle == Class::kMidNumber || middle == Class::kMidBoth));
}

// End of the word of spaced script that starts at `start`; false in `real` when it is only '_'.
size_t SpacedWordEnd(const Classifier& classes, std::string_view text, size_t start, bool& real) {
  size_t at = start;
  Class last = Class::kOther;
  real = false;
  while (at < text.size()) {
    const Step step = classes.At(at);
    if (step.kind == Class::kLetter || step.kind == Class::kDigit || step.kind == Class::kJoin) {
      last = step.kind;
      real = real || step.kind != Class::kJoin;
      at += step.length;
    } else if (step.kind == Class::kExtend ||
               (at + step.length < text.size() &&
                Joins(last, step.kind, classes.At(at + step.length).kind))) {
      at += step.length;
    } else {
      break;
    }
  }
  return at;
}

std::string_view Primary(std::string_view language) {
  return language.substr(0, language.find_first_of("-_"));
}

// French, Italian and Catalan write "l'homme", "dell'arte": two words to everyone who searches.
bool WritesElisions(std::string_view language) {
  const std::string_view primary = Primary(language);
  return primary == "fr" || primary == "it" || primary == "ca";
}

void AddSplittingElision(std::string_view text, Word word, std::vector<Word>& words) {
  const std::string_view whole = text.substr(word.start, word.end - word.start);
  size_t mark = whole.find('\'');
  size_t length = 1;
  if (mark == std::string_view::npos) {
    mark = whole.find("\u2019");
    length = 3;
  }
  if (mark == std::string_view::npos || mark > 6 || whole.starts_with("aujourd") ||
      mark + length >= whole.size()) {
    words.push_back(word);
    return;
  }
  const auto cut = static_cast<uint32_t>(word.start + mark);
  words.push_back({word.start, cut});
  words.push_back({cut + static_cast<uint32_t>(length), word.end});
}

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string WithNormaliser(const icu::Normalizer2* normaliser, std::string_view text) {
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<int32_t>(text.size()));
  UErrorCode error = U_ZERO_ERROR;
  normaliser->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())),
                            sink, nullptr, error);
  return U_SUCCESS(error) ? out : std::string(text);
}

struct StemmerDeleter {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

// Stemmers carry a buffer, so every thread has its own. Null: Snowball has none for the language.
sb_stemmer* StemmerFor(std::string_view primary) {
  thread_local std::map<std::string, std::unique_ptr<sb_stemmer, StemmerDeleter>, std::less<>>
      stemmers;
  if (const auto found = stemmers.find(primary); found != stemmers.end()) {
    return found->second.get();
  }
  if (stemmers.size() > 64) return nullptr;  // no list of languages is as long: junk from outside
  std::string name(primary);
  if (name == "nb" || name == "nn") name = "no";
  return stemmers
      .emplace(std::string(primary),
               std::unique_ptr<sb_stemmer, StemmerDeleter>(sb_stemmer_new(name.c_str(), nullptr)))
      .first->second.get();
}

}  // namespace

std::vector<Word> Words(std::string_view text, std::string_view language) {
  std::vector<Word> words;
  words.reserve(text.size() / 6);
  const Classifier classes(text);
  const bool elisions = WritesElisions(language);
  for (size_t at = 0; at < text.size();) {
    const Step step = classes.At(at);
    if (step.kind == Class::kLetter || step.kind == Class::kDigit || step.kind == Class::kJoin) {
      bool real = false;
      const size_t end = SpacedWordEnd(classes, text, at, real);
      const Word word{static_cast<uint32_t>(at), static_cast<uint32_t>(end)};
      if (real && elisions) {
        AddSplittingElision(text, word, words);
      } else if (real) {
        words.push_back(word);
      }
      at = end;
    } else if (step.kind == Class::kNoSpaces) {
      size_t end = at + step.length;
      while (end < text.size()) {
        const Step next = classes.At(end);
        if (next.kind != Class::kNoSpaces && next.kind != Class::kExtend) break;
        end += next.length;
      }
      BreakByDictionary(text, at, end, words);
      at = end;
    } else {
      at += step.length;
    }
  }
  return words;
}

std::string Fold(std::string_view text) {
  if (IsAscii(text)) {
    std::string out(text);
    for (char& c : out) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    }
    return out;
  }
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* const kFolder = icu::Normalizer2::getNFKCCasefoldInstance(error);
  return kFolder == nullptr ? std::string(text) : WithNormaliser(kFolder, text);
}

std::string DropMarks(std::string_view folded) {
  if (IsAscii(folded)) return std::string(folded);
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* const kTaker = icu::Normalizer2::getNFDInstance(error);
  if (kTaker == nullptr) return std::string(folded);
  const std::string apart = WithNormaliser(kTaker, folded);
  std::string out;
  bool marks_go = false;  // by the script of the letter before
  for (size_t at = 0; at < apart.size();) {
    char32_t c = base::NextCodePoint(apart, at);
    if (u_charType(static_cast<UChar32>(c)) == U_NON_SPACING_MARK) {
      if (!marks_go) base::AppendCodePoint(c, out);
      continue;
    }
    marks_go = c < 0x700;       // Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic
    if (c == 0x640) continue;   // tatweel only stretches
    if (c == 0x671) c = 0x627;  // alef wasla
    if (c == 0x649) c = 0x64A;  // alef maksura
    if (c == 0x629) c = 0x647;  // teh marbuta
    if (c == 0x131) c = 'i';    // dotless i
    if (c == 0xF8) c = 'o';
    if (c == 0x142) c = 'l';
    base::AppendCodePoint(c, out);
  }
  return Normalise(out);
}

std::string Normalise(std::string_view text) {
  if (IsAscii(text)) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  static const icu::Normalizer2* const kComposer = icu::Normalizer2::getNFCInstance(error);
  if (kComposer == nullptr) return std::string(text);
  UErrorCode check = U_ZERO_ERROR;
  if (kComposer->isNormalizedUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())),
                                  check) != 0) {
    return std::string(text);
  }
  return WithNormaliser(kComposer, text);
}

std::string Stem(std::string_view folded_word, std::string_view language) {
  constexpr size_t kLongestWord = 256;
  if (folded_word.size() > kLongestWord) return std::string(folded_word);
  const std::string_view primary = Primary(language);
  if (primary.empty() || primary.size() > 3) return std::string(folded_word);
  sb_stemmer* stemmer = StemmerFor(primary);
  if (stemmer == nullptr) return std::string(folded_word);
  std::string word(folded_word);
  // The English stemmer knows the possessive only with the typewriter's apostrophe.
  if (const size_t mark = word.find("\u2019"); mark != std::string::npos)
    word.replace(mark, 3, "'");
  const sb_symbol* stemmed = sb_stemmer_stem(
      stemmer, reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
  if (stemmed == nullptr) return word;
  return {reinterpret_cast<const char*>(stemmed), static_cast<size_t>(sb_stemmer_length(stemmer))};
}

std::string CollapseSpace(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (size_t at = 0; at < text.size();) {
    const size_t start = at;
    const auto byte = static_cast<unsigned char>(text[at]);
    const char32_t c = byte < 0x80 ? (++at, char32_t{byte}) : base::NextCodePoint(text, at);
    if (byte < 0x80 ? (c == ' ' || (c >= '\t' && c <= '\r'))
                    : u_isUWhiteSpace(static_cast<UChar32>(c)) != 0) {
      space = true;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    out.append(text, start, at - start);
  }
  return out;
}

}  // namespace text
