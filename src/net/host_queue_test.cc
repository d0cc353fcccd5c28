#include "net/host_queue.h"

#include <gtest/gtest.h>

namespace net {
namespace {

using std::chrono::milliseconds;

// Everything that may start at `now`, in order.
std::vector<uint64_t> Start(HostQueue& queue, HostQueue::Time now) {
  std::vector<uint64_t> started;
  while (const auto ticket = queue.Next(now)) started.push_back(*ticket);
  return started;
}

TEST(HostQueue, HostsTakeTurns) {
  HostQueue queue(2, milliseconds(0));
  const HostQueue::Time now{};
  for (const uint64_t ticket : {1U, 2U, 3U, 4U}) queue.Add("large", ticket, now);
  queue.Add("small", 5, now);
  EXPECT_EQ(Start(queue, now), (std::vector<uint64_t>{1, 5, 2}));
  queue.Done("small", now);
  EXPECT_EQ(queue.hosts(), 1U);
  queue.Done("large", now);
  queue.AddFirst("large", 9, now);
  EXPECT_EQ(Start(queue, now), (std::vector<uint64_t>{9}));
  EXPECT_EQ(queue.waiting(), 2U);
}

TEST(HostQueue, KeepsThePause) {
  HostQueue queue(2, milliseconds(100));
  const HostQueue::Time start{};
  const auto at = [start](int time) { return start + milliseconds(time); };
  queue.Add("a", 1, at(0));
  queue.Add("a", 2, at(0));
  queue.Add("a", 3, at(0));
  EXPECT_EQ(Start(queue, at(0)), (std::vector<uint64_t>{1}));
  EXPECT_EQ(queue.NextPauseEnd(), at(100));
  EXPECT_EQ(Start(queue, at(99)), (std::vector<uint64_t>{}));
  EXPECT_EQ(Start(queue, at(100)), (std::vector<uint64_t>{2}));
  EXPECT_EQ(Start(queue, at(250)), (std::vector<uint64_t>{}));  // two are running
  queue.Done("a", at(250));
  EXPECT_EQ(Start(queue, at(250)), (std::vector<uint64_t>{3}));
  queue.Done("a", at(260));
  queue.Done("a", at(270));
  // Remembered until its pause is over, so that one more waits for it.
  EXPECT_EQ(queue.hosts(), 1U);
  EXPECT_EQ(Start(queue, at(350)), (std::vector<uint64_t>{}));
  EXPECT_EQ(queue.hosts(), 0U);
  queue.Done("never seen", at(350));
}

TEST(HostQueue, HoldsAHost) {
  const auto now = HostQueue::Time() + std::chrono::hours(1);
  HostQueue queue(1, std::chrono::milliseconds(50));
  queue.Add("a", 1, now);
  queue.Hold("a", now + std::chrono::seconds(5), now);
  EXPECT_FALSE(queue.Next(now));
  EXPECT_FALSE(queue.Next(now + std::chrono::seconds(4)));
  queue.Hold("a", now + std::chrono::seconds(1), now);  // shorter: the longer one counts
  EXPECT_FALSE(queue.Next(now + std::chrono::seconds(2)));
  EXPECT_EQ(queue.Next(now + std::chrono::seconds(5)), 1U);
  queue.Done("a", now + std::chrono::seconds(5));
  EXPECT_FALSE(queue.Next(now + std::chrono::seconds(9)));
  EXPECT_EQ(queue.hosts(), 0U);
}

TEST(HostQueue, GivesBackWhatWaits) {
  const auto now = HostQueue::Time() + std::chrono::hours(1);
  HostQueue queue(1, std::chrono::milliseconds(50));
  for (const HostQueue::Ticket ticket : {1U, 2U, 3U}) queue.Add("a", ticket, now);
  queue.Add("b", 4, now);
  EXPECT_EQ(queue.Next(now), 1U);
  EXPECT_EQ(queue.TakeWaiting("a"), (std::vector<HostQueue::Ticket>{2, 3}));
  EXPECT_TRUE(queue.TakeWaiting("a").empty());
  EXPECT_TRUE(queue.TakeWaiting("nobody").empty());
  EXPECT_EQ(queue.waiting(), 1U);
  EXPECT_EQ(queue.Next(now), 4U);
  queue.Done("a", now);
  queue.Done("b", now);
  EXPECT_FALSE(queue.Next(now + std::chrono::seconds(1)));
  EXPECT_EQ(queue.hosts(), 0U);
  // One that was listed and then emptied.
  queue.Add("c", 5, now);
  EXPECT_EQ(queue.TakeWaiting("c").size(), 1U);
  EXPECT_FALSE(queue.Next(now));
}

}  // namespace
}  // namespace net
