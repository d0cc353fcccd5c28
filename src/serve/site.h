#pragma once
// Answers requests. No sockets here: server.cc puts it behind net::HttpServer, tests ask it
// directly.

#include <atomic>
#include <string_view>

#include "base/mutex.h"
#include "net/http_server.h"
#include "serve/assets.h"
#include "serve/guard.h"
#include "serve/metrics.h"
#include "serve/page_cache.h"
#include "serve/render.h"
#include "serve/server.h"

namespace serve {

// Safe for use by several threads. `store` must live longer.
class Site {
 public:
  Site(Options options, store::Store& store);

  net::Response Answer(const net::Request& request);
  void StoreChanged() { changes_.fetch_add(1); }

 private:
  struct Answered {
    net::Response response;
    std::string_view kind;  // for the metrics
  };
  Answered Route(const net::Request& request, Origin origin);
  net::Response AnswerAsset(const net::Request& request, const Asset& asset) const;
  net::Response AnswerCached(const net::Request& request, Origin origin);
  net::Response AnswerAction(const net::Request& request, Origin origin);
  net::Response AnswerMetrics(Origin origin, std::string_view remote_address);
  net::Response AnswerReady();
  net::Response RedirectToFront(const net::Request& request) const;

  // Renders what the path means; errors become pages, JSON or text as the path asks.
  Rendered Render(const net::Request& request, Origin origin);
  Rendered RenderIn(const Context& context);
  Rendered RenderError(const Context& context, const base::Error& error) const;
  base::Status Act(const net::Request& request) const;
  net::Response Deliver(const net::Request& request, const Page& page) const;
  // Changes whenever the store does.
  uint64_t Mark() EXCLUDES(mark_mutex_);

  const Options options_;
  store::Store& store_;
  const Assets assets_;
  PageCache cache_;
  Metrics metrics_;
  std::atomic<uint64_t> changes_ = 0;
  base::Mutex mark_mutex_;
  uint64_t mark_ GUARDED_BY(mark_mutex_) = 0;
  uint64_t mark_changes_ GUARDED_BY(mark_mutex_) = 0;
  bool mark_checking_ GUARDED_BY(mark_mutex_) = false;
  bool mark_known_ GUARDED_BY(mark_mutex_) = false;
  base::Instant mark_checked_ GUARDED_BY(mark_mutex_);
};

}  // namespace serve
