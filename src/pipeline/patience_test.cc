// What the pipeline does with pages that cannot be had just now, over hours and days.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "pipeline/fake_web.h"
#include "pipeline/orders.h"
#include "pipeline/pipeline.h"
#include "pipeline/test_pages.h"
#include "pipeline/test_store.h"

namespace pipeline {
namespace {

fetch::Outcome NoAnswer() {
  fetch::Outcome outcome;
  outcome.page.status = 500;
  outcome.error = base::Error(base::ErrorKind::kUnavailable, "no answer");
  outcome.is_transient = true;
  return outcome;
}

class PatienceTest : public testing::Test {
 protected:
  std::unique_ptr<Pipeline> Start(const std::vector<std::string>& sources,
                                  std::unique_ptr<Web> web = nullptr) {
    if (store_ == nullptr) store_ = folder_.Open(clock_);
    std::vector<model::Source> wanted(sources.size());
    for (size_t i = 0; i < sources.size(); ++i) wanted[i].url = sources[i];
    EXPECT_TRUE(CarryOut(*store_, AddOrder(wanted)));
    if (web == nullptr) web = std::make_unique<FakeWeb>(sites_);
    return Pipeline::Start({.workers = 1,
                            .fetches_waiting = kFetchesWaiting,
                            .suspects_file = folder_.path() / "at_work",
                            .clock = &clock_},
                           *store_, std::move(web));
  }

  static constexpr size_t kFetchesWaiting = 100;
  TestFolder folder_;
  FakeSites sites_;
  base::ManualClock clock_{base::SystemClock().Now()};
  std::unique_ptr<store::Store> store_;
};

// For more than a day it cannot be had. A page waits; what has a text of its own waits for a day.
TEST_F(PatienceTest, APageWaitsUntilItsRobotsCanBeHad) {
  constexpr int kFailures = 14;
  constexpr int64_t kRound = 2 * base::kMicrosPerHour;
  for (int i = 0; i < kFailures; ++i) sites_.Answer("https://b.example/robots.txt", NoAnswer());
  sites_.Serve("https://b.example/robots.txt", "text/plain", "");
  sites_.Serve("https://b.example/1", kHtml, Page("https://b.example/1"));
  sites_.Serve("https://b.example/2", kHtml, Page("https://b.example/2"));
  std::string feed = Feed("A", {"https://b.example/1", "https://b.example/2"});
  feed.insert(feed.rfind("</item>"),
              fmt::format("<description><![CDATA[{}]]></description>", TextOfPage()));
  sites_.Serve("https://a.example/feed", kFeed, feed);
  const auto pipeline = Start({"https://a.example/feed"});
  int64_t put_off = 0;
  for (int round = 1; round <= kFailures; ++round) {
    const bool is_patient = (round - 1) * kRound <= base::kMicrosPerDay;
    put_off += is_patient ? 2 : 1;
    EXPECT_TRUE(ComesTrue(*pipeline, [&] {
      const Figures figures = pipeline->figures();
      return figures.retried == put_off && figures.read == (is_patient ? 0 : 1);
    })) << round;
    EXPECT_EQ(sites_.asked("https://b.example/robots.txt"), round);
    clock_.Advance(kRound);
  }
  EXPECT_TRUE(ComesTrue(*pipeline, [&] { return pipeline->figures().read == 2; }));
  pipeline->Stop();
  EXPECT_EQ(pipeline->figures().failed, 0);
  EXPECT_EQ(sites_.asked("https://b.example/1"), 1);
  EXPECT_EQ(sites_.asked("https://b.example/2"), 0);
}

// A server that is down for a night costs no article: where the feed has no text of it, its page is
// tried for most of a day.
TEST_F(PatienceTest, APageIsTriedForMostOfADay) {
  struct Case {
    const char* page;
    bool has_text;  // its entry
    int failures;   // then it is there
    int asked;
    bool is_read;
  };
  const Case cases[] = {
      {"https://a.example/night", false, 10, 11, true},
      {"https://a.example/gone", false, 1'000, 11, false},
      {"https://a.example/moment", true, 4, 5, true},
      {"https://a.example/text", true, 1'000, 5, true},  // by its own text
  };
  std::string feed = Feed("A", {});
  for (const Case& c : cases) {
    std::string item = fmt::format("<item><title>Fares at {0}</title><link>{0}</link>", c.page);
    if (c.has_text) {
      item += fmt::format("<description><![CDATA[{}]]></description>", TextOfPage());
    }
    feed.insert(feed.find("</channel>"), item + "</item>");
    for (int i = 0; i < std::min(c.failures, 20); ++i) sites_.Answer(c.page, NoAnswer());
    if (c.failures <= 20) sites_.Serve(c.page, kHtml, Page(c.page));
  }
  sites_.Serve("https://a.example/feed", kFeed, feed);
  const auto pipeline = Start({"https://a.example/feed"});
  // The longest wait is of six hours, and by chance a quarter more.
  for (int tries = 1; tries <= 10; ++tries) {
    int64_t noted = 0;
    for (const Case& c : cases) noted += std::min(tries, c.asked - 1);
    EXPECT_TRUE(ComesTrue(*pipeline, [&] { return pipeline->figures().retried == noted; }))
        << tries;
    clock_.Advance(8 * base::kMicrosPerHour);
  }
  const auto read = std::ranges::count_if(cases, &Case::is_read);
  EXPECT_TRUE(ComesTrue(*pipeline, [&] {
    return pipeline->figures().read == read &&
           pipeline->figures().failed == std::ssize(cases) - read;
  }));
  pipeline->Stop();
  for (const Case& c : cases) EXPECT_EQ(sites_.asked(c.page), c.asked) << c.page;
}

// One that answers nothing of a site until it is told to.
class HangingWeb final : public FakeWeb {
 public:
  HangingWeb(FakeSites& sites, std::string slow) : FakeWeb(sites), slow_(std::move(slow)) {}
  void FetchHop(std::string url, const model::Asking& asking, std::chrono::milliseconds pause,
                Answer answer) override {
    if (url.starts_with(slow_)) {
      base::MutexLock lock(mutex_);
      most_ = std::max(most_, ++hanging_);
      if (!answers_) return held_.push_back([=, this] { Hand(url, asking, pause, answer); });
    }
    Hand(url, asking, pause, answer);
  }
  void AnswerNow() {
    std::vector<std::function<void()>> held;
    {
      base::MutexLock lock(mutex_);
      answers_ = true;
      held.swap(held_);
    }
    for (const auto& hand : held) hand();
  }
  // That were asked for, and not answered.
  int hanging() const {
    base::MutexLock lock(mutex_);
    return hanging_;
  }
  int most() const {
    base::MutexLock lock(mutex_);
    return most_;
  }

 private:
  void Hand(const std::string& url, const model::Asking& asking, std::chrono::milliseconds pause,
            const Answer& answer) {
    FakeWeb::FetchHop(url, asking, pause, [this, url, answer](fetch::Outcome outcome) {
      if (url.starts_with(slow_)) {
        base::MutexLock lock(mutex_);
        --hanging_;
      }
      answer(std::move(outcome));
    });
  }

  const std::string slow_;
  mutable base::Mutex mutex_;
  bool answers_ GUARDED_BY(mutex_) = false;
  int hanging_ GUARDED_BY(mutex_) = 0;
  int most_ GUARDED_BY(mutex_) = 0;
  std::vector<std::function<void()>> held_ GUARDED_BY(mutex_);
};

// Of a host with more pages than may be fetched at once some are asked for, and then the others';
// in the end all of them are read. The same where they are reached through somebody's redirects.
TEST_F(PatienceTest, ASlowHostLeavesRoomForTheOthers) {
  constexpr int kSlow = 150;
  constexpr int kRedirected = 90;
  std::vector<std::string> slow;
  for (int i = 0; i < kSlow; ++i) {
    const std::string page = fmt::format("https://slow.example/{}", i);
    sites_.Serve(page, kHtml, Page(page));
    slow.push_back(i < kRedirected ? fmt::format("https://links.example/{}", i) : page);
    if (i < kRedirected) sites_.Redirect(slow.back(), page);
  }
  sites_.Serve("https://slow.example/feed", kFeed, Feed("Slow", slow));
  std::vector<std::string> quick;
  for (int i = 0; i < 5; ++i) {
    quick.push_back(fmt::format("https://quick.example/{}", i));
    sites_.Serve(quick.back(), kHtml, Page(quick.back()));
  }
  sites_.Serve("https://quick.example/feed", kFeed, Feed("Quick", quick));
  auto owned = std::make_unique<HangingWeb>(sites_, "https://slow.example/");
  HangingWeb& web = *owned;
  const auto pipeline = Start({"https://slow.example/feed"}, std::move(owned));
  constexpr int kMost = kFetchesWaiting / 4;
  EXPECT_TRUE(ComesTrue(*pipeline, [&] { return web.hanging() > kMost / 2; }));  // it is full
  std::vector<model::Source> wanted(1);
  wanted[0].url = "https://quick.example/feed";
  EXPECT_TRUE(CarryOut(*store_, AddOrder(wanted)));
  EXPECT_TRUE(ComesTrue(*pipeline, [&] { return pipeline->figures().read == 5; }));
  web.AnswerNow();
  EXPECT_TRUE(ComesTrue(*pipeline, [&] {
    clock_.Advance(base::kMicrosPerSecond);  // after which those come back that found no room
    return pipeline->figures().read == 5 + kSlow;
  }));
  EXPECT_LE(web.most(), kMost);
  EXPECT_EQ(pipeline->figures().failed, 0);
  pipeline->Stop();
}

// Nobody tells it to look: what ends makes room, and what waits takes it at once.
TEST_F(PatienceTest, ALaneThatOpensIsRefilledAtOnce) {
  constexpr int kPages = 600;  // none of them is there
  std::vector<std::string> pages;
  for (int i = 0; i < kPages; ++i) pages.push_back(fmt::format("https://a.example/{}", i));
  sites_.Serve("https://a.example/feed", kFeed, Feed("A", pages));
  const auto pipeline = Start({"https://a.example/feed"});
  // One refill of a dozen each second would take a minute.
  for (int i = 0; i < 2'000 && pipeline->figures().failed < kPages; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(pipeline->figures().failed, kPages);
  pipeline->Stop();
}

}  // namespace
}  // namespace pipeline
