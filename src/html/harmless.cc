#include "html/harmless.h"

#include <algorithm>
#include <array>

#include "html/document.h"

namespace html {
namespace {

constexpr std::array kElements = std::to_array<std::string_view>(
    {"a",     "abbr",  "audio",   "b",          "bdi",    "bdo",  "blockquote", "br",   "caption",
     "cite",  "code",  "col",     "colgroup",   "dd",     "del",  "details",    "dfn",  "div",
     "dl",    "dt",    "em",      "figcaption", "figure", "h1",   "h2",         "h3",   "h4",
     "h5",    "h6",    "hr",      "i",          "img",    "ins",  "kbd",        "li",   "mark",
     "ol",    "p",     "picture", "pre",        "q",      "rp",   "rt",         "ruby", "s",
     "samp",  "small", "source",  "span",       "strong", "sub",  "summary",    "sup",  "table",
     "tbody", "td",    "tfoot",   "th",         "thead",  "time", "tr",         "u",    "ul",
     "var",   "video", "wbr"});
constexpr std::array kAttributes = std::to_array<std::string_view>(
    {"alt", "colspan", "controls", "datetime", "dir", "height", "href", "lang", "loading", "poster",
     "preload", "rel", "rowspan", "src", "srcset", "start", "title", "type", "width"});

bool IsWeb(std::string_view url) {
  return url.starts_with("http://") || url.starts_with("https://");
}

// Every candidate of a srcset that the sanitiser wrote: "URL[ descriptor][, URL …]".
bool IsWebSrcset(std::string_view value) {
  while (true) {
    if (!IsWeb(value)) return false;
    const size_t comma = value.find(", ");
    if (comma == std::string_view::npos) return true;
    value.remove_prefix(comma + 2);
  }
}

std::string WhyHarmful(const Document& document, NodeId node, const Attribute& attribute) {
  std::string shown = std::string(document.name(node)) + " " + std::string(attribute.name) + "=" +
                      std::string(attribute.value);
  if (std::ranges::find(kAttributes, attribute.name) == kAttributes.end()) return shown;
  const bool mail = document.tag(node) == Tag::kA && attribute.value.starts_with("mailto:");
  if (attribute.name == "href" && !IsWeb(attribute.value) && !mail) return shown;
  if ((attribute.name == "src" || attribute.name == "poster") && !IsWeb(attribute.value)) {
    return shown;
  }
  if (attribute.name == "srcset" && !IsWebSrcset(attribute.value)) return shown;
  return {};
}

}  // namespace

std::string WhyHarmful(std::string_view html) {
  const Document document = ParseFragment(html);
  for (NodeId node = 1; node < document.size(); ++node) {
    if (document.IsText(node)) continue;
    if (std::ranges::find(kElements, document.name(node)) == kElements.end()) {
      return "element " + std::string(document.name(node));
    }
    for (const Attribute& attribute : document.attributes(node)) {
      if (std::string why = WhyHarmful(document, node, attribute); !why.empty()) return why;
    }
  }
  return {};
}

}  // namespace html
