#pragma once
// The words that grouping compares: stems of the headline, and the most telling stems of the text.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cluster {

struct Term {
  std::string stem;
  std::string surface;    // as it stands in the text, for people
  double weight = 0;      // 1 for a word of the headline
  double background = 0;  // BackgroundShare of the stem
};

// Each stem once, those of the headline first. Stop words, single letters and bare short numbers
// are left out. `body_terms` words of the text are taken, by frequency times rarity, with
// `body_weight` each.
std::vector<Term> TermsOf(std::string_view title, std::string_view text, std::string_view language,
                          size_t body_terms, double body_weight);

struct CountedTerm {
  std::string stem;
  std::string surface;
  int count = 0;
};

// Every stem of headline and text with how often it stands there, in the order of first sight. The
// same stems as TermsOf.
std::vector<CountedTerm> CountedTermsOf(std::string_view title, std::string_view text,
                                        std::string_view language);

}  // namespace cluster
