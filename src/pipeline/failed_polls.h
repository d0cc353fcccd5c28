#pragma once
// What is told of polls that failed, when many fail for one reason: the network is down, or a host
// with a hundred feeds. The first few are told one by one, the rest of the same ten seconds in one
// line for each reason; and so all of the minute after such ten seconds.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace pipeline {

// Not safe for use by several threads. `now` may go back.
class FailedPolls {
 public:
  static constexpr int kToldAtOnce = 3;
  static constexpr int64_t kWindow = 10 * base::kMicrosPerSecond;
  static constexpr int64_t kQuiet = 60 * base::kMicrosPerSecond;

  // A poll of `url` failed. The lines to be told now.
  std::vector<std::string> Note(base::Instant now, std::string_view url, std::string_view error);

  // The lines about a window that has ended.
  std::vector<std::string> TakeEnded(base::Instant now);
  // Those of the one that goes on, too: nothing comes after it.
  std::vector<std::string> TakeAll();

 private:
  struct Left {
    std::set<uint64_t> sources;      // by a hash of their addresses: one may fail twice
    std::vector<std::string> hosts;  // the first few
  };

  bool open_ = false;  // a window goes on
  base::Instant began_;
  int told_ = 0;
  base::Instant quiet_until_;         // nothing is told one by one
  std::map<std::string, Left> left_;  // by reason
};

}  // namespace pipeline
