#include "enrich/document.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"

namespace enrich {
namespace {

constexpr size_t kLongestText = size_t{256} << 10;

// Whether the first letter is a capital: folding changes it.
bool BeginsWithCapital(std::string_view word, std::string_view folded) {
  if (word.empty() || folded.empty()) return false;
  const auto byte = static_cast<unsigned char>(word[0]);
  if (byte < 0x80) return byte >= 'A' && byte <= 'Z';
  size_t one = 0;
  size_t other = 0;
  const char32_t c = base::NextCodePoint(word, one);
  // Only scripts that have capitals; full-width and compatibility forms fold too.
  if (c < 0xC0 || (c >= 0x590 && c < 0x10A0) || c >= 0x2000) return false;
  return c != base::NextCodePoint(folded, other) && c != U'ß';
}

bool IsAllCapital(std::string_view word) {
  int letters = 0;
  for (char c : word) {
    if (c >= 'a' && c <= 'z') return false;
    if (static_cast<unsigned char>(c) >= 0x80) return false;
    letters += static_cast<int>(c >= 'A' && c <= 'Z');
  }
  return letters >= 2;
}

void PlainApostrophe(std::string& word) {
  if (const size_t at = word.find("\u2019"); at != std::string::npos) word.replace(at, 3, "'");
}

void AddTokens(Field& field, uint32_t sentence, std::string_view language) {
  const text::Word place = field.sentences[sentence];
  const std::string_view part = field.text.substr(place.start, place.end - place.start);
  bool first = true;
  for (const text::Word& word : text::Words(part, language)) {
    Token token;
    token.start = place.start + word.start;
    token.end = place.start + word.end;
    const std::string_view shown = field.Of(token);
    token.folded = text::Fold(shown);
    token.capital = BeginsWithCapital(shown, token.folded);
    token.all_capital = token.capital && IsAllCapital(shown);
    PlainApostrophe(token.folded);
    token.sentence = sentence;
    token.first = std::exchange(first, false);
    token.stop = text::IsStopWord(token.folded, language);
    if (!token.stop) {
      std::string_view bare = token.folded;
      if (bare.ends_with("'s")) bare.remove_suffix(2);
      token.stem = text::Stem(bare, language);
    }
    token.number = shown[0] >= '0' && shown[0] <= '9';
    field.tokens.push_back(std::move(token));
  }
}

bool IsTitleCase(const Field& field) {
  size_t words = 0;
  size_t capitals = 0;
  for (const Token& token : field.tokens) {
    if (token.stop || token.number) continue;
    ++words;
    capitals += static_cast<size_t>(token.capital);
  }
  return words >= 3 && capitals * 10 >= words * 8;
}

Field MakeField(std::string name, std::string_view text, std::string_view language) {
  Field field;
  field.name = std::move(name);
  field.text = base::TruncateUtf8(text, kLongestText);
  for (const text::Word& sentence : text::Sentences(field.text, language)) {
    if (field.name == "text" &&
        IsCreditLine(field.text.substr(sentence.start, sentence.end - sentence.start))) {
      continue;
    }
    field.sentences.push_back(sentence);
    AddTokens(field, static_cast<uint32_t>(field.sentences.size() - 1), language);
  }
  field.title_case = field.name == "title" && IsTitleCase(field);
  return field;
}

}  // namespace

bool IsCreditLine(std::string_view line) {
  if (line.size() > 80 || line.empty()) return false;
  for (std::string_view start : {"Photo:", "Photo by ", "Photograph:", "Image:", "Credit:",
                                 "Picture:", "Getty Images", "写真：", "提供：", "تصوير"}) {
    if (line.starts_with(start)) return true;
  }
  // A name in capitals alone on its line.
  size_t words = 1;
  size_t capitals = 0;
  for (char c : line) {
    if (c == ' ' || c == '/') {
      ++words;
    } else if (c >= 'A' && c <= 'Z') {
      ++capitals;
    } else if (c != '.' && c != '-' && c != '\'' && c != '|') {
      return false;
    }
  }
  return words >= 2 && words <= 6 && capitals >= 4 && line.back() != '.';
}

Document TakeApart(const Input& input, std::string_view language) {
  Document document;
  document.language = std::string(language);
  document.primary = std::string(language.substr(0, language.find_first_of("-_")));
  document.input = &input;
  document.fields.push_back(MakeField("title", input.title, language));
  document.fields.push_back(MakeField("text", input.text, language));
  constexpr size_t kMostCaptions = 50;
  for (size_t i = 0; i < std::min(input.captions.size(), kMostCaptions); ++i) {
    document.fields.push_back(
        MakeField("captions/" + std::to_string(i), input.captions[i], language));
  }
  return document;
}

}  // namespace enrich
