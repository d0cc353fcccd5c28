#include "base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace base {
namespace {

// A file descriptor that is closed at the end of its scope.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<Error> SystemError(std::string_view doing, const std::filesystem::path& path) {
  const int code = errno;
  const ErrorKind kind = code == ENOENT                     ? ErrorKind::kNotFound
                         : code == EACCES || code == EISDIR ? ErrorKind::kRefused
                                                            : ErrorKind::kUnavailable;
  return Fail(kind, fmt::format("{} {}: {}", doing, path.string(), std::strerror(code)));
}

}  // namespace

Result<std::string> ReadFile(const std::filesystem::path& path, size_t limit) {
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return SystemError("opening", path);
  struct stat status = {};
  if (fstat(file.get(), &status) != 0) return SystemError("reading", path);
  if (S_ISDIR(status.st_mode)) {
    return Fail(ErrorKind::kRefused, fmt::format("reading {}: it is a folder", path.string()));
  }
  std::string bytes;
  // Bytes that are about to be read need not be zero first.
  const auto make_room = [&bytes](size_t size) {
    bytes.resize_and_overwrite(size, [size](char*, size_t) { return size; });
  };
  // One byte more than the file says it has, so that one read finds its end.
  size_t filled = 0;
  make_room(static_cast<size_t>(std::max<off_t>(status.st_size, 0)) + 1);
  while (true) {
    if (filled == bytes.size()) make_room(bytes.size() * 2);
    const ssize_t got = read(file.get(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError("reading", path);
    if (got == 0) break;
    filled += static_cast<size_t>(got);
    if (filled > limit) {
      return Fail(ErrorKind::kRefused,
                  fmt::format("reading {}: larger than {} bytes", path.string(), limit));
    }
  }
  bytes.resize(filled);
  return bytes;
}

Status WriteFileAtomically(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::path temporary = path;
  temporary += fmt::format(".{}.part", getpid());
  {
    const Descriptor file(open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.get() < 0) return SystemError("creating", temporary);
    for (size_t written = 0; written < bytes.size();) {
      const ssize_t got = write(file.get(), bytes.data() + written, bytes.size() - written);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) {
        auto failure = SystemError("writing", temporary);
        unlink(temporary.c_str());
        return failure;
      }
      written += static_cast<size_t>(got);
    }
    if (fsync(file.get()) != 0) return SystemError("writing", temporary);
  }
  if (rename(temporary.c_str(), path.c_str()) != 0) return SystemError("renaming", temporary);
  const Descriptor folder(
      open(path.has_parent_path() ? path.parent_path().c_str() : ".", O_RDONLY | O_CLOEXEC));
  if (folder.get() >= 0) fsync(folder.get());
  return {};
}

}  // namespace base
