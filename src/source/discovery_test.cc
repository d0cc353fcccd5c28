#include "source/discovery.h"

#include <gtest/gtest.h>

namespace source {
namespace {

const base::Instant kNow = *base::ParseRfc3339("2026-11-23T12:00:00Z");

Candidate Feed(const char* url, const char* title = "The Example", size_t entries = 20) {
  Candidate one;
  one.url = url;
  one.title = title;
  one.entries = entries;
  one.kind = model::SourceKind::kFeed;
  one.newest = kNow;
  return one;
}

TEST(Discovery, TakesTheWholeSitesFeed) {
  Candidate sitemap = Feed("https://a.org/news-sitemap.xml");
  sitemap.kind = model::SourceKind::kSitemap;
  sitemap.found_by = FoundBy::kSitemap;
  Candidate old = Feed("https://a.org/rss");
  old.newest = base::Instant{kNow.micros - 500 * base::kMicrosPerDay};
  Candidate by_path = Feed("https://a.org/feed");
  by_path.found_by = FoundBy::kPath;
  Candidate full = Feed("https://a.org/full");
  full.has_text = true;
  struct Case {
    const char* what;
    const char* site;
    std::vector<Candidate> candidates;
    const char* best;
  };
  const Case cases[] = {
      {"a feed before a sitemap",
       "https://a.org/",
       {sitemap, Feed("https://a.org/feed")},
       "https://a.org/feed"},
      {"a sitemap when there is nothing else",
       "https://a.org/",
       {sitemap},
       "https://a.org/news-sitemap.xml"},
      {"not the comments",
       "https://a.org/",
       {Feed("https://a.org/comments/feed"), Feed("https://a.org/feed")},
       "https://a.org/feed"},
      {"not the comments, by its title",
       "https://a.org/",
       {Feed("https://a.org/c", "The Example » Comments Feed"), Feed("https://a.org/a/b/feed")},
       "https://a.org/a/b/feed"},
      {"not one section",
       "https://a.org/",
       {Feed("https://a.org/category/sport/feed"), Feed("https://a.org/feed")},
       "https://a.org/feed"},
      {"the section that is asked for",
       "https://a.org/sport/",
       {Feed("https://a.org/feed"), Feed("https://a.org/sport/feed")},
       "https://a.org/sport/feed"},
      {"not an empty one",
       "https://a.org/",
       {Feed("https://a.org/atom", "The Example", 0), Feed("https://a.org/rss")},
       "https://a.org/rss"},
      {"not a dead one",
       "https://a.org/",
       {old, Feed("https://a.org/other")},
       "https://a.org/other"},
      {"what the page names",
       "https://a.org/",
       {by_path, Feed("https://a.org/news")},
       "https://a.org/news"},
      {"full text", "https://a.org/", {Feed("https://a.org/short"), full}, "https://a.org/full"},
      {"as the page has it",
       "https://a.org/",
       {Feed("https://a.org/rss"), Feed("https://a.org/atom")},
       "https://a.org/rss"},
  };
  for (const Case& c : cases) {
    std::vector<Candidate> candidates = c.candidates;
    for (size_t i = 0; i < candidates.size(); ++i) candidates[i].place = i;
    RankCandidates(c.site, kNow, candidates);
    EXPECT_EQ(candidates.front().url, c.best) << c.what;
  }
}

}  // namespace
}  // namespace source
