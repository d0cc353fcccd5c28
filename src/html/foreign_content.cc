// 13.2.6.5 The rules for parsing tokens in foreign content: SVG and MathML.

#include <algorithm>
#include <string>

#include "html/tree_builder.h"

namespace html {

using enum Tag;

namespace {

// 13.2.6.1, adjust SVG attributes: the names that are not all lower case, as SVG spells them.
constexpr std::string_view kSvgAttributes[] = {"attributeName",
                                               "attributeType",
                                               "baseFrequency",
                                               "baseProfile",
                                               "calcMode",
                                               "clipPathUnits",
                                               "diffuseConstant",
                                               "edgeMode",
                                               "filterUnits",
                                               "glyphRef",
                                               "gradientTransform",
                                               "gradientUnits",
                                               "kernelMatrix",
                                               "kernelUnitLength",
                                               "keyPoints",
                                               "keySplines",
                                               "keyTimes",
                                               "lengthAdjust",
                                               "limitingConeAngle",
                                               "markerHeight",
                                               "markerUnits",
                                               "markerWidth",
                                               "maskContentUnits",
                                               "maskUnits",
                                               "numOctaves",
                                               "pathLength",
                                               "patternContentUnits",
                                               "patternTransform",
                                               "patternUnits",
                                               "pointsAtX",
                                               "pointsAtY",
                                               "pointsAtZ",
                                               "preserveAlpha",
                                               "preserveAspectRatio",
                                               "primitiveUnits",
                                               "refX",
                                               "refY",
                                               "repeatCount",
                                               "repeatDur",
                                               "requiredExtensions",
                                               "requiredFeatures",
                                               "specularConstant",
                                               "specularExponent",
                                               "spreadMethod",
                                               "startOffset",
                                               "stdDeviation",
                                               "stitchTiles",
                                               "surfaceScale",
                                               "systemLanguage",
                                               "tableValues",
                                               "targetX",
                                               "targetY",
                                               "textLength",
                                               "viewBox",
                                               "viewTarget",
                                               "xChannelSelector",
                                               "yChannelSelector",
                                               "zoomAndPan"};

// 13.2.6.5, any other start tag: the same of elements.
constexpr std::string_view kSvgElements[] = {"altGlyph",
                                             "altGlyphDef",
                                             "altGlyphItem",
                                             "animateColor",
                                             "animateMotion",
                                             "animateTransform",
                                             "clipPath",
                                             "feBlend",
                                             "feColorMatrix",
                                             "feComponentTransfer",
                                             "feComposite",
                                             "feConvolveMatrix",
                                             "feDiffuseLighting",
                                             "feDisplacementMap",
                                             "feDistantLight",
                                             "feDropShadow",
                                             "feFlood",
                                             "feFuncA",
                                             "feFuncB",
                                             "feFuncG",
                                             "feFuncR",
                                             "feGaussianBlur",
                                             "feImage",
                                             "feMerge",
                                             "feMergeNode",
                                             "feMorphology",
                                             "feOffset",
                                             "fePointLight",
                                             "feSpecularLighting",
                                             "feSpotLight",
                                             "feTile",
                                             "feTurbulence",
                                             "foreignObject",
                                             "glyphRef",
                                             "linearGradient",
                                             "radialGradient",
                                             "textPath"};

// -1, 0, 1: how a name in lower case stands to one of the above, in alphabetical order of lower
// case.
constexpr int Compare(std::string_view lower, std::string_view spelled) {
  for (size_t i = 0; i < std::min(lower.size(), spelled.size()); ++i) {
    const char other = Lower(static_cast<uint8_t>(spelled[i]));
    if (lower[i] != other) return lower[i] < other ? -1 : 1;
  }
  return lower.size() == spelled.size() ? 0 : lower.size() < spelled.size() ? -1 : 1;
}

// As SVG spells it; empty: it spells it in lower case, or does not know it.
template <size_t kCount>
std::string_view Spelled(std::string_view lower, const std::string_view (&names)[kCount]) {
  size_t low = 0;
  size_t high = kCount;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const int order = Compare(lower, names[middle]);
    if (order == 0) return names[middle];
    (order < 0 ? high : low) = order < 0 ? middle : middle + 1;
  }
  return {};
}

bool EqualIgnoringCase(std::string_view text, std::string_view lower) {
  return Compare(lower, text) == 0;
}

}  // namespace

std::string_view TreeBuilder::NameOf(const OpenElement& element) const {
  return element.name < kTagCount ? TagName(static_cast<Tag>(element.name))
                                  : tree_.Name(element.name, kTagCount);
}

bool TreeBuilder::IsHtmlPoint(const OpenElement& element) const {
  if (Has(element.kind, kHtmlPoint)) return true;
  if (element.kind != KindOf(kAnnotationXml, Namespace::kMathMl)) return false;
  const StoredNode& node = tree_.nodes[element.node];
  for (uint32_t i = 0; i < node.attribute_count; ++i) {
    const StoredAttribute& attribute = tree_.attributes[node.offset + i];
    if (attribute.name != static_cast<NameId>(Attr::kEncoding)) continue;
    const std::string_view value = tree_.Text(attribute.value);
    return EqualIgnoringCase(value, "text/html") ||
           EqualIgnoringCase(value, "application/xhtml+xml");
  }
  return false;
}

// 13.2.6.1, adjust MathML attributes, adjust SVG attributes. Of adjust foreign attributes nothing
// is to be done: "xlink:href" is stored as it is written.
void TreeBuilder::AdjustAttributes(const Token& token, Namespace space) {
  for (uint32_t i = 0; i < token.attribute_count; ++i) {
    const NameId id = tree_.attributes[token.first_attribute + i].name;
    if (id < kAttrCount) continue;
    const std::string_view name = tree_.Name(id, kAttrCount);
    std::string_view spelled;
    if (space == Namespace::kSvg) spelled = Spelled(name, kSvgAttributes);
    if (space == Namespace::kMathMl && name == "definitionurl") spelled = "definitionURL";
    if (spelled.empty()) continue;
    tree_.attributes[token.first_attribute + i].name = names_.OfAttribute(spelled);
  }
}

void TreeBuilder::InForeignContent(Token& token) {
  switch (token.kind) {
    case TokenKind::kText: {
      const TextSpan text = token.has_null ? WithNullReplaced(token.text) : token.text;
      InsertText(text);
      // U+0000 does not count here.
      const TextSpan counted = token.has_null ? WithoutNull(token.text) : text;
      if (frameset_ok_ && !IsAllSpace(counted)) frameset_ok_ = false;
      return;
    }
    case TokenKind::kComment:
      return InsertComment(token);
    case TokenKind::kStartTag:
      return StartInForeignContent(token);
    case TokenKind::kEndTag:
      return EndInForeignContent(token);
    default:
      return;
  }
}

// The start tags with which HTML goes on, whether the SVG was closed or not.
bool TreeBuilder::BreaksOut(const Token& token) const {
  switch (token.tag) {
    case kB:
    case kBig:
    case kBlockquote:
    case kBody:
    case kBr:
    case kCenter:
    case kCode:
    case kDd:
    case kDiv:
    case kDl:
    case kDt:
    case kEm:
    case kEmbed:
    case kH1:
    case kH2:
    case kH3:
    case kH4:
    case kH5:
    case kH6:
    case kHead:
    case kHr:
    case kI:
    case kImg:
    case kLi:
    case kListing:
    case kMenu:
    case kMeta:
    case kNobr:
    case kOl:
    case kP:
    case kPre:
    case kRuby:
    case kS:
    case kSmall:
    case kSpan:
    case kStrong:
    case kStrike:
    case kSub:
    case kSup:
    case kTable:
    case kTt:
    case kU:
    case kUl:
    case kVar:
      return true;
    case kFont:
      return HasAttribute(token, Attr::kColor) || HasAttribute(token, Attr::kFace) ||
             HasAttribute(token, Attr::kSize);
    default:
      return false;
  }
}

void TreeBuilder::BreakOut(Token& token) {
  while (!IsHtml(current()) && !Has(current(), kMathTextPoint) && !IsHtmlPoint(open_.top())) {
    open_.Pop();
  }
  Process(token);
}

void TreeBuilder::StartInForeignContent(Token& token) {
  if (BreaksOut(token)) return BreakOut(token);
  const Namespace space = SpaceOf(AdjustedCurrentKind());
  NameId name = token.name;
  if (space == Namespace::kSvg && name >= kTagCount) {
    const std::string_view spelled = Spelled(tree_.Name(name, kTagCount), kSvgElements);
    if (!spelled.empty()) name = names_.OfTag(spelled);
  }
  AdjustAttributes(token, space);
  InsertForeign(token, space, name);
}

void TreeBuilder::EndInForeignContent(Token& token) {
  if (token.tag == kBr || token.tag == kP) return BreakOut(token);
  // 1. to 7. of any other end tag; an end tag "script" is one of them without scripting.
  const std::string_view wanted =
      token.name < kTagCount ? TagName(token.tag) : tree_.Name(token.name, kTagCount);
  for (size_t index = open_.size() - 1; index > 0; --index) {
    if (EqualIgnoringCase(NameOf(open_[index]), wanted)) return open_.PopTo(index);
    if (IsHtml(open_[index - 1].kind)) return Process(token);
  }
}

}  // namespace html
