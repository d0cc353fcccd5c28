#include "commands.h"

namespace octavo {

const std::vector<Command>& AllCommands() {
  static const std::vector<Command> commands = {
      ClusterCommand(), ConfigCommand(), LanguageCommand(),
      RelateCommand(),  SampleCommand(), VersionCommand(),
      ConfigCommand(),
      LanguageCommand(),
      ParseCommand(),
      SampleCommand(),
      VersionCommand(),
  };
  return commands;
}

}  // namespace octavo
