#pragma once
// For tests: servers on loopback that send exactly the bytes they are told to.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.h"

namespace net {

// Sanitisers keep memory that was let go, and take their time.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#elif defined(__has_feature)
inline constexpr bool kSanitized =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
inline constexpr bool kSanitized = false;
#endif

// One side of a connection. Closes what it holds.
class TestSocket {
 public:
  explicit TestSocket(int descriptor) : descriptor_(descriptor) {}
  TestSocket(TestSocket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  TestSocket& operator=(TestSocket&&) = delete;
  ~TestSocket() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  static TestSocket ConnectTo(uint16_t port) {
    TestSocket made(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    made.connected_ =
        connect(made.descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    return made;
  }

  bool connected() const { return connected_; }
  int descriptor() const { return descriptor_; }

  // False when the other side is gone.
  bool Send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }
  // What has come, waiting for the first byte; empty when the other side is gone or nothing came in
  // time.
  std::string Receive(size_t most = 65536, int wait_milliseconds = 5000) const {
    pollfd waiting{descriptor_, POLLIN, 0};
    if (poll(&waiting, 1, wait_milliseconds) <= 0) return {};
    std::string bytes(most, '\0');
    const ssize_t got = recv(descriptor_, bytes.data(), bytes.size(), 0);
    bytes.resize(got > 0 ? static_cast<size_t>(got) : 0);
    return bytes;
  }
  // Until `end` stands in it, or the other side is gone.
  std::string ReceiveUntil(std::string_view end) const {
    std::string all;
    while (all.find(end) == std::string::npos) {
      const std::string more = Receive();
      if (more.empty()) break;
      all += more;
    }
    return all;
  }
  void EndSending() const { shutdown(descriptor_, SHUT_WR); }
  void End() const { shutdown(descriptor_, SHUT_RDWR); }

 private:
  int descriptor_;
  bool connected_ = true;
};

// Calls `serve` on a thread of its own for each connection. Its destructor ends all of them.
class TestServer {
 public:
  using Serve = std::function<void(const TestSocket&)>;

  explicit TestServer(Serve serve) : serve_(std::move(serve)), listening_(Listen()) {
    thread_ = std::jthread([this] { Accept(); });
  }
  ~TestServer() {
    listening_.End();
    thread_.join();
    {
      base::MutexLock lock(mutex_);
      for (const int descriptor : open_) shutdown(descriptor, SHUT_RDWR);
    }
    serving_.clear();  // joins
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  uint16_t port() const { return port_; }

 private:
  TestSocket Listen() {
    TestSocket made(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    if (bind(made.descriptor(), reinterpret_cast<sockaddr*>(&address), size) == 0 &&
        listen(made.descriptor(), 64) == 0) {
      getsockname(made.descriptor(), reinterpret_cast<sockaddr*>(&address), &size);
      port_ = ntohs(address.sin_port);
    }
    return made;
  }

  void Accept() {
    while (true) {
      const int descriptor = accept(listening_.descriptor(), nullptr, nullptr);
      if (descriptor < 0) return;
      {
        base::MutexLock lock(mutex_);
        open_.insert(descriptor);
      }
      serving_.emplace_back([this, descriptor] {
        const TestSocket client(descriptor);
        serve_(client);
        base::MutexLock lock(mutex_);
        open_.erase(descriptor);
      });
    }
  }

  const Serve serve_;
  uint16_t port_ = 0;
  const TestSocket listening_;
  base::Mutex mutex_;
  std::set<int> open_ GUARDED_BY(mutex_);
  std::vector<std::jthread> serving_;  // of thread_, and of the destructor behind it
  std::jthread thread_;
};

}  // namespace net
