#pragma once
// Subscription: a source that its hub is to bring (WebSub), instead of being asked again and again.

#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "model/ids.h"

namespace model {

enum class SubscriptionState {
  kWanted,   // the hub was not asked yet, or has not verified yet
  kActive,   // verified; the lease runs
  kDenied,   // the hub will not; asked again much later
  kLeaving,  // its source is gone: the hub is to end it
};
std::string_view SubscriptionStateName(SubscriptionState state);  // "active"
std::optional<SubscriptionState> SubscriptionStateFrom(std::string_view name);

struct Subscription {
  std::string token;  // the last part of the callback's address, unguessable; the key
  SourceId source;    // 0: the source is gone
  std::string hub;
  std::string topic;
  std::string secret;  // what the hub signs with; never shown
  SubscriptionState state = SubscriptionState::kWanted;
  std::optional<base::Instant> lease_until;
  base::Instant next_try;                  // when the hub is to be asked (again)
  int failures = 0;                        // in a row
  std::optional<base::Instant> delivered;  // the last time that something came
  std::string error;                       // for people; empty: all is well
};

}  // namespace model
