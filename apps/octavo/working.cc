#include "working.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <string>
#include <utility>

#include "owner.h"
#include "pipeline/web.h"
#include "rules_file.h"

namespace octavo {
namespace {

// "host:process": how the others of a shared store call this one.
std::string OwnName() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host = {"?"};
  return fmt::format("{}:{}", host.data(), getpid());
}

}  // namespace

base::Result<std::unique_ptr<pipeline::Pipeline>> StartPipeline(const Settings& settings,
                                                                pipeline::Roles roles,
                                                                store::Store& store,
                                                                std::string callback) {
  // A folder is needed even where the store is none: pages at work are noted there.
  std::error_code ignored;
  std::filesystem::create_directories(settings.data, ignored);
  TRY_ASSIGN(auto web, pipeline::NewWeb({.user_agent = settings.user_agent,
                                         .allow = settings.allow,
                                         .concurrency = settings.concurrency,
                                         .timeout = settings.fetch_timeout,
                                         .limit = static_cast<size_t>(settings.fetch_limit)}));
  std::shared_ptr<const extract::Rules> rules;
  if (!settings.rules.empty()) {
    TRY_ASSIGN(auto loaded, LoadRules(settings.rules));
    rules = std::make_shared<const extract::Rules>(std::move(loaded));
  }
  return pipeline::Pipeline::Start(
      {.roles = roles,
       .name = OwnName(),
       .workers = settings.workers,
       .fetches_waiting = static_cast<size_t>(settings.concurrency) * 16,
       .group_wait = settings.group_wait,
       .poll_interval = settings.poll_interval,
       .suspects_file = settings.data / "at_work",
       .rules = std::move(rules),
       .callback = std::move(callback)},
      store, std::move(web));
}

bool WorkUntilDone(std::string_view command, pipeline::Pipeline& pipeline, store::Store& store,
                   Watch& watch, const std::function<void()>& glance) {
  const pipeline::Ending ending = pipeline.WaitUntilDone([&] {
    if (glance) glance();
    return watch.Tick(store, 0);
  });
  if (ending == pipeline::Ending::kInterrupted) {
    Complain(command, kFailed, "interrupted; the next run goes on from here");
    return false;
  }
  store::Counters counters;
  const base::Status counted = store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(counters, reader.Count());
    return {};
  });
  const pipeline::Figures figures = pipeline.figures();
  if (ending == pipeline::Ending::kSomeLeft) {
    Complain(command, kFailed, "some pages are to be tried again much later; run again then");
  }
  if (counters.failing_sources > 0) {
    Complain(command, kFailed,
             fmt::format("{} of {} sources could not be read; {}", counters.failing_sources,
                         counters.sources,
                         counters.failing_sources == counters.sources
                             ? "is there a way to the network? `octavo doctor` looks"
                             : "`octavo sources --failing` says why"));
  }
  if (figures.failed > 0) {
    Complain(command, kFailed, fmt::format("{} pages could not be had, see above", figures.failed));
  }
  return counted && ending == pipeline::Ending::kAllDone && counters.failing_sources == 0 &&
         figures.failed == 0;
}

}  // namespace octavo
