#include "html/serialise.h"

#include <string_view>
#include <vector>

namespace html {
namespace {

// 13.3, escaping a string.
void AppendEscaped(std::string_view text, bool in_attribute, std::string& out) {
  for (size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += in_attribute ? "&quot;" : "\"";
        break;
      case '\xC2':
        if (i + 1 < text.size() && text[i + 1] == '\xA0') {
          out += "&nbsp;";
          ++i;
          break;
        }
        [[fallthrough]];
      default:
        out.push_back(text[i]);
    }
  }
}

bool IsHtml(const Document& document, NodeId node, TagFlag flag) {
  return document.space(node) == Namespace::kHtml && Has(document.tag(node), flag);
}

void AppendText(const Document& document, NodeId node, std::string& out) {
  const NodeId parent = document.parent(node);
  if (IsHtml(document, parent, kRawText)) {
    out += document.text(node);
  } else {
    AppendEscaped(document.text(node), false, out);
  }
}

void AppendStartTag(const Document& document, NodeId node, std::string& out) {
  out.append("<").append(document.name(node));
  for (const Attribute& attribute : document.attributes(node)) {
    out.append(" ").append(attribute.name).append("=\"");
    AppendEscaped(attribute.value, true, out);
    out.append("\"");
  }
  out.append(">");
}

// A DOCTYPE is written without its identifiers, which stand behind its name.
void AppendDoctype(const Document& document, NodeId node, std::string& out) {
  const std::string_view text = document.text(node);
  out.append("<!DOCTYPE ").append(text.substr(0, text.find(' '))).append(">");
}

std::string Write(const Document& document, NodeId first, NodeId end) {
  std::string out;
  std::vector<NodeId> open;
  const auto close_before = [&](NodeId node) {
    for (; !open.empty() && document.subtree_end(open.back()) <= node; open.pop_back()) {
      out.append("</").append(document.name(open.back())).append(">");
    }
  };
  for (NodeId node = first; node < end; ++node) {
    close_before(node);
    switch (document.tag(node)) {
      case Tag::kDocument:
        break;
      case Tag::kText:
        AppendText(document, node, out);
        break;
      case Tag::kComment:
        out.append("<!--").append(document.text(node)).append("-->");
        break;
      case Tag::kDoctype:
        AppendDoctype(document, node, out);
        break;
      default:
        AppendStartTag(document, node, out);
        if (!IsHtml(document, node, kVoidTag)) open.push_back(node);
    }
  }
  close_before(end);
  return out;
}

}  // namespace

std::string Serialise(const Document& document, NodeId node) {
  return Write(document, node, document.subtree_end(node));
}

std::string SerialiseContent(const Document& document, NodeId node) {
  return Write(document, node + 1, document.subtree_end(node));
}

}  // namespace html
