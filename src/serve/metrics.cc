#include "serve/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <utility>

#include "base/mutex.h"

namespace serve {
namespace {

constexpr std::array<std::string_view, 4> kStages = {"fetch", "read", "enrich", "cluster"};
const prometheus::Histogram::BucketBoundaries kSeconds = {.0001, .0005, .001, .005, .01, .02,
                                                          .05,   .1,    .5,   1,    5};

}  // namespace

struct Metrics::State {
  using Key = std::pair<std::string_view, int>;  // kind, class of status

  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>* requests = nullptr;
  prometheus::Family<prometheus::Histogram>* durations = nullptr;
  prometheus::Family<prometheus::Gauge>* gauges = nullptr;
  prometheus::Family<prometheus::Gauge>* waiting = nullptr;
  // Looking up a metric by its labels takes a lock and builds a map of strings; so the few that
  // there are get made once.
  std::map<Key, prometheus::Counter*> counters;
  std::map<std::string_view, prometheus::Histogram*> histograms;
};

Metrics::Metrics(std::string_view version) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.requests = &prometheus::BuildCounter()
                        .Name("octavo_http_requests_total")
                        .Help("Requests answered, by kind and class of status")
                        .Register(state.registry);
  state.durations = &prometheus::BuildHistogram()
                         .Name("octavo_http_request_seconds")
                         .Help("Time from a whole request to its answer being ready")
                         .Register(state.registry);
  state.gauges = &prometheus::BuildGauge()
                      .Name("octavo_items")
                      .Help("What the store holds, and the bytes of the server's cache")
                      .Register(state.registry);
  state.waiting = &prometheus::BuildGauge()
                       .Name("octavo_jobs_waiting")
                       .Help("Jobs that wait, by stage")
                       .Register(state.registry);
  prometheus::BuildGauge()
      .Name("octavo_build_info")
      .Help("Always 1; the version is in the label")
      .Register(state.registry)
      .Add({{"version", std::string(version)}})
      .Set(1);
  for (const std::string_view kind : {"page", "api", "feed", "asset", "action", "other"}) {
    for (int status = 1; status <= 5; ++status) {
      state.counters[{kind, status}] = &state.requests->Add(
          {{"kind", std::string(kind)}, {"status", std::to_string(status) + "xx"}});
    }
    state.histograms[kind] = &state.durations->Add({{"kind", std::string(kind)}}, kSeconds);
  }
}

Metrics::~Metrics() = default;

void Metrics::CountRequest(std::string_view kind, int status, double seconds) {
  const auto counter = state_->counters.find({kind, status / 100});
  if (counter != state_->counters.end()) counter->second->Increment();
  const auto histogram = state_->histograms.find(kind);
  if (histogram != state_->histograms.end()) histogram->second->Observe(seconds);
}

std::string Metrics::Serialise(const store::Counters& counters, size_t cache_bytes) {
  const std::array<std::pair<std::string_view, double>, 10> gauges = {{
      {"sources", static_cast<double>(counters.sources)},
      {"publishers", static_cast<double>(counters.publishers)},
      {"entries", static_cast<double>(counters.entries)},
      {"articles", static_cast<double>(counters.articles)},
      {"quarantined", static_cast<double>(counters.quarantined)},
      {"stories", static_cast<double>(counters.stories)},
      {"tags", static_cast<double>(counters.tags)},
      {"failed_jobs", static_cast<double>(counters.failed_jobs)},
      {"failing_sources", static_cast<double>(counters.failing_sources)},
      {"cache_bytes", static_cast<double>(cache_bytes)},
  }};
  for (const auto& [name, value] : gauges) {
    state_->gauges->Add({{"of", std::string(name)}}).Set(value);
  }
  for (size_t stage = 0; stage < kStages.size(); ++stage) {
    state_->waiting->Add({{"stage", std::string(kStages[stage])}})
        .Set(static_cast<double>(counters.waiting[stage]));
  }
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace serve
