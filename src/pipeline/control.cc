#include "pipeline/control.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/log.h"

namespace pipeline {
namespace {

using base::ErrorKind;

constexpr size_t kLongestLine = size_t{16} << 20;
constexpr int kGlance = 200;            // how often the server looks whether it is to end
constexpr int kClientPatience = 5'000;  // for a client that connects and says nothing

class Descriptor {
 public:
  explicit Descriptor(int value) : value_(value) {}
  Descriptor(Descriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (value_ >= 0) close(value_);
  }
  int get() const { return value_; }

 private:
  int value_;
};

std::unexpected<base::Error> SystemError(std::string_view what) {
  return base::Fail(ErrorKind::kUnavailable, fmt::format("{}: {}", what, std::strerror(errno)));
}

// An address of a socket holds 107 bytes, a path may be longer: so the folder is opened and the
// socket named through it.
struct Address {
  Descriptor folder;
  sockaddr_un name{};
};

base::Result<Address> AddressIn(const std::filesystem::path& folder) {
  Descriptor descriptor(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (descriptor.get() < 0) return SystemError(folder.string());
  const std::string path = fmt::format("/proc/self/fd/{}/control.sock", descriptor.get());
  Address address{std::move(descriptor), {}};
  address.name.sun_family = AF_UNIX;
  CHECK(path.size() < sizeof(address.name.sun_path));
  std::memcpy(address.name.sun_path, path.c_str(), path.size() + 1);
  return address;
}

Descriptor LocalSocket() {
  return Descriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
}

bool WaitReadable(int descriptor, int milliseconds) {
  pollfd waited{descriptor, POLLIN, 0};
  return poll(&waited, 1, milliseconds) > 0;
}

base::Status SendLine(int descriptor, const base::Json& value) {
  std::string line = base::WriteJson(value);
  line += '\n';
  std::string_view left = line;
  while (!left.empty()) {
    const ssize_t sent = send(descriptor, left.data(), left.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return SystemError("sending");
    left.remove_prefix(static_cast<size_t>(sent));
  }
  return {};
}

base::Result<base::Json> ReceiveLine(int descriptor, int patience) {
  std::string line;
  char buffer[16 * 1024];
  while (line.find('\n') == std::string::npos) {
    if (line.size() > kLongestLine) return base::Fail(ErrorKind::kRefused, "line too long");
    if (!WaitReadable(descriptor, patience)) return base::Fail(ErrorKind::kTimeout, "no answer");
    const ssize_t got = recv(descriptor, buffer, sizeof(buffer), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError("receiving");
    if (got == 0) return base::Fail(ErrorKind::kUnavailable, "the connection was closed");
    line.append(buffer, static_cast<size_t>(got));
  }
  return base::ParseJson(std::string_view(line).substr(0, line.find('\n')));
}

base::Json ErrorAnswer(const base::Error& error) {
  base::Json what;
  what.Set("kind", base::ErrorKindName(error.kind()));
  what.Set("message", error.message());
  base::Json answer;
  answer.Set("error", std::move(what));
  return answer;
}

ErrorKind KindFrom(std::string_view name) {
  for (const ErrorKind kind :
       {ErrorKind::kInvalidInput, ErrorKind::kNotFound, ErrorKind::kRefused,
        ErrorKind::kUnavailable, ErrorKind::kTimeout, ErrorKind::kConflict, ErrorKind::kCorrupt}) {
    if (base::ErrorKindName(kind) == name) return kind;
  }
  return ErrorKind::kBug;
}

class SocketServer final : public ControlServer {
 public:
  SocketServer(Address address, Descriptor listener, Handler handler)
      : address_(std::move(address)),
        listener_(std::move(listener)),
        handler_(std::move(handler)),
        thread_([this] { Loop(); }) {}
  ~SocketServer() override {
    stopping_ = true;
    thread_.join();
    unlink(address_.name.sun_path);
  }

 private:
  void Loop() {
    while (!stopping_) {
      if (!WaitReadable(listener_.get(), kGlance)) continue;
      const Descriptor client(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (client.get() >= 0) Answer(client.get());
    }
  }

  void Answer(int client) {
    const auto request = ReceiveLine(client, kClientPatience);
    if (!request) return;  // it went away, or it is none of ours
    const auto answer = handler_(*request);
    const auto sent = SendLine(client, answer ? *answer : ErrorAnswer(answer.error()));
    if (!sent) base::LogDebug(fmt::format("control socket: {}", sent.error().message()));
  }

  const Address address_;
  const Descriptor listener_;
  const Handler handler_;
  std::atomic<bool> stopping_ = false;
  std::jthread thread_;  // last: it uses everything above
};

}  // namespace

base::Result<std::unique_ptr<ControlServer>> ControlServer::Start(
    const std::filesystem::path& folder, Handler handler) {
  TRY_ASSIGN(Address address, AddressIn(folder));
  unlink(address.name.sun_path);
  Descriptor listener = LocalSocket();
  if (listener.get() < 0) return SystemError("control socket");
  // Created with no right for anybody but the owner.
  const mode_t before = umask(0177);
  const int bound =
      bind(listener.get(), reinterpret_cast<const sockaddr*>(&address.name), sizeof(address.name));
  umask(before);
  if (bound != 0 || listen(listener.get(), 16) != 0) {
    return SystemError(fmt::format("control socket in {}", folder.string()));
  }
  return std::make_unique<SocketServer>(std::move(address), std::move(listener),
                                        std::move(handler));
}

base::Result<std::optional<base::Json>> AskRunning(const std::filesystem::path& folder,
                                                   const base::Json& request,
                                                   std::chrono::milliseconds patience) {
  const auto address = AddressIn(folder);
  if (!address) return std::nullopt;
  const Descriptor socket = LocalSocket();
  if (socket.get() < 0) return SystemError("control socket");
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address->name),
              sizeof(address->name)) != 0) {
    return std::nullopt;
  }
  TRY_WITH("asking the running Octavo", SendLine(socket.get(), request));
  TRY_ASSIGN_WITH("asking the running Octavo", base::Json answer,
                  ReceiveLine(socket.get(), static_cast<int>(patience.count())));
  if (const base::Json* error = answer.Find("error"); error != nullptr) {
    return base::Fail(KindFrom(error->String("kind")), std::string(error->String("message")));
  }
  return answer;
}

}  // namespace pipeline
