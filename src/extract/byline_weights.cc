// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB
// (CC-BY-4.0), trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing
// of their pages.

#include "extract/byline_candidates.h"

namespace extract {

namespace {

constexpr Weight<BylineMark> kTable[] = {
    {BylineMark::kStructured, 1.193F},
    {BylineMark::kStructuredOrganisation, 0.048F},
    {BylineMark::kMetaAuthor, 1.569F},
    {BylineMark::kMetaOther, 1.340F},
    {BylineMark::kMicrodata, 0.713F},
    {BylineMark::kRelation, 1.143F},
    {BylineMark::kNamedAuthor, 0.582F},
    {BylineMark::kNamedByline, 0.142F},
    {BylineMark::kNamedName, -0.570F},
    {BylineMark::kAuthorLink, -0.502F},
    {BylineMark::kSaysBy, 0.179F},
    {BylineMark::kSaysReviewed, -1.721F},
    {BylineMark::kSaysWritten, 1.131F},
    {BylineMark::kLine, 1.043F},
    {BylineMark::kNearDate, 0.836F},
    {BylineMark::kBelowTitle, -0.912F},
    {BylineMark::kClosingLine, -0.647F},
    {BylineMark::kLabelBefore, 1.433F},
    {BylineMark::kAboveBody, -0.562F},
    {BylineMark::kNearTitle, 0.670F},
    {BylineMark::kInBody, -0.939F},
    {BylineMark::kBelowBody, -1.112F},
    {BylineMark::kFarBelow, -1.255F},
    {BylineMark::kFirstAboveBody, 0.841F},
    {BylineMark::kInBio, 0.277F},
    {BylineMark::kInFurniture, -1.299F},
    {BylineMark::kInComments, -1.152F},
    {BylineMark::kInCaption, -1.065F},
    {BylineMark::kHidden, 0.342F},
    {BylineMark::kSeenAbove, 0.718F},
    {BylineMark::kSeenElsewhere, 0.627F},
    {BylineMark::kAgreed, 2.379F},
    {BylineMark::kRepeated, 1.925F},
    {BylineMark::kIsSite, -0.851F},
    {BylineMark::kHoldsSite, -0.745F},
    {BylineMark::kIsGroup, -0.384F},
    {BylineMark::kPerson, 1.266F},
    {BylineMark::kOneWord, -0.140F},
    {BylineMark::kUserName, 0.276F},
    {BylineMark::kManyWords, -0.793F},
    {BylineMark::kLowerCase, -0.075F},
    {BylineMark::kHasDigits, 0.436F},
    {BylineMark::kSeveral, -0.778F},
    {BylineMark::kCrowd, -0.846F},
    {BylineMark::kWithin, -0.576F},
    {BylineMark::kBeyond, 0.711F},
    {BylineMark::kBeyondHead, 2.149F},
    {BylineMark::kHeadWithin, -0.583F},
    {BylineMark::kFirstPiece, 0.179F},
    {BylineMark::kMerged, -0.048F},
    {BylineMark::kTitleWords, -1.142F},
    {BylineMark::kCredentials, 0.759F},
    {BylineMark::kWithoutCredentials, -1.332F},
    {BylineMark::kNobody, 0.757F},
    {BylineMark::kLineSentence, -0.608F},
    {BylineMark::kCopyright, 0.806F},
    {BylineMark::kCopyrightPerson, 0.496F},
    {BylineMark::kClosingPerson, -0.396F},
    {BylineMark::kPersonBelowTitle, -0.030F},
    {BylineMark::kUnseenWhileOtherSeen, -0.588F},
    {BylineMark::kSeenWhileHeadUnseen, 0.200F},
    {BylineMark::kUserNameOfHead, 0.956F},
    {BylineMark::kNavigation, -1.009F},
};

}  // namespace

const std::array<float, Marks<BylineMark>::kSize> kBylineWeights = WeightsOf(kTable);

}  // namespace extract
