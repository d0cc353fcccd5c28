#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "base/secrets.h"
#include "base/time.h"
#include "commands.h"
#include "owner.h"
#include "pipeline/source_orders.h"
#include "site_given.h"
#include "source_health.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "sources";

// The state that --state asks for. kInvalidInput: there is no such state.
base::Result<std::optional<SourceState>> WantedState(const Arguments& arguments) {
  if (!arguments.Has("state")) return std::nullopt;
  const std::string_view wanted = arguments.Get("state");
  for (const SourceState state : {SourceState::kNew, SourceState::kHealthy, SourceState::kFailing,
                                  SourceState::kPaused, SourceState::kRetired}) {
    if (SourceStateName(state) == wanted) return state;
  }
  return base::Fail(
      base::ErrorKind::kInvalidInput,
      fmt::format("--state: \"{}\" is not new, healthy, failing, paused or retired", wanted));
}

// Those that are named, by id or address, in that order.
base::Result<std::vector<SourceHealth>> Named(store::Store& store,
                                              const std::vector<SourceHealth>& all,
                                              const std::vector<std::string>& names) {
  std::vector<SourceHealth> named;
  for (const std::string& name : names) {
    TRY_ASSIGN(const model::Source source, pipeline::SourceNamed(store, name));
    std::ranges::copy_if(all, std::back_inserter(named),
                         [&](const SourceHealth& health) { return health.source.id == source.id; });
  }
  return named;
}

base::Status Print(const Arguments& arguments, store::Store& store) {
  SourceChoice choice;
  TRY_ASSIGN(choice.state, WantedState(arguments));
  choice.in_trouble = arguments.Has("failing");
  choice.words = arguments.Get("find");
  choice.sort = arguments.Get("sort");
  TRY_ASSIGN(auto all, LookAtSources(store));
  const bool none = all.empty();
  if (!arguments.positional.empty()) {
    TRY_ASSIGN(all, Named(store, all, arguments.positional));
  }
  TRY_ASSIGN(const auto sources, Choose(std::move(all), choice));
  if (arguments.Has("json")) {
    for (const SourceHealth& source : sources) {
      fmt::print("{}\n", base::WriteJson(SourceJson(source)));
    }
  } else if (none) {
    fmt::print("there are no sources yet: `octavo add URL` adds one\n");
  } else {
    fmt::print("{}", SourceTable(sources, base::SystemClock().Now()));
  }
  return {};
}

// "octavo sources set ID …" and "octavo sources merge KEEP OTHER".
int Change(const Arguments& arguments, const Settings& settings) {
  const std::vector<std::string>& words = arguments.positional;
  auto asking = AskingFlags(arguments);
  if (!asking) return Complain(kName, kUsage, asking.error().message());
  base::Json order = *std::move(asking);
  if (words.front() == "set" && words.size() == 2) {
    for (const std::string_view name : {"title", "section"}) {
      if (arguments.Has(name)) order.Set(name, arguments.Get(name));
    }
    if (order.IsNull()) return Complain(kName, kUsage, "set: name what is to be changed");
    order.Set("do", "set").Set("source", words[1]);
  } else if (words.front() == "merge" && words.size() == 3) {
    order = base::Json();
    order.Set("do", "merge").Set("keep", words[1]).Set("source", words[2]);
  } else {
    return Complain(
        kName, kUsage,
        "`octavo sources set ID …` and `octavo sources merge KEPT OTHER` change sources");
  }
  const auto answer = Order(settings, order);
  if (!answer) {
    const bool wrong = answer.error().kind() == base::ErrorKind::kInvalidInput;
    return Complain(kName, wrong ? kUsage : kFailed, answer.error().message());
  }
  fmt::print("{}  {}\n", answer->Find("id")->AsInteger().value_or(0),
             base::MaskSecrets(answer->String("url")));
  return kDone;
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  if (!arguments.positional.empty() &&
      (arguments.positional.front() == "set" || arguments.positional.front() == "merge")) {
    return Change(arguments, *settings);
  }
  if (arguments.Has("duplicates")) {
    const auto printed = PrintDuplicates(*settings, arguments.Has("json"));
    return printed ? kDone : Complain(kName, kFailed, printed.error().message());
  }
  const auto store = OpenForReading(*settings);
  if (!store) return Complain(kName, kFailed, store.error().message());
  const auto printed = Print(arguments, **store);
  if (printed) return kDone;
  const bool wrong = printed.error().kind() == base::ErrorKind::kInvalidInput;
  return Complain(kName, wrong ? kUsage : kFailed, printed.error().message());
}

}  // namespace

Command SourcesCommand() {
  auto options = SettingOptions({"data", "database", "log_level"});
  const Option own[] = {
      {"json", "", "one JSON object a line, with all that is known"},
      {"failing", "", "only those whose last poll failed, and those that Octavo has given up"},
      {"state", "new|healthy|failing|paused|retired", "only those that are so", "", true},
      {"find", "TEXT", "only those with this in title, address or section"},
      {"sort", kSourceSorts,
       "in what order: the most failures, the longest without news, the next to be asked or the "
       "busiest first"},
      {"duplicates", "", "only pairs that are likely one, and why"},
      {"title", "TEXT", "set: what the source is to be called", "", true},
      {"section", "NAME", "set: the folder of your list that it belongs to", "", true},
  };
  const auto asking = AskingOptions();
  options.insert(options.begin(), asking.begin(), asking.end());
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {
      "sources",
      "list the sources and how they are",
      "Prints every source, or those named, with its id, its health, when it was last read and\n"
      "will be asked next, how many entries it brought within a week, what kind it is, its\n"
      "title and its address; under one that fails, why, and under one that a hub is to bring\n"
      "(WebSub) how that stands.\n\n"
      "`octavo sources set ID` changes how one is asked (or named); a flag with an empty value\n"
      "takes it away. Headers, cookies and proxies are secrets: they are told as (set).\n"
      "`octavo sources merge KEPT OTHER` makes two sources one: what the other brought belongs\n"
      "to the kept one, the other goes.",
      "[set|merge|ID]...",
      std::move(options),
      Run,
      "  octavo sources --failing\n"
      "  octavo sources 12\n"
      "  octavo sources --sort entries --find example.org\n"
      "  octavo sources --duplicates\n"
      "  octavo sources merge 12 40\n"
      "  octavo sources set 12 --header 'Authorization: Bearer …'\n"
      "  octavo sources --json | jq -r 'select(.failures > 5) | .url'"};
}

}  // namespace octavo
