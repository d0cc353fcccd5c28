#pragma once
// XML from strangers as a flat tree, in document order. libxml2 stands behind it and nowhere else.
//
// Nothing is fetched and nothing is expanded: the DOCTYPE is cut out before libxml2 sees the
// document, of its entities only short literal ones count. The 252 names of HTML ("&nbsp;") are
// known. What is not well-formed is repaired (xml_repair.h) and read again; what was done stands in
// `warnings`.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parse {

using XmlId = uint32_t;
inline constexpr XmlId kNoXml = 0xFFFFFFFF;

// The vocabularies of feeds. A prefix that was never declared stands for the vocabulary that goes
// by this name everywhere.
enum class Space : uint8_t {
  kNone,  // no namespace: RSS 0.91 to 2.0, CDF, OPML
  kOther,
  kXml,
  kRdf,
  kRss1,  // RSS 0.90, 1.0, 1.1, and the namespaces that some give to RSS 2.0
  kAtom,  // 0.3 and 1.0
  kDublinCore,
  kDublinCoreTerms,
  kContent,
  kMedia,
  kItunes,
  kXhtml,
  kSitemap,
  kNews,   // of sitemaps
  kImage,  // of sitemaps
  kFeedBurner,
};

struct XmlAttribute {
  Space space = Space::kNone;
  std::string_view name;  // local, lower case
  std::string_view value;
};

// An immutable tree. Views live as long as it does. Element 0 is the root element.
class XmlTree {
 public:
  bool empty() const { return nodes_.empty(); }
  XmlId size() const { return static_cast<XmlId>(nodes_.size()); }
  bool IsText(XmlId node) const { return nodes_[node].is_text; }
  Space space(XmlId node) const { return nodes_[node].space; }
  // Of an element: the local name in lower case.
  std::string_view name(XmlId node) const { return names_[nodes_[node].name]; }
  bool Is(XmlId node, Space space, std::string_view name) const {
    return nodes_[node].space == space && !nodes_[node].is_text && this->name(node) == name;
  }
  // Of a text node.
  std::string_view text(XmlId node) const {
    return std::string_view(text_).substr(nodes_[node].first, nodes_[node].count);
  }
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
  size_t attribute_count(XmlId node) const { return nodes_[node].is_text ? 0 : nodes_[node].count; }
  XmlAttribute attribute(XmlId node, size_t index) const;
  // Empty when the element has none of the name.
  std::string_view Attribute(XmlId node, std::string_view name, Space space = Space::kNone) const;
  // All text below a node, joined as it stands.
  std::string Text(XmlId node) const;
  // The children of a node as HTML: for XHTML content, and for markup that should have been
  // escaped.
  std::string Markup(XmlId node) const;

  // What was repaired, in words, at most 20.
  const std::vector<std::string>& warnings() const { return warnings_; }
  // Whether it was well-formed as it came.
  bool well_formed() const { return well_formed_; }

 private:
  friend class XmlTreeBuilder;
  struct Node {
    XmlId parent = kNoXml;
    XmlId subtree_end = 0;
    uint32_t first = 0;  // text: offset in text_; element: first attribute
    uint32_t count = 0;  // text: bytes; element: attributes
    uint16_t name = 0;
    Space space = Space::kNone;
    bool is_text = false;
  };
  struct StoredAttribute {
    uint32_t value = 0;
    uint32_t value_size = 0;
    uint16_t name = 0;
    Space space = Space::kNone;
  };

  std::vector<Node> nodes_;
  std::vector<StoredAttribute> attributes_;
  std::vector<std::string> names_;  // lower case
  std::string text_;
  std::vector<std::string> warnings_;
  bool well_formed_ = true;
};

inline constexpr size_t kLongestXml = size_t{64} << 20;
inline constexpr int kDeepestXml = 200;
inline constexpr size_t kMostXmlAttributes = 128;  // of one element
inline constexpr size_t kMostXmlNodes = 4'000'000;

// Reads a document in valid UTF-8; an encoding that its declaration names is passed over. Any bytes
// give a tree, an empty one when there is no element in it. Limits are noted as warnings.
XmlTree ReadXml(std::string_view utf8);

}  // namespace parse
