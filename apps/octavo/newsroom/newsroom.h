#pragma once
// The sample newsroom as it stands in its folder (examples/newsroom): publishers, articles and the
// layouts of their pages, read and checked. The format is described in examples/newsroom/README.md.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/article.h"

namespace newsroom {

enum class FeedKind { kNone, kRss, kAtom, kRdf, kJson, kSitemap };
// How a publisher marks up the paragraphs of an article.
enum class Paragraphs { kP, kDiv, kBreaks };

struct Publisher {
  std::string key;   // the file's name: "harbour-times"
  std::string name;  // "The Harbour Times"
  std::string host;  // "harbour-times.localhost"
  std::string language;
  std::string tagline;
  std::string country;  // of the list it is offered in; may be empty
  std::string layout;   // the file in layouts/, without ".html"
  std::string path;     // "/{section}/{slug}.html"
  FeedKind feed = FeedKind::kNone;
  std::string feed_path;   // "/feed.xml"; empty without a feed
  std::string moved_feed;  // an older path, answered with 301; the one that the OPML names
  bool full_text = false;  // the feed carries the whole text
  std::string charset = "utf-8";
  bool charset_in_header = true;  // else only the page itself states it
  Paragraphs paragraphs = Paragraphs::kP;
  int zone_minutes = 0;             // its local time, east of UTC
  int delay_ms = 0;                 // waits so long before each answer
  bool busy = false;                // answers its first request with 429
  std::vector<std::string> broken;  // further feeds that fail: "cut", "error", "garbage"
};

struct Article {
  std::string id;         // "harbour-times/granary-fire"
  std::string publisher;  // key
  std::string slug;
  std::string path;  // its own address; empty: as the publisher's articles have it
  int version = 1;
  base::Instant published;
  std::optional<base::Instant> modified;
  std::string event;  // articles with the same one tell the same story; empty: none other does
  model::Genre genre = model::Genre::kReport;
  std::string copy_of;  // id of the article whose text this is
  std::string byline;
  std::string agency;
  std::string section;
  std::string caption;  // of the lead image; empty: there is no image
  std::string credit;
  std::string standfirst;
  model::Reason fault = model::Reason::kNone;  // what is wrong with its page
  std::string quirk;       // what is odd about its page, which can still be read
  std::string moved_from;  // an older path, answered with 301; the one that the feed names
  std::string title;
  std::vector<std::string> paragraphs;  // "## " before a subheading, "- " before an item of a list
};

struct Newsroom {
  std::vector<Publisher> publishers;           // by key
  std::vector<Article> articles;               // latest first; every version of each
  std::map<std::string, std::string> layouts;  // by name
  std::map<std::string, std::string> faults;   // by the reason's name: what stands for the body

  const Publisher* FindPublisher(std::string_view key) const;
};

// Reads the folder. Times in it are relative to `as_of`. kNotFound when the folder is not there;
// kInvalidInput naming file, line and what is wrong.
base::Result<Newsroom> ReadNewsroom(const std::filesystem::path& folder, base::Instant as_of);

}  // namespace newsroom
