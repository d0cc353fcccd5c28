#pragma once
// Who may write: one process at a time. The lock is the operating system's (flock), so that it goes
// with the process that holds it, however that ends.

#include <filesystem>
#include <memory>

#include "base/result.h"

namespace store {

class WriteLock {
 public:
  // kConflict, naming the process, when another holds it; also when this very process does.
  static base::Result<std::unique_ptr<WriteLock>> Take(const std::filesystem::path& path);
  ~WriteLock();
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;

 private:
  explicit WriteLock(int file) : file_(file) {}
  const int file_;
};

}  // namespace store
