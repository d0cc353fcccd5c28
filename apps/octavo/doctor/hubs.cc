// Whether the hubs that sources name get through to this Octavo.

#include <fmt/format.h>

#include "doctor/examination.h"
#include "paper.h"
#include "source_health.h"

namespace octavo::doctor {
namespace {

// Asked so many times without an answer, a subscription has waited for an hour at least.
constexpr int kManyRequests = 3;

}  // namespace

void CheckHubs(const Settings& settings, store::Store& store, Notes& notes) {
  constexpr std::string_view kCheck = "hubs";
  const auto sources = LookAtSources(store);
  if (!sources) return;  // CheckSources tells
  size_t all = 0;
  size_t verified = 0;
  size_t silent = 0;
  for (const SourceHealth& health : *sources) {
    if (!health.subscription) continue;
    const model::Subscription& one = *health.subscription;
    ++all;
    // One that failed to take the request, or denies, has said why: `octavo sources` shows it.
    if (one.failures >= kManyRequests && one.error.empty()) {
      ++silent;
    } else if (one.state == model::SubscriptionState::kActive) {
      ++verified;
    }
  }
  // Single hubs are dead for ever; where most are silent, it is not the hubs.
  if (silent == 0 || silent < verified) {
    notes.Well(kCheck, all == 0 ? std::string("no source is subscribed to")
                                : fmt::format("{} of {} subscriptions verified", verified, all));
    return;
  }
  const std::string callback = CallbackOf(settings);
  notes.Find(kCheck,
             fmt::format("{} of {} subscriptions were taken and never verified: the hubs cannot "
                         "reach {}",
                         silent, all, callback.empty() ? "/websub/ of public_url" : callback),
             "these sources are polled, and what is new in them comes later",
             fmt::format("the proxy in front must let /websub/ through, without a password (see "
                         "\"Behind nginx\" in docs/operate.md); from elsewhere, curl {}x must say "
                         "that there is no such subscription",
                         callback.empty() ? "PUBLIC_URL/websub/" : callback));
}

}  // namespace octavo::doctor
