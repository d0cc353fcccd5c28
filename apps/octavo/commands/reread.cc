#include <fmt/format.h>

#include "commands.h"
#include "owner.h"
#include "pipeline/orders.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "reread";

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  const auto answer = Order(*settings, pipeline::RereadOrder());
  if (!answer) return Complain(kName, kFailed, answer.error().message());
  fmt::print("to be read again: {}\n",
             CountOf(answer->Find("pages")->AsInteger().value_or(0), "page"));
  return kDone;
}

}  // namespace

Command RereadCommand() {
  return {"reread",
          "read the stored pages again, without fetching them",
          "Marks every page that is still stored to be read again: after an update of Octavo that\n"
          "reads better. An `octavo run` at work does it at once, otherwise the next one does.\n"
          "Articles keep their ids and their stories.",
          "",
          SettingOptions({"data", "database", "log_level"}),
          Run,
          "  octavo reread && octavo run --once --no-serve"};
}

}  // namespace octavo
