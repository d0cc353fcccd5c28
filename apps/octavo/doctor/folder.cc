// The data folder, the disk that it lies on, the process that works on it.

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "doctor/examination.h"
#include "owner.h"
#include "pipeline/control.h"
#include "process_status.h"
#include "status_report.h"

namespace octavo::doctor {
namespace {

constexpr std::string_view kDiskCheck = "disk";
constexpr int64_t kFewInodes = 1'000;
constexpr int64_t kFilesBesideServer = 10;
constexpr std::chrono::seconds kPatience{5};

// A file of the folder that is not its owner's: the next command of the owner fails on it.
void CheckOwners(const std::filesystem::path& folder, uid_t owner, Notes& notes) {
  for (const char* name :
       {"octavo.db", "octavo.db-wal", "octavo.db-shm", "pages.db", "pages.db-wal", "pages.db-shm",
        "octavo.lock", "control.sock", "at_work"}) {
    struct stat file{};
    if (lstat((folder / name).c_str(), &file) != 0) continue;
    if (file.st_uid == owner) {
      if ((file.st_mode & S_IWUSR) != 0) continue;
      notes.Find("folder",
                 fmt::format("{} may not be written to, by {} neither", (folder / name).string(),
                             UserName(owner)),
                 "what belongs into it cannot be kept",
                 fmt::format("chmod u+rw {}", (folder / name).string()));
      return;
    }
    notes.Find("folder",
               fmt::format("{} belongs to {}, the folder to {}", (folder / name).string(),
                           UserName(file.st_uid), UserName(owner)),
               "a command was run as another user once; the service cannot write to that file",
               fmt::format("chown -R {} {}", UserName(owner), folder.string()));
    return;
  }
}

// Files that everybody may read, in a folder that everybody may look into.
void CheckReaders(const std::filesystem::path& folder, mode_t mode, Notes& notes) {
  if ((mode & S_IXOTH) == 0) return;
  for (const char* name : {"octavo.db", "octavo.db-wal", "pages.db", "pages.db-wal"}) {
    struct stat file{};
    if (lstat((folder / name).c_str(), &file) != 0 || (file.st_mode & S_IROTH) == 0) continue;
    notes.Find("folder",
               fmt::format("everybody on this machine may read {}", (folder / name).string()),
               "it holds the passwords and cookies that sources are asked with, and what is read "
               "here",
               fmt::format("chmod 700 {}", folder.string()));
    return;
  }
}

// Of the disk that holds everything.
void TellOfRoom(const Settings& settings, int64_t free, Notes& notes) {
  std::error_code error;
  const auto pages = std::filesystem::file_size(settings.data / "pages.db", error);
  const int64_t to_come = settings.page_budget - (error ? 0 : static_cast<int64_t>(pages));
  if (free < LittleDisk(false)) {
    notes.Find(kDiskCheck, fmt::format("only {} of disk left", Bytes(free)),
               "when it is full, nothing new is kept until there is room again; nothing that was "
               "kept is lost",
               fmt::format("df -h {}; make room, or lower page_budget (now {})",
                           settings.data.string(), Bytes(settings.page_budget)));
  } else if (free < to_come) {
    notes.Find(kDiskCheck,
               fmt::format("pages may grow by {} yet, but only {} of disk are left", Bytes(to_come),
                           Bytes(free)),
               "the disk would be full before the oldest pages are dropped",
               fmt::format("set page_budget to less than {}",
                           Bytes(settings.page_budget - to_come + free / 2)));
  }
}

// Everything is in PostgreSQL, pages too; the folder has a socket and a list of pages at work.
void TellOfRoomBesideServer(const std::string& folder, int64_t free, Notes& notes) {
  if (free >= LittleDisk(true)) return;
  notes.Find(kDiskCheck, fmt::format("only {} of disk left for the data folder", Bytes(free)),
             "what is kept is in PostgreSQL; but the control socket and the list of pages at work "
             "are made here",
             fmt::format("df -h {}; make room", folder));
}

}  // namespace

bool CheckFolder(const Settings& settings, Notes& notes) {
  constexpr std::string_view kCheck = "folder";
  const std::string folder = settings.data.string();
  struct stat status{};
  if (stat(folder.c_str(), &status) != 0) {
    const bool missing = errno == ENOENT;
    notes.Find(kCheck,
               missing ? fmt::format("{} is not there", folder)
                       : fmt::format("{}: {}", folder, std::strerror(errno)),
               "there is nothing to read from and nothing to look at",
               missing ? "start `octavo run` once, or name the right folder: octavo doctor --data "
                         "FOLDER"
                       : fmt::format("ls -ld {}", folder));
    return false;
  }
  if (!S_ISDIR(status.st_mode)) {
    notes.Find(kCheck, fmt::format("{} is no folder", folder), "nothing can be kept in it",
               "name another one: octavo doctor --data FOLDER");
    return false;
  }
  bool well = true;
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    const int error = errno;
    notes.Find(
        kCheck,
        fmt::format("{} cannot write to {}: {}", UserName(geteuid()), folder, std::strerror(error)),
        "`octavo run` as this user cannot start, and nothing can be looked at: who reads a "
        "database that others write to leaves a mark in it",
        error == EROFS ? fmt::format("mount -o remount,rw {}", folder)
        : status.st_uid == geteuid()
            ? fmt::format("chmod u+rwx {}", folder)
            : fmt::format("run it as {0}, or: chown -R {1} {2}", UserName(status.st_uid),
                          UserName(geteuid()), folder));
    if (error != EROFS) return false;
    well = false;
  }
  if ((status.st_mode & S_IWOTH) != 0) {
    notes.Find(kCheck, fmt::format("everybody on this machine may write to {}", folder),
               "they can replace what Octavo knows, and give it orders",
               fmt::format("chmod 700 {}", folder));
    well = false;
  }
  const size_t before = notes.findings().size();
  CheckOwners(settings.data, status.st_uid, notes);
  CheckReaders(settings.data, status.st_mode, notes);
  if (well && notes.findings().size() == before) {
    notes.Well(kCheck, fmt::format("{}, of {}", folder, UserName(status.st_uid)));
  }
  return true;
}

void CheckDisk(const Settings& settings, Notes& notes) {
  struct statvfs disk{};
  const std::string folder = settings.data.string();
  if (statvfs(folder.c_str(), &disk) != 0) {
    notes.Find(kDiskCheck, fmt::format("{}: {}", folder, std::strerror(errno)),
               "the disk does not answer", "dmesg | tail");
    return;
  }
  Disk left{.free = static_cast<int64_t>(disk.f_bavail * disk.f_frsize),
            .files = std::nullopt,
            .read_only = (disk.f_flag & ST_RDONLY) != 0};
  if (disk.f_files > 0) left.files = static_cast<int64_t>(disk.f_favail);
  TellOfDisk(settings, left, notes);
}

void TellOfDisk(const Settings& settings, const Disk& disk, Notes& notes) {
  const size_t before = notes.findings().size();
  const bool in_server = !settings.database.empty();
  const std::string folder = settings.data.string();
  if (disk.read_only) {
    notes.Find(kDiskCheck, fmt::format("the disk of {} can only be read", folder),
               in_server ? "neither the control socket nor the list of pages at work can be made "
                           "there; disks turn so by themselves when they are damaged"
                         : "nothing new can be kept; disks turn so by themselves when they are "
                           "damaged",
               fmt::format("dmesg | tail; then mount -o remount,rw {}", folder));
  } else if (in_server) {
    TellOfRoomBesideServer(folder, disk.free, notes);
  } else {
    TellOfRoom(settings, disk.free, notes);
  }
  if (disk.files && *disk.files < (in_server ? kFilesBesideServer : kFewInodes)) {
    notes.Find(kDiskCheck, fmt::format("only {} new files can be made on this disk", *disk.files),
               "a file system without inodes is full, however much room it has",
               fmt::format("df -i {}; remove files that are not needed", folder));
  }
  if (notes.findings().size() == before) {
    notes.Well(kDiskCheck, fmt::format("{} left{}", Bytes(disk.free),
                                       in_server ? " for the data folder; what is kept is on the "
                                                   "disk of PostgreSQL"
                                                 : ""));
  }
}

int64_t CheckProcess(const Settings& settings, Notes& notes) {
  constexpr std::string_view kCheck = "process";
  const std::filesystem::path file = settings.data / "control.sock";
  const auto holder = HolderOfWriteLock(settings.data);
  struct stat status{};
  const bool there = lstat(file.c_str(), &status) == 0;
  if (there && (!S_ISSOCK(status.st_mode) || (status.st_mode & 0077) != 0)) {
    notes.Find(kCheck, fmt::format("others than its owner may open {}", file.string()),
               "they can add and remove sources", fmt::format("chmod 600 {}", file.string()));
  }
  base::Json order;
  order.Set("do", kStatusOrder);
  const auto told = pipeline::AskRunning(settings.data, order, {.most = kPatience});
  if (told && *told) {
    const int64_t process =
        (*told)->Find("process") == nullptr ? 0 : (*told)->Find("process")->AsInteger().value_or(0);
    const std::string version((*told)->String("version"));
    if (version != OCTAVO_VERSION) {
      notes.Find(kCheck,
                 fmt::format("process {} is of version {}, this program is {}", process, version,
                             OCTAVO_VERSION),
                 "an update was installed; what runs is the old one still",
                 "systemctl restart octavo");
    } else {
      notes.Well(kCheck,
                 fmt::format("process {} runs since {}", process, (*told)->String("started")));
    }
    return process;
  }
  if (holder) {
    notes.Find(kCheck,
               fmt::format("process {} writes to the folder, but does not answer{}", *holder,
                           told ? "" : fmt::format(" ({})", told.error().message())),
               "it is starting, in a long import, or it hangs; commands that change something wait "
               "for it",
               fmt::format("look again in a minute; if it is still so: kill {}, and start it anew",
                           *holder));
    return *holder;
  }
  if (there && S_ISSOCK(status.st_mode)) {
    notes.Find(kCheck, fmt::format("{} was left behind: no process listens", file.string()),
               "the last `octavo run` was killed or crashed; nothing is lost, the next one goes on",
               "start `octavo run` again; journalctl -u octavo says how it ended");
    return 0;
  }
  notes.Well(kCheck,
             settings.database.empty()
                 ? "nothing runs"
                 : "nothing runs here; `octavo status` names those who work on the database");
  return 0;
}

void CheckWork(const Settings& settings, Notes& notes) {
  constexpr std::string_view kCheck = "work";
  const auto facts = GatherStatus(settings);
  if (!facts) return;  // the database's check says why
  const auto delays = DelaysOf(*facts);
  for (const Delay& delay : delays) {
    notes.Find(kCheck, delay.what, "what is new does not come in as it should", delay.what_to_do);
  }
  if (delays.empty()) notes.Well(kCheck, "nothing waits for longer than it should");
}

}  // namespace octavo::doctor
