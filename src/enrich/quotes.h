#pragma once
// Exact words in quotation marks, and who said them.

#include <vector>

#include "enrich/document.h"
#include "enrich/names.h"
#include "model/enrichment.h"

namespace enrich {

// A stretch between quotation marks, marks not included.
struct Quotation {
  model::Span inside;
  model::Span outside;     // with the marks
  uint32_t paragraph = 0;  // number of the line
  bool open_end = false;   // not closed before the paragraph ended
};

// All stretches in quotation marks of any style, in order, not nested (the outer one counts).
std::vector<Quotation> FindQuotations(std::string_view text);

// Quotes of the text (not of title and captions): stretches that are somebody's words, not titles
// of works or single words held with tongs.
std::vector<model::Quote> FindQuotes(const Document& document, const Names& names);

}  // namespace enrich
