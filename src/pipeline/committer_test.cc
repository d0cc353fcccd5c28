#include "pipeline/committer.h"

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <map>
#include <thread>
#include <vector>

#include "pipeline/test_store.h"

namespace pipeline {
namespace {

using base::ErrorKind;
using base::Status;

std::string FactOf(store::Store& store, std::string_view name) {
  std::string value;
  EXPECT_TRUE(store.Read([&](store::Reader& reader) -> Status {
    TRY_ASSIGN(value, reader.Fact(name));
    return {};
  }));
  return value;
}

Committer::Work SetFact(std::string name) {
  return [name](store::Transaction& transaction) { return transaction.SetFact(name, "set"); };
}

TEST(Committer, ManyResultsShareATransaction) {
  const TestFolder folder;
  const auto real = folder.Open();
  FlakyStore store(*real);
  std::atomic<int> done = 0;
  {
    Committer committer(store);
    for (int i = 0; i < 200; ++i) {
      committer.Submit(SetFact(fmt::format("fact {}", i)), [&](const Status& status) {
        EXPECT_TRUE(status);
        ++done;
      });
    }
    EXPECT_TRUE(committer.Run(SetFact("urgent")));
    // What was handed in before is durable when an urgent item is.
    EXPECT_EQ(done, 200);
  }
  EXPECT_LT(store.writes(), 20);
  EXPECT_EQ(FactOf(*real, "fact 0") + FactOf(*real, "fact 199") + FactOf(*real, "urgent"),
            "setsetset");
}

TEST(Committer, OneBadResultDoesNotTakeTheOthersWithIt) {
  const TestFolder folder;
  const auto store = folder.Open();
  std::map<int, std::string> answers;  // written by the committer's thread alone
  {
    Committer committer(*store);
    for (int i = 0; i < 5; ++i) {
      committer.Submit(
          [i](store::Transaction& transaction) -> Status {
            TRY(transaction.SetFact(fmt::format("fact {}", i), "set"));
            if (i == 2) return base::Fail(ErrorKind::kCorrupt, "bad");
            return {};
          },
          [&answers, i](const Status& status) {
            answers[i] = status ? "ok" : status.error().message();
          });
    }
  }
  EXPECT_EQ(answers,
            (std::map<int, std::string>{{0, "ok"}, {1, "ok"}, {2, "bad"}, {3, "ok"}, {4, "ok"}}));
  EXPECT_EQ(FactOf(*store, "fact 1"), "set");
  EXPECT_EQ(FactOf(*store, "fact 2"), "");  // rolled back
  EXPECT_EQ(FactOf(*store, "fact 4"), "set");
}

TEST(Committer, ADiskThatIsFullForAWhileLosesNothing) {
  const TestFolder folder;
  const auto real = folder.Open();
  FlakyStore store(*real);
  store.FailNext(ErrorKind::kUnavailable, 2);
  Committer committer(store);
  EXPECT_TRUE(committer.Run(SetFact("late")));
  EXPECT_EQ(store.writes(), 3);
  EXPECT_EQ(FactOf(*real, "late"), "set");
}

TEST(Committer, WhatIsHandedInIsCommittedAtTheEnd) {
  const TestFolder folder;
  const auto store = folder.Open();
  int done = 0;
  {
    Committer committer(*store);
    committer.Submit(SetFact("last"), [&](const Status& status) { done += status ? 1 : 0; });
  }
  EXPECT_EQ(done, 1);
  EXPECT_EQ(FactOf(*store, "last"), "set");
}

// The disk stays full: whoever waits for it is told when the end is near, and the end comes.
TEST(Committer, NobodyWaitsForAFullDiskAtTheEnd) {
  const TestFolder folder;
  const auto real = folder.Open();
  FlakyStore store(*real);
  store.FailNext(ErrorKind::kUnavailable, 1'000);
  std::vector<std::string> heard;  // on the committer's thread, and on this one behind its end
  const auto hear = [&heard](std::string what) {
    return [&heard, what](const Status& status) {
      heard.push_back(what + (status ? " ok" : " " + status.error().message()));
    };
  };
  Committer committer(store);
  std::jthread waits([&] { EXPECT_FALSE(committer.Run(SetFact("urgent"))); });
  committer.Submit(SetFact("one"), [&](const Status& status) {
    hear("one")(status);
    committer.Submit(SetFact("note of it"), hear("note of it"));
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  committer.NoMoreRetries();
  waits.join();
  committer.Stop();
  committer.Submit(SetFact("late"), hear("late"));
  EXPECT_FALSE(committer.Run(SetFact("late and urgent")));
  EXPECT_EQ(heard, (std::vector<std::string>{"one as told", "note of it as told",
                                             "late nothing is stored any more: Octavo ends"}));
}

TEST(Committer, ADoneMayHandInMore) {
  const TestFolder folder;
  const auto store = folder.Open();
  std::atomic<bool> second = false;
  Committer committer(*store);
  committer.Submit(SetFact("one"), [&](const Status&) {
    committer.Submit(SetFact("two"), [&](const Status& status) { second = status.has_value(); });
  });
  EXPECT_TRUE(committer.Run(SetFact("three")));
  EXPECT_TRUE(committer.Run(SetFact("four")));
  EXPECT_TRUE(second);
}

}  // namespace
}  // namespace pipeline
