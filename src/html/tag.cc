#include "html/tag.h"

#include <array>

#include "html/name_key.h"

namespace html {
namespace {

#define OCTAVO_HTML_NAME(enumerator, name) std::string_view(name),
constexpr std::array kTagNames = {
    std::string_view("#document"), std::string_view("#text"), std::string_view("#comment"),
    std::string_view("#doctype"),  std::string_view(),        OCTAVO_HTML_TAGS(OCTAVO_HTML_NAME)};
constexpr std::array kAttrNames = {std::string_view(), OCTAVO_HTML_ATTRIBUTES(OCTAVO_HTML_NAME)};
#undef OCTAVO_HTML_NAME
static_assert(kTagNames.size() == kTagCount && kAttrNames.size() == kAttrCount);

constexpr auto kFirstElement = static_cast<size_t>(Tag::kUnknown) + 1;

using enum Tag;

constexpr Tag kVoidTags[] = {kArea,  kBase,  kBasefont, kBgsound, kBr,    kCol,
                             kEmbed, kFrame, kHr,       kImg,     kInput, kKeygen,
                             kLink,  kMeta,  kParam,    kSource,  kTrack, kWbr};
constexpr Tag kBlockTags[] = {
    kAddress,   kArticle, kAside,    kBlockquote, kBody,    kCaption, kCenter,   kDd,
    kDetails,   kDialog,  kDir,      kDiv,        kDl,      kDt,      kFieldset, kFigcaption,
    kFigure,    kFooter,  kForm,     kFrameset,   kH1,      kH2,      kH3,       kH4,
    kH5,        kH6,      kHead,     kHeader,     kHgroup,  kHr,      kHtml,     kLegend,
    kLi,        kListing, kMain,     kMenu,       kNav,     kOl,      kOption,   kP,
    kPlaintext, kPre,     kSearch,   kSection,    kSummary, kTable,   kTbody,    kTd,
    kTfoot,     kTh,      kThead,    kTitle,      kTr,      kUl,      kXmp,      kVideo,
    kAudio,     kIframe,  kOptgroup, kSelect};
constexpr Tag kHiddenTags[] = {kScript, kStyle,    kTemplate, kNoembed,  kNoframes, kIframe,
                               kHead,   kTextarea, kSelect,   kDatalist, kSvg,      kMath,
                               kCanvas, kObject,   kApplet,   kAudio,    kVideo};
constexpr Tag kRawTextTags[] = {kScript, kStyle, kXmp, kIframe, kNoembed, kNoframes, kPlaintext};

constexpr std::array<uint8_t, kTagCount> MakeFlags() {
  std::array<uint8_t, kTagCount> flags{};
  const auto set = [&flags](const auto& tags, TagFlag flag) {
    for (const Tag tag : tags) flags[static_cast<size_t>(tag)] |= flag;
  };
  set(kVoidTags, kVoidTag);
  set(kBlockTags, kBlockTag);
  set(kHiddenTags, kHiddenContent);
  set(kRawTextTags, kRawText);
  return flags;
}

}  // namespace

constinit const std::array<uint8_t, kTagCount> kTagFlags = MakeFlags();
constinit const KeyTable<kTagCount> kTagTable(kTagNames, kFirstElement);
constinit const KeyTable<kAttrCount> kAttrTable(kAttrNames, 1);

Tag TagFrom(std::string_view name) {
  return name.size() > kLongestKey ? Tag::kUnknown : TagOfKey(KeyOf(name));
}
Attr AttrFrom(std::string_view name) {
  return name.size() > kLongestKey ? Attr::kUnknown : AttrOfKey(KeyOf(name));
}

std::string_view TagName(Tag tag) {
  return kTagNames[static_cast<size_t>(tag)];
}
std::string_view AttrName(Attr attr) {
  return kAttrNames[static_cast<size_t>(attr)];
}

}  // namespace html
