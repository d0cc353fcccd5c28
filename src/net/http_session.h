#pragma once
// One connection of the HTTP server, and what all of them share. Inside of the server: nobody else
// includes this.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "base/mutex.h"
#include "net/http_server.h"

namespace boost::asio {
class io_context;
}

namespace net {

class Session;

// What the sessions need of the server; outlives them.
struct SessionsShared {
  ServerOptions options;
  Handler handler;
  std::atomic<size_t> open{0};
  std::atomic<bool> stopping{false};
  base::Mutex mutex;
  // So that each can be told to end; a session takes itself out when it is destroyed. Whoever gets
  // hold of one under the lock lets go of it behind the lock.
  std::unordered_map<Session*, std::weak_ptr<Session>> sessions GUARDED_BY(mutex);
};

class Session {
 public:
  // Takes over a connected socket and serves it on `context` until it ends; counted in
  // `shared.open` meanwhile.
  static void Start(boost::asio::io_context& context, int descriptor, bool is_v4,
                    std::string remote_address, SessionsShared& shared);
  virtual ~Session() = default;

  // These three from any thread.
  // Ends the connection, unless an answer is being written: that may end first.
  virtual void Stop() = 0;
  // Ends the connection if nothing goes on there.
  virtual void StopIfIdle() = 0;
  // Since when nothing has come (milliseconds of the steady clock); 0: something is going on.
  virtual int64_t idle_since() const = 0;
};

// Milliseconds of the steady clock.
int64_t MillisecondsNow();

}  // namespace net
