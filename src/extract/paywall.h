#pragma once
// Whether a page says that its text, or the rest of it, is to be paid for.

#include "extract/facts.h"
#include "extract/runs.h"

namespace extract {

// By what it states (JSON-LD isAccessibleForFree, meta elements), by elements named as a wall, and
// by the words that stand in place of the text. Whether the text is there all the same is not
// looked at. Linear in the page.
bool StatesPaywall(const Anatomy& anatomy, const PageFacts& facts);

}  // namespace extract
