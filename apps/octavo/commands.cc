#include "commands.h"

namespace octavo {

const std::vector<Command>& AllCommands() {
  static const std::vector<Command> commands = {
      // clang-format off: one a line, so that two new ones do not meet
      RunCommand(),
      AddCommand(),
      ImportCommand(),
      RemoveCommand(),
      SourcesCommand(),
      ExportCommand(),
      ServeCommand(),
      WorkCommand(),
      SearchCommand(),
      ExplainCommand(),
      RereadCommand(),
      BackupCommand(),
      RestoreCommand(),
      MoveCommand(),
      ClusterCommand(),
      ConfigCommand(),
      DigestCommand(),
      EnrichCommand(),
      FetchCommand(),
      LanguageCommand(),
      ParseCommand(),
      ReadCommand(),
      RelateCommand(),
      SampleCommand(),
      SanitiseCommand(),
      VersionCommand(),
      // clang-format on
  };
  return commands;
}

}  // namespace octavo
