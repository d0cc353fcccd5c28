#pragma once
// What stands around a date, and in an address. Only for day_candidates.cc.

#include <optional>
#include <string_view>

#include "extract/day_candidates.h"

namespace extract {

// Sets kSaysPublished, kSaysUpdated or kSaysOther by the words in the text, in any language.
void MarkWhatItSays(std::string_view text, Marks<DayMark>& marks);

// The day in "/2025/07/29/", "/2025/july/29/", "/2025-07-29-", "/20250729".
std::optional<base::Day> DayInAddress(std::string_view url);

}  // namespace extract
