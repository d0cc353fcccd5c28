#include "pipeline/suspects.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace pipeline {

namespace {

constexpr int kMostFiles = 64;

}  // namespace

int Suspects::OpenLocked(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0 || flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  const int why = errno;
  close(descriptor);
  errno = why;
  return -1;
}

base::Result<std::unique_ptr<Suspects>> Suspects::Open(const std::filesystem::path& file) {
  constexpr size_t kBytes = kSlots * sizeof(Slot);
  const auto failed = [&file] {
    return base::Fail(base::ErrorKind::kUnavailable,
                      fmt::format("{}: {}", file.string(), std::strerror(errno)));
  };
  int descriptor = OpenLocked(file);
  for (int number = 2; descriptor < 0 && errno == EWOULDBLOCK && number <= kMostFiles; ++number) {
    descriptor = OpenLocked(fmt::format("{}.{}", file.string(), number));
  }
  if (descriptor < 0) return failed();
  const off_t size = lseek(descriptor, 0, SEEK_END);
  const bool known = size == static_cast<off_t>(kBytes);
  if (!known && (ftruncate(descriptor, 0) != 0 || ftruncate(descriptor, kBytes) != 0)) {
    close(descriptor);
    return failed();
  }
  void* memory = mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (memory == MAP_FAILED) {
    close(descriptor);
    return failed();
  }
  auto suspects = std::make_unique<Suspects>();
  suspects->file_ = descriptor;
  base::MutexLock lock(suspects->mutex_);
  suspects->slots_ = {static_cast<Slot*>(memory), kSlots};
  for (Slot& slot : suspects->slots_) {
    if (slot.at_work != 0) ++slot.deaths;
    slot.at_work = 0;
    // Nonsense, as a broken file may hold, is no suspicion.
    if (slot.job <= 0 || slot.deaths <= 0) slot = {};
  }
  return suspects;
}

Suspects::~Suspects() {
  base::MutexLock lock(mutex_);
  if (!slots_.empty()) munmap(slots_.data(), slots_.size_bytes());
  if (file_ >= 0) close(file_);
}

Suspects::Slot* Suspects::Find(int64_t job) {
  const auto found = std::ranges::find(slots_, job, &Slot::job);
  return found == slots_.end() ? nullptr : &*found;
}

bool Suspects::Begin(int64_t job) {
  base::MutexLock lock(mutex_);
  Slot* slot = Find(job);
  if (slot != nullptr && slot->deaths >= kMostDeaths) {
    *slot = {};
    return false;
  }
  if (slot == nullptr) slot = Find(0);
  if (slot == nullptr) return true;
  slot->job = job;
  slot->at_work = 1;
  return true;
}

void Suspects::End(int64_t job) {
  base::MutexLock lock(mutex_);
  if (Slot* slot = Find(job); slot != nullptr) *slot = {};
}

}  // namespace pipeline
