#pragma once
// When to ask a source again.
//
// The interval between two polls follows the source: it starts at `usual_interval`, shrinks to
// three fifths when a poll brought something new and grows by three tenths when not, between 15
// minutes and 24 hours. It is never shorter than what the publisher asks for (the feed's ttl,
// Cache-Control or Expires), as far as that is within 24 hours. After a failure the source is left
// alone for 15 minutes (one hour when nothing but a change can mend it), twice as long after each
// further failure, up to 24 hours. Retry-After is kept up to a week. A source that is gone (410) is
// asked once a day and paused when it says so for the third time. Up to a tenth of the interval is
// added by chance, so that sources which were added together drift apart.
//
// Pure functions: the time and the chance are arguments.

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/time.h"
#include "fetch/outcome.h"
#include "model/source.h"
#include "net/http_server.h"

namespace fetch {

// What the steps behind found in a fresh answer.
struct PollNews {
  size_t new_entries = 0;
  std::optional<int64_t> ttl_minutes;  // model::Feed::ttl_minutes
};

// The source as it is after a poll that ended with `outcome` at `now`: last_poll, last_success,
// next_poll, etag, last_modified, consecutive_failures, last_error and paused are brought up to
// date; all else, url too, stays. `random` is any number, a different one each time;
// `usual_interval` is in microseconds, how often a source is asked of which nothing is known.
model::Source AfterPoll(model::Source source, const Outcome& outcome, const PollNews& news,
                        base::Instant now, uint64_t random,
                        int64_t usual_interval = base::kMicrosPerHour);

// How long an answer says that it stays fresh, in seconds (RFC 9111, 4.2: Cache-Control max-age
// less Age, or Expires less Date). Absent: it does not say; 0: it wants to be asked every time.
std::optional<int64_t> FreshSeconds(const net::Headers& headers, base::Instant now);

}  // namespace fetch
