#include "pipeline/subscriber.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>

#include "base/log.h"
#include "net/url.h"
#include "pipeline/dice.h"

namespace pipeline {
namespace {

using model::Subscription;
using model::SubscriptionState;
using std::chrono::milliseconds;

constexpr milliseconds kLongestSleep{30'000};
constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;
// The first waits, of which each further one is four times as long: for a hub that could not take
// the request, and for one that took it and has not verified.
constexpr int64_t kAfterFailure = kMinute;
constexpr int64_t kAfterSilence = 10 * kMinute;
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

int64_t WaitAfter(int failures, int64_t first) {
  int64_t wait = first;
  for (int i = 1; i < failures && wait < kLongestWait; ++i) wait *= 4;
  wait = std::min(wait, kLongestWait);
  return wait + static_cast<int64_t>(ThrowDice() * static_cast<double>(wait));
}

bool IsHttp(const std::string& url) {
  const auto parsed = net::Url::Parse(url);
  return parsed && parsed->IsHttp();
}

// Whether a hub is to bring the source. Not one that is asked through a proxy: the address that a
// hub is told is this Octavo's own, which the proxy hides.
bool IsToBeBrought(const model::Source& source) {
  return IsHttp(source.hub) && IsHttp(source.topic) && !source.paused &&
         source.asking.proxy.empty();
}

// Changes a subscription as it is at that moment, for what is asked, answered and delivered comes
// at any time, and its source may go. `change` says whether there is anything to be changed; one
// that is gone stays gone.
Committer::Work Changing(std::string token, std::function<bool(Subscription&)> change) {
  return [token = std::move(token),
          change = std::move(change)](store::Transaction& transaction) -> base::Status {
    TRY_ASSIGN(auto one, transaction.SubscriptionByToken(token));
    if (!one || !change(*one)) return {};
    return transaction.PutSubscription(*one);
  };
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

// ---- asking hubs -----------------------------------------------------------------------------

void Subscriber::Note(const model::Source& source) {
  if (options_.callback.empty() || stopping_) return;
  const bool is_wanted = IsToBeBrought(source);
  const HubAndTopic wanted{source.hub, source.topic};
  {
    base::MutexLock lock(mutex_);
    const auto found = known_.find(source.id);
    const bool is_known = found != known_.end();
    if (is_wanted ? (is_known && found->second == wanted) : !is_known) return;
    if (is_wanted) {
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
      [fresh, old, is_wanted, now](store::Transaction& transaction) -> base::Status {
        for (Subscription one : old) {
          one.source = {};
          one.state = SubscriptionState::kLeaving;
          one.failures = 0;
          one.next_try = now;
          TRY(transaction.PutSubscription(one));
        }
        return is_wanted ? transaction.PutSubscription(fresh) : base::Status();
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
  for (const Subscription& one : due) {
    if (stopping_) return;
    AskHub(one);
  }
}

void Subscriber::AskHub(const Subscription& due) {
  if (due.state == SubscriptionState::kLeaving && due.failures >= kTriesToLeave) {
    // The lease ends by itself; until then the hub is told 410.
    Submit([token = due.token](store::Transaction& transaction) {
      return transaction.RemoveSubscription(token);
    });
    return;
  }
  // Before it is asked: its question may come before its answer. With the answer alone nothing is
  // won, so the next wait is counted from here, until the hub verifies.
  std::optional<Subscription> asked;
  const base::Instant now = options_.clock->Now();
  const base::Status noted = committer_.Run(Changing(due.token, [&asked, now](Subscription& one) {
    if (one.next_try > now) return false;  // the hub was heard since it was looked for
    one.failures += 1;
    one.next_try = {now.micros + WaitAfter(one.failures, kAfterSilence)};
    if (one.state != SubscriptionState::kDenied) one.error.clear();
    asked = one;
    return true;
  }));
  if (!noted) return base::LogError(fmt::format("subscription: {}", noted.error().message()));
  if (!asked) return;
  const bool leaves = asked->state == SubscriptionState::kLeaving;
  const std::string form =
      fetch::HubForm(*asked, leaves ? fetch::HubMode::kUnsubscribe : fetch::HubMode::kSubscribe,
                     options_.callback + asked->token, options_.lease_seconds);
  web_.PostForm(asked->hub, form, [this, asked = *asked](const fetch::Outcome& outcome) {
    if (!stopping_) Asked(asked, outcome);
  });
}

// A hub that takes the request answers 2xx (202, mostly), and verifies by asking back.
void Subscriber::Asked(const Subscription& asked, const fetch::Outcome& outcome) {
  if (!outcome.error) return;
  base::LogDebug(fmt::format("hub {}: {}", asked.hub, outcome.error->message()));
  const base::Instant now = options_.clock->Now();
  base::Instant next{now.micros + WaitAfter(asked.failures, kAfterFailure)};
  if (outcome.retry_after) {
    // No hub keeps us away for longer than we would stay.
    const base::Instant latest{now.micros + kLongestWait};
    next = std::max(next, std::min(*outcome.retry_after, latest));
  }
  Submit(Changing(asked.token, [error = outcome.error->message(), next,
                                was = asked.next_try](Subscription& one) {
    // What has happened while it was asked, a verification above all, has set another time: that
    // counts, not a connection that broke behind it.
    if (one.next_try != was) return false;
    one.error = error;
    one.next_try = next;
    return true;
  }));
}

void Subscriber::Submit(Committer::Work work) {
  committer_.Submit(std::move(work), [](const base::Status& status) {
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
  if (is_call) return AnswerCall(request, *found);
  if (request.method != "POST") return Plain(405, "GET or POST\n");
  return TakeDelivery(request, *found);
}

net::Response Subscriber::AnswerCall(const net::Request& request, const Subscription& one) {
  const fetch::HubCall call = fetch::ReadHubCall(request);
  if (call.topic != one.topic) return Plain(404, "that is not what was asked for\n");
  switch (call.word) {
    case fetch::HubWord::kNone:
      break;
    case fetch::HubWord::kDenied:
      Submit(Changing(
          one.token, [reason = call.reason, now = options_.clock->Now()](Subscription& denied) {
            if (denied.state == SubscriptionState::kLeaving) return false;
            denied.state = SubscriptionState::kDenied;
            denied.error = reason.empty() ? "the hub denies it" : "the hub denies it: " + reason;
            denied.lease_until.reset();
            denied.next_try = {now.micros + kDeniedFor};
            return true;
          }));
      return Plain(200, "");
    case fetch::HubWord::kUnsubscribe: {
      if (one.state != SubscriptionState::kLeaving) return Plain(404, "that was not asked for\n");
      const auto gone = committer_.Run([&one](store::Transaction& transaction) {
        return transaction.RemoveSubscription(one.token);
      });
      return gone ? Plain(200, call.challenge) : Plain(503, "not now\n");
    }
    case fetch::HubWord::kSubscribe:
      return Verify(one.token, call);
  }
  return Plain(400, "this is for hubs\n");
}

net::Response Subscriber::Verify(const std::string& token, const fetch::HubCall& call) {
  const base::Instant now = options_.clock->Now();
  const int64_t lease = std::max(
      call.lease_seconds > 0 ? call.lease_seconds : options_.lease_seconds, kShortestLease);
  bool was_asked = false;
  const base::Status kept = committer_.Run(Changing(token, [&](Subscription& one) {
    // Only what was asked for, and not what was never asked: a failure count of 0 means that nobody
    // has asked since the last verification.
    was_asked = one.state != SubscriptionState::kLeaving && one.failures > 0;
    if (!was_asked) return false;
    one.state = SubscriptionState::kActive;
    one.failures = 0;
    one.error.clear();
    one.lease_until = base::Instant{now.micros + lease * base::kMicrosPerSecond};
    // Renewed when seven to eight tenths of it are over.
    const double part = 0.7 + 0.1 * ThrowDice();
    one.next_try.micros = now.micros + static_cast<int64_t>(part * static_cast<double>(lease)) *
                                           base::kMicrosPerSecond;
    return true;
  }));
  if (!kept) return Plain(503, "not now\n");
  return was_asked ? Plain(200, call.challenge) : Plain(404, "that was not asked for\n");
}

net::Response Subscriber::TakeDelivery(const net::Request& request, const Subscription& one) {
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
  Submit(Changing(one.token, [now](Subscription& brought) {
    brought.delivered = now;
    return true;
  }));
  const base::Instant until = one.lease_until.value_or(now);
  model::Page page;
  page.url = page.final_url = one.topic;
  page.status = 200;
  page.content_type = net::FindHeader(request.headers, "Content-Type");
  page.bytes = request.body;
  page.fetched = now;
  deliver_(one.source, std::move(page), until);
  return Plain(202, "");
}

}  // namespace pipeline
