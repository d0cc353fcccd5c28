#include <gtest/gtest.h>

#include <filesystem>
#include <thread>

#include "base/file.h"
#include "base/json.h"
#include "base/queue.h"
#include "base/result.h"
#include "base/time.h"
#include "base/utf8.h"

namespace base {
namespace {

TEST(Error, ContextGoesBefore) {
  const Error error =
      Error(ErrorKind::kInvalidInput, "no xmlUrl").With("line 4").With("reading a.opml");
  EXPECT_EQ(error.message(), "reading a.opml: line 4: no xmlUrl");
  EXPECT_FALSE(error.IsTransient());
  EXPECT_TRUE(Error(ErrorKind::kTimeout, "").IsTransient());
}

TEST(Time, Rfc3339) {
  struct Case {
    const char* text;
    const char* utc;  // null: not a time
  };
  for (const Case& c : {Case{"2026-11-22T08:30:00Z", "2026-11-22T08:30:00Z"},
                        {"2026-11-22T08:30:00+09:00", "2026-11-21T23:30:00Z"},
                        {"2026-11-22t08:30:00.25z", "2026-11-22T08:30:00.250000Z"},
                        {"1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500000Z"},
                        {"2016-12-31 23:59:60Z", "2016-12-31T23:59:59Z"},
                        {"2023-02-29T00:00:00Z", nullptr},
                        {"2026-11-22", nullptr},
                        {"2026-11-22T08:30:00", nullptr},
                        {"2026-11-22T24:00:00Z", nullptr},
                        {"2026-11-22T08:30:00Zx", nullptr},
                        {"", nullptr}}) {
    const auto instant = ParseRfc3339(c.text);
    EXPECT_EQ(instant ? FormatRfc3339(*instant) : "not a time", c.utc ? c.utc : "not a time")
        << c.text;
  }
}

TEST(Time, EveryDayGoesThereAndBack) {
  for (int32_t number = -200'000; number < 200'000; ++number) {
    const CivilDate date = CivilFromDay({number});
    ASSERT_TRUE(IsValid(date)) << number;
    ASSERT_EQ(DayFromCivil(date).number, number);
  }
  EXPECT_EQ(FormatDay({0}), "1970-01-01");
  EXPECT_EQ(ParseDay("2026-11-22"), Day{20779});
  EXPECT_EQ(ParseDay("2026-11-31"), std::nullopt);
}

TEST(Json, ReadsAndWritesTheSame) {
  for (const char* text : {R"({"a":[1,-2,3.5,true,null,"x\"y\\z\n"],"b":{}})", "[]", "\"日本\"",
                           "0", R"("\u003c/script>\u2028")"}) {
    const auto value = ParseJson(text);
    ASSERT_TRUE(value.has_value()) << text;
    EXPECT_EQ(WriteJson(*value), text);
  }
}

TEST(Json, RefusesWhatIsNotJson) {
  for (const char* text : {"", "{", "{\"a\":}", "[1,]", "'a'", "\"\xff\"", "{} {}"}) {
    EXPECT_FALSE(ParseJson(text).has_value()) << text;
  }
  EXPECT_FALSE(ParseJson(std::string(600, '[') + std::string(600, ']')).has_value());
}

TEST(Json, TheLastOfTwoMembersIsFound) {
  EXPECT_EQ(ParseJson(R"({"a":"first","a":"second"})")->String("a"), "second");
}

TEST(Utf8, RepairsByMaximalSubparts) {
  // The example of the Unicode Standard, table 3-8.
  EXPECT_EQ(RepairUtf8("a\xF1\x80\x80\xE1\x80\xC2"
                       "b\x80"
                       "c"),
            "a\uFFFD\uFFFD\uFFFD"
            "b\uFFFD"
            "c");
  EXPECT_TRUE(IsValidUtf8("grün 日本 🎉"));
  EXPECT_FALSE(IsValidUtf8("\xED\xA0\x80"));  // a surrogate
  EXPECT_FALSE(IsValidUtf8("\xC0\xAF"));      // overlong
  EXPECT_EQ(TruncateUtf8("日本", 5), "日");
  EXPECT_EQ(Printable("a\x1B[31mb\r\nc\x7F\u0085\u2028日\u202Ec"), "a [31mb  c   日 c");
  EXPECT_EQ(CountCodePoints("日本🎉"), 3U);
}

TEST(File, IsReplacedInOneStep) {
  const auto path = std::filesystem::temp_directory_path() / "octavo_base_test_file";
  ASSERT_TRUE(WriteFileAtomically(path, "one").has_value());
  ASSERT_TRUE(WriteFileAtomically(path, "two").has_value());
  EXPECT_EQ(ReadFile(path).value(), "two");
  EXPECT_EQ(ReadFile(path, 2).error().kind(), ErrorKind::kRefused);
  std::filesystem::remove(path);
  EXPECT_EQ(ReadFile(path).error().kind(), ErrorKind::kNotFound);
}

TEST(BoundedQueue, GivesEverythingOnceAndEnds) {
  BoundedQueue<int> queue(3);
  std::jthread producer([&queue] {
    for (int i = 0; i < 1000; ++i) queue.Push(i);
    queue.Close();
  });
  for (int expected = 0; expected < 1000; ++expected) EXPECT_EQ(queue.Pop(), expected);
  EXPECT_EQ(queue.Pop(), std::nullopt);
  EXPECT_FALSE(queue.Push(1));
}

}  // namespace
}  // namespace base
