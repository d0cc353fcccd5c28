#pragma once
// WebSub, the subscriber's side (W3C Recommendation, 23 January 2018): what is sent to a hub, and
// what is to be thought of what a hub sends. Pure functions but for the random numbers.

#include <cstdint>
#include <string>
#include <string_view>

#include "model/subscription.h"
#include "net/http_server.h"

namespace fetch {

enum class HubMode { kSubscribe, kUnsubscribe };

// The form that asks a hub (section 5.1). `lease_seconds` is what is wished for.
std::string HubForm(const model::Subscription& subscription, HubMode mode,
                    std::string_view callback, int64_t lease_seconds);

// What a hub asks or tells with a GET to the callback (5.2 and 5.3).
enum class HubWord {
  kNone,         // not a word of a hub
  kSubscribe,    // is it true that you want to subscribe?
  kUnsubscribe,  // … or to leave?
  kDenied,
};
struct HubCall {
  HubWord word = HubWord::kNone;
  std::string topic;
  std::string challenge;  // to be sent back
  int64_t lease_seconds = 0;
  std::string reason;  // of a denial; may be empty, a stranger's text in one line
};
HubCall ReadHubCall(const net::Request& request);

// Whether the body was signed with the secret: X-Hub-Signature with sha1, sha256, sha384 or sha512
// (section 7.1), compared in constant time.
bool IsSignedBy(std::string_view secret, std::string_view signature_header, std::string_view body);
// "sha256=0123…", for hubs in tests; empty: there is no such method.
std::string SignatureOf(std::string_view secret, std::string_view method, std::string_view body);

// 32 unguessable characters, letters and digits; empty when the system has no random numbers.
std::string NewToken();

}  // namespace fetch
