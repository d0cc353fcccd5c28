#pragma once
// The addresses of pages: made here, and taken apart here. They are a contract with everyone who
// keeps a link.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace serve {

enum class PageKind {
  kFront,
  kDay,
  kStory,
  kArticle,
  kHashtag,
  kHashtags,
  kPublisher,
  kPublishers,
  kSearch,
  kQuarantine,
  kSources,
  kAbout,
};

enum class FeedKind { kNone, kRss, kAtom, kJson };

// A page in a language, or the feed of it.
struct Route {
  std::string language;  // "en"
  PageKind page = PageKind::kFront;
  FeedKind feed = FeedKind::kNone;
  int64_t id = 0;    // story, article, publisher
  std::string slug;  // behind the id, decoded; empty: none was given
  std::string name;  // hashtag, decoded
  base::Day day;     // kDay
  bool operator==(const Route&) const = default;
};

// Absent: no page has such an address. `path` is raw (percent-encoded), without query.
std::optional<Route> ParseRoute(std::string_view path);

// The path of the page, percent-encoded, the slug given with it: "/en/story/12/the-slug".
std::string PathOf(const Route& route);

// Short forms. `title` becomes the slug.
std::string FrontPath(std::string_view language);
std::string DayPath(std::string_view language, base::Day day);
std::string StoryPath(std::string_view language, int64_t id, std::string_view title);
std::string ArticlePath(std::string_view language, int64_t id, std::string_view title);
std::string HashtagPath(std::string_view language, std::string_view tag);
std::string PublisherPath(std::string_view language, int64_t id, std::string_view name);
std::string PagePath(std::string_view language, PageKind page);  // of those without id
// "?q=" with the query encoded.
std::string SearchPath(std::string_view language, std::string_view query);

// Words in lower case joined by '-', at most 80 bytes, letters of every script kept; "-" when the
// title has none.
std::string Slug(std::string_view title);

// A positive decimal number without sign or leading zero that fits into int64.
std::optional<int64_t> ParseId(std::string_view text);

}  // namespace serve
