#pragma once
// Backups of a SQLite store, and the way back.
//
// A backup is octavo.db as it was at one moment, in one file; in a folder, the page file may lie
// beside it (it is a cache: without it pages that are still to be read are fetched again). It is
// made while another process writes and others read. Nobody sees half a backup: it is made under
// another name, read back from the disk (every row, and FindFaults), and only then given its name.

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace store {

enum class WithPages { kNo, kYes };
enum class Existing { kKeep, kReplace };

struct BackupOptions {
  std::filesystem::path folder;  // of the instance
  // A new file ("*.db"), or a new folder: then the backup is octavo.db in it, an instance by
  // itself. The folder above it must be there.
  std::filesystem::path target;
  WithPages pages = WithPages::kNo;       // a folder only
  Existing existing = Existing::kKeep;    // what to do with a target that is there
  int64_t bytes_per_second = 64'000'000;  // 0: as fast as the disk is
};

struct BackupReport {
  int64_t bytes = 0;
  int64_t rows = 0;
  int64_t version = 0;  // of the schema
};

// Whether a backup can be made there at all. kNotFound: no instance, or no folder to write to;
// kRefused: the target is the instance's own folder, lies in it or holds it, by whatever name;
// kConflict: the target is there.
base::Status CheckBackupTarget(const BackupOptions& options);

// As above, and kConflict: somebody runs Octavo on the backup that is to be replaced; kUnavailable:
// the disk; kRefused: the instance is half moved; kCorrupt: it is damaged, or what was written is
// not what was read back.
base::Result<BackupReport> MakeBackup(const BackupOptions& options);

struct RestoreOptions {
  // A file, or a folder with octavo.db; nothing is written there.
  std::filesystem::path backup;
  std::filesystem::path folder;  // of the instance to be
  // kReplace: what is there is moved into a folder of its own in it, "before-restore",
  // "before-restore-2" and so on: nothing is ever deleted.
  Existing existing = Existing::kKeep;
};

struct RestoreReport {
  BackupReport copied = {};
  std::filesystem::path aside = {};  // where what was there is now; empty: nothing was
};

// The backup is read through first, and what was written is read back. A backup of an older Octavo
// is brought up to date when the store is opened. Ended in its middle, it is gone on with by the
// next that opens the store for writing, or by the same restore again. kNotFound: no backup;
// kConflict: an instance is there, or in use, be it by a reader; kInvalidInput: of a newer Octavo;
// kRefused: of one half moved; kCorrupt as above.
base::Result<RestoreReport> RestoreBackup(const RestoreOptions& options);
// What the message of an error says where a folder is half restored.
inline constexpr std::string_view kHalfRestored = "was ended in its middle";

}  // namespace store
