#pragma once
// Names of countries, continents and large cities in many languages, as CLDR has them (by ICU).

#include <string>
#include <string_view>
#include <unordered_map>

namespace text {

struct Place {
  std::string id;    // "country/JP", "region/150", "city/Asia/Tokyo": the same in every language
  std::string name;  // as the language writes it: "Japan", "日本"
};

// Places by their folded name, in `language` (BCP 47); English for a language that CLDR does not
// have. Made at the first call for a language and kept; about 700 entries each. Safe for use by
// several threads.
const std::unordered_map<std::string, Place>& PlacesIn(std::string_view language);

}  // namespace text
