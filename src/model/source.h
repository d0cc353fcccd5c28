#pragma once
// Source: what is polled.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "model/feed.h"
#include "model/ids.h"
#include "model/rhythm.h"
#include "model/rights.h"

namespace model {

enum class SourceKind {
  kUnknown,  // not looked at yet: the first poll finds out
  kFeed,     // RSS, RDF, Atom, JSON Feed
  kSitemap,  // a sitemap or news sitemap
  kPage,     // a page whose links are the entries
};
std::string_view SourceKindName(SourceKind kind);  // "feed"
std::optional<SourceKind> SourceKindFrom(std::string_view name);

enum class HttpVersion {
  kAny,  // as server and client agree
  kHttp1,
  kHttp2,
};
std::string_view HttpVersionName(HttpVersion version);  // "any", "1.1", "2"
std::optional<HttpVersion> HttpVersionFrom(std::string_view name);

// How the owner wants one source to be asked, where that is not as all others are. Headers, cookies
// and proxy may hold secrets: they are stored, and never printed or logged.
struct Asking {
  std::string user_agent;  // empty: the instance's
  std::vector<std::pair<std::string, std::string>> headers;
  std::string cookies;  // "a=1; b=2"
  std::string proxy;    // "http://user:password@host:port", "socks5h://…"; empty: none
  HttpVersion http_version = HttpVersion::kAny;
  bool operator==(const Asking&) const = default;
};

struct Source {
  SourceId id;
  PublisherId publisher;  // 0 until the first poll that worked
  std::string url;        // WHATWG-serialised; the key
  SourceKind kind = SourceKind::kUnknown;
  std::string title;                  // as the owner or the list gave it; else as the feed says
  std::vector<std::string> sections;  // folders of the OPML it came from, outermost first
  std::string language;               // BCP 47, as the list or feed states it; empty: not known
  std::string country;                // ISO 3166-1 alpha-2, lower case; empty: not known
  bool sample = false;                // belongs to the sample newsroom: every page says so
  bool paused = false;

  // How the polling goes. Absent instants: has not happened.
  std::string etag;           // of the last 200, for If-None-Match
  std::string last_modified;  // of the last 200, for If-Modified-Since, verbatim
  std::optional<base::Instant> last_poll;
  std::optional<base::Instant> last_success;
  base::Instant next_poll;
  int consecutive_failures = 0;
  std::string last_error;  // for people; empty: the last poll worked

  Asking asking;
  Rhythm rhythm;
  Rights rights;  // as the last list of news said; they hold for its articles too

  // Where permanent redirects have led lately; empty: nowhere. It becomes the url when that has
  // been so for long enough (fetch/schedule.h).
  std::string moved_to;
  std::optional<base::Instant> moved_since;
  int moved_seen = 0;        // polls in a row
  std::string previous_url;  // before the last move; a move back is none
  bool retired = false;      // the publisher says that it is gone (410); asked rarely, then paused

  // WebSub. Polls are rarer while `push_until` lies ahead: the hub delivers.
  std::string hub;    // as the source names it; empty: it names none
  std::string topic;  // its rel=self; what is subscribed to
  std::optional<base::Instant> push_until;
};

}  // namespace model
