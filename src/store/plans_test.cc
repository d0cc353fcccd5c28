// A clock that runs ahead and is put back, and one that goes wild: nothing waits for a time that is
// far away, nothing is lost, nothing is there twice.

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <sstream>

#include "store/digest.h"
#include "store/testing/fixture.h"
#include "store/testing/workload.h"

namespace store {
namespace {

constexpr int64_t kYear = 365 * base::kMicrosPerDay;

class PlansTest : public StoreTest {
 protected:
  // A poll at the time of the clock, the next an hour later; and everything else that is planned.
  void PlanAll() {
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      const base::Instant now = clock_.Now();
      model::Source polled;
      polled.url = "https://polled.org/feed";
      TRY_ASSIGN(polled.id, t.AddSource(polled));
      polled.last_poll = polled.last_success = now;
      polled.next_poll = {now.micros + base::kMicrosPerHour};
      TRY(t.RecordPoll(polled, polled, {}, std::vector{EntryOf("https://polled.org/1", "One")}));
      model::Source added;
      added.url = "https://added.org/feed";
      added.next_poll = now;
      TRY(t.AddSource(added));
      model::Site site;
      site.key = "https://polled.org:443";
      site.robots_read = now;
      site.robots_until = {now.micros + base::kMicrosPerDay};
      TRY(t.PutSite(site));
      model::Subscription subscription;
      subscription.token = "token";
      subscription.source = polled.id;
      subscription.next_try = {now.micros + base::kMicrosPerHour};
      TRY(t.PutSubscription(subscription));
      TRY_ASSIGN(const auto jobs, t.LeaseJobs(Stage::kFetch, 1));
      for (const Job& job : jobs) {
        const base::Error error(base::ErrorKind::kUnavailable, "later");
        TRY(t.RetryJob(job, error, {now.micros + base::kMicrosPerHour}));
      }
      return {};
    }));
  }

  // The plans as hours from `clock_`: polls, the job, robots.txt, the hub.
  std::vector<int64_t> Plans() {
    std::vector<int64_t> hours;
    const auto add = [&](base::Instant plan) {
      hours.push_back(std::llround(static_cast<double>(plan.micros - clock_.Now().micros) /
                                   static_cast<double>(base::kMicrosPerHour)));
    };
    EXPECT_OK(store_->Read([&](Reader& reader) -> base::Status {
      TRY_ASSIGN(const auto sources, reader.Sources());
      for (const model::Source& source : sources) add(source.next_poll);
      TRY_ASSIGN(const auto job, reader.NextDueJob(Stage::kFetch));
      add(job.value_or(base::Instant{0}));
      TRY_ASSIGN(const auto site, reader.SiteByKey("https://polled.org:443"));
      add(site->robots_until);
      TRY_ASSIGN(const auto subscriptions, reader.Subscriptions());
      for (const model::Subscription& one : subscriptions) add(one.next_try);
      return {};
    }));
    return hours;
  }
};

TEST_F(PlansTest, WhatWasPlannedWhileTheClockWasAheadIsPlannedAnew) {
  const std::vector<int64_t> wanted = {1, 0, 1, 24, 1};
  PlanAll();
  EXPECT_EQ(Plans(), wanted);
  clock_.Set({kNoon.micros + kYear});
  PlanAll();
  EXPECT_EQ(Plans(), (std::vector<int64_t>{1, -365 * 24, 1, 24, 1}));
  // Put right under a process that goes on: its next Write sees it.
  clock_.Set({kNoon.micros + base::kMicrosPerSecond});
  EXPECT_OK(Write([](Transaction&) -> base::Status { return {}; }));
  EXPECT_EQ(Plans(), wanted);
  // Put right while nothing ran.
  clock_.Set({kNoon.micros + kYear});
  PlanAll();
  store_.reset();
  clock_.Set({kNoon.micros + base::kMicrosPerSecond});
  Reopen();
  EXPECT_EQ(Plans(), wanted);
  // A minute is no matter.
  clock_.Set({kNoon.micros - 60 * base::kMicrosPerSecond});
  EXPECT_OK(Write([](Transaction&) -> base::Status { return {}; }));
  EXPECT_EQ(Plans(), wanted);
}

// It was asked while the clock was ahead, and answered when it was right again.
TEST_F(PlansTest, APollThatBeganAheadIsPlannedFromNow) {
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    model::Source polled;
    polled.url = "https://polled.org/feed";
    TRY_ASSIGN(polled.id, t.AddSource(polled));
    polled.last_poll = polled.last_success = base::Instant{kNoon.micros + kYear};
    polled.next_poll = {kNoon.micros + kYear + base::kMicrosPerHour};
    TRY(t.RecordPoll(polled, polled, {}, std::vector<model::Entry>{}));
    return {};
  }));
  const auto sources = Read<std::vector<model::Source>>([](Reader& r) { return r.Sources(); });
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].next_poll.micros, kNoon.micros + base::kMicrosPerHour);
  EXPECT_EQ(sources[0].last_poll, kNoon);
  EXPECT_EQ(sources[0].last_success, kNoon);
}

// A source that was added while the clock was ahead, and never polled.
TEST_F(PlansTest, ASourceAddedAheadIsPolledNow) {
  clock_.Set({kNoon.micros + kYear});
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    model::Source source;
    source.url = "https://added.org/feed";
    source.next_poll = clock_.Now();
    TRY(t.AddSource(source));
    return {};
  }));
  clock_.Set(kNoon);
  EXPECT_OK(Write([](Transaction&) -> base::Status { return {}; }));
  EXPECT_EQ(
      Read<std::vector<model::Source>>([](Reader& r) { return r.DueSources(kNoon, 9); }).size(),
      1U);
}

// What stories there are, and all of their articles; not who leads a story, which is who was first.
std::vector<std::string> WhatIsThere(const Options& options) {
  std::vector<std::string> lines;
  std::istringstream digest(Digest(options).value_or(""));
  for (std::string line; std::getline(digest, line);) {
    const size_t title = line.find(",\"title\":");
    if (line.starts_with("{\"story\":")) line.erase(title, line.find(",\"articles\":") - title);
    lines.push_back(line);
  }
  std::ranges::sort(lines);
  return lines;
}

// The clock jumps up to four years to and fro before every Write, the store is opened anew a year
// early and late; once the clock is right, everything that waits is done, and the store holds what
// that of a quiet clock holds.
TEST_F(PlansTest, AClockThatGoesWildLosesNothingAndDoublesNothing) {
  const auto run_at = [&](const std::function<int64_t()>& offset_days) {
    return Workload(clock_).Run(*store_, 0, [&](const Workload::Work& work) {
      const base::Instant right = clock_.Now();
      clock_.Set({right.micros + offset_days() * base::kMicrosPerDay});
      auto done = store_->Write(work);
      clock_.Set(right);
      return done;
    });
  };
  // One job fails at first, and is tried again hours later.
  const auto finish = [&] {
    for (const int64_t day : {0, 1}) EXPECT_OK(run_at([day] { return day; }));
    store_.reset();
    return WhatIsThere(options_);
  };
  const auto wanted = finish();
  EXPECT_GT(wanted.size(), 15U);
  std::mt19937 dice(17);
  for (int attempt = 0; attempt < 4; ++attempt) {
    TearDown();
    SetUp();
    for (int round = 0; round < 3; ++round) {
      clock_.Set({kNoon.micros + (round - 1) * kYear});
      Reopen();
      // Its leases may be over when a job is finished: then somebody else does it.
      const auto done = run_at([&] { return static_cast<int64_t>(dice() % 2'920) - 1'460; });
      const bool went_well = done || done.error().kind() == base::ErrorKind::kConflict;
      EXPECT_TRUE(went_well) << done.error().message();
    }
    Reopen();
    EXPECT_EQ(finish(), wanted);
    const auto faults = FindFaults(options_);
    ASSERT_OK(faults);
    EXPECT_THAT(*faults, testing::IsEmpty());
  }
}

}  // namespace
}  // namespace store
