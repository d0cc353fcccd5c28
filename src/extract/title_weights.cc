// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB
// (CC-BY-4.0), trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing
// of their pages.

#include "extract/title_candidates.h"

namespace extract {

namespace {

constexpr Weight<TitleMark> kTable[] = {
    {TitleMark::kOpenGraph, 0.995F},
    {TitleMark::kTwitter, 0.175F},
    {TitleMark::kStructured, -0.141F},
    {TitleMark::kStructuredName, 0.000F},
    {TitleMark::kOtherMeta, 0.608F},
    {TitleMark::kTitleElement, 0.281F},
    {TitleMark::kOpenGraphCut, 0.789F},
    {TitleMark::kTitleElementCut, 0.787F},
    {TitleMark::kOpenGraphPart, 0.750F},
    {TitleMark::kTitleElementPart, 0.449F},
    {TitleMark::kOtherPart, 0.513F},
    {TitleMark::kFirstHeading, 0.476F},
    {TitleMark::kLaterHeading, 0.160F},
    {TitleMark::kOnlyHeading, 0.126F},
    {TitleMark::kNamedHeading, 0.818F},
    {TitleMark::kSmallHeading, 1.059F},
    {TitleMark::kHeadingPart, 0.983F},
    {TitleMark::kHeadingFirstPiece, 0.919F},
    {TitleMark::kHeadingLastPiece, 2.235F},
    {TitleMark::kKicker, 0.946F},
    {TitleMark::kWithoutKicker, 1.587F},
    {TitleMark::kHeadingLinksHome, -0.968F},
    {TitleMark::kMarked, 0.565F},
    {TitleMark::kHint, 0.000F},
    {TitleMark::kFrontCut, -0.308F},
    {TitleMark::kBackCut, 0.413F},
    {TitleMark::kCutIsSite, -0.214F},
    {TitleMark::kCutBar, 0.336F},
    {TitleMark::kCutDash, 0.889F},
    {TitleMark::kCutColon, -0.860F},
    {TitleMark::kCutShare, -0.951F},
    {TitleMark::kHoldsSite, -1.127F},
    {TitleMark::kHoldsBar, -1.675F},
    {TitleMark::kIsSite, -0.171F},
    {TitleMark::kInHead, 1.677F},
    {TitleMark::kHeadIn, 0.918F},
    {TitleMark::kInHeading, 0.397F},
    {TitleMark::kHeadingIn, 0.608F},
    {TitleMark::kInAddress, 0.779F},
    {TitleMark::kAddressIn, 0.676F},
    {TitleMark::kShort, -0.566F},
    {TitleMark::kLong, -0.289F},
    {TitleMark::kCapitals, 0.029F},
    {TitleMark::kAgreed, 1.179F},
    {TitleMark::kLonelyHeading, 0.273F},
    {TitleMark::kHeadingOnFront, -0.723F},
    {TitleMark::kHeadingInFurniture, -0.911F},
    {TitleMark::kHeadAgainstHeading, -1.900F},
    {TitleMark::kWithinHeading, 0.262F},
    {TitleMark::kBeyondHeading, -0.470F},
    {TitleMark::kHeadingInHead, -0.050F},
    {TitleMark::kHeadingInAddress, -0.078F},
    {TitleMark::kHeadingCoversAddress, 0.696F},
    {TitleMark::kHeadCoversAddress, 0.156F},
    {TitleMark::kHeadInHeading, -0.102F},
    {TitleMark::kPartCoversHeading, -0.983F},
    {TitleMark::kSiteUnknown, 0.504F},
    {TitleMark::kLength, 1.038F},
    {TitleMark::kHeadingIsSite, -1.335F},
};

}  // namespace

const std::array<float, Marks<TitleMark>::kSize> kTitleWeights = WeightsOf(kTable);

}  // namespace extract
