#include "pipeline/suspects.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstring>

namespace pipeline {
namespace {

constexpr std::array<int, 5> kCrashes = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};

// Where a crash is noted; null: nowhere.
std::atomic<int32_t*> crash_note = nullptr;
std::array<struct sigaction, kCrashes.size()> handlers_before = {};

// Notes the crash and steps aside: whoever handled the signal before, mostly the system, does what
// it does. Only what is allowed in a handler is called.
void NoteCrash(int signal) {
  if (int32_t* note = crash_note.load(); note != nullptr) *note = 1;
  for (size_t i = 0; i < kCrashes.size(); ++i) {
    if (kCrashes.at(i) == signal) sigaction(signal, &handlers_before.at(i), nullptr);
  }
  raise(signal);  // taken up once this handler has returned
}

void NoteCrashesIn(int32_t* note) {
  crash_note = note;
  static const bool kInstalled = [] {
    struct sigaction action = {};
    action.sa_handler = NoteCrash;
    action.sa_flags = SA_ONSTACK;
    for (size_t i = 0; i < kCrashes.size(); ++i) {
      sigaction(kCrashes.at(i), &action, &handlers_before.at(i));
    }
    return true;
  }();
  static_cast<void>(kInstalled);
}

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
  auto* trailer =
      reinterpret_cast<Trailer*>(static_cast<std::byte*>(memory) + kSlots * sizeof(Slot));
  const int32_t weight = trailer->crashed == 1 ? kCrashWeight : 1;
  trailer->crashed = 0;
  for (Slot& slot : suspects->slots_) {
    // Nonsense, as a broken file may hold, is no suspicion.
    if (slot.job <= 0 || slot.weight < 0 || slot.weight > kMostKills) slot = {};
    if (slot.job != 0 && slot.at_work != 0)
      slot.weight = std::min(slot.weight + weight, kMostKills);
    slot.at_work = 0;
    if (slot.weight == 0) slot = {};
  }
  NoteCrashesIn(&trailer->crashed);
  return suspects;
}

Suspects::~Suspects() {
  base::MutexLock lock(mutex_);
  if (!slots_.empty()) {
    void* trailer = static_cast<void*>(slots_.data() + slots_.size());
    int32_t* noted = static_cast<int32_t*>(trailer);
    crash_note.compare_exchange_strong(noted, nullptr);
    munmap(slots_.data(), kBytes);
  }
  if (file_ >= 0) close(file_);
}

Suspects::Slot* Suspects::Find(int64_t job) {
  const auto found = std::ranges::find(slots_, job, &Slot::job);
  return found == slots_.end() ? nullptr : &*found;
}

bool Suspects::Begin(int64_t job) {
  base::MutexLock lock(mutex_);
  Slot* slot = Find(job);
  if (slot != nullptr && slot->weight >= kMostKills) {
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
