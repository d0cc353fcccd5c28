#include "pipeline/due.h"

#include <algorithm>
#include <optional>

namespace pipeline {

std::chrono::milliseconds UntilNextDue(store::Store& store, const base::Clock& clock,
                                       std::chrono::milliseconds longest) {
  std::optional<base::Instant> due;
  const base::Status status = store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(due, reader.NextDue());
    return {};
  });
  if (!status || !due) return longest;
  const int64_t micros = due->micros - clock.Now().micros;
  return std::clamp(std::chrono::milliseconds(micros / 1000 + 1), kShortestSleep, longest);
}

}  // namespace pipeline
