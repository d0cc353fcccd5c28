// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB (CC-BY-4.0),
// trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing of their pages.

#include "extract/title_candidates.h"

namespace extract {

namespace {

constexpr Weight<TitleMark> kTable[] = {
    {TitleMark::kOpenGraph, 1.005F},
    {TitleMark::kTwitter, 0.137F},
    {TitleMark::kStructured, -0.149F},
    {TitleMark::kStructuredName, 0.000F},
    {TitleMark::kOtherMeta, 0.623F},
    {TitleMark::kTitleElement, 0.263F},
    {TitleMark::kOpenGraphCut, 0.777F},
    {TitleMark::kTitleElementCut, 0.767F},
    {TitleMark::kOpenGraphPart, 0.784F},
    {TitleMark::kTitleElementPart, 0.432F},
    {TitleMark::kOtherPart, 0.465F},
    {TitleMark::kFirstHeading, 0.554F},
    {TitleMark::kLaterHeading, 0.201F},
    {TitleMark::kOnlyHeading, 0.179F},
    {TitleMark::kNamedHeading, 0.850F},
    {TitleMark::kSmallHeading, 1.101F},
    {TitleMark::kHeadingPart, 0.942F},
    {TitleMark::kHeadingFirstPiece, 0.887F},
    {TitleMark::kHeadingLastPiece, 2.193F},
    {TitleMark::kKicker, 0.959F},
    {TitleMark::kWithoutKicker, 1.593F},
    {TitleMark::kHeadingLinksHome, -1.706F},
    {TitleMark::kMarked, 0.545F},
    {TitleMark::kHint, 0.000F},
    {TitleMark::kFrontCut, -0.277F},
    {TitleMark::kBackCut, 0.419F},
    {TitleMark::kCutIsSite, -0.176F},
    {TitleMark::kCutBar, 0.323F},
    {TitleMark::kCutDash, 0.874F},
    {TitleMark::kCutColon, -0.872F},
    {TitleMark::kCutShare, -1.030F},
    {TitleMark::kHoldsSite, -1.118F},
    {TitleMark::kHoldsBar, -1.667F},
    {TitleMark::kIsSite, -0.247F},
    {TitleMark::kInHead, 1.651F},
    {TitleMark::kHeadIn, 0.988F},
    {TitleMark::kInHeading, 0.467F},
    {TitleMark::kHeadingIn, 0.575F},
    {TitleMark::kInAddress, 0.804F},
    {TitleMark::kAddressIn, 0.647F},
    {TitleMark::kShort, -0.479F},
    {TitleMark::kLong, -0.302F},
    {TitleMark::kCapitals, -0.093F},
    {TitleMark::kAgreed, 1.188F},
    {TitleMark::kLonelyHeading, 0.150F},
    {TitleMark::kHeadingOnFront, -0.704F},
    {TitleMark::kHeadingInFurniture, -0.871F},
    {TitleMark::kHeadAgainstHeading, -1.781F},
    {TitleMark::kWithinHeading, 0.337F},
    {TitleMark::kBeyondHeading, -0.426F},
    {TitleMark::kHeadingInHead, -0.147F},
    {TitleMark::kHeadingInAddress, -0.015F},
    {TitleMark::kHeadingCoversAddress, 0.695F},
    {TitleMark::kHeadCoversAddress, 0.196F},
    {TitleMark::kHeadInHeading, -0.156F},
    {TitleMark::kPartCoversHeading, -0.945F},
    {TitleMark::kSiteUnknown, 0.486F},
    {TitleMark::kLength, 1.011F},
};

}  // namespace

const std::array<float, Marks<TitleMark>::kSize> kTitleWeights = WeightsOf(kTable);

}  // namespace extract
