#pragma once
// What came of asking: one of six things.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "model/page.h"
#include "net/http_client.h"

namespace fetch {

enum class OutcomeKind {
  kFresh,        // 2xx with a body: here it is (possibly the same bytes as last time)
  kNotModified,  // 304: as it was
  kGone,         // 410: the publisher says that it will not come back
  kRateLimited,  // 429, or 503 with Retry-After: we ask too often
  kLeadsOn,      // a redirect that was not to be followed (Fetcher::FetchHop)
  kFailed,       // everything else
};
std::string_view OutcomeKindName(OutcomeKind kind);  // "not_modified"

struct Outcome {
  OutcomeKind kind = OutcomeKind::kFailed;
  // What was answered. Its status is 0 when there was no HTTP answer at all; `url` is always there.
  // `moved_to` says that permanent redirects led to where this came from: the source or entry
  // should be asked for there from now on (whether it may move, and what becomes of one that is
  // there already, is for whoever owns it to say).
  model::Page page;
  // Why, for people, naming the URL; set unless the kind is kFresh, kNotModified or kLeadsOn.
  std::optional<base::Error> error;
  // Of kFailed: whether the same request may work later (5xx, timeouts, connections), or will fail
  // until somebody changes something (404, 403, a refused address).
  bool is_transient = false;
  // When the publisher asked us to come back. Not before `page.fetched`.
  std::optional<base::Instant> retry_after;
  // False: nobody was asked, for the host is left alone until retry_after (net/http_client.h).
  bool was_asked = true;
  // Of kLeadsOn: the address to ask next, and whether for good.
  std::string leads_to;
  bool leads_for_good = false;
  // Of an answer: how long it took, all hops together, and its size as it came, compressed.
  int64_t took_ms = 0;
  int64_t received_bytes = 0;
};

// Pure. `url` is what was asked for, `now` when the answer was there.
Outcome Classify(std::string_view url, base::Result<net::FetchResponse> answer, base::Instant now);

}  // namespace fetch
