#pragma once
// The few sentences that say it.

#include <vector>

#include "enrich/document.h"
#include "enrich/keyphrases.h"
#include "model/enrichment.h"

namespace enrich {

// At most two sentences of the text, in its order, byte for byte.
std::vector<model::BriefSentence> MakeBrief(const Document& document,
                                            const std::vector<Keyphrase>& keyphrases);

}  // namespace enrich
