#include "pipeline/gatekeeper.h"

#include <fmt/format.h>

#include <utility>

#include "base/log.h"
#include "fetch/site_rules.h"
#include "net/url.h"

namespace pipeline {
namespace {

constexpr size_t kMostBytes = size_t{16} << 20;  // of files, as they came
constexpr size_t kMostSites = 5'000;
constexpr size_t kOverhead = 512;

// Path and query.
std::string TargetOf(const net::Url& url) {
  std::string target(url.path());
  if (!url.query().empty()) {
    target += '?';
    target += url.query();
  }
  return target;
}

std::string DomainOf(const std::string& url) {
  const auto parsed = net::Url::Parse(url);
  if (!parsed || !parsed->IsHttp()) return {};
  return net::RegistrableDomain(parsed->host());
}

}  // namespace

Gatekeeper::Gatekeeper(store::Store& store, Committer& committer, Web& web,
                       const base::Clock& clock)
    : store_(store), committer_(committer), web_(web), clock_(clock) {
  std::vector<model::Source> sources;
  const base::Status read = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(sources, reader.Sources());
    return {};
  });
  if (!read) base::LogError(fmt::format("reading the sources: {}", read.error().message()));
  for (const model::Source& source : sources) Note(source);
}

void Gatekeeper::Note(const model::Source& source) {
  const std::string domain = DomainOf(source.url);
  if (domain.empty()) return;
  base::MutexLock lock(mutex_);
  // Another source of the same domain may have what this one has not.
  if (source.asking != model::Asking()) askings_[domain] = source.asking;
}

model::Asking Gatekeeper::AskingOf(const std::string& url) const {
  base::MutexLock lock(mutex_);
  if (askings_.empty()) return {};
  const auto found = askings_.find(DomainOf(url));
  return found == askings_.end() ? model::Asking() : found->second;
}

std::shared_ptr<const Gatekeeper::Known> Gatekeeper::Parse(const model::Site& site,
                                                           base::Instant now) {
  auto known = std::make_shared<Known>();
  known->state = fetch::StateOfRobots(site, now);
  known->robots = fetch::Robots::Parse(site.robots);
  known->reservations = fetch::ReservationsFrom(site.reservations);
  known->until = site.robots_until;
  known->bytes = site.robots.size() + site.reservations.size() + kOverhead;
  return known;
}

Permission Gatekeeper::Decide(const Known& known, const std::string& url) {
  Permission permission;
  const auto parsed = net::Url::Parse(url);
  if (!parsed) return permission;
  if (known.state == fetch::RobotsState::kUnknown) {
    permission.may = MayRead::kNotKnown;
    permission.ask_again = known.until;
    permission.why = fmt::format("{} cannot be had just now, so its pages are not read",
                                 fetch::RobotsUrlOf(url));
    return permission;
  }
  const std::string target = TargetOf(*parsed);
  permission.rights = fetch::RightsOfPath(known.reservations, target);
  permission.pause = known.robots.crawl_delay().value_or(std::chrono::milliseconds(0));
  if (!known.robots.Allows(target)) {
    permission.may = MayRead::kNo;
    permission.why = fmt::format("robots.txt of {} forbids the page", parsed->host());
  }
  return permission;
}

std::shared_ptr<const Gatekeeper::Known> Gatekeeper::FindFresh(const std::string& key,
                                                               base::Instant now) {
  const auto found = sites_.find(key);
  if (found == sites_.end() || found->second.known == nullptr) return nullptr;
  recent_.splice(recent_.begin(), recent_, found->second.place);
  return found->second.known->until > now ? found->second.known : nullptr;
}

void Gatekeeper::Ask(const std::string& url, Answer answer) {
  const auto parsed = net::Url::Parse(url);
  if (!parsed || !parsed->IsHttp()) return answer({});  // the web will say what is wrong
  const std::string key = parsed->HostKey();
  std::shared_ptr<const Known> known;
  bool is_first = false;
  {
    base::MutexLock lock(mutex_);
    known = FindFresh(key, clock_.Now());
    if (known == nullptr) {
      auto [entry, is_new] = sites_.try_emplace(key);
      if (is_new) {
        recent_.push_front(key);
        entry->second.place = recent_.begin();
      }
      is_first = entry->second.waiting.empty();
      entry->second.waiting.push_back({url, std::exchange(answer, nullptr)});
    }
  }
  if (known != nullptr) return answer(Decide(*known, url));
  if (is_first) Load(key, url);
}

void Gatekeeper::Load(const std::string& key, const std::string& url) {
  model::Site site;
  site.key = key;
  const base::Status read = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(auto found, reader.SiteByKey(key));
    if (found) site = *std::move(found);
    return {};
  });
  if (!read) base::LogError(fmt::format("site {}: {}", key, read.error().message()));
  if (site.robots_until > clock_.Now()) return Settle(site, News::kFromStore);
  AskSite(std::move(site), url);
}

void Gatekeeper::AskSite(model::Site site, const std::string& url) {
  web_.FetchRobots(fetch::RobotsUrlOf(url), AskingOf(url),
                   [this, site = std::move(site), url](const fetch::Outcome& outcome) mutable {
                     if (stopping_) return;
                     site = fetch::AfterRobots(std::move(site), outcome, clock_.Now());
                     if (site.unreachable_since) {
                       base::LogDebug(fmt::format("robots.txt of {}: {}", site.key,
                                                  outcome.error ? outcome.error->message() : ""));
                       return Settle(site, News::kFromSite);
                     }
                     AskForReservations(std::move(site), url);
                   });
}

void Gatekeeper::AskForReservations(model::Site site, const std::string& url) {
  web_.FetchPageAs(fetch::ReservationsUrlOf(url), AskingOf(url), {},
                   [this, site = std::move(site)](const fetch::Outcome& outcome) mutable {
                     if (stopping_) return;
                     site = fetch::AfterReservations(std::move(site), outcome);
                     Settle(site, News::kFromSite);
                   });
}

void Gatekeeper::Settle(const model::Site& site, News news) {
  const base::Instant now = clock_.Now();
  const std::shared_ptr<const Known> known = Parse(site, now);
  std::vector<Waiting> waiting;
  {
    base::MutexLock lock(mutex_);
    Entry& entry = sites_[site.key];
    bytes_ += known->bytes - (entry.known == nullptr ? 0 : entry.known->bytes);
    entry.known = known;
    waiting.swap(entry.waiting);
    Drop();
  }
  if (news == News::kFromSite) Keep(site);
  for (const Waiting& one : waiting) one.answer(Decide(*known, one.url));
}

// Before anybody hears the answer: whoever writes because of it writes later.
void Gatekeeper::Keep(const model::Site& site) {
  const auto kept = std::make_shared<const model::Site>(site);
  committer_.Submit(
      [kept](store::Transaction& transaction) { return transaction.PutSite(*kept); },
      [kept](const base::Status& status) {
        if (!status) {
          base::LogError(fmt::format("site {}: {}", kept->key, status.error().message()));
        }
      },
      0);
}

// Those asked for longest ago go; the store has them.
void Gatekeeper::Drop() {
  while ((bytes_ > kMostBytes || sites_.size() > kMostSites) && !recent_.empty()) {
    const auto last = sites_.find(recent_.back());
    if (!last->second.waiting.empty() || last->second.known == nullptr) return;
    bytes_ -= last->second.known->bytes;
    sites_.erase(last);
    recent_.pop_back();
  }
}

}  // namespace pipeline
