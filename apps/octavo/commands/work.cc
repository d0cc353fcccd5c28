#include <fmt/format.h>

#include <memory>

#include "commands.h"
#include "notify.h"
#include "owner.h"
#include "pipeline/control.h"
#include "pipeline/orders.h"
#include "rules_file.h"
#include "working.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "work";
constexpr std::string_view kAllRoles = "poll,fetch,read,group";

// In the order in which they are started; ended in the opposite order.
struct Working {
  std::unique_ptr<store::Store> store;
  std::unique_ptr<pipeline::Pipeline> pipeline;
  std::unique_ptr<pipeline::ControlServer> control;
};

base::Status Start(const Settings& settings, pipeline::Roles roles, Working& working) {
  TRY_ASSIGN(working.store, OpenForWriting(settings));
  TRY_ASSIGN(working.pipeline, StartPipeline(settings, roles, *working.store));
  // Where the store is shared, whoever has an order carries it out.
  if (working.store->IsShared()) return {};
  TRY_ASSIGN(working.control,
             pipeline::ControlServer::Start(
                 settings.data, [&working](const base::Json& order) -> base::Result<base::Json> {
                   auto answer = pipeline::CarryOut(*working.store, order);
                   working.pipeline->Wake();
                   return answer;
                 }));
  return {};
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  if (const base::Status rules = CheckRules(settings->rules); !rules) {
    return Complain(kName, kUsage, rules.error().message());
  }
  const auto roles =
      pipeline::ParseRoles(arguments.Has("roles") ? arguments.Get("roles") : kAllRoles);
  if (!roles) return Complain(kName, kUsage, "--roles: " + std::string(roles.error().message()));
  Watch watch;
  Working working;
  if (const auto started = Start(*settings, *roles, working); !started) {
    return Complain(kName, kFailed, started.error().message());
  }
  NotifyManager("READY=1");
  Watchdog watchdog;
  const auto show_life = [&] {
    watchdog.Feed();
    if (working.control != nullptr) working.control->ShowLife();
  };
  bool done = true;
  if (arguments.Has("once")) {
    done = WorkUntilDone(kName, *working.pipeline, *working.store, watch, show_life);
  } else {
    while (!watch.Tick(*working.store, 200)) show_life();
  }
  NotifyManager("STOPPING=1");
  working.control.reset();
  working.pipeline->Stop();
  return done ? kDone : kFailed;
}

}  // namespace

Command WorkCommand() {
  auto options = SettingOptions({"data", "database", "page_budget", "user_agent", "allow", "rules",
                                 "concurrency", "fetch_timeout", "fetch_limit", "poll_interval",
                                 "workers", "group_wait", "log_level", "log_format"});
  const Option own[] = {
      {"roles", "LIST", "do only these of poll, fetch, read, group (all of them otherwise)"},
      {"once", "", "end when nothing waits, here or elsewhere, instead of waiting for news"},
  };
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {
      "work",
      "read and group what there is, beside others who do the same",
      "Does what `octavo run` does, but adds no sources and serves no pages. On one PostgreSQL\n"
      "(--database) any number of these share the work, on one machine or many: each source\n"
      "is asked, each page fetched and read by one of them, no host is asked by two at a time,\n"
      "and the articles of each language are grouped by one editor. One that ends, however it\n"
      "ends, is found out within seconds; others go on where it stood. `octavo serve` shows\n"
      "the paper meanwhile.\n\n"
      "--roles divides the work: fetch pages where the network is, read them where the cores\n"
      "are. Somebody must have each of the four, or its work waits.",
      "",
      std::move(options),
      Run,
      "  octavo work --database postgresql:///octavo\n"
      "  octavo work --database postgresql://db.example/octavo --roles read,group"};
}

}  // namespace octavo
