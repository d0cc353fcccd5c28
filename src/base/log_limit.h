#pragma once
// How often the same line may be written: the first few of each minute; the rest are counted.
// Inside of the log: nobody else includes this.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace base {

// Not safe for use by several threads; time is given from outside. Keeps at most kMostKeys keys;
// lines beyond them are admitted without being counted.
class LogLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr uint32_t kBurst = 20;
  static constexpr std::chrono::seconds kWindow{60};
  static constexpr size_t kMostKeys = 256;

  struct LeftOut {
    std::string key;  // what was left out
    uint64_t count = 0;
    int level = 0;  // as given to Admit
  };

  // Whether the line `key` may be written now. `level` is kept for LeftOut.
  bool Admit(std::string_view key, int level, Time now);
  // What was left out in windows that have ended; all that was left out when `now` is Time::max().
  std::vector<LeftOut> TakeLeftOut(Time now);

 private:
  struct Window {
    Time end{};
    uint32_t told = 0;
    uint64_t left_out = 0;
    int level = 0;
  };

  std::unordered_map<std::string, Window> windows_;
  Time next_end_ = Time::max();
};

}  // namespace base
