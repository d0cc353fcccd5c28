#pragma once
// The bylines that a page offers, and what speaks for each. Only for authors.cc and for fitting its
// weights.

#include <string>
#include <string_view>
#include <vector>

#include "extract/choice.h"
#include "extract/facts.h"
#include "extract/layout.h"
#include "extract/marked.h"

namespace extract {

// X(enumerator, what it says of the candidate)
#define OCTAVO_BYLINE_MARKS(X)                                                          \
  X(kStructured, "stands in the structured data")                                       \
  X(kStructuredOrganisation, "the structured data call it an organisation")             \
  X(kMetaAuthor, "is the meta element author")                                          \
  X(kMetaOther, "is another meta element's author")                                     \
  X(kMicrodata, "is itemprop=author")                                                   \
  X(kRelation, "is rel=author")                                                         \
  X(kNamedAuthor, "is an element named author")                                         \
  X(kNamedByline, "is an element named byline or the like")                             \
  X(kNamedName, "is an element named as an author's name")                              \
  X(kAuthorLink, "is a link to an author's page")                                       \
  X(kSaysBy, "its text says 'by'")                                                      \
  X(kSaysReviewed, "its text says who reviewed, edited, photographed or posted it")     \
  X(kSaysWritten, "its text says 'written by', 'author:'")                              \
  X(kLine, "is a line of text that says 'by'")                                          \
  X(kNearDate, "is a line beside a date, above the text")                               \
  X(kBelowTitle, "is a line just below the title")                                      \
  X(kClosingLine, "is one of the last lines of the text")                               \
  X(kLabelBefore, "the line before it is 'by' or 'author'")                             \
  X(kAboveBody, "stands above the text")                                                \
  X(kNearTitle, "stands within a few lines of the title")                               \
  X(kInBody, "stands within the text")                                                  \
  X(kBelowBody, "stands below the text")                                                \
  X(kFarBelow, "stands far below the text")                                             \
  X(kFirstAboveBody, "is the first above the text that any markup names")               \
  X(kInBio, "stands in a box about the author")                                         \
  X(kInFurniture, "stands in furniture")                                                \
  X(kInComments, "stands among comments")                                               \
  X(kInCaption, "stands in a caption or credit")                                        \
  X(kHidden, "readers do not see it")                                                   \
  X(kSeenAbove, "is the head's, and readers see it above the text")                     \
  X(kSeenElsewhere, "is the head's, and readers see it elsewhere")                      \
  X(kAgreed, "how many kinds of places say it")                                         \
  X(kRepeated, "how often markup says it")                                              \
  X(kIsSite, "is the site's name")                                                      \
  X(kHoldsSite, "holds the site's name")                                                \
  X(kIsGroup, "is a team, a staff, a desk")                                             \
  X(kPerson, "looks like persons' names")                                               \
  X(kOneWord, "is one word")                                                            \
  X(kUserName, "looks like a user name")                                                \
  X(kManyWords, "a name has more than four words")                                      \
  X(kLowerCase, "a name begins with a small letter")                                    \
  X(kHasDigits, "has digits")                                                           \
  X(kSeveral, "names several people")                                                   \
  X(kCrowd, "names more than four people")                                              \
  X(kWithin, "another candidate holds it and more people")                              \
  X(kBeyond, "it holds another candidate and more people")                              \
  X(kBeyondHead, "it holds what the head says, and more people")                        \
  X(kHeadWithin, "is the head's, and a list above the text holds it and more people")   \
  X(kFirstPiece, "is the first of several pieces of text in an element")                \
  X(kMerged, "was put together from several elements")                                  \
  X(kTitleWords, "its words stand in the title")                                        \
  X(kCredentials, "names carry letters behind them (MD, PhD)")                          \
  X(kWithoutCredentials, "letters behind the names were left out")                      \
  X(kNobody, "names nobody")                                                            \
  X(kLineSentence, "is a line below the title that holds marks of a sentence")          \
  X(kCopyright, "is who has the copyright")                                             \
  X(kCopyrightPerson, "is a person who has the copyright")                              \
  X(kClosingPerson, "is a person's name in one of the last lines of the text")          \
  X(kPersonBelowTitle, "is a person's name in a line just below the title")             \
  X(kUnseenWhileOtherSeen, "is the head's, unseen, and readers see a person elsewhere") \
  X(kSeenWhileHeadUnseen, "is a person above the text, and the head's is unseen")       \
  X(kUserNameOfHead, "is the head's, and looks like a user name")                       \
  X(kNavigation, "is a word of navigation")                                             \
  X(kGivenName, "share of the names that begin with a given one")                       \
  X(kGivenNameAlone, "is a given name and no more")                                     \
  X(kGivenNameUnmarked, "begins with a given name, and is a line of text alone")        \
  X(kSmallWord, "has a word with a small letter that no name has")                      \
  X(kHoldsRole, "has the word of a role in it: 'Marketing Director'")                   \
  X(kOtherScript, "is a name in a script of which no given names are known")            \
  X(kBeginsWithHost, "begins with what the address is named after")                     \
  X(kOwnHost, "is what the address is named after")                                     \
  X(kInTitle, "share of its words that stand in the title")                             \
  X(kFuller, "another candidate is its first name alone")                               \
  X(kShorter, "another candidate has it for its first name")                            \
  X(kFirstAgreed, "is a list, and how many places say the first of it alone")           \
  X(kFirstRepeated, "is a list, and how often markup says the first of it alone")       \
  X(kHasColon, "has a colon in it")                                                     \
  X(kRoleAlone, "is a role, in an element named author: 'Staff Writer'")                \
  X(kClosingBracket, "stands in brackets at the end of the text")

enum class BylineMark : unsigned char {
#define OCTAVO_X(name, meaning) name,
  OCTAVO_BYLINE_MARKS(OCTAVO_X)
#undef OCTAVO_X
      kCount
};

struct BylineCandidate {
  std::vector<std::string> names;
  std::string key;  // the names folded: bylines with the same key are one candidate
  Marks<BylineMark> marks;
  int rank = 0;  // of the best place that says it; lower is better
};

// What the search for a byline is told of the page.
struct BylinePlace {
  Layout& layout;
  const PageFacts& facts;
  const std::vector<Marked>& marked;
  std::string_view title;
  std::string_view site_name;
  std::string_view url;
};

// In the order in which they were met; at most some fifty.
std::vector<BylineCandidate> BylineCandidates(const BylinePlace& place);

extern const std::array<float, Marks<BylineMark>::kSize> kBylineWeights;

}  // namespace extract
