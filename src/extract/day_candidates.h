#pragma once
// The days of publication that a page offers, and what speaks for each. Only for when.cc and for
// fitting its weights.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "extract/choice.h"
#include "extract/facts.h"
#include "extract/layout.h"
#include "extract/marked.h"
#include "text/dates.h"

namespace extract {

// X(enumerator, what it says of the candidate)
#define OCTAVO_DAY_MARKS(X)                                                               \
  X(kStructured, "the structured data say that it was published then")                    \
  X(kStructuredCreated, "the structured data say that it was created or uploaded then")   \
  X(kStructuredModified, "the structured data say that it was changed then")              \
  X(kMetaPublished, "a meta element says that it was published then")                     \
  X(kMetaDate, "a meta element calls it the date")                                        \
  X(kMetaModified, "a meta element says that it was changed then")                        \
  X(kMicrodata, "is itemprop=datePublished")                                              \
  X(kMicrodataModified, "is itemprop=dateModified")                                       \
  X(kAddress, "stands in the page's address")                                             \
  X(kTime, "is a <time>")                                                                 \
  X(kFirstTime, "is the first <time> that readers see")                                   \
  X(kNamedPublished, "is an element named as the time of publication")                    \
  X(kNamedUpdated, "is an element named as the time of a change")                         \
  X(kNamed, "is an element named as a date or time")                                      \
  X(kLine, "is a short line of text")                                                     \
  X(kSaysPublished, "its text says 'published'")                                          \
  X(kSaysUpdated, "its text says 'updated'")                                              \
  X(kSaysOther, "its text says something else (copyright, joined, expires)")              \
  X(kToday, "is an element that shows today's date")                                      \
  X(kNearTitle, "stands within a few lines of the title")                                 \
  X(kAboveBody, "stands above the text")                                                  \
  X(kInBody, "stands within the text")                                                    \
  X(kJustBelow, "stands just below the text")                                             \
  X(kFarBelow, "stands far below the text")                                               \
  X(kAside, "stands in furniture or comments")                                            \
  X(kHidden, "readers do not see it")                                                     \
  X(kVisible, "readers see it")                                                           \
  X(kFirstVisible, "is the first that readers see near the title")                        \
  X(kNearByline, "stands in or beside a byline")                                          \
  X(kHasHour, "has an hour")                                                              \
  X(kAgreed, "how many kinds of places say it")                                           \
  X(kUnseenWhileOtherSeen, "readers do not see it, and see another near the title")       \
  X(kOnlySeen, "is the only one that readers see near the title")                         \
  X(kNextDay, "is a day before or after another candidate of the head")                   \
  X(kEarliest, "is the earliest of the head's")                                           \
  X(kLatest, "is the latest of the head's")                                               \
  X(kChangeOnly, "the head says that it was changed then and published on another day")   \
  X(kPublishedSeen, "another one near the title says 'published'")                        \
  X(kFirstOfYear, "is the first day of a year or month")                                  \
  X(kGuessedOrder, "which number is the day was guessed")

enum class DayMark : unsigned char {
#define OCTAVO_X(name, meaning) name,
  OCTAVO_DAY_MARKS(OCTAVO_X)
#undef OCTAVO_X
      kCount
};

struct DayCandidate {
  base::Day day;
  std::optional<base::Instant> instant;  // with a zone, if any place gives one
  bool has_zone = false;
  Marks<DayMark> marks;
};

struct DayPlace {
  Layout& layout;
  const PageFacts& facts;
  const std::vector<Marked>& marked;
  std::string_view url;
  std::string_view language;  // see LanguageOfPlace
  std::optional<base::Instant> fetched;
};

// The language, with the region that the page's address names where the language has none ("en" at
// .uk is "en-GB"); without a language, the one that the title's script tells.
std::string LanguageOfPlace(std::string_view language, std::string_view url,
                            std::string_view title);

// In the order in which they were met; at most some forty. Days before the web and after the page
// was fetched are left out.
std::vector<DayCandidate> DayCandidates(const DayPlace& place);

extern const std::array<float, Marks<DayMark>::kSize> kDayWeights;

}  // namespace extract
