#pragma once
// Whole SQLite files, page by page: what backup and restore are made of.
//
// A copy is of one snapshot, however much is written meanwhile. It is made in small steps with
// pauses between them, so that readers and the writer have the disk as well; while it is made, the
// log of the source cannot be emptied and grows by what is written.

#include <cstdint>
#include <filesystem>

#include "base/result.h"

namespace store {

struct CopyReport {
  int64_t bytes = 0;
  int64_t rows = 0;     // of all tables
  uint64_t sum = 0;     // of all rows of all tables, whatever their order
  int64_t version = 0;  // of the schema
};

// Whether other processes may be writing to what is copied. What is at rest may lie where nobody
// may write.
enum class Source { kInUse, kAtRest };

// Copies `from` into the new file `into`; synced when it returns, in one file that is in no need of
// a log, so that it can be read where nobody may write. `bytes_per_second` 0: as fast as the disk
// is. The sum is that of the source's snapshot. kUnavailable when the disk fails or is full,
// kCorrupt when the source is damaged.
base::Result<CopyReport> CopyDatabase(const std::filesystem::path& from,
                                      const std::filesystem::path& into, Source source,
                                      int64_t bytes_per_second);

// Reads the whole file back: kCorrupt when SQLite finds damage, or when a row is not the one that
// was copied.
base::Status CheckCopy(const std::filesystem::path& copy, const CopyReport& wanted);

// What CopyDatabase says of a file that nobody writes to, without copying it. kCorrupt when it is
// damaged.
base::Result<CopyReport> SumOf(const std::filesystem::path& path);

// Whether there is a log with something in it.
bool HasLog(const std::filesystem::path& path);
// Carries over into the file what its log holds, and lets the log go. kUnavailable when somebody
// has it open, kCorrupt when it is damaged.
base::Status CloseLog(const std::filesystem::path& path);

}  // namespace store
