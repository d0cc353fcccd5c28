#pragma once
// What the server counts, in the text format of Prometheus.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "store/views.h"

namespace serve {

// Safe for use by several threads.
class Metrics {
 public:
  explicit Metrics(std::string_view version);
  ~Metrics();

  // `kind`: "page", "api", "feed", "asset", "action", "other".
  void CountRequest(std::string_view kind, int status, double seconds);

  // The whole text. `counters` of the store at this moment.
  std::string Serialise(const store::Counters& counters, size_t cache_bytes);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace serve
