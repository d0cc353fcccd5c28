#include "pipeline/gatekeeper.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "fetch/site_rules.h"
#include "net/url.h"
#include "pipeline/guard.h"
#include "pipeline/home.h"

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

// How near a source's home stands to a page of its domain; 0: at the same host and port.
int DistanceOf(const net::Url& home, const net::Url& there) {
  if (home.HostKey() == there.HostKey()) return 0;
  return IsAtHome(home, there) ? 1 : 2;
}

}  // namespace

Gatekeeper::Gatekeeper(store::Store& store, Committer& committer, Web& web,
                       const base::Clock& clock)
    : store_(store), committer_(committer), web_(web), clock_(clock) {
  thread_ = std::jthread([this] { Loop(); });
}

void Gatekeeper::Stop() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
    filled_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

void Gatekeeper::HandOver(std::function<void()> work) {
  base::MutexLock lock(mutex_);
  if (stopping_) return;
  waiting_.push_back(std::move(work));
  filled_.NotifyOne();
}

void Gatekeeper::Loop() {
  while (true) {
    std::function<void()> work;
    {
      base::MutexLock lock(mutex_);
      while (!stopping_ && waiting_.empty()) filled_.Wait(mutex_);
      if (stopping_) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    const base::Status done = Guarded("asking whether a page may be read", [&]() -> base::Status {
      work();
      return {};
    });
    if (!done) base::LogError(done.error().message());
  }
}

// All anew: what the owner has taken away is not there any more.
void Gatekeeper::LoadAskings() {
  std::vector<model::Source> sources;
  const base::Status read = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(sources, reader.SourcesAskedApart());
    return {};
  });
  if (!read) {
    sources_changed_ = true;
    return base::LogError(fmt::format("reading the sources: {}", read.error().message()));
  }
  askings_.clear();
  for (model::Source& source : sources) {
    auto home = net::Url::Parse(source.url);
    if (!home || !home->IsHttp()) continue;
    askings_[net::RegistrableDomain(home->host())].push_back({std::move(source), *std::move(home)});
  }
}

model::Asking Gatekeeper::AskingOf(const std::string& url, const std::string& proxy) {
  model::Asking asking = NearestAsking(url);
  if (asking.proxy.empty()) asking.proxy = proxy;
  return asking;
}

model::Asking Gatekeeper::NearestAsking(const std::string& url) {
  const auto there = net::Url::Parse(url);
  base::MutexLock lock(askings_mutex_);
  if (sources_changed_.exchange(false)) LoadAskings();
  if (askings_.empty() || !there || !there->IsHttp()) return {};
  const auto found = askings_.find(net::RegistrableDomain(there->host()));
  if (found == askings_.end()) return {};
  const auto nearest = std::ranges::min_element(
      found->second, {}, [&there](const Apart& one) { return DistanceOf(one.home, *there); });
  return AskingAt(nearest->source, nearest->home, *there);
}

std::shared_ptr<const Gatekeeper::Known> Gatekeeper::Parse(const model::Site& site,
                                                           base::Instant now) {
  auto known = std::make_shared<Known>();
  known->state = fetch::StateOfRobots(site, now);
  known->robots = fetch::Robots::Parse(site.robots);
  known->reservations = fetch::ReservationsFrom(site.reservations);
  known->until = site.robots_until;
  known->unreachable_since = site.unreachable_since;
  known->bytes = site.robots.size() + site.reservations.size() + kOverhead;
  return known;
}

Permission Gatekeeper::Decide(const Known& known, const std::string& url) {
  Permission permission;
  const auto parsed = net::Url::Parse(url);
  if (!parsed) return permission;
  const std::string target = TargetOf(*parsed);
  permission.rights = fetch::RightsOfPath(known.reservations, target);
  if (known.state == fetch::RobotsState::kUnknown) {
    permission.may = MayRead::kNotKnown;
    permission.ask_again = known.until;
    permission.unknown_since = known.unreachable_since;
    permission.why = fmt::format("{} cannot be had just now, so its pages are not read",
                                 fetch::RobotsUrlOf(url));
    return permission;
  }
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

void Gatekeeper::Ask(std::string url, Answer answer, std::string proxy) {
  HandOver([this, url = std::move(url), proxy = std::move(proxy), answer = std::move(answer)] {
    Take(url, proxy, answer);
  });
}

void Gatekeeper::Take(const std::string& url, const std::string& proxy, Answer answer) {
  const auto parsed = net::Url::Parse(url);
  if (!parsed || !parsed->IsHttp()) return answer({});  // the web will say what is wrong
  const std::string key = parsed->HostKey();
  if (const auto known = FindFresh(key, clock_.Now())) return answer(Decide(*known, url));
  auto [entry, is_new] = sites_.try_emplace(key);
  if (is_new) {
    recent_.push_front(key);
    entry->second.place = recent_.begin();
  }
  const bool is_first = entry->second.waiting.empty();
  entry->second.waiting.push_back({url, std::move(answer)});
  if (is_first) Load(key, url, proxy);
}

void Gatekeeper::Load(const std::string& key, const std::string& url, const std::string& proxy) {
  model::Site site;
  site.key = key;
  const base::Status read = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(auto found, reader.SiteByKey(key));
    if (found) site = *std::move(found);
    return {};
  });
  if (!read) base::LogError(fmt::format("site {}: {}", key, read.error().message()));
  if (site.robots_until > clock_.Now()) return Settle(site, News::kFromStore);
  AskSite(site, url, proxy);
}

// The web's thread only hands over: a page is large, so it is shared.
void Gatekeeper::AskSite(const model::Site& site, const std::string& url,
                         const std::string& proxy) {
  web_.FetchRobots(fetch::RobotsUrlOf(url), AskingOf(url, proxy),
                   [this, site, url, proxy](fetch::Outcome answer) {
                     const auto outcome = std::make_shared<const fetch::Outcome>(std::move(answer));
                     HandOver([this, site, url, proxy, outcome] {
                       model::Site after = fetch::AfterRobots(site, *outcome, clock_.Now());
                       if (!after.unreachable_since)
                         return AskForReservations(std::move(after), url, proxy);
                       base::LogDebug(fmt::format("robots.txt of {}: {}", after.key,
                                                  outcome->error ? outcome->error->message() : ""));
                       Settle(after, News::kFromSite);
                     });
                   });
}

void Gatekeeper::AskForReservations(model::Site site, const std::string& url,
                                    const std::string& proxy) {
  web_.FetchPageAs(fetch::ReservationsUrlOf(url), AskingOf(url, proxy), {},
                   [this, site = std::move(site)](fetch::Outcome answer) {
                     const auto outcome = std::make_shared<const fetch::Outcome>(std::move(answer));
                     HandOver([this, site, outcome] {
                       Settle(fetch::AfterReservations(site, *outcome), News::kFromSite);
                     });
                   });
}

void Gatekeeper::Settle(const model::Site& site, News news) {
  const std::shared_ptr<const Known> known = Parse(site, clock_.Now());
  Entry& entry = sites_[site.key];
  bytes_ += known->bytes - (entry.known == nullptr ? 0 : entry.known->bytes);
  entry.known = known;
  std::vector<Waiting> waiting;
  waiting.swap(entry.waiting);
  Drop();
  if (news == News::kFromSite) Keep(site);
  for (const Waiting& one : waiting) {
    if (stopping_) return;
    one.answer(Decide(*known, one.url));
  }
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
