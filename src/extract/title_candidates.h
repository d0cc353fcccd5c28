#pragma once
// The versions of its title that a page offers, and what speaks for each. Only for title.cc and for
// fitting its weights.

#include <string>
#include <string_view>
#include <vector>

#include "extract/choice.h"
#include "extract/facts.h"
#include "extract/runs.h"

namespace extract {

// X(enumerator, what it says of the candidate)
#define OCTAVO_TITLE_MARKS(X)                                                            \
  X(kOpenGraph, "is og:title, whole")                                                    \
  X(kTwitter, "is twitter:title, whole")                                                 \
  X(kStructured, "is the headline of the structured data, whole")                        \
  X(kStructuredName, "is the name of the structured data")                               \
  X(kOtherMeta, "is another meta element's title")                                       \
  X(kTitleElement, "is <title>, whole")                                                  \
  X(kOpenGraphCut, "is og:title without the site's name")                                \
  X(kTitleElementCut, "is <title> without the site's name")                              \
  X(kOpenGraphPart, "is a part of og:title")                                             \
  X(kTitleElementPart, "is a part of <title>")                                           \
  X(kOtherPart, "is a part of another version in the head")                              \
  X(kFirstHeading, "is the first <h1>")                                                  \
  X(kLaterHeading, "is a later <h1>")                                                    \
  X(kOnlyHeading, "is the only <h1>")                                                    \
  X(kNamedHeading, "is an <h1> that is named as a title")                                \
  X(kSmallHeading, "is one of the first <h2>")                                           \
  X(kHeadingPart, "is a part of an <h1>")                                                \
  X(kHeadingFirstPiece, "is the first of several elements within an <h1>")               \
  X(kHeadingLastPiece, "is the last of several elements within an <h1>")                 \
  X(kKicker, "is the line above or below a title, by its name")                          \
  X(kWithoutKicker, "is an <h1> without that line")                                      \
  X(kHeadingLinksHome, "is a heading that links to the front page")                      \
  X(kMarked, "is an element that is named as a title and is no heading")                 \
  X(kHint, "is what the feed says")                                                      \
  X(kFrontCut, "something was cut off before it")                                        \
  X(kBackCut, "something was cut off behind it")                                         \
  X(kCutIsSite, "what was cut off is the site's name")                                   \
  X(kCutBar, "it was cut at a bar")                                                      \
  X(kCutDash, "it was cut at a dash")                                                    \
  X(kCutColon, "it was cut at a colon or the like")                                      \
  X(kCutShare, "the share of the source that was cut off")                               \
  X(kHoldsSite, "begins or ends with the site's name, set off")                          \
  X(kHoldsBar, "has a bar in it")                                                        \
  X(kIsSite, "is the site's name")                                                       \
  X(kInHead, "share of its words that stand in the head's versions")                     \
  X(kHeadIn, "share of the words of the head's versions that stand in it")               \
  X(kInHeading, "share of its words that stand in the first <h1>")                       \
  X(kHeadingIn, "share of the first <h1>'s words that stand in it")                      \
  X(kInAddress, "share of its words that stand in the page's address")                   \
  X(kAddressIn, "share of the address's words that stand in it")                         \
  X(kShort, "has one or two words")                                                      \
  X(kLong, "has more than 120 bytes")                                                    \
  X(kCapitals, "is in capitals")                                                         \
  X(kAgreed, "how many other places say it")                                             \
  X(kLonelyHeading, "is an <h1> whose words are not the head's")                         \
  X(kHeadingOnFront, "is an <h1> of a front page")                                       \
  X(kHeadingInFurniture, "is a heading in a header, navigation or sidebar")              \
  X(kHeadAgainstHeading, "is the head's, and there is an <h1> that says something else") \
  X(kWithinHeading, "the first <h1> holds it and more")                                  \
  X(kBeyondHeading, "it holds the first <h1> and more")                                  \
  X(kHeadingInHead, "kInHead, of an <h1>")                                               \
  X(kHeadingInAddress, "kInAddress, of an <h1>")                                         \
  X(kHeadingCoversAddress, "kAddressIn, of an <h1>")                                     \
  X(kHeadCoversAddress, "kAddressIn, of the head's where an <h1> says something else")   \
  X(kHeadInHeading, "kInHeading, of the head's where an <h1> says something else")       \
  X(kPartCoversHeading, "kHeadingIn, of a part")                                         \
  X(kSiteUnknown, "is a part, and the site's name is not known")                         \
  X(kLength, "its length against the longest version")                                   \
  X(kHeadingIsSite, "is an <h1> and the site's name letter by letter, or links home")

enum class TitleMark : unsigned char {
#define OCTAVO_X(name, meaning) name,
  OCTAVO_TITLE_MARKS(OCTAVO_X)
#undef OCTAVO_X
      kCount
};

struct TitleCandidate {
  std::string text;
  std::string key;  // letters and digits, folded: versions with the same key are one candidate
  Marks<TitleMark> marks;
};

// In the order in which they were met; at most some sixty. `headline_hint` is the feed's.
std::vector<TitleCandidate> TitleCandidates(const Anatomy& anatomy, const PageFacts& facts,
                                            std::string_view site_name, std::string_view url,
                                            std::string_view headline_hint);

extern const std::array<float, Marks<TitleMark>::kSize> kTitleWeights;

}  // namespace extract
