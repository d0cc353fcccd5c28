#pragma once
// What a service tells the service manager (sd_notify(3)): a few words in a datagram to the socket
// that NOTIFY_SOCKET names. Without that variable nothing happens.

#include <chrono>
#include <optional>
#include <string_view>

namespace octavo {

// "READY=1", "STOPPING=1", "STATUS=…".
void NotifyManager(std::string_view words);

// Feeds the manager's watchdog (WatchdogSec= of the unit), often enough.
class Watchdog {
 public:
  Watchdog();
  // To be called several times a second by whoever shows by it that it is alive.
  void Feed();

 private:
  std::optional<std::chrono::microseconds> every_;  // absent: there is no watchdog
  std::chrono::steady_clock::time_point last_;
};

}  // namespace octavo
