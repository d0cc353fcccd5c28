// The loop of the client's thread: take what came in, start whose turn it is, let libcurl move what
// it can, answer what is finished, sleep until a socket, a pause's end or a new request.

#include "net/http_client.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <future>
#include <thread>
#include <unordered_map>
#include <utility>

#include "base/mutex.h"
#include "net/host_health.h"
#include "net/host_queue.h"
#include "net/resolver.h"
#include "net/transfer.h"

namespace net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLongestSleep{1000};
constexpr std::chrono::seconds kLongestLookUp{10};
constexpr std::chrono::milliseconds kBrisk{250};
constexpr std::chrono::seconds kShortRest{5};  // that long requests wait for their host

bool SetUpCurl() {
  static const CURLcode kCode = curl_global_init(CURL_GLOBAL_DEFAULT);
  return kCode == CURLE_OK;
}

class CurlClient final : public HttpClient {
 public:
  explicit CurlClient(HttpClientOptions options)
      : options_(std::move(options)),
        multi_(curl_multi_init()),
        queue_(options_.transfers_per_host, options_.pause_per_host) {}

  base::Status Start() {
    if (multi_ == nullptr) return base::Fail(base::ErrorKind::kBug, "libcurl could not be set up");
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS,
                      static_cast<long>(std::max<size_t>(options_.transfers_at_once, 4)));
    thread_ = std::jthread([this] { Run(); });
    return {};
  }

  ~CurlClient() override {
    {
      base::MutexLock lock(mutex_);
      stopping_ = true;
      room_.NotifyAll();
    }
    if (multi_ == nullptr) return;
    curl_multi_wakeup(multi_);
    if (thread_.joinable()) thread_.join();
    resolver_.reset();  // no answer of its wakes what is gone
    curl_multi_cleanup(multi_);
  }

  void Fetch(FetchRequest request, FetchCallback callback) override EXCLUDES(mutex_) {
    auto transfer =
        std::make_unique<Transfer>(std::move(request), std::move(callback), options_, body_bytes_);
    transfer->queued = Clock::now();
    std::unique_ptr<Transfer> refused;
    {
      base::MutexLock lock(mutex_);
      const bool may_wait = std::this_thread::get_id() != thread_.get_id();
      while (may_wait && !stopping_ && waiting_ >= options_.queue_limit) room_.Wait(mutex_);
      if (stopping_) {
        refused = std::move(transfer);
      } else {
        ++waiting_;
        incoming_.push_back(std::move(transfer));
      }
    }
    if (refused == nullptr) {
      curl_multi_wakeup(multi_);
      return;
    }
    refused->Fail(ShuttingDown());
    refused->Answer();
  }

  size_t running() const override { return running_; }
  size_t waiting() const override EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    return waiting_;
  }

 private:
  struct LookedUp {
    uint64_t ticket = 0;
    base::Result<std::vector<IpAddress>> addresses;
  };

  static base::Error ShuttingDown() {
    return {base::ErrorKind::kUnavailable, "the client is shutting down"};
  }

  void Run() {
    while (TakeIncoming()) {
      StartReady();
      LaunchLookedUp();
      int still_running = 0;
      curl_multi_perform(multi_, &still_running);
      const bool finished = AnswerFinished();
      if (finished) continue;  // somebody else may start now
      curl_multi_poll(multi_, nullptr, 0, static_cast<int>(Sleep().count()), nullptr);
    }
    GiveUp();
  }

  std::chrono::milliseconds Sleep() const {
    Clock::time_point end = Clock::now() + kLongestSleep;
    if (HasRoom()) {
      if (const auto pause_end = queue_.NextPauseEnd()) end = std::min(end, *pause_end);
    } else if (!brisk_.empty()) {
      end = std::min(end, brisk_.front().first + kBrisk);
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
    return std::clamp(left, std::chrono::milliseconds(0), kLongestSleep);
  }

  bool HasRoom() const {
    return running_ - slow_ < options_.transfers_at_once &&
           running_ < options_.transfers_at_once * options_.slow_factor;
  }

  // Those that have run for long enough give their place away.
  void FindSlow(Clock::time_point now) {
    while (!brisk_.empty() && brisk_.front().first + kBrisk <= now) {
      const auto [launched, ticket] = brisk_.front();
      brisk_.pop_front();
      const auto found = transfers_.find(ticket);
      if (found == transfers_.end() || found->second->launched != launched) continue;
      found->second->is_slow = true;
      ++slow_;
    }
  }

  // False: it is time to end.
  bool TakeIncoming() EXCLUDES(mutex_) {
    std::vector<std::unique_ptr<Transfer>> taken;
    {
      base::MutexLock lock(mutex_);
      if (stopping_) return false;
      taken.swap(incoming_);
    }
    for (auto& transfer : taken) {
      if (!transfer->Prepare()) {
        LeaveQueue();
        transfer->Answer();
        continue;
      }
      transfer->ticket = ++last_ticket_;
      const auto now = Clock::now();
      if (const auto rest = LongRestOf(transfer->HostKey(), now)) {
        LeaveAlone(*transfer, *rest, now);
        LeaveQueue();
        continue;
      }
      if (transfer->goes_first()) {
        queue_.AddFirst(transfer->HostKey(), transfer->ticket, now);
      } else {
        queue_.Add(transfer->HostKey(), transfer->ticket, now);
      }
      transfers_.emplace(transfer->ticket, std::move(transfer));
    }
    return true;
  }

  // Absent: the host may be asked, at once or after a rest so short that requests wait for its end.
  std::optional<HostHealth::Rest> LongRestOf(const std::string& host_key,
                                             Clock::time_point now) const {
    const auto rest = health_.RestOf(host_key, now);
    if (!rest) return std::nullopt;
    if (rest->why == HostHealth::Why::kAskedFor && rest->until - now <= kShortRest) {
      return std::nullopt;
    }
    return rest;
  }

  // Answers a transfer whose host is to be left alone, in the host's name.
  static void LeaveAlone(Transfer& transfer, const HostHealth::Rest& rest, Clock::time_point now) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(rest.until - now);
    if (rest.why == HostHealth::Why::kAskedFor) {
      transfer.AnswerLater(left);
      return;
    }
    transfer.Fail(
        {base::ErrorKind::kUnavailable,
         fmt::format("{}: the host did not answer a moment ago; it is asked again in {} s",
                     transfer.HostKey(), left.count())});
    transfer.Answer();
  }

  // What the end of a hop tells of its host.
  void Note(const Transfer& transfer, const std::string& host_key, Clock::time_point now) {
    if (transfer.host_is_down()) {
      health_.Failed(host_key, now);
    } else if (const auto rest = transfer.RestAskedFor()) {
      health_.AskedForRest(host_key, now + *rest, now);
    } else if (transfer.HostComplains()) {
      health_.Complained(host_key, now);
    } else {
      return health_.Answered(host_key, now);
    }
    const auto rest = health_.RestOf(host_key, now);
    if (rest && rest->why == HostHealth::Why::kAskedFor) {
      queue_.Hold(host_key, std::min(rest->until, now + kShortRest), now);
    }
    // Nothing leaves the queue but with an answer.
    const auto long_rest = LongRestOf(host_key, now);
    if (!long_rest) return;
    for (const uint64_t ticket : queue_.TakeWaiting(host_key)) {
      const auto found = transfers_.find(ticket);
      const std::unique_ptr<Transfer> waiting = std::move(found->second);
      transfers_.erase(found);
      if (!waiting->is_started) LeaveQueue();
      LeaveAlone(*waiting, *long_rest, now);
    }
  }

  void LeaveQueue() EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    --waiting_;
    room_.NotifyOne();
  }

  void StartReady() {
    const auto now = Clock::now();
    FindSlow(now);
    while (HasRoom()) {
      const auto ticket = queue_.Next(now);
      if (!ticket) return;
      Transfer& transfer = *transfers_.at(*ticket);
      transfer.launched = now;
      brisk_.emplace_back(now, *ticket);
      if (transfer.pause() > options_.pause_per_host) {
        queue_.Hold(transfer.HostKey(), now + transfer.pause(), now);
      }
      if (!transfer.is_started) {
        transfer.is_started = true;
        LeaveQueue();
      }
      transfer.AddWait(Clock::now() - transfer.queued);
      ++running_;
      if (auto name = transfer.NameToLookUp()) {
        LookUp(*ticket, std::move(*name));
      } else {
        Launch(*ticket, transfer);
      }
    }
  }

  void Launch(uint64_t ticket, Transfer& transfer) {
    void* handle = transfer.StartHop();
    if (handle != nullptr && curl_multi_add_handle(multi_, handle) == CURLM_OK) return;
    transfer.Fail({base::ErrorKind::kBug, "libcurl did not take the transfer"});
    Finish(ticket, transfer.HostKey(), false);
  }

  // Launched or failed by LaunchLookedUp.
  void LookUp(uint64_t ticket, std::string name) {
    looking_up_.emplace(ticket, Clock::now());
    if (const auto address = IpAddress::Parse(name)) {
      base::MutexLock lock(mutex_);
      looked_up_.push_back({ticket, std::vector<IpAddress>{*address}});
      return;
    }
    resolver_->LookUp(std::move(name), [this, ticket](base::Result<std::vector<IpAddress>> found) {
      {
        base::MutexLock lock(mutex_);
        looked_up_.push_back({ticket, std::move(found)});
      }
      curl_multi_wakeup(multi_);
    });
  }

  void LaunchLookedUp() EXCLUDES(mutex_) {
    std::vector<LookedUp> found;
    {
      base::MutexLock lock(mutex_);
      found.swap(looked_up_);
    }
    for (const auto& [ticket, since] : looking_up_) {
      if (Clock::now() - since < kLongestLookUp) continue;
      found.push_back({ticket, base::Fail(base::ErrorKind::kTimeout, "its name is not found")});
    }
    for (const LookedUp& one : found) {
      if (looking_up_.erase(one.ticket) == 0) continue;  // came too late
      Transfer& transfer = *transfers_.at(one.ticket);
      if (transfer.GoTo(one.addresses)) {
        Launch(one.ticket, transfer);
      } else {
        Finish(one.ticket, transfer.HostKey(), false);
      }
    }
  }

  bool AnswerFinished() {
    bool any = false;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      any = true;
      // The message dies with the handle's removal.
      CURL* handle = message->easy_handle;
      const CURLcode code = message->data.result;
      char* owner = nullptr;
      curl_easy_getinfo(handle, CURLINFO_PRIVATE, &owner);
      auto* transfer = reinterpret_cast<Transfer*>(owner);
      const std::string host_key = transfer->HostKey();
      const bool goes_on = transfer->FinishHop(code);
      curl_multi_remove_handle(multi_, handle);
      Note(*transfer, host_key, Clock::now());
      Finish(transfer->ticket, host_key, goes_on);
    }
    return any;
  }

  // The hop of `ticket` at `host_key` is over.
  void Finish(uint64_t ticket, const std::string& host_key, bool goes_on) {
    --running_;
    const auto now = Clock::now();
    queue_.Done(host_key, now);
    const auto found = transfers_.find(ticket);
    if (std::exchange(found->second->is_slow, false)) --slow_;
    found->second->launched = {};
    std::optional<HostHealth::Rest> rest;
    if (goes_on) {
      const std::string next_key = found->second->HostKey();
      rest = LongRestOf(next_key, now);
      if (!rest) {
        found->second->queued = now;
        queue_.AddFirst(next_key, ticket, now);
        return;
      }
    }
    const std::unique_ptr<Transfer> transfer = std::move(found->second);
    transfers_.erase(found);
    if (rest) {
      LeaveAlone(*transfer, *rest, now);
    } else {
      transfer->Answer();
    }
  }

  void GiveUp() EXCLUDES(mutex_) {
    std::vector<std::unique_ptr<Transfer>> left;
    {
      base::MutexLock lock(mutex_);
      left.swap(incoming_);
      waiting_ = 0;
    }
    for (auto& [ticket, transfer] : transfers_) left.push_back(std::move(transfer));
    transfers_.clear();
    for (const auto& transfer : left) {
      if (transfer->handle() != nullptr) curl_multi_remove_handle(multi_, transfer->handle());
    }
    running_ = 0;
    for (const auto& transfer : left) {
      transfer->Fail(ShuttingDown());
      transfer->Answer();
    }
  }

  const HttpClientOptions options_;
  CURLM* multi_;
  mutable base::Mutex mutex_;
  base::Condition room_;
  std::unique_ptr<Resolver> resolver_ = std::make_unique<Resolver>();
  std::vector<std::unique_ptr<Transfer>> incoming_ GUARDED_BY(mutex_);
  size_t waiting_ GUARDED_BY(mutex_) = 0;  // incoming and queued, first hops only
  bool stopping_ GUARDED_BY(mutex_) = false;
  std::vector<LookedUp> looked_up_ GUARDED_BY(mutex_);

  // Of the client's thread alone.
  HostQueue queue_;
  HostHealth health_;
  std::deque<std::pair<Clock::time_point, uint64_t>> brisk_;  // what was launched, the oldest first
  size_t slow_ = 0;  // of the running ones, those that no longer count
  std::unordered_map<uint64_t, std::unique_ptr<Transfer>> transfers_;
  std::unordered_map<uint64_t, Clock::time_point> looking_up_;
  uint64_t last_ticket_ = 0;
  size_t body_bytes_ = 0;

  std::atomic<size_t> running_{0};
  std::jthread thread_;
};

}  // namespace

base::Result<std::unique_ptr<HttpClient>> HttpClient::Create(HttpClientOptions options) {
  if (!SetUpCurl()) return base::Fail(base::ErrorKind::kBug, "libcurl could not be set up");
  auto client = std::make_unique<CurlClient>(std::move(options));
  TRY(client->Start());
  return client;
}

base::Result<FetchResponse> HttpClient::FetchAndWait(FetchRequest request) {
  std::promise<base::Result<FetchResponse>> promise;
  auto future = promise.get_future();
  Fetch(std::move(request),
        [&promise](base::Result<FetchResponse> answer) { promise.set_value(std::move(answer)); });
  return future.get();
}

}  // namespace net
