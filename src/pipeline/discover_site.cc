#include "pipeline/discover_site.h"

#include <algorithm>
#include <future>
#include <memory>
#include <set>
#include <utility>

#include "fetch/robots.h"
#include "fetch/site_rules.h"
#include "net/url.h"
#include "parse/discover.h"
#include "parse/feed.h"
#include "pipeline/home.h"

namespace pipeline {
namespace {

constexpr size_t kMostNamed = 12;
constexpr size_t kMostSitemaps = 5;

// Headers and cookies are for the site that they were given for, and for no other.
std::future<fetch::Outcome> Ask(model::Source source, const std::string& url, Web& web) {
  const auto home = net::Url::Parse(source.url);
  const auto there = net::Url::Parse(url);
  if (!home || !there || home->HostKey() != there->HostKey()) {
    source.asking.headers.clear();
    source.asking.cookies.clear();
  }
  source.url = WithUserInfoOf(source, url);
  source.etag.clear();
  source.last_modified.clear();
  const auto promise = std::make_shared<std::promise<fetch::Outcome>>();
  web.PollSource(source,
                 [promise](fetch::Outcome outcome) { promise->set_value(std::move(outcome)); });
  return promise->get_future();
}

// Fills in what stands at the candidate's address. False: nothing that could be a source.
bool LookAt(const fetch::Outcome& outcome, source::Candidate& one) {
  if (outcome.kind != fetch::OutcomeKind::kFresh) return false;
  const model::Feed feed = parse::ParseFeed(outcome.page);
  const bool is_sitemap =
      feed.format == model::FeedFormat::kSitemap || feed.format == model::FeedFormat::kSitemapIndex;
  if (!parse::IsFeed(feed.format) && !is_sitemap) return false;
  one.kind = is_sitemap ? model::SourceKind::kSitemap : model::SourceKind::kFeed;
  one.title = feed.title;
  one.entries = feed.entries.size() + feed.children.size();
  size_t with_text = 0;
  for (const model::Entry& entry : feed.entries) {
    const auto time = entry.published ? entry.published : entry.updated;
    if (time && (!one.newest || *time > *one.newest)) one.newest = time;
    if (entry.content.size() > 1'000) ++with_text;
  }
  one.has_text = with_text * 2 > feed.entries.size();
  return true;
}

void AddCandidate(std::string url, source::FoundBy found_by, std::set<std::string>& known,
                  std::vector<source::Candidate>& candidates) {
  if (!known.insert(url).second) return;
  source::Candidate one;
  one.url = std::move(url);
  one.found_by = found_by;
  one.place = candidates.size();
  candidates.push_back(std::move(one));
}

void AddSitemaps(const std::string& site, const fetch::Outcome& robots,
                 std::set<std::string>& known, std::vector<source::Candidate>& candidates) {
  if (robots.kind != fetch::OutcomeKind::kFresh) return;
  const auto base = net::Url::Parse(site);
  const fetch::Robots rules = fetch::Robots::Parse(robots.page.bytes);
  size_t taken = 0;
  for (const std::string& sitemap : rules.sitemaps()) {
    const auto url = net::Url::Parse(sitemap, base ? &*base : nullptr);
    if (!url || !url->IsHttp() || ++taken > kMostSitemaps) continue;
    AddCandidate(url->href(), source::FoundBy::kSitemap, known, candidates);
  }
}

}  // namespace

base::Result<SiteSources> DiscoverSite(const model::Source& source, Web& web, base::Instant now) {
  fetch::Outcome first = Ask(source, source.url, web).get();
  if (first.error) return std::unexpected(*first.error);
  SiteSources out;
  source::Candidate self;
  if (LookAt(first, self)) {
    out.kind = self.kind;
    out.title = self.title;
    return out;
  }
  const model::Feed page = parse::ParseFeed(first.page);
  out.kind = model::SourceKind::kPage;
  out.title = page.title;
  if (page.format != model::FeedFormat::kHtml) {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      "neither a feed nor a page that could name one");
  }
  const std::string site = first.page.final_url.empty() ? source.url : first.page.final_url;
  std::set<std::string> known;
  std::vector<source::Candidate> candidates;
  for (const std::string& url : page.children) {
    if (candidates.size() < kMostNamed) {
      AddCandidate(url, source::FoundBy::kPage, known, candidates);
    }
  }
  if (candidates.empty()) {
    for (std::string& url : parse::LikelyFeeds(site)) {
      AddCandidate(std::move(url), source::FoundBy::kPath, known, candidates);
    }
    AddSitemaps(site, Ask(source, fetch::RobotsUrlOf(site), web).get(), known, candidates);
  }
  std::vector<std::future<fetch::Outcome>> answers;
  for (const source::Candidate& one : candidates) answers.push_back(Ask(source, one.url, web));
  for (size_t i = 0; i < candidates.size(); ++i) {
    if (!LookAt(answers[i].get(), candidates[i])) continue;
    candidates[i].url = WithUserInfoOf(source, candidates[i].url);
    out.found.push_back(std::move(candidates[i]));
  }
  source::RankCandidates(site, now, out.found);
  return out;
}

}  // namespace pipeline
