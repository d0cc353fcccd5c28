#pragma once
// How common a word is in writing at large, before this instance has read anything.
//
// A shared word is evidence that two articles tell one story only as far as it is rare. Learning
// that from the instance's own articles fails exactly when it matters: on the first day, and for
// the word that a big story makes frequent ("Titanfall" in eighty headlines is no stop word). So
// rarity comes from a fixed table where there is one.

#include <string_view>

namespace cluster {

// The share of passages (40 words of running text) in which a stem occurs, 0 to 1. `language` is
// BCP 47. A stem that the language's table does not have counts as rare; so does every stem of a
// language without a table. Numbers are common everywhere.
//
// English is learned from the texts of the WCXB development set (CC-BY-4.0); 27 other languages,
// coarsely, from the sentences of Lingua's test set (Apache-2.0,
// https://github.com/pemistahl/lingua). tools/learn_background.cc does it.
double BackgroundShare(std::string_view stem, std::string_view language);

// Whether the language has a table of its own.
bool HasBackground(std::string_view language);

}  // namespace cluster
