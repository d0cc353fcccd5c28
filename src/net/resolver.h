#pragma once
// Looks names up where the client needs the address itself and not only a connection: through a
// proxy, which would otherwise look the name up for us and connect where we would not.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/address.h"

namespace net {

// Safe for use by several threads. The system's lookup cannot be called off: lookups run on a few
// threads of their own, and one that hangs when the resolver is destroyed is left behind (its
// answer is dropped).
class Resolver {
 public:
  // At least one address, in the system's order; kUnavailable when the name has none.
  using Answer = std::function<void(base::Result<std::vector<IpAddress>>)>;

  Resolver();
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  // `answer` is called once, on a thread of the resolver, or never when the resolver is gone. Must
  // be quick and must not throw.
  void LookUp(std::string host, Answer answer);

 private:
  struct State;
  static void Work(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;
};

}  // namespace net
