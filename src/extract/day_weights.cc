// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB (CC-BY-4.0),
// trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing of their pages.

#include "extract/day_candidates.h"

namespace extract {

namespace {

constexpr Weight<DayMark> kTable[] = {
    {DayMark::kStructured, 0.202F},
    {DayMark::kStructuredCreated, -0.122F},
    {DayMark::kStructuredModified, 0.387F},
    {DayMark::kMetaPublished, 2.424F},
    {DayMark::kMetaDate, 0.147F},
    {DayMark::kMetaModified, -0.602F},
    {DayMark::kMicrodata, -0.432F},
    {DayMark::kMicrodataModified, -1.342F},
    {DayMark::kAddress, 0.636F},
    {DayMark::kTime, 0.312F},
    {DayMark::kFirstTime, -0.064F},
    {DayMark::kNamedPublished, 0.158F},
    {DayMark::kNamedUpdated, -0.175F},
    {DayMark::kNamed, 0.539F},
    {DayMark::kLine, 1.691F},
    {DayMark::kSaysPublished, 1.400F},
    {DayMark::kSaysUpdated, 0.335F},
    {DayMark::kSaysOther, -0.366F},
    {DayMark::kToday, -0.075F},
    {DayMark::kNearTitle, 0.221F},
    {DayMark::kAboveBody, 0.957F},
    {DayMark::kInBody, -0.061F},
    {DayMark::kJustBelow, 0.266F},
    {DayMark::kFarBelow, -1.379F},
    {DayMark::kAside, -0.498F},
    {DayMark::kHidden, -0.194F},
    {DayMark::kVisible, -0.494F},
    {DayMark::kFirstVisible, 1.304F},
    {DayMark::kNearByline, -0.877F},
    {DayMark::kHasHour, 0.894F},
    {DayMark::kAgreed, 1.094F},
    {DayMark::kUnseenWhileOtherSeen, -0.221F},
    {DayMark::kOnlySeen, 0.322F},
    {DayMark::kNextDay, 0.593F},
    {DayMark::kEarliest, 1.211F},
    {DayMark::kLatest, 0.818F},
    {DayMark::kChangeOnly, -0.838F},
    {DayMark::kPublishedSeen, 0.496F},
    {DayMark::kFirstOfYear, 0.338F},
    {DayMark::kGuessedOrder, -0.003F},
};

}  // namespace

const std::array<float, Marks<DayMark>::kSize> kDayWeights = WeightsOf(kTable);

}  // namespace extract
