#pragma once
// Whether all is well, on one screen: gathered from the store, the process that runs and the disk,
// judged, and written for people or machines.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "settings.h"
#include "source_health.h"
#include "store/store.h"

namespace octavo {

struct StatusFacts {
  base::Instant now;
  std::string place;                       // the data folder, or the database
  bool in_server = false;                  // of PostgreSQL: it has no files of ours
  std::optional<base::Json> process;       // what it told of itself, see process_status.h
  std::optional<int64_t> holder;           // the process that may write, where that is known
  bool silent = false;                     // a process listens on the folder and did not answer
  bool left_behind = false;                // a process ended there without an end of its own
  std::optional<base::Instant> life;       // when the process on the folder said that it gets on
  std::vector<store::WorkerView> workers;  // those that are at work, where many may be
  store::Counters counters;
  store::Health health;
  std::vector<SourceHealth> sources;
  int64_t database_bytes = 0;
  int64_t log_bytes = 0;  // of the database: what is to be moved into it yet
  int64_t page_bytes = 0;
  int64_t page_budget = 0;
  std::optional<int64_t> free_bytes;  // of the disk; absent: it cannot be told
};

// Why news does not come in as it should: nothing runs and there is work, or what runs does not
// keep up.
struct Delay {
  std::string what;        // without final stop
  std::string what_to_do;  // the command to type, most of the time
};
std::vector<Delay> DelaysOf(const StatusFacts& facts);

// What whoever looks at it should know and can do something about, the worst first, delays among
// them; empty: all is well. Each begins with what is wrong and ends with what to do.
std::vector<std::string> ConcernsOf(const StatusFacts& facts);

// kNotFound: there is no data in the folder.
base::Result<StatusFacts> GatherStatus(const Settings& settings);

// The process that holds the folder's write lock, by the system's list of locks; absent: none, or
// it cannot be told.
std::optional<int64_t> HolderOfWriteLock(const std::filesystem::path& folder);

std::string StatusPage(const StatusFacts& facts);
base::Json StatusJson(const StatusFacts& facts);
// Where nothing can be told but why: `well`, `concerns`, `now` and `data`, as StatusJson has them.
base::Json StatusJson(const base::Error& error, const Settings& settings);

// So few bytes left on the disk of the data folder are a concern; `in_server`: what is kept is in
// PostgreSQL.
int64_t LittleDisk(bool in_server);

// "1.5 GB".
std::string Bytes(int64_t bytes);

}  // namespace octavo
