#pragma once
// A fixed set of phrases that texts are searched for, all of them in one pass: pages are made of
// thousands of lines, and looking for each phrase in each line costs more than anything else.

#include <array>
#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace extract {

// Phrases are UTF-8 of at least two bytes and must outlive the set. Immutable once made, so several
// threads may ask.
class Phrases {
 public:
  Phrases(std::initializer_list<std::string_view> phrases);

  // Whether one of them stands anywhere in the text.
  bool StandIn(std::string_view text) const;
  // Whether the text begins with one of them.
  bool Begin(std::string_view text) const;

 private:
  bool BeginsAt(std::string_view text, size_t at) const;

  std::bitset<65536> pairs_;                                 // first two bytes of the phrases
  std::array<std::vector<std::string_view>, 256> by_first_;  // by first byte
};

}  // namespace extract
