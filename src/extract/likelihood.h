#pragma once
// How likely it is that what was read is an article, and whole.

#include "extract/verdict.h"

namespace extract {

// Between 0 and 1. Of a hundred pages that are given .8, about eighty are articles of which at
// least four fifths were read right: the weights are fitted, not felt (likelihood.cc).
double LikelihoodOfArticle(const Case& about);

// Whether structured data or the head of the page calls it an article.
bool SaysArticle(const PageFacts& facts);

}  // namespace extract
