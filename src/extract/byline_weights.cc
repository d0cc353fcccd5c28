// Written by bench/choices/fit.py; see extract/choice.h. Fitted to the public development sets WCXB
// (CC-BY-4.0), trafilatura's (Apache-2.0) and Postlight's (MIT, Apache-2.0): figures alone, nothing
// of their pages.

#include "extract/byline_candidates.h"

namespace extract {

namespace {

constexpr Weight<BylineMark> kTable[] = {
    {BylineMark::kStructured, 1.207F},
    {BylineMark::kStructuredOrganisation, -0.025F},
    {BylineMark::kMetaAuthor, 1.581F},
    {BylineMark::kMetaOther, 1.357F},
    {BylineMark::kMicrodata, 0.756F},
    {BylineMark::kRelation, 1.188F},
    {BylineMark::kNamedAuthor, 0.597F},
    {BylineMark::kNamedByline, 0.157F},
    {BylineMark::kNamedName, -0.524F},
    {BylineMark::kAuthorLink, -0.542F},
    {BylineMark::kSaysBy, 0.066F},
    {BylineMark::kSaysReviewed, -1.940F},
    {BylineMark::kSaysWritten, 1.139F},
    {BylineMark::kLine, 1.098F},
    {BylineMark::kNearDate, 0.769F},
    {BylineMark::kBelowTitle, -0.912F},
    {BylineMark::kClosingLine, -0.621F},
    {BylineMark::kLabelBefore, 1.491F},
    {BylineMark::kAboveBody, -0.562F},
    {BylineMark::kNearTitle, 0.679F},
    {BylineMark::kInBody, -1.059F},
    {BylineMark::kBelowBody, -1.196F},
    {BylineMark::kFarBelow, -1.351F},
    {BylineMark::kFirstAboveBody, 0.730F},
    {BylineMark::kInBio, 0.276F},
    {BylineMark::kInFurniture, -1.312F},
    {BylineMark::kInComments, -1.096F},
    {BylineMark::kInCaption, -1.082F},
    {BylineMark::kHidden, 0.375F},
    {BylineMark::kSeenAbove, 0.731F},
    {BylineMark::kSeenElsewhere, 0.655F},
    {BylineMark::kAgreed, 2.421F},
    {BylineMark::kRepeated, 1.978F},
    {BylineMark::kIsSite, -0.861F},
    {BylineMark::kHoldsSite, -0.729F},
    {BylineMark::kIsGroup, -0.377F},
    {BylineMark::kPerson, 1.217F},
    {BylineMark::kOneWord, -0.176F},
    {BylineMark::kUserName, 0.287F},
    {BylineMark::kManyWords, -0.750F},
    {BylineMark::kLowerCase, -0.095F},
    {BylineMark::kHasDigits, 0.333F},
    {BylineMark::kSeveral, -0.771F},
    {BylineMark::kCrowd, -0.835F},
    {BylineMark::kWithin, -0.537F},
    {BylineMark::kBeyond, 0.724F},
    {BylineMark::kBeyondHead, 2.239F},
    {BylineMark::kHeadWithin, -0.566F},
    {BylineMark::kFirstPiece, 0.213F},
    {BylineMark::kMerged, -0.037F},
    {BylineMark::kTitleWords, -1.150F},
    {BylineMark::kCredentials, 0.765F},
    {BylineMark::kWithoutCredentials, -1.414F},
    {BylineMark::kNobody, 0.914F},
    {BylineMark::kLineSentence, -0.584F},
    {BylineMark::kCopyright, 0.861F},
    {BylineMark::kCopyrightPerson, 0.579F},
    {BylineMark::kClosingPerson, -0.354F},
    {BylineMark::kPersonBelowTitle, -0.014F},
    {BylineMark::kUnseenWhileOtherSeen, -0.556F},
    {BylineMark::kSeenWhileHeadUnseen, 0.201F},
    {BylineMark::kUserNameOfHead, 0.902F},
    {BylineMark::kNavigation, -1.034F},
};

}  // namespace

const std::array<float, Marks<BylineMark>::kSize> kBylineWeights = WeightsOf(kTable);

}  // namespace extract
