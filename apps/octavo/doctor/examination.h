#pragma once
// What `octavo doctor` looks at and what it finds. Each check is a function of its own; commands/
// doctor.cc calls them one after the other and prints what they note.

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command.h"
#include "settings.h"
#include "store/store.h"

namespace octavo::doctor {

struct Finding {
  std::string check;       // "disk"
  std::string what;        // what is wrong, without final stop
  std::string why;         // why it matters
  std::string what_to_do;  // the command to type, or the line to change
};

// What a check notes. Every check ends with at least one finding or one note.
class Notes {
 public:
  // Secrets are masked: what a doctor says is pasted into reports.
  void Find(std::string_view check, std::string_view what, std::string_view why,
            std::string_view what_to_do);
  void Well(std::string_view check, std::string what);

  struct Note {
    std::string check;
    std::string text;
  };
  const std::vector<Finding>& findings() const { return findings_; }
  const std::vector<Note>& well() const { return well_; }

 private:
  std::vector<Finding> findings_;
  std::vector<Note> well_;
};

// Where the system shows itself; tests show it a system that is ill.
struct System {
  std::filesystem::path processes = "/proc";
  std::filesystem::path groups = "/sys/fs/cgroup";
  std::filesystem::path certificates = "/etc/ssl/certs/ca-certificates.crt";
};

// The settings, and the file that they stand in.
void CheckConfiguration(const SettingsReport& report, Notes& notes);

// The data folder: whose it is, who may write to it. False: there is none, and nothing more can be
// looked at in it.
bool CheckFolder(const Settings& settings, Notes& notes);
// The disk that it lies on.
void CheckDisk(const Settings& settings, Notes& notes);
// What such a disk has left.
struct Disk {
  int64_t free = 0;              // bytes
  std::optional<int64_t> files;  // that can be made yet; absent: as many as there is room for
  bool read_only = false;
};
void TellOfDisk(const Settings& settings, const Disk& disk, Notes& notes);
// The database: that it opens, whether its files are damaged; with `deep`, whether everything in
// it agrees. Gives the store; null: it cannot be opened.
std::unique_ptr<store::Store> CheckDatabase(const Settings& settings, bool deep, Notes& notes);
// Notes why the database, files or (`in_server`) a PostgreSQL, does not open, and what helps
// against errors of that kind.
void TellThatItDoesNotOpen(const base::Error& error, bool in_server, Notes& notes);
// The control socket, and the process behind it. Gives that process; 0: none runs.
int64_t CheckProcess(const Settings& settings, Notes& notes);
// What the system lets a process have: open files, memory. Of `process`, or of this one where that
// is 0.
void CheckLimits(const Settings& settings, const System& system, int64_t process, Notes& notes);
// The certificates that tell true publishers from false ones.
void CheckCertificates(const System& system, Notes& notes);
// The clock, against what the store knows of the past.
void CheckClock(store::Store& store, base::Instant now, Notes& notes);
// The way to the sources: asks up to three of them, each as it is polled (model::Asking). Their
// clocks are compared with `now`.
void CheckNetwork(const Settings& settings, store::Store& store, const base::Clock& clock,
                  Notes& notes);
// Each source that has failed for long, or is not asked any more.
void CheckSources(store::Store& store, base::Instant now, Notes& notes);
// Whether work waits that nobody does, or that is not kept up with, as `octavo status` judges it.
void CheckWork(const Settings& settings, Notes& notes);
// Whether hubs (WebSub) get through to this Octavo.
void CheckHubs(const Settings& settings, store::Store& store, Notes& notes);

}  // namespace octavo::doctor
