#include "pipeline/subscriber.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/log.h"
#include "fetch/websub.h"
#include "net/url.h"
#include "pipeline/dice.h"

namespace pipeline {
namespace {

using model::Subscription;
using model::SubscriptionState;
using std::chrono::milliseconds;

constexpr milliseconds kLongestSleep{30'000};
constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;
// A hub that took the request verifies soon; after that it is asked again.
constexpr int64_t kVerifyWithin = 10 * kMinute;
constexpr int64_t kLongestWait = base::kMicrosPerDay;
constexpr int64_t kDeniedFor = 7 * base::kMicrosPerDay;
constexpr int kTriesToLeave = 3;
constexpr int64_t kShortestLease = 60;  // seconds
constexpr size_t kLongestBody = size_t{8} << 20;

net::Response Plain(int status, std::string text) {
  net::Response response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}};
  response.body = std::move(text);
  return response;
}

int64_t WaitAfter(int failures) {
  int64_t wait = kMinute;
  for (int i = 1; i < failures && wait < kLongestWait; ++i) wait *= 4;
  wait = std::min(wait, kLongestWait);
  return wait + static_cast<int64_t>(ThrowDice() * static_cast<double>(wait));
}

bool IsHttp(const std::string& url) {
  const auto parsed = net::Url::Parse(url);
  return parsed && parsed->IsHttp();
}

}  // namespace

Subscriber::Subscriber(Options options, store::Store& store, Committer& committer, Web& web,
                       Deliver deliver)
    : options_(std::move(options)),
      store_(store),
      committer_(committer),
      web_(web),
      deliver_(std::move(deliver)) {}

void Subscriber::Start() {
  if (options_.callback.empty()) return;
  LoadKnown();
  thread_ = std::jthread([this] { Loop(); });
}

void Subscriber::Stop() {
  stopping_ = true;
  bell_.Ring();
  if (thread_.joinable()) thread_.join();
}

void Subscriber::LoadKnown() {
  std::map<model::SourceId, HubAndTopic> known;
  const base::Status read = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(const auto subscriptions, reader.Subscriptions());
    for (const Subscription& one : subscriptions) {
      if (one.source) known[one.source] = {one.hub, one.topic};
    }
    return {};
  });
  if (!read) base::LogError(fmt::format("reading subscriptions: {}", read.error().message()));
  base::MutexLock lock(mutex_);
  known_ = std::move(known);
}

void Subscriber::Loop() {
  while (!stopping_) {
    WorkOff();
    bell_.Wait(kLongestSleep);
  }
}

// ---- asking hubs
// -----------------------------------------------------------------------------------

void Subscriber::Note(const model::Source& source) {
  if (options_.callback.empty() || stopping_) return;
  const bool names_hub = IsHttp(source.hub) && IsHttp(source.topic) && !source.paused;
  const HubAndTopic wanted{source.hub, source.topic};
  {
    base::MutexLock lock(mutex_);
    const auto found = known_.find(source.id);
    const bool is_known = found != known_.end();
    if (names_hub ? (is_known && found->second == wanted) : !is_known) return;
    if (names_hub) {
      known_[source.id] = wanted;
    } else {
      known_.erase(found);
    }
  }
  Subscription fresh;
  fresh.token = fetch::NewToken();
  fresh.source = source.id;
  fresh.hub = source.hub;
  fresh.topic = source.topic;
  fresh.secret = fetch::NewToken();
  fresh.next_try = options_.clock->Now();
  if (fresh.token.empty() || fresh.secret.empty()) return;
  std::vector<Subscription> old;
  const base::Status read = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(old, reader.Subscriptions());
    std::erase_if(old, [&source](const Subscription& one) { return one.source != source.id; });
    return {};
  });
  if (!read) return;
  const base::Instant now = options_.clock->Now();
  committer_.Submit(
      [fresh, old, names_hub, now](store::Transaction& transaction) -> base::Status {
        for (Subscription one : old) {
          one.source = {};
          one.state = SubscriptionState::kLeaving;
          one.failures = 0;
          one.next_try = now;
          TRY(transaction.PutSubscription(one));
        }
        return names_hub ? transaction.PutSubscription(fresh) : base::Status();
      },
      [this](const base::Status&) { bell_.Ring(); });
}

void Subscriber::WorkOff() {
  std::vector<Subscription> due;
  const base::Instant now = options_.clock->Now();
  const base::Status read = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(due, reader.Subscriptions());
    return {};
  });
  if (!read) return base::LogError(fmt::format("subscriptions: {}", read.error().message()));
  std::erase_if(due, [now](const Subscription& one) { return one.next_try > now; });
  for (Subscription& one : due) {
    if (stopping_) return;
    AskHub(std::move(one));
  }
}

void Subscriber::AskHub(Subscription one) {
  const bool leaves = one.state == SubscriptionState::kLeaving;
  if (leaves && one.failures >= kTriesToLeave) {
    // The lease ends by itself; until then the hub is told 410.
    committer_.Submit(
        [token = one.token](store::Transaction& transaction) {
          return transaction.RemoveSubscription(token);
        },
        [](const base::Status&) {});
    return;
  }
  const std::string form =
      fetch::HubForm(one, leaves ? fetch::HubMode::kUnsubscribe : fetch::HubMode::kSubscribe,
                     options_.callback + one.token, options_.lease_seconds);
  // Before it is asked: its question may come before its answer.
  one.next_try = {options_.clock->Now().micros + kVerifyWithin};
  one.failures += 1;
  const base::Status noted = committer_.Run(
      [one](store::Transaction& transaction) { return transaction.PutSubscription(one); });
  if (!noted) return base::LogError(fmt::format("subscription: {}", noted.error().message()));
  web_.PostForm(one.hub, form, [this, one](const fetch::Outcome& outcome) {
    if (!stopping_) Asked(one, outcome);
  });
}

// A hub that takes the request answers 2xx (202, mostly), and verifies by asking back.
void Subscriber::Asked(Subscription one, const fetch::Outcome& outcome) {
  if (!outcome.error) return;
  base::LogDebug(fmt::format("hub {}: {}", one.hub, outcome.error->message()));
  one.error = outcome.error->message();
  one.next_try = {options_.clock->Now().micros + WaitAfter(one.failures)};
  if (outcome.retry_after) {
    // No hub keeps us away for longer than we would stay.
    const base::Instant latest{options_.clock->Now().micros + kLongestWait};
    one.next_try = std::max(one.next_try, std::min(*outcome.retry_after, latest));
  }
  Put(std::move(one));
}

void Subscriber::Put(Subscription one) {
  committer_.Submit(
      [one = std::move(one)](store::Transaction& transaction) {
        return transaction.PutSubscription(one);
      },
      [](const base::Status& status) {
        if (!status) base::LogError(fmt::format("subscription: {}", status.error().message()));
      });
}

// ---- what hubs ask and bring
// -----------------------------------------------------------------------

net::Response Subscriber::Answer(const net::Request& request) {
  const std::string_view token = std::string_view(request.path).substr(request.path.rfind('/') + 1);
  std::optional<Subscription> found;
  const base::Status read = store_.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(found, reader.SubscriptionByToken(token));
    return {};
  });
  if (!read) return Plain(503, "not now\n");
  const bool is_call = request.method == "GET" || request.method == "HEAD";
  // 410 tells a hub to forget it (section 7).
  if (!found) return Plain(is_call ? 404 : 410, "there is no such subscription\n");
  if (is_call) return AnswerCall(request, *std::move(found));
  if (request.method != "POST") return Plain(405, "GET or POST\n");
  return TakeDelivery(request, *std::move(found));
}

net::Response Subscriber::AnswerCall(const net::Request& request, Subscription one) {
  const fetch::HubCall call = fetch::ReadHubCall(request);
  const bool leaves = one.state == SubscriptionState::kLeaving;
  const base::Instant now = options_.clock->Now();
  if (call.topic != one.topic) return Plain(404, "that is not what was asked for\n");
  switch (call.word) {
    case fetch::HubWord::kNone:
      return Plain(400, "this is for hubs\n");
    case fetch::HubWord::kDenied:
      if (leaves) return Plain(200, "");
      one.state = SubscriptionState::kDenied;
      one.error = call.reason.empty() ? "the hub denies it" : "the hub denies it: " + call.reason;
      one.lease_until.reset();
      one.next_try = {now.micros + kDeniedFor};
      Put(std::move(one));
      return Plain(200, "");
    case fetch::HubWord::kUnsubscribe: {
      if (!leaves) return Plain(404, "that was not asked for\n");
      const auto gone = committer_.Run([&one](store::Transaction& transaction) {
        return transaction.RemoveSubscription(one.token);
      });
      return gone ? Plain(200, call.challenge) : Plain(503, "not now\n");
    }
    case fetch::HubWord::kSubscribe:
      break;
  }
  // Only what was asked for, and not what was never asked: a failure count of 0 means that nobody
  // has asked since the last verification.
  if (leaves || one.failures == 0) return Plain(404, "that was not asked for\n");
  const int64_t lease = std::max(
      call.lease_seconds > 0 ? call.lease_seconds : options_.lease_seconds, kShortestLease);
  one.state = SubscriptionState::kActive;
  one.failures = 0;
  one.error.clear();
  one.lease_until = base::Instant{now.micros + lease * base::kMicrosPerSecond};
  // Renewed when seven to eight tenths of it are over.
  const double part = 0.7 + 0.1 * ThrowDice();
  one.next_try.micros =
      now.micros + static_cast<int64_t>(part * static_cast<double>(lease)) * base::kMicrosPerSecond;
  const base::Status kept = committer_.Run(
      [&one](store::Transaction& transaction) { return transaction.PutSubscription(one); });
  return kept ? Plain(200, call.challenge) : Plain(503, "not now\n");
}

net::Response Subscriber::TakeDelivery(const net::Request& request, Subscription one) {
  if (one.state == SubscriptionState::kLeaving) return Plain(410, "no longer\n");
  if (request.body.size() > kLongestBody) return Plain(413, "too much\n");
  // A wrong signature is not told to whoever tries (section 7.1): it is ignored.
  const std::string_view signature = net::FindHeader(request.headers, "X-Hub-Signature");
  if (!fetch::IsSignedBy(one.secret, signature, request.body)) {
    base::LogWarning(
        fmt::format("hub {}: something came for {} that is not signed by it", one.hub, one.topic));
    return Plain(202, "");
  }
  const base::Instant now = options_.clock->Now();
  one.delivered = now;
  const base::Instant until = one.lease_until.value_or(now);
  model::Page page;
  page.url = page.final_url = one.topic;
  page.status = 200;
  page.content_type = net::FindHeader(request.headers, "Content-Type");
  page.bytes = request.body;
  page.fetched = now;
  const model::SourceId source = one.source;
  Put(std::move(one));
  deliver_(source, std::move(page), until);
  return Plain(202, "");
}

}  // namespace pipeline
