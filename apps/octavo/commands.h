#pragma once
// One function for each command, in the file named as the command.

#include "command.h"

namespace octavo {

Command ClusterCommand();
Command ConfigCommand();
Command DigestCommand();
Command FetchCommand();
Command EnrichCommand();
Command LanguageCommand();
Command ParseCommand();
Command RelateCommand();
Command SampleCommand();
Command VersionCommand();

}  // namespace octavo
