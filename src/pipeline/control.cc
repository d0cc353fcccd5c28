#include "pipeline/control.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
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
constexpr std::chrono::milliseconds kGlance{200};   // how often the server looks whether to end
constexpr std::chrono::seconds kClientPatience{5};  // for a client that says or takes nothing
constexpr std::chrono::seconds kLifeEvery{10};

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

// Whether it can be read from (POLLIN) or written to (POLLOUT) within that time.
bool Wait(int descriptor, short what, std::chrono::milliseconds most) {
  pollfd waited{descriptor, what, 0};
  return poll(&waited, 1, static_cast<int>(most.count())) > 0;
}

// Waits as long as its owner is willing to, each time; false: in vain.
using Waiting = std::function<bool(short what)>;

base::Status SendLine(int descriptor, const base::Json& value, const Waiting& wait) {
  std::string line = base::WriteJson(value);
  line += '\n';
  std::string_view left = line;
  while (!left.empty()) {
    if (!wait(POLLOUT)) return base::Fail(ErrorKind::kTimeout, "no answer");
    const ssize_t sent = send(descriptor, left.data(), left.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (sent < 0) return SystemError("sending");
    left.remove_prefix(static_cast<size_t>(sent));
  }
  return {};
}

base::Result<base::Json> ReceiveLine(int descriptor, const Waiting& wait) {
  std::string line;
  char buffer[16 * 1024];
  while (line.find('\n') == std::string::npos) {
    if (line.size() > kLongestLine) return base::Fail(ErrorKind::kRefused, "line too long");
    if (!wait(POLLIN)) return base::Fail(ErrorKind::kTimeout, "no answer");
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

  void ShowLife() override {
    const auto now = std::chrono::steady_clock::now();
    if (now - shown_ < kLifeEvery) return;
    shown_ = now;
    utimensat(AT_FDCWD, address_.name.sun_path, nullptr, 0);
  }

 private:
  void Loop() {
    while (!stopping_) {
      if (!Wait(listener_.get(), POLLIN, kGlance)) continue;
      const Descriptor client(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
      if (client.get() >= 0) Answer(client.get());
    }
  }

  void Answer(int client) {
    const Waiting wait = [&](short what) { return Wait(client, what, kClientPatience); };
    const auto request = ReceiveLine(client, wait);
    if (!request) return;  // it went away, or it is none of ours
    const auto answer = handler_(*request);
    const auto sent = SendLine(client, answer ? *answer : ErrorAnswer(answer.error()), wait);
    if (!sent) base::LogDebug(fmt::format("control socket: {}", sent.error().message()));
  }

  const Address address_;
  const Descriptor listener_;
  const Handler handler_;
  std::chrono::steady_clock::time_point shown_ = std::chrono::steady_clock::now();
  std::atomic<bool> stopping_ = false;
  std::jthread thread_;  // last: it uses everything above
};

// Absent: nobody listens there. Waits for so long until whoever listens takes one more client.
// kTimeout: that was too short.
base::Result<std::optional<Descriptor>> ConnectTo(const Address& address,
                                                  std::chrono::milliseconds most) {
  Descriptor socket = LocalSocket();
  if (socket.get() < 0) return SystemError("control socket");
  const timeval wait{most.count() / 1'000, (most.count() % 1'000) * 1'000};
  setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
  if (connect(socket.get(), reinterpret_cast<const sockaddr*>(&address.name),
              sizeof(address.name)) == 0) {
    return socket;
  }
  if (errno == EAGAIN) return base::Fail(ErrorKind::kTimeout, "no answer");
  return std::nullopt;
}

// `told`: it took so long that `still_waiting` was called: its line of clients is full.
base::Result<std::optional<Descriptor>> ConnectPatiently(const Address& address,
                                                         const Patience& patience, bool& told) {
  auto socket = ConnectTo(address, std::min(patience.silence, patience.most));
  if (socket || patience.silence >= patience.most) return socket;
  told = true;
  if (patience.still_waiting) patience.still_waiting(0);
  return ConnectTo(address, patience.most - patience.silence);
}

// Who listens at the other end; 0: it cannot be told.
int64_t ProcessBehind(const Descriptor& socket) {
  ucred other{};
  socklen_t size = sizeof(other);
  return getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &other, &size) == 0 ? other.pid : 0;
}

base::Result<base::Json> Converse(const Descriptor& socket, const base::Json& request,
                                  const Patience& patience, bool told) {
  const Waiting wait = [&](short what) {
    if (told || patience.silence >= patience.most) return Wait(socket.get(), what, patience.most);
    if (Wait(socket.get(), what, patience.silence)) return true;
    told = true;
    if (patience.still_waiting) patience.still_waiting(ProcessBehind(socket));
    return Wait(socket.get(), what, patience.most - patience.silence);
  };
  TRY(SendLine(socket.get(), request, wait));
  return ReceiveLine(socket.get(), wait);
}

// `error`, or where it is that nothing came: what that means. `process` 0: it cannot be told.
std::unexpected<base::Error> Silence(int64_t process, const Patience& patience, base::Error error) {
  if (error.kind() != ErrorKind::kTimeout) {
    return base::Fail(std::move(error).With("asking the running Octavo"));
  }
  return base::Fail(
      ErrorKind::kTimeout,
      fmt::format("{} did not answer within {} s; what was ordered may take effect yet",
                  process == 0 ? "the process that runs" : fmt::format("process {}", process),
                  std::chrono::ceil<std::chrono::seconds>(patience.most).count()));
}

}  // namespace

base::Result<std::unique_ptr<ControlServer>> ControlServer::Start(
    const std::filesystem::path& folder, Handler handler) {
  TRY_ASSIGN(Address address, AddressIn(folder));
  const auto other = ConnectTo(address, kGlance);
  if (!other || *other) {
    return base::Fail(ErrorKind::kConflict,
                      fmt::format("another process listens in {}", folder.string()));
  }
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

std::optional<base::Instant> LastLife(const std::filesystem::path& folder) {
  struct stat file{};
  if (lstat((folder / "control.sock").c_str(), &file) != 0 || !S_ISSOCK(file.st_mode)) {
    return std::nullopt;
  }
  return base::Instant{file.st_mtim.tv_sec * base::kMicrosPerSecond + file.st_mtim.tv_nsec / 1'000};
}

base::Result<std::optional<base::Json>> AskRunning(const std::filesystem::path& folder,
                                                   const base::Json& request,
                                                   const Patience& patience) {
  const auto address = AddressIn(folder);
  if (!address) return std::nullopt;
  bool told = false;
  auto socket = ConnectPatiently(*address, patience, told);
  if (!socket) return Silence(0, patience, std::move(socket).error());
  if (!*socket) return std::nullopt;
  auto answered = Converse(**socket, request, patience, told);
  if (!answered) return Silence(ProcessBehind(**socket), patience, std::move(answered).error());
  base::Json answer = *std::move(answered);
  if (const base::Json* error = answer.Find("error"); error != nullptr) {
    return base::Fail(KindFrom(error->String("kind")), std::string(error->String("message")));
  }
  return answer;
}

}  // namespace pipeline
