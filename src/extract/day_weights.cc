// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB
// (CC-BY-4.0), trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing
// of their pages.

#include "extract/day_candidates.h"

namespace extract {

namespace {

constexpr Weight<DayMark> kTable[] = {
    {DayMark::kStructured, 0.233F},
    {DayMark::kStructuredCreated, -0.102F},
    {DayMark::kStructuredModified, 0.374F},
    {DayMark::kMetaPublished, 2.451F},
    {DayMark::kMetaDate, 0.131F},
    {DayMark::kMetaModified, -0.691F},
    {DayMark::kMicrodata, -0.573F},
    {DayMark::kMicrodataModified, -1.267F},
    {DayMark::kAddress, 0.702F},
    {DayMark::kTime, 0.426F},
    {DayMark::kFirstTime, -0.180F},
    {DayMark::kNamedPublished, 0.162F},
    {DayMark::kNamedUpdated, -0.197F},
    {DayMark::kNamed, 0.502F},
    {DayMark::kLine, 1.504F},
    {DayMark::kSaysPublished, 1.420F},
    {DayMark::kSaysUpdated, 0.357F},
    {DayMark::kSaysOther, -0.345F},
    {DayMark::kToday, -0.060F},
    {DayMark::kNearTitle, 0.390F},
    {DayMark::kAboveBody, 1.038F},
    {DayMark::kInBody, -0.058F},
    {DayMark::kJustBelow, 0.046F},
    {DayMark::kFarBelow, -1.324F},
    {DayMark::kAside, -0.494F},
    {DayMark::kHidden, -0.198F},
    {DayMark::kVisible, -0.402F},
    {DayMark::kFirstVisible, 0.959F},
    {DayMark::kNearByline, -0.798F},
    {DayMark::kHasHour, 0.855F},
    {DayMark::kAgreed, 1.065F},
    {DayMark::kUnseenWhileOtherSeen, -0.390F},
    {DayMark::kOnlySeen, 0.430F},
    {DayMark::kNextDay, 0.733F},
    {DayMark::kEarliest, 1.261F},
    {DayMark::kLatest, 0.588F},
    {DayMark::kChangeOnly, -0.498F},
    {DayMark::kPublishedSeen, 0.465F},
    {DayMark::kFirstOfYear, 0.326F},
    {DayMark::kGuessedOrder, -0.004F},
};

}  // namespace

const std::array<float, Marks<DayMark>::kSize> kDayWeights = WeightsOf(kTable);

}  // namespace extract
