#include "commands.h"

namespace octavo {

const std::vector<Command>& AllCommands() {
  static const std::vector<Command> commands = {
      ConfigCommand(),
      VersionCommand(),
  };
  return commands;
}

}  // namespace octavo
