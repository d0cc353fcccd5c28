#pragma once
// The gatekeeper: before a page is read, it asks whether it may be.
//
// Knows, of each site, what its robots.txt forbids and its tdmrep.json reserves (fetch/robots.h,
// fetch/site_rules.h). What was read is in the store and survives a restart; the sites asked lately
// are kept in memory, parsed, within a budget. A site is asked once, however many pages wait for
// the answer. Feeds and sitemaps are not its business: their reader has subscribed to them.
//
// All that is asked is answered on a thread of its own: a robots.txt may be long, and made to be
// slow to match, while the thread of the web serves everybody.
//
// It also knows how the owner wants a site to be asked (model::Asking): as its source is, with what
// proves who asks only where home.h lets it go.

#include <atomic>
#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/mutex.h"
#include "base/time.h"
#include "fetch/rights.h"
#include "fetch/robots.h"
#include "fetch/site_rules.h"
#include "model/rights.h"
#include "model/site.h"
#include "model/source.h"
#include "net/url.h"
#include "pipeline/committer.h"
#include "pipeline/web.h"
#include "store/store.h"

namespace pipeline {

enum class MayRead {
  kYes,
  kNo,        // robots.txt forbids it
  kNotKnown,  // robots.txt cannot be had just now
};

struct Permission {
  MayRead may = MayRead::kYes;
  std::string why;                             // for people; empty when it may be read
  std::optional<base::Instant> ask_again;      // of kNotKnown
  std::optional<base::Instant> unknown_since;  // of kNotKnown
  std::chrono::milliseconds pause{0};          // between two pages, as the site asks for
  model::Rights rights;                        // what the site reserves at this address
};

// Safe for use by several threads.
class Gatekeeper {
 public:
  using Answer = std::function<void(const Permission&)>;

  // All that is given must outlive the gatekeeper, and the web must have ended before it does.
  Gatekeeper(store::Store& store, Committer& committer, Web& web, const base::Clock& clock);
  ~Gatekeeper() { Stop(); }

  // Answers once, on the gatekeeper's thread, which the answer may keep waiting; questions about
  // one site in their order. `proxy`: by which the site is asked for its robots.txt, unless a
  // source of its domain has one. Returns at once.
  void Ask(std::string url, Answer answer, std::string proxy = {}) EXCLUDES(mutex_);

  // Ends the thread, when the answer under way returns. What has not been answered is not answered
  // any more: the pages wait in the store. What a site has said is in the store, or on its way
  // there, before anybody is answered.
  void Stop() EXCLUDES(mutex_);

  // Sources came, changed or went: they are looked at again before the next site is asked. Returns
  // at once.
  void SourcesChanged() { sources_changed_ = true; }
  // How a page is to be asked: as the source that stands nearest to it, of those of its domain that
  // are asked in a way of their own; by `proxy` where that has none.
  model::Asking AskingOf(const std::string& url, const std::string& proxy = {})
      EXCLUDES(askings_mutex_);

 private:
  // A site, parsed.
  struct Known {
    fetch::Robots robots;
    std::vector<fetch::ReservationRule> reservations;
    fetch::RobotsState state = fetch::RobotsState::kUnknown;
    base::Instant until;
    std::optional<base::Instant> unreachable_since;
    size_t bytes = 0;
  };
  struct Waiting {
    std::string url;
    Answer answer;
  };
  struct Entry {
    std::shared_ptr<const Known> known;  // null: being asked for
    std::vector<Waiting> waiting;
    std::list<std::string>::iterator place;  // in recent_
  };

  // A source that is asked in a way of its own.
  struct Apart {
    model::Source source;
    net::Url home;
  };
  using Askings = std::map<std::string, std::vector<Apart>, std::less<>>;  // by domain

  void HandOver(std::function<void()> work) EXCLUDES(mutex_);
  void LoadAskings() REQUIRES(askings_mutex_);
  model::Asking NearestAsking(const std::string& url) EXCLUDES(askings_mutex_);
  static std::shared_ptr<const Known> Parse(const model::Site& site, base::Instant now);
  static Permission Decide(const Known& known, const std::string& url);
  // All below on the gatekeeper's thread.
  void Loop() EXCLUDES(mutex_);
  void Take(const std::string& url, const std::string& proxy, Answer answer);
  std::shared_ptr<const Known> FindFresh(const std::string& key, base::Instant now);
  // Looks into the store, then asks the site.
  void Load(const std::string& key, const std::string& url, const std::string& proxy);
  void AskSite(const model::Site& site, const std::string& url, const std::string& proxy);
  void AskForReservations(model::Site site, const std::string& url, const std::string& proxy);
  enum class News { kFromStore, kFromSite };
  void Settle(const model::Site& site, News news);
  void Keep(const model::Site& site);
  void Drop();

  store::Store& store_;
  Committer& committer_;
  Web& web_;
  const base::Clock& clock_;
  std::map<std::string, Entry, std::less<>> sites_;  // of the thread alone
  std::list<std::string> recent_;                    // of it too: keys, the last asked for in front
  size_t bytes_ = 0;                                 // and this
  std::atomic<bool> sources_changed_ = true;
  base::Mutex askings_mutex_;
  Askings askings_ GUARDED_BY(askings_mutex_);
  base::Mutex mutex_;
  base::Condition filled_;
  // No more than pages are being fetched at once, and what their sites answer.
  std::deque<std::function<void()>> waiting_ GUARDED_BY(mutex_);
  std::atomic<bool> stopping_ = false;
  std::jthread thread_;  // last: it uses everything above
};

}  // namespace pipeline
