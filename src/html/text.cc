#include "html/text.h"

namespace html {
namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

// Collects lines; a pending space or break is written only before the next visible character.
class LineWriter {
 public:
  void Break() { pending_ = '\n'; }

  void Add(std::string_view text, bool preformatted) {
    for (size_t i = 0; i < text.size(); ++i) {
      const bool no_break = text[i] == '\xC2' && i + 1 < text.size() && text[i + 1] == '\xA0';
      if (no_break || IsSpace(text[i])) {
        if (preformatted && text[i] == '\n') pending_ = '\n';
        if (pending_ == '\0') pending_ = ' ';
        i += no_break ? 1 : 0;
        continue;
      }
      if (pending_ != '\0' && !out_.empty()) out_.push_back(pending_);
      pending_ = '\0';
      out_.push_back(text[i]);
    }
  }

  std::string Take() { return std::move(out_); }

 private:
  std::string out_;
  char pending_ = '\0';
};

}  // namespace

std::string ToText(const Document& document, NodeId root) {
  LineWriter writer;
  NodeId preformatted_until = 0;
  for (NodeId node = root; node < document.subtree_end(root);) {
    const Tag tag = document.tag(node);
    if (tag == Tag::kText) {
      writer.Add(document.text(node), node < preformatted_until);
    } else if (Has(tag, kHiddenContent) && node != root) {
      if (Has(tag, kBlockTag)) writer.Break();
      node = document.subtree_end(node);
      continue;
    } else if (Has(tag, kBlockTag) || tag == Tag::kBr) {
      writer.Break();
      if (tag == Tag::kPre) preformatted_until = document.subtree_end(node);
    }
    ++node;
    for (NodeId up = document.parent(node - 1);
         up != kNoNode && up > root && document.subtree_end(up) == node; up = document.parent(up)) {
      if (Has(document.tag(up), kBlockTag)) writer.Break();
    }
  }
  return writer.Take();
}

std::string ToText(std::string_view html) {
  const Document document = Parse(html);
  return ToText(document, kRoot);
}

}  // namespace html
