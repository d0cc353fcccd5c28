// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB (CC-BY-4.0),
// trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing of their pages.

#include "extract/byline_candidates.h"

namespace extract {

const std::array<float, Marks<BylineMark>::kSize> kBylineWeights = {
    1.444F,  // stands in the structured data
    -0.040F,  // the structured data call it an organisation
    1.943F,  // is the meta element author
    1.606F,  // is another meta element's author
    0.839F,  // is itemprop=author
    1.131F,  // is rel=author
    0.667F,  // is an element named author
    -0.031F,  // is an element named byline or the like
    -0.225F,  // is an element named as an author's name
    -0.427F,  // is a link to an author's page
    0.735F,  // its text says 'by'
    -1.517F,  // its text says who reviewed, edited, photographed or posted it
    1.828F,  // its text says 'written by', 'author:'
    0.182F,  // is a line of text that says 'by'
    0.750F,  // is a line beside a date, above the text
    -1.157F,  // is a line just below the title
    -0.721F,  // is one of the last lines of the text
    2.129F,  // the line before it is 'by' or 'author'
    0.445F,  // stands above the text
    0.739F,  // stands within a few lines of the title
    -0.122F,  // stands within the text
    -0.166F,  // stands below the text
    -0.855F,  // stands far below the text
    0.644F,  // is the first above the text that any markup names
    0.216F,  // stands in a box about the author
    -1.348F,  // stands in furniture
    -0.538F,  // stands among comments
    -1.197F,  // stands in a caption or credit
    -0.295F,  // readers do not see it
    0.831F,  // is the head's, and readers see it above the text
    0.568F,  // is the head's, and readers see it elsewhere
    2.434F,  // how many kinds of places say it
    2.100F,  // how often markup says it
    -0.491F,  // is the site's name
    -0.943F,  // holds the site's name
    -0.142F,  // is a team, a staff, a desk
    1.124F,  // looks like persons' names
    -0.317F,  // is one word
    0.540F,  // looks like a user name
    -0.996F,  // a name has more than four words
    -0.004F,  // a name begins with a small letter
    0.208F,  // has digits
    -0.044F,  // names several people
    -0.902F,  // names more than four people
    -0.594F,  // another candidate holds it and more people
    -0.119F,  // it holds another candidate and more people
    1.682F,  // it holds what the head says, and more people
    0.174F,  // is the head's, and a list above the text holds it and more people
    0.258F,  // is the first of several pieces of text in an element
    0.080F,  // was put together from several elements
    -1.158F,  // its words stand in the title
    1.001F,  // names carry letters behind them (MD, PhD)
    -0.799F,  // letters behind the names were left out
    1.537F,  // names nobody
    -0.653F,  // is a line below the title that holds marks of a sentence
    -1.211F,  // is a word of navigation
};

}  // namespace extract
