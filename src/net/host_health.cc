#include "net/host_health.h"

#include <algorithm>
#include <iterator>

namespace net {
namespace {

using std::chrono::seconds;

constexpr seconds kFirstRest{5};
constexpr seconds kLongestRest{3'600};
constexpr size_t kMostHosts = 50'000;

seconds RestAfter(int failures) {
  seconds rest = kFirstRest;
  for (int i = 1; i < failures && rest < kLongestRest; ++i) rest *= 4;
  return std::min(rest, kLongestRest);
}

}  // namespace

void HostHealth::Failed(const std::string& host_key, Time now) {
  Host& host = hosts_[host_key];
  // Two that were under way when it went down are one failure.
  if (host.why == Why::kDown && host.failures > 0 && host.until > now) return;
  host.failures = std::min(host.failures + 1, 100);
  host.why = Why::kDown;
  host.until = now + RestAfter(host.failures);
  Forget(now, host_key);
}

void HostHealth::Answered(const std::string& host_key) {
  const auto found = hosts_.find(host_key);
  if (found == hosts_.end()) return;
  if (found->second.why == Why::kDown) hosts_.erase(found);
}

void HostHealth::AskedForRest(const std::string& host_key, Time until, Time now) {
  if (until <= now) return;
  Host& host = hosts_[host_key];
  host.why = Why::kAskedFor;
  host.failures = 0;
  host.until = std::max(host.until, std::min(until, now + kLongestRest));
  Forget(now, host_key);
}

std::optional<HostHealth::Rest> HostHealth::RestOf(const std::string& host_key, Time now) const {
  const auto found = hosts_.find(host_key);
  if (found == hosts_.end() || found->second.until <= now) return std::nullopt;
  return Rest{found->second.why, found->second.until};
}

// Those whose rest was over an hour ago have not been asked since, or have been and answer.
void HostHealth::Forget(Time now, std::string_view kept) {
  if (hosts_.size() <= kMostHosts) return;
  std::erase_if(hosts_,
                [now](const auto& host) { return host.second.until + kLongestRest <= now; });
  while (hosts_.size() > kMostHosts) {
    const auto first = hosts_.begin();
    hosts_.erase(first->first == kept ? std::next(first) : first);
  }
}

}  // namespace net
