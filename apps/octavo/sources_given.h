#pragma once
// Sources as the user names them: files, addresses, a country's starter list.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/source.h"

namespace octavo {

struct GivenSources {
  std::vector<model::Source> sources;
  int problems = 0;  // what could not be taken; each was told on standard error
};

// Files (OPML, or one address a line) and addresses, and the starter list of a country where
// `country` is not empty. kNotFound: there is no list of that country; the message names those that
// there are.
base::Result<GivenSources> TakeSources(std::string_view command, std::span<const std::string> names,
                                       std::string_view country);

}  // namespace octavo
