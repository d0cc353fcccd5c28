#pragma once
// Draft: a feed while it is being read. What the readers of the formats (rss.cc, atom.cc, …) share:
// URLs, texts, dates, people, and the finishing of entries. Only for this room.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "model/source.h"
#include "net/url.h"
#include "parse/feed.h"

namespace parse {

// A text as a feed gives it: plain, or HTML.
struct Markup {
  std::string text;
  bool is_html = true;
  std::string base;  // absolute URL for the links in it; may be empty
};

class Draft {
 public:
  Draft(const Input& input, model::Feed& feed);

  model::Feed& feed() { return feed_; }
  // The URL that relative ones are resolved against when nothing nearer says otherwise; empty: not
  // known.
  const std::string& base() const { return base_; }
  void Warn(std::string warning);

  // Absolute http or https, WHATWG-serialised; empty for everything else. `base` empty: the
  // document's.
  std::string Resolve(std::string_view url, const std::string& base = {});

  // One line of plain text in NFC.
  static std::string Line(const Markup& markup);
  // Plain text in NFC; lines are kept.
  static std::string Plain(const Markup& markup);
  // Safe HTML.
  std::string Safe(const Markup& markup) const;

  // The instant that a date stands for; of a date without a time, its first moment in UTC.
  std::optional<base::Instant> Time(std::string_view text) const;

  // Adds the people that a text names: "jane@example.org (Jane Doe)", "Jane Doe and John Roe".
  static void AddPeople(std::string_view text, std::vector<std::string>& people);
  // Adds a tag, or several divided by commas.
  static void AddTag(std::string_view text, std::vector<std::string>& tags);
  static void AddTags(std::string_view list, std::vector<std::string>& tags);
  // Adds an enclosure, or completes the one with the same URL.
  static void AddEnclosure(model::Enclosure enclosure, model::Entry& entry);

  // Puts `markup` where it belongs: into the content when it is a full text, and into the summary
  // when that is empty.
  void SetDescription(const Markup& markup, model::Entry& entry) const;

  // False: the limit is reached, the caller stops.
  bool HasRoom(size_t most = kMostEntries);
  // Gives the entry its key and puts it into the feed.
  void Add(model::Entry entry);

 private:
  model::Feed& feed_;
  std::string base_;
  std::unordered_map<std::string, size_t> keys_;  // key: index of the entry
  std::unordered_map<std::string, net::Url> bases_;
};

// "en_us " is "en-US"; what is no language tag is empty.
std::string LanguageTag(std::string_view text);
// A decimal number, white space around it allowed; absent when negative or none.
std::optional<int64_t> Number(std::string_view text);
// "3600", "59:30", "1:02:03" as seconds.
std::optional<int64_t> Duration(std::string_view text);
std::string_view TrimSpace(std::string_view text);
std::string LowerAscii(std::string_view text);

}  // namespace parse
