#include "html/tag.h"

#include <array>

namespace html {
namespace {

#define OCTAVO_HTML_NAME(enumerator, name) std::string_view(name),
constexpr std::array kTagNames = {std::string_view("#document"), std::string_view("#text"),
                                  std::string_view(), OCTAVO_HTML_TAGS(OCTAVO_HTML_NAME)};
constexpr std::array kAttrNames = {std::string_view(), OCTAVO_HTML_ATTRIBUTES(OCTAVO_HTML_NAME)};
#undef OCTAVO_HTML_NAME

constexpr size_t kSlots = 1024;

constexpr size_t SlotOf(std::string_view name) {
  uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : name) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619U;
  return (hash ^ (hash >> 13)) % kSlots;
}

// Open addressing, filled by the compiler. 0 is an empty slot.
template <size_t kCount>
constexpr std::array<uint8_t, kSlots> TableOf(const std::array<std::string_view, kCount>& names,
                                              size_t first) {
  std::array<uint8_t, kSlots> table{};
  for (size_t i = first; i < kCount; ++i) {
    size_t slot = SlotOf(names[i]);
    while (table[slot] != 0) slot = (slot + 1) % kSlots;
    table[slot] = static_cast<uint8_t>(i);
  }
  return table;
}

constexpr auto kTagTable = TableOf(kTagNames, 3);
constexpr auto kAttrTable = TableOf(kAttrNames, 1);

template <size_t kCount>
uint8_t Find(const std::array<uint8_t, kSlots>& table,
             const std::array<std::string_view, kCount>& names, std::string_view name) {
  for (size_t slot = SlotOf(name); table[slot] != 0; slot = (slot + 1) % kSlots) {
    if (names[table[slot]] == name) return table[slot];
  }
  return 0;
}

using enum Tag;

constexpr Tag kVoidTags[] = {kArea,  kBase, kBr,   kCol,   kEmbed,  kFrame, kHr, kImg,
                             kInput, kLink, kMeta, kParam, kSource, kTrack, kWbr};
constexpr Tag kBlockTags[] = {
    kAddress,   kArticle, kAside,    kBlockquote, kBody,    kCaption, kCenter,   kDd,
    kDetails,   kDialog,  kDir,      kDiv,        kDl,      kDt,      kFieldset, kFigcaption,
    kFigure,    kFooter,  kForm,     kFrameset,   kH1,      kH2,      kH3,       kH4,
    kH5,        kH6,      kHead,     kHeader,     kHgroup,  kHr,      kHtml,     kLegend,
    kLi,        kListing, kMain,     kMenu,       kNav,     kOl,      kOption,   kP,
    kPlaintext, kPre,     kSearch,   kSection,    kSummary, kTable,   kTbody,    kTd,
    kTfoot,     kTh,      kThead,    kTitle,      kTr,      kUl,      kXmp,      kVideo,
    kAudio,     kIframe,  kOptgroup, kSelect};
constexpr Tag kSpecialTags[] = {
    kAddress, kApplet,    kArea,    kArticle,  kAside,    kBase,     kBlockquote, kBody,
    kBr,      kButton,    kCaption, kCenter,   kCol,      kColgroup, kDd,         kDetails,
    kDir,     kDiv,       kDl,      kDt,       kEmbed,    kFieldset, kFigcaption, kFigure,
    kFooter,  kForm,      kFrame,   kFrameset, kH1,       kH2,       kH3,         kH4,
    kH5,      kH6,        kHead,    kHeader,   kHgroup,   kHr,       kHtml,       kIframe,
    kImg,     kInput,     kLi,      kLink,     kListing,  kMain,     kMarquee,    kMenu,
    kMeta,    kNav,       kNoembed, kNoframes, kNoscript, kObject,   kOl,         kP,
    kParam,   kPlaintext, kPre,     kScript,   kSearch,   kSection,  kSelect,     kSource,
    kStyle,   kSummary,   kTable,   kTbody,    kTd,       kTemplate, kTextarea,   kTfoot,
    kTh,      kThead,     kTitle,   kTr,       kTrack,    kUl,       kWbr,        kXmp};
constexpr Tag kFormattingTags[] = {kA,    kB, kBig,   kCode,   kEm,     kFont, kI,
                                   kNobr, kS, kSmall, kStrike, kStrong, kTt,   kU};
constexpr Tag kClosers[] = {
    kAddress, kArticle, kAside, kBlockquote, kCenter,     kDd,     kDetails,   kDialog, kDir,
    kDiv,     kDl,      kDt,    kFieldset,   kFigcaption, kFigure, kFooter,    kForm,   kH1,
    kH2,      kH3,      kH4,    kH5,         kH6,         kHeader, kHgroup,    kHr,     kLi,
    kListing, kMain,    kMenu,  kNav,        kOl,         kP,      kPlaintext, kPre,    kSearch,
    kSection, kSummary, kTable, kUl,         kXmp};
constexpr Tag kRawTextTags[] = {kScript, kStyle, kXmp, kIframe, kNoembed, kNoframes, kPlaintext};
constexpr Tag kHeadTags[] = {kBase,   kLink,     kMeta,     kTitle,   kStyle,
                             kScript, kNoscript, kTemplate, kNoframes};
constexpr Tag kScopeTags[] = {kApplet, kCaption, kHtml,   kTable,    kTd,
                              kTh,     kMarquee, kObject, kTemplate, kForeignObject};
constexpr Tag kHiddenTags[] = {kScript, kStyle,    kTemplate, kNoembed,  kNoframes, kIframe,
                               kHead,   kTextarea, kSelect,   kDatalist, kSvg,      kMath,
                               kCanvas, kObject,   kApplet,   kAudio,    kVideo};

constexpr std::array<uint16_t, kTagCount> MakeFlags() {
  std::array<uint16_t, kTagCount> flags{};
  const auto set = [&flags](const auto& tags, TagFlag flag) {
    for (const Tag tag : tags) flags[static_cast<size_t>(tag)] |= flag;
  };
  set(kVoidTags, kVoidTag);
  set(kBlockTags, kBlockTag);
  set(kSpecialTags, kSpecialTag);
  set(kFormattingTags, kFormattingTag);
  set(kClosers, kClosesParagraph);
  set(kRawTextTags, kRawText);
  set(std::array{kTitle, kTextarea}, kEscapableText);
  set(kHeadTags, kHeadContent);
  set(kScopeTags, kScopeTag);
  set(kHiddenTags, kHiddenContent);
  return flags;
}
constexpr auto kFlags = MakeFlags();

}  // namespace

Tag TagFrom(std::string_view lower_case_name) {
  const uint8_t found = Find(kTagTable, kTagNames, lower_case_name);
  return found == 0 ? Tag::kUnknown : static_cast<Tag>(found);
}

Attr AttrFrom(std::string_view lower_case_name) {
  return static_cast<Attr>(Find(kAttrTable, kAttrNames, lower_case_name));
}

std::string_view TagName(Tag tag) {
  return kTagNames[static_cast<size_t>(tag)];
}

uint16_t TagFlags(Tag tag) {
  return kFlags[static_cast<size_t>(tag)];
}

}  // namespace html
