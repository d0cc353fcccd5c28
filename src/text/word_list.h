#pragma once
// Lists of words as they are written down in the code: one text, a divider between the words.

#include <string_view>
#include <unordered_set>

namespace text {

using WordList = std::unordered_set<std::string_view>;

// The words of a list, which must outlive the set; empty ones are left out.
WordList WordsOfList(std::string_view list, char divider = ' ');

}  // namespace text
