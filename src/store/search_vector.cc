#include "store/search_vector.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

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

struct Place {
  uint32_t number = 0;
  bool title = false;
};

// The lexemes in the order in which they were seen first, each with its places.
class Collector {
 public:
  void Add(std::string_view terms, bool title) {
    while (!terms.empty()) {
      const size_t space = std::min(terms.find(' '), terms.size());
      if (space > 0) AddOne(terms.substr(0, space), title);
      terms.remove_prefix(std::min(space + 1, terms.size()));
    }
    place_ += kGap;
  }
  std::string Take() const {
    std::string out;
    out.reserve(bytes_ * 2);
    for (const auto& [term, places] : lexemes_) {
      AppendQuoted(term, out);
      char before = ':';
      for (const Place& place : places) {
        out += before;
        out += fmt::format_int(place.number).c_str();
        if (place.title) out += 'A';
        before = ',';
      }
      out += ' ';
    }
    return out;
  }

 private:
  void AddOne(std::string_view term, bool title) {
    ++place_;
    if (term.size() > kLongestLexeme) return;
    const auto [found, is_new] = index_.try_emplace(term, lexemes_.size());
    if (is_new) {
      // Two bytes for the number of places, and one to begin at an even byte.
      if (bytes_ + term.size() + 3 > kLargestVector) {
        index_.erase(found);
        return;
      }
      bytes_ += term.size() + 3;
      lexemes_.emplace_back(term, std::vector<Place>());
    }
    auto& places = lexemes_[found->second].second;
    const uint32_t number = std::min(place_, kLastPlace);
    if (places.size() >= kMostPlaces || bytes_ + 2 > kLargestVector) return;
    if (!places.empty() && places.back().number == number) return;
    bytes_ += 2;
    places.push_back({number, title});
  }

  std::unordered_map<std::string_view, size_t> index_;
  std::vector<std::pair<std::string_view, std::vector<Place>>> lexemes_;
  size_t bytes_ = 0;
  uint32_t place_ = 0;
};

std::string SequenceOf(const search::Sequence& sequence) {
  std::string out = "(";
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
  Collector collector;
  collector.Add(title, true);
  collector.Add(body, false);
  std::string out = collector.Take();
  while (!facts.empty()) {
    const size_t space = std::min(facts.find(' '), facts.size());
    if (space > 0) out += VectorFact(facts.substr(0, space)) + ' ';
    facts.remove_prefix(std::min(space + 1, facts.size()));
  }
  return out;
}

std::string VectorFact(std::string_view fact) {
  std::string out;
  AppendQuoted("=" + std::string(fact), out);
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
