#pragma once
// Quotes as Japanese and Chinese write them.

#include <vector>

#include "enrich/document.h"
#include "enrich/names.h"
#include "model/enrichment.h"

namespace enrich {

// Quotes with a verb of saying in their sentence: 首相は「行く」と述べた, 首相说：“去”. The speaker
// is the topic of that sentence (…は, …氏は), else of the sentence before; a name where one stands
// in it.
std::vector<model::Quote> FindQuotesWithCornerBrackets(const Document& document,
                                                       const Names& names);

}  // namespace enrich
