#include "base/log_limit.h"

#include <algorithm>

namespace base {

bool LogLimit::Admit(std::string_view key, int level, Time now) {
  auto found = windows_.find(std::string(key));
  if (found == windows_.end()) {
    // A flood of different lines is not what this is for: it goes through.
    if (windows_.size() >= kMostKeys) return true;
    found = windows_.emplace(std::string(key), Window{now + kWindow, 0, 0, level}).first;
    next_end_ = std::min(next_end_, now + kWindow);
  }
  Window& window = found->second;
  if (window.told < kBurst) {
    ++window.told;
    return true;
  }
  ++window.left_out;
  return false;
}

std::vector<LogLimit::LeftOut> LogLimit::TakeLeftOut(Time now) {
  std::vector<LeftOut> left_out;
  if (now < next_end_) return left_out;
  next_end_ = Time::max();
  for (auto window = windows_.begin(); window != windows_.end();) {
    if (window->second.end > now) {
      next_end_ = std::min(next_end_, window->second.end);
      ++window;
      continue;
    }
    if (window->second.left_out > 0) {
      left_out.push_back({window->first, window->second.left_out, window->second.level});
    }
    window = windows_.erase(window);
  }
  return left_out;
}

}  // namespace base
