#include "commands.h"

namespace octavo {

const std::vector<Command>& AllCommands() {
  static const std::vector<Command> commands = {
      ConfigCommand(),
      LanguageCommand(),
      SampleCommand(),
      VersionCommand(),
  };
  return commands;
}

}  // namespace octavo
