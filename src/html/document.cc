#include "html/document.h"

namespace html {

Document::Document() {
  nodes_.emplace_back();
}

std::string_view Document::attribute(NodeId node, Attr id) const {
  for (const Attribute& attribute : attributes(node)) {
    if (attribute.id == id) return attribute.value;
  }
  return {};
}

std::string_view Document::attribute(NodeId node, std::string_view name) const {
  for (const Attribute& attribute : attributes(node)) {
    if (attribute.name == name) return attribute.value;
  }
  return {};
}

bool Document::HasAttribute(NodeId node, Attr id) const {
  for (const Attribute& attribute : attributes(node)) {
    if (attribute.id == id) return true;
  }
  return false;
}

NodeId Document::Find(Tag tag, NodeId scope) const {
  for (NodeId node = scope + 1; node < nodes_[scope].subtree_end; ++node) {
    if (nodes_[node].tag == tag) return node;
  }
  return kNoNode;
}

namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

}  // namespace

std::string Document::TextOf(NodeId root) const {
  std::string out;
  bool space = false;
  const auto add = [&](std::string_view text) {
    for (size_t i = 0; i < text.size(); ++i) {
      const bool no_break = text[i] == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0';
      if (no_break || IsSpace(text[i])) {
        space = true;
        i += no_break ? 1 : 0;
        continue;
      }
      if (space && !out.empty()) out.push_back(' ');
      space = false;
      out.push_back(text[i]);
    }
  };
  const bool raw = Has(tag(root), kHiddenContent);
  for (NodeId node = root; node < subtree_end(root);) {
    if (IsText(node)) {
      add(text(node));
    } else if (!raw && Has(tag(node), kHiddenContent)) {
      node = subtree_end(node);
      continue;
    } else if (Has(tag(node), kBlockTag) || tag(node) == Tag::kBr) {
      space = true;
    }
    ++node;
    // A block that ends here breaks the word too.
    for (NodeId up = parent(node - 1); up != kNoNode && up > root && subtree_end(up) == node;
         up = parent(up)) {
      if (Has(tag(up), kBlockTag)) space = true;
    }
  }
  return out;
}

}  // namespace html
