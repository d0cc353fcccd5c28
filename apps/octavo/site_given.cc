#include "site_given.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <utility>

#include "base/secrets.h"
#include "base/time.h"
#include "owner.h"
#include "pipeline/discover_site.h"
#include "pipeline/web.h"
#include "source/duplicates.h"

namespace octavo {
namespace {

constexpr size_t kMostTold = 8;

// "https://a.org/feed (The Example, feed, 20 entries)".
std::string Shown(const source::Candidate& one) {
  return fmt::format("{} ({}{}{}, {} entries)", base::MaskSecrets(one.url), one.title,
                     one.title.empty() ? "" : ", ", model::SourceKindName(one.kind), one.entries);
}

void Take(std::string_view command, const pipeline::SiteSources& site, model::Source& source) {
  if (site.found.empty()) {
    if (site.kind != model::SourceKind::kPage) return;  // it is a feed or a sitemap itself
    Complain(command, kDone,
             fmt::format("{}: no feed was found; the page itself is read, its links to articles "
                         "are the entries",
                         source.url));
    return;
  }
  const source::Candidate& best = site.found.front();
  Complain(command, kDone, fmt::format("{}: took {}", source.url, Shown(best)));
  for (size_t i = 1; i < std::min(site.found.size(), kMostTold); ++i) {
    Complain(command, kDone, fmt::format("{}: there is also {}", source.url, Shown(site.found[i])));
  }
  if (site.found.size() > kMostTold) {
    Complain(command, kDone,
             fmt::format("{}: and {} more", source.url, site.found.size() - kMostTold));
  }
  source.url = best.url;
}

base::Result<std::vector<model::Source>> KnownSources(const Settings& settings,
                                                      std::vector<source::Overlap>* overlaps) {
  TRY_ASSIGN(const auto store, OpenForReading(settings));
  std::vector<model::Source> known;
  TRY(store->Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(known, reader.Sources());
    if (overlaps == nullptr) return {};
    TRY_ASSIGN(const auto pairs, reader.SourcesThatShare(5));
    for (const store::SharedEntries& pair : pairs) {
      overlaps->push_back(
          {pair.one, pair.other, pair.shared, std::min(pair.of_one, pair.of_other)});
    }
    return {};
  }));
  return known;
}

}  // namespace

void FindFeedsOfSites(std::string_view command, const Settings& settings,
                      std::vector<model::Source>& sources) {
  if (sources.empty()) return;
  auto web = pipeline::NewWeb({.user_agent = settings.user_agent,
                               .allow = settings.allow,
                               .concurrency = settings.concurrency,
                               .timeout = settings.fetch_timeout,
                               .limit = static_cast<size_t>(settings.fetch_limit)});
  if (!web) {
    Complain(command, kDone, web.error().message());
    return;
  }
  for (model::Source& source : sources) {
    const auto site = pipeline::DiscoverSite(source, **web, base::SystemClock().Now());
    if (site) {
      Take(command, *site, source);
    } else {
      Complain(command, kDone,
               fmt::format("{}; it is added as it is, the next run looks again",
                           site.error().message()));
    }
  }
}

void TellDuplicates(std::string_view command, const Settings& settings,
                    const std::vector<model::Source>& sources) {
  std::map<std::string, std::string> by_key;
  if (const auto known = KnownSources(settings, nullptr)) {
    for (const model::Source& one : *known) {
      by_key.try_emplace(source::DuplicateKey(one.url),
                         fmt::format("source {} ({})", one.id.value, one.url));
    }
  }
  for (const model::Source& one : sources) {
    const auto [there, is_new] = by_key.try_emplace(source::DuplicateKey(one.url), one.url);
    if (is_new || there->second == one.url || there->second.ends_with("(" + one.url + ")")) {
      continue;
    }
    Complain(command, kDone,
             fmt::format("{} looks like {}: `octavo sources merge` makes two sources one", one.url,
                         there->second));
  }
}

base::Status PrintDuplicates(const Settings& settings, bool json) {
  std::vector<source::Overlap> overlaps;
  TRY_ASSIGN(const auto known, KnownSources(settings, &overlaps));
  std::map<model::SourceId, std::string> urls;
  for (const model::Source& one : known) urls[one.id] = base::MaskSecrets(one.url);
  const auto duplicates = source::FindDuplicates(known, overlaps);
  for (const source::Duplicate& pair : duplicates) {
    if (json) {
      base::Json out;
      out.Set("one", pair.one.value).Set("url", urls[pair.one]);
      out.Set("other", pair.other.value).Set("other_url", urls[pair.other]);
      out.Set("why", pair.why);
      fmt::print("{}\n", base::WriteJson(out));
    } else {
      fmt::print("{:>5}  {}\n{:>5}  {}\n       {}; `octavo sources merge {} {}` keeps the first\n",
                 pair.one.value, urls[pair.one], pair.other.value, urls[pair.other], pair.why,
                 pair.one.value, pair.other.value);
    }
  }
  if (duplicates.empty() && !json) fmt::print("no two sources look like one\n");
  return {};
}

namespace {

// What a flag says, or the first line of what "@FILE" or "@-" names.
base::Result<std::string> SecretGiven(std::string_view flag, std::string_view value) {
  if (!value.starts_with('@')) return std::string(value);
  const std::string file = value == "@-" ? "/dev/stdin" : std::string(value.substr(1));
  std::ifstream in(file);
  std::string line;
  if (std::getline(in, line)) return line;
  return base::Fail(base::ErrorKind::kInvalidInput,
                    fmt::format("--{} {}: there is no line to be read", flag, value));
}

}  // namespace

base::Result<base::Json> AskingFlags(const Arguments& arguments) {
  base::Json out;
  const std::pair<std::string_view, std::string_view> flags[] = {{"as", "user_agent"},
                                                                 {"header", "header"},
                                                                 {"cookies", "cookies"},
                                                                 {"proxy", "proxy"},
                                                                 {"http-version", "http_version"}};
  for (const auto& [flag, member] : flags) {
    if (!arguments.Has(flag)) continue;
    const bool secret = flag == "header" || flag == "cookies" || flag == "proxy";
    std::string value(arguments.Get(flag));
    if (secret) {
      TRY_ASSIGN(value, SecretGiven(flag, value));
    }
    out.Set(member, value);
  }
  return out;
}

std::vector<Option> AskingOptions() {
  return {
      {"as", "USER-AGENT", "the user agent that this source is asked with", "", true},
      {"header", "NAME: VALUE",
       "a header that it is sent; without a value: no more; @FILE or @-: as the first line of a "
       "file or of standard input says, which no list of processes shows"},
      {"cookies", "A=1; B=2", "cookies that it is sent, or @FILE, @-", "", true},
      {"proxy", "URL",
       "the proxy that it is asked through: http, https, socks5 or socks5h; no hub (WebSub) is "
       "told of such a source; or @FILE, @-",
       "", true},
      {"http-version", "any|1.1|2", "the HTTP version that it is asked in", "", true}};
}

}  // namespace octavo
