#include "html/open_elements.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace html {

// ---- the stack of open elements ----------------------------------------------------------------

void OpenElements::PopUntil(Tag tag) {
  while (true) {
    const Kind kind = top().kind;
    Pop();
    if (Is(kind, tag)) return;
  }
}

void OpenElements::PopUntilOneOf(Tag first, Tag last) {
  while (true) {
    const Kind kind = top().kind;
    Pop();
    if (kind >= KindOf(first) && kind <= KindOf(last)) return;
  }
}

void OpenElements::RemoveAt(size_t index) {
  Closed(stack_[index]);
  std::copy(stack_.begin() + static_cast<ptrdiff_t>(index) + 1,
            stack_.begin() + static_cast<ptrdiff_t>(size_),
            stack_.begin() + static_cast<ptrdiff_t>(index));
  --size_;
}

void OpenElements::Replace(size_t index, const OpenElement& element) {
  Closed(stack_[index]);
  stack_[index] = element;
  tree_.nodes[element.node].open = 1;
  if (IsHtml(element.kind)) ++count_[element.kind];
}

void OpenElements::InsertAt(size_t index, const OpenElement& element) {
  const OpenElement added = element;
  Push(added);
  std::copy_backward(stack_.begin() + static_cast<ptrdiff_t>(index),
                     stack_.begin() + static_cast<ptrdiff_t>(size_) - 1,
                     stack_.begin() + static_cast<ptrdiff_t>(size_));
  stack_[index] = added;
}

size_t OpenElements::IndexOf(NodeId node) const {
  size_t index = size_ - 1;
  while (stack_[index].node != node) --index;
  return index;
}

bool OpenElements::HasInScope(Tag tag, unsigned bounds) const {
  if (!Has(tag)) return false;
  for (size_t i = size_; i-- > 0;) {
    if (Is(stack_[i].kind, tag)) return true;
    if (html::Has(stack_[i].kind, bounds)) return false;
  }
  return false;
}

bool OpenElements::HasInSelectScope(Tag tag) const {
  if (!Has(tag)) return false;
  for (size_t i = size_; i-- > 0;) {
    if (Is(stack_[i].kind, tag)) return true;
    if (!html::Has(stack_[i].kind, kSelectScope)) return false;
  }
  return false;
}

bool OpenElements::HasHeadingInScope() const {
  for (size_t i = size_; i-- > 0;) {
    if (IsHtml(stack_[i].kind) && IsHeading(TagOf(stack_[i].kind))) return true;
    if (html::Has(stack_[i].kind, kScope)) return false;
  }
  return false;
}

bool OpenElements::HasNodeInScope(NodeId node) const {
  for (size_t i = size_; i-- > 0;) {
    if (stack_[i].node == node) return true;
    if (html::Has(stack_[i].kind, kScope)) return false;
  }
  return false;
}

// ---- the list of active formatting elements ----------------------------------------------------

void ActiveFormatting::Push(NodeId node, Tag tag) {
  const uint16_t attributes = tree_.nodes[node].attribute_count;
  size_t alike = 0;
  size_t earliest = 0;
  size_t first = entries_.size();
  for (; first > 0 && !entries_[first - 1].IsMarker(); --first) {
    const Entry& entry = entries_[first - 1];
    if (entry.tag != tag || tree_.nodes[entry.node].attribute_count != attributes) continue;
    ++alike;
    earliest = first - 1;
  }
  Entry added{node, tag, 0};
  if (alike >= 3 && attributes > 0) {
    // Attributes are compared only now that it matters.
    alike = 0;
    const uint32_t hash = HashOf(added);
    for (size_t i = entries_.size(); i > first; --i) {
      Entry& entry = entries_[i - 1];
      if (entry.tag != tag || HashOf(entry) != hash || !Same(entry.node, node)) continue;
      ++alike;
      earliest = i - 1;
    }
  }
  if (alike >= 3) {
    RemoveAt(earliest);
  } else if (entries_.size() - first >= kMost) {
    RemoveAt(first);
  }
  entries_.push_back(added);
  tree_.nodes[node].formatting = 1;
}

uint32_t ActiveFormatting::HashOf(Entry& entry) {
  if (entry.hash != 0) return entry.hash;
  const StoredNode& node = tree_.nodes[entry.node];
  size_t sum = 1;  // of all attributes, in any order
  for (uint32_t i = 0; i < node.attribute_count; ++i) {
    const StoredAttribute& attribute = tree_.attributes[node.offset + i];
    const size_t value = std::hash<std::string_view>()(tree_.Text(attribute.value));
    sum += (value ^ attribute.name) * 0x9E3779B97F4A7C15U;
  }
  entry.hash = static_cast<uint32_t>(sum >> 32) | 1U;
  return entry.hash;
}

// Whether two elements of one tag have the same attributes with the same values.
bool ActiveFormatting::Same(NodeId a, NodeId b) const {
  const StoredNode& one = tree_.nodes[a];
  const StoredNode& other = tree_.nodes[b];
  if (one.attribute_count != other.attribute_count) return false;
  for (uint32_t i = 0; i < one.attribute_count; ++i) {
    const StoredAttribute& wanted = tree_.attributes[one.offset + i];
    bool found = false;
    for (uint32_t j = 0; j < other.attribute_count && !found; ++j) {
      const StoredAttribute& attribute = tree_.attributes[other.offset + j];
      found =
          attribute.name == wanted.name && tree_.Text(attribute.value) == tree_.Text(wanted.value);
    }
    if (!found) return false;
  }
  return true;
}

void ActiveFormatting::ClearToLastMarker() {
  while (!entries_.empty()) {
    const Entry entry = entries_.back();
    entries_.pop_back();
    if (entry.IsMarker()) return;
    tree_.nodes[entry.node].formatting = 0;
  }
}

size_t ActiveFormatting::FindBehindMarker(Tag tag) const {
  for (size_t i = entries_.size(); i > 0 && !entries_[i - 1].IsMarker(); --i) {
    if (entries_[i - 1].tag == tag) return i;
  }
  return 0;
}

size_t ActiveFormatting::IndexOf(NodeId node) const {
  size_t index = entries_.size() - 1;
  while (entries_[index].node != node) --index;
  return index;
}

void ActiveFormatting::RemoveAt(size_t index) {
  if (!entries_[index].IsMarker()) tree_.nodes[entries_[index].node].formatting = 0;
  entries_.erase(entries_.begin() + static_cast<ptrdiff_t>(index));
}

void ActiveFormatting::InsertAt(size_t index, NodeId node, Tag tag) {
  entries_.insert(entries_.begin() + static_cast<ptrdiff_t>(index), Entry{node, tag, 0});
  tree_.nodes[node].formatting = 1;
}

void ActiveFormatting::Replace(size_t index, NodeId node) {
  tree_.nodes[entries_[index].node].formatting = 0;
  entries_[index].node = node;
  tree_.nodes[node].formatting = 1;
}

}  // namespace html
