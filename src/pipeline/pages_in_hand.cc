#include "pipeline/pages_in_hand.h"

#include <algorithm>

namespace pipeline {

void PagesInHand::Begin(const store::Job& job, Time now) {
  base::MutexLock lock(mutex_);
  pages_[{job.worker, job.id}] = {.leased = now, .host = {}};
}

void PagesInHand::Ask(const store::Job& job, std::string_view url, std::chrono::milliseconds pause,
                      Time now) {
  base::MutexLock lock(mutex_);
  const auto page = pages_.find({job.worker, job.id});
  if (page == pages_.end()) return;
  std::string name = pause.count() == 0 ? std::string() : store::LaneOf(url);
  if (name == page->second.host) return;
  Leave(page->second.host, now);
  page->second.host = std::move(name);
  if (page->second.host.empty()) return;
  Host& host = hosts_[page->second.host];
  host.pause = std::max(host.pause, pause);
  host.last = now;
  ++host.pages;
}

void PagesInHand::Leave(const std::string& name, Time now) {
  const auto host = hosts_.find(name);
  if (host == hosts_.end()) return;
  host->second.last = now;
  --host->second.pages;
}

void PagesInHand::End(const store::Job& job, Time now) {
  base::MutexLock lock(mutex_);
  const auto page = pages_.find({job.worker, job.id});
  if (page == pages_.end()) return;
  Leave(page->second.host, now);
  pages_.erase(page);
}

store::InHand PagesInHand::ToTell(Time now) const {
  store::InHand out;
  base::MutexLock lock(mutex_);
  for (const auto& [key, page] : pages_) {
    if (page.leased + renew_after_ <= now) out.jobs.push_back(key.second);
  }
  for (const auto& [name, host] : hosts_) {
    out.pauses.push_back({.host = name, .micros = std::chrono::microseconds(host.pause).count()});
  }
  return out;
}

void PagesInHand::Told(Time now) {
  base::MutexLock lock(mutex_);
  for (auto& [key, page] : pages_) {
    if (page.leased + renew_after_ <= now) page.leased = now;
  }
  // One that was asked since then is to be told of once more.
  std::erase_if(hosts_,
                [now](const auto& one) { return one.second.pages == 0 && one.second.last < now; });
}

}  // namespace pipeline
