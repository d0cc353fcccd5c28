#include "store/search_vector.h"

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "base/utf8.h"
#include "search/tokens.h"

namespace store {
namespace {

constexpr size_t kLongestLexeme = 2'046;
constexpr size_t kLargestVector = 1'000'000;  // bytes of lexemes and places; the limit is 1 << 20
constexpr uint32_t kLastPlace = 16'383;
constexpr size_t kMostPlaces = 255;
// Between title and body, so that no phrase spans both.
constexpr uint32_t kGap = 4;

// 'term', with what would end it doubled.
void AppendQuoted(std::string_view term, std::string& out) {
  out += '\'';
  for (const char c : term) {
    if (c == '\'' || c == '\\') out += c;
    if (c != '\0') out += c;
  }
  out += '\'';
}

// Big-endian, as PostgreSQL sends numbers.
template <std::unsigned_integral Number>
void AppendNumber(Number number, std::string& out) {
  for (int shift = static_cast<int>(sizeof(Number)) * 8; (shift -= 8) >= 0;) {
    out += static_cast<char>(number >> shift & 0xff);
  }
}

// What PostgreSQL would refuse: bytes that are no UTF-8, U+0000.
std::string_view Clean(std::string_view terms, std::string& repaired) {
  if (base::IsValidUtf8(terms) && !terms.contains('\0')) return terms;
  repaired = base::RepairUtf8(terms);
  std::ranges::replace(repaired, '\0', ' ');
  return repaired;
}

// A place is 14 bits, and two of weight above them: A is 3, D is 0 (tsvector's own binary form,
// src/include/tsearch/ts_type.h of PostgreSQL).
constexpr uint16_t kWeightA = 3 << 14;

// Lexemes, each with its places.
class Collector {
 public:
  void Add(std::string_view terms, bool title) {
    while (!terms.empty()) {
      const size_t space = std::min(terms.find(' '), terms.size());
      const std::string_view term = terms.substr(0, space);
      if (space > 0 && IsItsOwnStem(term)) {
        ++place_;
      } else if (space > 0) {
        AddOne(term, title);
      }
      terms.remove_prefix(std::min(space + 1, terms.size()));
    }
    place_ += kGap;
  }
  // One without a place.
  void AddFact(std::string_view lexeme) { NewOne(lexeme); }

  // In the order that PostgreSQL keeps them in, byte by byte, so that it need not sort.
  std::string Take() {
    std::ranges::sort(lexemes_, {}, [](const Lexeme& one) { return one.term; });
    std::string out;
    out.reserve(bytes_ + 2 * lexemes_.size());
    AppendNumber(static_cast<uint32_t>(lexemes_.size()), out);
    for (const Lexeme& one : lexemes_) {
      out += one.term;
      out += '\0';
      AppendNumber(static_cast<uint16_t>(one.places.size()), out);
      for (const uint16_t place : one.places) AppendNumber(place, out);
    }
    return out;
  }

 private:
  struct Lexeme {
    std::string_view term;
    std::vector<uint16_t> places;
    int words = 0;  // how often it stood as a word whose stem has not been seen
  };

  // Whether the term is the stem of a word that is spelt like it: a stem stands in the index once
  // for each time its words occur, behind all words.
  bool IsItsOwnStem(std::string_view term) {
    if (!term.starts_with(search::kStemMark)) return false;
    const auto word = index_.find(term.substr(search::kStemMark.size()));
    if (word == index_.end() || lexemes_[word->second].words == 0) return false;
    lexemes_[word->second].words -= 1;
    return true;
  }

  // Null where there is no room.
  Lexeme* NewOne(std::string_view term) {
    const auto [found, is_new] = index_.try_emplace(term, lexemes_.size());
    if (!is_new) return &lexemes_[found->second];
    // Two bytes for the number of places, and one to begin at an even byte.
    if (term.size() > kLongestLexeme || bytes_ + term.size() + 3 > kLargestVector) {
      index_.erase(found);
      return nullptr;
    }
    bytes_ += term.size() + 3;
    return &lexemes_.emplace_back(Lexeme{term, {}});
  }
  void AddOne(std::string_view term, bool title) {
    ++place_;
    Lexeme* lexeme = NewOne(term);
    if (lexeme == nullptr) return;
    lexeme->words += 1;
    auto& places = lexeme->places;
    const auto number = static_cast<uint16_t>(std::min(place_, kLastPlace));
    if (places.size() >= kMostPlaces || bytes_ + 2 > kLargestVector) return;
    if (!places.empty() && (places.back() & kLastPlace) == number) return;
    bytes_ += 2;
    places.push_back(title ? number | kWeightA : number);
  }

  std::unordered_map<std::string_view, size_t> index_;
  std::vector<Lexeme> lexemes_;
  size_t bytes_ = 0;
  uint32_t place_ = 0;
};

std::string FactLexeme(std::string_view fact) {
  return "=" + std::string(fact);
}

std::string SequenceOf(const search::Sequence& sequence) {
  std::string out = "(";
  if (sequence.terms.size() == 1 && sequence.terms.front().starts_with(search::kStemMark)) {
    AppendQuoted(std::string_view(sequence.terms.front()).substr(search::kStemMark.size()), out);
    out += " | ";
    AppendQuoted(sequence.terms.front(), out);
    return out + ")";
  }
  for (const std::string& term : sequence.terms) {
    if (out.size() > 1) out += " <-> ";
    AppendQuoted(term, out);
  }
  if (sequence.last_is_prefix) out += ":*";
  return out + ")";
}

std::string AnyOf(const search::Wanted& wanted) {
  std::string out = "(";
  for (const search::Sequence& sequence : wanted.alternatives) {
    if (out.size() > 1) out += " | ";
    out += SequenceOf(sequence);
  }
  return out + ")";
}

}  // namespace

std::string VectorOf(std::string_view title, std::string_view body, std::string_view facts) {
  std::string repaired_title;
  std::string repaired_body;
  Collector collector;
  collector.Add(Clean(title, repaired_title), true);
  collector.Add(Clean(body, repaired_body), false);
  std::deque<std::string> names;  // the collector looks at them
  while (!facts.empty()) {
    const size_t space = std::min(facts.find(' '), facts.size());
    if (space > 0) collector.AddFact(names.emplace_back(FactLexeme(facts.substr(0, space))));
    facts.remove_prefix(std::min(space + 1, facts.size()));
  }
  return collector.Take();
}

std::string VectorFact(std::string_view fact) {
  std::string out;
  AppendQuoted(FactLexeme(fact), out);
  return out;
}

std::string VectorWanted(const search::Query& query) {
  std::string out;
  for (const search::Wanted& wanted : query.wanted) {
    if (!out.empty()) out += " & ";
    out += AnyOf(wanted);
  }
  if (!out.empty() && !query.unwanted.empty()) out += " & !(" + VectorUnwanted(query) + ")";
  return out;
}

std::string VectorUnwanted(const search::Query& query) {
  std::string out;
  for (const search::Wanted& unwanted : query.unwanted) {
    if (!out.empty()) out += " | ";
    out += AnyOf(unwanted);
  }
  return out;
}

}  // namespace store
