#include "extract/runs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/words.h"

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

// Halves of a letter that a byte stands for; of a sequence its first byte says it all. U+0080 to
// U+00BF and U+2000 to U+2FFF are signs; what begins with 0xE3 to 0xED is CJK.
constexpr std::array<uint8_t, 256> kHalves = [] {
  std::array<uint8_t, 256> halves{};
  for (int c = '0'; c <= '9'; ++c) halves[static_cast<size_t>(c)] = 2;
  for (int c = 'a'; c <= 'z'; ++c) halves[static_cast<size_t>(c)] = 2;
  for (int c = 'A'; c <= 'Z'; ++c) halves[static_cast<size_t>(c)] = 2;
  for (size_t c = 0xC3; c <= 0xE1; ++c) halves[c] = 2;
  for (size_t c = 0xE3; c <= 0xED; ++c) halves[c] = 5;
  return halves;
}();

// Bytes that may be, or begin, a mark.
constexpr std::array<bool, 256> kMayMark = [] {
  std::array<bool, 256> may{};
  for (const char c : {'.', '!', '?', ',', ';', ':'}) may[static_cast<unsigned char>(c)] = true;
  may[0xD8] = true;  // Arabic comma, semicolon, question mark
  may[0xE3] = true;  // ideographic comma, full stop
  return may;
}();

// Whether U+3001 or U+3002 starts here: no letters, though their first byte is that of kana.
bool IsIdeographicMark(std::string_view text, size_t i) {
  return i + 2 < text.size() && text[i + 1] == '\x80' &&
         (text[i + 2] == '\x81' || text[i + 2] == '\x82');
}

// Counts letters and marks of one text node into a run.
void Count(std::string_view text, bool in_link, Run& run) {
  uint32_t halves = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    halves += kHalves[c];
    if (!kMayMark[c]) continue;
    bool mark = true;
    bool ends = c == '.' || c == '!' || c == '?';
    if (c == 0xD8) {
      const unsigned d = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
      mark = d == 0x8C || d == 0x9B || d == 0x9F;
      ends = d == 0x9F;
    } else if (c == 0xE3) {
      mark = IsIdeographicMark(text, i);
      ends = mark && text[i + 2] == '\x82';
      if (mark) halves -= kHalves[c];
    }
    run.marks = static_cast<uint16_t>(run.marks + (mark ? 1 : 0));
    run.text_marks = static_cast<uint16_t>(run.text_marks + (ends ? 1 : 0));
  }
  run.weight += halves / 2;
  if (in_link) run.link_weight += halves / 2;
}

// One pass over the page in order; `open` is the run that is being collected.
class Collector {
 public:
  explicit Collector(Anatomy& anatomy) : anatomy_(anatomy), document_(anatomy.document) {}

  void Collect() {
    for (NodeId node = 1; node < document_.size() && anatomy_.runs.size() < kMostRuns;) {
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
    if (open_ && anatomy_.runs.size() < kMostRuns) {
      run_.index = static_cast<uint32_t>(anatomy_.runs.size());
      anatomy_.runs.push_back(run_);
    }
    open_ = false;
  }

  Anatomy& anatomy_;
  const Document& document_;
  Run run_;
  bool open_ = false;
  int breaks_ = 0;
};

}  // namespace

Anatomy::Anatomy(const html::Document& page, std::span<const NodeId> removed)
    : document(page), facts(page.size()) {
  for (const NodeId node : removed) facts[node].hidden = true;
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
    here.hidden = here.hidden || above.hidden;
    if (tag == Tag::kText || here.hidden) continue;
    here.hidden =
        IsHiddenTag(tag) || (IsHiddenByAttribute(page, node) &&
                             before[page.subtree_end(node)] - before[node] <= most_hidden);
    if (!here.hidden) here.hint = hints.Of(node);
  }
  Collector(*this).Collect();
  texts_.resize(runs.size());
}

namespace {

// U+00A0 and the C1 controls, U+0080 to U+009F: two bytes that count as a space.
bool IsWideSpace(std::string_view text, size_t i) {
  return text[i] == '\xC2' && i + 1 < text.size() &&
         static_cast<unsigned char>(text[i + 1]) <= 0xA0;
}

// Appends a text with its white space collapsed; `pending` is the space that is due before it.
void AppendCollapsed(std::string_view text, char& pending, std::string& out) {
  for (size_t i = 0; i < text.size();) {
    const bool wide = IsWideSpace(text, i);
    if (wide || IsSpace(text[i]) || IsControl(text, i)) {
      if (pending == '\0') pending = ' ';
      i += wide ? 2 : 1;
      continue;
    }
    const size_t from = i;
    while (i < text.size() && !IsSpace(text[i]) && !IsControl(text, i) && !IsWideSpace(text, i)) {
      ++i;
    }
    if (pending != '\0' && !out.empty()) out.push_back(pending);
    pending = '\0';
    out.append(text.substr(from, i - from));
  }
}

std::string MakeText(const Anatomy& anatomy, const Run& run) {
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
    if (tag == Tag::kText) AppendCollapsed(document.text(node), pending, out);
    ++node;
  }
  return out;
}

}  // namespace

std::span<const Run> RunsIn(const Anatomy& anatomy, NodeId node) {
  const auto first = std::ranges::lower_bound(anatomy.runs, node, {}, &Run::first);
  const auto last = std::ranges::lower_bound(first, anatomy.runs.end(),
                                             anatomy.document.subtree_end(node), {}, &Run::first);
  return {first, last};
}

std::span<Run> RunsIn(Anatomy& anatomy, NodeId node) {
  const std::span<const Run> runs = RunsIn(std::as_const(anatomy), node);
  return {const_cast<Run*>(runs.data()), runs.size()};
}

void DropRunsIn(Anatomy& anatomy, NodeId node) {
  for (Run& run : RunsIn(anatomy, node)) run.dropped = true;
}

const std::string& TextOf(const Anatomy& anatomy, const Run& run) {
  std::optional<std::string>& text = anatomy.texts_[run.index].text;
  if (!text) text = MakeText(anatomy, run);
  return *text;
}

const std::string& FoldedOf(const Anatomy& anatomy, const Run& run) {
  std::optional<std::string>& folded = anatomy.texts_[run.index].folded;
  if (!folded) folded = text::Fold(TextOf(anatomy, run));
  return *folded;
}

uint32_t WeightOf(std::string_view text) {
  uint32_t halves = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    halves += kHalves[c];
    if (c == 0xE3 && IsIdeographicMark(text, i)) halves -= kHalves[c];
  }
  return halves / 2;
}

}  // namespace extract
