#pragma once
// The gatekeeper: before a page is read, it asks whether it may be.
//
// Knows, of each site, what its robots.txt forbids and its tdmrep.json reserves (fetch/robots.h,
// fetch/site_rules.h). What was read is in the store and survives a restart; the sites asked lately
// are kept in memory, parsed, within a budget. A site is asked once, however many pages wait for
// the answer. Feeds are not its business: their reader has subscribed to them.
//
// It also knows how the owner wants a site to be asked (model::Asking): as its source is.

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "base/time.h"
#include "fetch/rights.h"
#include "fetch/robots.h"
#include "fetch/site_rules.h"
#include "model/rights.h"
#include "model/site.h"
#include "model/source.h"
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
  std::string why;                         // for people; empty when it may be read
  std::optional<base::Instant> ask_again;  // of kNotKnown
  std::chrono::milliseconds pause{0};      // between two pages, as the site asks for
  model::Rights rights;                    // what the site reserves at this address
};

// Safe for use by several threads.
class Gatekeeper {
 public:
  using Answer = std::function<void(const Permission&)>;

  // All that is given must outlive the gatekeeper, and the web must have ended before it does.
  Gatekeeper(store::Store& store, Committer& committer, Web& web, const base::Clock& clock);

  // Answers once: at once where it is known, else on the web's thread.
  void Ask(const std::string& url, Answer answer) EXCLUDES(mutex_);

  // Answers on their way tell nothing any more: the web is about to end.
  void Stop() { stopping_ = true; }

  // Notes how a source is to be asked, so that its site's pages are asked like that.
  void Note(const model::Source& source) EXCLUDES(mutex_);
  // How a page's site is to be asked.
  model::Asking AskingOf(const std::string& url) const EXCLUDES(mutex_);

 private:
  // A site, parsed.
  struct Known {
    fetch::Robots robots;
    std::vector<fetch::ReservationRule> reservations;
    fetch::RobotsState state = fetch::RobotsState::kUnknown;
    base::Instant until;
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

  static std::shared_ptr<const Known> Parse(const model::Site& site, base::Instant now);
  static Permission Decide(const Known& known, const std::string& url);
  std::shared_ptr<const Known> FindFresh(const std::string& key, base::Instant now)
      REQUIRES(mutex_);
  // Looks into the store, then asks the site.
  void Load(const std::string& key, const std::string& url);
  void AskSite(model::Site site, const std::string& url);
  void AskForReservations(model::Site site, const std::string& url);
  enum class News { kFromStore, kFromSite };
  void Settle(const model::Site& site, News news) EXCLUDES(mutex_);
  void Keep(const model::Site& site);
  void Drop() REQUIRES(mutex_);

  store::Store& store_;
  Committer& committer_;
  Web& web_;
  const base::Clock& clock_;
  std::atomic<bool> stopping_ = false;
  mutable base::Mutex mutex_;
  std::map<std::string, Entry, std::less<>> sites_ GUARDED_BY(mutex_);
  std::list<std::string> recent_ GUARDED_BY(mutex_);  // keys, the one asked for last in front
  size_t bytes_ GUARDED_BY(mutex_) = 0;
  std::map<std::string, model::Asking, std::less<>> askings_ GUARDED_BY(mutex_);  // by domain
};

}  // namespace pipeline
