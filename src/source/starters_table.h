#pragma once
// The data behind starters.h. One row a source; a country's rows stand together.

#include <span>
#include <string_view>

#include "source/starters.h"

namespace source {

struct Starter {
  std::string_view country;
  std::string_view title;
  std::string_view url;            // as net::Url writes it
  std::string_view language = {};  // when it is not the list's
};

extern const std::span<const StarterList> kStarterCountries;
extern const std::span<const Starter> kStarters;

}  // namespace source
