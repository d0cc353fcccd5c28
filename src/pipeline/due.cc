#include "pipeline/due.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace pipeline {
namespace {

using Due = std::optional<base::Instant>;

std::chrono::milliseconds Until(const std::function<base::Result<Due>(store::Reader&)>& next,
                                store::Store& store, const base::Clock& clock,
                                std::chrono::milliseconds longest) {
  Due due;
  const base::Status status = store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(due, next(reader));
    return {};
  });
  if (!status || !due) return longest;
  const int64_t micros = due->micros - clock.Now().micros;
  return std::clamp(std::chrono::milliseconds(micros / 1000 + 1), kShortestSleep, longest);
}

}  // namespace

std::chrono::milliseconds UntilSourceDue(store::Store& store, const base::Clock& clock,
                                         std::chrono::milliseconds longest) {
  return Until([](store::Reader& reader) { return reader.NextDueSource(); }, store, clock, longest);
}

std::chrono::milliseconds UntilJobDue(store::Stage stage, store::Store& store,
                                      const base::Clock& clock, std::chrono::milliseconds longest) {
  return Until([stage](store::Reader& reader) { return reader.NextDueJob(stage); }, store, clock,
               longest);
}

}  // namespace pipeline
