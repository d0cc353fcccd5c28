#include "search/tokens.h"

#include <algorithm>

#include "base/hash.h"
#include "base/utf8.h"
#include "text/words.h"

namespace search {
namespace {

// Scripts that are indexed by pairs: Han, Kana, Hangul, with their half and full width forms.
bool IsPairScript(char32_t c) {
  return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3005 && c <= 0x3007) ||
         (c >= 0x3041 && c <= 0x3096) || (c >= 0x309D && c <= 0x309F) ||
         (c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FF) ||
         (c >= 0x31F0 && c <= 0x31FF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFF66 && c <= 0xFF9D) ||
         (c >= 0x20000 && c <= 0x3134F);
}

bool StartsPairRun(std::string_view text, size_t at) {
  return static_cast<unsigned char>(text[at]) >= 0xE2 &&
         IsPairScript(base::NextCodePoint(text, at));
}

// Without the ASCII marks that a word may hold ("can't", "u.s").
void DropPunctuation(std::string& term) {
  std::erase_if(term, [](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    return static_cast<unsigned char>(c) < 0x80 && !letter;
  });
  // The typographic apostrophe goes as the typewriter's did.
  for (size_t at = term.find("\u2019"); at != std::string::npos; at = term.find("\u2019", at)) {
    term.erase(at, 3);
  }
}

// What becomes of a word.
struct Terms {
  std::string text;  // empty: nothing is left of it
  std::string stem;
};

Terms TermsOf(std::string_view word, std::string_view language) {
  const std::string folded = text::Fold(word);
  Terms terms{text::DropMarks(folded), {}};
  DropPunctuation(terms.text);
  if (terms.text.empty()) return terms;
  std::string bare = folded;
  std::erase(bare, '.');  // "u.s" is no plural
  std::string stem = text::DropMarks(text::Stem(bare, language));
  DropPunctuation(stem);
  if (!language.empty() && !stem.empty()) terms.stem = std::string(kStemMark) + stem;
  return terms;
}

// Texts say the same few thousand words again and again, and to fold and stem one costs ten times
// what it costs to find it here: one slot for each value of a short hash, the newest word in it.
// Every thread has its own, some 300 KB.
const Terms& RememberedTerms(std::string_view word, std::string_view language) {
  struct Slot {
    std::string word;
    std::string language;
    Terms terms;
  };
  constexpr size_t kSlots = 2'048;
  constexpr size_t kLongestWord = 64;
  thread_local std::vector<Slot> slots(kSlots);
  thread_local Terms long_one;
  if (word.size() > kLongestWord || language.size() > kLongestWord) {
    return long_one = TermsOf(word, language);
  }
  Slot& slot = slots[base::Hash64(word, language.size()) % kSlots];
  if (slot.word != word || slot.language != language) {
    slot = {std::string(word), std::string(language), TermsOf(word, language)};
  }
  return slot.terms;
}

void AddWord(std::string_view text, text::Word word, std::string_view language,
             std::vector<Token>& tokens) {
  const Terms& terms = RememberedTerms(text.substr(word.start, word.end - word.start), language);
  if (terms.text.empty()) return;
  tokens.push_back({terms.text, terms.stem, word.start, word.end, false});
}

// The pairs of the run that starts at `start`; returns its end.
size_t AddPairs(std::string_view text, size_t start, std::vector<Token>& tokens) {
  size_t first = start;
  size_t second = start;
  base::NextCodePoint(text, second);
  while (second < text.size() && StartsPairRun(text, second)) {
    size_t end = second;
    base::NextCodePoint(text, end);
    tokens.push_back({text::Fold(text.substr(first, end - first)),
                      {},
                      static_cast<uint32_t>(first),
                      static_cast<uint32_t>(end),
                      true});
    first = second;
    second = end;
  }
  tokens.push_back({text::Fold(text.substr(first, second - first)),
                    {},
                    static_cast<uint32_t>(first),
                    static_cast<uint32_t>(second),
                    true});
  return second;
}

// A stretch without pair scripts; its words one by one.
void AddSpaced(std::string_view text, size_t start, size_t end, std::string_view language,
               std::vector<Token>& tokens) {
  for (text::Word word : text::Words(text.substr(start, end - start), language)) {
    word.start += static_cast<uint32_t>(start);
    word.end += static_cast<uint32_t>(start);
    AddWord(text, word, language, tokens);
  }
}

}  // namespace

std::vector<Token> Tokens(std::string_view text, std::string_view language) {
  std::vector<Token> tokens;
  size_t spaced_from = 0;
  for (size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    if (!StartsPairRun(text, at)) {
      base::NextCodePoint(text, at);
      continue;
    }
    AddSpaced(text, spaced_from, at, language, tokens);
    at = AddPairs(text, at, tokens);
    spaced_from = at;
  }
  AddSpaced(text, spaced_from, text.size(), language, tokens);
  return tokens;
}

std::string IndexText(std::string_view text, std::string_view language) {
  std::string words;
  std::string stems;
  words.reserve(text.size() * 2);
  for (const Token& token : Tokens(text, language)) {
    words += token.text;
    words += ' ';
    if (!token.stem.empty()) {
      stems += token.stem;
      stems += ' ';
    }
  }
  words += stems;
  if (!words.empty()) words.pop_back();
  return words;
}

}  // namespace search
