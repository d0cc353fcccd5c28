// The window of a snippet: marks are found in one pass (each token looked up by word, stem and
// first character), then two fingers walk over the marks and keep the stretch that shows most
// different wanted words.
#include "search/snippet.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/utf8.h"
#include "search/tokens.h"
#include "text/words.h"

namespace search {
namespace {

constexpr size_t kLongestText = size_t{1} << 20;

struct Hit {
  Mark mark;
  size_t wanted = 0;  // which of the query's words
};

// Every sequence of the query by its first term.
class Finder {
 public:
  explicit Finder(const Query& query) {
    for (size_t i = 0; i < query.wanted.size(); ++i) {
      for (const Sequence& sequence : query.wanted[i].alternatives) {
        auto& list =
            sequence.terms.size() == 1 && sequence.last_is_prefix ? by_character_ : by_term_;
        list.emplace(sequence.terms.front(), std::pair(&sequence, i));
      }
    }
  }

  std::vector<Hit> Find(const std::vector<Token>& tokens) const {
    std::vector<Hit> hits;
    for (size_t i = 0; i < tokens.size(); ++i) {
      Look(by_term_, tokens[i].text, tokens, i, hits);
      if (!tokens[i].stem.empty()) Look(by_term_, tokens[i].stem, tokens, i, hits);
      if (tokens[i].pair && !by_character_.empty()) {
        size_t end = 0;
        base::NextCodePoint(tokens[i].text, end);
        LookForCharacter(tokens[i].text.substr(0, end), tokens[i], end, hits);
      }
    }
    return hits;
  }

 private:
  using Index = std::unordered_multimap<std::string, std::pair<const Sequence*, size_t>>;

  static bool StandsAt(const Sequence& sequence, const std::vector<Token>& tokens, size_t at) {
    if (at + sequence.terms.size() > tokens.size()) return false;
    for (size_t i = 1; i < sequence.terms.size(); ++i) {
      const std::string& token = tokens[at + i].text;
      const bool prefix = sequence.last_is_prefix && i + 1 == sequence.terms.size();
      if (prefix ? !token.starts_with(sequence.terms[i]) : token != sequence.terms[i]) return false;
    }
    return true;
  }

  static void Look(const Index& index, const std::string& key, const std::vector<Token>& tokens,
                   size_t at, std::vector<Hit>& hits) {
    const auto [begin, end] = index.equal_range(key);
    for (auto it = begin; it != end; ++it) {
      const auto& [sequence, wanted] = it->second;
      if (!StandsAt(*sequence, tokens, at)) continue;
      hits.push_back({{tokens[at].start, tokens[at + sequence->terms.size() - 1].end}, wanted});
    }
  }

  void LookForCharacter(const std::string& character, const Token& token, size_t length,
                        std::vector<Hit>& hits) const {
    const auto [begin, end] = by_character_.equal_range(character);
    for (auto it = begin; it != end; ++it) {
      hits.push_back(
          {{token.start, token.start + static_cast<uint32_t>(length)}, it->second.second});
    }
  }

  Index by_term_;
  Index by_character_;
};

std::vector<Hit> FindHits(std::string_view text, std::string_view language, const Query& query) {
  if (query.wanted.empty()) return {};
  return Finder(query).Find(Tokens(base::TruncateUtf8(text, kLongestText), language));
}

std::vector<Mark> MarksOf(const std::vector<Hit>& hits) {
  std::vector<Mark> marks;
  marks.reserve(hits.size());
  for (const Hit& hit : hits) marks.push_back(hit.mark);
  std::ranges::sort(marks, {}, [](const Mark& mark) { return std::pair(mark.start, mark.end); });
  std::vector<Mark> joined;
  for (const Mark& mark : marks) {
    if (!joined.empty() && mark.start < joined.back().end) {
      joined.back().end = std::max(joined.back().end, mark.end);
    } else {
      joined.push_back(mark);
    }
  }
  return joined;
}

// First and last hit of the best window of `reach` bytes; absent when there is none.
std::optional<std::pair<size_t, size_t>> BestHits(const std::vector<Hit>& hits, size_t reach,
                                                  size_t wanted_count) {
  std::optional<std::pair<size_t, size_t>> best;
  std::pair<size_t, size_t> best_score{0, 0};
  std::vector<size_t> seen(wanted_count, 0);
  size_t different = 0;
  size_t first = 0;
  for (size_t last = 0; last < hits.size(); ++last) {
    if (seen[hits[last].wanted]++ == 0) ++different;
    while (first < last && hits[last].mark.end - hits[first].mark.start > reach) {
      if (--seen[hits[first++].wanted] == 0) --different;
    }
    const std::pair score(different, last - first + 1);
    if (score > best_score) {
      best_score = score;
      best = std::pair(first, last);
    }
  }
  return best;
}

// Moves `at` back by up to `characters` code points.
size_t Back(std::string_view text, size_t at, size_t characters) {
  while (at > 0 && characters > 0) {
    --at;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    --characters;
  }
  return at;
}
size_t Forward(std::string_view text, size_t at, size_t characters) {
  while (at < text.size() && characters-- > 0) base::NextCodePoint(text, at);
  return at;
}
bool IsBlank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Where the snippet begins: at the sentence of the first mark if that leaves room, else some way
// before the mark at a word.
size_t BeginOf(std::string_view text, std::string_view language, const Hit& first, size_t needed,
               size_t width) {
  const size_t slack = width > needed ? width - needed : 0;
  const size_t earliest = Back(text, first.mark.start, slack * 2 / 3);
  if (earliest == 0) return 0;
  const std::string_view before = text.substr(earliest, first.mark.end - earliest);
  const auto sentences = text::Sentences(before, language);
  if (sentences.size() > 1) return earliest + sentences[1].start;
  const size_t later = Back(text, first.mark.start, slack / 3);
  size_t at = later;
  while (at < first.mark.start && !IsBlank(text[at])) ++at;
  if (at == first.mark.start) return later;  // no spaces in this script
  while (at < first.mark.start && IsBlank(text[at])) ++at;
  return at;
}

size_t EndOf(std::string_view text, size_t begin, size_t least, size_t width) {
  const size_t limit = Forward(text, begin, width);
  if (limit >= text.size()) return text.size();
  size_t at = limit;
  while (at > least && !IsBlank(text[at])) --at;
  // In a script without spaces the limit itself will do.
  return at > least && limit - at < 40 ? at : std::max(limit, least);
}

// Copies text[begin, end) with white space collapsed and the marks moved along.
void CopyWindow(std::string_view text, size_t begin, size_t end, const std::vector<Mark>& marks,
                Snippet& snippet) {
  size_t next = 0;
  while (next < marks.size() && marks[next].start < begin) ++next;
  bool inside = false;
  for (size_t at = begin; at < end; ++at) {
    if (inside && at == marks[next].end) {
      snippet.marks.back().end = static_cast<uint32_t>(snippet.text.size());
      inside = false;
      ++next;
    }
    if (IsBlank(text[at]) && (snippet.text.empty() || snippet.text.back() == ' ')) continue;
    if (!inside && next < marks.size() && marks[next].start == at) {
      snippet.marks.push_back({static_cast<uint32_t>(snippet.text.size()), 0});
      inside = true;
    }
    snippet.text += IsBlank(text[at]) ? ' ' : text[at];
  }
  while (!snippet.text.empty() && snippet.text.back() == ' ') snippet.text.pop_back();
  if (inside) snippet.marks.back().end = static_cast<uint32_t>(snippet.text.size());
}

}  // namespace

std::vector<Mark> FindMarks(std::string_view text, std::string_view language, const Query& query) {
  return MarksOf(FindHits(text, language, query));
}

Snippet MakeSnippet(std::string_view text, std::string_view language, const Query& query,
                    size_t width) {
  text = base::TruncateUtf8(text, kLongestText);
  std::vector<Hit> hits = FindHits(text, language, query);
  std::ranges::sort(hits, {}, [](const Hit& hit) { return std::pair(hit.mark.start, hit.wanted); });
  const auto best = BestHits(hits, width, query.wanted.size());
  size_t begin = 0;
  size_t least = 0;
  if (best) {
    const Hit& first = hits[best->first];
    least = hits[best->second].mark.end;
    const size_t needed =
        base::CountCodePoints(text.substr(first.mark.start, least - first.mark.start));
    begin = BeginOf(text, language, first, needed, width);
  }
  const size_t end = EndOf(text, begin, least, width);
  Snippet snippet;
  CopyWindow(text, begin, end, MarksOf(hits), snippet);
  snippet.cut_before = begin > 0;
  snippet.cut_after = end < text.size();
  return snippet;
}

}  // namespace search
