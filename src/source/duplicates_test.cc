#include "source/duplicates.h"

#include <gtest/gtest.h>

namespace source {
namespace {

TEST(Duplicates, Keys) {
  struct Case {
    const char* one;
    const char* other;
    bool same;
  };
  const Case cases[] = {
      {"http://a.org/feed", "https://a.org/feed", true},
      {"https://www.a.org/feed", "https://a.org/feed", true},
      {"https://m.a.org/feed", "https://a.org/feed", true},
      {"https://a.org/feed/", "https://a.org/feed", true},
      {"https://a.org", "https://a.org/index.html", true},
      {"https://a.org:443/feed", "http://a.org:80/feed", true},
      {"https://a.org/feed?utm_source=x", "https://a.org/feed", true},
      {"https://a.org/feed?b=2&a=1", "https://a.org/feed?a=1&b=2", true},
      {"https://a.org/feed#top", "https://a.org/feed", true},
      {"https://A.ORG/feed", "https://a.org/feed", true},
      {"https://a.org/feed", "https://a.org/Feed", false},
      {"https://a.org/feed", "https://b.org/feed", false},
      {"https://a.org/feed?cat=1", "https://a.org/feed?cat=2", false},
      {"https://a.org:8443/feed", "https://a.org/feed", false},
      {"https://m.org/feed", "https://org/feed", false},
      {"https://a.org/index.xml", "https://a.org/", false},
      {"https://news.a.org/feed", "https://a.org/feed", false},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(DuplicateKey(c.one) == DuplicateKey(c.other), c.same) << c.one << " " << c.other;
  }
  for (const char* none : {"", "ftp://a.org/", "exec:rm", "a.org"}) {
    EXPECT_EQ(DuplicateKey(none), "") << none;
  }
}

model::Source Of(int64_t id, const char* url, const char* moved_to = "", const char* before = "") {
  model::Source source;
  source.id.value = id;
  source.url = url;
  source.moved_to = moved_to;
  source.previous_url = before;
  return source;
}

TEST(Duplicates, AreFound) {
  const std::vector<model::Source> sources = {
      Of(1, "https://a.org/feed"),  Of(2, "http://www.a.org/feed/"),
      Of(3, "https://b.org/rss"),   Of(4, "https://old.b.org/rss", "https://b.org/rss"),
      Of(5, "https://c.org/one"),   Of(6, "https://c.org/two"),
      Of(7, "https://c.org/three"), Of(8, "https://d.org/new", "", "https://e.org/feed"),
      Of(9, "https://e.org/feed"),  Of(10, "https://f.org/self", "https://f.org/self"),
  };
  const std::vector<Overlap> overlaps = {
      {{5}, {6}, 18, 20}, {{6}, {7}, 17, 20}, {{5}, {7}, 4, 4}, {{1}, {2}, 20, 20}};
  std::string found;
  for (const Duplicate& one : FindDuplicates(sources, overlaps)) {
    found += std::to_string(one.one.value) + " " + std::to_string(one.other.value) + ": " +
             one.why + "\n";
  }
  EXPECT_EQ(found,
            "1 2: the same address but for what mostly makes no difference\n"
            "3 4: one redirects to the other\n"
            "5 6: 18 of 20 entries are the same\n"
            "8 9: one redirects to the other\n");
}

}  // namespace
}  // namespace source
