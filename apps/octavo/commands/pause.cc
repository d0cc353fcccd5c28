#include "commands/pause_resume.h"

#include <fmt/format.h>

#include "base/secrets.h"
#include "commands.h"
#include "owner.h"
#include "pipeline/orders.h"

namespace octavo {

int PauseOrResume(std::string_view command, const Arguments& arguments, bool paused) {
  const auto settings = SettingsOf(command, arguments);
  if (!settings) return kUsage;
  const bool all = arguments.Has("all");
  if (all == !arguments.positional.empty()) {
    return Complain(command, kUsage, "name sources by id or address, or --all, one of the two");
  }
  const std::string_view done = paused ? "paused" : "resumed";
  const auto changed = [](const base::Json& answer) {
    return answer.Find("changed")->AsInteger().value_or(0);
  };
  if (all) {
    const auto answer = Order(*settings, pipeline::PauseAllOrder(paused));
    if (!answer) return Complain(command, kFailed, answer.error().message());
    fmt::print("{} {}\n", done, CountOf(changed(*answer), "source"));
    return kDone;
  }
  int status = kDone;
  for (const std::string& source : arguments.positional) {
    const auto answer = Order(*settings, pipeline::PauseOrder(source, paused));
    if (!answer) {
      status = Complain(command, kFailed, answer.error().message());
      continue;
    }
    fmt::print("{}{} {}\n", changed(*answer) == 0 ? "was " : "", done,
               base::MaskSecrets(answer->String("url")));
  }
  return status;
}

Command PauseCommand() {
  auto options = SettingOptions({"data", "database", "log_level"});
  options.insert(options.begin(), {"all", "", "every source there is"});
  return {"pause",
          "ask sources no more, until they are resumed",
          "Pauses sources, named by id or address as `octavo sources` prints them: they are not\n"
          "asked for news until `octavo resume`, and what a poll that is under way brings is left\n"
          "out. Articles stay, and what was found before is still read. An `octavo run` that is\n"
          "at work is told at once.",
          "[ID|URL]...",
          std::move(options),
          [](const Arguments& arguments) { return PauseOrResume("pause", arguments, true); },
          "  octavo pause 12 https://example.org/feed.xml\n"
          "  octavo pause --all"};
}

}  // namespace octavo
