#pragma once
// Bytes of a source become entries.
//
// Understood: RSS 0.9 to 2.0 and 1.1, RDF Site Summary, Atom 0.3 and 1.0, CDF, JSON Feed 1 and 1.1,
// sitemaps (news and image extensions, sitemap indexes, plain lists of URLs), with Dublin Core,
// content:encoded, Media RSS, the iTunes extension and FeedBurner's. OPML is recognised. A web page
// is no feed: it gives kHtml, the feeds that it names, and the articles that it links to.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/feed.h"
#include "model/page.h"

namespace parse {

struct Input {
  std::string_view bytes;    // content-encoding undone, charset as it came
  std::string url;           // where they came from, after redirects; absolute; may be empty
  std::string content_type;  // the HTTP header; may be empty
  // Names in lower case. Looked at: content-type (when content_type is empty), content-location,
  // content-language, link (rel=self, rel=hub).
  std::vector<std::pair<std::string, std::string>> headers;
};

// Never fails: what is no feed has the format kNone and says why in `warnings`, what is broken is
// read as far as it can be, and what was repaired or left out stands in `warnings` too.
//
// Titles, descriptions and summaries are plain text in NFC, contents safe HTML; URLs are absolute
// and http or https, others are dropped, and so is the name and password in one. Every entry has a
// key that is unique within the feed and the same at every poll: the feed's own id, else the URL,
// else a hash of what it says. An unknown time is absent.
//
// `children` are, of a sitemap index, the sitemaps; of a web page, the feeds that it names; of an
// OPML file, the feeds in it. Of a web page the entries are its links to articles (discover.h).
//
// Thread-safe. Bounded: 64 MB of bytes, 50,000 entries; the rest is left out.
model::Feed ParseFeed(const Input& input);

// The same, of a page as fetched.
model::Feed ParseFeed(const model::Page& page);

// Whether the format is one whose entries are news: RSS, RDF, Atom, JSON Feed, CDF, sitemaps.
bool IsFeed(model::FeedFormat format);

inline constexpr size_t kMostEntries = 50'000;

}  // namespace parse
