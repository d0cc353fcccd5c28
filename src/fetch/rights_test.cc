#include "fetch/rights.h"

#include <gtest/gtest.h>

namespace fetch {
namespace {

using model::RightsFrom;
using model::RightsText;

TEST(Rights, OfHeaders) {
  struct Case {
    net::Headers headers;
    const char* rights;
  };
  const Case cases[] = {
      {{}, ""},
      {{{"x-robots-tag", "noindex"}}, ""},
      {{{"x-robots-tag", "noai"}}, "noai"},
      {{{"X-Robots-Tag", "NoIndex, NoAI, NoImageAI"}}, "noai noimageai"},
      {{{"x-robots-tag", "noindex"}, {"x-robots-tag", "noimageai"}}, "noimageai"},
      {{{"x-robots-tag", "otherbot: noai"}}, ""},
      {{{"x-robots-tag", "octavo: noai"}}, "noai"},
      {{{"x-robots-tag", "unavailable_after: 25 Jun 2027 15:00:00 PST, noai"}}, "noai"},
      {{{"x-robots-tag", "noindex, max-snippet:5, noai"}}, "noai"},
      {{{"tdm-reservation", "1"}}, "tdm"},
      {{{"tdm-reservation", "0"}, {"tdm-policy", "https://a.org/p"}}, ""},
      {{{"TDM-Reservation", " 1 "}, {"TDM-Policy", "https://a.org/p.json"}},
       "tdm=https://a.org/p.json"},
      {{{"tdm-reservation", "1"}, {"tdm-policy", "javascript:alert(1)"}}, "tdm"},
  };
  for (const Case& c : cases) EXPECT_EQ(RightsText(RightsOfHeaders(c.headers)), c.rights);
}

TEST(Rights, OfHtml) {
  struct Case {
    const char* html;
    const char* rights;
  };
  const Case cases[] = {
      {"", ""},
      {"<p>noai</p>", ""},
      {"<meta name=robots content=noai>", "noai"},
      {"<META content='noindex, noai' NAME=\"Robots\" />", "noai"},
      {"<meta name=\"octavo\" content=\"noimageai\">", "noimageai"},
      {"<meta name=otherbot content=noai>", ""},
      {"<meta name='tdm-reservation' content='1'><meta name='tdm-policy' content='https://a.org/'>",
       "tdm=https://a.org/"},
      {"<meta name='tdm-policy' content='https://a.org/'>", ""},
      {"<metadata name=robots content=noai>", ""},
      {"<meta name=robots content=noai", "noai"},
      {"<meta name='robots content=noai>", ""},
      {"<meta", ""},
      {"<meta name=robots content='noai'><meta name=robots content='index'>", "noai"},
  };
  for (const Case& c : cases) EXPECT_EQ(RightsText(RightsOfHtml(c.html)), c.rights) << c.html;
}

TEST(Rights, OfTheSite) {
  const auto rules = ReservationsFrom(
      R"([{"location": "/free/*", "tdm-reservation": 0},
          {"location": "/*.jpg$", "tdm-reservation": 1},
          {"tdm-reservation": 1}, 5, {"location": "/bad"},
          {"location": "/", "tdm-reservation": 1, "tdm-policy": "https://a.org/policy"}])");
  ASSERT_EQ(rules.size(), 3U);
  const std::pair<const char*, const char*> cases[] = {
      {"/free/a", ""},
      {"/a.jpg", "tdm"},
      {"/a.jpg?x", "tdm=https://a.org/policy"},
      {"", "tdm=https://a.org/policy"},
  };
  for (const auto& [path, rights] : cases) {
    EXPECT_EQ(RightsText(RightsOfPath(rules, path)), rights) << path;
  }
  for (const char* bad : {"", "{}", "[", "<html>", "[[[[]]]]", "null"}) {
    EXPECT_TRUE(ReservationsFrom(bad).empty()) << bad;
  }
}

TEST(Rights, AsText) {
  for (const char* text : {"", "noai", "noai noimageai tdm", "tdm=https://a.org/p", "noimageai"}) {
    EXPECT_EQ(RightsText(RightsFrom(text)), text);
  }
  EXPECT_EQ(RightsText(RightsFrom("  later-word noai ")), "noai");
}

}  // namespace
}  // namespace fetch
