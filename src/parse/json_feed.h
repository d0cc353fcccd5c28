#pragma once
// JSON Feed 1.0 and 1.1. Only for this room.

#include <string_view>

#include "parse/draft.h"

namespace parse {

// Fills the draft's feed; its format stays kNone, with a warning, when `utf8` is JSON but no feed,
// or no JSON.
void ReadJsonFeed(std::string_view utf8, Draft& draft);

}  // namespace parse
