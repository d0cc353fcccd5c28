#include "pipeline/roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pipeline {

base::Result<Roles> ParseRoles(std::string_view text) {
  Roles roles{.poll = false, .fetch = false, .read = false, .group = false};
  const std::pair<std::string_view, bool*> places[] = {{"poll", &roles.poll},
                                                       {"fetch", &roles.fetch},
                                                       {"read", &roles.read},
                                                       {"group", &roles.group}};
  while (true) {
    const std::string_view word = text.substr(0, text.find(','));
    const auto found = std::ranges::find(places, word, &std::pair<std::string_view, bool*>::first);
    if (found == std::end(places)) {
      return base::Fail(base::ErrorKind::kInvalidInput,
                        fmt::format("'{}' is no role: poll, fetch, read or group", word));
    }
    *found->second = true;
    if (word.size() == text.size()) return roles;
    text.remove_prefix(word.size() + 1);
  }
}

}  // namespace pipeline
