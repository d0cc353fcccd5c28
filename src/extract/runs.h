#pragma once
// Runs: the text of a page as a reader sees it, line by line. A run is text that stands in one
// block without another block in between; two <br> end a run too. Everything that `extract` decides
// about text it decides about runs.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/furniture.h"
#include "html/document.h"

namespace extract {

struct Run {
  uint32_t index = 0;                // of itself among Anatomy::runs
  html::NodeId block = html::kRoot;  // the nearest block element around it
  html::NodeId first = 0;            // first and last text node
  html::NodeId last = 0;
  uint32_t weight = 0;       // letters and digits; a CJK character counts as much as 2.5 letters
  uint32_t link_weight = 0;  // those of them that stand in links
  uint16_t marks = 0;        // . , ; : ! ? and those of other scripts
  uint16_t text_marks = 0;   // those of them that end sentences
  bool dropped = false;      // furniture
  float score = 0;           // how much it speaks for (or against) its surroundings being the body
};

// What is known of each node.
struct NodeFacts {
  html::NodeId block = html::kRoot;  // nearest block at or above
  Hint hint = Hint::kNone;
  bool in_link = false;
  bool hidden = false;  // script, style, hidden by attribute or style: no reader sees it
};

// No page that is read by people has so many lines; those behind them are left out.
inline constexpr size_t kMostRuns = 100'000;

// A page, taken apart once for all that follow.
struct Anatomy {
  // `removed`: elements that are taken for hidden, with all below them.
  explicit Anatomy(const html::Document& page, std::span<const html::NodeId> removed = {});

  const html::Document& document;
  std::vector<NodeFacts> facts;  // by node
  std::vector<Run> runs;         // in page order, at most kMostRuns

 private:
  friend const std::string& TextOf(const Anatomy& anatomy, const Run& run);
  friend const std::string& FoldedOf(const Anatomy& anatomy, const Run& run);
  // Of runs that were asked for: each is asked for several times.
  struct Texts {
    std::optional<std::string> text;
    std::optional<std::string> folded;
  };
  mutable std::vector<Texts> texts_;
};

// The runs that begin below a node, in page order.
std::span<Run> RunsIn(Anatomy& anatomy, html::NodeId node);
std::span<const Run> RunsIn(const Anatomy& anatomy, html::NodeId node);
void DropRunsIn(Anatomy& anatomy, html::NodeId node);

// The text of a run: white space collapsed; a <br> becomes '\n'. Lives as long as the anatomy, as
// does the other. A page is for one thread at a time: both remember what they made.
const std::string& TextOf(const Anatomy& anatomy, const Run& run);
// text::Fold of it.
const std::string& FoldedOf(const Anatomy& anatomy, const Run& run);

// How much a text weighs: its letters and digits; a CJK character counts as much as 2.5 letters.
uint32_t WeightOf(std::string_view text);

}  // namespace extract
