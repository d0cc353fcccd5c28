#pragma once
// The stack of open elements (13.2.4.2) and the list of active formatting elements (13.2.4.3).

#include <array>
#include <cstddef>
#include <vector>

#include "html/element_kind.h"
#include "html/tree_data.h"

namespace html {

struct OpenElement {
  NodeId node;
  NameId name;
  Kind kind;
};

// The stack. Never deeper than kDeepest; how many elements of each HTML tag are open is counted, so
// that most questions about scopes are answered at once.
class OpenElements {
 public:
  explicit OpenElements(TreeData& tree) : tree_(tree) {}

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const OpenElement& operator[](size_t index) const { return stack_[index]; }
  const OpenElement& top() const { return stack_[size_ - 1]; }

  // Precondition: size() < kDeepest.
  void Push(const OpenElement& element) {
    stack_[size_++] = element;
    tree_.nodes[element.node].open = 1;
    if (IsHtml(element.kind)) ++count_[element.kind];
  }
  void Pop() { Closed(stack_[--size_]); }
  void PopTo(size_t size) {
    while (size_ > size) Pop();
  }
  // "Pop elements from the stack until a `tag` element has been popped."
  void PopUntil(Tag tag);
  void PopUntilOneOf(Tag first, Tag last);  // of an alphabetical row of tags: h1 to h6, td to th
  // Pops until the current node is one of these kinds, which stay.
  template <typename... Tags>
  void ClearBackTo(Tags... tags) {
    while (!IsOneOf(top().kind, tags...)) Pop();
  }

  void RemoveAt(size_t index);
  void Replace(size_t index, const OpenElement& element);
  void InsertAt(size_t index, const OpenElement& element);
  // Of an element that is on the stack.
  size_t IndexOf(NodeId node) const;

  bool Has(Tag tag) const { return count_[static_cast<size_t>(tag)] != 0; }
  // 13.2.4.2: "has an element in the specific scope" of elements that have one of `flags`.
  bool HasInScope(Tag tag, unsigned bounds = kScope) const;
  bool HasInButtonScope(Tag tag) const { return HasInScope(tag, kScope | kButtonScope); }
  bool HasInListItemScope(Tag tag) const { return HasInScope(tag, kScope | kListItemScope); }
  bool HasInTableScope(Tag tag) const { return HasInScope(tag, kTableScope); }
  bool HasInSelectScope(Tag tag) const;
  bool HasHeadingInScope() const;
  bool HasNodeInScope(NodeId node) const;

 private:
  void Closed(const OpenElement& element) {
    tree_.nodes[element.node].open = 0;
    if (IsHtml(element.kind)) --count_[element.kind];
  }

  TreeData& tree_;
  size_t size_ = 0;
  std::array<uint16_t, kTagCount> count_{};
  std::array<OpenElement, kDeepest> stack_;
};

// The list. Entries know their element; a marker has none. At most kMost entries stand behind the
// last marker: as with the "Noah's Ark clause", the oldest one makes room.
class ActiveFormatting {
 public:
  static constexpr size_t kMost = 256;

  struct Entry {
    NodeId node = kNoNode;  // kNoNode: a marker
    Tag tag = Tag::kUnknown;
    uint32_t hash = 0;  // of the attributes; 0: not yet known
    bool IsMarker() const { return node == kNoNode; }
  };

  explicit ActiveFormatting(TreeData& tree) : tree_(tree) {}

  size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  Entry& operator[](size_t index) { return entries_[index]; }
  const Entry& back() const { return entries_.back(); }

  // "Push onto the list of active formatting elements", Noah's Ark clause included.
  void Push(NodeId node, Tag tag);
  void PushMarker() { entries_.push_back({}); }
  void ClearToLastMarker();
  // Index + 1 of the last entry of `tag` behind the last marker; 0: there is none.
  size_t FindBehindMarker(Tag tag) const;
  // Index of a node that is in the list.
  size_t IndexOf(NodeId node) const;
  void RemoveAt(size_t index);
  void InsertAt(size_t index, NodeId node, Tag tag);
  void Replace(size_t index, NodeId node);

 private:
  uint32_t HashOf(Entry& entry);
  bool Same(NodeId a, NodeId b) const;

  TreeData& tree_;
  std::vector<Entry> entries_;
};

}  // namespace html
