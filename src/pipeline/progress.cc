#include "pipeline/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/utf8.h"

namespace pipeline {
namespace {

constexpr int64_t kSteps = 4;  // fetch, read, enrich, group

int64_t Waiting(const store::Counters& counters) {
  return std::accumulate(counters.waiting.begin(), counters.waiting.end(), int64_t{0});
}

std::string Clock(double seconds) {
  const auto whole = std::llround(seconds);
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

}  // namespace

int64_t StepsLeft(const store::Counters& counters) {
  int64_t left = 0;
  int64_t steps = kSteps;
  for (const int64_t waiting : counters.waiting) left += waiting * steps--;
  return left;
}

void ProgressMeter::Look(base::Instant now, const store::Counters& counters) {
  const int64_t left = StepsLeft(counters);
  if (looked_) {
    // What came in meanwhile had to be done too.
    const int64_t came_in = std::max<int64_t>(0, counters.entries - last_entries_) * kSteps;
    steps_done_ += std::max<int64_t>(0, last_left_ + came_in - left);
  }
  looked_ = true;
  last_left_ = left;
  last_entries_ = counters.entries;
  now_ = counters;
  samples_.push_back({now, steps_done_});
  while (samples_.front().when.micros < now.micros - kWindow) samples_.pop_front();
}

bool ProgressMeter::Busy() const {
  return Waiting(now_) > 0;
}

double ProgressMeter::StepsPerSecond() const {
  if (samples_.size() < 2) return 0;
  const int64_t micros = samples_.back().when.micros - samples_.front().when.micros;
  if (micros <= 0) return 0;
  return static_cast<double>(samples_.back().steps_done - samples_.front().steps_done) *
         static_cast<double>(base::kMicrosPerSecond) / static_cast<double>(micros);
}

std::string ProgressMeter::Summary() const {
  const int64_t waiting = Waiting(now_);
  const int64_t entries = std::max(now_.entries, waiting);
  std::string out = fmt::format("{} of {} articles", entries - waiting, entries);
  if (waiting == 0) {
    return out + fmt::format("; {} stories, {} in quarantine, {} could not be had", now_.stories,
                             now_.quarantined, now_.failed_jobs);
  }
  out += "; waiting:";
  const char* separator = " ";
  constexpr std::array<const char*, 4> kVerbs = {"fetch", "read", "index", "group"};
  for (size_t stage = 0; stage < kVerbs.size(); ++stage) {
    if (now_.waiting[stage] == 0) continue;
    out += fmt::format("{}{} to {}", separator, now_.waiting[stage], kVerbs[stage]);
    separator = ", ";
  }
  if (const double rate = StepsPerSecond(); rate > 0.05) {
    out += fmt::format("; {:.{}f}/s, {} left", rate / kSteps, rate < 40 ? 1 : 0,
                       Clock(static_cast<double>(last_left_) / rate));
  }
  return out;
}

std::string ProgressMeter::Bar(size_t columns) const {
  constexpr size_t kWidth = 20;
  const int64_t all = std::max<int64_t>(1, std::max(now_.entries, Waiting(now_)) * kSteps);
  const double share = 1 - static_cast<double>(last_left_) / static_cast<double>(all);
  const auto filled = static_cast<size_t>(std::clamp(share, 0.0, 1.0) * kWidth);
  const std::string line =
      fmt::format("[{}{}] {:3.0f} %  {}", std::string(filled, '#'),
                  std::string(kWidth - filled, '.'), 100 * std::clamp(share, 0.0, 1.0), Summary());
  return std::string(base::TruncateUtf8(line, columns));
}

std::string ProgressMeter::Line() const {
  return Summary();
}

}  // namespace pipeline
