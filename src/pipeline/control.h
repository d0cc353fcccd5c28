#pragma once
// The local socket by which other commands reach the process that writes to the data folder.
//
// FOLDER/control.sock, a Unix socket that only its owner may open. JSON Lines: one object is asked,
// one answered; a failure is {"error": {"kind": …, "message": …}}. Lines are at most 16 MB.

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "base/json.h"
#include "base/result.h"

namespace pipeline {

class ControlServer {
 public:
  // Called on a thread of the server's own, one request at a time.
  using Handler = std::function<base::Result<base::Json>(const base::Json& request)>;

  // Listens and answers until the object is destroyed. The caller holds the folder's write lock, so
  // a socket that stands there is one left behind, and is replaced.
  static base::Result<std::unique_ptr<ControlServer>> Start(const std::filesystem::path& folder,
                                                            Handler handler);
  virtual ~ControlServer() = default;
};

// Asks the process that runs on the folder. Absent: none does. The error is what it answered, or
// kUnavailable or kTimeout when the connection broke or nothing came for `patience`.
base::Result<std::optional<base::Json>> AskRunning(
    const std::filesystem::path& folder, const base::Json& request,
    std::chrono::milliseconds patience = std::chrono::minutes(10));

}  // namespace pipeline
