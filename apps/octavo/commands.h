#pragma once
// One function for each command, in the file named as the command.

#include "command.h"

namespace octavo {

Command ClusterCommand();
Command ConfigCommand();
Command ExplainCommand();
Command FetchCommand();
Command LanguageCommand();
Command ParseCommand();
Command RelateCommand();
Command RemoveCommand();
Command RereadCommand();
Command SampleCommand();
Command SearchCommand();
Command SourcesCommand();
Command VersionCommand();

}  // namespace octavo
