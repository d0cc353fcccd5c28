#include "notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

namespace octavo {

void NotifyManager(std::string_view words) {
  const char* path = std::getenv("NOTIFY_SOCKET");
  if (path == nullptr || (path[0] != '/' && path[0] != '@')) return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const size_t length = std::strlen(path);
  if (length >= sizeof(address.sun_path)) return;
  std::memcpy(address.sun_path, path, length);
  if (path[0] == '@') address.sun_path[0] = '\0';  // a name without a file
  const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return;
  // A manager that does not listen is no reason to fail.
  [[maybe_unused]] const ssize_t sent =
      sendto(descriptor, words.data(), words.size(), MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr*>(&address),
             static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length));
  close(descriptor);
}

Watchdog::Watchdog() {
  const char* micros = std::getenv("WATCHDOG_USEC");
  if (micros == nullptr) return;
  // It may be meant for another process that started this one.
  const char* process = std::getenv("WATCHDOG_PID");
  if (process != nullptr && std::strtoll(process, nullptr, 10) != getpid()) return;
  const int64_t given = std::strtoll(micros, nullptr, 10);
  if (given > 0) every_ = std::chrono::microseconds(given / 3);
}

void Watchdog::Feed() {
  const auto now = std::chrono::steady_clock::now();
  if (!every_ || now - last_ < *every_) return;
  last_ = now;
  NotifyManager("WATCHDOG=1");
}

}  // namespace octavo
