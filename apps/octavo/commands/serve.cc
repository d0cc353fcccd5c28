#include <fmt/format.h>

#include "commands.h"
#include "notify.h"
#include "owner.h"
#include "paper.h"
#include "pipeline/control.h"
#include "watch.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "serve";

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  Watch watch;
  const auto store = OpenForReading(*settings);
  if (!store) return Complain(kName, kFailed, store.error().message());
  // Whoever writes to the folder carries out what the pages order.
  const auto server =
      StartPaper(*settings, **store, [&](const base::Json& order) -> base::Result<base::Json> {
        if ((*store)->IsShared()) return Order(*settings, order);
        TRY_ASSIGN(auto answer, pipeline::AskRunning(settings->data, order));
        if (answer) return *std::move(answer);
        return base::Fail(base::ErrorKind::kUnavailable, "no `octavo run` is at work");
      });
  if (!server) return Complain(kName, kFailed, server.error().message());
  fmt::print("Octavo: {}\n", AddressOfPaper(*settings, (*server)->port()));
  std::fflush(stdout);
  NotifyManager("READY=1");
  Watchdog watchdog;
  while (!watch.TickQuietly(200)) watchdog.Feed();
  NotifyManager("STOPPING=1");
  return kDone;
}

}  // namespace

Command ServeCommand() {
  return {
      "serve",
      "serve the paper of a data folder, without fetching",
      "Serves what a data folder holds and reads nothing new. It changes nothing there, so that\n"
      "any number of these may stand beside the one `octavo run` that keeps it up to date; but\n"
      "it needs the right to write to the folder, where who reads leaves a mark beside the\n"
      "database. Prints the address and goes on until Ctrl-C.",
      "",
      SettingOptions({"data", "database", "address", "port", "port_attempts", "public_url",
                      "instance", "log_level", "log_format"}),
      Run,
      "  octavo run --no-serve & octavo serve --port 8000"};
}

}  // namespace octavo
