#include "source_health.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/secrets.h"
#include "base/utf8.h"
#include "fetch/schedule.h"
#include "pipeline/source_orders.h"

namespace octavo {
namespace {

constexpr std::pair<SourceState, std::string_view> kStates[] = {{SourceState::kNew, "new"},
                                                                {SourceState::kHealthy, "healthy"},
                                                                {SourceState::kFailing, "failing"},
                                                                {SourceState::kPaused, "paused"},
                                                                {SourceState::kRetired, "retired"}};

std::string Lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return out;
}

bool Speaks(const model::Source& source, const std::string& words) {
  if (words.empty()) return true;
  const std::string wanted = Lower(words);
  if (Lower(source.title).contains(wanted) || Lower(source.url).contains(wanted)) return true;
  return std::ranges::any_of(
      source.sections, [&](const std::string& section) { return Lower(section).contains(wanted); });
}

base::Json TimeJson(std::optional<base::Instant> when) {
  return when ? base::Json(base::FormatRfc3339(*when)) : base::Json();
}

// What stands below a source's line: what is wrong, and what is not as it is for most.
std::vector<std::string> NotesOf(const SourceHealth& health, base::Instant now) {
  const model::Source& source = health.source;
  std::vector<std::string> notes = {source.last_error, pipeline::AskingInWords(source.asking)};
  if (source.rights.Any()) notes.push_back("reserved: " + model::RightsText(source.rights));
  if (!source.moved_to.empty()) {
    notes.push_back("redirects for good to " + base::MaskSecrets(source.moved_to));
  }
  notes.push_back(HubInWords(health, now));
  if (health.pages_missing > 0) {
    notes.push_back(fmt::format("of {} pages the feed's own text is read: robots.txt forbids them",
                                health.pages_missing));
  }
  std::erase(notes, std::string());
  return notes;
}

base::Json SubscriptionJson(const model::Subscription& one) {
  base::Json out;
  out.Set("state", model::SubscriptionStateName(one.state));
  out.Set("lease_until", TimeJson(one.lease_until));
  out.Set("asked", one.failures);
  out.Set("next_try", base::FormatRfc3339(one.next_try));
  out.Set("delivered", TimeJson(one.delivered));
  out.Set("error", base::MaskSecrets(one.error));
  return out;
}

std::string HealthWord(const SourceHealth& health) {
  if (health.state != SourceState::kFailing) return std::string(SourceStateName(health.state));
  return fmt::format("failing {}x", health.source.consecutive_failures);
}

}  // namespace

std::string_view SourceStateName(SourceState state) {
  for (const auto& [known, name] : kStates) {
    if (known == state) return name;
  }
  return "";
}

SourceState StateOf(const model::Source& source) {
  if (source.retired) return SourceState::kRetired;
  if (source.paused) return SourceState::kPaused;
  if (!source.last_poll) return SourceState::kNew;
  return source.consecutive_failures == 0 ? SourceState::kHealthy : SourceState::kFailing;
}

// What a poll has found out that worked is no failure; an owner who pauses what fails leaves both.
bool IsGivenUp(const model::Source& source) {
  if (!source.paused || source.last_error.empty()) return false;
  if (source.retired) return source.consecutive_failures >= fetch::kGonePollsToPause;
  return source.consecutive_failures == 0;
}

bool IsInTrouble(const SourceHealth& health) {
  return health.state == SourceState::kFailing || health.state == SourceState::kRetired ||
         IsGivenUp(health.source);
}

std::string MostThatFail(const std::vector<SourceHealth>& sources) {
  const auto are = [&sources](SourceState state) {
    return std::ranges::count(sources, state, &SourceHealth::state);
  };
  const int64_t failing = are(SourceState::kFailing);
  const int64_t asked = failing + are(SourceState::kHealthy);
  return failing * 2 > asked ? fmt::format("{} of {} sources fail", failing, asked) : std::string();
}

base::Result<std::vector<SourceHealth>> LookAtSources(store::Store& store) {
  std::vector<SourceHealth> healths;
  TRY(store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const auto sources, reader.Sources());
    TRY_ASSIGN(const auto entries, reader.EntriesOfWeek());
    TRY_ASSIGN(const auto counts, reader.PagesMissing());
    const std::map<model::SourceId, int64_t> missing(counts.begin(), counts.end());
    const std::map<model::SourceId, int64_t> of_week(entries.begin(), entries.end());
    TRY_ASSIGN(const auto subscriptions, reader.Subscriptions());
    std::map<model::SourceId, model::Subscription> subscribed;
    for (const model::Subscription& one : subscriptions) subscribed[one.source] = one;
    for (const model::Source& source : sources) {
      const auto found = of_week.find(source.id);
      const auto forbidden = missing.find(source.id);
      const auto hub = subscribed.find(source.id);
      healths.push_back({source, StateOf(source), found == of_week.end() ? 0 : found->second,
                         forbidden == missing.end() ? 0 : forbidden->second,
                         hub == subscribed.end() ? std::nullopt : std::optional(hub->second)});
    }
    return {};
  }));
  return healths;
}

base::Result<std::vector<SourceHealth>> Choose(std::vector<SourceHealth> sources,
                                               const SourceChoice& choice) {
  std::erase_if(sources, [&](const SourceHealth& health) {
    return (choice.state && health.state != *choice.state) ||
           (choice.in_trouble && !IsInTrouble(health)) || !Speaks(health.source, choice.words);
  });
  const auto by = [&](auto key) { std::ranges::stable_sort(sources, {}, key); };
  if (choice.sort.empty() || choice.sort == "id") return sources;
  if (choice.sort == "title") {
    by([](const SourceHealth& health) { return Lower(health.source.title); });
  } else if (choice.sort == "failures") {  // the worst first
    by([](const SourceHealth& health) { return -health.source.consecutive_failures; });
  } else if (choice.sort == "last") {  // longest ago first
    by([](const SourceHealth& health) {
      return health.source.last_success.value_or(base::Instant{0});
    });
  } else if (choice.sort == "next") {
    by([](const SourceHealth& health) { return health.source.next_poll; });
  } else if (choice.sort == "entries") {  // the busiest first
    by([](const SourceHealth& health) { return -health.entries_of_week; });
  } else {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      fmt::format("--sort: \"{}\" is not one of {}", choice.sort, kSourceSorts));
  }
  return sources;
}

std::string Span(int64_t micros) {
  const int64_t seconds = micros / base::kMicrosPerSecond;
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3'600) return fmt::format("{} min", seconds / 60);
  if (seconds < 2 * 86'400) return fmt::format("{} h", seconds / 3'600);
  return fmt::format("{} d", seconds / 86'400);
}

std::string Ago(std::optional<base::Instant> when, base::Instant now) {
  if (!when) return "never";
  const int64_t micros = now.micros - when->micros;
  if (micros < 0) return "in the future";
  return micros < 2 * base::kMicrosPerSecond ? "just now" : Span(micros) + " ago";
}

std::string Until(base::Instant when, base::Instant now) {
  return when <= now ? "now" : "in " + Span(when.micros - now.micros);
}

std::string HubInWords(const SourceHealth& health, base::Instant now) {
  if (!health.subscription) return {};
  const model::Subscription& one = *health.subscription;
  std::string out;
  switch (one.state) {
    case model::SubscriptionState::kActive:
      out = one.lease_until && *one.lease_until > now
                ? "its hub delivers, for another " + Span(one.lease_until->micros - now.micros)
                : "its hub delivers no more";
      break;
    case model::SubscriptionState::kDenied:
      out = "its hub will not deliver";
      break;
    case model::SubscriptionState::kWanted:
    case model::SubscriptionState::kLeaving:
      out = "its hub has not verified";
      break;
  }
  // Since it verified last.
  if (one.failures > 0) {
    out += fmt::format(", asked {}x, again {}", one.failures, Until(one.next_try, now));
  }
  out += ": " + base::MaskSecrets(one.hub);
  if (!one.error.empty()) out += fmt::format(" ({})", base::MaskSecrets(one.error));
  return out;
}

std::string SourceTable(const std::vector<SourceHealth>& sources, base::Instant now) {
  std::string out = fmt::format("{:>5}  {:<11}  {:<11}  {:<9}  {:>5}  {:<8}  {}\n", "id", "health",
                                "last read", "next poll", "week", "kind", "title and address");
  for (const SourceHealth& health : sources) {
    const model::Source& source = health.source;
    out += fmt::format("{:>5}  {:<11}  {:<11}  {:<9}  {:>5}  {:<8}  {}{}{}\n", source.id.value,
                       HealthWord(health), Ago(source.last_success, now),
                       source.paused ? "-" : Until(source.next_poll, now), health.entries_of_week,
                       model::SourceKindName(source.kind), base::Printable(source.title),
                       source.title.empty() ? "" : "  ", base::MaskSecrets(source.url));
    for (const std::string& note : NotesOf(health, now)) {
      out += fmt::format("{:7}{}\n", "", base::Printable(note));
    }
  }
  return out;
}

base::Json SourceJson(const SourceHealth& health) {
  const model::Source& source = health.source;
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
  out.Set("state", SourceStateName(health.state));
  out.Set("paused", source.paused);
  out.Set("last_poll", TimeJson(source.last_poll));
  out.Set("last_success", TimeJson(source.last_success));
  out.Set("next_poll", base::FormatRfc3339(source.next_poll));
  out.Set("failures", source.consecutive_failures);
  out.Set("last_error", source.last_error);
  out.Set("entries_of_week", health.entries_of_week);
  out.Set("retired", source.retired);
  out.Set("asked_with", pipeline::AskingInWords(source.asking));
  out.Set("rights", model::RightsText(source.rights));
  out.Set("pages_missing", health.pages_missing);
  if (!source.moved_to.empty()) out.Set("moves_to", base::MaskSecrets(source.moved_to));
  if (!source.hub.empty()) out.Set("hub", source.hub);
  if (source.push_until) out.Set("pushed_until", TimeJson(source.push_until));
  if (health.subscription) out.Set("subscription", SubscriptionJson(*health.subscription));
  return out;
}

}  // namespace octavo
