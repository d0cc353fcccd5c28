#pragma once
// Who may write: one process at a time; and who is on the files at all. The locks are the operating
// system's (flock), so that they go with the process that holds them, however that ends.

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

// Held by whoever has the files of a folder open to read them, beside the one who writes: any
// number at a time, but none while files are put in the place of others, for a reader would go on
// showing those that are gone. A lock on the folder itself: it needs no file, and no right to
// write.
class FolderLock {
 public:
  enum class Company { kReaders, kNone };

  // kConflict: kReaders while another is alone, kNone while there is anybody, this process too;
  // kNotFound: no such folder.
  static base::Result<std::unique_ptr<FolderLock>> Take(const std::filesystem::path& folder,
                                                        Company company);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

 private:
  explicit FolderLock(int file) : file_(file) {}
  const int file_;
};

}  // namespace store
