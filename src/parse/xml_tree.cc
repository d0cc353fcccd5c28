#include <algorithm>
#include <array>

#include "parse/xml.h"
#include "text/markup.h"

namespace parse {
namespace {

constexpr std::array<std::string_view, 14> kVoid = {"area",  "base",   "br",    "col",  "embed",
                                                    "hr",    "img",    "input", "link", "meta",
                                                    "param", "source", "track", "wbr"};

}  // namespace

bool XmlTree::HasElements(XmlId node) const {
  for (XmlId child = first_child(node); child != kNoXml; child = next_sibling(child)) {
    if (!IsText(child)) return true;
  }
  return false;
}

XmlAttribute XmlTree::attribute(XmlId node, size_t index) const {
  const StoredAttribute& stored = attributes_[nodes_[node].first + index];
  return {stored.space, names_[stored.name],
          std::string_view(text_).substr(stored.value, stored.value_size)};
}

std::string_view XmlTree::Attribute(XmlId node, std::string_view name, Space space) const {
  for (size_t i = 0; i < attribute_count(node); ++i) {
    const XmlAttribute found = attribute(node, i);
    if (found.name == name && found.space == space) return found.value;
  }
  return {};
}

std::string XmlTree::Text(XmlId node) const {
  std::string out;
  for (XmlId at = node; at < subtree_end(node); ++at) {
    if (IsText(at)) out += text(at);
  }
  return out;
}

// Elements nest at most kDeepestXml deep; the stack of what is open is the tree's own parents.
std::string XmlTree::Markup(XmlId node) const {
  std::string out;
  std::vector<XmlId> open;
  const auto close_before = [&](XmlId at) {
    while (!open.empty() && subtree_end(open.back()) <= at) {
      if (std::ranges::find(kVoid, name(open.back())) == kVoid.end()) {
        out += "</";
        out += name(open.back());
        out += '>';
      }
      open.pop_back();
    }
  };
  for (XmlId at = node + 1; at < subtree_end(node); ++at) {
    close_before(at);
    if (IsText(at)) {
      text::AppendEscaped(text(at), out);
      continue;
    }
    out += '<';
    out += name(at);
    for (size_t i = 0; i < attribute_count(at); ++i) {
      const XmlAttribute found = attribute(at, i);
      if (found.space != Space::kNone) continue;
      out += ' ';
      out += found.name;
      out += "=\"";
      text::AppendEscaped(found.value, out);
      out += '"';
    }
    out += '>';
    open.push_back(at);
  }
  close_before(subtree_end(node));
  return out;
}

}  // namespace parse
