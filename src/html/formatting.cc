// Formatting elements: opened again where a block ended them (13.2.4.3), and taken apart where they
// overlap with blocks (the adoption agency algorithm of 13.2.6.4.7).

#include <algorithm>

#include "html/tree_builder.h"

namespace html {

// 13.2.4.3, reconstruct the active formatting elements.
void TreeBuilder::ReconstructFormatting() {
  // 1. and 2. Nothing is to be done where the last entry is a marker or open.
  if (formatting_.empty()) return;
  const ActiveFormatting::Entry& last = formatting_.back();
  if (last.IsMarker() || tree_.nodes[last.node].open != 0) return;
  ReopenFormatting();
}

void TreeBuilder::ReopenFormatting() {
  // 3. to 7. Go back to behind the last entry that is a marker or open.
  size_t index = formatting_.size() - 1;
  while (index > 0 && !formatting_[index - 1].IsMarker() &&
         tree_.nodes[formatting_[index - 1].node].open == 0) {
    --index;
  }
  // 8. to 10. Make each of them anew.
  for (; index < formatting_.size(); ++index) {
    if (StackIsFull() || reopened_left_ == 0) return;
    --reopened_left_;
    const NodeId old = formatting_[index].node;
    const Place place = AppropriatePlace();
    const NodeId node = Clone(old, &place);
    const StoredNode& stored = tree_.nodes[node];
    open_.Push({node, stored.length, KindOf(stored.tag)});
    formatting_.Replace(index, node);
  }
}

void TreeBuilder::InsertFormatting(Token& token) {
  const NodeId node = Insert(token);
  if (node != kNoNode) formatting_.Push(node, token.tag);
}

// 13.2.6.4.7, the adoption agency algorithm, for the token's tag.
void TreeBuilder::RunAdoptionAgency(Token& token) {
  // 1. and 2.
  const Tag subject = token.tag;
  if (Is(current(), subject) && tree_.nodes[open_.top().node].formatting == 0) {
    open_.Pop();
    return;
  }
  // 3. and 4. The outer loop.
  for (int outer = 0; outer < 8; ++outer) {
    // 4.3. The formatting element; without one this is any other end tag.
    if (formatting_.FindBehindMarker(subject) == 0) return EndOther(token);
    if (!AdoptOnce(subject)) return;
  }
}

// Steps 4.3 to 4.20 of the outer loop. False: the algorithm ends.
bool TreeBuilder::AdoptOnce(Tag subject) {
  const size_t entry = formatting_.FindBehindMarker(subject) - 1;
  const NodeId formatting = formatting_[entry].node;
  // 4.4. It is not open any more.
  if (tree_.nodes[formatting].open == 0) {
    formatting_.RemoveAt(entry);
    return false;
  }
  // 4.5. It is not in scope.
  if (!open_.HasNodeInScope(formatting)) return false;
  const size_t index = open_.IndexOf(formatting);
  // 4.7. The furthest block.
  size_t furthest = index + 1;
  while (furthest < open_.size() && !Has(open_[furthest].kind, kSpecial)) ++furthest;
  // 4.8. There is none: it simply ends.
  if (furthest == open_.size()) {
    open_.PopTo(index);
    formatting_.RemoveAt(entry);
    return false;
  }
  // 4.9. to 4.13.
  const OpenElement ancestor = open_[index - 1];
  const OpenElement block = open_[furthest];
  size_t bookmark = entry;
  const NodeId last = AdoptUpTo(index, furthest, bookmark);
  // 4.14. Put what was collected where the common ancestor has its place for it.
  shape_.Remove(last);
  const Place place = PlaceIn(ancestor);
  shape_.Insert(place.parent, last, place.before);
  // 4.15. to 4.17. The formatting element once more, inside of the block, around what it held.
  const NodeId copy = Clone(formatting, nullptr);
  shape_.MoveChildren(block.node, copy);
  shape_.Insert(block.node, copy, kNoNode);
  // 4.18. It takes the place of the old one in the list, at the bookmark,
  const size_t old = formatting_.IndexOf(formatting);
  formatting_.RemoveAt(old);
  if (old < bookmark) --bookmark;
  formatting_.InsertAt(bookmark, copy, subject);
  // 4.19. and on the stack, below the block.
  const OpenElement copied{copy, tree_.nodes[copy].length, KindOf(subject)};
  open_.RemoveAt(open_.IndexOf(formatting));
  open_.InsertAt(open_.IndexOf(block.node) + 1, copied);
  return true;
}

// 4.13, the inner loop: from the furthest block up to the formatting element, both of them indices
// on the stack. Gives the last node, and moves the bookmark, an index in the list.
NodeId TreeBuilder::AdoptUpTo(size_t formatting, size_t furthest, size_t& bookmark) {
  NodeId last = open_[furthest].node;
  bool last_is_block = true;
  int inner = 0;
  for (size_t index = furthest - 1; index > formatting; --index) {
    ++inner;
    NodeId node = open_[index].node;
    // 4.13.4. After three of them formatting elements are given up,
    if (inner > 3 && tree_.nodes[node].formatting != 0) {
      const size_t entry = formatting_.IndexOf(node);
      formatting_.RemoveAt(entry);
      if (entry < bookmark) --bookmark;
    }
    // 4.13.5. and what is no active formatting element goes from the stack.
    if (tree_.nodes[node].formatting == 0) {
      open_.RemoveAt(index);
      continue;
    }
    // 4.13.6. A new element takes its place in the list and on the stack.
    const size_t entry = formatting_.IndexOf(node);
    const NodeId copy = Clone(node, nullptr);
    formatting_.Replace(entry, copy);
    open_.Replace(index, {copy, open_[index].name, open_[index].kind});
    node = copy;
    // 4.13.7.
    if (last_is_block) bookmark = entry + 1;
    last_is_block = false;
    // 4.13.8. and 4.13.9.
    shape_.Remove(last);
    shape_.Insert(node, last, kNoNode);
    last = node;
  }
  return last;
}

}  // namespace html
