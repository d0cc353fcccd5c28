#pragma once
// Lines that say of themselves that they are furniture: known words for it, in the languages that
// are supported and some more.

#include <cstdint>
#include <string_view>

namespace extract {

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
