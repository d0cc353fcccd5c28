#include <fmt/format.h>

#include "commands.h"
#include "man_page.h"

namespace octavo {

Command ManCommand() {
  return {"man",
          "print the manual page",
          "Prints octavo(1), the manual page of all commands, or octavo.toml(5), that of all\n"
          "settings, for `man -l`. An installed Octavo has both already.",
          "",
          {{"settings", "", "octavo.toml(5) instead of octavo(1)"}},
          [](const Arguments& arguments) -> int {
            fmt::print("{}",
                       arguments.Has("settings") ? SettingsManPage() : ManPage(AllCommands()));
            return kDone;
          },
          "  octavo man > octavo.1 && man -l octavo.1"};
}

}  // namespace octavo
