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
// Elements and text are nodes; comments and DOCTYPEs only where ParseOptions ask for them, and
// texts between which only a comment stood are one. The content of a <template> are its children;
// it has kHiddenContent, as have the other elements whose content nobody reads. All views point
// into the Document and live as long as it does (moving it keeps them valid).
//
// A Document is four blocks of memory: the input, nodes of 24 bytes, attributes of 12 bytes, and
// what had to be decoded. Text and values that stand in the input as they are, are views of it.

#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "html/scan.h"
#include "html/tag.h"
#include "html/tree_data.h"

namespace html {

struct Attribute {
  Attr id = Attr::kUnknown;
  std::string_view name;   // lower case, or as SVG and MathML spell it
  std::string_view value;  // character references decoded
};

class Document {
 public:
  // The attributes of one element, in the order of the page; made as they are looked at.
  class AttributeRange {
   public:
    class Iterator {
     public:
      using iterator_category = std::input_iterator_tag;
      using value_type = Attribute;
      using difference_type = std::ptrdiff_t;
      using pointer = const Attribute*;
      using reference = Attribute;

      Iterator() = default;
      Iterator(const TreeData* tree, uint32_t index) : tree_(tree), index_(index) {}
      Attribute operator*() const;
      Iterator& operator++() {
        ++index_;
        return *this;
      }
      Iterator operator++(int) { return {tree_, index_++}; }
      bool operator==(const Iterator&) const = default;

     private:
      const TreeData* tree_ = nullptr;
      uint32_t index_ = 0;
    };

    AttributeRange(const TreeData* tree, uint32_t first, uint32_t count)
        : tree_(tree), first_(first), count_(count) {}
    Iterator begin() const { return {tree_, first_}; }
    Iterator end() const { return {tree_, first_ + count_}; }
    uint32_t size() const { return count_; }
    bool empty() const { return count_ == 0; }

   private:
    const TreeData* tree_;
    uint32_t first_;
    uint32_t count_;
  };

  // With nothing but the root.
  Document();
  Document(Document&&) noexcept = default;
  Document& operator=(Document&&) noexcept = default;
  Document(const Document&) = delete;
  Document& operator=(const Document&) = delete;

  // Number of nodes; the last one is size() - 1.
  NodeId size() const { return tree_.nodes.size(); }
  // The input was longer than kLongestInput or had more nodes than kMostNodes; the rest is missing.
  bool truncated() const { return tree_.truncated; }
  // What the DOCTYPE says of how the page is to be shown.
  QuirksMode quirks_mode() const { return tree_.quirks; }
  // Bytes of memory, the copy of the input included.
  size_t memory() const;
  // Bytes of that copy.
  size_t input_size() const { return tree_.input_size; }

  Tag tag(NodeId node) const { return tree_.nodes[node].tag; }
  bool IsText(NodeId node) const { return tree_.nodes[node].tag == Tag::kText; }
  bool IsElement(NodeId node) const { return tree_.nodes[node].tag >= Tag::kUnknown; }
  Namespace space(NodeId node) const { return tree_.nodes[node].space; }
  // kNoNode: there is none.
  NodeId parent(NodeId node) const { return tree_.nodes[node].parent; }
  NodeId first_child(NodeId node) const {
    return tree_.nodes[node].subtree_end > node + 1 ? node + 1 : kNoNode;
  }
  NodeId next_sibling(NodeId node) const {
    const NodeId end = tree_.nodes[node].subtree_end;
    return end < size() && tree_.nodes[end].parent == tree_.nodes[node].parent ? end : kNoNode;
  }
  // One behind the last descendant; node + 1 of a leaf.
  NodeId subtree_end(NodeId node) const { return tree_.nodes[node].subtree_end; }
  bool Contains(NodeId ancestor, NodeId node) const {
    return node >= ancestor && node < tree_.nodes[ancestor].subtree_end;
  }
  // Levels below the root, at most kDeepest.
  uint16_t depth(NodeId node) const { return tree_.nodes[node].depth; }

  // Of an element: its name in lower case, or as SVG spells it.
  std::string_view name(NodeId node) const {
    const StoredNode& stored = tree_.nodes[node];
    return stored.tag == Tag::kUnknown ? tree_.Name(stored.length, kTagCount) : TagName(stored.tag);
  }
  // Of a text node: the text, references decoded. Of a comment or DOCTYPE: what it says.
  std::string_view text(NodeId node) const {
    const StoredNode& stored = tree_.nodes[node];
    return {(stored.decoded != 0 ? tree_.decoded.data() : tree_.input.data()) + stored.offset,
            stored.length};
  }

  // None of a node that is no element.
  AttributeRange attributes(NodeId node) const {
    const StoredNode& stored = tree_.nodes[node];
    return {&tree_, stored.offset, IsElement(node) ? stored.attribute_count : 0U};
  }
  // Empty when the element has no such attribute.
  std::string_view attribute(NodeId node, Attr id) const {
    const StoredAttribute* const found = FindAttribute(node, static_cast<NameId>(id));
    return found != nullptr ? tree_.Text(found->value) : std::string_view();
  }
  std::string_view attribute(NodeId node, std::string_view name) const;
  bool HasAttribute(NodeId node, Attr id) const {
    return FindAttribute(node, static_cast<NameId>(id)) != nullptr;
  }
  bool HasAttribute(NodeId node, std::string_view name) const;

  // First element of the kind within `scope`, in document order; kNoNode when there is none.
  NodeId Find(Tag tag, NodeId scope = kRoot) const;
  // The text below a node with white space collapsed; a block or br breaks words. Hidden content
  // (script, style, …) is left out, and elements of the kind `without`.
  std::string TextOf(NodeId node, std::optional<Tag> without = std::nullopt) const;

 private:
  friend class Parser;

  // Of an element; nullptr: it has none of that name.
  const StoredAttribute* FindAttribute(NodeId node, NameId name) const {
    const StoredNode& stored = tree_.nodes[node];
    const StoredAttribute* const first = tree_.attributes.data() + stored.offset;
    const uint32_t count = IsElement(node) ? stored.attribute_count : 0U;
    for (uint32_t i = 0; i < count; ++i) {
      if (first[i].name == name) return first + i;
    }
    return nullptr;
  }
  // Of any name; nullptr: the element has none of it.
  const StoredAttribute* FindAttribute(NodeId node, std::string_view name) const;

  TreeData tree_;
};

struct ParseOptions {
  enum class Keep : uint8_t { kElementsAndText, kCommentsToo };
  enum class Reading : uint8_t { kFast, kByTheStandard };

  // Comments and DOCTYPEs as nodes.
  Keep keep = Keep::kElementsAndText;
  // For tests: nothing but the standard's states, without the tokenizer's fast paths. The tree is
  // the same.
  Reading reading = Reading::kFast;
  // For tests: how the next markup is found. The tree is the same.
  ScanWay scan = BestScanWay();
};

// Reads a page as the HTML standard says (https://html.spec.whatwg.org, 13.2), without scripting.
// Never fails: any bytes give a tree with html, head and body or frameset. `utf8` that is not valid
// UTF-8 is repaired first; a byte order mark is text. Time and memory are linear in the input.
Document Parse(std::string_view utf8, const ParseOptions& options = {});

// Reads a fragment (13.4), as it stands inside an element `context`; its nodes are the children of
// the root. Beyond the limits of a page none.
Document ParseFragment(std::string_view utf8, Tag context = Tag::kBody,
                       Namespace context_space = Namespace::kHtml,
                       const ParseOptions& options = {});

}  // namespace html
