#pragma once
// The pages that this worker is fetching, where others work on the same store.
//
// A page may wait here for long, and rightly: of a host that wants ten seconds between two requests
// the two hundredth waits for half an hour. So that nobody else takes it for left lying, its lease
// begins anew with a sign of life; and a host that wants a pause is kept for that pause, also
// behind its last page. What is not here any more is not kept: a job that got lost is free when its
// lease is over.
//
// Times are given from outside. Safe for use by several threads.

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/mutex.h"
#include "store/store.h"

namespace pipeline {

class PagesInHand {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // A lease begins anew when it is so old.
  explicit PagesInHand(std::chrono::milliseconds renew_after) : renew_after_(renew_after) {}

  void Begin(const store::Job& job, Time now) EXCLUDES(mutex_);
  // `url` is about to be asked for it, whose host wants so long a pause; 0: the usual one. Again
  // where a redirect has led: then that host counts.
  void Ask(const store::Job& job, std::string_view url, std::chrono::milliseconds pause, Time now)
      EXCLUDES(mutex_);
  void End(const store::Job& job, Time now) EXCLUDES(mutex_);

  // What the store is to be told at `now`; told again and again until Told.
  store::InHand ToTell(Time now) const EXCLUDES(mutex_);
  // It was told what ToTell gave for that time.
  void Told(Time now) EXCLUDES(mutex_);

 private:
  struct Page {
    Time leased;
    std::string host;  // empty: it wants no pause
  };
  struct Host {
    std::chrono::milliseconds pause{0};
    size_t pages = 0;  // of those below
    Time last;         // when it was asked, or answered
  };
  void Leave(const std::string& host, Time now) REQUIRES(mutex_);

  // Who was taken for dead may have a job twice, as the one and as the other.
  using Key = std::pair<store::WorkerId, int64_t>;

  const std::chrono::milliseconds renew_after_;
  mutable base::Mutex mutex_;
  std::map<Key, Page> pages_ GUARDED_BY(mutex_);
  std::map<std::string, Host> hosts_ GUARDED_BY(mutex_);  // those that want a pause
};

}  // namespace pipeline
