#pragma once
// The section of the paper that an article belongs to.

#include <string>

#include "enrich/document.h"

namespace enrich {

// "politics", "world", "business", "science", "sports", "culture" or "society"; empty when the
// words do not tell clearly. English, Japanese and Arabic.
std::string FindSection(const Document& document);

}  // namespace enrich
