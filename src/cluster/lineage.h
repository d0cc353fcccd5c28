#pragma once
// Lineage: which text is a copy, rewrite or later version of which. lineage.cc opens with the
// essay.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/ids.h"
#include "model/story.h"

namespace cluster {

// Share of a text's sampled shingles that must stand in an older one.
inline constexpr double kCopyShare = 0.66;
inline constexpr double kRewriteShare = 0.40;
// Texts of fewer words say too little to be copies of anything but their equal.
inline constexpr size_t kShortestCopy = 20;

// The sampled shingles of a text: sorted, the upper half of a 64-bit hash each.
struct Sketch {
  std::vector<uint32_t> shingles;
  uint64_t exact = 0;  // of all folded words of title and text
  size_t words = 0;    // of the text
};
Sketch SketchOf(std::string_view title, std::string_view text, std::string_view language);

// The texts of the window, found by what they share. Not safe for use by several threads.
class LineageIndex {
 public:
  LineageIndex();
  ~LineageIndex();
  LineageIndex(LineageIndex&&) noexcept;
  LineageIndex& operator=(LineageIndex&&) noexcept;

  // The lineage of a new text against all that were added: of the texts that it could come from the
  // one that it shares most with; of equals the first. kVersion when that one is of the same
  // publisher.
  model::Lineage Find(const Sketch& sketch, std::string_view publisher) const;
  void Add(model::ArticleId id, const Sketch& sketch, std::string_view publisher,
           base::Instant when);
  // Forgets texts from before `oldest`: nothing is found to come from them any more.
  void Expire(base::Instant oldest);
  size_t size() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cluster
