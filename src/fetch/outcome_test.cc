#include "fetch/outcome.h"

#include <gtest/gtest.h>

namespace fetch {
namespace {

const base::Instant kNow = *base::ParseRfc3339("2026-11-23T12:00:00Z");

TEST(Outcome, IsOneOfFive) {
  struct Case {
    int status;
    const char* retry_after;
    const char* kind;
    bool is_transient;
    const char* comes_back;  // null: not said
  };
  for (const Case& c : {
           Case{200, "", "fresh", false, nullptr},
           {203, "60", "fresh", false, nullptr},
           {204, "", "failed", true, nullptr},
           {301, "", "failed", false, nullptr},
           {304, "", "not_modified", false, nullptr},
           {400, "", "failed", false, nullptr},
           {403, "", "failed", false, nullptr},
           {404, "", "failed", false, nullptr},
           {408, "", "failed", true, nullptr},
           {410, "", "gone", false, nullptr},
           {429, "", "rate_limited", true, nullptr},
           {429, "120", "rate_limited", true, "2026-11-23T12:02:00Z"},
           {429, "Mon, 23 Nov 2026 13:00:00 GMT", "rate_limited", true, "2026-11-23T13:00:00Z"},
           {451, "", "failed", false, nullptr},
           {500, "", "failed", true, nullptr},
           {503, "", "failed", true, nullptr},
           {503, "30", "rate_limited", true, "2026-11-23T12:00:30Z"},
       }) {
    net::FetchResponse answer;
    answer.url = "http://a.org/";
    answer.status = c.status;
    if (*c.retry_after != '\0') answer.headers = {{"retry-after", c.retry_after}};
    const Outcome outcome = Classify("http://a.org/", answer, kNow);
    EXPECT_EQ(OutcomeKindName(outcome.kind), c.kind) << c.status;
    EXPECT_EQ(outcome.is_transient, c.is_transient) << c.status;
    EXPECT_EQ(outcome.retry_after ? base::FormatRfc3339(*outcome.retry_after) : "-",
              c.comes_back ? c.comes_back : "-");
    const bool is_answer =
        outcome.kind == OutcomeKind::kFresh || outcome.kind == OutcomeKind::kNotModified;
    EXPECT_EQ(outcome.error.has_value(), !is_answer);
    if (outcome.error) {
      EXPECT_NE(outcome.error->message().find("http://a.org/"), std::string::npos);
    }
  }
}

TEST(Outcome, KeepsThePage) {
  net::FetchResponse answer;
  answer.url = "http://a.org/old";
  answer.final_url = "http://a.org/new";
  answer.status = 200;
  answer.moved_to = "http://a.org/new";
  answer.headers = {{"content-type", "text/html; charset=x"}};
  answer.body = "bytes";
  const model::Page page = Classify("http://a.org/old", answer, kNow).page;
  EXPECT_EQ(page.url, "http://a.org/old");
  EXPECT_EQ(page.final_url, "http://a.org/new");
  EXPECT_EQ(page.moved_to, "http://a.org/new");
  EXPECT_EQ(page.content_type, "text/html; charset=x");
  EXPECT_EQ(page.bytes, "bytes");
  EXPECT_EQ(page.fetched, kNow);
}

TEST(Outcome, OfNoAnswer) {
  struct Case {
    base::ErrorKind kind;
    bool is_transient;
  };
  for (const Case& c : {Case{base::ErrorKind::kTimeout, true},
                        {base::ErrorKind::kUnavailable, true},
                        {base::ErrorKind::kRefused, false},
                        {base::ErrorKind::kInvalidInput, false}}) {
    const Outcome outcome = Classify("http://a.org/", base::Fail(c.kind, "why"), kNow);
    EXPECT_EQ(outcome.kind, OutcomeKind::kFailed);
    EXPECT_EQ(outcome.is_transient, c.is_transient);
    EXPECT_EQ(outcome.page.url, "http://a.org/");
    EXPECT_EQ(outcome.page.status, 0);
    EXPECT_EQ(outcome.error->kind(), c.kind);
  }
}

}  // namespace
}  // namespace fetch
