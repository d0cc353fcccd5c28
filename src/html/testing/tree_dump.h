#pragma once
// A tree as lines that a person can read, for tests:
//
//     | <!DOCTYPE html>
//     | <html>
//     |   lang="en"
//     |   <head>
//     |   <body>
//     |     <!-- a comment -->
//     |     "text"
//     |     <svg path>
//
// Attributes stand below their element in the order of their bytes; names of SVG and MathML have
// "svg " or "math " before them.
//
// DumpTree writes what stands below `from`.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "html/document.h"

namespace html {

inline std::string DumpTree(const Document& document, NodeId from = kRoot) {
  std::string out;
  const auto line = [&](size_t depth) -> std::string& {
    return out.append("| ").append(2 * (depth - 1), ' ');
  };
  for (NodeId node = from + 1; node < document.subtree_end(from); ++node) {
    const size_t depth = document.depth(node) - document.depth(from);
    switch (document.tag(node)) {
      case Tag::kText:
        line(depth).append("\"").append(document.text(node)).append("\"\n");
        continue;
      case Tag::kComment:
        line(depth).append("<!-- ").append(document.text(node)).append(" -->\n");
        continue;
      case Tag::kDoctype:
        line(depth).append("<!DOCTYPE ").append(document.text(node)).append(">\n");
        continue;
      default:
        break;
    }
    const Namespace space = document.space(node);
    line(depth).append(space == Namespace::kSvg      ? "<svg "
                       : space == Namespace::kMathMl ? "<math "
                                                     : "<");
    out.append(document.name(node)).append(">\n");
    std::vector<std::pair<std::string_view, std::string_view>> attributes;
    for (const Attribute& attribute : document.attributes(node)) {
      attributes.emplace_back(attribute.name, attribute.value);
    }
    std::ranges::sort(attributes);
    for (const auto& [name, value] : attributes) {
      line(depth + 1).append(name).append("=\"").append(value).append("\"\n");
    }
  }
  return out;
}

}  // namespace html
