#pragma once
// A disk that fails on demand, between SQLite and the real files. While a FaultyDisk lives, every
// database that is opened lies on it; it remembers what was synced and what was only written, so
// that a power cut can be played: what was synced stays, of the rest a part chosen by chance,
// sector by sector.
//
// Syncs do not reach the real disk, so that thousands of runs take seconds.
//
// Threads: operations may come from any thread; the functions below are for the thread of the test.

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace store {

enum class Fault {
  kNone,
  kWriteError,  // a write fails with EIO, nothing of it is written
  kShortWrite,  // a write fails with EIO, half of it is written
  kFull,        // a write fails with ENOSPC
  kSyncError,   // a sync fails, and what it was to sync will never be synced by a later one
  kReadError,   // a read fails with EIO
  kPowerCut,    // from here on everything fails; then call AfterPowerCut
};
std::string_view FaultName(Fault fault);

class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  enum class Lasting { kOnce, kFromThere };
  // The operation number `at`, counted from now and from 0 among those that this fault can hit,
  // fails; or it and all after it.
  void Strike(Fault fault, int64_t at, Lasting lasting);
  // From now on nothing fails.
  void Mend();
  // How many operations the fault could have hit since Strike; and whether it did.
  int64_t operations() const;
  bool has_struck() const;

  // All databases must be closed. Gives every file the content that it may have after the power
  // came back.
  void AfterPowerCut(uint64_t seed);
  // Takes the files as they are for what is on the disk, and forgets the rest.
  void Forget();
};

}  // namespace store
