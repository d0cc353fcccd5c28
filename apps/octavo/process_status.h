#pragma once
// What a running `octavo run` tells of itself to `octavo status`, through the control socket.
//
//   {"do": "status"} -> {"process": 12, "version": "0.1.0", "started": "2026-11-23T08:00:00Z",
//     "address": "http://127.0.0.1:8080/", "database": "" or which PostgreSQL,
//     "memory": bytes resident,
//     "since_start": {"polls": …, "failed_polls": …, "fetched": …, "read": …, "quarantined": …,
//                     "enriched": …, "retried": …, "failed": …},
//     "last_hour": the same, and "seconds": how long that hour is yet}

#include <deque>
#include <string>
#include <string_view>

#include "base/json.h"
#include "base/mutex.h"
#include "base/time.h"
#include "pipeline/pipeline.h"

namespace octavo {

inline constexpr std::string_view kStatusOrder = "status";

// Safe for use by several threads.
class ProcessStatus {
 public:
  explicit ProcessStatus(const base::Clock& clock);

  // Where the paper is served; empty: nowhere.
  void SetAddress(std::string address) EXCLUDES(mutex_);

  // Which PostgreSQL it works on (DatabaseName); empty: the files of the folder.
  void SetDatabase(std::string database) EXCLUDES(mutex_);

  // A look at what was done since the start. To be called often; one look a minute is kept, for an
  // hour.
  void Note(const pipeline::Figures& figures) EXCLUDES(mutex_);

  base::Json Tell(const pipeline::Figures& figures) const EXCLUDES(mutex_);

 private:
  struct Look {
    base::Instant when;
    pipeline::Figures figures;
  };

  const base::Clock& clock_;
  const base::Instant started_;
  mutable base::Mutex mutex_;
  std::string address_ GUARDED_BY(mutex_);
  std::string database_ GUARDED_BY(mutex_);
  std::deque<Look> looks_ GUARDED_BY(mutex_);  // oldest first; the first is the start of the hour
};

// Bytes of this process that are in memory; 0: it cannot be told.
int64_t ResidentBytes();

}  // namespace octavo
