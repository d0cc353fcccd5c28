#pragma once
// One function for each command, in the file named as the command.

#include "command.h"

namespace octavo {

Command ClusterCommand();
Command ConfigCommand();
Command DigestCommand();
Command EnrichCommand();
Command FetchCommand();
Command LanguageCommand();
Command ParseCommand();
Command ReadCommand();
Command RelateCommand();
Command SampleCommand();
Command SanitiseCommand();
Command VersionCommand();

}  // namespace octavo
