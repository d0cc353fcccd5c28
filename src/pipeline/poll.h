#pragma once
// What a poll has found, worked out from the answer: the source's new state, its publisher, its
// entries. Pure: no clock, no net, no store.

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.h"
#include "fetch/outcome.h"
#include "model/publisher.h"
#include "model/source.h"

namespace pipeline {

struct PollFindings {
  model::Source state;         // with the next poll's time
  model::Publisher publisher;  // by the host; id not given; without host: stays as it is known
  std::vector<model::Entry> entries;   // in the feed's order
  std::vector<model::Source> further;  // sources that it names: the sitemaps of an index
  std::vector<std::string> warnings;   // what was left out or repaired, in words
  bool undated = false;       // no entry says when it was published: the store counts what is new
  int64_t asked_for = 0;      // fetch::AskedFor, of an answer
  bool failed = false;        // state.last_error says why
  bool only_planned = false;  // nobody was asked: the next poll's time is all that is new
  bool moved = false;         // for good: state.url is the new address
  bool became_feed = false;   // a site whose feed was found: state.url is the feed's, to be polled
                              // now
};

// `dice` in [0, 1), thrown anew each time, spreads the next polls.
// A source that failed for a moment is asked again within seconds, twice, or when it wants to be
// (Retry-After); then, and where it asks us to ask less often, fetch's schedule holds, with
// `usual_interval` in microseconds.
PollFindings WorkOutPoll(const model::Source& source, fetch::Outcome outcome, base::Instant now,
                         double dice, int64_t usual_interval = base::kMicrosPerHour);

// Who prints what stands at a URL, named as the source is: the registrable domain, but the whole
// host below localhost and for addresses; with the port when it is not the scheme's own.
model::Publisher PublisherOf(std::string_view url, const model::Source& source);

// Who prints one article, where its own address is not its source's: named as its page names the
// site, else by its host; where it stands is not known.
model::Publisher PublisherOfArticle(std::string_view url, const model::Source& source,
                                    std::string_view site_name);

// "The Example Times" of "The Example Times - World News": what the title of a feed says of its
// publisher.
std::string PublisherNameFrom(std::string_view feed_title);

}  // namespace pipeline
