#pragma once
// How many jobs of one lane (of pages: of one host) a stage has in hand.
//
// The stage that fetches has places for so many pages in all; a host that wants ten seconds between
// two requests, or takes as long to answer, would fill them within the day that two long lists of
// it came, and nobody else's page would be asked for. So a lane has a few of them; the rest of its
// jobs stay in the queue, in their order. It is refilled when half of them are free, so that they
// are taken in batches.
//
// Safe for use by several threads.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "store/store.h"

namespace pipeline {

class Lanes {
 public:
  // `most`: jobs of one lane, two at least; 0: no lane is ever full.
  explicit Lanes(size_t most) : most_(most) {}

  // What may be taken next: nothing of the full lanes, and so many of each other one. Nothing that
  // is taken on these terms, and no move meanwhile, fills a lane beyond `most`.
  void Limit(store::LeaseTerms& terms) const EXCLUDES(mutex_);
  void Begin(const store::Job& job) EXCLUDES(mutex_);
  // The job goes on in another lane: a redirect has led there. False: that one has half of what it
  // may have, the rest is for its own; the job stays where it was.
  bool Move(const store::Job& job, std::string_view lane) EXCLUDES(mutex_);
  // True: its lane was full, and is not any more.
  bool End(const store::Job& job) EXCLUDES(mutex_);

  bool AnyFull() const EXCLUDES(mutex_);
  // With jobs in hand: no more are remembered.
  size_t lanes() const EXCLUDES(mutex_);

 private:
  // Who was taken for dead may have a job twice, as the one and as the other.
  using Key = std::pair<store::WorkerId, int64_t>;
  static Key KeyOf(const store::Job& job) { return {job.worker, job.id}; }
  // How many a full lane has at least.
  size_t full() const { return most_ / 2 + 1; }
  bool Leave(const std::string& lane) REQUIRES(mutex_);
  void Enter(const std::string& lane) REQUIRES(mutex_);

  const size_t most_;
  mutable base::Mutex mutex_;
  std::map<std::string, size_t, std::less<>> in_hand_ GUARDED_BY(mutex_);  // by lane
  size_t full_lanes_ GUARDED_BY(mutex_) = 0;
  std::map<Key, std::string> lane_of_ GUARDED_BY(mutex_);
};

}  // namespace pipeline
