// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB (CC-BY-4.0),
// trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing of their pages.

#include "extract/byline_candidates.h"

namespace extract {

namespace {

constexpr Weight<BylineMark> kTable[] = {
    {BylineMark::kStructured, 1.172F},
    {BylineMark::kStructuredOrganisation, -0.018F},
    {BylineMark::kMetaAuthor, 1.602F},
    {BylineMark::kMetaOther, 1.352F},
    {BylineMark::kMicrodata, 0.808F},
    {BylineMark::kRelation, 1.172F},
    {BylineMark::kNamedAuthor, 0.774F},
    {BylineMark::kNamedByline, 0.169F},
    {BylineMark::kNamedName, -0.520F},
    {BylineMark::kAuthorLink, -0.547F},
    {BylineMark::kSaysBy, 0.113F},
    {BylineMark::kSaysReviewed, -1.891F},
    {BylineMark::kSaysWritten, 1.160F},
    {BylineMark::kLine, 1.044F},
    {BylineMark::kNearDate, 0.769F},
    {BylineMark::kBelowTitle, -0.978F},
    {BylineMark::kClosingLine, -0.642F},
    {BylineMark::kLabelBefore, 1.470F},
    {BylineMark::kAboveBody, -0.680F},
    {BylineMark::kNearTitle, 0.747F},
    {BylineMark::kInBody, -1.019F},
    {BylineMark::kBelowBody, -1.266F},
    {BylineMark::kFarBelow, -1.409F},
    {BylineMark::kFirstAboveBody, 0.653F},
    {BylineMark::kInBio, 0.527F},
    {BylineMark::kInFurniture, -1.162F},
    {BylineMark::kInComments, -1.106F},
    {BylineMark::kInCaption, -1.200F},
    {BylineMark::kHidden, 0.287F},
    {BylineMark::kSeenAbove, 0.763F},
    {BylineMark::kSeenElsewhere, 0.628F},
    {BylineMark::kAgreed, 2.528F},
    {BylineMark::kRepeated, 1.945F},
    {BylineMark::kIsSite, -0.847F},
    {BylineMark::kHoldsSite, -0.747F},
    {BylineMark::kIsGroup, -0.352F},
    {BylineMark::kPerson, 1.194F},
    {BylineMark::kOneWord, -0.161F},
    {BylineMark::kUserName, 0.381F},
    {BylineMark::kManyWords, -0.726F},
    {BylineMark::kLowerCase, -0.063F},
    {BylineMark::kHasDigits, 0.266F},
    {BylineMark::kSeveral, -0.707F},
    {BylineMark::kCrowd, -0.707F},
    {BylineMark::kWithin, -0.532F},
    {BylineMark::kBeyond, 0.640F},
    {BylineMark::kBeyondHead, 2.037F},
    {BylineMark::kHeadWithin, -0.214F},
    {BylineMark::kFirstPiece, 0.153F},
    {BylineMark::kMerged, -0.039F},
    {BylineMark::kTitleWords, -1.182F},
    {BylineMark::kCredentials, 0.761F},
    {BylineMark::kWithoutCredentials, -1.407F},
    {BylineMark::kNobody, 0.897F},
    {BylineMark::kLineSentence, -0.566F},
    {BylineMark::kCopyright, 0.833F},
    {BylineMark::kCopyrightPerson, 0.566F},
    {BylineMark::kClosingPerson, -0.285F},
    {BylineMark::kPersonBelowTitle, 0.017F},
    {BylineMark::kUnseenWhileOtherSeen, -1.188F},
    {BylineMark::kSeenWhileHeadUnseen, 0.241F},
    {BylineMark::kUserNameOfHead, 0.825F},
    {BylineMark::kNavigation, -1.091F},
};

}  // namespace

const std::array<float, Marks<BylineMark>::kSize> kBylineWeights = WeightsOf(kTable);

}  // namespace extract
