#pragma once
// What a site's own files say of how its pages may be read, and for how long they count: robots.txt
// (RFC 9309, 2.3 and 2.4) and /.well-known/tdmrep.json.
//
// 2xx is the file, of which the whole lines within its first 500 KiB count; 4xx, and a redirect
// that is the sixth or leads nowhere, say that there is none, so everything may be read; 5xx, 429,
// no answer at all and one that our limits refuse say nothing: what was read in the last thirty
// days goes on to count, and where nothing was, no page is read until the file can be had, or
// thirty days are over. A file counts for a day, or for as long as Cache-Control says, from five
// minutes to a day. What cannot be had is asked for again after five seconds, then after four times
// as long, up to an hour.
//
// Pure functions: the time is an argument.

#include <string>
#include <string_view>

#include "base/time.h"
#include "fetch/outcome.h"
#include "model/site.h"

namespace fetch {

// Where the files of a URL's site are; empty when it is no http URL.
std::string RobotsUrlOf(std::string_view url);
std::string ReservationsUrlOf(std::string_view url);

// The site after its robots.txt was asked for. `known` is as the store has it, or new with its key.
model::Site AfterRobots(model::Site known, const Outcome& outcome, base::Instant now);
// The site after its tdmrep.json was asked for. What cannot be had stays as it is known; one that
// is too long to be kept reserves everything.
model::Site AfterReservations(model::Site known, const Outcome& outcome);

enum class RobotsState {
  kKnown,    // Site::robots counts
  kUnknown,  // no page may be read
};
RobotsState StateOfRobots(const model::Site& site, base::Instant now);

}  // namespace fetch
