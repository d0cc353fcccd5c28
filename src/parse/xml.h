#pragma once
// XML from strangers as a flat tree, in document order. Only for this room.
//
// Nothing is fetched and nothing is expanded: of a DOCTYPE only short literal entities count, the
// names of HTML ("&nbsp;") are known everywhere. What is not well-formed is mended while it is read
// (xml_scanner.cc says how), and what was done stands in `warnings`.

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parse/xml_name.h"

namespace parse {

using XmlId = uint32_t;
inline constexpr XmlId kNoXml = 0xFFFFFFFF;

struct XmlAttribute {
  Name name = Name::kUnknown;
  Space space = Space::kNone;
  std::string_view local;  // as written
  std::string_view value;  // references decoded
};

// A tree over the text that ReadXml was given, which must live as long. Views live as long as both.
// Element 0 is the root element. Not for several threads at once.
class XmlTree {
 public:
  bool empty() const { return nodes_.empty(); }
  XmlId size() const { return static_cast<XmlId>(nodes_.size()); }
  bool IsText(XmlId node) const { return nodes_[node].is_text; }
  bool IsElement(XmlId node) const { return !nodes_[node].is_text; }
  Space space(XmlId node) const { return nodes_[node].space; }
  // Of an element: its local name. kUnknown of a text.
  Name name(XmlId node) const { return nodes_[node].name; }
  // Of an element: its local name as written.
  std::string_view local_name(XmlId node) const { return View(node); }
  bool Is(XmlId node, Space space, Name name) const {
    return nodes_[node].space == space && nodes_[node].name == name;
  }
  // Of a text node. An element may have several in a row.
  std::string_view text(XmlId node) const { return View(node); }
  XmlId parent(XmlId node) const { return nodes_[node].parent; }
  XmlId subtree_end(XmlId node) const { return nodes_[node].subtree_end; }
  XmlId first_child(XmlId node) const {
    return nodes_[node].subtree_end > node + 1 ? node + 1 : kNoXml;
  }
  XmlId next_sibling(XmlId node) const {
    const XmlId end = nodes_[node].subtree_end;
    return end < size() && nodes_[end].parent == nodes_[node].parent ? end : kNoXml;
  }
  bool HasElements(XmlId node) const;
  size_t attribute_count(XmlId node) const { return nodes_[node].attribute_count; }
  const XmlAttribute& attribute(XmlId node, size_t index) const {
    return attributes_[nodes_[node].first_attribute + index];
  }
  // Empty when the element has none of the name.
  std::string_view Attribute(XmlId node, Name name, Space space = Space::kNone) const {
    for (size_t i = 0; i < nodes_[node].attribute_count; ++i) {
      const XmlAttribute& found = attribute(node, i);
      if (found.name == name && found.space == space) return found.value;
    }
    return {};
  }
  // All text below a node, joined as it stands.
  std::string_view Text(XmlId node) const;
  // The children of a node as HTML: for XHTML content, and for markup that should have been
  // escaped.
  std::string_view Markup(XmlId node) const;
  // Whether any element states an xml:base (or CDF's BASE), an xml:lang.
  bool has_bases() const { return has_bases_; }
  bool has_languages() const { return has_languages_; }
  // The namespace that the root states for elements without prefix, as it stands; may be empty.
  std::string_view root_namespace() const { return root_namespace_; }

  // What was repaired, in words, one of a kind. Empty: the document was well-formed, as far as this
  // reader looks.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  friend class XmlScanner;
  struct Node {
    const char* data = nullptr;  // of a text: itself; of an element: its local name
    uint32_t size = 0;
    XmlId parent = kNoXml;
    XmlId subtree_end = 0;
    uint32_t first_attribute = 0;
    Name name = Name::kUnknown;
    Space space = Space::kNone;
    uint8_t attribute_count = 0;
    bool is_text = false;
  };
  std::string_view View(XmlId node) const { return {nodes_[node].data, nodes_[node].size}; }

  // Decoded texts, in blocks that never move.
  class Arena {
   public:
    // Room for `size` bytes; what is not used of it may be given back at once.
    char* Take(size_t size);
    void GiveBack(size_t size) { at_ -= size; }

   private:
    std::vector<std::unique_ptr<char[]>> blocks_;
    char* at_ = nullptr;
    char* end_ = nullptr;
  };

  std::vector<Node> nodes_;
  std::vector<XmlAttribute> attributes_;
  Arena arena_;
  mutable std::deque<std::string> joined_;  // what Text and Markup had to put together
  std::vector<std::string> warnings_;
  bool has_bases_ = false;
  bool has_languages_ = false;
  std::string_view root_namespace_;
};

inline constexpr size_t kLongestXml = size_t{64} << 20;
inline constexpr size_t kDeepestXml = 200;         // elements; the tags of deeper ones go
inline constexpr size_t kMostXmlAttributes = 128;  // of one element
inline constexpr size_t kMostXmlNodes = 2'000'000;

// Reads a document in valid UTF-8; an encoding that its declaration names is passed over. Any bytes
// give a tree, an empty one when there is no element in it. Time and memory are linear in the
// input. Limits are noted as warnings.
XmlTree ReadXml(std::string_view utf8);

}  // namespace parse
