#include "pipeline/suspects.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "pipeline/test_store.h"

namespace pipeline {
namespace {

class SuspectsTest : public testing::Test {
 protected:
  SuspectsTest() { std::filesystem::create_directories(folder_.path()); }

  std::unique_ptr<Suspects> Start() const {
    auto opened = Suspects::Open(folder_.path() / "at_work");
    EXPECT_TRUE(opened);
    return *std::move(opened);
  }

  TestFolder folder_;
};

// What is begun and not ended when the object goes was at work at the death of the process.
TEST_F(SuspectsTest, AJobAtWorkAtThreeDeathsIsNotBegunAgain) {
  for (int death = 0; death < Suspects::kMostDeaths; ++death) {
    const auto suspects = Start();
    EXPECT_TRUE(suspects->Begin(7)) << death;
    EXPECT_TRUE(suspects->Begin(8)) << death;
    suspects->End(8);
  }
  const auto suspects = Start();
  EXPECT_FALSE(suspects->Begin(7));
  EXPECT_TRUE(suspects->Begin(8));
  // Once refused it is forgotten: a page that changed has a new chance.
  EXPECT_TRUE(suspects->Begin(7));
}

TEST_F(SuspectsTest, AJobThatEndsIsNoSuspectAnyMore) {
  for (int start = 0; start < 10; ++start) {
    const auto suspects = Start();
    EXPECT_TRUE(suspects->Begin(7));
    if (start % 3 == 2) suspects->End(7);
  }
}

TEST_F(SuspectsTest, WhatOthersWorkOnIsNoSuspect) {
  for (int death = 0; death < Suspects::kMostDeaths; ++death) {
    const auto suspects = Start();
    EXPECT_TRUE(suspects->Begin(7));
    const auto other = Start();  // another process, in the same folder
    EXPECT_TRUE(other->Begin(8));
    other->End(8);
  }
  const auto suspects = Start();
  const auto other = Start();
  EXPECT_FALSE(suspects->Begin(7));
  EXPECT_TRUE(other->Begin(7));
}

TEST_F(SuspectsTest, StartsWithoutItsWorkDoNotCount) {
  for (int death = 0; death < 2; ++death) EXPECT_TRUE(Start()->Begin(7));
  for (int start = 0; start < 5; ++start) Start();
  EXPECT_TRUE(Start()->Begin(7));
  EXPECT_FALSE(Start()->Begin(7));
}

TEST_F(SuspectsTest, AFileOfNonsenseIsMadeAnew) {
  ASSERT_TRUE(base::WriteFileAtomically(folder_.path() / "at_work", "nonsense"));
  EXPECT_TRUE(Start()->Begin(7));
}

TEST_F(SuspectsTest, MoreJobsThanSlotsAreBegunAllTheSame) {
  const auto suspects = Start();
  for (int64_t job = 1; job <= 2 * static_cast<int64_t>(Suspects::kSlots); ++job) {
    EXPECT_TRUE(suspects->Begin(job));
  }
}

TEST(Suspects, WithoutAFileEverythingIsBegun) {
  Suspects suspects;
  EXPECT_TRUE(suspects.Begin(7));
  suspects.End(7);
}

}  // namespace
}  // namespace pipeline
