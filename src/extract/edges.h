#pragma once
// The edges of a body: short lines around the text that are not part of it and carry no name that
// says so. They are known by where they stand and how they are built.

#include <string_view>

#include "extract/blocks.h"
#include "extract/runs.h"

namespace extract {

// "All rights reserved", "無断転載を禁じます": a line about the site that stands on all its pages.
// `folded` is a line as text::Fold gives it.
bool IsStandingLine(std::string_view folded);

// A line above the text that says who, when or how long: "By Jane Doe", "July 29, 2025", "山田花子
// 2025年7月29日", "5 min read".
bool IsByline(std::string_view line);

// Whether a run says something: long enough, with the marks of sentences, not mostly links.
bool IsProse(const Run& run);

// Drops what stands below `root` before the headline, lines of links before the text, and from a
// line of links near the end on all of the rest. `title` may be empty.
void DropEdges(Anatomy& anatomy, html::NodeId root, std::string_view title);

// Takes a last paragraph away that only names whose text it is: all in brackets ("（通信社）") or
// all in italics, and no sentence.
void DropClosingCredit(Blocks& made);

}  // namespace extract
