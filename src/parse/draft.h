#pragma once
// Draft: a feed while it is being read. What the readers of the formats (rss.cc, atom.cc, …) share:
// URLs, texts, dates, and the finishing of entries. Only for this room.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/feed.h"
#include "net/url.h"
#include "parse/feed.h"
#include "parse/values.h"

namespace parse {

// A text as a feed gives it: plain, or HTML.
struct Markup {
  std::string_view text;
  bool is_html = true;
  const net::Url* base = nullptr;  // of the links in it; null: the document's
};

class Draft {
 public:
  Draft(const Input& input, model::Feed& feed);

  model::Feed& feed() { return feed_; }
  // The URL that relative ones are resolved against when nothing nearer says otherwise; null: not
  // known.
  const net::Url* base() const { return base_ ? &*base_ : nullptr; }
  void Warn(std::string warning);

  // Absolute http or https, WHATWG-serialised, without name and password; empty for everything
  // else. `base` null: the document's.
  std::string Resolve(std::string_view url, const net::Url* base = nullptr);

  // One line of plain text in NFC.
  static std::string Line(const Markup& markup);
  // Plain text in NFC; lines are kept.
  static std::string Plain(const Markup& markup);
  // Safe HTML.
  std::string Safe(const Markup& markup);

  // The instant that a date stands for; of a date without a time, its first moment in UTC.
  std::optional<base::Instant> Time(std::string_view text) const;

  // Adds an enclosure, or completes the one with the same URL.
  static void AddEnclosure(model::Enclosure enclosure, model::Entry& entry);
  // Adds a picture; the first is the entry's own.
  static void AddPicture(model::Picture picture, model::Entry& entry);

  // Puts `markup` where it belongs: into the content when it is a full text, and into the summary
  // when that is empty.
  void SetDescription(const Markup& markup, model::Entry& entry);

  // Whether a thing of `made` bytes may still be made of `from` bytes of the input. What a feed
  // makes grow (a base that every short link is resolved against, authors that every entry
  // inherits) is limited for the whole of it; false is noted as a warning.
  bool MayGrow(size_t made, size_t from);
  // Gives the entry the authors of the feed, or of another that it was taken from, where it names
  // none.
  void InheritAuthors(const std::vector<model::Person>& from, model::Entry& entry);

  // False: the limit is reached, the caller stops.
  bool HasRoom();
  // A new entry at the end of the feed, to be filled; valid until Finish.
  model::Entry& Begin();
  // Gives the entry that was begun its key and the names of its authors; takes it out again when it
  // says nothing, or was there before.
  void Finish();
  void Drop() { feed_.entries.pop_back(); }
  void Add(model::Entry entry);

 private:
  bool GiveKey(model::Entry& entry);
  bool MakeKeyUnique(model::Entry& entry);
  // Where in table_ the key is, or would be.
  size_t SlotOf(std::string_view key) const;
  void GrowTable();  // before the entry that was begun is put into it

  model::Feed& feed_;
  std::optional<net::Url> base_;
  size_t may_grow_;              // bytes beyond what they were made of
  std::vector<uint32_t> table_;  // open addressing: 1 + index of the entry with the key; 0: empty
};

// Adds a category, and its name to the entry's tags.
void AddCategory(model::Category category, std::vector<model::Category>& categories);
void AddTag(std::string_view text, std::vector<std::string>& tags);
// Several divided by commas.
void AddKeywords(std::string_view list, std::string_view scheme,
                 std::vector<model::Category>& categories);

}  // namespace parse
