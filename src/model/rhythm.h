#pragma once
// Rhythm: when a source publishes, as far as its entries have told, and how often its feed wants to
// be asked. fetch/rhythm.h and fetch/schedule.h keep it.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"

namespace model {

// Counts fade: what was seen a fortnight ago counts half.
struct Rhythm {
  base::Instant as_of;                // all below is of this moment; 0: nothing was seen yet
  base::Instant newest;               // the time of the newest entry that was counted; 0: none was
  double watched_days = 0;            // for how long it has been watched
  std::array<double, 24> hours = {};  // entries by the hour of the day, UTC
  std::array<double, 7> days = {};    // the same entries by the day of the week, Thursday first
  int64_t ttl_minutes = 0;  // the last feed's, which an answer without one (304) does not repeat
  bool operator==(const Rhythm&) const = default;

  double entries() const;
};

// As it is stored: numbers with spaces between them, of counts three decimals; empty: nothing was
// seen yet.
std::string RhythmText(const Rhythm& rhythm);
// Nothing seen, where the text is none.
Rhythm RhythmFrom(std::string_view text);

}  // namespace model
