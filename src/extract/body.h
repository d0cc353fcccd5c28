#pragma once
// The body: which part of a page is the article's text.

#include <string>
#include <string_view>
#include <vector>

#include "extract/runs.h"

namespace extract {

// What other evidence says about the text that is looked for. All may be empty.
struct BodyEvidence {
  std::string_view title;         // a heading that says the same is left out
  std::string_view article_body;  // the text as structured data states it
  std::vector<std::string> byline;
};

struct Body {
  html::NodeId root = html::kRoot;  // the smallest element around all of it
  std::vector<size_t> runs;         // those that are the body, in order, as indices
  double score = 0;
  uint32_t weight = 0;       // of those runs
  uint32_t link_weight = 0;  // of those runs
};

// Marks furniture in `anatomy` (Run::dropped) and finds the body.
Body FindBody(Anatomy& anatomy, const BodyEvidence& evidence);

}  // namespace extract
