#pragma once
// Who may be asked next: at most so many requests at once to one host, a pause between two, and the
// hosts in turn, so that a publisher with a thousand pages does not keep the others waiting.
//
// One queue for each host key. A host stands in `turn_` while it has something to start and may
// start it, in `pauses_` while it has to wait for its pause to end; each host at most once in
// either. Hosts that have nothing left are forgotten. Every step takes O(log n).
//
// Not safe for use by several threads; time is given from outside.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace net {

class HostQueue {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Ticket = uint64_t;

  HostQueue(size_t at_once, std::chrono::milliseconds pause)
      : at_once_(at_once == 0 ? 1 : at_once), pause_(pause) {}

  // Puts a ticket in its host's queue.
  void Add(const std::string& host_key, Ticket ticket, Time now);
  // As Add, but before the others of its host: the next hop of what was started already, or a
  // request that goes first.
  void AddFirst(const std::string& host_key, Ticket ticket, Time now);

  // The next that may start now; it counts as running until Done(host_key).
  std::optional<Ticket> Next(Time now);
  void Done(const std::string& host_key, Time now);
  // Starts nothing of this host before `until`, when that is later than its pause ends.
  void Hold(const std::string& host_key, Time until, Time now);
  // Takes away what waits for a host, in its order.
  std::vector<Ticket> TakeWaiting(const std::string& host_key);

  // When Next may have something because a pause ends; absent: no pause is running.
  std::optional<Time> NextPauseEnd() const;

  size_t waiting() const { return waiting_; }
  size_t hosts() const { return hosts_.size(); }

 private:
  struct Host {
    std::deque<Ticket> tickets;
    size_t running = 0;
    Time not_before{};
    bool listed = false;  // in turn_ or pauses_
  };
  using Pause = std::pair<Time, std::string>;

  void List(const std::string& host_key, Host& host, Time now);

  const size_t at_once_;
  const std::chrono::milliseconds pause_;
  std::unordered_map<std::string, Host> hosts_;
  std::deque<std::string> turn_;
  std::priority_queue<Pause, std::vector<Pause>, std::greater<>> pauses_;
  size_t waiting_ = 0;
};

}  // namespace net
