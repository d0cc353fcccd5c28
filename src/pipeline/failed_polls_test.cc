#include "pipeline/failed_polls.h"

#include <gmock/gmock.h>

namespace pipeline {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr base::Instant At(int64_t seconds) {
  return {1'795'348'800LL * base::kMicrosPerSecond + seconds * base::kMicrosPerSecond};
}

std::string Url(int number) {
  return "http://h" + std::to_string(number) + ".example/feed";
}
std::string NoName(int number) {
  return "fetching " + Url(number) + ": Could not resolve host: h" + std::to_string(number) +
         ".example";
}

TEST(FailedPolls, AFewAreToldOneByOne) {
  FailedPolls failed;
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(failed.Note(At(i), Url(i), "answered 404"),
                ElementsAre("source " + Url(i) + ": answered 404"));
  }
  EXPECT_THAT(failed.TakeEnded(At(100)), IsEmpty());
  EXPECT_THAT(failed.TakeAll(), IsEmpty());
}

TEST(FailedPolls, ManyAreToldOnceForEachReason) {
  FailedPolls failed;
  int lines = 0;
  for (int i = 0; i < 30; ++i)
    lines += static_cast<int>(failed.Note(At(1), Url(i), NoName(i)).size());
  failed.Note(At(2), Url(40), "answered 503");
  EXPECT_EQ(lines, 3);
  EXPECT_THAT(failed.TakeEnded(At(3)), IsEmpty());
  EXPECT_THAT(failed.TakeEnded(At(12)),
              ElementsAre("27 more sources could not be read (h3.example, h4.example, h5.example, "
                          "…): Could not resolve host",
                          "1 more source could not be read (h40.example): answered 503"));
  EXPECT_THAT(failed.TakeAll(), IsEmpty());
  // For a minute no more is told one by one; then the next window begins anew.
  EXPECT_THAT(failed.Note(At(13), Url(1), "x"), IsEmpty());
  EXPECT_THAT(failed.TakeEnded(At(24)),
              ElementsAre("1 more source could not be read (h1.example): x"));
  EXPECT_THAT(failed.Note(At(95), Url(1), "x"), ElementsAre("source " + Url(1) + ": x"));
}

TEST(FailedPolls, WhatIsQuotedIsStillAQuotation) {
  FailedPolls failed;
  for (int i = 0; i < 5; ++i) {
    failed.Note(At(1), Url(i),
                "its address ::1 is private (an allow entry \"h" + std::to_string(i) +
                    ".example:80\" would let it pass)");
  }
  EXPECT_THAT(failed.TakeAll(),
              ElementsAre("2 more sources could not be read (h3.example, h4.example): its address "
                          "::1 is private (an allow entry \"HOST:80\" would let it pass)"));
}

// One reason, however it names its source; a source that fails twice is one.
TEST(FailedPolls, WhatIsDifferentForEachSourceIsLeftOut) {
  struct Case {
    const char* error;  // of http://u:p@h.example:80/a; the others have no part in it
    const char* told;
  };
  for (const Case& c : {
           Case{"fetching http://***@h.example:80/a: answered 404", "answered 404"},
           {"fetching http://u:p@h.example:80/a: answered 404", "answered 404"},
           {"fetching http://***@h.example:80/a: http://h.example/b, redirected: "
            "http://h.example/c: "
            "more than 5 redirects",
            "http://HOST/b, redirected: http://HOST/c: more than 5 redirects"},
           {"Could not resolve host: h.example", "Could not resolve host"},
           {"http://h.example:80: the host did not answer a moment ago; it is asked again in 7 s",
            "the host did not answer a moment ago"},
           {"HOST: HOST", "HOST"},
       }) {
    FailedPolls failed;
    for (int i = 0; i < 3; ++i) failed.Note(At(1), Url(i), "x");
    failed.Note(At(1), "http://u:p@h.example:80/a", c.error);
    failed.Note(At(2), "http://u:p@h.example:80/a", c.error);
    EXPECT_THAT(failed.TakeAll(),
                ElementsAre("1 more source could not be read (h.example): " + std::string(c.told)));
  }
}

TEST(FailedPolls, TheEndAndAClockThatIsPutBack) {
  FailedPolls failed;
  for (int i = 0; i < 4; ++i) failed.Note(At(1'000), Url(i), NoName(i));
  // Whatever the clock says, a window that has others left ends with a quiet minute.
  EXPECT_THAT(failed.Note(At(1), Url(9), "x"),
              ElementsAre("1 more source could not be read (h3.example): Could not resolve host"));
  EXPECT_THAT(failed.TakeAll(), ElementsAre("1 more source could not be read (h9.example): x"));
  for (int i = 0; i < 5; ++i) failed.Note(At(200), Url(i), "x");
  EXPECT_THAT(failed.TakeAll(),
              ElementsAre("2 more sources could not be read (h3.example, h4.example): x"));
}

}  // namespace
}  // namespace pipeline
