#include "net/host_health.h"

#include <algorithm>
#include <iterator>

namespace net {
namespace {

using std::chrono::seconds;

constexpr seconds kFirstRest{5};
constexpr seconds kRestOfComplaint{60};
constexpr seconds kLongestRest{3'600};
constexpr int kPatience = 4;
constexpr size_t kMostHosts = 50'000;

seconds RestAfter(int times, seconds first, int factor) {
  seconds rest = first;
  for (int i = 1; i < times && rest < kLongestRest; ++i) rest *= factor;
  return std::min(rest, kLongestRest);
}

}  // namespace

void HostHealth::Failed(const std::string& host_key, Time now) {
  Host& host = hosts_[host_key];
  // Two that were under way when it went down are one failure.
  if (host.failures > 0 && host.down_until > now) return;
  host.failures = std::min(host.failures + 1, 100);
  host.down_until = now + RestAfter(host.failures, kFirstRest, 4);
  Forget(now, host_key);
}

void HostHealth::Answered(const std::string& host_key, Time now) {
  const auto found = hosts_.find(host_key);
  if (found == hosts_.end()) return;
  if (found->second.rest_until <= now) {
    hosts_.erase(found);
    return;
  }
  // It was under way when the rest was asked for.
  found->second.failures = 0;
  found->second.down_until = {};
}

void HostHealth::AskedForRest(const std::string& host_key, Time until, Time now) {
  if (until <= now) return;
  Host& host = hosts_[host_key];
  host.failures = 0;
  host.down_until = {};
  // Who asks for it again and again gets more than it asks for.
  if (host.rest_until <= now && ++host.asked > kPatience) {
    until = std::max(until, now + RestAfter(host.asked - kPatience, kRestOfComplaint, 2));
  }
  host.asked = std::min(host.asked, 100);
  host.rest_until = std::max(host.rest_until, std::min(until, now + kLongestRest));
  Forget(now, host_key);
}

void HostHealth::Complained(const std::string& host_key, Time now) {
  Host& host = hosts_[host_key];
  // Two that were under way when it complained are one complaint.
  if (host.rest_until > now) return;
  host.complaints = std::min(host.complaints + 1, 100);
  AskedForRest(host_key, now + RestAfter(host.complaints, kRestOfComplaint, 2), now);
}

std::optional<HostHealth::Rest> HostHealth::RestOf(const std::string& host_key, Time now) const {
  const auto found = hosts_.find(host_key);
  if (found == hosts_.end()) return std::nullopt;
  const Host& host = found->second;
  if (host.rest_until > now && host.rest_until >= host.down_until) {
    return Rest{Why::kAskedFor, host.rest_until};
  }
  if (host.down_until > now) return Rest{Why::kDown, host.down_until};
  return std::nullopt;
}

// Those whose rest was over an hour ago have not been asked since, or have been and answer.
void HostHealth::Forget(Time now, std::string_view kept) {
  if (hosts_.size() <= kMostHosts) return;
  std::erase_if(hosts_, [now](const auto& one) {
    return std::max(one.second.down_until, one.second.rest_until) + kLongestRest <= now;
  });
  // A tenth goes at once: to look through all of them for each one that comes would be slow.
  const size_t most = hosts_.size() > kMostHosts ? kMostHosts / 10 * 9 : kMostHosts;
  while (hosts_.size() > most) {
    const auto first = hosts_.begin();
    hosts_.erase(first->first == kept ? std::next(first) : first);
  }
}

}  // namespace net
