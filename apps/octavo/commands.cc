#include "commands.h"

namespace octavo {

const std::vector<Command>& AllCommands() {
  static const std::vector<Command> kCommands = {
      // clang-format off: one a line, so that two new ones do not meet
      RunCommand(),
      AddCommand(),
      ImportCommand(),
      RemoveCommand(),
      StartersCommand(),
      SourcesCommand(),
      StatusCommand(),
      DoctorCommand(),
      PauseCommand(),
      ResumeCommand(),
      ExportCommand(),
      ServeCommand(),
      WorkCommand(),
      SearchCommand(),
      ExplainCommand(),
      RereadCommand(),
      FurnitureCommand(),
      BackupCommand(),
      RestoreCommand(),
      MoveCommand(),
      ClusterCommand(),
      CompletionCommand(),
      ConfigCommand(),
      DigestCommand(),
      EnrichCommand(),
      FetchCommand(),
      HelpCommand(),
      LanguageCommand(),
      ManCommand(),
      ParseCommand(),
      ReadCommand(),
      RelateCommand(),
      SampleCommand(),
      SanitiseCommand(),
      VersionCommand(),
      // clang-format on
  };
  return kCommands;
}

}  // namespace octavo
