#pragma once
// The elements and attributes that Octavo knows by number, and what the HTML standard
// (https://html.spec.whatwg.org) says about each element. A name that is not on the list is
// Tag::kUnknown or Attr::kUnknown; its spelling stays in the document.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace html {

// X(enumerator, name)
#define OCTAVO_HTML_TAGS(X)           \
  X(kA, "a")                          \
  X(kAbbr, "abbr")                    \
  X(kAddress, "address")              \
  X(kAmpAd, "amp-ad")                 \
  X(kAmpIframe, "amp-iframe")         \
  X(kAmpImg, "amp-img")               \
  X(kAmpVideo, "amp-video")           \
  X(kAnnotationXml, "annotation-xml") \
  X(kApplet, "applet")                \
  X(kArea, "area")                    \
  X(kArticle, "article")              \
  X(kAside, "aside")                  \
  X(kAudio, "audio")                  \
  X(kB, "b")                          \
  X(kBase, "base")                    \
  X(kBasefont, "basefont")            \
  X(kBdi, "bdi")                      \
  X(kBdo, "bdo")                      \
  X(kBgsound, "bgsound")              \
  X(kBig, "big")                      \
  X(kBlockquote, "blockquote")        \
  X(kBody, "body")                    \
  X(kBr, "br")                        \
  X(kButton, "button")                \
  X(kCanvas, "canvas")                \
  X(kCaption, "caption")              \
  X(kCenter, "center")                \
  X(kCite, "cite")                    \
  X(kCode, "code")                    \
  X(kCol, "col")                      \
  X(kColgroup, "colgroup")            \
  X(kData, "data")                    \
  X(kDatalist, "datalist")            \
  X(kDd, "dd")                        \
  X(kDel, "del")                      \
  X(kDesc, "desc")                    \
  X(kDetails, "details")              \
  X(kDfn, "dfn")                      \
  X(kDialog, "dialog")                \
  X(kDir, "dir")                      \
  X(kDiv, "div")                      \
  X(kDl, "dl")                        \
  X(kDt, "dt")                        \
  X(kEm, "em")                        \
  X(kEmbed, "embed")                  \
  X(kFieldset, "fieldset")            \
  X(kFigcaption, "figcaption")        \
  X(kFigure, "figure")                \
  X(kFont, "font")                    \
  X(kFooter, "footer")                \
  X(kForeignObject, "foreignObject")  \
  X(kForm, "form")                    \
  X(kFrame, "frame")                  \
  X(kFrameset, "frameset")            \
  X(kH1, "h1")                        \
  X(kH2, "h2")                        \
  X(kH3, "h3")                        \
  X(kH4, "h4")                        \
  X(kH5, "h5")                        \
  X(kH6, "h6")                        \
  X(kHead, "head")                    \
  X(kHeader, "header")                \
  X(kHgroup, "hgroup")                \
  X(kHr, "hr")                        \
  X(kHtml, "html")                    \
  X(kI, "i")                          \
  X(kIframe, "iframe")                \
  X(kImage, "image")                  \
  X(kImg, "img")                      \
  X(kInput, "input")                  \
  X(kIns, "ins")                      \
  X(kKbd, "kbd")                      \
  X(kKeygen, "keygen")                \
  X(kLabel, "label")                  \
  X(kLegend, "legend")                \
  X(kLi, "li")                        \
  X(kLink, "link")                    \
  X(kListing, "listing")              \
  X(kMain, "main")                    \
  X(kMalignmark, "malignmark")        \
  X(kMap, "map")                      \
  X(kMark, "mark")                    \
  X(kMarquee, "marquee")              \
  X(kMath, "math")                    \
  X(kMenu, "menu")                    \
  X(kMeta, "meta")                    \
  X(kMeter, "meter")                  \
  X(kMglyph, "mglyph")                \
  X(kMi, "mi")                        \
  X(kMn, "mn")                        \
  X(kMo, "mo")                        \
  X(kMs, "ms")                        \
  X(kMtext, "mtext")                  \
  X(kNav, "nav")                      \
  X(kNobr, "nobr")                    \
  X(kNoembed, "noembed")              \
  X(kNoframes, "noframes")            \
  X(kNoscript, "noscript")            \
  X(kObject, "object")                \
  X(kOl, "ol")                        \
  X(kOptgroup, "optgroup")            \
  X(kOption, "option")                \
  X(kOutput, "output")                \
  X(kP, "p")                          \
  X(kParam, "param")                  \
  X(kPicture, "picture")              \
  X(kPlaintext, "plaintext")          \
  X(kPre, "pre")                      \
  X(kProgress, "progress")            \
  X(kQ, "q")                          \
  X(kRb, "rb")                        \
  X(kRp, "rp")                        \
  X(kRt, "rt")                        \
  X(kRtc, "rtc")                      \
  X(kRuby, "ruby")                    \
  X(kS, "s")                          \
  X(kSamp, "samp")                    \
  X(kScript, "script")                \
  X(kSearch, "search")                \
  X(kSection, "section")              \
  X(kSelect, "select")                \
  X(kSlot, "slot")                    \
  X(kSmall, "small")                  \
  X(kSource, "source")                \
  X(kSpan, "span")                    \
  X(kStrike, "strike")                \
  X(kStrong, "strong")                \
  X(kStyle, "style")                  \
  X(kSub, "sub")                      \
  X(kSummary, "summary")              \
  X(kSup, "sup")                      \
  X(kSvg, "svg")                      \
  X(kTable, "table")                  \
  X(kTbody, "tbody")                  \
  X(kTd, "td")                        \
  X(kTemplate, "template")            \
  X(kTextarea, "textarea")            \
  X(kTfoot, "tfoot")                  \
  X(kTh, "th")                        \
  X(kThead, "thead")                  \
  X(kTime, "time")                    \
  X(kTitle, "title")                  \
  X(kTr, "tr")                        \
  X(kTrack, "track")                  \
  X(kTt, "tt")                        \
  X(kU, "u")                          \
  X(kUl, "ul")                        \
  X(kVar, "var")                      \
  X(kVideo, "video")                  \
  X(kWbr, "wbr")                      \
  X(kXmp, "xmp")

#define OCTAVO_HTML_ATTRIBUTES(X)     \
  X(kAlt, "alt")                      \
  X(kAriaHidden, "aria-hidden")       \
  X(kAriaLabel, "aria-label")         \
  X(kCharset, "charset")              \
  X(kClass, "class")                  \
  X(kColor, "color")                  \
  X(kColspan, "colspan")              \
  X(kContent, "content")              \
  X(kDataComponent, "data-component") \
  X(kDataLazySrc, "data-lazy-src")    \
  X(kDataOriginal, "data-original")   \
  X(kDataSrc, "data-src")             \
  X(kDataSrcset, "data-srcset")       \
  X(kDataTestid, "data-testid")       \
  X(kDatetime, "datetime")            \
  X(kDir, "dir")                      \
  X(kEncoding, "encoding")            \
  X(kFace, "face")                    \
  X(kHeight, "height")                \
  X(kHidden, "hidden")                \
  X(kHref, "href")                    \
  X(kHttpEquiv, "http-equiv")         \
  X(kId, "id")                        \
  X(kItemid, "itemid")                \
  X(kItemprop, "itemprop")            \
  X(kItemscope, "itemscope")          \
  X(kItemtype, "itemtype")            \
  X(kLang, "lang")                    \
  X(kName, "name")                    \
  X(kPoster, "poster")                \
  X(kProperty, "property")            \
  X(kRel, "rel")                      \
  X(kReversed, "reversed")            \
  X(kRole, "role")                    \
  X(kRowspan, "rowspan")              \
  X(kScope, "scope")                  \
  X(kSize, "size")                    \
  X(kSizes, "sizes")                  \
  X(kSrc, "src")                      \
  X(kSrcset, "srcset")                \
  X(kStart, "start")                  \
  X(kStyle, "style")                  \
  X(kTitle, "title")                  \
  X(kType, "type")                    \
  X(kValue, "value")                  \
  X(kWidth, "width")

enum class Tag : uint8_t {
  kDocument,  // the root, node 0
  kText,      // a text node
  kComment,   // only where ParseOptions ask for comments
  kDoctype,   // the same
  kUnknown,   // an element that has no number here
#define OCTAVO_HTML_ENUMERATOR(enumerator, name) enumerator,
  OCTAVO_HTML_TAGS(OCTAVO_HTML_ENUMERATOR)
};

enum class Attr : uint8_t { kUnknown, OCTAVO_HTML_ATTRIBUTES(OCTAVO_HTML_ENUMERATOR) };
#undef OCTAVO_HTML_ENUMERATOR

inline constexpr size_t kTagCount = static_cast<size_t>(Tag::kXmp) + 1;
inline constexpr size_t kAttrCount = static_cast<size_t>(Attr::kWidth) + 1;

// What an element belongs to. Names of SVG are spelled as SVG spells them ("linearGradient").
enum class Namespace : uint8_t { kHtml, kMathMl, kSvg };

// Of a name as the standard spells it. kUnknown for any other.
Tag TagFrom(std::string_view name);
Attr AttrFrom(std::string_view name);
// "figcaption"; "#document", "#text", "#comment", "#doctype" and "" for the first five.
std::string_view TagName(Tag tag);
std::string_view AttrName(Attr attr);

// What readers of a tree ask about an element. What tree construction asks is in element_kind.h.
enum TagFlag : uint8_t {
  kVoidTag = 1,        // has no content and no end tag
  kBlockTag = 2,       // stands on lines of its own
  kHiddenContent = 4,  // its text is never read by people: script, style, template, …
  kRawText = 8,        // 13.3: its text is written as it is
};
extern const std::array<uint8_t, kTagCount> kTagFlags;
inline bool Has(Tag tag, TagFlag flag) {
  return (kTagFlags[static_cast<size_t>(tag)] & flag) != 0;
}
inline bool IsHeading(Tag tag) {
  return tag >= Tag::kH1 && tag <= Tag::kH6;
}

}  // namespace html
