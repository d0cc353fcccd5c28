#pragma once
// One function for each command, in the file named as the command.

#include "command.h"

namespace octavo {

Command ClusterCommand();
Command SearchCommand();
Command ExplainCommand();
Command SourcesCommand();
Command RemoveCommand();
Command RereadCommand();
Command ConfigCommand();
Command LanguageCommand();
Command ParseCommand();
Command RelateCommand();
Command SampleCommand();
Command VersionCommand();

}  // namespace octavo
