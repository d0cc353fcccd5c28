#pragma once
// The texts of a stretch of time and the shingles that stand in them, for lineage.cc.
//
// A run does not change: it is sorted by shingle, a hash that is spread evenly, and a fence of
// offsets by the shingle's upper bits leads to the few where it would stand. Six bytes for a
// shingle of a text, where a hash table that may grow needs 16 to 32. What comes in is gathered in
// a small table (Gathering) and merged into the newest run from time to time.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/time.h"
#include "model/ids.h"

namespace cluster {

// A text as lineage remembers it: its shingles stand in the index alone.
struct IndexedText {
  model::ArticleId id;
  uint64_t exact = 0;  // Sketch::exact
  uint64_t publisher = 0;
  base::Instant when;
  uint32_t shingles = 0;  // how many it has
};

// By number within their run or gathering, so that 16 bits do.
inline constexpr size_t kMostTextsOfRun = size_t{1} << 14;

struct ShingleOfText {
  uint32_t shingle = 0;
  uint16_t text = 0;
  friend auto operator<=>(const ShingleOfText&, const ShingleOfText&) = default;
};

// The newest texts. Open addressing; all the texts of one shingle stand in one stretch of slots.
class Gathering {
 public:
  // `shingles`: each once.
  void Add(const IndexedText& text, std::span<const uint32_t> shingles);
  // Calls visit(text) for those that have the shingle, oldest first, until it gives false.
  template <typename Visit>
  bool ForEach(uint32_t shingle, Visit visit) const;

  const std::vector<IndexedText>& texts() const { return texts_; }
  size_t postings() const { return used_; }
  base::Instant newest() const { return newest_; }
  // Sorted.
  std::vector<ShingleOfText> Postings() const;
  void Clear();

 private:
  // `text` is its number plus one; 0: the slot is free.
  struct Slot {
    uint32_t shingle = 0;
    uint32_t text = 0;
  };
  size_t Start(uint32_t shingle) const { return (shingle * 0x9E3779B9U) & (slots_.size() - 1); }
  void Insert(const Slot& slot);
  void Grow(size_t postings);

  std::vector<IndexedText> texts_;
  std::vector<Slot> slots_;
  size_t used_ = 0;
  base::Instant newest_{INT64_MIN};
};

class ShingleRun {
 public:
  explicit ShingleRun(base::Instant opened) : opened_(opened), newest_(opened) {}

  // Its texts and these: their numbers are behind those that it has. kMostTextsOfRun in all.
  void Merge(const Gathering& gathering);
  template <typename Visit>
  bool ForEach(uint32_t shingle, Visit visit) const;
  // The first with all these words (IndexedText::exact); null: none.
  const IndexedText* FindExact(uint64_t exact, base::Instant oldest) const;

  const std::vector<IndexedText>& texts() const { return texts_; }
  base::Instant opened() const { return opened_; }  // the newest of what was merged first
  base::Instant newest() const { return newest_; }

 private:
  size_t FenceOf(uint32_t shingle) const {
    return fence_bits_ == 0 ? 0 : shingle >> (32 - fence_bits_);
  }

  base::Instant opened_;
  base::Instant newest_;
  std::vector<IndexedText> texts_;
  std::vector<uint16_t> by_exact_;  // texts that have it, by exact and number
  std::vector<uint32_t> shingles_;  // sorted,
  std::vector<uint16_t> of_;        // and the text of each
  std::vector<uint32_t> fence_;     // where the shingles with these upper bits begin; one more
  int fence_bits_ = 0;
};

template <typename Visit>
bool Gathering::ForEach(uint32_t shingle, Visit visit) const {
  if (slots_.empty()) return true;
  for (size_t at = Start(shingle); slots_[at].text != 0; at = (at + 1) & (slots_.size() - 1)) {
    if (slots_[at].shingle == shingle && !visit(slots_[at].text - 1)) return false;
  }
  return true;
}

template <typename Visit>
bool ShingleRun::ForEach(uint32_t shingle, Visit visit) const {
  if (shingles_.empty()) return true;
  size_t at = fence_[FenceOf(shingle)];
  const size_t end = fence_[FenceOf(shingle) + 1];
  while (at < end && shingles_[at] < shingle) ++at;
  for (; at < end && shingles_[at] == shingle; ++at) {
    if (!visit(uint32_t{of_[at]})) return false;
  }
  return true;
}

}  // namespace cluster
