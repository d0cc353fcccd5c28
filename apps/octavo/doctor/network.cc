// The way to the sources, and how each of them is.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <initializer_list>
#include <span>

#include "doctor/examination.h"
#include "fetch/fetcher.h"
#include "fetch/schedule.h"
#include "net/http_client.h"
#include "net/http_date.h"
#include "net/url.h"
#include "source_health.h"

namespace octavo::doctor {
namespace {

constexpr size_t kMostAsked = 3;
constexpr size_t kMostTold = 10;
constexpr int kManyFailures = 3;
constexpr int64_t kClockApart = 5 * 60 * base::kMicrosPerSecond;
constexpr std::chrono::seconds kPatience{10};

// Sources to try the network with: those that worked lately first, each host once.
std::vector<model::Source> SourcesToAsk(const std::vector<SourceHealth>& sources) {
  std::vector<model::Source> asked;
  for (const SourceHealth& health : sources) {
    if (health.state != SourceState::kPaused && health.state != SourceState::kRetired) {
      asked.push_back(health.source);
    }
  }
  std::ranges::stable_sort(asked, [](const model::Source& one, const model::Source& other) {
    return one.last_success.value_or(base::Instant{}) >
           other.last_success.value_or(base::Instant{});
  });
  std::vector<std::string> hosts;
  std::erase_if(asked, [&](const model::Source& source) {
    const auto url = net::Url::Parse(source.url);
    if (!url || std::ranges::find(hosts, url->host()) != hosts.end()) return true;
    hosts.emplace_back(url->host());
    return false;
  });
  if (asked.size() > kMostAsked) asked.resize(kMostAsked);
  return asked;
}

// As fetch and net write it: an error names the address that was asked too, and numbers and words
// of all kinds stand in addresses, but no space.
bool IsAboutStatus(std::string_view error, std::initializer_list<int> statuses) {
  return std::ranges::any_of(statuses, [error](int status) {
    return error.contains(fmt::format("(HTTP status {})", status));
  });
}
bool IsAboutName(std::string_view error) {
  return error.contains("name has no address");
}
bool IsAboutOwnNetwork(std::string_view error) {
  return error.contains("not of the open Internet");
}

bool FailsByLookup(const SourceHealth& health) {
  return health.state == SourceState::kFailing && IsAboutName(health.source.last_error);
}

// Whether the publisher's clock and ours agree; a single one may be wrong itself.
bool ClockAgrees(const model::Page& answer, base::Instant now, std::string& apart) {
  const auto date = net::ParseHttpDate(net::FindHeader(answer.headers, "date"));
  if (!date || std::abs(date->micros - now.micros) < kClockApart) return true;
  apart = fmt::format("{} says that it is {}, here it is {}", answer.final_url,
                      base::FormatRfc3339(*date), base::FormatRfc3339(now));
  return false;
}

// What the open Internet did not answer, and what was not asked because it stands elsewhere, are
// two things: only of the first the way there may be the cause.
void TellUnreachable(std::vector<std::string> errors, Notes& notes) {
  const std::string first = errors.front();
  std::erase_if(errors, IsAboutOwnNetwork);
  if (errors.empty()) {
    notes.Find("network", first, "sources of the own network are asked only when the owner says so",
               "name it in the setting `allow` (octavo config --docs)");
    return;
  }
  const bool names = std::ranges::all_of(errors, IsAboutName);
  notes.Find("network",
             names ? fmt::format("names cannot be looked up: {}", errors.front())
                   : fmt::format("none of {} sources answers: {}", errors.size(), errors.front()),
             "nothing new comes in; Octavo tries again by itself",
             names ? "cat /etc/resolv.conf; getent hosts example.org"
                   : "ip route; curl -I https://example.org/");
}

// A stranger's address as one word of a shell. A "'" would end the quotes; %27 means the same to
// the server.
std::string InQuotes(std::string_view url) {
  std::string quoted = "'";
  for (const char c : url) {
    if (c == '\'') {
      quoted += "%27";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

// What to do about a source, by how it fails.
std::string WhatToDo(const model::Source& source) {
  const std::string_view error = source.last_error;
  if (IsAboutStatus(error, {404, 410})) {
    return fmt::format(
        "look on the site for its new address, then: octavo remove {} && octavo add "
        "NEW_ADDRESS",
        source.id.value);
  }
  if (IsAboutStatus(error, {401, 402, 403, 451})) {
    return fmt::format("the publisher turns Octavo away: octavo pause {}", source.id.value);
  }
  if (IsAboutName(error)) {
    const auto url = net::Url::Parse(source.url);
    return fmt::format("getent hosts {}; if it has no address for days: octavo remove {}",
                       InQuotes(url ? url->host() : source.url), source.id.value);
  }
  if (IsAboutOwnNetwork(error)) {
    return "it stands in the own network: name it in the setting `allow`";
  }
  const std::string_view through = source.asking.proxy.empty() ? "" : "--proxy ITS_PROXY ";
  return fmt::format("try it: curl -I {}{}; if it stays so: octavo pause {}", through,
                     InQuotes(source.url), source.id.value);
}

// Of one that says that it is gone.
std::string HowItIsGone(const model::Source& source) {
  const std::string_view gone = "it says that it is gone for good";
  if (source.paused) return fmt::format("{}, and is not asked any more", gone);
  return fmt::format("{}; it is asked once a week, {} times in all, in case that it is not", gone,
                     fetch::kGonePollsToPause);
}

// Sources whose names could not be looked up, and no other source was read since: then it is as
// likely that this machine cannot look up any.
std::vector<std::string> HostsOfLookups(const std::vector<SourceHealth>& sources) {
  base::Instant read;
  for (const SourceHealth& health : sources) {
    read = std::max(read, health.source.last_success.value_or(base::Instant{}));
  }
  std::vector<std::string> hosts;
  for (const SourceHealth& health : sources) {
    if (!FailsByLookup(health) || health.source.last_poll.value_or(base::Instant{}) < read)
      continue;
    const auto url = net::Url::Parse(health.source.url);
    if (url && std::ranges::find(hosts, url->host()) == hosts.end()) {
      hosts.emplace_back(url->host());
    }
  }
  return hosts;
}

void TellOfLookups(const std::vector<std::string>& hosts, Notes& notes) {
  notes.Find(
      "sources",
      fmt::format("the names of {} hosts could not be looked up: {}{}", hosts.size(),
                  fmt::join(std::span(hosts).first(std::min(hosts.size(), kMostAsked)), ", "),
                  hosts.size() > kMostAsked ? ", …" : ""),
      "no source was read since: this machine may be unable to look up names at all; Octavo "
      "tries again by itself",
      fmt::format("cat /etc/resolv.conf; getent hosts {}", InQuotes(hosts.front())));
}

void TellOf(const SourceHealth& health, base::Instant now, Notes& notes) {
  const model::Source& source = health.source;
  const int64_t id = source.id.value;
  std::string why;
  std::string what_to_do;
  if (health.state == SourceState::kRetired) {
    why = HowItIsGone(source);
    what_to_do = fmt::format("octavo remove {}", id);
  } else if (IsGivenUp(source)) {
    why = "Octavo has paused it: it is not asked any more until you say what becomes of it";
    what_to_do = fmt::format(
        "octavo sources merge KEPT {0}; or, to ask it as before: octavo resume {0}; or: octavo "
        "remove {0}",
        id);
  } else {
    why = fmt::format("it failed {} times, and was last read {}", source.consecutive_failures,
                      Ago(source.last_success, now));
    what_to_do = WhatToDo(source);
  }
  notes.Find("sources", fmt::format("{} ({}): {}", source.url, id, source.last_error), why,
             what_to_do);
}

}  // namespace

void CheckNetwork(const Settings& settings, store::Store& store, const base::Clock& clock,
                  Notes& notes) {
  constexpr std::string_view kCheck = "network";
  const auto sources = LookAtSources(store);
  if (!sources) return;
  const auto asked = SourcesToAsk(*sources);
  if (asked.empty()) {
    notes.Well(kCheck, "not tried: there is no source to ask");
    return;
  }
  net::HttpClientOptions options;
  options.user_agent = settings.user_agent;
  std::string allowed;
  for (const std::string& entry : settings.allow) allowed += entry + ",";
  // Where the sample newsroom stands nobody has said, and `octavo run` knows.
  for (const model::Source& source : asked) {
    const auto url = net::Url::Parse(source.url);
    if (source.sample && url && url->port())
      allowed += fmt::format("{}:{},", url->host(), *url->port());
  }
  if (auto allow = net::AllowList::Parse(allowed)) options.allow = *std::move(allow);
  const auto client = net::HttpClient::Create(std::move(options));
  if (!client) {
    notes.Find(kCheck, client.error().message(), "nothing can be fetched", "octavo version");
    return;
  }
  // As each is polled: whoever has a source asked through a proxy does not want it asked without.
  fetch::Fetcher fetcher(**client, clock, {.timeout = kPatience});
  std::vector<std::string> errors;
  std::vector<std::string> apart;
  for (const model::Source& source : asked) {
    const fetch::Outcome answer = fetcher.PollSourceAndWait(source);
    const bool has_answered = answer.page.status != 0;
    std::string difference;
    if (!has_answered && answer.error) errors.push_back(answer.error->message());
    if (has_answered && !ClockAgrees(answer.page, clock.Now(), difference)) {
      apart.push_back(difference);
    }
  }
  const size_t answered = asked.size() - errors.size();
  if (answered == 0) return TellUnreachable(errors, notes);
  if (apart.size() == answered) {
    notes.Find("clock", apart.front(),
               "the times of articles and of polls are wrong, and certificates may seem not to be "
               "valid",
               "timedatectl set-ntp true; timedatectl");
  }
  notes.Well(kCheck,
             fmt::format("{} of {} sources that were asked answer", answered, asked.size()));
}

void CheckSources(store::Store& store, base::Instant now, Notes& notes) {
  constexpr std::string_view kCheck = "sources";
  const auto sources = LookAtSources(store);
  if (!sources) {
    notes.Find(kCheck, sources.error().message(), "they cannot be listed", "octavo doctor --deep");
    return;
  }
  if (sources->empty()) {
    notes.Find(kCheck, "there is none", "there is nothing to read",
               "octavo add URL, or a list to start with: octavo add --country CC");
    return;
  }
  const auto hosts = HostsOfLookups(*sources);
  const bool lookups_fail = hosts.size() > 1;
  if (lookups_fail) TellOfLookups(hosts, notes);
  size_t told = lookups_fail ? 1 : 0;
  size_t more = 0;
  for (const SourceHealth& health : *sources) {
    if (!IsInTrouble(health) || (lookups_fail && FailsByLookup(health))) continue;
    const bool fails = health.state == SourceState::kFailing;
    if (fails && health.source.consecutive_failures < kManyFailures) continue;
    if (told++ >= kMostTold) {
      ++more;
      continue;
    }
    TellOf(health, now, notes);
  }
  if (more > 0) {
    notes.Find(kCheck, fmt::format("{} more sources fail", more), "as above",
               "octavo sources --failing --sort failures");
  }
  if (told > 0) return;
  if (const std::string most = MostThatFail(*sources); !most.empty()) {
    notes.Find(kCheck, most, "little that is new comes in; none has failed for long yet",
               "octavo sources --failing");
    return;
  }
  notes.Well(kCheck, fmt::format("{}, none fails for long", sources->size()));
}

}  // namespace octavo::doctor
