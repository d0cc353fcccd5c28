#pragma once
// This process among those that work on one store.
//
// Where the store is shared, a thread of its own enters the list of workers, says every second that
// this one lives, and buries those that do not: what they had in hand is free again. A worker that
// was taken for dead (the process stood still, the network was gone) learns it here, and enters
// anew with another id: what it still has in hand under the old one is refused when it is finished.
//
// Where it is not shared there is one worker, without a number, and nothing to do.

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "base/mutex.h"
#include "pipeline/bell.h"
#include "pipeline/pages_in_hand.h"
#include "store/store.h"

namespace pipeline {

class Presence {
 public:
  struct Options {
    std::string name;                       // how others call it: "host:process"
    std::chrono::milliseconds beat{1'000};  // between two signs of life
    std::chrono::milliseconds silence{store::kWorkerSilence /
                                      1'000};  // without a sign of life: dead
    // The longest that a job may take, but for pages that wait for their host.
    std::chrono::milliseconds lease{600'000};
    std::chrono::milliseconds host_hold{store::kHostHold / 1'000};
  };
  // `news` is called, on threads of its own, with the work that others may have left: when they
  // tell, and every beat.
  Presence(const Options& options, store::Store& store,
           std::function<void(const store::News&)> news);
  ~Presence() { Stop(); }

  // Once.
  void Start();
  // Leaves: what is still in hand is free.
  void Stop();

  // On what terms to take work; absent: not now, the store has not let us in (yet).
  std::optional<store::LeaseTerms> Terms() const EXCLUDES(mutex_);

  // ---- a job of kFetch, from its lease to its end: while others might take it, it is kept from
  // them.
  void Begun(const store::Job& job);
  // `url` is about to be asked for it: its page, or where that has led; `pause`: what the host
  // wants between two.
  void Asks(const store::Job& job, std::string_view url, std::chrono::milliseconds pause);
  void Ended(const store::Job& job);

 private:
  void Loop();
  void Listen();
  base::Status Enter() EXCLUDES(mutex_);
  // Says that it lives, and buries the dead. The error: the store does not answer.
  base::Status Beat(store::WorkerId worker) EXCLUDES(mutex_);
  void SetWorker(std::optional<store::WorkerId> worker) EXCLUDES(mutex_);
  store::LeaseTerms TermsOf(store::WorkerId worker) const;

  const Options options_;
  store::Store& store_;
  const std::function<void(const store::News&)> news_;
  mutable base::Mutex mutex_;
  std::optional<store::WorkerId> worker_ GUARDED_BY(mutex_);
  PagesInHand in_hand_;
  Bell bell_;
  std::atomic<bool> stopping_ = false;
  std::jthread listener_;  // the threads last: they use everything above; none before Start
  std::jthread thread_;
};

}  // namespace pipeline
