#include "net/host_queue.h"

#include <algorithm>

namespace net {

void HostQueue::Add(const std::string& host_key, Ticket ticket, Time now) {
  Host& host = hosts_[host_key];
  host.tickets.push_back(ticket);
  ++waiting_;
  List(host_key, host, now);
}

void HostQueue::AddFirst(const std::string& host_key, Ticket ticket, Time now) {
  Host& host = hosts_[host_key];
  host.tickets.push_front(ticket);
  ++waiting_;
  List(host_key, host, now);
}

// Puts the host where it belongs. One without work is listed too while its pause runs, so that the
// pause is kept and the host is forgotten at its end.
void HostQueue::List(const std::string& host_key, Host& host, Time now) {
  if (host.listed || host.running >= at_once_) return;
  if (host.not_before > now) {
    pauses_.emplace(host.not_before, host_key);
    host.listed = true;
  } else if (!host.tickets.empty()) {
    turn_.push_back(host_key);
    host.listed = true;
  } else if (host.running == 0) {
    hosts_.erase(host_key);
  }
}

std::optional<HostQueue::Ticket> HostQueue::Next(Time now) {
  while (!pauses_.empty() && pauses_.top().first <= now) {
    const std::string host_key = pauses_.top().second;
    pauses_.pop();
    Host& host = hosts_[host_key];
    host.listed = false;
    List(host_key, host, now);
  }
  if (turn_.empty()) return std::nullopt;
  const std::string host_key = std::move(turn_.front());
  turn_.pop_front();
  Host& host = hosts_[host_key];
  host.listed = false;
  // What waited was taken away, or the host is held since it was listed.
  if (host.tickets.empty() || host.not_before > now) {
    List(host_key, host, now);
    return Next(now);
  }
  const Ticket ticket = host.tickets.front();
  host.tickets.pop_front();
  --waiting_;
  ++host.running;
  host.not_before = now + pause_;
  List(host_key, host, now);
  return ticket;
}

void HostQueue::Done(const std::string& host_key, Time now) {
  const auto found = hosts_.find(host_key);
  if (found == hosts_.end() || found->second.running == 0) return;
  --found->second.running;
  List(host_key, found->second, now);
}

void HostQueue::Hold(const std::string& host_key, Time until, Time now) {
  Host& host = hosts_[host_key];
  host.not_before = std::max(host.not_before, until);
  List(host_key, host, now);
}

std::vector<HostQueue::Ticket> HostQueue::TakeWaiting(const std::string& host_key) {
  const auto found = hosts_.find(host_key);
  if (found == hosts_.end()) return {};
  std::vector<Ticket> taken(found->second.tickets.begin(), found->second.tickets.end());
  found->second.tickets.clear();
  waiting_ -= taken.size();
  return taken;
}

std::optional<HostQueue::Time> HostQueue::NextPauseEnd() const {
  if (pauses_.empty()) return std::nullopt;
  return pauses_.top().first;
}

}  // namespace net
