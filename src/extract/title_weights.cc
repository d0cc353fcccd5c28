// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB (CC-BY-4.0),
// trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing of their pages.

#include "extract/title_candidates.h"

namespace extract {

const std::array<float, Marks<TitleMark>::kSize> kTitleWeights = {
    1.005F,  // is og:title, whole
    0.137F,  // is twitter:title, whole
    -0.149F,  // is the headline of the structured data, whole
    0.000F,  // is the name of the structured data
    0.623F,  // is another meta element's title
    0.263F,  // is <title>, whole
    0.777F,  // is og:title without the site's name
    0.767F,  // is <title> without the site's name
    0.784F,  // is a part of og:title
    0.432F,  // is a part of <title>
    0.465F,  // is a part of another version in the head
    0.554F,  // is the first <h1>
    0.201F,  // is a later <h1>
    0.179F,  // is the only <h1>
    0.850F,  // is an <h1> that is named as a title
    1.101F,  // is one of the first <h2>
    0.942F,  // is a part of an <h1>
    0.887F,  // is the first of several elements within an <h1>
    2.193F,  // is the last of several elements within an <h1>
    0.959F,  // is the line above or below a title, by its name
    1.593F,  // is an <h1> without that line
    -1.706F,  // is a heading that links to the front page
    0.545F,  // is an element that is named as a title and is no heading
    0.000F,  // is what the feed says
    -0.277F,  // something was cut off before it
    0.419F,  // something was cut off behind it
    -0.176F,  // what was cut off is the site's name
    0.323F,  // it was cut at a bar
    0.874F,  // it was cut at a dash
    -0.872F,  // it was cut at a colon or the like
    -1.030F,  // the share of the source that was cut off
    -1.118F,  // begins or ends with the site's name, set off
    -1.667F,  // has a bar in it
    -0.247F,  // is the site's name
    1.651F,  // share of its words that stand in the head's versions
    0.988F,  // share of the words of the head's versions that stand in it
    0.467F,  // share of its words that stand in the first <h1>
    0.575F,  // share of the first <h1>'s words that stand in it
    0.804F,  // share of its words that stand in the page's address
    0.647F,  // share of the address's words that stand in it
    -0.479F,  // has one or two words
    -0.302F,  // has more than 120 bytes
    -0.093F,  // is in capitals
    1.188F,  // how many other places say it
    0.150F,  // is an <h1> whose words are not the head's
    -0.704F,  // is an <h1> of a front page
    -0.871F,  // is a heading in a header, navigation or sidebar
    -1.781F,  // is the head's, and there is an <h1> that says something else
    0.337F,  // the first <h1> holds it and more
    -0.426F,  // it holds the first <h1> and more
    -0.147F,  // kInHead, of an <h1>
    -0.015F,  // kInAddress, of an <h1>
    0.695F,  // kAddressIn, of an <h1>
    0.196F,  // kAddressIn, of the head's where an <h1> says something else
    -0.156F,  // kInHeading, of the head's where an <h1> says something else
    -0.945F,  // kHeadingIn, of a part
    0.486F,  // is a part, and the site's name is not known
    1.011F,  // its length against the longest version
};

}  // namespace extract
