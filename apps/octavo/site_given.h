#pragma once
// Addresses of sites as the owner gives them, and the sources that are meant.

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/source.h"
#include "settings.h"

namespace octavo {

// Looks at each source that is not known to be a feed, and puts the feed that is meant in its
// place, as pipeline/discover_site.h finds it. Says on standard error what it took and what else
// there is. What cannot be looked at now stays as it is: the first poll finds out.
void FindFeedsOfSites(std::string_view command, const Settings& settings,
                      std::vector<model::Source>& sources);

// Says on standard error which of the sources look as if they were there already under another
// address. They are not held back.
void TellDuplicates(std::string_view command, const Settings& settings,
                    const std::vector<model::Source>& sources);

// All pairs that are likely one, as lines or as JSON objects on standard output.
base::Status PrintDuplicates(const Settings& settings, bool json);

// The flags --user-agent-for, --header, --cookies, --proxy and --http-version as members of a "set"
// order; only those given. What may be a secret (header, cookies, proxy) can be the first line of a
// file, "@FILE", or of standard input, "@-", where no list of processes shows it. kInvalidInput:
// nothing can be read there; with the file's name.
base::Result<base::Json> AskingFlags(const Arguments& arguments);
// The same flags, to be shown in a command's help.
std::vector<Option> AskingOptions();

}  // namespace octavo
