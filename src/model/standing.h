#pragma once
// Standing text: blocks that a site prints under many headlines (fact boxes, "About us", a word on
// its newsletter). They are learned from the site's pages, left out of its articles, and the owner
// has the last word.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/ids.h"

namespace model {

using StandingId = Id<struct StandingNoun>;

// A block as it is recognised: a hash of its letters, so that spaces, case and marks make no
// difference.
using BlockMark = uint64_t;

enum class StandingDecision {
  kLearned,  // left out, unless the owner says otherwise
  kDropped,  // left out: the owner says so
  kKept,     // stays in the text: the owner says so
};
std::string_view StandingDecisionName(StandingDecision decision);  // "learned", "dropped", "kept"
std::optional<StandingDecision> StandingDecisionFrom(std::string_view name);

struct StandingBlock {
  StandingId id;
  std::string site;  // the host, without "www."
  BlockMark mark = 0;
  std::string text;
  int64_t articles = 0;  // that it stood in when it was learned
  base::Instant found;
  StandingDecision decision = StandingDecision::kLearned;
};

// A block of a page, and what it is recognised by.
struct MarkedBlock {
  BlockMark mark = 0;
  std::string text;
};

// What one article of a site has: what standing text is learned from.
struct Sighting {
  int64_t page = 0;  // grows with the pages; 0: not stored yet
  std::string title;
  std::vector<BlockMark> marks;
};

}  // namespace model
