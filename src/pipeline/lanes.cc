#include "pipeline/lanes.h"

namespace pipeline {

void Lanes::Limit(store::LeaseTerms& terms) const {
  if (most_ == 0) return;
  base::MutexLock lock(mutex_);
  terms.most_of_lane = (most_ + 1) / 2;
  if (full_lanes_ == 0) return;
  for (const auto& [lane, count] : in_hand_) {
    if (count >= full()) terms.full_lanes.push_back(lane);
  }
}

void Lanes::Begin(const store::Job& job) {
  if (most_ == 0 || job.lane.empty()) return;
  base::MutexLock lock(mutex_);
  if (lane_of_.try_emplace(KeyOf(job), job.lane).second) Enter(job.lane);
}

bool Lanes::Move(const store::Job& job, std::string_view lane) {
  base::MutexLock lock(mutex_);
  const auto found = lane_of_.find(KeyOf(job));
  if (found == lane_of_.end() || found->second == lane) return true;
  const auto there = in_hand_.find(lane);
  if (there != in_hand_.end() && there->second >= most_ / 2) return false;
  Leave(found->second);
  found->second = lane;
  Enter(found->second);
  return true;
}

bool Lanes::End(const store::Job& job) {
  base::MutexLock lock(mutex_);
  const auto found = lane_of_.find(KeyOf(job));
  if (found == lane_of_.end()) return false;
  const bool opens = Leave(found->second);
  lane_of_.erase(found);
  return opens;
}

void Lanes::Enter(const std::string& lane) {
  if (++in_hand_[lane] == full()) ++full_lanes_;
}

bool Lanes::Leave(const std::string& lane) {
  const auto found = in_hand_.find(lane);
  const bool opens = found->second == full();
  if (opens) --full_lanes_;
  if (--found->second == 0) in_hand_.erase(found);
  return opens;
}

bool Lanes::AnyFull() const {
  base::MutexLock lock(mutex_);
  return full_lanes_ > 0;
}

size_t Lanes::lanes() const {
  base::MutexLock lock(mutex_);
  return in_hand_.size();
}

}  // namespace pipeline
