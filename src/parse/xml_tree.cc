#include <algorithm>
#include <array>

#include "parse/xml.h"
#include "text/markup.h"

namespace parse {
namespace {

constexpr std::array<std::string_view, 14> kVoid = {"area",  "base",   "br",    "col",  "embed",
                                                    "hr",    "img",    "input", "link", "meta",
                                                    "param", "source", "track", "wbr"};

bool IsVoid(std::string_view name) {
  return std::ranges::any_of(kVoid, [name](std::string_view known) {
    return known.size() == name.size() && std::ranges::equal(known, name, [](char a, char b) {
             return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
           });
  });
}

}  // namespace

char* XmlTree::Arena::Take(size_t size) {
  constexpr size_t kBlock = size_t{1} << 16;
  if (size > static_cast<size_t>(end_ - at_)) {
    // The first block is small: most small feeds need no other.
    const size_t block = std::max(size, blocks_.empty() ? size_t{1} << 10 : kBlock);
    blocks_.push_back(std::make_unique_for_overwrite<char[]>(block));
    at_ = blocks_.back().get();
    end_ = at_ + block;
  }
  char* taken = at_;
  at_ += size;
  return taken;
}

bool XmlTree::HasElements(XmlId node) const {
  for (XmlId child = node + 1; child < subtree_end(node); ++child) {
    if (IsElement(child)) return true;
  }
  return false;
}

std::string_view XmlTree::Text(XmlId node) const {
  XmlId first = node;
  const XmlId end = subtree_end(node);
  while (first < end && IsElement(first)) ++first;
  if (first == end) return {};
  XmlId next = first + 1;
  while (next < end && IsElement(next)) ++next;
  if (next == end) return text(first);
  std::string& joined = joined_.emplace_back();
  for (XmlId at = first; at < end; ++at) {
    if (IsText(at)) joined += text(at);
  }
  return joined;
}

// Elements nest at most kDeepestXml deep; the stack of what is open is the tree's own parents.
std::string_view XmlTree::Markup(XmlId node) const {
  std::string& out = joined_.emplace_back();
  std::vector<XmlId> open;
  const auto close_before = [&](XmlId at) {
    while (!open.empty() && subtree_end(open.back()) <= at) {
      const std::string_view name = local_name(open.back());
      if (!IsVoid(name)) out.append("</").append(name).append(">");
      open.pop_back();
    }
  };
  for (XmlId at = node + 1; at < subtree_end(node); ++at) {
    close_before(at);
    if (IsText(at)) {
      text::AppendEscaped(text(at), out);
      continue;
    }
    out.append("<").append(local_name(at));
    for (size_t i = 0; i < attribute_count(at); ++i) {
      const XmlAttribute& found = attribute(at, i);
      if (found.space != Space::kNone) continue;
      out.append(" ").append(found.local).append("=\"");
      text::AppendEscaped(found.value, out);
      out += '"';
    }
    out += '>';
    open.push_back(at);
  }
  close_before(subtree_end(node));
  return out;
}

}  // namespace parse
