#pragma once
// Site: one scheme, host and port, and what its own files say of how it may be read.

#include <optional>
#include <string>

#include "base/time.h"

namespace model {

struct Site {
  std::string key;                           // "https://example.org:443" (net::Url::HostKey)
  std::string robots;                        // robots.txt as it came; empty: nothing is forbidden
  std::optional<base::Instant> robots_read;  // when that was; absent: it never answered
  base::Instant robots_until;                // to be asked for again from then on
  // Since when it could not be had, and how often in a row.
  std::optional<base::Instant> unreachable_since;
  int failures = 0;
  std::string reservations;  // /.well-known/tdmrep.json as it came; empty: there is none
};

}  // namespace model
