#pragma once
// The subscriber: sources that name a hub are brought by it (WebSub) instead of being asked.
//
// One thread asks hubs: to subscribe, to go on before the lease ends, to leave when the source is
// gone. What hubs ask back, and what they bring, comes in through the paper's own server, at an
// address that cannot be guessed; a hub's question is answered with yes only when it is about what
// was wanted, and what it brings counts only when it is signed with the subscription's secret.
// Polls go on, more rarely, for hubs fail silently. A hub that has not verified is asked again
// after ever longer waits, up to a day or two. What its owner has asked through a proxy is
// subscribed to at no hub: the hub would learn whose proxy it is.
//
// All state is in the store: a restart goes on where it stood.

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include "base/mutex.h"
#include "base/time.h"
#include "fetch/websub.h"
#include "model/page.h"
#include "model/source.h"
#include "model/subscription.h"
#include "net/http_server.h"
#include "pipeline/bell.h"
#include "pipeline/committer.h"
#include "pipeline/web.h"
#include "store/store.h"

namespace pipeline {

class Subscriber {
 public:
  struct Options {
    std::string callback;  // with '/' at its end; empty: nothing is subscribed to
    int64_t lease_seconds = 5 * 86'400;
    const base::Clock* clock = &base::SystemClock();
  };
  // What a hub has brought for a source; `until` is the end of the lease.
  using Deliver = std::function<void(model::SourceId, model::Page, base::Instant until)>;

  // All that is given must outlive the subscriber.
  Subscriber(Options options, store::Store& store, Committer& committer, Web& web, Deliver deliver);
  ~Subscriber() { Stop(); }

  // Once.
  void Start();
  void Stop();
  // Sources may have gone. From any thread.
  void Ring() { bell_.Ring(); }

  // A poll has found which hub and topic the source names. From any thread.
  void Note(const model::Source& source) EXCLUDES(mutex_);
  // A request to the callback. From any thread.
  net::Response Answer(const net::Request& request);

 private:
  using HubAndTopic = std::pair<std::string, std::string>;

  void Loop();
  void LoadKnown() EXCLUDES(mutex_);
  void WorkOff();
  void AskHub(const model::Subscription& due);
  void Asked(const model::Subscription& asked, const fetch::Outcome& outcome);
  net::Response AnswerCall(const net::Request& request, const model::Subscription& subscription);
  net::Response Verify(const std::string& token, const fetch::HubCall& call);
  net::Response TakeDelivery(const net::Request& request, const model::Subscription& subscription);
  void Submit(Committer::Work work);

  const Options options_;
  store::Store& store_;
  Committer& committer_;
  Web& web_;
  const Deliver deliver_;
  base::Mutex mutex_;
  // What is subscribed to, so that a poll that finds nothing new writes nothing.
  std::map<model::SourceId, HubAndTopic> known_ GUARDED_BY(mutex_);
  Bell bell_;
  std::atomic<bool> stopping_ = false;
  std::jthread thread_;  // last: it uses everything above; none before Start
};

}  // namespace pipeline
