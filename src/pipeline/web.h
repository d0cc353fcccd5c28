#pragma once
// The door to the web as the pipeline sees it. The real one stands on fetch::Fetcher (NewWeb);
// tests have one that answers what they like.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "fetch/outcome.h"
#include "model/source.h"

namespace pipeline {

class Web {
 public:
  // Called once, on a thread of the web's own.
  using Answer = std::function<void(fetch::Outcome)>;

  // Gives up what is under way, with a failure as the answer: when the destructor has returned, no
  // answer comes any more.
  virtual ~Web() = default;

  // As fetch::Fetcher. Any number may be asked for at once; the web keeps to its limits by host and
  // in all. Safe for use by several threads.
  virtual void PollSource(const model::Source& source, Answer answer) = 0;
  virtual void PollHop(const model::Source& source, std::chrono::milliseconds pause,
                       Answer answer) = 0;
  virtual void FetchPage(std::string url, Answer answer) = 0;
  virtual void FetchPageAs(std::string url, const model::Asking& asking,
                           std::chrono::milliseconds pause, Answer answer) = 0;
  virtual void FetchHop(std::string url, const model::Asking& asking,
                        std::chrono::milliseconds pause, Answer answer) = 0;
  // As fetch::Fetcher::FetchRobots.
  virtual void FetchRobots(std::string url, const model::Asking& asking, Answer answer) {
    FetchPageAs(std::move(url), asking, {}, std::move(answer));
  }
  // A form (application/x-www-form-urlencoded) sent to a hub.
  virtual void PostForm(std::string url, std::string form, Answer answer) = 0;
};

// A page's way, or a list's, is followed so far, hop by hop.
inline constexpr int kMostRedirects = 5;
// What comes of one that leads further. Only the error is set.
fetch::Outcome TooManyRedirects(std::string_view url);

struct WebOptions {
  std::string user_agent;
  std::vector<std::string> allow;  // addresses inside the own network: "*.localhost:9000"
  int concurrency = 64;
  std::chrono::milliseconds timeout{20'000};  // of one fetch, all hops that it follows together
  size_t limit = size_t{16} << 20;            // bytes of one page or feed, decompressed
  const base::Clock* clock = &base::SystemClock();
};

// kInvalidInput names the allow entry that is none; kBug when the client cannot be set up.
base::Result<std::unique_ptr<Web>> NewWeb(const WebOptions& options);

}  // namespace pipeline
