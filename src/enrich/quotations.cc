// Where quotation marks open and close.
//
// Marks that have a direction are simple: each opener has its closers („…“ and “…”, «…», 「…」).
// The straight '"' opens after a space or an opening bracket and closes else. The single marks are
// hard, for they are apostrophes too: one opens only at the beginning of a word; between letters it
// is always an apostrophe; and of the marks behind a word the first one closes that has punctuation
// beside it, or, failing that, one that is no plural's possessive (s') as long as a better one
// follows. A quotation that is not closed ends with its paragraph; an opener of one style may be
// closed by a straight mark that stands before a space ('… law, " she said').
#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "enrich/quotes.h"

namespace enrich {
namespace {

struct Style {
  char32_t open;
  std::array<char32_t, 3> close;
};
constexpr auto kStyles = std::to_array<Style>({{U'“', {U'”', U'“', '"'}},
                                               {U'„', {U'“', U'”', '"'}},
                                               {U'‟', {U'”', 0, 0}},
                                               {U'«', {U'»', 0, 0}},
                                               {U'»', {U'«', 0, 0}},
                                               {U'‹', {U'›', 0, 0}},
                                               {U'「', {U'」', 0, 0}},
                                               {U'『', {U'』', 0, 0}},
                                               {U'〝', {U'〟', 0, 0}},
                                               {'"', {'"', U'”', 0}},
                                               {U'‘', {U'’', '\'', '"'}},
                                               {'\'', {'\'', U'’', '"'}},
                                               {'`', {'\'', '`', 0}}});

bool IsSpace(char32_t c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 || c == 0x202F ||
         c == 0x2009 || c == 0x3000;
}
bool IsOpening(char32_t c) {
  return IsSpace(c) || c == '(' || c == '[' || c == U'—' || c == U'–' || c == '-' || c == '/' ||
         c == U'“' || c == U'‘' || c == '"' || c == '\'' || c == ':' || c == ',' || c == U'«' ||
         c == '>';
}
bool IsPunctuation(char32_t c) {
  return c == '.' || c == ',' || c == '!' || c == '?' || c == ';' || c == ':' || c == ')' ||
         c == U'…' || c == U'—' || c == U'–' || c == '"' || c == U'”' || c == ']';
}
bool IsWordCharacter(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= 0xC0 && c < 0x2000);
}

// One code point with its neighbours.
struct Character {
  char32_t c = 0;
  uint32_t at = 0;
  uint32_t end = 0;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Quotation> Scan() {
    uint32_t paragraph = 0;
    for (size_t at = 0; at < text_.size(); ++paragraph) {
      const size_t end = std::min(text_.find('\n', at), text_.size());
      ScanParagraph(at, end, paragraph);
      at = end + 1;
    }
    return std::move(found_);
  }

 private:
  void ScanParagraph(size_t begin, size_t end, uint32_t paragraph) {
    characters_.clear();
    for (size_t at = begin; at < end;) {
      const auto from = static_cast<uint32_t>(at);
      const char32_t c = base::NextCodePoint(text_, at);
      characters_.push_back({c, from, static_cast<uint32_t>(at)});
    }
    for (size_t i = 0; i < characters_.size(); ++i) {
      const Style* style = Opens(i);
      if (style == nullptr) continue;
      const size_t close = ClosingOf(*style, i);
      const bool open_end = close == characters_.size();
      // What is not closed is a quotation only where a paragraph begins with it.
      if (open_end && (i != 0 || style->open == '\'' || style->open == U'‘' || style->open == '`' ||
                       style->open == U'»')) {
        continue;
      }
      AddFound(i, close, paragraph, open_end);
      i = close;
    }
  }

  char32_t At(size_t i) const { return i < characters_.size() ? characters_[i].c : U'\n'; }
  char32_t Before(size_t i) const { return i == 0 ? U'\n' : characters_[i - 1].c; }

  const Style* Opens(size_t i) const {
    const char32_t c = characters_[i].c;
    const auto style = std::ranges::find(kStyles, c, &Style::open);
    if (style == kStyles.end()) return nullptr;
    const char32_t before = Before(i);
    const char32_t after = At(i + 1);
    switch (c) {
      case '"':
        return IsOpening(before) && !IsSpace(after) ? &*style : nullptr;
      case U'»':
        return IsOpening(before) && !IsSpace(after) && !IsPunctuation(after) ? &*style : nullptr;
      case '`':
        return IsOpening(before) && IsWordCharacter(after) ? &*style : nullptr;
      case '\'':
      case U'‘': {
        if (!IsOpening(before) || IsSpace(after) || after == U'\n') return nullptr;
        // '90s, '26
        if (after >= '0' && after <= '9' && At(i + 2) >= '0' && At(i + 2) <= '9' &&
            !IsWordCharacter(At(i + 4))) {
          return nullptr;
        }
        return &*style;
      }
      default:
        return &*style;
    }
  }

  static bool IsClose(const Style& style, char32_t c) {
    return c != 0 && std::ranges::find(style.close, c) != style.close.end();
  }

  // Index of the closing mark; the paragraph's size when there is none.
  size_t ClosingOf(const Style& style, size_t open) const {
    const bool single = style.open == '\'' || style.open == U'‘' || style.open == '`';
    if (single) return ClosingOfSingle(style, open);
    size_t depth = 0;
    for (size_t i = open + 1; i < characters_.size(); ++i) {
      const char32_t c = characters_[i].c;
      if (c == style.open && !IsClose(style, c)) {
        ++depth;
      } else if (IsClose(style, c)) {
        // Inside “…” a straight mark counts only where it can close.
        if (c == '"' && (IsWordCharacter(At(i + 1)) || (style.open != '"' && IsSpace(Before(i)))))
          continue;
        if (c == '"' && style.open == '"' && IsSpace(Before(i)) && !IsSpace(At(i + 1)) &&
            At(i + 1) != U'\n')
          continue;
        if (c == U'“' && style.open == U'“' && !IsPunctuation(Before(i)))
          return i == open ? i : i - 1;
        if (depth == 0) return i;
        --depth;
      }
    }
    return characters_.size();
  }

  size_t ClosingOfSingle(const Style& style, size_t open) const {
    size_t weak = characters_.size();
    for (size_t i = open + 1; i < characters_.size(); ++i) {
      const char32_t c = characters_[i].c;
      if (!IsClose(style, c)) continue;
      const char32_t before = Before(i);
      const char32_t after = At(i + 1);
      if (c == '"') {
        // A straight double mark closes a single one only if it opens nothing itself.
        if (IsSpace(after) && (IsSpace(before) || IsPunctuation(before))) return i;
        continue;
      }
      if (IsWordCharacter(after)) continue;  // apostrophe
      if (IsSpace(before)) {
        if (IsSpace(after)) return i;
        continue;
      }
      if (IsPunctuation(before) || IsPunctuation(after) || after == U'\n') {
        // "parties'," may still be a possessive, but then the quotation would go on without it.
        return i;
      }
      if (before != 's') return i;
      if (weak == characters_.size()) weak = i;
    }
    return weak;
  }

  void AddFound(size_t open, size_t close, uint32_t paragraph, bool open_end) {
    size_t first = open + 1;
    size_t last = close;  // one behind
    while (first < last && IsSpace(characters_[first].c)) ++first;
    while (last > first && IsSpace(characters_[last - 1].c)) --last;
    if (first >= last) return;
    // rock 'n' roll
    const bool single = characters_[open].c == '\'' || characters_[open].c == U'‘';
    if (single && last - first == 1) return;
    Quotation quotation;
    quotation.inside = {characters_[first].at, characters_[last - 1].end};
    quotation.outside = {characters_[open].at,
                         open_end ? characters_.back().end : characters_[close].end};
    quotation.paragraph = paragraph;
    quotation.open_end = open_end;
    found_.push_back(quotation);
  }

  std::string_view text_;
  std::vector<Character> characters_;
  std::vector<Quotation> found_;
};

}  // namespace

std::vector<Quotation> FindQuotations(std::string_view text) {
  return Scanner(text).Scan();
}

}  // namespace enrich
