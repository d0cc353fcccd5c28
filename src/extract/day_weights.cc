// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB (CC-BY-4.0),
// trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing of their pages.

#include "extract/day_candidates.h"

namespace extract {

const std::array<float, Marks<DayMark>::kSize> kDayWeights = {
    0.126F,  // the structured data say that it was published then
    -0.111F,  // the structured data say that it was created or uploaded then
    0.392F,  // the structured data say that it was changed then
    2.437F,  // a meta element says that it was published then
    0.162F,  // a meta element calls it the date
    -0.581F,  // a meta element says that it was changed then
    -0.411F,  // is itemprop=datePublished
    -1.361F,  // is itemprop=dateModified
    0.550F,  // stands in the page's address
    0.309F,  // is a <time>
    -0.058F,  // is the first <time> that readers see
    0.146F,  // is an element named as the time of publication
    -0.141F,  // is an element named as the time of a change
    0.554F,  // is an element named as a date or time
    1.786F,  // is a short line of text
    1.502F,  // its text says 'published'
    0.333F,  // its text says 'updated'
    -0.399F,  // its text says something else (copyright, joined, expires)
    -0.079F,  // is an element that shows today's date
    0.212F,  // stands within a few lines of the title
    0.807F,  // stands above the text
    -0.041F,  // stands within the text
    0.263F,  // stands just below the text
    -1.350F,  // stands far below the text
    -0.494F,  // stands in furniture or comments
    -0.203F,  // readers do not see it
    -0.602F,  // readers see it
    1.285F,  // is the first that readers see near the title
    -0.889F,  // stands in or beside a byline
    0.927F,  // has an hour
    1.093F,  // how many kinds of places say it
    -0.212F,  // readers do not see it, and see another near the title
    0.351F,  // is the only one that readers see near the title
    0.574F,  // is a day before or after another candidate of the head
    1.154F,  // is the earliest of the head's
    0.765F,  // is the latest of the head's
    -0.897F,  // the head says that it was changed then and published on another day
    0.055F,  // another one near the title says 'published'
    0.324F,  // is the first day of a year or month
    -0.003F,  // which number is the day was guessed
};

}  // namespace extract
