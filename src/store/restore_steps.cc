#include "store/restore_steps.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "store/backup.h"

namespace store {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kReady = "restore.ready";
constexpr std::string_view kBefore = "before";
constexpr std::string_view kAllBefore = "before-restore";
constexpr std::string_view kFiles[] = {"pages.db", "octavo.db"};

// Never onto another file: an Octavo that knows nothing of these steps may have begun one there.
base::Status MoveTo(const fs::path& from, const fs::path& to) {
  if (IsThere(to)) {
    return base::Fail(
        base::ErrorKind::kConflict,
        fmt::format("{} is in the way of {}: move it elsewhere", to.string(), from.string()));
  }
  std::error_code error;
  fs::rename(from, to, error);
  return AsStatus(error, to);
}

// The files of an instance, and what whoever was killed left beside them: another file's log would
// be taken for that of the one that is there.
std::vector<std::string> FilesIn(const fs::path& folder) {
  std::vector<std::string> files;
  for (const std::string_view name : kFiles) {
    for (const std::string_view suffix : {"", "-wal", "-shm", "-journal"}) {
      std::string file = fmt::format("{}{}", name, suffix);
      if (IsThere(folder / file)) files.push_back(std::move(file));
    }
  }
  return files;
}

// Root restores for the one whose folder it is, who must be able to open all of it.
base::Status GiveToOwner(const fs::path& path, const struct stat& folder) {
  struct stat own{};
  if (lstat(path.c_str(), &own) != 0 || own.st_uid == folder.st_uid) return {};
  if (lchown(path.c_str(), folder.st_uid, folder.st_gid) == 0) return {};
  return AsStatus(std::error_code(errno, std::generic_category()), path);
}

base::Status GiveAllToOwner(const fs::path& made, const fs::path& folder) {
  struct stat owned{};
  if (geteuid() != 0 || stat(folder.c_str(), &owned) != 0) return {};
  TRY(GiveToOwner(folder / "octavo.lock", owned));
  TRY(GiveToOwner(made, owned));
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(made, error)) {
    TRY(GiveToOwner(entry.path(), owned));
  }
  return AsStatus(error, made);
}

base::Status MoveAside(const fs::path& folder, const fs::path& ready) {
  for (const std::string& file : FilesIn(folder)) {
    TRY(MoveTo(folder / file, ready / kBefore / file));
  }
  TRY(SyncFolder(ready / kBefore));
  TRY(SyncFolder(folder));
  TRY(MoveTo(ready / kBefore, ready / kAllBefore));
  return SyncFolder(ready);
}

base::Result<fs::path> GoOn(const fs::path& folder) {
  const fs::path ready = folder / kReady;
  if (IsThere(ready / kBefore)) TRY(MoveAside(folder, ready));
  for (const std::string_view name : kFiles) {
    if (IsThere(ready / name)) TRY(MoveTo(ready / name, folder / name));
  }
  TRY(SyncFolder(folder));
  fs::path aside;
  if (IsThere(ready / kAllBefore)) {
    aside = folder / kAllBefore;
    for (int number = 2; IsThere(aside); ++number) {
      aside = folder / fmt::format("{}-{}", kAllBefore, number);
    }
    TRY(MoveTo(ready / kAllBefore, aside));
    TRY(SyncFolder(folder));
  }
  std::error_code error;
  fs::remove_all(ready, error);
  TRY(AsStatus(error, ready));
  return aside;
}

}  // namespace

bool IsThere(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

base::Status AsStatus(const std::error_code& error, const fs::path& path) {
  if (!error) return {};
  return base::Fail(base::ErrorKind::kUnavailable,
                    fmt::format("{}: {}", path.string(), error.message()));
}

base::Status SyncFolder(const fs::path& path) {
  const int file = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = file >= 0 && fsync(file) == 0;
  if (file >= 0) close(file);
  if (done) return {};
  return base::Fail(base::ErrorKind::kUnavailable,
                    fmt::format("{} could not be brought to the disk", path.string()));
}

bool IsHalfRestored(const fs::path& folder) {
  return IsThere(folder / kReady);
}

base::Status RefuseHalfRestored(const fs::path& folder) {
  if (!IsHalfRestored(folder)) return {};
  return base::Fail(
      base::ErrorKind::kUnavailable,
      fmt::format("a restore into {} {}: start `octavo run`, which finishes it; until "
                  "then {} holds what belongs there, and what was there before",
                  folder.string(), kHalfRestored, (folder / kReady).string()));
}

base::Status BeginRestore(const fs::path& made, const fs::path& folder) {
  if (!FilesIn(folder).empty()) {
    std::error_code error;
    fs::create_directory(made / kBefore, error);
    TRY(AsStatus(error, made / kBefore));
  }
  TRY(GiveAllToOwner(made, folder));
  TRY(SyncFolder(made));
  TRY(MoveTo(made, folder / kReady));
  return SyncFolder(folder);
}

base::Result<fs::path> FinishRestore(const fs::path& folder) {
  if (!IsHalfRestored(folder)) return fs::path();
  auto done = GoOn(folder);
  if (done) return done;
  return base::Fail(std::move(done).error().With(
      fmt::format("the restore into {0} is not finished, `octavo run` goes on with it; until then "
                  "{1} holds what belongs there, and what was there before",
                  folder.string(), (folder / kReady).string())));
}

}  // namespace store
