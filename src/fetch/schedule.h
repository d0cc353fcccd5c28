#pragma once
// When to ask a source again, and where.
//
// After an answer: when the source's own rhythm says that it is worth while (fetch/rhythm.h), not
// sooner than the publisher wants (the ttl of the last feed, Cache-Control or Expires of this
// answer, as far as that is within 24 hours), and between 15 minutes and 24 hours; four times as
// long while a WebSub hub delivers, until a poll finds what the hub has not brought. Up to a tenth
// is added by chance.
//
// After a failure: 15 minutes (one hour when nothing but a change can mend it), twice as long after
// each further failure, up to 24 hours, and by chance up to as much again: what failed together,
// because a line or a host was down, does not come back together. Retry-After is kept up to a week,
// and by chance a quarter more.
//
// A source that is gone (410) is retired: its owner is told, it is asked once a week in case that
// it was a mistake, and paused when it says so for the fifth time. Any answer brings it back.
//
// A permanent redirect is followed at every poll, and remembered: seen at three polls in a row over
// at least a day, it changes the source's address. Not back to the address that it had before: two
// addresses that point at each other would have it moved every day.
//
// Pure functions: the time and the chance are arguments.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.h"
#include "fetch/outcome.h"
#include "model/source.h"
#include "net/http_server.h"

namespace fetch {

inline constexpr int kGonePollsToPause = 5;

// What the steps behind found in a fresh answer.
struct PollNews {
  std::vector<base::Instant> times;    // of all entries, as far as they are known
  size_t undated = 0;                  // entries without a time that are new
  std::optional<int64_t> ttl_minutes;  // model::Feed::ttl_minutes
};

// The source as it is after a poll that ended with `outcome` at `now`: all that is said above of
// how its polling goes is brought up to date. `dice` in [0, 1), thrown anew each time, is the
// chance; `usual_interval` is in microseconds, how often a source is asked of which nothing is
// known.
model::Source AfterPoll(model::Source source, const Outcome& outcome, const PollNews& news,
                        base::Instant now, double dice,
                        int64_t usual_interval = base::kMicrosPerHour);

// How long the publisher wants to be left alone after an answer with these headers, in micros; 0:
// nothing is said. `source` as it is after the poll.
int64_t AskedFor(const model::Source& source, const net::Headers& headers, base::Instant now);

// The same source when its store has counted, after AfterPoll, that `undated` of the entries
// without a time were new: then the next poll may be sooner, as far as the publisher wants
// (`asked_for` of AskedFor).
model::Source AfterCount(model::Source source, size_t undated, int64_t asked_for, base::Instant now,
                         double dice, int64_t usual_interval = base::kMicrosPerHour);

// How long an answer says that it stays fresh, in seconds (RFC 9111, 4.2: Cache-Control max-age
// less Age, or Expires less Date). Absent: it does not say; 0: it wants to be asked every time.
std::optional<int64_t> FreshSeconds(const net::Headers& headers, base::Instant now);

}  // namespace fetch
