#pragma once
// Where the nodes of a growing tree hang.
//
// A Document keeps its nodes in document order. Nearly always that is the order in which they are
// made: each new node is the last child of the current node, and nothing needs to be known of it
// but its parent. What is moved or put elsewhere (foster parenting, the adoption agency) breaks the
// order. The first time this happens, all nodes get links to their neighbours; from then on the
// links are the tree, and Finish() gives every node its number anew. Pages in which nothing is out
// of order never pay for it, others once, and both are linear.

#include "html/tree_data.h"

namespace html {

class TreeShape {
 public:
  // Begins with the root. `tree` must outlive it.
  explicit TreeShape(TreeData& tree);

  // A new last child of `parent`, which is the current node (in general: an open one on the way
  // from the root to the last node). The caller fills in what the node is.
  StoredNode& AppendNew(NodeId parent) {
    const NodeId node = tree_.nodes.size();
    StoredNode& added = tree_.nodes.Append();
    added = StoredNode{};
    added.parent = parent;
    added.depth = static_cast<uint16_t>(tree_.nodes[parent].depth + 1);
    if (linked_) [[unlikely]] {
      links_.Append(kUnlinked);
      Link(parent, node, kNoNode);
      return tree_.nodes[node];
    }
    return added;
  }

  // The last child of the node that AppendNew would append to, as far as it could be joined with
  // text: kNoNode if it has none.
  NodeId LastChild(NodeId parent) const {
    if (linked_) [[unlikely]]
      return links_[parent].last_child;
    const NodeId last = tree_.nodes.size() - 1;
    return last != kRoot && tree_.nodes[last].parent == parent ? last : kNoNode;
  }

  // ---- out of order ----
  // From now on nodes may be put anywhere.
  void LinkAll();
  bool linked() const { return linked_; }
  // A new node that hangs nowhere yet.
  NodeId NewDetached();
  // Hangs a detached node into `parent`, before its child `before`; kNoNode: as the last one.
  void Insert(NodeId parent, NodeId node, NodeId before);
  // Detaches a node with all below it.
  void Remove(NodeId node);
  void MoveChildren(NodeId from, NodeId to);
  NodeId PreviousSibling(NodeId node) const { return links_[node].previous; }

  // Puts the nodes into document order and says where each one's subtree ends. Nothing deeper than
  // kDeepest remains.
  void Finish();

 private:
  struct Links {
    NodeId first_child;
    NodeId last_child;
    NodeId previous;
    NodeId next;
  };
  static constexpr Links kUnlinked = {kNoNode, kNoNode, kNoNode, kNoNode};

  void Link(NodeId parent, NodeId node, NodeId before);
  void Renumber();

  TreeData& tree_;
  bool linked_ = false;
  Block<Links> links_;  // of all nodes, once linked_
};

}  // namespace html
