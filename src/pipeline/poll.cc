#include "pipeline/poll.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "fetch/rights.h"
#include "fetch/schedule.h"
#include "net/url.h"
#include "parse/feed.h"
#include "pipeline/home.h"
#include "pipeline/retry.h"

namespace pipeline {
namespace {

constexpr RetryRule kQuickRule{.most_attempts = 2, .first = std::chrono::milliseconds(2'000)};
// Of a first long list only the newest are news.
constexpr size_t kMostEntries = 1'000;
constexpr size_t kMostSitemapEntries = 200;
constexpr int64_t kSitemapDays = 3;
constexpr size_t kMostFurther = 20;

// The time of an entry for the choice of the newest; unknown times come last.
base::Instant TimeOf(const model::Entry& entry) {
  return entry.published.value_or(entry.updated.value_or(base::Instant{0}));
}

void KeepNewest(size_t most, std::vector<model::Entry>& entries,
                std::vector<std::string>& warnings) {
  if (entries.size() <= most) return;
  warnings.push_back(fmt::format("{} entries: the newest {} are read", entries.size(), most));
  std::ranges::stable_sort(entries, std::greater<>(), TimeOf);
  entries.resize(most);
}

// What the entries tell of the source's rhythm.
fetch::PollNews NewsOf(const std::vector<model::Entry>& entries) {
  fetch::PollNews news;
  for (const model::Entry& entry : entries) {
    if (const base::Instant time = TimeOf(entry); time.micros != 0) news.times.push_back(time);
  }
  return news;
}

// A hiccup need not be a quarter of an hour without news. Up to as long again by chance, so that a
// thousand sources that fail together are not asked again together.
void AskAgainSoon(const fetch::Outcome& outcome, base::Instant now, double dice,
                  model::Source& state) {
  const bool is_busy = outcome.kind == fetch::OutcomeKind::kRateLimited;
  // Who asks us to ask less often, and not when to come back, is not asked within seconds.
  if (is_busy && !outcome.retry_after) return;
  if (!(is_busy || outcome.is_transient) || state.consecutive_failures > kQuickRule.most_attempts)
    return;
  const auto wait = std::chrono::microseconds(BackOff(kQuickRule, state.consecutive_failures, 0.5));
  auto micros = static_cast<int64_t>(static_cast<double>(wait.count()) * (1 + dice));
  if (outcome.retry_after) {
    const int64_t asked = std::max<int64_t>(outcome.retry_after->micros - now.micros, 0);
    // A long wait is the schedule's to keep.
    if (asked > wait.count()) {
      micros = static_cast<int64_t>(static_cast<double>(asked) * (1 + dice / 4));
    }
  }
  state.next_poll = std::min(state.next_poll, base::Instant{now.micros + micros});
}

// Sitemaps list a whole archive: of entries with a time those of the last days, of others the
// first few.
void KeepNewsOfSitemap(base::Instant now, PollFindings& findings) {
  const base::Instant oldest{now.micros - kSitemapDays * base::kMicrosPerDay};
  const size_t all = findings.entries.size();
  std::erase_if(findings.entries, [oldest](const model::Entry& entry) {
    return TimeOf(entry).micros != 0 && TimeOf(entry) < oldest;
  });
  if (findings.entries.size() < all) {
    findings.warnings.push_back(fmt::format("{} entries older than {} days are left out",
                                            all - findings.entries.size(), kSitemapDays));
  }
  KeepNewest(kMostSitemapEntries, findings.entries, findings.warnings);
}

// Headers, cookies and password were given for one site: where the source's address becomes
// another's, they stay behind; where it is another of the same site, they come along.
void KeepSecretsAtHome(const model::Source& before, model::Source& state) {
  state.url = WithUserInfoOf(before, state.url);
  const auto from = net::Url::Parse(before.url);
  const auto to = net::Url::Parse(state.url);
  if (from && to && IsAtHome(*from, *to)) return;
  state.asking.headers.clear();
  state.asking.cookies.clear();
}

// A source that this one names, in the same place of the owner's list.
model::Source FurtherSource(const model::Source& source, std::string url, model::SourceKind kind) {
  model::Source further;
  further.url = std::move(url);
  further.kind = kind;
  further.title = source.title;
  further.sections = source.sections;
  further.language = source.language;
  further.country = source.country;
  further.sample = source.sample;
  further.asking = source.asking;
  KeepSecretsAtHome(source, further);
  return further;
}

void TakeFeed(model::Feed feed, base::Instant now, PollFindings& findings) {
  model::Source& state = findings.state;
  if (state.title.empty()) state.title = feed.title;
  if (state.language.empty()) state.language = feed.language;
  state.hub = feed.hub;
  state.topic = feed.self;
  findings.entries = std::move(feed.entries);
  for (std::string& warning : feed.warnings) findings.warnings.push_back(std::move(warning));
  switch (feed.format) {
    case model::FeedFormat::kSitemapIndex:
      state.kind = model::SourceKind::kSitemap;
      if (feed.children.size() > kMostFurther) {
        findings.warnings.push_back(
            fmt::format("{} sitemaps: the first {} are read", feed.children.size(), kMostFurther));
        feed.children.resize(kMostFurther);
      }
      for (std::string& url : feed.children) {
        findings.further.push_back(
            FurtherSource(state, std::move(url), model::SourceKind::kSitemap));
      }
      break;
    case model::FeedFormat::kSitemap:
      state.kind = model::SourceKind::kSitemap;
      KeepNewsOfSitemap(now, findings);
      break;
    default:
      state.kind = model::SourceKind::kFeed;
      KeepNewest(kMostEntries, findings.entries, findings.warnings);
  }
}

// An answer that is not 304. The error: nothing in it can be read as news.
base::Status TakePage(const model::Page& page, base::Instant now,
                      std::optional<int64_t>& ttl_minutes, PollFindings& findings) {
  model::Source& state = findings.state;
  model::Feed feed = parse::ParseFeed(page);
  ttl_minutes = feed.ttl_minutes;
  // What is no list of news lifts no reservation that the last one made.
  const model::Rights rights = fetch::RightsOfHeaders(page.headers);
  if (parse::IsFeed(feed.format) || feed.format == model::FeedFormat::kSitemapIndex) {
    state.rights = rights;
    TakeFeed(std::move(feed), now, findings);
    return {};
  }
  if (feed.format == model::FeedFormat::kOpml) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      "this is a list of sources: save it and use `octavo import`");
  }
  if (feed.format != model::FeedFormat::kHtml) {
    return base::Fail(
        base::ErrorKind::kInvalidInput,
        fmt::format("neither a feed nor a page{}{}", feed.warnings.empty() ? "" : ": ",
                    feed.warnings.empty() ? "" : feed.warnings.front()));
  }
  if (state.kind == model::SourceKind::kUnknown && !feed.children.empty()) {
    state.url = feed.children.front();
    findings.became_feed = true;
    return {};
  }
  state.kind = model::SourceKind::kPage;
  state.rights = rights;
  if (state.title.empty()) state.title = feed.title;
  findings.entries = std::move(feed.entries);
  KeepNewest(kMostSitemapEntries, findings.entries, findings.warnings);
  return {};
}

// A feed may stand at a service's address: who prints it is who prints nine tenths of its entries.
// A list that brings none says nothing new of that.
model::Publisher PublisherOfPoll(const PollFindings& findings) {
  const model::Source& source = findings.state;
  std::map<std::string, size_t> hosts;
  size_t entries = 0;
  const model::Entry* of_most = nullptr;
  for (const model::Entry& entry : findings.entries) {
    if (entry.url.empty()) continue;
    ++entries;
    size_t& count = hosts[PublisherOf(entry.url, source).host];
    if (++count * 2 > findings.entries.size()) of_most = &entry;
  }
  if (entries == 0 && source.publisher) return {};
  if (of_most != nullptr) {
    model::Publisher publisher = PublisherOf(of_most->url, source);
    if (hosts[publisher.host] * 10 >= entries * 9) return publisher;
  }
  return PublisherOf(source.url, source);
}

}  // namespace

std::string PublisherNameFrom(std::string_view title) {
  // What stands behind the first separator is a section or a slogan.
  for (const std::string_view separator :
       {" - ", " – ", " — ", " | ", " > ", " » ", " :: ", ": "}) {
    if (const size_t at = title.find(separator); at != std::string_view::npos && at >= 2) {
      title = title.substr(0, at);
    }
  }
  return std::string(title);
}

model::Publisher PublisherOf(std::string_view url, const model::Source& source) {
  model::Publisher publisher;
  publisher.country = source.country;
  publisher.language = source.language;
  if (const auto parsed = net::Url::Parse(url)) {
    const std::string_view host = parsed->host();
    const bool local = host == "localhost" || host.ends_with(".localhost");
    publisher.host = local ? std::string(host) : net::RegistrableDomain(host);
    if (parsed->port()) publisher.host += fmt::format(":{}", *parsed->port());
  }
  publisher.name = PublisherNameFrom(source.title);
  if (publisher.name.empty()) publisher.name = publisher.host;
  return publisher;
}

model::Publisher PublisherOfArticle(std::string_view url, const model::Source& source,
                                    std::string_view site_name) {
  model::Publisher publisher = PublisherOf(url, source);
  publisher.name = site_name.empty() ? publisher.host : std::string(site_name);
  publisher.country.clear();
  return publisher;
}

PollFindings WorkOutPoll(const model::Source& source, fetch::Outcome outcome, base::Instant now,
                         double dice, int64_t usual_interval) {
  PollFindings findings;
  findings.state = source;
  std::optional<int64_t> ttl_minutes;
  if (outcome.kind == fetch::OutcomeKind::kFresh) {
    const base::Status taken = TakePage(outcome.page, now, ttl_minutes, findings);
    if (findings.became_feed) {
      KeepSecretsAtHome(source, findings.state);
      findings.state.next_poll = now;
      return findings;
    }
    if (!taken) {
      outcome.kind = fetch::OutcomeKind::kFailed;
      outcome.error = taken.error();
      outcome.is_transient = false;
    }
  }
  findings.failed = outcome.kind != fetch::OutcomeKind::kFresh &&
                    outcome.kind != fetch::OutcomeKind::kNotModified;
  fetch::PollNews news = NewsOf(findings.entries);
  news.ttl_minutes = ttl_minutes;
  findings.undated = source.last_success && news.times.empty() && !findings.entries.empty();
  findings.state =
      fetch::AfterPoll(std::move(findings.state), outcome, news, now, dice, usual_interval);
  findings.moved = findings.state.url != source.url;
  if (findings.moved) KeepSecretsAtHome(source, findings.state);
  if (findings.failed) AskAgainSoon(outcome, now, dice, findings.state);
  if (!findings.failed) {
    findings.asked_for = fetch::AskedFor(findings.state, outcome.page.headers, now);
    findings.publisher = PublisherOfPoll(findings);
  }
  return findings;
}

}  // namespace pipeline
