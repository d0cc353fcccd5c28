#include "extract/runs.h"

#include <algorithm>

namespace extract {
namespace {

using html::Attr;
using html::Document;
using html::NodeId;
using html::Tag;

bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

// C0 and C1 controls, which no text needs and some readers of text stumble over.
bool IsControl(std::string_view text, size_t i) {
  const auto c = static_cast<unsigned char>(text[i]);
  return c < 0x20 || c == 0x7F;
}

bool IsHiddenTag(Tag tag) {
  switch (tag) {
    case Tag::kNoscript:
    case Tag::kButton:
    case Tag::kInput:
    case Tag::kLabel:
    case Tag::kDialog:
      return true;
    default:
      return Has(tag, html::kHiddenContent);
  }
}

bool HidesByStyle(std::string_view style) {
  if (style.size() > 500) return false;
  const auto says = [&](std::string_view property, std::string_view value) {
    const size_t at = style.find(property);
    if (at == std::string_view::npos) return false;
    std::string_view rest = style.substr(at + property.size());
    while (!rest.empty() && (IsSpace(rest.front()) || rest.front() == ':')) rest.remove_prefix(1);
    return rest.starts_with(value);
  };
  return says("display", "none") || says("visibility", "hidden");
}

// Hidden until a script shows it.
bool IsHiddenByAttribute(const Document& document, NodeId node) {
  for (const html::Attribute& attribute : document.attributes(node)) {
    if (attribute.id == Attr::kHidden && attribute.value != "until-found") return true;
    if (attribute.id == Attr::kStyle && HidesByStyle(attribute.value)) return true;
  }
  return false;
}

// Counts letters and marks of one text node into a run.
void Count(std::string_view text, bool in_link, Run& run) {
  uint32_t halves = 0;  // weight in halves of a letter
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) {
        halves += 2;
      } else if (c == '.' || c == '!' || c == '?') {
        ++run.marks;
        ++run.text_marks;
      } else if (c == ',' || c == ';' || c == ':') {
        ++run.marks;
      }
    } else if (c >= 0xC3 && c <= 0xDF) {
      halves += 2;
      if (c == 0xD8 && i + 1 < text.size()) {
        const auto d = static_cast<unsigned char>(text[i + 1]);
        if (d == 0x8C || d == 0x9B || d == 0x9F) ++run.marks;  // Arabic comma, semicolon, question
        if (d == 0x9F) ++run.text_marks;
      }
    } else if (c == 0xE3 && i + 2 < text.size() &&
               static_cast<unsigned char>(text[i + 1]) == 0x80) {
      const auto d = static_cast<unsigned char>(text[i + 2]);
      if (d == 0x81 || d == 0x82) ++run.marks;  // ideographic comma, full stop
      if (d == 0x82) ++run.text_marks;
    } else if (c >= 0xE3 && c <= 0xED) {
      halves += 5;
    } else if (c == 0xE0 || c == 0xE1) {
      halves += 2;
    }
  }
  run.weight += halves / 2;
  if (in_link) run.link_weight += halves / 2;
}

// One pass over the page in order; `open` is the run that is being collected.
class Collector {
 public:
  explicit Collector(Anatomy& anatomy) : anatomy_(anatomy), document_(anatomy.document) {}

  void Collect() {
    for (NodeId node = 1; node < document_.size();) {
      const Tag tag = document_.tag(node);
      const NodeFacts& facts = anatomy_.facts[node];
      if (tag != Tag::kText && facts.hidden) {
        if (Has(tag, html::kBlockTag)) Flush();
        node = document_.subtree_end(node);
        continue;
      }
      if (tag == Tag::kText) {
        AddText(node, facts);
      } else if (tag == Tag::kBr) {
        if (++breaks_ >= 2) Flush();
      } else if (Has(tag, html::kBlockTag)) {
        Flush();
      }
      ++node;
    }
    Flush();
  }

 private:
  void AddText(NodeId node, const NodeFacts& facts) {
    const std::string_view text = document_.text(node);
    if (std::ranges::all_of(text, IsSpace)) return;
    if (!open_ || run_.block != facts.block) {
      Flush();
      open_ = true;
      run_ = Run{};
      run_.block = facts.block;
      run_.first = node;
    }
    breaks_ = 0;
    run_.last = node;
    Count(text, facts.in_link, run_);
  }

  void Flush() {
    breaks_ = 0;
    if (open_) anatomy_.runs.push_back(run_);
    open_ = false;
  }

  Anatomy& anatomy_;
  const Document& document_;
  Run run_;
  bool open_ = false;
  int breaks_ = 0;
};

}  // namespace

Anatomy::Anatomy(const html::Document& page) : document(page), facts(page.size()) {
  HintReader hints(page);
  // Bytes of text before each node. What is hidden by an attribute and yet holds much of the page's
  // text is what a script is meant to show.
  std::vector<uint32_t> before(page.size() + 1);
  for (NodeId node = 0; node < page.size(); ++node) {
    const bool counts = page.IsText(node) && !IsHiddenTag(page.tag(page.parent(node)));
    before[node + 1] = before[node] + (counts ? static_cast<uint32_t>(page.text(node).size()) : 0);
  }
  const uint32_t most_hidden = before[page.size()] / 3;
  for (NodeId node = 1; node < page.size(); ++node) {
    const NodeFacts& above = facts[page.parent(node)];
    NodeFacts& here = facts[node];
    const Tag tag = page.tag(node);
    here.block = tag != Tag::kText && Has(tag, html::kBlockTag) ? node : above.block;
    here.in_link = above.in_link || tag == Tag::kA;
    here.hidden = above.hidden;
    if (tag == Tag::kText || above.hidden) continue;
    here.hidden =
        IsHiddenTag(tag) || (IsHiddenByAttribute(page, node) &&
                             before[page.subtree_end(node)] - before[node] <= most_hidden);
    if (!here.hidden) here.hint = hints.Of(node);
  }
  Collector(*this).Collect();
}

std::string TextOf(const Anatomy& anatomy, const Run& run) {
  const Document& document = anatomy.document;
  std::string out;
  char pending = '\0';
  for (NodeId node = run.first; node <= run.last;) {
    const Tag tag = document.tag(node);
    if (tag != Tag::kText && anatomy.facts[node].hidden) {
      node = document.subtree_end(node);
      continue;
    }
    if (tag == Tag::kBr) pending = '\n';
    if (tag == Tag::kText) {
      const std::string_view text = document.text(node);
      for (size_t i = 0; i < text.size(); ++i) {
        // U+00A0 and the C1 controls, U+0080 to U+009F.
        const bool no_break = text[i] == '\xC2' && i + 1 < text.size() &&
                              static_cast<unsigned char>(text[i + 1]) <= 0xA0;
        if (no_break || IsSpace(text[i]) || IsControl(text, i)) {
          if (pending == '\0') pending = ' ';
          i += no_break ? 1 : 0;
          continue;
        }
        if (pending != '\0' && !out.empty()) out.push_back(pending);
        pending = '\0';
        out.push_back(text[i]);
      }
    }
    ++node;
  }
  return out;
}

}  // namespace extract
