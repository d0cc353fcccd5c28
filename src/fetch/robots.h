#pragma once
// robots.txt (RFC 9309): which pages of a site may be read.
//
// Octavo goes by the groups of the product token "Octavo", whatever user agent its owner makes it
// send; where there is none, by those of "*". Of all rules that match a path the one of the most
// octets counts, of two as long the one that allows. Crawl-delay and Sitemap, which the RFC leaves
// aside, are read too.
//
// A file whose starred rules would take more than kMostSearched octets of looking through a path
// forbids that path: nobody who means well writes such a file (its costs: robots.cc).

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fetch {

inline constexpr std::string_view kProductToken = "octavo";
// What stands behind it in a file is not read (RFC 9309, 2.5).
inline constexpr size_t kRobotsLimit = size_t{500} * 1024;
// Octets of a path, counted again for each starred rule that is looked for in it: 1,000 rules that
// may stand in a path of 4,000. Some ten milliseconds.
inline constexpr size_t kMostSearched = size_t{4} << 20;
// More than that is not granted: a delay of an hour would be a refusal, for which there is a word.
inline constexpr std::chrono::seconds kLongestCrawlDelay{30};

// An immutable value; safe for use by several threads.
class Robots {
 public:
  // Any bytes: what cannot be understood is passed over, line by line. `product` in lower case.
  static Robots Parse(std::string_view bytes, std::string_view product = kProductToken);
  // Nothing is forbidden, and everything.
  static Robots AllowAll() { return {}; }
  static Robots DisallowAll();

  // `target` is path and query of a URL as net::Url serialises them: "/a/b?c=d".
  bool Allows(std::string_view target) const;

  // From one request to the next, as the group asks for and at most kLongestCrawlDelay.
  std::optional<std::chrono::milliseconds> crawl_delay() const { return crawl_delay_; }
  // As written: absolute URLs, mostly. At most 50; they stand outside the groups.
  const std::vector<std::string>& sitemaps() const { return sitemaps_; }

 private:
  struct Rule {
    std::string pattern;  // normalised, the stars in it and the '$' behind it kept
    bool allows = false;
  };
  struct Reader;
  static std::vector<Rule> InTheOrderInWhichTheyCount(std::vector<Rule> rules);

  std::vector<Rule> rules_;  // in the order in which they count
  std::optional<std::chrono::milliseconds> crawl_delay_;
  std::vector<std::string> sitemaps_;
};

// What of a file is read: the lines that end within its first kRobotsLimit bytes. One that is cut
// in two would be another rule.
std::string_view WholeLinesOfRobots(std::string_view bytes);

// Whether a pattern matches the start of a path, both normalised. Exposed for its fuzzer.
bool RobotsPatternMatches(std::string_view pattern, std::string_view path);
// The one spelling of a path: see robots.cc.
enum class RobotsText { kPattern, kPath };
std::string NormaliseForRobots(std::string_view text, RobotsText kind);

}  // namespace fetch
