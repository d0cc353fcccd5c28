#include <fmt/format.h>

#include "base/secrets.h"
#include "commands.h"
#include "owner.h"
#include "pipeline/orders.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "remove";

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  if (arguments.positional.empty()) {
    return Complain(kName, kUsage, "name a source: its id or its address");
  }
  int status = kDone;
  for (const std::string& source : arguments.positional) {
    const auto answer = Order(*settings, pipeline::RemoveOrder(source));
    if (!answer) {
      status = Complain(kName, kFailed, answer.error().message());
      continue;
    }
    fmt::print("removed {}\n", base::MaskSecrets(answer->String("url")));
  }
  return status;
}

}  // namespace

Command RemoveCommand() {
  return {"remove",
          "remove sources",
          "Removes sources, named by id or address as `octavo sources` prints them, and what is\n"
          "still waiting to be read from them. Articles that were read stay.",
          "ID|URL...",
          SettingOptions({"data", "database", "log_level"}),
          Run,
          "  octavo remove 12\n"
          "  octavo remove https://example.org/feed.xml"};
}

}  // namespace octavo
