#pragma once
// What a reader's query means.
//
//   storm damage          both words, by stem too           "storm damage"   the phrase, as it
//   stands -football             not this word (or phrase)         #KajaKallas      with this
//   hashtag publisher:"Le Monde"  language:ja   section:business    after:2026-11-01
//   before:2026-11-22
//
// `before` and `after` are days: after:D is D and later, before:D is earlier than D. Full-width
// forms of the signs count (：＃－), and “ ” „ « » 「 」 as quotation marks. Nothing that a reader
// types is an error: what was not understood is named in `problems` and left out.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace search {

// Terms (see tokens.h) that stand one behind another.
struct Sequence {
  std::vector<std::string> terms;  // at least one
  bool last_is_prefix = false;     // the last term is the beginning of one
  bool operator==(const Sequence&) const = default;
};

// One word or phrase of the query: found where any of its alternatives stands.
struct Wanted {
  std::string typed;                   // as the reader wrote it, without quotation marks
  std::vector<Sequence> alternatives;  // at least one; the word itself first, then its stems
};

enum class ProblemKind {
  kUnknownFilter,  // "foo:bar" where foo is no filter
  kNotADay,        // after: and before: want YYYY-MM-DD
  kEmptyFilter,    // "language:" with nothing behind it
  kUnclosedQuote,  // taken as a phrase up to the end
  kCannotExclude,  // a minus before a filter
  kNothingToFind,  // a part without letters or digits
  kTooLong,        // beyond the limits below; the rest was left out
};

struct Problem {
  ProblemKind kind = ProblemKind::kUnknownFilter;
  std::string part;     // what the reader wrote
  std::string message;  // for people, English
};

struct Query {
  std::vector<Wanted> wanted;           // all of them
  std::vector<Wanted> unwanted;         // none of them
  std::vector<std::string> publishers;  // any of them; as typed
  std::vector<std::string> languages;   // any of them; lower case
  std::vector<std::string> sections;    // any of them; lower case
  std::vector<std::string> tags;        // all of them; as typed, without '#'
  std::optional<base::Day> after;       // this day or later
  std::optional<base::Day> before;      // earlier than this day
  std::vector<Problem> problems;

  // Whether it asks for nothing at all.
  bool IsEmpty() const;
};

inline constexpr size_t kLongestQuery = 1'000;  // bytes
inline constexpr size_t kMostParts = 32;

// `language` is the reader's (BCP 47, may be empty): words are stemmed by it, by English where they
// are Latin, by Arabic, Russian or Greek by script. `typed` may be any bytes.
Query ParseQuery(std::string_view typed, std::string_view language);

// The FTS5 MATCH expression for texts indexed with IndexText; empty when the query has no words.
// Holds only quoted terms, parentheses and FTS5's operators. `Fts5Unwanted` is for a query that has
// nothing wanted but filters: what must not match.
std::string Fts5Match(const Query& query);
std::string Fts5Unwanted(const Query& query);

}  // namespace search
