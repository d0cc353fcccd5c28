#include "html/element_kind.h"

namespace html {
namespace {

using enum Tag;

constexpr Tag kSpecialTags[] = {
    kAddress,    kApplet,   kArea,   kArticle, kAside,     kBase,     kBasefont, kBgsound,
    kBlockquote, kBody,     kBr,     kButton,  kCaption,   kCenter,   kCol,      kColgroup,
    kDd,         kDetails,  kDir,    kDiv,     kDl,        kDt,       kEmbed,    kFieldset,
    kFigcaption, kFigure,   kFooter, kForm,    kFrame,     kFrameset, kH1,       kH2,
    kH3,         kH4,       kH5,     kH6,      kHead,      kHeader,   kHgroup,   kHr,
    kHtml,       kIframe,   kImg,    kInput,   kKeygen,    kLi,       kLink,     kListing,
    kMain,       kMarquee,  kMenu,   kMeta,    kNav,       kNoembed,  kNoframes, kNoscript,
    kObject,     kOl,       kP,      kParam,   kPlaintext, kPre,      kScript,   kSearch,
    kSection,    kSelect,   kSource, kStyle,   kSummary,   kTable,    kTbody,    kTd,
    kTemplate,   kTextarea, kTfoot,  kTh,      kThead,     kTitle,    kTr,       kTrack,
    kUl,         kWbr,      kXmp};
constexpr Tag kFormattingTags[] = {kA,    kB, kBig,   kCode,   kEm,     kFont, kI,
                                   kNobr, kS, kSmall, kStrike, kStrong, kTt,   kU};
constexpr Tag kImpliedTags[] = {kDd, kDt, kLi, kOptgroup, kOption, kP, kRb, kRp, kRt, kRtc};
constexpr Tag kImpliedAllTags[] = {kCaption, kColgroup, kTbody, kTd, kTfoot, kTh, kThead, kTr};
constexpr Tag kScopeTags[] = {kApplet, kCaption, kHtml,   kTable,   kTd,
                              kTh,     kMarquee, kObject, kTemplate};
constexpr Tag kMathTextTags[] = {kMi, kMo, kMn, kMs, kMtext};
constexpr Tag kSvgPoints[] = {kForeignObject, kDesc, kTitle};

constexpr std::array<uint16_t, 0x300> MakeFlags() {
  std::array<uint16_t, 0x300> flags{};
  const auto set = [&flags](const auto& tags, Namespace space, unsigned wanted) {
    for (const Tag tag : tags) {
      flags[KindOf(tag, space)] = static_cast<uint16_t>(flags[KindOf(tag, space)] | wanted);
    }
  };
  const auto html = Namespace::kHtml;
  set(kSpecialTags, html, kSpecial);
  set(kFormattingTags, html, kFormatting);
  set(kImpliedTags, html, kImpliedEnd | kImpliedEndAll);
  set(kImpliedAllTags, html, kImpliedEndAll);
  set(kScopeTags, html, kScope);
  set(std::array{kOl, kUl}, html, kListItemScope);
  set(std::array{kButton}, html, kButtonScope);
  set(std::array{kHtml, kTable, kTemplate}, html, kTableScope);
  set(std::array{kOptgroup, kOption}, html, kSelectScope);
  set(std::array{kTable, kTbody, kTfoot, kThead, kTr}, html, kFosters);
  set(kMathTextTags, Namespace::kMathMl, kSpecial | kScope | kMathTextPoint);
  set(std::array{kAnnotationXml}, Namespace::kMathMl, kSpecial | kScope);
  set(kSvgPoints, Namespace::kSvg, kSpecial | kScope | kHtmlPoint);
  return flags;
}

}  // namespace

constinit const std::array<uint16_t, 0x300> kKindFlags = MakeFlags();

}  // namespace html
