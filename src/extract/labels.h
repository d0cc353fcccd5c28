#pragma once
// Which of a fixed list of phrases stand in a text, found in one pass.

#include <array>
#include <cstdint>
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

  // The bits of all phrases that stand somewhere in `text`.
  uint32_t In(std::string_view text) const;
  // The bits of the longest phrase with which `text` begins, and its length; 0 and 0: of none.
  struct Start {
    uint32_t bits = 0;
    size_t size = 0;
  };
  Start At(std::string_view text) const;

 private:
  std::vector<Label> sorted_;            // by first byte, longer ones first
  std::array<uint16_t, 257> first_ = {};  // where the phrases of a first byte begin
};

}  // namespace extract
