#include "search/query.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.h"
#include "search/tokens.h"
#include "text/words.h"

namespace search {
namespace {

// The quotation mark that closes `open`; 0 when `open` opens nothing.
char32_t ClosingOf(char32_t open) {
  switch (open) {
    case '"':
      return '"';
    case U'“':
      return U'”';
    case U'„':
      return U'“';
    case U'«':
      return U'»';
    case U'「':
      return U'」';
    case U'『':
      return U'』';
    case U'＂':
      return U'＂';
    default:
      return 0;
  }
}
bool Closes(char32_t c, char32_t open) {
  return c == ClosingOf(open) || (open == U'„' && c == U'”') || (open == U'“' && c == '"');
}
bool IsSpace(char32_t c) {
  return c <= ' ' || c == 0xA0 || c == 0x3000 || (c >= 0x2000 && c <= 0x200B) || c == 0x85;
}

// One part of the query as written.
struct Part {
  std::string written;  // whole
  bool minus = false;
  bool hash = false;
  bool quoted = false;
  bool unclosed = false;
  std::optional<std::string> filter;  // what stands before ':'
  std::string value;
};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::optional<Part> Next() {
    while (at_ < text_.size() && IsSpace(Peek())) Take();
    if (at_ >= text_.size()) return std::nullopt;
    const size_t start = at_;
    Part part;
    if (IsMinus(Peek()) && !EndsAfterThis()) {
      part.minus = true;
      Take();
    }
    if ((Peek() == '#' || Peek() == U'＃') && !EndsAfterThis()) {
      part.hash = true;
      Take();
    }
    ReadValue(part, !part.hash);
    part.written = std::string(text_.substr(start, at_ - start));
    return part;
  }

 private:
  static bool IsMinus(char32_t c) { return c == '-' || c == U'－' || c == U'−'; }

  char32_t Peek() const {
    size_t at = at_;
    return at < text_.size() ? base::NextCodePoint(text_, at) : U' ';
  }
  char32_t Take() { return base::NextCodePoint(text_, at_); }
  bool EndsAfterThis() const {
    size_t at = at_;
    base::NextCodePoint(text_, at);
    if (at >= text_.size()) return true;
    return IsSpace(base::NextCodePoint(text_, at));
  }

  void ReadValue(Part& part, bool may_filter) {
    if (ClosingOf(Peek()) != 0) return ReadQuoted(part);
    std::string plain;
    while (at_ < text_.size() && !IsSpace(Peek())) {
      const char32_t c = Peek();
      // 日本「首相」: a phrase begins inside a run.
      if (!plain.empty() && c > 0x7F && ClosingOf(c) != 0) break;
      Take();
      if (may_filter && !part.filter && (c == ':' || c == U'：') && IsFilterName(plain)) {
        part.filter = text::Fold(plain);
        plain.clear();
        if (at_ < text_.size() && ClosingOf(Peek()) != 0) return ReadQuoted(part);
        continue;
      }
      base::AppendCodePoint(c, plain);
    }
    part.value = std::move(plain);
  }

  void ReadQuoted(Part& part) {
    part.quoted = true;
    const char32_t open = Take();
    while (at_ < text_.size()) {
      const char32_t c = Take();
      if (Closes(c, open)) return;
      base::AppendCodePoint(c, part.value);
    }
    part.unclosed = true;
  }

  // A name of letters alone: "10:30" and "C++:" are words, not filters.
  static bool IsFilterName(std::string_view name) {
    return !name.empty() && name.size() <= 20 && std::ranges::all_of(name, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
  }

  std::string_view text_;
  size_t at_ = 0;
};

// The languages whose stemmers a word may have gone through.
std::vector<std::string> StemLanguages(std::string_view word, std::string_view reader) {
  std::vector<std::string> languages;
  if (!reader.empty()) languages.emplace_back(reader.substr(0, reader.find_first_of("-_")));
  size_t at = 0;
  const char32_t c = base::NextCodePoint(word, at);
  if (c < 0x370) languages.emplace_back("en");
  if (c >= 0x370 && c < 0x400) languages.emplace_back("el");
  if (c >= 0x400 && c < 0x530) languages.emplace_back("ru");
  if (c >= 0x600 && c < 0x700) languages.emplace_back("ar");
  return languages;
}

Sequence SequenceOf(const std::vector<Token>& tokens) {
  Sequence sequence;
  for (size_t i = 0; i < tokens.size(); ++i) {
    // The lone last character of a run stands in the index only at a run's end, which is not where
    // the reader's word must end.
    const bool lone = tokens[i].pair && base::CountCodePoints(tokens[i].text) == 1;
    const bool after_pair = i > 0 && tokens[i - 1].pair && tokens[i - 1].end == tokens[i].end;
    if (lone && after_pair) continue;
    sequence.terms.push_back(tokens[i].text);
    sequence.last_is_prefix = lone && i + 1 == tokens.size();
  }
  return sequence;
}

std::optional<Wanted> WantedOf(const Part& part, std::string_view language) {
  const std::vector<Token> tokens = Tokens(part.value, "");
  if (tokens.empty()) return std::nullopt;
  Wanted wanted{part.value, {SequenceOf(tokens)}};
  const bool one_word = tokens.size() == 1 && !tokens.front().pair;
  if (!one_word || part.quoted) return wanted;
  for (const std::string& stem_language : StemLanguages(tokens.front().text, language)) {
    const std::vector<Token> stemmed = Tokens(part.value, stem_language);
    if (stemmed.size() != 1 || stemmed.front().stem.empty()) continue;
    Sequence sequence{{stemmed.front().stem}, false};
    if (std::ranges::find(wanted.alternatives, sequence) == wanted.alternatives.end()) {
      wanted.alternatives.push_back(std::move(sequence));
    }
  }
  return wanted;
}

class Reader {
 public:
  explicit Reader(std::string_view language) : language_(language) {}

  void Add(const Part& part) {
    if (part.unclosed)
      Complain(ProblemKind::kUnclosedQuote, part, "the quotation mark is not closed");
    if (part.hash) return AddTag(part);
    if (part.filter) return AddFilter(part);
    auto wanted = WantedOf(part, language_);
    if (!wanted) return Complain(ProblemKind::kNothingToFind, part, "no letters or digits in it");
    (part.minus ? query_.unwanted : query_.wanted).push_back(std::move(*wanted));
  }

  void Complain(ProblemKind kind, const Part& part, std::string_view why) {
    query_.problems.push_back({kind, part.written, fmt::format("{}: {}", part.written, why)});
  }

  Query Take() { return std::move(query_); }

 private:
  void AddTag(const Part& part) {
    if (part.minus)
      return Complain(ProblemKind::kCannotExclude, part, "a hashtag cannot be excluded");
    if (part.value.empty())
      return Complain(ProblemKind::kEmptyFilter, part, "no hashtag behind '#'");
    query_.tags.push_back(part.value);
  }

  void AddFilter(const Part& part) {
    const std::string& name = *part.filter;
    static constexpr auto kNames = std::to_array<std::string_view>(
        {"publisher", "language", "section", "after", "before", "tag"});
    if (std::ranges::find(kNames, name) == kNames.end()) {
      return Complain(
          ProblemKind::kUnknownFilter, part,
          "no such filter (there are publisher, language, section, tag, after, before)");
    }
    if (part.minus)
      return Complain(ProblemKind::kCannotExclude, part, "a filter cannot be excluded");
    if (part.value.empty()) return Complain(ProblemKind::kEmptyFilter, part, "nothing behind it");
    if (name == "publisher") query_.publishers.push_back(part.value);
    if (name == "language") query_.languages.push_back(text::Fold(part.value));
    if (name == "section") query_.sections.push_back(text::Fold(part.value));
    if (name == "tag") query_.tags.push_back(part.value);
    if (name == "after" || name == "before") AddDay(part, name == "after");
  }

  void AddDay(const Part& part, bool after) {
    const auto day = base::ParseDay(part.value);
    if (!day) return Complain(ProblemKind::kNotADay, part, "a day is written as 2026-11-22");
    auto& limit = after ? query_.after : query_.before;
    // Of two the narrower holds.
    if (!limit) limit = day;
    limit = after ? std::max(*limit, *day) : std::min(*limit, *day);
  }

  std::string_view language_;
  Query query_;
};

// One sequence as FTS5 writes it. Terms hold no quotation mark by their definition; should one ever
// do so, it is doubled.
std::string Fts5Sequence(const Sequence& sequence) {
  std::string out = "\"";
  for (const std::string& term : sequence.terms) {
    if (out.size() > 1) out += ' ';
    for (char c : term) {
      if (c == '"') out += '"';
      if (c != '\0') out += c;
    }
  }
  out += '"';
  if (sequence.last_is_prefix) out += " *";
  return out;
}

std::string Fts5Wanted(const Wanted& wanted) {
  std::string out = "(";
  for (const Sequence& sequence : wanted.alternatives) {
    if (out.size() > 1) out += " OR ";
    out += Fts5Sequence(sequence);
  }
  return out + ")";
}

}  // namespace

bool Query::IsEmpty() const {
  return wanted.empty() && unwanted.empty() && publishers.empty() && languages.empty() &&
         sections.empty() && tags.empty() && !after && !before;
}

Query ParseQuery(std::string_view typed, std::string_view language) {
  const std::string text =
      text::Normalise(base::RepairUtf8(base::TruncateUtf8(typed, kLongestQuery)));
  Scanner scanner(text);
  Reader reader(language);
  size_t parts = 0;
  bool too_long = typed.size() > kLongestQuery;
  Part last;
  while (auto part = scanner.Next()) {
    if (++parts > kMostParts) {
      too_long = true;
      break;
    }
    reader.Add(*part);
    last = std::move(*part);
  }
  if (too_long)
    reader.Complain(ProblemKind::kTooLong, last, "the query is too long; the rest was left out");
  return reader.Take();
}

std::string Fts5Unwanted(const Query& query) {
  std::string out;
  for (const Wanted& wanted : query.unwanted) {
    if (!out.empty()) out += " OR ";
    out += Fts5Wanted(wanted);
  }
  return out;
}

std::string Fts5Match(const Query& query) {
  if (query.wanted.empty()) return {};
  std::string out;
  for (const Wanted& wanted : query.wanted) {
    if (!out.empty()) out += " AND ";
    out += Fts5Wanted(wanted);
  }
  if (query.unwanted.empty()) return out;
  return fmt::format("({}) NOT ({})", out, Fts5Unwanted(query));
}

}  // namespace search
