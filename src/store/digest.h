#pragma once
// What a store holds, as a text that does not depend on when and in what order it came to be known:
// two stores are equal when their digests are (design §4). Ids and fetch times are left out.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace store {

class Connection;

// One JSON object a line, sorted: sources, entries, articles by URL with hashes of their text and
// of what was found in it, lineage by URL, stories as sets of URLs, what still waits. Of `options`
// folder and database count; other processes may be writing to it. kNotFound, kInvalidInput,
// kRefused as Store::Open.
base::Result<std::string> Digest(const Options& options);

// The same of a store that is open, half moved or not.
base::Result<std::string> Digest(Connection& connection);

// Whether the files are damaged, as far as that can be seen without comparing every row with its
// indexes: a fraction of the time that FindFaults takes. Empty: they are whole.
base::Result<std::vector<std::string>> FindDamage(const Options& options);

// What is wrong inside a store: counters that are not what they count, rows without their
// counterparts, full text that is not that of the articles, damage of the file. Looks at every row.
// Empty when all is well.
base::Result<std::vector<std::string>> FindFaults(const Options& options);

// Both, of the SQLite store in a folder.
base::Result<std::string> Digest(const std::filesystem::path& folder);
base::Result<std::vector<std::string>> FindFaults(const std::filesystem::path& folder);

}  // namespace store
