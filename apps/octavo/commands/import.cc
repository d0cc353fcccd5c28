#include <fmt/format.h>

#include "commands.h"
#include "owner.h"
#include "site_given.h"
#include "source/arguments.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "import";

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  if (arguments.positional.empty()) return Complain(kName, kUsage, "name a file to import");
  std::vector<model::Source> sources;
  int status = kDone;
  for (const std::string& file : arguments.positional) {
    auto list = source::SourcesFromFile(file);
    if (!list) {
      status = Complain(kName, kFailed, list.error().message());
      continue;
    }
    for (const source::Problem& problem : list->problems) {
      status = Complain(kName, kFailed, problem.text);
    }
    sources.insert(sources.end(), list->sources.begin(), list->sources.end());
  }
  if (sources.empty()) return status;
  TellDuplicates(kName, *settings, sources);
  const int added = AddAndTell(kName, *settings, sources);
  return added == kDone ? status : added;
}

}  // namespace

Command ImportCommand() {
  return {
      "import",
      "add the sources of an OPML file",
      "Reads lists of sources as news readers export them (OPML) and adds them all, with their\n"
      "titles and folders. One that is broken is told with its line, and does not stop the\n"
      "others; then the exit status is 1.",
      "FILE.opml...",
      SettingOptions({"data", "database", "log_level"}),
      Run,
      "  octavo import subscriptions.opml"};
}

}  // namespace octavo
