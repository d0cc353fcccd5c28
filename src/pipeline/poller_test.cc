// The poller with a store, a clock that the test sets, and a web that answers as told.

#include "pipeline/poller.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/json.h"
#include "pipeline/fake_web.h"
#include "pipeline/source_orders.h"
#include "pipeline/test_store.h"

namespace pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kOld = "https://a.example/feed";
constexpr const char* kNew = "https://b.example/feed";

// A web in which something happens while a source is being asked.
class BusyWeb final : public FakeWeb {
 public:
  BusyWeb(FakeSites& sites, std::function<void()> meanwhile)
      : FakeWeb(sites), meanwhile_(std::move(meanwhile)) {}
  void PollSource(const model::Source& source, Answer answer) override {
    meanwhile_();
    FakeWeb::PollSource(source, std::move(answer));
  }

 private:
  const std::function<void()> meanwhile_;
};

class PollerTest : public testing::Test {
 protected:
  void SetUp() override {
    store_ = folder_.Open(clock_);
    committed_to_ = std::make_unique<FlakyStore>(*store_);
  }
  void TearDown() override {
    if (poller_ != nullptr) poller_->Stop();
    if (gatekeeper_ != nullptr) gatekeeper_->Stop();
    web_.reset();
    gatekeeper_.reset();
    committer_.reset();
  }

  model::SourceId Add(model::Source source) {
    EXPECT_TRUE(store_->Write([&](store::Transaction& transaction) -> base::Status {
      TRY_ASSIGN(source.id, transaction.AddSource(source));
      return {};
    }));
    return source.id;
  }
  model::Source Source(model::SourceId id) {
    std::optional<model::Source> source;
    EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
      TRY_ASSIGN(source, reader.SourceById(id));
      return {};
    }));
    return source.value_or(model::Source());
  }
  // What stands at an address: a feed of one entry.
  static fetch::Outcome Feed(const std::string& url) {
    fetch::Outcome outcome;
    outcome.kind = fetch::OutcomeKind::kFresh;
    outcome.page.url = outcome.page.final_url = url;
    outcome.page.status = 200;
    outcome.page.content_type = "application/rss+xml";
    outcome.page.bytes = fmt::format(
        "<rss version='2.0'><channel><title>As the feed says</title>"
        "<item><title>One</title><link>{}/1</link></item></channel></rss>",
        url);
    return outcome;
  }
  // The same, found by a redirect that says that it is for good.
  static fetch::Outcome Moved(const std::string& to) {
    fetch::Outcome outcome = Feed(to);
    outcome.page.moved_to = to;
    return outcome;
  }

  // A source of which nothing is known but its site, which names kOld as its feed.
  void AddSiteWithFeed() {
    model::Source source;
    source.url = "https://a.example/";
    fetch::Outcome site = Feed(source.url);
    site.page.content_type = "text/html";
    site.page.bytes =
        "<html><head><link rel=alternate type='application/rss+xml' href='/feed'></head></html>";
    sites_.Answer(source.url, site);
    sites_.Answer(kOld, Feed(kOld));
    Add(source);
  }

  // `polled`: when a poll is stored, and before the poller knows that it has ended.
  void Start(std::function<void()> meanwhile = [] {}, std::function<void()> polled = [] {}) {
    committer_ = std::make_unique<Committer>(*committed_to_);
    web_ = std::make_unique<BusyWeb>(sites_, std::move(meanwhile));
    gatekeeper_ = std::make_unique<Gatekeeper>(*store_, *committer_, *web_, clock_);
    Poller::Options options;
    options.clock = &clock_;
    options.terms = terms_;
    poller_ = std::make_unique<Poller>(
        options, *store_, *committer_, *gatekeeper_, *web_,
        [](const std::function<void()>& work) {
          work();
          return true;
        },
        [this, polled = std::move(polled)](const PollFindings&, const store::PollOutcome&) {
          polled();
          ++polls_;
        });
    poller_->Start();
  }
  // Waits until so many polls were committed since the start.
  void WaitForPolls(int polls) {
    for (int i = 0; i < 2'000 && polls_ < polls; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
      poller_->Ring();
    }
    ASSERT_EQ(polls_, polls);
  }
  // Three polls of each source, a day and more between them.
  void PollThreeTimes(int sources) {
    Start();
    for (int round = 1; round <= 3; ++round) {
      WaitForPolls(round * sources);
      clock_.Set({clock_.Now().micros + 2 * base::kMicrosPerDay});
    }
  }

  TestFolder folder_;
  FakeSites sites_;
  base::ManualClock clock_{base::Instant{1'795'000'000 * base::kMicrosPerSecond}};
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<FlakyStore> committed_to_;
  std::unique_ptr<Committer> committer_;
  std::unique_ptr<Web> web_;
  std::unique_ptr<Gatekeeper> gatekeeper_;
  std::unique_ptr<Poller> poller_;
  std::atomic<int> polls_ = 0;
  std::function<std::optional<store::LeaseTerms>()> terms_;  // unset: nobody else polls
};

// The store refuses what a feed says: its publisher is not asked again and again for that.
TEST_F(PollerTest, WhatCannotBeStoredIsNotAskedForAgainAtOnce) {
  sites_.Answer(kOld, Feed(kOld));
  model::Source source;
  source.url = kOld;
  Add(source);
  committed_to_->FailNext(base::ErrorKind::kBug, 1);
  Start();
  for (int i = 0; i < 2'000 && committed_to_->writes() == 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  for (int i = 0; i < 20; ++i) {
    poller_->Ring();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(sites_.asked(kOld), 1);
  clock_.Set({clock_.Now().micros + 6 * 60 * base::kMicrosPerSecond});
  WaitForPolls(1);
  EXPECT_EQ(sites_.asked(kOld), 2);
}

// Its password is wrong; while it is refused once more, the owner sets the right one.
TEST_F(PollerTest, WhatTheOwnerSetsDuringAPollHoldsAndIsTried) {
  for (const bool is_found : {false, true}) {
    model::Source source;
    source.url = fmt::format("https://{}.example/feed", is_found ? "found" : "refused");
    source.sections = {"World"};
    source.asking.cookies = "session=1";
    const model::SourceId id = Add(source);
    if (is_found) sites_.Answer(source.url, Feed(source.url));
    base::Json order;
    order.Set("source", source.url).Set("cookies", "session=2");
    order.Set("title", "My own").Set("section", "Politics");
    polls_ = 0;
    Start([&, is_first = true]() mutable {
      if (!std::exchange(is_first, false)) return;
      EXPECT_TRUE(CarryOutSet(*store_, order));
    });
    WaitForPolls(2);
    const model::Source now = Source(id);
    EXPECT_EQ(now.asking.cookies, "session=2");
    EXPECT_EQ(now.title, "My own");
    EXPECT_THAT(now.sections, ElementsAre("Politics"));
    EXPECT_EQ(now.consecutive_failures, is_found ? 0 : 2);
    EXPECT_GT(now.next_poll, clock_.Now());
    EXPECT_EQ(sites_.asked(source.url), 2);
    TearDown();
  }
}

TEST_F(PollerTest, ASourceThatMovesForGoodIsAskedAtItsNewAddress) {
  model::Source source;
  source.url = kOld;
  source.asking.user_agent = "Reader";
  source.asking.cookies = "session=1";
  const model::SourceId id = Add(source);
  sites_.Answer(kOld, Moved(kNew));
  sites_.Answer(kNew, Feed(kNew));
  PollThreeTimes(1);
  EXPECT_EQ(Source(id).url, kNew);
  EXPECT_EQ(Source(id).previous_url, kOld);
  EXPECT_EQ(Source(id).title, "As the feed says");
  EXPECT_EQ(Source(id).asking.user_agent, "Reader");
  EXPECT_EQ(Source(id).asking.cookies, "");  // they were given for the other site
  WaitForPolls(4);
  EXPECT_EQ(sites_.asked(kOld), 3);
  EXPECT_EQ(sites_.asked(kNew), 1);
  EXPECT_EQ(Source(id).last_error, "");
}

TEST_F(PollerTest, ASourceThatMovesToAnothersAddressRestsUntilTheOwnerMakesThemOne) {
  model::Source source;
  source.url = kOld;
  source.asking.cookies = "session=1";
  const model::SourceId moving = Add(source);
  model::Source other;
  other.url = kNew;
  const model::SourceId there = Add(other);
  sites_.Answer(kOld, Moved(kNew));
  sites_.Answer(kNew, Feed(kNew));
  PollThreeTimes(2);
  EXPECT_TRUE(Source(moving).paused);
  EXPECT_EQ(Source(moving).url, kOld);
  EXPECT_EQ(Source(moving).asking.cookies, "session=1");
  EXPECT_THAT(Source(moving).last_error,
              HasSubstr(fmt::format("source {} has the address {}", there.value, kNew)));
  EXPECT_THAT(Source(moving).last_error, HasSubstr("octavo sources merge"));
  EXPECT_FALSE(Source(there).paused);
  WaitForPolls(7);
  EXPECT_EQ(sites_.asked(kOld), 3);
}

TEST_F(PollerTest, ASiteWhoseFeedIsASourceGoes) {
  AddSiteWithFeed();
  model::Source source;
  source.url = kOld;
  const model::SourceId feed = Add(source);
  Start();
  WaitForPolls(2);
  EXPECT_EQ(Source(feed).url, kOld);
  store::Counters counters;
  EXPECT_TRUE(store_->Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(counters, reader.Count());
    return {};
  }));
  EXPECT_EQ(counters.sources, 1);
}

// Its feed was found, which is due at once: it is claimed anew before the poll has ended here.
TEST_F(PollerTest, WhatIsClaimedTooSoonIsGivenBack) {
  AddSiteWithFeed();
  store::LeaseTerms terms;
  EXPECT_TRUE(store_->Write([&](store::Transaction& transaction) -> base::Status {
    TRY_ASSIGN(terms.worker, transaction.EnterWorker("one"));
    return {};
  }));
  terms_ = [terms] { return terms; };
  Start([] {},
        [this, is_first = true]() mutable {
          if (!std::exchange(is_first, false)) return;
          poller_->Ring();
          std::this_thread::sleep_for(std::chrono::milliseconds(300));
        });
  WaitForPolls(2);
  EXPECT_EQ(sites_.asked(kOld), 1);
}

// The hub brings the news after the source has said that it has none: it is asked once more.
TEST_F(PollerTest, WhatAHubBringsDuringAPollIsNotLost) {
  model::Source source;
  source.url = kOld;
  source.kind = model::SourceKind::kFeed;
  const model::SourceId id = Add(source);
  fetch::Outcome no_news;
  no_news.kind = fetch::OutcomeKind::kNotModified;
  no_news.page.status = 304;
  sites_.Answer(kOld, no_news);
  sites_.Answer(kOld, Feed(kOld));
  const base::Instant until{clock_.Now().micros + base::kMicrosPerDay};
  Start([&, is_first = true]() mutable {
    if (!std::exchange(is_first, false)) return;
    poller_->Deliver(id, Feed(kOld).page, until);
  });
  WaitForPolls(2);
  EXPECT_EQ(sites_.asked(kOld), 2);
  EXPECT_EQ(Source(id).title, "As the feed says");
  EXPECT_EQ(Source(id).push_until, until);
}

// Nothing is at any of these addresses: that is an hour, and by chance up to another one.
TEST_F(PollerTest, WhatFailsTogetherIsAskedAgainApart) {
  constexpr int kSources = 40;
  std::vector<model::SourceId> ids;
  for (int i = 0; i < kSources; ++i) {
    model::Source source;
    source.url = fmt::format("https://site{}.example/feed", i);
    ids.push_back(Add(source));
  }
  Start();
  WaitForPolls(kSources);
  std::vector<base::Instant> next;
  for (const model::SourceId id : ids) next.push_back(Source(id).next_poll);
  const auto [first, last] = std::ranges::minmax(next);
  EXPECT_GT(last.micros - first.micros, base::kMicrosPerHour / 2);
}

}  // namespace
}  // namespace pipeline
