#include "html/tree_shape.h"

namespace html {

TreeShape::TreeShape(TreeData& tree) : tree_(tree) {
  StoredNode& root = tree.nodes.Append();
  root = StoredNode{};
  root.parent = kNoNode;
  root.tag = Tag::kDocument;
}

void TreeShape::LinkAll() {
  if (linked_) return;
  linked_ = true;
  const NodeId count = tree_.nodes.size();
  links_.Reserve(tree_.nodes.capacity());
  links_.AppendMany(count);
  links_[kRoot] = kUnlinked;
  for (NodeId node = 1; node < count; ++node) {
    links_[node] = kUnlinked;
    Link(tree_.nodes[node].parent, node, kNoNode);
  }
}

NodeId TreeShape::NewDetached() {
  LinkAll();
  const NodeId node = tree_.nodes.size();
  StoredNode& added = tree_.nodes.Append();
  added = StoredNode{};
  added.parent = kNoNode;
  links_.Append(kUnlinked);
  return node;
}

void TreeShape::Link(NodeId parent, NodeId node, NodeId before) {
  Links& links = links_[node];
  links.next = before;
  links.previous = before == kNoNode ? links_[parent].last_child : links_[before].previous;
  (links.previous == kNoNode ? links_[parent].first_child : links_[links.previous].next) = node;
  (before == kNoNode ? links_[parent].last_child : links_[before].previous) = node;
}

void TreeShape::Insert(NodeId parent, NodeId node, NodeId before) {
  LinkAll();
  StoredNode& stored = tree_.nodes[node];
  stored.parent = parent;
  stored.depth = static_cast<uint16_t>(tree_.nodes[parent].depth + 1);
  Link(parent, node, before);
}

void TreeShape::Remove(NodeId node) {
  LinkAll();
  const NodeId parent = tree_.nodes[node].parent;
  if (parent == kNoNode) return;
  const Links links = links_[node];
  (links.previous == kNoNode ? links_[parent].first_child : links_[links.previous].next) =
      links.next;
  (links.next == kNoNode ? links_[parent].last_child : links_[links.next].previous) =
      links.previous;
  links_[node].previous = links_[node].next = kNoNode;
  tree_.nodes[node].parent = kNoNode;
}

void TreeShape::MoveChildren(NodeId from, NodeId to) {
  LinkAll();
  for (NodeId child = links_[from].first_child; child != kNoNode;) {
    const NodeId next = links_[child].next;
    tree_.nodes[child].parent = to;
    Link(to, child, kNoNode);
    child = next;
  }
  links_[from].first_child = links_[from].last_child = kNoNode;
}

void TreeShape::Finish() {
  if (linked_) Renumber();
  Block<StoredNode>& nodes = tree_.nodes;
  for (NodeId node = 0; node < nodes.size(); ++node) nodes[node].subtree_end = node + 1;
  // Backwards, so that a node's own end is known before its parent asks for it.
  for (NodeId node = nodes.size() - 1; node > 0; --node) {
    StoredNode& parent = nodes[nodes[node].parent];
    if (parent.subtree_end < nodes[node].subtree_end) {
      parent.subtree_end = nodes[node].subtree_end;
    }
  }
}

void TreeShape::Renumber() {
  Block<StoredNode> ordered;
  ordered.Reserve(tree_.nodes.size());
  Block<NodeId> numbers;  // of old nodes: the new one
  numbers.AppendMany(tree_.nodes.size());
  NodeId node = kRoot;
  while (node != kNoNode) {
    numbers[node] = ordered.size();
    StoredNode& placed = ordered.Append();
    placed = tree_.nodes[node];
    if (node != kRoot) {
      NodeId parent = numbers[placed.parent];
      if (ordered[parent].depth >= kDeepest) parent = ordered[parent].parent;
      placed.parent = parent;
      placed.depth = static_cast<uint16_t>(ordered[parent].depth + 1);
    }
    if (links_[node].first_child != kNoNode) {
      node = links_[node].first_child;
      continue;
    }
    while (node != kRoot && links_[node].next == kNoNode) node = tree_.nodes[node].parent;
    node = links_[node].next;  // of the root: kNoNode
  }
  tree_.nodes = std::move(ordered);
}

}  // namespace html
