#pragma once
// Asks publishers, through net's client.

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "base/time.h"
#include "fetch/outcome.h"
#include "model/source.h"
#include "net/http_client.h"

namespace fetch {

// Called exactly once, on the client's thread: must be quick, must not throw.
using OutcomeCallback = std::function<void(Outcome)>;

struct FetchLimits {
  size_t bytes = size_t{16} << 20;            // of one body, decompressed
  std::chrono::milliseconds timeout{20'000};  // of one request, all its hops together
};

// Safe for use by several threads. Client and clock outlive it and every request under way.
class Fetcher {
 public:
  Fetcher(net::HttpClient& client, const base::Clock& clock, FetchLimits limits = {})
      : client_(client), clock_(clock), limits_(limits) {}

  // Asks for what the source is at, and only if it changed since the last answer (etag,
  // last_modified). Waits while the client's queue is full.
  void PollSource(const model::Source& source, OutcomeCallback callback);
  // As PollSource, but at its site's pace, and a redirect is the outcome (kLeadsOn): as FetchHop.
  void PollHop(const model::Source& source, std::chrono::milliseconds pause,
               OutcomeCallback callback);
  // Asks for a page of a publisher: as its source is asked (model::Asking), and leaving its host
  // alone for `pause` afterwards where that is more than the client does anyway. It goes before the
  // pages of its host that wait.
  void FetchPage(std::string url, OutcomeCallback callback) {
    FetchPage(std::move(url), {}, {}, std::move(callback));
  }
  void FetchPage(std::string url, const model::Asking& asking, std::chrono::milliseconds pause,
                 OutcomeCallback callback);
  // As FetchPage, but behind the pages of its host that wait already, and a redirect is the outcome
  // (kLeadsOn): whether it may be followed is for the caller to find out.
  void FetchHop(std::string url, const model::Asking& asking, std::chrono::milliseconds pause,
                OutcomeCallback callback);

  // Asks for a robots.txt, as its site's source is asked. Of a larger one the first bytes are the
  // answer, enough for fetch::AfterRobots; of more than five redirects the last.
  void FetchRobots(std::string url, const model::Asking& asking, OutcomeCallback callback);

  // Sends a form to a hub. An answer of 2xx with or without a body is kFresh.
  void PostForm(std::string url, std::string form, OutcomeCallback callback);

  // The same, waiting for the outcome. Precondition: not on the client's own thread.
  Outcome PollSourceAndWait(const model::Source& source);
  Outcome FetchPageAndWait(const std::string& url);

 private:
  net::FetchRequest SourceRequest(const model::Source& source) const;
  net::FetchRequest PageRequest(std::string url) const;
  net::FetchRequest PageRequest(std::string url, const model::Asking& asking,
                                std::chrono::milliseconds pause) const;
  void Ask(net::FetchRequest request, OutcomeCallback callback);

  net::HttpClient& client_;
  const base::Clock& clock_;
  const FetchLimits limits_;
};

}  // namespace fetch
