#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "base/json.h"
#include "base/log_limit.h"

namespace base {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

// What `write` logs, without the end of the last line.
template <typename Write>
std::string Logged(LogFormat format, Write write) {
  SetUpLog(LogLevel::kInfo, format);
  testing::internal::CaptureStderr();
  write();
  std::string lines = testing::internal::GetCapturedStderr();
  if (lines.ends_with('\n')) lines.pop_back();
  return lines;
}

// The log's format is set once for the life of a program: text first, JSON behind it.
TEST(Log, TellsWhatHappened) {
  const auto polled = [] {
    LogEvent(LogLevel::kInfo, "source.polled", "three new articles",
             {{"source", "https://u:p@h/f?token=t0k"},
              {"status", 200},
              {"etag", ""},
              {"reason", "it \"said\" so"},
              {"changed", true},
              {"ratio", 0.5}});
  };
  EXPECT_THAT(Logged(LogFormat::kText, polled),
              EndsWith(" info source.polled: three new articles "
                       "source=\"https://***@h/f?token=***\" status=200 "
                       "reason=\"it \\\"said\\\" so\" changed=true ratio=0.5"));
  const std::string injected = Logged(
      LogFormat::kText, [] { LogWarning("title\n2026 error \x1b[31m\xC2\x9B\xE2\x80\xAE!"); });
  EXPECT_THAT(injected, EndsWith(" warning title 2026 error  [31m  !"));
  EXPECT_EQ(Logged(LogFormat::kText, [] { LogDebug("not wanted"); }), "");
  EXPECT_LT(Logged(LogFormat::kText, [] { LogInfo(std::string(100'000, 'x')); }).size(), 2100U);

  const auto json = ParseJson(Logged(LogFormat::kJson, polled)).value();
  EXPECT_EQ(json.String("level"), "info");
  EXPECT_EQ(json.String("event"), "source.polled");
  EXPECT_EQ(json.String("message"), "three new articles");
  EXPECT_EQ(json.String("source"), "https://***@h/f?token=***");
  EXPECT_EQ(json.String("reason"), "it \"said\" so");
  EXPECT_EQ(json.Find("status")->AsInteger(), 200);
  EXPECT_EQ(json.Find("etag"), nullptr);
  EXPECT_EQ(json.Find("time")->AsString()->substr(10, 1), "T");
  const auto plain =
      ParseJson(Logged(LogFormat::kJson, [] { LogError("Cookie: a=b\nnext \xFF"); })).value();
  EXPECT_EQ(plain.String("message"), "Cookie: ***\nnext \xEF\xBF\xBD");
}

TEST(Log, CountsWhatItHasSaidOften) {
  const std::string lines = Logged(LogFormat::kJson, [] {
    for (int i = 0; i < 50; ++i) {
      LogEvent(LogLevel::kWarning, "source.failed", "not read",
               {{"source", i}, {"kind", "timeout"}, {"reason", std::to_string(i)}});
    }
    LogEvent(LogLevel::kWarning, "source.failed", "not read", {{"kind", "refused"}});
    FlushLog();
  });
  EXPECT_EQ(std::ranges::count(lines, '\n'), static_cast<long>(LogLimit::kBurst) + 1);
  EXPECT_THAT(lines, HasSubstr(R"("kind":"refused")"));
  EXPECT_THAT(lines, HasSubstr(R"("like":"source.failed kind=timeout","count":30)"));
}

TEST(LogLimit, BeginsAnewEachMinute) {
  using std::chrono::seconds;
  LogLimit limit;
  const LogLimit::Time start{seconds(1000)};
  const auto admitted = [&limit](LogLimit::Time now, int times) {
    int count = 0;
    for (int i = 0; i < times; ++i) count += limit.Admit("a", 1, now) ? 1 : 0;
    return count;
  };
  EXPECT_EQ(admitted(start, 15), 15);
  EXPECT_EQ(admitted(start + seconds(30), 15), 5);
  EXPECT_TRUE(limit.Admit("b", 1, start + seconds(30)));
  EXPECT_TRUE(limit.TakeLeftOut(start + seconds(59)).empty());
  const auto left_out = limit.TakeLeftOut(start + seconds(60));
  ASSERT_EQ(left_out.size(), 1U);
  EXPECT_EQ(left_out[0].key, "a");
  EXPECT_EQ(left_out[0].count, 10U);
  EXPECT_EQ(admitted(start + seconds(60), 30), 20);
  EXPECT_EQ(limit.TakeLeftOut(LogLimit::Time::max()).size(), 1U);
  for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(limit.Admit(std::to_string(i), 1, start));
}

}  // namespace
}  // namespace base
