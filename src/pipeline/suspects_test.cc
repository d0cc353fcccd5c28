#include "pipeline/suspects.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "base/file.h"
#include "pipeline/test_store.h"

namespace pipeline {
namespace {

// What a child that should have died of its signal ends with: codes that no sanitiser uses.
constexpr int kNotBegun = 97;
constexpr int kSurvived = 98;

class SuspectsTest : public testing::Test {
 protected:
  SuspectsTest() { std::filesystem::create_directories(folder_.path()); }

  std::unique_ptr<Suspects> Start() const {
    auto opened = Suspects::Open(folder_.path() / "at_work");
    EXPECT_TRUE(opened);
    return *std::move(opened);
  }

  // Another process begins 7 and 8, ends 8, and dies by this signal.
  void DieOf(int signal) const {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      struct rlimit none = {};
      setrlimit(RLIMIT_CORE, &none);
      const auto suspects = Start();
      const bool begun = suspects->Begin(7) && suspects->Begin(8);
      suspects->End(8);
      if (!begun) _exit(kNotBegun);
      raise(signal);
      _exit(kSurvived);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    // A sanitiser takes a crash for its own and ends the process with an exit code, mostly 1.
    const bool by_sanitiser = signal != SIGKILL && WIFEXITED(status) &&
                              WEXITSTATUS(status) != kNotBegun && WEXITSTATUS(status) != kSurvived;
    ASSERT_TRUE(WIFSIGNALED(status) || by_sanitiser) << status;
  }

  TestFolder folder_;
};

TEST_F(SuspectsTest, AJobAtWorkAtThreeCrashesIsNotBegunAgain) {
  for (const int signal : {SIGSEGV, SIGABRT, SIGFPE}) DieOf(signal);
  const auto suspects = Start();
  EXPECT_FALSE(suspects->Begin(7));
  EXPECT_TRUE(suspects->Begin(8));
  // Once refused it is forgotten: a page that changed has a new chance.
  EXPECT_TRUE(suspects->Begin(7));
}

TEST_F(SuspectsTest, WhoIsKilledFromOutsideIsSuspectedMuchLater) {
  for (int kill = 1; kill < Suspects::kMostKills; ++kill) DieOf(SIGKILL);
  {
    const auto suspects = Start();
    ASSERT_TRUE(suspects->Begin(7));
  }
  EXPECT_FALSE(Start()->Begin(7));
}

TEST_F(SuspectsTest, AJobThatEndsIsNoSuspectAnyMore) {
  for (int start = 0; start < 4 * Suspects::kMostKills; ++start) {
    const auto suspects = Start();
    EXPECT_TRUE(suspects->Begin(7));
    if (start % 20 == 19) suspects->End(7);
  }
}

TEST_F(SuspectsTest, WhatOthersWorkOnIsNoSuspect) {
  for (int kill = 0; kill < Suspects::kMostKills; ++kill) {
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
  for (int death = 0; death < 2; ++death) DieOf(SIGSEGV);
  for (int start = 0; start < 30; ++start) Start();
  DieOf(SIGSEGV);
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
