#pragma once
// The files of a SQLite store, looked at before they are opened.
//
// octavo.db is everything: where it is torn, or empty beside pages that it once knew, the store is
// refused with a word on what to do; never is a paper begun anew in silence. pages.db is a cache of
// pages as they were fetched: where it is damaged it is moved aside, and made anew.

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "store/driver.h"

namespace store {

// kInvalidInput, naming the folder, when one of its files was written by a newer Octavo. Before
// anything is done that would change a byte of them: not even a log that is left is carried over.
base::Status RefuseNewer(const std::filesystem::path& folder);

// kCorrupt when octavo.db in `folder` is plainly not whole: missing or empty although pages.db or a
// log of it are there, or shorter than its own header says. Looks at the header, not at every row.
base::Status CheckMainFile(const std::filesystem::path& folder);

// Whether pages.db is there and can be opened; a damaged one is moved aside to pages.db.damaged,
// which the log tells. kInvalidInput when it is of a newer Octavo; kUnavailable when the disk
// fails.
base::Result<bool> HasWholePageFile(const std::filesystem::path& folder);

// Opens pages.db for reading; where it is missing, as beside a backup without pages, it is as
// empty.
struct PagesToRead {
  std::unique_ptr<Connection> connection = {};
  bool missing = false;
};
base::Result<PagesToRead> OpenPagesToRead(const std::filesystem::path& folder);

// Whether pages.db is there at all.
bool HasPageFile(const std::filesystem::path& folder);

// Moves pages.db aside, its log with it.
base::Status SetPageFileAside(const std::filesystem::path& folder);

// Before an empty page file is made: what waits to be read waits to be fetched instead, at `now`;
// what was to be read again stays as it was read. In one transaction of its own; twice is as once.
base::Status FetchPagesAgain(Connection& main, base::Instant now);

// Opens pages.db for writing, and makes it where it is missing.
base::Result<std::unique_ptr<Connection>> OpenPageFile(const std::filesystem::path& folder);

}  // namespace store
