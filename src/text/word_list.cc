#include "text/word_list.h"

#include <algorithm>

namespace text {

WordList WordsOfList(std::string_view list, char divider) {
  WordList words;
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find(divider, at), list.size());
    if (end > at) words.insert(list.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace text
