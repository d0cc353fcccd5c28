#include "cluster/terms.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/utf8.h"
#include "cluster/background.h"
#include "text/words.h"

namespace cluster {
namespace {

// News is written in order of importance: what an article is about stands in its first few hundred
// words.
constexpr size_t kLongestBody = 4000;
constexpr size_t kLongestTitle = 2000;

// A word as it is shown: without an English possessive.
std::string_view WithoutPossessive(std::string_view surface) {
  for (const std::string_view ending : {"'s", "’s"}) {
    if (surface.size() > ending.size() && surface.ends_with(ending)) {
      return surface.substr(0, surface.size() - ending.size());
    }
  }
  return surface;
}

// Calls `visit(stem, surface)` for every word that can be evidence.
template <typename Visit>
void ForEachStem(std::string_view text, std::string_view language, Visit visit) {
  for (const text::Word& word : text::Words(text, language)) {
    const std::string_view surface = text.substr(word.start, word.end - word.start);
    if (surface.size() < 2) continue;
    const std::string folded = text::Fold(surface);
    if (text::IsStopWord(folded, language)) continue;
    visit(text::Stem(folded, language), WithoutPossessive(surface));
  }
}

}  // namespace

std::vector<Term> TermsOf(std::string_view title, std::string_view text, std::string_view language,
                          size_t body_terms, double body_weight) {
  std::vector<Term> terms;
  std::unordered_map<std::string, size_t> place;
  const auto headline = base::TruncateUtf8(title, kLongestTitle);
  ForEachStem(headline, language, [&](std::string stem, std::string_view surface) {
    if (!place.emplace(stem, terms.size()).second) return;
    const double background = BackgroundShare(stem, language);
    terms.push_back({std::move(stem), std::string(surface), 1.0, background});
  });

  std::vector<Term> body;
  std::unordered_map<std::string, size_t> body_place;
  const auto lead = base::TruncateUtf8(text, kLongestBody);
  ForEachStem(lead, language, [&](std::string stem, std::string_view surface) {
    if (place.contains(stem)) return;
    const auto [found, is_new] = body_place.emplace(stem, body.size());
    if (is_new) {
      const double background = BackgroundShare(stem, language);
      body.push_back({std::move(stem), std::string(surface), 1.0, background});
    } else {
      body[found->second].weight += 1;
    }
  });
  for (Term& term : body) term.weight = (1 + std::log(term.weight)) * -std::log(term.background);
  // Of equals the one that stands first: the result must not depend on hashing.
  std::ranges::stable_sort(body, std::ranges::greater(), &Term::weight);
  if (body.size() > body_terms) body.resize(body_terms);
  for (Term& term : body) {
    term.weight = body_weight;
    terms.push_back(std::move(term));
  }
  return terms;
}

std::vector<CountedTerm> CountedTermsOf(std::string_view title, std::string_view text,
                                        std::string_view language) {
  std::vector<CountedTerm> terms;
  std::unordered_map<std::string, size_t> place;
  const auto count = [&](std::string stem, std::string_view surface) {
    const auto [found, is_new] = place.emplace(std::move(stem), terms.size());
    if (is_new) terms.push_back({found->first, std::string(surface), 0});
    ++terms[found->second].count;
  };
  ForEachStem(title, language, count);
  ForEachStem(text, language, count);
  return terms;
}

}  // namespace cluster
