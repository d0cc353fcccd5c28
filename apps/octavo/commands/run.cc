#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "base/log.h"
#include "commands.h"
#include "newsroom_child.h"
#include "notify.h"
#include "owner.h"
#include "paper.h"
#include "pipeline/control.h"
#include "pipeline/orders.h"
#include "pipeline/pipeline.h"
#include "process_status.h"
#include "rules_file.h"
#include "serve/server.h"
#include "sources_given.h"
#include "watch.h"
#include "working.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "run";

// Everything that runs, in the order in which it is started; ended in the opposite order.
struct Running {
  std::unique_ptr<store::Store> store;
  std::unique_ptr<NewsroomChild> newsroom;
  std::unique_ptr<pipeline::Pipeline> pipeline;
  std::unique_ptr<pipeline::ControlServer> control;
  std::unique_ptr<serve::Server> server;
  ProcessStatus status{base::SystemClock()};
  Watchdog watchdog;
};

// The samples are for those who have no source of their own yet; once they are there, they stay.
base::Result<bool> SamplesWanted(const Arguments& arguments, store::Store& store, bool given) {
  if (!arguments.Has("sample")) return false;
  bool samples = false;
  bool own = given;
  TRY(store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const auto sources, reader.Sources());
    for (const model::Source& source : sources) (source.sample ? samples : own) = true;
    return {};
  }));
  return samples || !own;
}

// Adds sources; those that cannot be are told. How many those are.
base::Result<int> Add(store::Store& store, const std::vector<model::Source>& sources) {
  if (sources.empty()) return 0;
  TRY_ASSIGN(const base::Json answer, pipeline::CarryOut(store, pipeline::AddOrder(sources)));
  int refused = 0;
  for (const base::Json& result : *answer.Find("results")->AsArray()) {
    if (result.Find("error") == nullptr) continue;
    Complain(kName, kFailed, fmt::format("{}: {}", result.String("url"), result.String("error")));
    ++refused;
  }
  return refused;
}

// On a shared store several may run in one folder: the first of them is who answers there.
base::Status Listen(const Settings& settings, Running& running) {
  auto control = pipeline::ControlServer::Start(
      settings.data, [&running](const base::Json& order) -> base::Result<base::Json> {
        if (order.String("do") == kStatusOrder) {
          return running.status.Tell(running.pipeline->figures());
        }
        auto answer = pipeline::CarryOut(*running.store, order);
        running.pipeline->Wake();
        return answer;
      });
  if (control) {
    running.control = *std::move(control);
    return {};
  }
  if (!running.store->IsShared()) return base::Fail(std::move(control).error());
  base::LogInfo(fmt::format("commands do not reach this process: {}", control.error().message()));
  return {};
}

base::Status Start(const Arguments& arguments, Settings settings, std::vector<model::Source> wanted,
                   Running& running, int& refused) {
  TRY_ASSIGN(running.store, OpenForWriting(settings));
  TRY_ASSIGN(const bool samples, SamplesWanted(arguments, *running.store, !wanted.empty()));
  if (samples) {
    auto newsroom = NewsroomChild::Start(settings, *running.store);
    if (newsroom) {
      running.newsroom = *std::move(newsroom);
      settings.allow.push_back(running.newsroom->Allow());
      TRY_ASSIGN(const auto sources, running.newsroom->Sources());
      wanted.insert(wanted.end(), sources.begin(), sources.end());
    } else {
      // The paper of the last time is still there to be read.
      base::LogWarning(fmt::format("the samples are not read: {}", newsroom.error().message()));
    }
  }
  TRY_ASSIGN(refused, Add(*running.store, wanted));
  TRY_ASSIGN(running.pipeline,
             StartPipeline(settings, pipeline::Roles(), *running.store,
                           arguments.Has("no-serve") ? "" : CallbackOf(settings)));
  TRY(Listen(settings, running));
  if (arguments.Has("no-serve")) return {};
  TRY_ASSIGN(running.server, StartPaper(
                                 settings, *running.store,
                                 [&running](const base::Json& order) {
                                   auto answer = pipeline::CarryOut(*running.store, order);
                                   running.pipeline->Wake();
                                   return answer;
                                 },
                                 [&running](const net::Request& request) {
                                   return running.pipeline->AnswerHub(request);
                                 }));
  return {};
}

// What the main thread does several times a second beside waiting.
void ShowLife(Running& running) {
  running.status.Note(running.pipeline->figures());
  running.watchdog.Feed();
  if (running.control != nullptr) running.control->ShowLife();
}

// Until somebody asks for an end, or, with --once, until nothing waits. Whether all was done.
bool WorkOn(const Arguments& arguments, Running& running, Watch& watch) {
  if (!arguments.Has("once")) {
    while (!watch.Tick(*running.store, 200)) {
      ShowLife(running);
    }
    return true;
  }
  return WorkUntilDone(kName, *running.pipeline, *running.store, watch,
                       [&running] { ShowLife(running); });
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  if (const base::Status rules = CheckRules(settings->rules); !rules) {
    return Complain(kName, kUsage, rules.error().message());
  }
  auto given = TakeSources(kName, arguments.positional, arguments.Get("country"));
  if (!given) return Complain(kName, kUsage, given.error().message());
  if (given->sources.empty() && given->problems > 0) return kFailed;
  Watch watch;
  Running running;
  running.status.SetDatabase(DatabaseName(*settings));
  int refused = 0;
  if (const auto started = Start(arguments, *settings, given->sources, running, refused);
      !started) {
    const bool taken = started.error().kind() == base::ErrorKind::kConflict;
    return Complain(kName, kFailed,
                    fmt::format("{}{}", started.error().message(),
                                taken ? "; is another `octavo run` at work there?" : ""));
  }
  if (running.server != nullptr) {
    const std::string address = AddressOfPaper(*settings, running.server->port());
    running.status.SetAddress(address);
    fmt::print("Octavo: {}\n", address);
    std::fflush(stdout);
  }
  NotifyManager("READY=1");
  const bool done = WorkOn(arguments, running, watch);
  NotifyManager("STOPPING=1");
  running.pipeline->PrepareToStop();
  running.server.reset();
  running.control.reset();
  running.pipeline->Stop();
  return done && refused == 0 && given->problems == 0 ? kDone : kFailed;
}

}  // namespace

Command RunCommand() {
  auto options = SettingOptions(
      {"data", "database", "page_budget", "address", "port", "port_attempts", "public_url",
       "instance", "user_agent", "allow", "rules", "concurrency", "fetch_timeout", "fetch_limit",
       "poll_interval", "workers", "group_wait", "log_level", "log_format"});
  const Option own[] = {
      {"once", "", "end when nothing waits, instead of waiting for news"},
      {"no-serve", "", "read and group only, serve no pages"},
      {"country", "CC", "add the starter list of a country: jp, eg, de, …"},
      {"sample", "", "read the sample newsroom, while there is no source of your own"},
  };
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {
      "run",
      "read the sources and serve the paper: all of Octavo in one process",
      "Adds the sources given to those that the data folder holds, asks all of them for news\n"
      "when they are due, reads the pages, groups them into stories, and serves the paper. It\n"
      "prints the paper's address and goes on until Ctrl-C.\n\n"
      "A source is the address of a feed, a sitemap or a site (whose feed is then looked for),\n"
      "or a file of them (OPML, as every news reader exports it).\n\n"
      "Whatever ends it, Ctrl-C, a crash or a power cut, the next run goes on where it stood.\n"
      "While it runs, `octavo add`, `remove` and `import` reach it through the data folder.\n\n"
      "With --once the exit status is 0 only when every source and every page could be read.",
      "[SOURCES.opml|URL]...",
      std::move(options),
      Run,
      "  octavo run https://example.org/feed.xml      follow a feed\n"
      "  octavo run subscriptions.opml --port 9000    a whole list, on another port\n"
      "  octavo run --country jp                      Japanese papers to start with\n"
      "  octavo run --once --no-serve                 fetch now, for instance from cron"};
}

}  // namespace octavo
