#pragma once
// html::Document: a page as a tree, flat, in the order of the page. html::Parse makes one.
//
// Every node is a small integer, its place in document order; node 0 is the root. The descendants
// of a node are exactly the nodes between it and its subtree_end, so that most walks are plain
// loops over integers and nothing ever recurses:
//
//     for (NodeId node = root + 1; node < document.subtree_end(root);) {
//       if (Skip(document.tag(node))) { node = document.subtree_end(node); continue; }
//       ...
//       ++node;
//     }
//
// Elements and text are nodes; comments, doctypes and processing instructions are not kept. All
// views point into the Document and live as long as it does (moving it keeps them valid).

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "html/tag.h"

namespace html {

using NodeId = uint32_t;
inline constexpr NodeId kRoot = 0;
inline constexpr NodeId kNoNode = 0xFFFFFFFF;

struct Attribute {
  Attr id = Attr::kUnknown;
  std::string_view name;   // lower case
  std::string_view value;  // character references decoded
};

class Document {
 public:
  Document();
  Document(Document&&) noexcept = default;
  Document& operator=(Document&&) noexcept = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // Number of nodes; the last one is size() - 1.
  NodeId size() const { return static_cast<NodeId>(nodes_.size()); }
  // The input was longer than kLongestInput or had more nodes than kMostNodes; the rest is missing.
  bool truncated() const { return truncated_; }

  Tag tag(NodeId node) const { return nodes_[node].tag; }
  bool IsText(NodeId node) const { return nodes_[node].tag == Tag::kText; }
  bool IsElement(NodeId node) const { return nodes_[node].tag > Tag::kText; }
  // kNoNode: there is none.
  NodeId parent(NodeId node) const { return nodes_[node].parent; }
  NodeId first_child(NodeId node) const {
    return nodes_[node].subtree_end > node + 1 ? node + 1 : kNoNode;
  }
  NodeId next_sibling(NodeId node) const {
    const NodeId end = nodes_[node].subtree_end;
    return end < size() && nodes_[end].parent == nodes_[node].parent ? end : kNoNode;
  }
  // One behind the last descendant; node + 1 of a leaf.
  NodeId subtree_end(NodeId node) const { return nodes_[node].subtree_end; }
  bool Contains(NodeId ancestor, NodeId node) const {
    return node >= ancestor && node < nodes_[ancestor].subtree_end;
  }
  // Levels below the root, at most kDeepest.
  uint16_t depth(NodeId node) const { return nodes_[node].depth; }

  // Of an element: its name in lower case. Of a text node: the text, references decoded.
  std::string_view name(NodeId node) const { return nodes_[node].view; }
  std::string_view text(NodeId node) const { return nodes_[node].view; }

  std::span<const Attribute> attributes(NodeId node) const {
    return {attributes_.data() + nodes_[node].first_attribute, nodes_[node].attribute_count};
  }
  // Empty when the element has no such attribute.
  std::string_view attribute(NodeId node, Attr id) const;
  std::string_view attribute(NodeId node, std::string_view name) const;
  bool HasAttribute(NodeId node, Attr id) const;

  // First element of the kind within `scope`, in document order; kNoNode when there is none.
  NodeId Find(Tag tag, NodeId scope = kRoot) const;
  // The text below a node with white space collapsed; a block or br breaks words. Hidden content
  // (script, style, …) is left out.
  std::string TextOf(NodeId node) const;

 private:
  friend class TreeBuilder;
  struct Node {
    NodeId parent = kNoNode;
    NodeId subtree_end = 1;
    uint32_t first_attribute = 0;
    uint16_t attribute_count = 0;
    uint16_t depth = 0;
    Tag tag = Tag::kDocument;
    std::string_view view;
  };

  std::vector<Node> nodes_;
  std::vector<Attribute> attributes_;
  std::string_view input_;                       // a copy, owned by chunks_
  std::vector<std::unique_ptr<char[]>> chunks_;  // input and decoded text
  bool truncated_ = false;
};

inline constexpr size_t kLongestInput = size_t{64} << 20;
inline constexpr NodeId kMostNodes = 8'000'000;
// Elements below this depth are kept, as children without children of their own: their text
// follows them.
inline constexpr uint16_t kDeepest = 512;
inline constexpr size_t kMostAttributes = 256;  // of one element; more are dropped

// Reads a page or a fragment as browsers do (see tree_builder.h for how closely). Never fails: any
// bytes give a tree. `utf8` that is not valid UTF-8 is repaired first, NUL
// is dropped. Time is linear in the input.
Document Parse(std::string_view utf8);

}  // namespace html
