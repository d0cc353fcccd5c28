#pragma once
// Whether a word is a given name: what tells a person's name from other short lines.

#include <string_view>

namespace text {

// Of the languages written in Latin letters; "Jürgen", "jurgen" and "JÜRGEN" are one. "Jean-Luc" is
// known by its first half.
bool IsGivenName(std::string_view word);

}  // namespace text
