#pragma once
// Scripts that complete Octavo's command line in a shell, made from the same table as `--help`.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "command.h"

namespace octavo {

enum class Shell { kBash, kZsh, kFish };
std::optional<Shell> ShellNamed(std::string_view name);

// The whole script: commands, their flags, values that are one of a few words, files.
std::string CompletionScript(Shell shell, std::span<const Command> commands);

}  // namespace octavo
