#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include "commands.h"
#include "owner.h"
#include "pipeline/source_orders.h"
#include "site_given.h"
#include "sources_given.h"

namespace octavo {

namespace {

constexpr std::string_view kName = "add";

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  std::vector<std::string> files;
  std::vector<std::string> addresses;
  for (const std::string& name : arguments.positional) {
    std::error_code ignored;
    (std::filesystem::exists(name, ignored) ? files : addresses).push_back(name);
  }
  auto given = TakeSources(kName, files, arguments.Get("country"));
  if (!given) return Complain(kName, kUsage, given.error().message());
  auto sites = TakeSources(kName, addresses, "");
  if (!sites) return Complain(kName, kUsage, sites.error().message());
  given->problems += sites->problems;
  const auto asking = AskingFlags(arguments);
  if (!asking) return Complain(kName, kUsage, asking.error().message());
  for (model::Source& source : sites->sources) {
    if (const auto applied = pipeline::ApplyAsking(*asking, source.asking); !applied) {
      return Complain(kName, kUsage, applied.error().message());
    }
  }
  if (!arguments.Has("as-is")) FindFeedsOfSites(kName, *settings, sites->sources);
  given->sources.insert(given->sources.begin(), sites->sources.begin(), sites->sources.end());
  for (model::Source& source : given->sources) {
    if (arguments.Has("title")) source.title = arguments.Get("title");
    if (arguments.Has("section")) source.sections = {std::string(arguments.Get("section"))};
  }
  TellDuplicates(kName, *settings, given->sources);
  if (given->sources.empty()) {
    if (given->problems > 0) return kFailed;
    return Complain(kName, kUsage, "nothing to add: name an address, a file or --country");
  }
  const int added = AddAndTell(kName, *settings, given->sources);
  return given->problems > 0 ? kFailed : added;
}

}  // namespace

Command AddCommand() {
  auto options = SettingOptions(
      {"data", "database", "user_agent", "allow", "fetch_timeout", "fetch_limit", "log_level"});
  const auto asking = AskingOptions();
  options.insert(options.begin(), asking.begin(), asking.end());
  const Option own[] = {
      {"title", "TEXT", "what the source is to be called; else as it calls itself"},
      {"section", "NAME", "the folder of your list that it belongs to"},
      {"as-is", "", "add the address itself, without looking for the feed of its site"},
      {"country", "CC", "add the starter list of a country: jp, eg, de, …"},
  };
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {
      "add",
      "add sources",
      "Adds sources to a data folder: the addresses of feeds, sitemaps or sites, or files of\n"
      "them (OPML). A source that is there already stays as it is. Prints the id and the\n"
      "address of each.\n\n"
      "Of a site's address the feed with all its news is taken: of those that the page names,\n"
      "else of the places where feeds mostly are and the sitemaps in its robots.txt. What was\n"
      "taken, and what else there is, is told. A page without any feed is read itself.\n\n"
      "How a source is to be asked (user agent, header, cookies, proxy, HTTP version) counts for\n"
      "the addresses given, and for the pages of their sites; headers and cookies only at the "
      "same\n"
      "port, and never in clear text when the address is https. Headers, cookies and proxies are\n"
      "never shown again.\n\n"
      "An `octavo run` that is at work on the folder begins to read them at once; otherwise\n"
      "the next one does.",
      "[URL|SOURCES.opml]...",
      std::move(options),
      Run,
      "  octavo add https://example.org/feed.xml\n"
      "  octavo add example.org --title 'The Example' --section World\n"
      "  octavo add https://members.example.org/feed --cookies 'session=…'\n"
      "  octavo add --country eg"};
}

}  // namespace octavo
