#pragma once
// Asks publishers, through net's client.

#include <functional>
#include <string>

#include "base/time.h"
#include "fetch/outcome.h"
#include "model/source.h"
#include "net/http_client.h"

namespace fetch {

// Called exactly once, on the client's thread: must be quick, must not throw.
using OutcomeCallback = std::function<void(Outcome)>;

// Safe for use by several threads. Client and clock outlive it and every request under way.
class Fetcher {
 public:
  Fetcher(net::HttpClient& client, const base::Clock& clock) : client_(client), clock_(clock) {}

  // Asks for what the source is at, and only if it changed since the last answer (etag,
  // last_modified). Waits while the client's queue is full.
  void PollSource(const model::Source& source, OutcomeCallback callback);
  // Asks for a page of a publisher.
  void FetchPage(std::string url, OutcomeCallback callback);

  // The same, waiting for the outcome. Precondition: not on the client's own thread.
  Outcome PollSourceAndWait(const model::Source& source);
  Outcome FetchPageAndWait(std::string url);

 private:
  void Ask(net::FetchRequest request, OutcomeCallback callback);

  net::HttpClient& client_;
  const base::Clock& clock_;
};

}  // namespace fetch
