#pragma once
// What a byline's words say: labels before names, and what names look like. Only for
// byline_candidates.cc.

#include <string>
#include <string_view>
#include <vector>

#include "extract/byline_candidates.h"

namespace extract {

// Sets kSaysBy, kSaysWritten or kSaysReviewed by what the text begins with.
void MarkLabels(std::string_view text, Marks<BylineMark>& marks);

// Whether the text is a label and nothing else: "By", "Written by:".
bool IsBylineLabel(std::string_view text);

// What names look like; a flag holds when it holds for any of them, `person` when for all.
struct NameShape {
  bool person = true;
  bool one_word = false;
  bool user_name = false;
  bool many_words = false;
  bool lower_case = false;
  bool digits = false;
  bool small_word = false;    // has a word with a small letter that no name has: "zum", "as"
  bool other_script = false;  // not Latin
  float given_names = 0;      // share of the names that begin with a known given name
  bool given_name() const { return given_names == 1; }
};

NameShape ShapeOf(const std::vector<std::string>& names);

// Folded names of a team, a staff, an organisation.
bool NamesGroup(std::string_view folded);
// Folded words of navigation: "sign in", "more from".
bool NamesNavigation(std::string_view folded);

}  // namespace extract
