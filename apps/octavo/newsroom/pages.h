#pragma once
// The sample newsroom in print: pages and feeds as its publishers send them, in UTF-8.

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.h"
#include "newsroom/newsroom.h"

namespace newsroom {

// One printing of everything: which versions are out, and under which port links point.
struct Press {
  const Newsroom& newsroom;
  uint16_t port = 0;
  int edition = 1;  // articles stand in their latest version that is not beyond it
};

// "http://harbour-times.localhost:8090"
std::string Origin(const Press& press, const Publisher& publisher);
// "/society/granary-fire.html"
std::string PathOf(const Publisher& publisher, const Article& article);
// A publisher's articles as they stand in this edition, latest first.
std::vector<const Article*> ArticlesOf(const Press& press, const Publisher& publisher);
// When it last changed.
base::Instant ChangeOf(const Article& article);

// "Mon, 23 Nov 2026 07:00:00 GMT": RFC 9110's date, which is also the feeds' (RFC 822).
std::string HttpDate(base::Instant instant);

// The page of an article, faults and all.
std::string ArticlePage(const Press& press, const Publisher& publisher, const Article& article);
// A page of links: the front page when `section` is empty.
std::string FrontPage(const Press& press, const Publisher& publisher, std::string_view section);
// The publisher's feed in its format; empty when it has none.
std::string FeedOf(const Press& press, const Publisher& publisher);
// The list of all sources, broken ones included (OPML 2.0).
std::string OpmlOf(const Press& press);
// What is true of the newsroom: {"articles": [{"url", "event", "copy_of", "fault", …}]}. Of later
// editions too, so that a reader can be measured in either.
base::Json TruthOf(const Press& press);

}  // namespace newsroom
