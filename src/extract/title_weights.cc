// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB
// (CC-BY-4.0), trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing
// of their pages.

#include "extract/title_candidates.h"

namespace extract {

namespace {

constexpr Weight<TitleMark> kTable[] = {
    {TitleMark::kOpenGraph, 1.008F},
    {TitleMark::kTwitter, 0.140F},
    {TitleMark::kStructured, -0.130F},
    {TitleMark::kStructuredName, 0.000F},
    {TitleMark::kOtherMeta, 0.624F},
    {TitleMark::kTitleElement, 0.261F},
    {TitleMark::kOpenGraphCut, 0.786F},
    {TitleMark::kTitleElementCut, 0.770F},
    {TitleMark::kOpenGraphPart, 0.785F},
    {TitleMark::kTitleElementPart, 0.434F},
    {TitleMark::kOtherPart, 0.470F},
    {TitleMark::kFirstHeading, 0.527F},
    {TitleMark::kLaterHeading, 0.160F},
    {TitleMark::kOnlyHeading, 0.185F},
    {TitleMark::kNamedHeading, 0.854F},
    {TitleMark::kSmallHeading, 1.098F},
    {TitleMark::kHeadingPart, 0.944F},
    {TitleMark::kHeadingFirstPiece, 0.890F},
    {TitleMark::kHeadingLastPiece, 2.193F},
    {TitleMark::kKicker, 0.959F},
    {TitleMark::kWithoutKicker, 1.590F},
    {TitleMark::kHeadingLinksHome, -1.697F},
    {TitleMark::kMarked, 0.542F},
    {TitleMark::kHint, 0.000F},
    {TitleMark::kFrontCut, -0.278F},
    {TitleMark::kBackCut, 0.416F},
    {TitleMark::kCutIsSite, -0.180F},
    {TitleMark::kCutBar, 0.329F},
    {TitleMark::kCutDash, 0.875F},
    {TitleMark::kCutColon, -0.875F},
    {TitleMark::kCutShare, -1.031F},
    {TitleMark::kHoldsSite, -1.116F},
    {TitleMark::kHoldsBar, -1.663F},
    {TitleMark::kIsSite, -0.245F},
    {TitleMark::kInHead, 1.644F},
    {TitleMark::kHeadIn, 0.992F},
    {TitleMark::kInHeading, 0.459F},
    {TitleMark::kHeadingIn, 0.580F},
    {TitleMark::kInAddress, 0.808F},
    {TitleMark::kAddressIn, 0.645F},
    {TitleMark::kShort, -0.476F},
    {TitleMark::kLong, -0.305F},
    {TitleMark::kCapitals, -0.090F},
    {TitleMark::kAgreed, 1.181F},
    {TitleMark::kLonelyHeading, 0.161F},
    {TitleMark::kHeadingOnFront, -0.695F},
    {TitleMark::kHeadingInFurniture, -0.951F},
    {TitleMark::kHeadAgainstHeading, -1.795F},
    {TitleMark::kWithinHeading, 0.335F},
    {TitleMark::kBeyondHeading, -0.432F},
    {TitleMark::kHeadingInHead, -0.136F},
    {TitleMark::kHeadingInAddress, -0.010F},
    {TitleMark::kHeadingCoversAddress, 0.699F},
    {TitleMark::kHeadCoversAddress, 0.193F},
    {TitleMark::kHeadInHeading, -0.151F},
    {TitleMark::kPartCoversHeading, -0.940F},
    {TitleMark::kSiteUnknown, 0.483F},
    {TitleMark::kLength, 1.007F},
};

}  // namespace

const std::array<float, Marks<TitleMark>::kSize> kTitleWeights = WeightsOf(kTable);

}  // namespace extract
