#pragma once
// One function for each command, in the file named as the command.

#include "command.h"

namespace octavo {

Command AddCommand();
Command BackupCommand();
Command ClusterCommand();
Command CompletionCommand();
Command ConfigCommand();
Command DigestCommand();
Command DoctorCommand();
Command EnrichCommand();
Command ExplainCommand();
Command ExportCommand();
Command FetchCommand();
Command HelpCommand();
Command ImportCommand();
Command LanguageCommand();
Command ManCommand();
Command ParseCommand();
Command PauseCommand();
Command ReadCommand();
Command RelateCommand();
Command RemoveCommand();
Command MoveCommand();
Command RereadCommand();
Command FurnitureCommand();
Command RestoreCommand();
Command ResumeCommand();
Command RunCommand();
Command SampleCommand();
Command SanitiseCommand();
Command SearchCommand();
Command ServeCommand();
Command SourcesCommand();
Command StartersCommand();
Command StatusCommand();
Command VersionCommand();
Command WorkCommand();

}  // namespace octavo
