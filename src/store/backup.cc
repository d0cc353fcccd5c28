#include "store/backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <system_error>

#include "store/digest.h"
#include "store/driver.h"
#include "store/move.h"
#include "store/page_file.h"
#include "store/pages.h"
#include "store/restore_steps.h"
#include "store/schema.h"
#include "store/sqlite_copy.h"
#include "store/write_lock.h"

namespace store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMain = "octavo.db";
constexpr std::string_view kPages = "pages.db";

fs::path Beside(fs::path path, std::string_view suffix) {
  path += suffix;
  return path;
}

base::Status MakeFolder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  return AsStatus(error, path);
}

base::Status Rename(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  return AsStatus(error, to);
}

// The folder in which a copy is made; gone at the end, whatever happened.
class Workshop {
 public:
  explicit Workshop(fs::path path) : path_(std::move(path)) {}
  ~Workshop() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  // What an interrupted one left goes first.
  base::Status Begin() const {
    std::error_code error;
    fs::remove_all(path_, error);
    return MakeFolder(path_);
  }
  const fs::path& path() const { return path_; }

 private:
  const fs::path path_;
};

// Copies, reads back, looks for faults. Faults that were there before are no fault of the copy:
// they are told all the same, a backup of a broken store is not one to rely on.
base::Result<CopyReport> CopyAndCheck(const fs::path& from, const fs::path& folder, Source source,
                                      int64_t bytes_per_second) {
  const fs::path into = folder / kMain;
  TRY_ASSIGN(const CopyReport report, CopyDatabase(from, into, source, bytes_per_second));
  TRY(CheckCopy(into, report));
  if (report.version < NewestSchema()) return report;  // looked at once it is brought up to date
  {
    TRY_ASSIGN(const auto copy, OpenSqlite(into, {.access = Access::kRead}));
    TRY_WITH(from.string(), RefuseHalfMoved(*copy));
  }
  TRY_ASSIGN(const auto faults, FindFaults(folder));
  if (!faults.empty()) {
    return base::Fail(base::ErrorKind::kCorrupt,
                      fmt::format("{} has faults: {}", from.string(), faults.front()));
  }
  return report;
}

// Nobody else is on the files of a folder, neither to write nor to read.
struct Alone {
  std::unique_ptr<WriteLock> writer = {};
  std::unique_ptr<FolderLock> readers = {};
};
base::Result<Alone> BeAlone(const fs::path& folder) {
  Alone alone;
  TRY_ASSIGN(alone.writer, WriteLock::Take(folder / "octavo.lock"));
  TRY_ASSIGN(alone.readers, FolderLock::Take(folder, FolderLock::Company::kNone));
  return alone;
}

// Before another file takes the place of this one. A log that is left beside it, because whoever
// ran Octavo on it was killed, would be taken for the new file's. It is carried over first: until
// the last moment what is there is whole.
base::Status DropLogs(const fs::path& path) {
  const auto logs = {Beside(path, "-wal"), Beside(path, "-shm"), Beside(path, "-journal")};
  if (std::ranges::none_of(logs, IsThere)) return {};
  if (IsThere(path)) {
    const base::Status closed = CloseLog(path);
    const bool is_lost = !closed && closed.error().kind() == base::ErrorKind::kCorrupt;
    if (!closed && !is_lost) return closed;
  }
  std::error_code error;
  for (const fs::path& log : logs) fs::remove(log, error);
  return SyncFolder(path.parent_path());
}

bool IsFileName(const fs::path& path) {
  return path.extension() == ".db";
}

// As the disk has it: links followed, no slash behind it.
fs::path RealPath(const fs::path& path) {
  std::error_code error;
  fs::path real = fs::weakly_canonical(fs::absolute(path, error), error);
  if (error) real = path.lexically_normal();
  return real.has_filename() ? real : real.parent_path();
}

// Whether `path` is `folder` or lies in it. Asks the disk at each step, so that one folder by two
// names (a mount of it elsewhere) is one.
bool IsWithin(const fs::path& path, const fs::path& folder) {
  for (fs::path at = RealPath(path);; at = at.parent_path()) {
    std::error_code error;
    if (fs::equivalent(at, folder, error)) return true;
    if (at == at.parent_path()) return false;
  }
}

// A copy that takes the place of what it was made of, or of what holds it, would be the end of the
// instance: the process that writes to it goes on writing to files that have no name.
base::Status RefuseOwnFolder(const BackupOptions& options) {
  const bool holds = !IsFileName(options.target) && IsWithin(options.folder, options.target);
  if (!holds && !IsWithin(options.target, options.folder)) return {};
  return base::Fail(
      base::ErrorKind::kRefused,
      fmt::format("{} {} the data folder {}: a backup belongs elsewhere", options.target.string(),
                  holds ? "is or holds" : "lies in", options.folder.string()));
}

// The folder above is not made: where a disk is not mounted, the backup would go to another one.
base::Status CheckParent(const fs::path& target) {
  const fs::path parent = RealPath(target).parent_path();
  std::error_code error;
  if (fs::is_directory(parent, error)) return {};
  return base::Fail(base::ErrorKind::kNotFound,
                    fmt::format("there is no folder {} to write to: make it, or mount its disk",
                                parent.string()));
}

}  // namespace

base::Status CheckBackupTarget(const BackupOptions& options) {
  TRY(RefuseHalfRestored(options.folder));
  if (!IsThere(options.folder / kMain)) {
    return base::Fail(base::ErrorKind::kNotFound,
                      fmt::format("there is no store in {}", options.folder.string()));
  }
  TRY(RefuseOwnFolder(options));
  TRY(CheckParent(options.target));
  const fs::path there = IsFileName(options.target) ? options.target : options.target / kMain;
  if (!IsThere(there) || options.existing == Existing::kReplace) return {};
  return base::Fail(base::ErrorKind::kConflict, fmt::format("{} is there already", there.string()));
}

base::Result<BackupReport> MakeBackup(const BackupOptions& options) {
  TRY(CheckBackupTarget(options));
  TRY(RefuseNewer(options.folder));
  const bool is_file = IsFileName(options.target);
  fs::path folder = is_file ? options.target.parent_path() : options.target;
  if (folder.empty()) folder = ".";
  const fs::path target = is_file ? folder / options.target.filename() : folder / kMain;
  if (!is_file) TRY(MakeFolder(folder));
  Alone alone;
  if (target.filename() == kMain && IsThere(target)) {
    TRY_ASSIGN(alone, BeAlone(folder));
  }
  const Workshop workshop(Beside(target, ".part"));
  TRY(workshop.Begin());
  TRY_ASSIGN(const CopyReport main, CopyAndCheck(options.folder / kMain, workshop.path(),
                                                 Source::kInUse, options.bytes_per_second));
  BackupReport report{.bytes = main.bytes, .rows = main.rows, .version = main.version};
  const fs::path pages = options.folder / kPages;
  const bool with_pages = !is_file && options.pages == WithPages::kYes && IsThere(pages);
  if (with_pages) {
    // Later than the main file: a page too many does no harm.
    TRY_ASSIGN(const CopyReport copied, CopyDatabase(pages, workshop.path() / kPages,
                                                     Source::kInUse, options.bytes_per_second));
    TRY(CheckCopy(workshop.path() / kPages, copied));
    report.bytes += copied.bytes;
    report.rows += copied.rows;
  }
  if (!is_file) TRY(DropLogs(folder / kPages));
  TRY(DropLogs(target));
  if (with_pages) {
    TRY(Rename(workshop.path() / kPages, folder / kPages));
  } else if (!is_file) {
    // Those of an earlier backup would be another store's.
    std::error_code error;
    fs::remove(folder / kPages, error);
  }
  TRY(Rename(workshop.path() / kMain, target));
  TRY(SyncFolder(folder));
  return report;
}

base::Result<RestoreReport> RestoreBackup(const RestoreOptions& options) {
  std::error_code error;
  const bool is_folder = fs::is_directory(options.backup, error);
  if (is_folder) TRY(RefuseHalfRestored(options.backup));
  const fs::path main = is_folder ? options.backup / kMain : options.backup;
  if (!IsThere(main)) {
    return base::Fail(base::ErrorKind::kNotFound, fmt::format("there is no {}", main.string()));
  }
  TRY(MakeFolder(options.folder));
  TRY_ASSIGN(const Alone alone, BeAlone(options.folder));
  if (IsHalfRestored(options.folder)) {
    TRY_ASSIGN(const fs::path aside, FinishRestore(options.folder));
    TRY_ASSIGN(const CopyReport wanted, SumOf(main));
    TRY_ASSIGN(const CopyReport there, SumOf(options.folder / kMain));
    // The same command again.
    if (there.rows == wanted.rows && there.sum == wanted.sum) {
      return RestoreReport{
          .copied = {.bytes = there.bytes, .rows = there.rows, .version = there.version},
          .aside = aside};
    }
  }
  const bool is_taken = IsThere(options.folder / kMain) || IsThere(options.folder / kPages);
  if (is_taken && options.existing == Existing::kKeep) {
    return base::Fail(base::ErrorKind::kConflict,
                      fmt::format("there is a store in {} already", options.folder.string()));
  }
  TRY_ASSIGN(const CopyReport found, SumOf(main));
  TRY_WITH(main.string(), RefuseNewerSchema(found.version));
  const Workshop workshop(options.folder / "restore.part");
  TRY(workshop.Begin());
  TRY_ASSIGN(const CopyReport copied, CopyAndCheck(main, workshop.path(), Source::kAtRest, 0));
  RestoreReport report{
      .copied = {.bytes = copied.bytes, .rows = copied.rows, .version = copied.version}};
  const bool with_pages = is_folder && IsThere(options.backup / kPages);
  if (with_pages) {
    TRY_ASSIGN(const CopyReport pages,
               CopyDatabase(options.backup / kPages, workshop.path() / kPages, Source::kAtRest, 0));
    TRY_WITH((options.backup / kPages).string(), RefuseNewerPages(pages.version));
    TRY(CheckCopy(workshop.path() / kPages, pages));
    report.copied.bytes += pages.bytes;
    report.copied.rows += pages.rows;
  }
  TRY(BeginRestore(workshop.path(), options.folder));
  TRY_ASSIGN(report.aside, FinishRestore(options.folder));
  return report;
}

}  // namespace store
