// A layer of SQLite's virtual file system, see testing/faulty_disk.h.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "store/testing/faulty_disk.h"

namespace store {
namespace {

constexpr size_t kSector = 512;

// What was done to a file and not synced yet.
struct Pending {
  enum class Kind { kWrite, kTruncate, kDelete };
  Kind kind = Kind::kWrite;
  int64_t at = 0;     // of a write: where; of a truncation: the new size
  std::string bytes;  // of a write
};

struct Image {
  bool exists = false;  // on the disk
  std::string durable;
  std::vector<Pending> pending;
};

struct Disk {
  std::mutex mutex;
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs layer = {};
  Fault fault = Fault::kNone;
  int64_t at = 0;
  FaultyDisk::Lasting lasting = FaultyDisk::Lasting::kOnce;
  int64_t operations = 0;
  bool struck = false;
  std::map<std::string, Image> images;
};
Disk& TheDisk() {
  static Disk disk;
  return disk;
}

struct File {
  sqlite3_file base;
  std::string* path;  // null: without a name
  sqlite3_file* real;
};
File* FileOf(sqlite3_file* file) {
  return reinterpret_cast<File*>(file);
}
sqlite3_file* RealOf(sqlite3_file* file) {
  return FileOf(file)->real;
}

enum class Operation { kRead, kWrite, kSync, kOther };

bool CanHit(Fault fault, Operation operation) {
  switch (fault) {
    case Fault::kNone:
      return false;
    case Fault::kWriteError:
    case Fault::kShortWrite:
    case Fault::kFull:
      return operation == Operation::kWrite;
    case Fault::kSyncError:
      return operation == Operation::kSync;
    case Fault::kReadError:
      return operation == Operation::kRead;
    case Fault::kPowerCut:
      return operation != Operation::kRead;
  }
  return false;
}

// Whether this operation is to fail. The caller holds the mutex.
bool Strikes(Disk& disk, Operation operation) {
  if (disk.fault == Fault::kPowerCut && disk.struck) return true;
  if (!CanHit(disk.fault, operation)) return false;
  const int64_t number = disk.operations++;
  const bool strikes = disk.lasting == FaultyDisk::Lasting::kOnce && disk.fault != Fault::kPowerCut
                           ? number == disk.at
                           : number >= disk.at;
  disk.struck = disk.struck || strikes;
  return strikes;
}

void Apply(const Pending& change, std::string& content, bool& exists) {
  switch (change.kind) {
    case Pending::Kind::kWrite: {
      exists = true;
      const auto end = static_cast<size_t>(change.at) + change.bytes.size();
      if (content.size() < end) content.resize(end, '\0');
      content.replace(static_cast<size_t>(change.at), change.bytes.size(), change.bytes);
      break;
    }
    case Pending::Kind::kTruncate:
      exists = true;
      content.resize(static_cast<size_t>(change.at), '\0');
      break;
    case Pending::Kind::kDelete:
      exists = false;
      content.clear();
      break;
  }
}

std::string ReadWhole(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void Note(Disk& disk, const File* file, Pending change) {
  if (file->path != nullptr) disk.images[*file->path].pending.push_back(std::move(change));
}

// ---- the methods of an open file

int Close(sqlite3_file* file) {
  File* self = FileOf(file);
  const int code = self->real->pMethods != nullptr ? self->real->pMethods->xClose(self->real) : 0;
  delete self->path;
  sqlite3_free(self->real);
  return code;
}

int Read(sqlite3_file* file, void* out, int size, sqlite3_int64 at) {
  {
    const std::lock_guard lock(TheDisk().mutex);
    if (Strikes(TheDisk(), Operation::kRead)) return SQLITE_IOERR_READ;
  }
  return RealOf(file)->pMethods->xRead(RealOf(file), out, size, at);
}

int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
  Disk& disk = TheDisk();
  const std::lock_guard lock(disk.mutex);
  int failed = SQLITE_OK;
  if (Strikes(disk, Operation::kWrite)) {
    failed = disk.fault == Fault::kFull ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    const bool in_part = disk.fault == Fault::kShortWrite || disk.fault == Fault::kPowerCut;
    if (!in_part || size < 2) return failed;
    size /= 2;
  }
  Note(disk, FileOf(file),
       {.kind = Pending::Kind::kWrite,
        .at = at,
        .bytes = std::string(static_cast<const char*>(bytes), static_cast<size_t>(size))});
  const int code = RealOf(file)->pMethods->xWrite(RealOf(file), bytes, size, at);
  return failed != SQLITE_OK ? failed : code;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  Disk& disk = TheDisk();
  const std::lock_guard lock(disk.mutex);
  if (Strikes(disk, Operation::kOther)) return SQLITE_IOERR_TRUNCATE;
  Note(disk, FileOf(file), {.kind = Pending::Kind::kTruncate, .at = size, .bytes = {}});
  return RealOf(file)->pMethods->xTruncate(RealOf(file), size);
}

// What was deleted in the folder is gone for good.
void SyncFolder(Disk& disk) {
  for (auto& [path, image] : disk.images) {
    auto& pending = image.pending;
    const auto last =
        std::ranges::find(pending.rbegin(), pending.rend(), Pending::Kind::kDelete, &Pending::kind);
    if (last == pending.rend()) continue;
    pending.erase(pending.begin(), last.base());
    image.exists = false;
    image.durable.clear();
  }
}

int Sync(sqlite3_file* file, int) {
  Disk& disk = TheDisk();
  const std::lock_guard lock(disk.mutex);
  const File* self = FileOf(file);
  const bool strikes = Strikes(disk, Operation::kSync);
  if (self->path == nullptr) return strikes ? SQLITE_IOERR_FSYNC : SQLITE_OK;
  Image& image = disk.images[*self->path];
  if (!strikes) {
    // With a log that is new SQLite's files sync the folder as well.
    if (!image.exists && (self->path->ends_with("-wal") || self->path->ends_with("-journal"))) {
      SyncFolder(disk);
    }
    for (const Pending& change : image.pending) Apply(change, image.durable, image.exists);
    image.exists = true;
  }
  // After a sync that failed the system takes what was to be synced for written: no later sync
  // brings it to the disk.
  image.pending.clear();
  return strikes ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return RealOf(file)->pMethods->xFileSize(RealOf(file), size);
}
int Lock(sqlite3_file* file, int level) {
  return RealOf(file)->pMethods->xLock(RealOf(file), level);
}
int Unlock(sqlite3_file* file, int level) {
  return RealOf(file)->pMethods->xUnlock(RealOf(file), level);
}
int CheckReservedLock(sqlite3_file* file, int* out) {
  return RealOf(file)->pMethods->xCheckReservedLock(RealOf(file), out);
}
int FileControl(sqlite3_file* file, int operation, void* argument) {
  return RealOf(file)->pMethods->xFileControl(RealOf(file), operation, argument);
}
int SectorSize(sqlite3_file*) {
  return kSector;
}
// What SQLite takes for granted of every disk unless told otherwise: a write that is cut off harms
// nothing beside it. That it is whole, nobody says.
int DeviceCharacteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}
int ShmMap(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  return RealOf(file)->pMethods->xShmMap(RealOf(file), region, size, extend, out);
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return RealOf(file)->pMethods->xShmLock(RealOf(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) {
  RealOf(file)->pMethods->xShmBarrier(RealOf(file));
}
int ShmUnmap(sqlite3_file* file, int erase) {
  return RealOf(file)->pMethods->xShmUnmap(RealOf(file), erase);
}

// Version 2: without mapped reads, so that all reading comes past here.
constexpr sqlite3_io_methods kMethods = {2,
                                         Close,
                                         Read,
                                         Write,
                                         Truncate,
                                         Sync,
                                         FileSize,
                                         Lock,
                                         Unlock,
                                         CheckReservedLock,
                                         FileControl,
                                         SectorSize,
                                         DeviceCharacteristics,
                                         ShmMap,
                                         ShmLock,
                                         ShmBarrier,
                                         ShmUnmap,
                                         nullptr,
                                         nullptr};

// ---- the methods of the disk

int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  Disk& disk = TheDisk();
  const std::lock_guard lock(disk.mutex);
  File* self = FileOf(file);
  *self = {};
  if (disk.fault == Fault::kPowerCut && disk.struck) return SQLITE_CANTOPEN;
  if (name != nullptr && !disk.images.contains(name)) {
    Image& image = disk.images[name];
    image.exists = std::filesystem::exists(name);
    if (image.exists) image.durable = ReadWhole(name);
  }
  self->real = static_cast<sqlite3_file*>(sqlite3_malloc(disk.real->szOsFile));
  std::memset(self->real, 0, static_cast<size_t>(disk.real->szOsFile));
  const int code = disk.real->xOpen(disk.real, name, self->real, flags, out_flags);
  if (code != SQLITE_OK) {
    sqlite3_free(self->real);
    return code;
  }
  if (name != nullptr) self->path = new std::string(name);
  self->base.pMethods = &kMethods;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs*, const char* name, int sync_folder) {
  Disk& disk = TheDisk();
  const std::lock_guard lock(disk.mutex);
  if (Strikes(disk, Operation::kOther)) return SQLITE_IOERR_DELETE;
  Image& image = disk.images[name];
  image.pending.push_back({.kind = Pending::Kind::kDelete, .at = 0, .bytes = {}});
  if (sync_folder != 0) SyncFolder(disk);
  return disk.real->xDelete(disk.real, name, 0);
}

void WriteWhole(const std::string& path, const Image& image) {
  if (!image.exists) {
    std::filesystem::remove(path);
    return;
  }
  std::ofstream(path, std::ios::binary | std::ios::trunc) << image.durable;
}

// A part of a write that was on its way: sectors, by chance.
void ApplyTorn(const Pending& change, std::mt19937_64& random, std::string& content, bool& exists) {
  for (size_t start = 0; start < change.bytes.size(); start += kSector) {
    if (random() % 2 == 0) continue;
    Apply({.kind = Pending::Kind::kWrite,
           .at = change.at + static_cast<int64_t>(start),
           .bytes = change.bytes.substr(start, kSector)},
          content, exists);
  }
}

}  // namespace

std::string_view FaultName(Fault fault) {
  switch (fault) {
    case Fault::kNone:
      return "none";
    case Fault::kWriteError:
      return "write error";
    case Fault::kShortWrite:
      return "short write";
    case Fault::kFull:
      return "full disk";
    case Fault::kSyncError:
      return "sync error";
    case Fault::kReadError:
      return "read error";
    case Fault::kPowerCut:
      return "power cut";
  }
  return {};
}

FaultyDisk::FaultyDisk() {
  Disk& disk = TheDisk();
  disk.real = sqlite3_vfs_find(nullptr);
  disk.layer = *disk.real;
  disk.layer.pNext = nullptr;
  disk.layer.zName = "faulty";
  disk.layer.szOsFile = sizeof(File);
  disk.layer.xOpen = Open;
  disk.layer.xDelete = Delete;
  disk.fault = Fault::kNone;
  disk.images.clear();
  sqlite3_vfs_register(&disk.layer, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&TheDisk().layer);
}

void FaultyDisk::Strike(Fault fault, int64_t at, Lasting lasting) {
  Disk& disk = TheDisk();
  const std::lock_guard lock(disk.mutex);
  disk.fault = fault;
  disk.at = at;
  disk.lasting = lasting;
  disk.operations = 0;
  disk.struck = false;
}

void FaultyDisk::Mend() {
  const std::lock_guard lock(TheDisk().mutex);
  TheDisk().fault = Fault::kNone;
}

int64_t FaultyDisk::operations() const {
  const std::lock_guard lock(TheDisk().mutex);
  return TheDisk().operations;
}

bool FaultyDisk::has_struck() const {
  const std::lock_guard lock(TheDisk().mutex);
  return TheDisk().struck;
}

void FaultyDisk::AfterPowerCut(uint64_t seed) {
  Disk& disk = TheDisk();
  const std::lock_guard lock(disk.mutex);
  std::mt19937_64 random(seed);
  for (auto& [path, image] : disk.images) {
    for (const Pending& change : image.pending) {
      const uint64_t fate = random() % 4;
      if (change.kind == Pending::Kind::kDelete && fate >= 2) {
        // The old file is still there under its name; what came after was done to another.
        break;
      }
      if (fate < 2) {
        Apply(change, image.durable, image.exists);
      } else if (fate == 2 && change.kind == Pending::Kind::kWrite) {
        ApplyTorn(change, random, image.durable, image.exists);
      }
    }
    WriteWhole(path, image);
    std::filesystem::remove(path + "-shm");
  }
  disk.fault = Fault::kNone;
  disk.images.clear();
}

void FaultyDisk::Forget() {
  const std::lock_guard lock(TheDisk().mutex);
  TheDisk().images.clear();
}

}  // namespace store
