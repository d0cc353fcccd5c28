#include "store/write_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace store {
namespace {

// The process that wrote its number into the file; empty when it cannot be read (it is about to
// write it).
std::string HolderOf(int file) {
  char buffer[32];
  const ssize_t got = pread(file, buffer, sizeof(buffer), 0);
  std::string holder(buffer, got > 0 ? static_cast<size_t>(got) : 0);
  holder.erase(std::min(holder.find('\n'), holder.size()));
  return holder;
}

}  // namespace

base::Result<std::unique_ptr<WriteLock>> WriteLock::Take(const std::filesystem::path& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    return base::Fail(base::ErrorKind::kUnavailable,
                      fmt::format("{}: {}", path.string(), std::strerror(errno)));
  }
  std::unique_ptr<WriteLock> lock(new WriteLock(file));
  if (flock(file, LOCK_EX | LOCK_NB) != 0) {
    const std::string holder = HolderOf(file);
    return base::Fail(
        base::ErrorKind::kConflict,
        fmt::format("process {} writes to {} already: stop it first, or only read",
                    holder.empty() ? "(unknown)" : holder, path.parent_path().string()));
  }
  const std::string self = fmt::format("{}\n", getpid());
  if (ftruncate(file, 0) != 0 ||
      pwrite(file, self.data(), self.size(), 0) != static_cast<ssize_t>(self.size())) {
    return base::Fail(base::ErrorKind::kUnavailable,
                      fmt::format("{}: {}", path.string(), std::strerror(errno)));
  }
  return lock;
}

// The file stays: to remove it would let two processes lock two files of one name.
WriteLock::~WriteLock() {
  close(file_);
}

base::Result<std::unique_ptr<FolderLock>> FolderLock::Take(const std::filesystem::path& folder,
                                                           Company company) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) {
    return base::Fail(errno == ENOENT ? base::ErrorKind::kNotFound : base::ErrorKind::kUnavailable,
                      fmt::format("{}: {}", folder.string(), std::strerror(errno)));
  }
  std::unique_ptr<FolderLock> lock(new FolderLock(file));
  if (flock(file, (company == Company::kNone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return lock;
  if (errno != EWOULDBLOCK) {
    return base::Fail(base::ErrorKind::kUnavailable,
                      fmt::format("{}: {}", folder.string(), std::strerror(errno)));
  }
  return base::Fail(
      base::ErrorKind::kConflict,
      company == Company::kNone
          ? fmt::format("somebody reads {}, `octavo serve` perhaps: stop it first", folder.string())
          : fmt::format("a backup is being put into {}: wait until it is done", folder.string()));
}

FolderLock::~FolderLock() {
  close(file_);
}

}  // namespace store
