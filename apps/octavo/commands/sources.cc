#include <fmt/format.h>

#include "base/secrets.h"
#include "base/time.h"
#include "base/utf8.h"
#include "commands.h"
#include "owner.h"

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
  return out;
}

void PrintLine(const model::Source& source) {
  fmt::print("{:>5}  {:<10}  {:<11}  {:<9}  {}{}{}\n", source.id.value, HealthOf(source),
             Ago(source.last_success), model::SourceKindName(source.kind), source.title,
             source.title.empty() ? "" : "  ", base::MaskSecrets(source.url));
  if (!source.last_error.empty()) fmt::print("{:7}{}\n", "", source.last_error);
}

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  const auto store = OpenForReading(*settings);
  if (!store) return Complain(kName, kFailed, store.error().message());
  const auto read = (*store)->Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const auto sources, reader.Sources());
    if (!arguments.Has("json")) {
      fmt::print("{:>5}  {:<10}  {:<11}  {:<9}  {}\n", "id", "health", "last read", "kind",
                 "title and address");
    }
    for (const model::Source& source : sources) {
      if (arguments.Has("failing") && source.consecutive_failures == 0) continue;
      if (arguments.Has("json")) {
        fmt::print("{}\n", base::WriteJson(JsonOf(source)));
      } else {
        PrintLine(source);
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
  };
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {"sources",
          "list the sources and how they are",
          "Prints every source with its id, its health, when it was last read, what kind it is,\n"
          "its title and its address; under one that fails, why.",
          "",
          std::move(options),
          Run,
          "  octavo sources --failing\n"
          "  octavo sources --json | jq -r 'select(.failures > 5) | .url'"};
}

}  // namespace octavo
