#pragma once
// The body: which part of a page is the article's text.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "extract/runs.h"

namespace extract {

struct Body {
  html::NodeId root = html::kRoot;  // the smallest element around all of it
  std::vector<size_t> runs;         // those that are the body, in order, as indices
  double score = 0;
  uint32_t weight = 0;       // of those runs
  uint32_t link_weight = 0;  // of those runs
  uint32_t prose = 0;        // weight of those of them that say something, see IsProse
};

// The body as the owner's rule has it: all that stands in these elements (in page order, none
// within another), but for captions.
Body BodyOf(Anatomy& anatomy, std::span<const html::NodeId> elements);

// Marks furniture in `anatomy` (Run::dropped) and finds the body. A heading that says the same as
// `title` is left out of it.
Body FindBody(Anatomy& anatomy, std::string_view title);

}  // namespace extract
