#pragma once
// The local socket by which other commands reach the process that writes to the data folder.
//
// FOLDER/control.sock, a Unix socket that only its owner may open. JSON Lines: one object is asked,
// one answered; a failure is {"error": {"kind": …, "message": …}}. Lines are at most 16 MB.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"

namespace pipeline {

class ControlServer {
 public:
  // Called on a thread of the server's own, one request at a time.
  using Handler = std::function<base::Result<base::Json>(const base::Json& request)>;

  // Listens and answers until the object is destroyed. A socket that stands there and that nobody
  // listens at is one left behind, and is replaced. kConflict: another process listens there.
  static base::Result<std::unique_ptr<ControlServer>> Start(const std::filesystem::path& folder,
                                                            Handler handler);
  virtual ~ControlServer() = default;

  // Says that the process gets on: the socket's time is now, at most every ten seconds. To be
  // called several times a second by one thread whose standing still is the process's.
  virtual void ShowLife() = 0;
};

// When the process that listens, or listened, on the folder last said that it gets on. Absent:
// there is no socket.
std::optional<base::Instant> LastLife(const std::filesystem::path& folder);

// How long an answer is waited for.
struct Patience {
  std::chrono::milliseconds most = std::chrono::seconds(30);
  // Called once, with the process's number, when nothing came for so long; empty: is not.
  std::chrono::milliseconds silence = std::chrono::seconds(3);
  std::function<void(int64_t process)> still_waiting = {};
};

// Asks the process that runs on the folder. Absent: none does. The error is what it answered, or
// kUnavailable when the connection broke, or kTimeout when nothing came: what was ordered may be
// done yet.
base::Result<std::optional<base::Json>> AskRunning(const std::filesystem::path& folder,
                                                   const base::Json& request,
                                                   const Patience& patience = {});

}  // namespace pipeline
