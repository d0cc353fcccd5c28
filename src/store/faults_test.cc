// What the store holds when the disk fails under it.
//
// One workload is run on a disk that fails at one of its operations, for every operation in turn
// (a part of them by chance, unless OCTAVO_FAULTS=all is in the environment). What holds:
//
// - the store is as it was behind the last Write that returned, or behind the one that was on its
//   way: no part of one is there, none that was reported is missing;
// - nothing is wrong inside it;
// - the workload, begun again where it stopped, ends with the same store as without the failure.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <random>

#include "store/digest.h"
#include "store/testing/faulty_disk.h"
#include "store/testing/fixture.h"
#include "store/testing/workload.h"

namespace store {
namespace {

using testing::IsEmpty;

constexpr int64_t kRunsByChance = 24;

class FaultsTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (OnPostgres()) GTEST_SKIP() << "its files are its server's";
    store_.reset();
    // Not all pages fit: the page file drops and gives back as well.
    options_.page_budget_bytes = 40'000;
    Clear();
    digests_.push_back("");
    Remember();
  }
  void TearDown() override {
    store_.reset();
    StoreTest::TearDown();
  }

  void Clear() {
    store_.reset();
    disk_.Forget();
    std::filesystem::remove_all(options_.folder);
    day_ = 0;
    written_ = 0;
  }

  // From the day that was reached to the end, with a new start of the store each day. An error ends
  // it. `retry` asks whether a piece of work that failed is to be tried again.
  base::Status Go(const std::function<bool()>& retry) {
    for (; day_ < Workload::kDays; ++day_) {
      store_.reset();
      auto opened = Store::Open(options_);
      while (!opened && retry()) opened = Store::Open(options_);
      if (!opened) return base::Fail(std::move(opened).error());
      store_ = std::move(*opened);
      const Workload::Writer writer = [&](const Workload::Work& work) {
        auto done = store_->Write(work);
        while (!done && retry()) done = store_->Write(work);
        if (done) Written();
        return done;
      };
      auto done = workload_.Run(*store_, day_, writer);
      while (!done && retry()) {
        Reopen();  // jobs that were leased are free again
        done = workload_.Run(*store_, day_, writer);
      }
      TRY(std::move(done));
    }
    store_.reset();
    return {};
  }

  // The undisturbed run, and what the store holds behind each Write of it.
  void Remember() {
    remember_ = true;
    ASSERT_OK(Go([] { return false; }));
    remember_ = false;
    Check("undisturbed");
  }

  void Written() {
    written_ += 1;
    if (!remember_) return;
    const auto digest = Digest(options_.folder);
    ASSERT_OK(digest);
    digests_.push_back(*digest);
  }

  void Check(const std::string& when) {
    const auto faults = FindFaults(options_.folder);
    ASSERT_TRUE(faults.has_value()) << when << ": " << faults.error().message();
    ASSERT_THAT(*faults, IsEmpty()) << when;
    const auto digest = Digest(options_.folder);
    ASSERT_OK(digest);
    ASSERT_EQ(*digest, digests_.back()) << when;
  }

  // Behind a failure of the Write after those that were counted.
  void CheckBetween(const std::string& when) {
    Reopen();
    if (HasFatalFailure()) return;
    store_.reset();
    const auto faults = FindFaults(options_.folder);
    ASSERT_TRUE(faults.has_value()) << when << ": " << faults.error().message();
    ASSERT_THAT(*faults, IsEmpty()) << when;
    const auto digest = Digest(options_.folder);
    ASSERT_OK(digest);
    const bool before = *digest == digests_.at(written_);
    const bool behind = written_ + 1 < digests_.size() && *digest == digests_.at(written_ + 1);
    ASSERT_TRUE(before || behind) << when << ": neither as before nor as behind Write " << written_;
  }

  // How many operations of the whole run a fault can hit.
  int64_t Operations(Fault fault) {
    Clear();
    disk_.Strike(fault, INT64_MAX, FaultyDisk::Lasting::kOnce);
    EXPECT_OK(Go([] { return false; }));
    disk_.Mend();
    return disk_.operations();
  }

  // Numbers of the operations to fail.
  std::vector<int64_t> PlacesOf(Fault fault) {
    const int64_t most = Operations(fault);
    EXPECT_GT(most, 20) << FaultName(fault);
    const char* wish = std::getenv("OCTAVO_FAULTS");
    const bool all = wish != nullptr && std::string_view(wish) == "all";
    std::vector<int64_t> places;
    const int64_t step = all ? 1 : std::max<int64_t>(1, most / kRunsByChance);
    const int64_t first = all ? 0 : std::random_device()() % step;
    for (int64_t at = first; at < most; at += step) places.push_back(at);
    return places;
  }

  // One failure; the same process tries again.
  void TryAgainInPlace(Fault fault, FaultyDisk::Lasting lasting) {
    for (const int64_t at : PlacesOf(fault)) {
      const std::string when = fmt::format("{} at operation {}", FaultName(fault), at);
      Clear();
      disk_.Strike(fault, at, lasting);
      int tries = 0;
      const auto done = Go([&] {
        if (lasting == FaultyDisk::Lasting::kFromThere && tries == 2) disk_.Mend();
        return ++tries < 5;
      });
      ASSERT_TRUE(done.has_value()) << when << ": " << done.error().message();
      disk_.Mend();
      Check(when);
      if (HasFatalFailure()) return;
    }
  }

  FaultyDisk disk_;
  Workload workload_{clock_};
  int day_ = 0;
  size_t written_ = 0;
  bool remember_ = false;
  std::vector<std::string> digests_;  // behind 0, 1, 2, … Writes
};

TEST_F(FaultsTest, AWriteErrorFailsOneWriteAndNoMore) {
  TryAgainInPlace(Fault::kWriteError, FaultyDisk::Lasting::kOnce);
}

TEST_F(FaultsTest, AWriteInPartFailsOneWriteAndNoMore) {
  TryAgainInPlace(Fault::kShortWrite, FaultyDisk::Lasting::kOnce);
}

TEST_F(FaultsTest, ADiskThatStaysFullForAWhileIsWaitedFor) {
  TryAgainInPlace(Fault::kFull, FaultyDisk::Lasting::kFromThere);
}

TEST_F(FaultsTest, AReadErrorFailsOneWriteAndNoMore) {
  TryAgainInPlace(Fault::kReadError, FaultyDisk::Lasting::kOnce);
}

TEST_F(FaultsTest, AProcessThatEndsAtAnErrorLeavesAWholeStore) {
  for (const int64_t at : PlacesOf(Fault::kShortWrite)) {
    const std::string when = fmt::format("all writes fail from {} on", at);
    Clear();
    disk_.Strike(Fault::kShortWrite, at, FaultyDisk::Lasting::kFromThere);
    static_cast<void>(Go([] { return false; }));
    store_.reset();
    disk_.Mend();
    CheckBetween(when);
    if (HasFatalFailure()) return;
    EXPECT_OK(Go([] { return false; }));
    Check(when);
    if (HasFatalFailure()) return;
  }
}

// A sync that failed may have dropped what it was to bring to the disk; the next one succeeds and
// does not bring it. A power cut at the end shows whether anybody relied on that.
TEST_F(FaultsTest, WhatAFailedSyncDroppedIsWrittenAgain) {
  for (const int64_t at : PlacesOf(Fault::kSyncError)) {
    const std::string when = fmt::format("sync error at {}", at);
    Clear();
    disk_.Strike(Fault::kSyncError, at, FaultyDisk::Lasting::kOnce);
    int tries = 0;
    ASSERT_OK(Go([&] { return ++tries < 5; }));
    disk_.AfterPowerCut(static_cast<uint64_t>(at));
    Check(when);
    if (HasFatalFailure()) return;
  }
}

TEST_F(FaultsTest, APowerCutTakesNothingThatWasReported) {
  for (const int64_t at : PlacesOf(Fault::kPowerCut)) {
    const std::string when = fmt::format("power cut at {}", at);
    Clear();
    disk_.Strike(Fault::kPowerCut, at, FaultyDisk::Lasting::kFromThere);
    static_cast<void>(Go([] { return false; }));
    ASSERT_TRUE(disk_.has_struck()) << when;
    store_.reset();
    disk_.AfterPowerCut(static_cast<uint64_t>(at) * 7919 + 1);
    CheckBetween(when);
    if (HasFatalFailure()) return;
    EXPECT_OK(Go([] { return false; }));
    Check(when);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace store
