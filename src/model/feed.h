#pragma once
// Entry: one item in a source. Feed: what one poll of a source found. parse/ makes them.
//
// All texts are plain, valid UTF-8 in NFC, all URLs absolute and http or https, unless a comment
// says otherwise; what a feed does not say is empty or absent. What stands below "not stored" is
// what a feed says beyond what a paper needs: it is for whoever reads the feed itself.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/boxed.h"
#include "base/time.h"
#include "model/ids.h"

namespace model {

// Somebody whom a feed or an entry names.
struct Person {
  // "author", "contributor", "editor", "publisher", "webmaster", "owner", or the role that the feed
  // gives ("host", "photographer"), in lower case.
  std::string role;
  std::string name;
  std::string email;
  std::string url;
  std::string image;
};

struct Category {
  std::string term;    // for machines; the name where there is but one
  std::string scheme;  // whose word it is: a URL mostly, taken as it stands
  std::string label;   // for people; may be empty
};

struct Picture {
  std::string url;
  std::string title;  // its caption
  std::string credit;
  std::optional<int64_t> width;  // pixels
  std::optional<int64_t> height;
};

// A file that belongs to an entry: audio and video above all.
struct Enclosure {
  std::string url;
  std::string type;  // MIME type as stated, in lower case; may be empty
  std::optional<int64_t> bytes;
  std::optional<int64_t> seconds;
  // Not stored.
  std::string medium;  // "audio", "video", "image", "document": as stated, else by type or ending
  std::string title;
  std::string language;  // BCP 47
  std::optional<int64_t> width;
  std::optional<int64_t> height;
  std::string player;  // a page that plays it
};

// A part of a recording.
struct Chapter {
  int64_t start_milliseconds = 0;
  std::string title;
  std::string url;
  std::string image;
};

// What is said in a recording, or shows it: a file of its own.
struct Transcript {
  std::string url;
  std::string type;      // MIME type
  std::string language;  // BCP 47
  std::string relation;  // "captions": timed to be shown beside it
};

// Where something is (GeoRSS, GML, W3C geo, podcast:location).
struct Place {
  std::string name;
  std::string kind;  // "point", "line", "polygon", "box"; empty: a name alone
  // Degrees of WGS 84: latitude, longitude. A polygon's first is its last, a box has two corners.
  std::vector<std::pair<double, double>> points;
};

// Where an entry is answered (slash, wfw, threading).
struct Replies {
  std::string url;   // a page
  std::string feed;  // a feed
  std::optional<int64_t> count;
  std::optional<base::Instant> updated;
};

// What an entry answers (RFC 4685).
struct InReplyTo {
  std::string reference;  // the other's id, as it stands
  std::string url;
  std::string type;    // MIME type of what stands there
  std::string source;  // the feed that it is in
};

struct Generator {
  std::string name;
  std::string version;
  std::string url;
};

// What a feed says of itself. Also of the feed that an entry was taken from.
struct FeedAbout {
  std::string title;
  std::string description;
  std::string home;      // the site
  std::string self;      // rel=self
  std::string hub;       // WebSub
  std::string language;  // BCP 47
  std::string icon;
  // Not stored.
  std::string id;  // as it stands
  std::string image;
  std::string rights;   // a sentence
  std::string license;  // a URL
  Generator generator;
  std::vector<Person> people;
  std::vector<Category> categories;
  std::vector<std::string> hubs;  // all of them
  std::optional<base::Instant> published;
  std::optional<base::Instant> updated;
};

// What a podcast says of itself or of one recording.
struct Podcast {
  std::optional<bool> is_explicit;
  std::optional<bool> is_blocked;  // directories are asked not to list it
  std::optional<int64_t> season;
  std::optional<int64_t> episode;
  std::string kind;  // "full", "trailer", "bonus"; of a feed "episodic", "serial"
  std::vector<Chapter> chapters;
  std::string chapters_url;  // a file that lists them
  std::vector<Transcript> transcripts;
  std::string funding;  // a page where listeners may give
};

struct Entry {
  EntryId id;
  SourceId source;
  std::string key;    // the feed's own id (guid), else the URL: unique within the source
  std::string url;    // WHATWG-serialised; may be empty (then there is no page to fetch)
  std::string title;  // one line
  std::vector<std::string> author;  // names
  std::optional<base::Instant> published;
  std::optional<base::Instant> updated;
  std::string summary;
  std::string content;   // safe HTML; empty when the feed carries no full text
  std::string language;  // BCP 47
  std::string image;
  std::vector<Enclosure> enclosures;
  std::vector<std::string> tags;  // the categories' names, and keywords
  // Not stored.
  std::vector<Person> people;  // the authors too, with what is known of them
  std::vector<Category> categories;
  std::vector<Picture> images;
  std::vector<Place> places;
  std::string rights;
  std::string license;  // a URL
  std::optional<base::Instant> expires;
  base::Boxed<Replies> replies;
  std::vector<InReplyTo> in_reply_to;
  base::Boxed<Podcast> podcast;
  base::Boxed<FeedAbout> taken_from;  // the feed that it stood in first
};

enum class FeedFormat {
  kNone,
  kRss,
  kRdf,
  kAtom,
  kJsonFeed,
  kSitemap,
  kSitemapIndex,
  kCdf,
  kOpml,
  kHtml
};
std::string_view FeedFormatName(FeedFormat format);  // "rss", "rdf", "atom", "json", "sitemap", …

struct Feed : FeedAbout {
  FeedFormat format = FeedFormat::kNone;  // kNone: this is no feed
  std::string version;                    // "2.0", "1.0"; may be empty
  std::string charset;                    // what the bytes were in: "utf-8", "shift_jis"
  std::string moved_to;                   // where the feed says that it now stands; not stored
  std::optional<int64_t> ttl_minutes;     // how long the feed asks to be left alone
  std::optional<int64_t> update_minutes;  // how often it is written anew, as it says; not stored
  base::Boxed<Podcast> podcast;
  std::vector<Entry> entries;         // in the feed's order
  std::vector<std::string> children;  // of a sitemap index: the sitemaps it names
  std::vector<std::string> warnings;  // what was repaired or left out, in words
};

}  // namespace model
