#pragma once
// The pages that `octavo --help` and `octavo NAME --help` print.

#include <span>
#include <string>
#include <string_view>

#include "command.h"

namespace octavo {

// Usage, description, options and examples, at most 80 columns wide where the texts allow it.
std::string HelpPage(const Command& command);

// Every command with its summary, in groups.
std::string RootPage(std::span<const Command> commands);

// What to say of a word that is no command ("did you mean `octavo run`?"), or of a flag that the
// command does not have; where all are told when it is like none of them. Of flags that stand
// before the command it is told where they belong.
std::string AboutUnknownCommand(std::string_view word, std::span<const Command> commands);
std::string AboutFlagBeforeCommand(std::string_view flag, std::span<const Command> commands);
std::string AboutUnknownFlag(std::string_view flag, const Command& command);

// What to say of an option that nothing stands behind, or only another flag of the command.
std::string AboutMissingValue(const Option& option);

}  // namespace octavo
