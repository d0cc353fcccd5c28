#include <fmt/format.h>
#include <unistd.h>

#include "commands.h"
#include "owner.h"
#include "status_report.h"
#include "watch.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "status";
constexpr int kLookEvery = 2'000;  // milliseconds, with --watch

// Whoever mails what was printed has something to mail.
void PrintWhyNot(const base::Error& error, const Settings& settings) {
  fmt::print("{}\n", base::WriteJson(StatusJson(error, settings)));
}

// One look. kDone: all is well.
int Look(const Arguments& arguments, const Settings& settings, bool clear) {
  const auto facts = GatherStatus(settings);
  if (!facts) {
    if (arguments.Has("json")) PrintWhyNot(facts.error(), settings);
    return Complain(kName, kFailed, facts.error().message());
  }
  const std::string text =
      arguments.Has("json") ? base::WriteJson(StatusJson(*facts)) + "\n" : StatusPage(*facts);
  fmt::print("{}{}", clear ? "\x1b[H\x1b[2J" : "", text);
  std::fflush(stdout);
  return ConcernsOf(*facts).empty() ? kDone : kFailed;
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) {
    if (arguments.Has("json")) PrintWhyNot(LoadSettings(arguments).error(), Settings());
    return kUsage;
  }
  if (!arguments.Has("watch")) return Look(arguments, *settings, false);
  Watch watch;
  const bool clear = isatty(STDOUT_FILENO) == 1 && !arguments.Has("json");
  int status = kDone;
  do {
    status = Look(arguments, *settings, clear);
  } while (!watch.TickQuietly(kLookEvery));
  return status;
}

}  // namespace

Command StatusCommand() {
  auto options = SettingOptions({"data", "database", "page_budget", "log_level"});
  const Option own[] = {
      {"json", "", "one JSON object, for machines"},
      {"watch", "", "look again every two seconds, until Ctrl-C"},
  };
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {"status",
          "say on one screen whether all is well",
          "Tells whether a process is at work on the data folder and since when, how the sources\n"
          "are, what waits and for how long, what came in within the last hour and today, how\n"
          "large the files are, and the last error. It looks at the data folder itself, so that\n"
          "it answers when nothing runs too, and changes nothing.\n\n"
          "The exit status is 0 when all is well and 1 when something should be looked at; what\n"
          "that is, and what to do, stands first. `octavo doctor` looks deeper.",
          "",
          std::move(options),
          Run,
          "  octavo status --watch\n"
          "  octavo status --json | jq .queue"};
}

}  // namespace octavo
