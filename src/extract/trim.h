#pragma once
// What goes out of the body once it is found: furniture that stands within it.

#include <span>
#include <string_view>

#include "extract/runs.h"

namespace extract {

// Whether headings are believed that announce furniture ("Related articles").
enum class Sections : uint8_t { kCut, kKeep };

// Drops runs below `root`: sections under such headings, lists of links, teasers of other articles,
// galleries within a text, labels and lines that point elsewhere, the headline's repetition, the
// byline. `positive` is, by node, the sum of positive scores below it; `title` may be empty.
void Trim(Anatomy& anatomy, html::NodeId root, std::string_view title,
          std::span<const double> positive, Sections sections);

}  // namespace extract
