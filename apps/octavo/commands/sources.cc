#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "base/secrets.h"
#include "base/time.h"
#include "base/utf8.h"
#include "commands.h"
#include "owner.h"
#include "pipeline/source_orders.h"
#include "site_given.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "sources";

// "3 min ago".
std::string Ago(std::optional<base::Instant> when) {
  if (!when) return "never";
  const int64_t seconds =
      (base::SystemClock().Now().micros - when->micros) / base::kMicrosPerSecond;
  if (seconds < 60) return "just now";
  if (seconds < 3'600) return fmt::format("{} min ago", seconds / 60);
  if (seconds < 86'400) return fmt::format("{} h ago", seconds / 3'600);
  return fmt::format("{} d ago", seconds / 86'400);
}

std::string HealthOf(const model::Source& source) {
  if (source.retired) return "retired";
  if (source.paused) return "paused";
  if (!source.last_poll) return "new";
  if (source.consecutive_failures == 0) return "ok";
  return fmt::format("failed {}x", source.consecutive_failures);
}

base::Json JsonOf(const model::Source& source) {
  const auto time = [](std::optional<base::Instant> when) {
    return when ? base::Json(base::FormatRfc3339(*when)) : base::Json();
  };
  base::Json out;
  out.Set("id", source.id.value);
  out.Set("url", base::MaskSecrets(source.url));
  out.Set("title", source.title);
  out.Set("kind", model::SourceKindName(source.kind));
  base::Json::Array sections;
  for (const std::string& section : source.sections) sections.emplace_back(section);
  out.Set("sections", std::move(sections));
  out.Set("language", source.language);
  out.Set("country", source.country);
  out.Set("sample", source.sample);
  out.Set("paused", source.paused);
  out.Set("last_poll", time(source.last_poll));
  out.Set("last_success", time(source.last_success));
  out.Set("next_poll", base::FormatRfc3339(source.next_poll));
  out.Set("failures", source.consecutive_failures);
  out.Set("last_error", source.last_error);
  out.Set("retired", source.retired);
  out.Set("asked_with", pipeline::AskingInWords(source.asking));
  out.Set("rights", model::RightsText(source.rights));
  if (!source.moved_to.empty()) out.Set("moves_to", source.moved_to);
  if (!source.hub.empty()) out.Set("hub", source.hub);
  if (source.push_until) out.Set("pushed_until", time(source.push_until));
  return out;
}

using PagesMissing = std::map<model::SourceId, int64_t>;

void PrintLine(const model::Source& source, const PagesMissing& missing) {
  fmt::print("{:>5}  {:<10}  {:<11}  {:<9}  {}{}{}\n", source.id.value, HealthOf(source),
             Ago(source.last_success), model::SourceKindName(source.kind), source.title,
             source.title.empty() ? "" : "  ", base::MaskSecrets(source.url));
  const auto note = [](std::string_view text) {
    if (!text.empty()) fmt::print("{:7}{}\n", "", text);
  };
  note(source.last_error);
  note(pipeline::AskingInWords(source.asking));
  if (source.rights.Any()) note("reserved: " + model::RightsText(source.rights));
  if (!source.moved_to.empty()) note("redirects for good to " + base::MaskSecrets(source.moved_to));
  if (const auto found = missing.find(source.id); found != missing.end()) {
    note(fmt::format("of {} pages the feed's own text is read: robots.txt forbids them",
                     found->second));
  }
}

// "octavo sources set ID …" and "octavo sources merge KEEP OTHER".
int Change(const Arguments& arguments, const Settings& settings) {
  const std::vector<std::string>& words = arguments.positional;
  base::Json order = AskingFlags(arguments);
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
  if (!answer) return Complain(kName, kFailed, answer.error().message());
  fmt::print("{}  {}\n", answer->Find("id")->AsInteger().value_or(0),
             base::MaskSecrets(answer->String("url")));
  return kDone;
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  if (!arguments.positional.empty()) return Change(arguments, *settings);
  if (arguments.Has("duplicates")) {
    const auto printed = PrintDuplicates(*settings, arguments.Has("json"));
    return printed ? kDone : Complain(kName, kFailed, printed.error().message());
  }
  const auto store = OpenForReading(*settings);
  if (!store) return Complain(kName, kFailed, store.error().message());
  const auto read = (*store)->Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const auto sources, reader.Sources());
    TRY_ASSIGN(const auto counts, reader.PagesMissing());
    const PagesMissing missing(counts.begin(), counts.end());
    if (!arguments.Has("json")) {
      fmt::print("{:>5}  {:<10}  {:<11}  {:<9}  {}\n", "id", "health", "last read", "kind",
                 "title and address");
    }
    for (const model::Source& source : sources) {
      if (arguments.Has("failing") && source.consecutive_failures == 0) continue;
      if (arguments.Has("json")) {
        base::Json json = JsonOf(source);
        const auto found = missing.find(source.id);
        json.Set("pages_missing", found == missing.end() ? 0 : found->second);
        fmt::print("{}\n", base::WriteJson(json));
      } else {
        PrintLine(source, missing);
      }
    }
    return {};
  });
  if (!read) return Complain(kName, kFailed, read.error().message());
  return kDone;
}

}  // namespace

Command SourcesCommand() {
  auto options = SettingOptions({"data", "database", "log_level"});
  const Option own[] = {
      {"json", "", "one JSON object a line, with all that is known"},
      {"failing", "", "only those whose last poll failed"},
      {"duplicates", "", "only pairs that are likely one, and why"},
      {"title", "TEXT", "set: what the source is to be called"},
      {"section", "NAME", "set: the folder of your list that it belongs to"},
  };
  const auto asking = AskingOptions();
  options.insert(options.begin(), asking.begin(), asking.end());
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {
      "sources",
      "list the sources and how they are",
      "Prints every source with its id, its health, when it was last read, what kind it is,\n"
      "its title and its address; under one that fails, why.\n\n"
      "`octavo sources set ID` changes how one is asked (or named); a flag with an empty value\n"
      "takes it away. Headers, cookies and proxies are secrets: they are told as (set).\n"
      "`octavo sources merge KEPT OTHER` makes two sources one: what the other brought belongs\n"
      "to the kept one, the other goes.",
      "[set|merge|ID]...",
      std::move(options),
      Run,
      "  octavo sources --failing\n"
      "  octavo sources --duplicates\n"
      "  octavo sources merge 12 40\n"
      "  octavo sources set 12 --header 'Authorization: Bearer …'\n"
      "  octavo sources --json | jq -r 'select(.failures > 5) | .url'"};
}

}  // namespace octavo
