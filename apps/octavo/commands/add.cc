#include <fmt/format.h>

#include "commands.h"
#include "owner.h"
#include "sources_given.h"

namespace octavo {

namespace {

constexpr std::string_view kName = "add";

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  auto given = TakeSources(kName, arguments.positional, arguments.Get("country"));
  if (!given) return Complain(kName, kUsage, given.error().message());
  for (model::Source& source : given->sources) {
    if (arguments.Has("title")) source.title = arguments.Get("title");
    if (arguments.Has("section")) source.sections = {std::string(arguments.Get("section"))};
  }
  if (given->sources.empty()) {
    if (given->problems > 0) return kFailed;
    return Complain(kName, kUsage, "nothing to add: name an address, a file or --country");
  }
  const int added = AddAndTell(kName, *settings, given->sources);
  return given->problems > 0 ? kFailed : added;
}

}  // namespace

Command AddCommand() {
  auto options = SettingOptions({"data", "database", "log_level"});
  const Option own[] = {
      {"title", "TEXT", "what the source is to be called; else as it calls itself"},
      {"section", "NAME", "the folder of your list that it belongs to"},
      {"country", "CC", "add the starter list of a country: jp, eg, de, …"},
  };
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {"add",
          "add sources",
          "Adds sources to a data folder: the addresses of feeds, sitemaps or sites, or files of\n"
          "them (OPML). A source that is there already stays as it is. Prints the id and the\n"
          "address of each.\n\n"
          "An `octavo run` that is at work on the folder begins to read them at once; otherwise\n"
          "the next one does.",
          "[URL|SOURCES.opml]...",
          std::move(options),
          Run,
          "  octavo add https://example.org/feed.xml\n"
          "  octavo add example.org --title 'The Example' --section World\n"
          "  octavo add --country eg"};
}

}  // namespace octavo
