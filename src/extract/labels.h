#pragma once
// Which of a fixed list of phrases stand in a text, found in one pass: pages are made of thousands
// of lines, and looking for each phrase in each line costs more than anything else.

#include <array>
#include <bitset>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace extract {

struct Label {
  std::string_view text;  // not empty
  uint32_t bits;          // what finding it means
};

// Immutable once built; safe for use by several threads. The texts must outlive it.
class Labels {
 public:
  explicit Labels(std::span<const Label> labels);
  Labels(std::initializer_list<std::string_view> phrases);  // all of them mean 1

  // The bits of all phrases that stand somewhere in `text`.
  uint32_t In(std::string_view text) const;
  // Whether one of them stands anywhere in the text, or at its beginning.
  bool AnyIn(std::string_view text) const;
  bool Begin(std::string_view text) const { return At(text).size > 0; }
  // The bits of the longest phrase with which `text` begins, and its length; 0 and 0: of none.
  struct Start {
    uint32_t bits = 0;
    size_t size = 0;
  };
  Start At(std::string_view text) const;

 private:
  std::bitset<65536> pairs_;   // first two bytes of the phrases; any second byte for those of one
  std::vector<Label> sorted_;  // by first byte, longer ones first
  std::array<uint16_t, 257> first_ = {};  // where the phrases of a first byte begin
};

}  // namespace extract
