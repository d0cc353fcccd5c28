#include "sources_given.h"

#include <utility>

#include "owner.h"
#include "source/arguments.h"
#include "source/starters.h"

namespace octavo {

base::Result<GivenSources> TakeSources(std::string_view command, std::span<const std::string> names,
                                       std::string_view country) {
  source::List list = source::SourcesFromArguments(names);
  for (const source::Problem& problem : list.problems) Complain(command, kFailed, problem.text);
  GivenSources given{std::move(list.sources), static_cast<int>(list.problems.size())};
  if (country.empty()) return given;
  TRY_ASSIGN_WITH("--country", auto starters, source::StarterSources(country));
  given.sources.insert(given.sources.end(), starters.begin(), starters.end());
  return given;
}

}  // namespace octavo
