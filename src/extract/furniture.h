#pragma once
// Furniture: what stands on a page beside its article. Known by the words that page authors put
// into class, id and role, and by the words that readers see ("Related articles", "関連記事").

#include <string_view>
#include <unordered_map>

#include "html/document.h"

namespace extract {

// What the names that an element carries say about it.
enum class Hint : uint8_t {
  kNone,
  kBody,       // the article's text itself: itemprop=articleBody, "entry-content", "story-body"
  kContent,    // around the text: "article", "post", "main"
  kFurniture,  // beside the text: "related", "share", "newsletter", "sidebar"
  kComments,   // what readers wrote
  kAdvert,
  kByline,     // author, date, reading time
  kCaption,    // of an image
  kCredit,     // of an image: who made it
  kBio,        // about the author
  kPaywall,    // an offer to subscribe in place of the text
  kPullQuote,  // a sentence of the text, set large beside it
};

// Reads the names of one page's elements; remembers those that it has seen. One page, one thread.
class HintReader {
 public:
  explicit HintReader(const html::Document& document) : document_(document) {}

  Hint Of(html::NodeId node);

 private:
  const html::Document& document_;
  std::unordered_map<std::string_view, Hint> seen_;
};

// What a short line of text announces.
enum class Line : uint8_t {
  kText,      // nothing special
  kNoise,     // a line to leave out alone: "ADVERTISEMENT", "Copy the Story Link", "Share"
  kEndsBody,  // what follows is not the article: "Comments", "Related Articles", "Hashtags"
  kSection,   // a heading whose own section is furniture: "About the author", "Newsletter"
};

// `folded` is a line as text::Fold gives it, white space collapsed. Lines of more than 80 bytes are
// kText.
Line KindOfLine(std::string_view folded);

// Whether a linked or short line points elsewhere: "Read more: …", "Also read", "RELATED: …",
// "あわせて読みたい".
bool PointsElsewhere(std::string_view folded);

}  // namespace extract
