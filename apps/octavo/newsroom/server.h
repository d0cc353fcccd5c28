#pragma once
// The sample newsroom on the air: every publisher over real HTTP on one port, told apart by the
// Host header.
//
// Beside the publishers, http://newsroom.localhost:PORT/ lists them; /opml there is their list of
// sources, /truth.json what is true of them, and /edition/2 brings out the second edition, in which
// some articles have changed (/edition/1 takes it back).

#include <memory>
#include <string>

#include "base/result.h"
#include "net/http_server.h"
#include "newsroom/newsroom.h"

namespace newsroom {

enum class Pace { kReal, kFast };  // kFast: slow publishers are not slow

struct NewsroomOptions {
  std::string address = "127.0.0.1";
  uint16_t port = 0;  // 0: a free one
  int port_attempts = 1;
  int edition = 1;
  Pace pace = Pace::kReal;
};

class NewsroomServer {
 public:
  // Serves until the object is destroyed. kConflict: the port is taken; kInvalidInput: an address
  // or an article is wrong.
  static base::Result<std::unique_ptr<NewsroomServer>> Start(const NewsroomOptions& options,
                                                             Newsroom newsroom);
  virtual ~NewsroomServer() = default;
  virtual uint16_t port() const = 0;
  virtual std::string Opml() const = 0;
};

}  // namespace newsroom
