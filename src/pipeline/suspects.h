#pragma once
// Which pages were being read when the process died.
//
// A page that crashes its reader must not crash every start. Before a worker begins a job, it notes
// the job here; when it has ended, whatever came of it, the note goes. What stands here at a start
// was at work when the process died, and has its count raised; a job that was there at
// kMostDeaths deaths in a row is not begun any more.
//
// Who died by a signal of its own making (a bad address, an abort) was brought down by what it had
// in hand. Who was killed from outside, or lost its power, mostly was not: only kMostKills such
// deaths in a row count as much, since a page may have eaten up all memory. Else a machine that is
// switched off at bad moments would lose good pages.
//
// The notes live in a small file that is mapped into memory: what is written there outlives the
// process without a system call, though not the machine (a power cut is no crash of a reader).
// Processes that share a folder have a file each.
// Safe for use by several threads.

#include <array>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "base/mutex.h"
#include "base/result.h"

namespace pipeline {

class Suspects {
 public:
  static constexpr int32_t kMostDeaths = 3;
  static constexpr int32_t kMostKills = 21;
  static constexpr size_t kSlots = 256;  // workers beyond them are not watched

  // `file` is made when it is missing, and made anew when it is not one of these. Where another
  // process has it in use, the next of `file`.2, `file`.3, … that is free is taken. From here on
  // the process notes there that it dies of a crash; of several files open in one process, in the
  // last.
  static base::Result<std::unique_ptr<Suspects>> Open(const std::filesystem::path& file);
  // For those who keep no file: nothing is remembered.
  Suspects() = default;
  ~Suspects();
  Suspects(const Suspects&) = delete;
  Suspects& operator=(const Suspects&) = delete;

  // Notes that `job` (not 0) is about to be begun. False: it was at work at kMostDeaths deaths, and
  // must not be begun; then nothing is noted, and it is forgotten.
  bool Begin(int64_t job) EXCLUDES(mutex_);
  // The job has ended.
  void End(int64_t job) EXCLUDES(mutex_);

 private:
  struct Slot {
    int64_t job = 0;     // 0: free
    int32_t weight = 0;  // of the deaths at which it was at work
    int32_t at_work = 0;
  };

  // -1 with errno set: it cannot be opened, or (EWOULDBLOCK) another process has it in use.
  static int OpenLocked(const std::filesystem::path& file);
  // A crash weighs as much as several kills; what reaches kMostKills is left out.
  static constexpr int32_t kCrashWeight = kMostKills / kMostDeaths;
  // Behind the slots: whether the process that wrote the file crashed.
  struct Trailer {
    int32_t crashed = 0;
    int32_t unused = 0;
  };
  static constexpr size_t kBytes = kSlots * sizeof(Slot) + sizeof(Trailer);

  Slot* Find(int64_t job) REQUIRES(mutex_);

  int file_ = -1;  // open as long as its lock is to be held; set before anybody else sees this
  base::Mutex mutex_;
  std::span<Slot> slots_ GUARDED_BY(mutex_);  // the mapped file; empty: none
};

}  // namespace pipeline
