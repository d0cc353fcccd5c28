#pragma once
// Page: bytes as they were fetched, with what is needed to read them again.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "model/rights.h"

namespace model {

struct Page {
  std::string url;           // as asked for
  std::string final_url;     // after redirects; without name and password
  int status = 0;            // HTTP status of the last hop
  std::string content_type;  // header as sent: "text/html; charset=shift_jis"; may be empty
  std::string bytes;         // body, content-encoding undone, charset as it came
  std::vector<std::pair<std::string, std::string>> headers;  // of the last hop, names in lower case
  base::Instant fetched;
  std::optional<std::string> moved_to;  // where a permanent redirect (301, 308) points
  Rights rights;                        // what its publisher reserves
  std::string missing;  // why there are no bytes, where that is no failure: "robots.txt forbids …"
};

}  // namespace model
