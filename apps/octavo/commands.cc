#include "commands.h"

#include "command.h"

namespace octavo {

const std::vector<Command>& AllCommands() {
  static const std::vector<Command> commands = {
      VersionCommand(),
  };
  return commands;
}

}  // namespace octavo
