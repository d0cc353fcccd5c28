#include "pipeline/presence.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/log.h"

namespace pipeline {
namespace {

using base::Status;

// Where many write, news come a hundred times a second: what comes meanwhile is one. Each makes a
// lease, perhaps in vain, and smaller batches. Four workers on two cores (bench/workers), share of
// time that one was idle while work waited, and articles per second of the processor, database
// included: 100 ms 2 to 5 %, 170 to 200; 30 ms 2 to 4 %, 200 to 205; 10 ms 1 to 3 %, 170 to 190;
// 0 ms 1 to 2 %, 170.
constexpr std::chrono::milliseconds kBetweenNews{30};
constexpr int kRenewals = 3;                    // of a lease in its time: two may fail
constexpr std::chrono::milliseconds kEar{250};  // listened for at a time; then it may be stopped

int64_t MicrosOf(std::chrono::milliseconds time) {
  return std::chrono::microseconds(time).count();
}

}  // namespace

Presence::Presence(const Options& options, store::Store& store,
                   std::function<void(const store::News&)> news)
    : options_(options),
      store_(store),
      news_(std::move(news)),
      in_hand_(options_.lease / kRenewals) {}

void Presence::Start() {
  if (!store_.IsShared()) return SetWorker(store::WorkerId());
  if (const Status entered = Enter(); !entered) {
    base::LogError(fmt::format("the store does not let us work: {}", entered.error().message()));
  }
  thread_ = std::jthread([this] { Loop(); });
  listener_ = std::jthread([this] { Listen(); });
}

void Presence::Stop() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  bell_.Ring();
  thread_.join();
  listener_.join();
  const auto terms = Terms();
  if (!terms) return;
  const Status left = store_.Take([&](store::Transaction& transaction) -> Status {
    TRY(transaction.BuryWorker(terms->worker));
    return {};
  });
  // Others will find out by themselves.
  if (!left) base::LogDebug(fmt::format("leaving the store: {}", left.error().message()));
}

std::optional<store::LeaseTerms> Presence::Terms() const {
  base::MutexLock lock(mutex_);
  if (!worker_) return std::nullopt;
  return TermsOf(*worker_);
}

store::LeaseTerms Presence::TermsOf(store::WorkerId worker) const {
  store::LeaseTerms terms;
  terms.worker = worker;
  terms.micros = MicrosOf(options_.lease);
  if (store_.IsShared()) terms.host_micros = MicrosOf(options_.host_hold);
  return terms;
}

void Presence::SetWorker(std::optional<store::WorkerId> worker) {
  base::MutexLock lock(mutex_);
  worker_ = worker;
}

void Presence::Begun(const store::Job& job) {
  if (store_.IsShared()) in_hand_.Begin(job, std::chrono::steady_clock::now());
}

void Presence::Asks(const store::Job& job, std::string_view url, std::chrono::milliseconds pause) {
  if (store_.IsShared()) in_hand_.Ask(job, url, pause, std::chrono::steady_clock::now());
}

void Presence::Ended(const store::Job& job) {
  if (store_.IsShared()) in_hand_.End(job, std::chrono::steady_clock::now());
}

void Presence::Loop() {
  while (!stopping_) {
    bell_.Wait(options_.beat);
    if (stopping_) return;
    const auto terms = Terms();
    const Status beat = terms ? Beat(terms->worker) : Enter();
    if (!beat) base::LogWarning(fmt::format("sign of life: {}", beat.error().message()));
    news_(store::kAnyNews);
  }
}

// What it misses while the connection is made anew, the next beat brings.
void Presence::Listen() {
  while (!stopping_) {
    const auto heard = store_.AwaitNews(kEar);
    if (!heard) {
      base::LogDebug(fmt::format("listening to others: {}", heard.error().message()));
      std::this_thread::sleep_for(options_.beat);
    } else if (heard->Any()) {
      news_(*heard);
      std::this_thread::sleep_for(kBetweenNews);
    }
  }
}

Status Presence::Enter() {
  store::WorkerId worker;
  TRY(store_.Take([&](store::Transaction& transaction) -> Status {
    TRY_ASSIGN(worker, transaction.EnterWorker(options_.name));
    return {};
  }));
  SetWorker(worker);
  base::LogInfo(fmt::format("worker {} ({}) has entered", worker.value, options_.name));
  return {};
}

Status Presence::Beat(store::WorkerId worker) {
  bool alive = false;
  std::vector<store::WorkerView> buried;
  TRY(store_.Take([&](store::Transaction& transaction) -> Status {
    TRY_ASSIGN(alive, transaction.SayAlive(TermsOf(worker)));
    return {};
  }));
  if (!alive) {
    base::LogWarning(
        fmt::format("worker {} was taken for dead: it stood still for too long, and enters anew",
                    worker.value));
    SetWorker(std::nullopt);
    return Enter();
  }
  // Each apart, so that neither keeps it from saying that it lives.
  const auto now = std::chrono::steady_clock::now();
  const store::InHand in_hand = in_hand_.ToTell(now);
  TRY(store_.Take([&](store::Transaction& transaction) {
    return transaction.KeepInHand(TermsOf(worker), in_hand);
  }));
  in_hand_.Told(now);
  TRY(store_.Take([&](store::Transaction& transaction) -> Status {
    TRY_ASSIGN(buried, transaction.BuryTheDead(worker, MicrosOf(options_.silence)));
    return {};
  }));
  for (const store::WorkerView& dead : buried) {
    base::LogWarning(fmt::format("worker {} ({}) is dead: what it had in hand is free again",
                                 dead.id.value, dead.name));
  }
  return {};
}

}  // namespace pipeline
