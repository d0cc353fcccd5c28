#include "net/resolver.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>
#include <deque>
#include <thread>
#include <utility>

#include "base/mutex.h"
#include "net/socket_address.h"

namespace net {
namespace {

constexpr size_t kThreads = 4;

base::Result<std::vector<IpAddress>> LookUpNow(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) found = nullptr;
  std::vector<IpAddress> addresses;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    if (const auto address = AddressOf(one->ai_addr)) addresses.push_back(*address);
  }
  if (found != nullptr) freeaddrinfo(found);
  if (addresses.empty()) {
    return base::Fail(base::ErrorKind::kUnavailable, "the host's name has no address");
  }
  return addresses;
}

}  // namespace

struct Resolver::State {
  base::Mutex mutex;
  std::deque<std::pair<std::string, Answer>> waiting GUARDED_BY(mutex);
  size_t threads GUARDED_BY(mutex) = 0;
  bool gone GUARDED_BY(mutex) = false;
};

Resolver::Resolver() : state_(std::make_shared<State>()) {}

Resolver::~Resolver() {
  base::MutexLock lock(state_->mutex);
  state_->gone = true;
  state_->waiting.clear();
}

void Resolver::LookUp(std::string host, Answer answer) {
  base::MutexLock lock(state_->mutex);
  state_->waiting.emplace_back(std::move(host), std::move(answer));
  if (state_->threads == kThreads) return;
  ++state_->threads;
  std::thread([state = state_] { Work(state); }).detach();
}

// A thread ends when nothing waits.
void Resolver::Work(const std::shared_ptr<State>& state) {
  while (true) {
    std::pair<std::string, Answer> next;
    {
      base::MutexLock lock(state->mutex);
      if (state->waiting.empty()) {
        --state->threads;
        return;
      }
      next = std::move(state->waiting.front());
      state->waiting.pop_front();
    }
    auto addresses = LookUpNow(next.first);
    // Under the lock: whoever destroys the resolver may count on no answer coming afterwards.
    base::MutexLock lock(state->mutex);
    if (!state->gone) next.second(std::move(addresses));
  }
}

}  // namespace net
