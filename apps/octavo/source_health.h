#pragma once
// How a source is, for `octavo sources`, `octavo status` and `octavo doctor`.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "base/time.h"
#include "model/source.h"
#include "model/subscription.h"
#include "store/store.h"

namespace octavo {

enum class SourceState {
  kNew,      // not asked yet
  kHealthy,  // the last poll worked
  kFailing,  // the last poll failed; it is asked again
  kPaused,   // it is not asked: its owner wants it so, or Octavo has given it up
  kRetired,  // it said that it is gone for good (410): it is asked rarely, then no more
};
std::string_view SourceStateName(SourceState state);  // "healthy"
SourceState StateOf(const model::Source& source);
// Whether Octavo itself has paused it, and its owner has to say what becomes of it: it moved to
// where another source stands, or has said too often that it is gone.
bool IsGivenUp(const model::Source& source);

// A source with what the store knows of its pace.
struct SourceHealth {
  model::Source source;
  SourceState state = SourceState::kNew;
  int64_t entries_of_week = 0;  // new ones in seven days, those of the first poll left out
  int64_t pages_missing = 0;    // pages that robots.txt forbids: the feed's own text is read
  std::optional<model::Subscription> subscription;  // absent: no hub is to bring it
};
// Whether its owner should look at it: its last poll failed, it is gone, or it is given up.
bool IsInTrouble(const SourceHealth& health);
// "3 of 4 sources fail", of those that are asked, where it is more than half of them; else empty.
std::string MostThatFail(const std::vector<SourceHealth>& sources);
base::Result<std::vector<SourceHealth>> LookAtSources(store::Store& store);

// What is to be shown, and in what order.
struct SourceChoice {
  std::optional<SourceState> state;
  std::string words;        // in title, address or section, in any case; empty: all
  std::string sort;         // one of kSourceSorts; empty: by id
  bool in_trouble = false;  // only those
};
inline constexpr std::string_view kSourceSorts = "id|title|failures|last|next|entries";
// kInvalidInput: no such order.
base::Result<std::vector<SourceHealth>> Choose(std::vector<SourceHealth> sources,
                                               const SourceChoice& choice);

// "3 min ago", "in 12 s", "never"; "12 s", "3 min", "2 h", "4 d".
std::string Ago(std::optional<base::Instant> when, base::Instant now);
std::string Until(base::Instant when, base::Instant now);
std::string Span(int64_t micros);

// How it stands with the hub that is to bring it; empty: none is.
std::string HubInWords(const SourceHealth& health, base::Instant now);

// The list for people: a heading, a line for each, and what is wrong under those that fail.
std::string SourceTable(const std::vector<SourceHealth>& sources, base::Instant now);
base::Json SourceJson(const SourceHealth& source);

}  // namespace octavo
