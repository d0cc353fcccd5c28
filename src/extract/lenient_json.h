#pragma once
// JSON as pages carry it.

#include <string_view>

#include "base/json.h"

namespace extract {

// Reads JSON-LD as browsers' search engines must: comments and CDATA marks, line breaks and quotes
// inside strings, commas too many or too few, names without quotes, single quotes, several values
// one behind the other (they become an array), an end that is missing. What strict JSON accepts is
// read as strict JSON. Null when there is nothing to read. Never fails; linear in the text; values
// nested deeper than 64 are left out.
base::Json ParseLenientJson(std::string_view text);

}  // namespace extract
