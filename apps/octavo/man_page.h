#pragma once
// Manual pages, made from the same tables as `--help`: octavo(1) and octavo.toml(5). Plain man(7)
// macros, so that groff and mandoc both print them without a warning.

#include <span>
#include <string>

#include "command.h"

namespace octavo {

// octavo(1): every command with its description, its options and its examples.
std::string ManPage(std::span<const Command> commands);

// octavo.toml(5): every setting.
std::string SettingsManPage();

}  // namespace octavo
