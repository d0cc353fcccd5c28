#include "process_status.h"

#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "base/file.h"

namespace octavo {
namespace {

constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;

constexpr std::array<std::pair<std::string_view, int64_t pipeline::Figures::*>, 8> kFigures = {{
    {"polls", &pipeline::Figures::polls},
    {"failed_polls", &pipeline::Figures::failed_polls},
    {"fetched", &pipeline::Figures::fetched},
    {"read", &pipeline::Figures::read},
    {"quarantined", &pipeline::Figures::quarantined},
    {"enriched", &pipeline::Figures::enriched},
    {"retried", &pipeline::Figures::retried},
    {"failed", &pipeline::Figures::failed},
}};

base::Json Difference(const pipeline::Figures& now, const pipeline::Figures& then) {
  base::Json out;
  for (const auto& [name, figure] : kFigures) out.Set(name, now.*figure - then.*figure);
  return out;
}

}  // namespace

ProcessStatus::ProcessStatus(const base::Clock& clock) : clock_(clock), started_(clock.Now()) {
  looks_.push_back({started_, {}});
}

void ProcessStatus::SetAddress(std::string address) {
  base::MutexLock lock(mutex_);
  address_ = std::move(address);
}

void ProcessStatus::SetDatabase(std::string database) {
  base::MutexLock lock(mutex_);
  database_ = std::move(database);
}

void ProcessStatus::Note(const pipeline::Figures& figures) {
  const base::Instant now = clock_.Now();
  base::MutexLock lock(mutex_);
  // A clock that was put back leaves looks of the future behind: they are of no use.
  while (looks_.size() > 1 && looks_.back().when > now) looks_.pop_back();
  if (now.micros - looks_.back().when.micros < kMinute) return;
  looks_.push_back({now, figures});
  while (looks_.size() > 1 && now.micros - looks_[1].when.micros >= base::kMicrosPerHour) {
    looks_.pop_front();
  }
}

base::Json ProcessStatus::Tell(const pipeline::Figures& figures) const {
  base::MutexLock lock(mutex_);
  base::Json out;
  out.Set("process", int64_t{getpid()});
  out.Set("version", OCTAVO_VERSION);
  out.Set("started", base::FormatRfc3339(started_));
  out.Set("address", address_);
  out.Set("database", database_);
  out.Set("memory", ResidentBytes());
  out.Set("since_start", Difference(figures, {}));
  base::Json hour = Difference(figures, looks_.front().figures);
  hour.Set("seconds", (clock_.Now().micros - looks_.front().when.micros) / base::kMicrosPerSecond);
  out.Set("last_hour", std::move(hour));
  return out;
}

int64_t ResidentBytes() {
  const auto text = base::ReadFile("/proc/self/statm", 4'096);  // pages: all, resident, …
  if (!text) return 0;
  const size_t space = text->find(' ');
  if (space == std::string::npos) return 0;
  return std::strtoll(text->c_str() + space, nullptr, 10) * sysconf(_SC_PAGESIZE);
}

}  // namespace octavo
