#include "html/document.h"

namespace html {

Document::Document() {
  tree_.input.Append('\0');
  StoredNode& root = tree_.nodes.Append();
  root = StoredNode{};
  root.parent = kNoNode;
  root.subtree_end = 1;
}

size_t Document::memory() const {
  return size_t{tree_.nodes.capacity()} * sizeof(StoredNode) +
         size_t{tree_.attributes.capacity()} * sizeof(StoredAttribute) +
         size_t{tree_.names.capacity()} * sizeof(TextSpan) + tree_.input.capacity() +
         tree_.decoded.capacity();
}

Attribute Document::AttributeRange::Iterator::operator*() const {
  const StoredAttribute& stored = tree_->attributes[index_];
  const bool known = stored.name < kAttrCount;
  return {known ? static_cast<Attr>(stored.name) : Attr::kUnknown,
          known ? AttrName(static_cast<Attr>(stored.name)) : tree_->Name(stored.name, kAttrCount),
          tree_->Text(stored.value)};
}

const StoredAttribute* Document::FindAttribute(NodeId node, std::string_view name) const {
  const Attr known = AttrFrom(name);
  if (known != Attr::kUnknown) return FindAttribute(node, static_cast<NameId>(known));
  const StoredNode& stored = tree_.nodes[node];
  for (uint32_t i = 0; IsElement(node) && i < stored.attribute_count; ++i) {
    const StoredAttribute& attribute = tree_.attributes[stored.offset + i];
    if (attribute.name >= kAttrCount && tree_.Name(attribute.name, kAttrCount) == name) {
      return &attribute;
    }
  }
  return nullptr;
}

std::string_view Document::attribute(NodeId node, std::string_view name) const {
  const StoredAttribute* const found = FindAttribute(node, name);
  return found != nullptr ? tree_.Text(found->value) : std::string_view();
}

bool Document::HasAttribute(NodeId node, std::string_view name) const {
  return FindAttribute(node, name) != nullptr;
}

NodeId Document::Find(Tag tag, NodeId scope) const {
  for (NodeId node = scope + 1; node < tree_.nodes[scope].subtree_end; ++node) {
    if (tree_.nodes[node].tag == tag) return node;
  }
  return kNoNode;
}

namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

}  // namespace

std::string Document::TextOf(NodeId root, std::optional<Tag> without) const {
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
    } else if ((!raw && Has(tag(node), kHiddenContent)) || tag(node) == without) {
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
