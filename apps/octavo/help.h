#pragma once
// The page that `octavo NAME --help` prints.

#include <string>

#include "command.h"

namespace octavo {

// Usage, description, options and examples, at most 80 columns wide where the texts allow it.
std::string HelpPage(const Command& command);

}  // namespace octavo
