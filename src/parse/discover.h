#pragma once
// What a web page says about where its news is: the feeds that it names, and when there is none,
// the articles that it links to.

#include <string>
#include <string_view>
#include <vector>

#include "html/document.h"
#include "model/source.h"

namespace parse {

struct FeedLink {
  std::string url;    // absolute, http or https
  std::string title;  // as the page names it; may be empty
  std::string type;   // MIME type in lower case; may be empty
};

// The feeds that a page names: <link rel=alternate> of a feed's type first, then links in the page
// that look like feeds, each URL once, in the page's order. At most 50. Feeds of comments come
// last. `base_url` is the page's own; <base href> counts.
std::vector<FeedLink> FeedsOf(const html::Document& page, std::string_view base_url);

// Where feeds of sites are that do not name them, most likely first: to be tried one after the
// other with `base_url`'s host. Empty when `base_url` is no http URL.
std::vector<std::string> LikelyFeeds(std::string_view base_url);

// The links of a front page that are articles, by the shape of the URL (a date, a long slug, a
// number) and by what the link says (a headline is long), in the page's order, each URL once, at
// most 200. Links to other sites, and those in navigation and footer, are none. Of each: url,
// title, key, and `published` where a <time> stands beside it.
std::vector<model::Entry> ArticleLinks(const html::Document& page, std::string_view base_url);

}  // namespace parse
