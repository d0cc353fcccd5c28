#include "extract/blocks.h"

#include <algorithm>

#include "html/sanitise.h"
#include "text/markup.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Attr;
using html::Document;
using html::kNoNode;
using html::NodeId;
using html::Tag;
using model::Block;
using model::BlockKind;

bool IsKeptInline(Tag tag) {
  switch (tag) {
    case Tag::kA:
    case Tag::kAbbr:
    case Tag::kB:
    case Tag::kCite:
    case Tag::kCode:
    case Tag::kDel:
    case Tag::kEm:
    case Tag::kI:
    case Tag::kIns:
    case Tag::kKbd:
    case Tag::kMark:
    case Tag::kQ:
    case Tag::kS:
    case Tag::kStrong:
    case Tag::kSub:
    case Tag::kSup:
    case Tag::kU:
      return true;
    default:
      return false;
  }
}

// The inline elements around a text node, outermost first, up to its block.
std::vector<NodeId> InlineAncestors(const Document& document, NodeId text, NodeId block) {
  constexpr size_t kMost = 16;
  std::vector<NodeId> chain;
  for (NodeId up = document.parent(text); up != block && up != kNoNode; up = document.parent(up)) {
    if (IsKeptInline(document.tag(up)) && chain.size() < kMost) chain.push_back(up);
  }
  std::ranges::reverse(chain);
  return chain;
}

void OpenInline(const Document& document, NodeId node, const net::Url* base, std::string& out) {
  const Tag tag = document.tag(node);
  out.append("<").append(html::TagName(tag));
  if (tag == Tag::kA) {
    const auto url = net::Url::Parse(document.attribute(node, Attr::kHref), base);
    if (url && (url->IsHttp() || url->scheme() == "mailto")) {
      out += " href=\"";
      text::AppendEscaped(url->href(), out);
      out += "\"";
    }
    out += " rel=\"noopener nofollow\"";
  }
  out.push_back('>');
}

// The text of a run with its inline markup, as safe HTML.
std::string InlineHtml(const Anatomy& anatomy, const Run& run, const net::Url* base) {
  const Document& document = anatomy.document;
  std::string out;
  std::vector<NodeId> open;
  const auto close_to = [&](size_t depth) {
    while (open.size() > depth) {
      out.append("</").append(html::TagName(document.tag(open.back()))).append(">");
      open.pop_back();
    }
  };
  for (NodeId node = run.first; node <= run.last;) {
    const Tag tag = document.tag(node);
    if (tag != Tag::kText && anatomy.facts[node].hidden) {
      node = document.subtree_end(node);
      continue;
    }
    if (tag == Tag::kBr && !out.empty()) out += "<br>";
    if (tag == Tag::kText) {
      const std::vector<NodeId> chain = InlineAncestors(document, node, run.block);
      size_t same = 0;
      while (same < open.size() && same < chain.size() && open[same] == chain[same]) ++same;
      close_to(same);
      for (; same < chain.size(); ++same) {
        OpenInline(document, chain[same], base, out);
        open.push_back(chain[same]);
      }
      text::AppendEscaped(document.text(node), out);
    }
    ++node;
  }
  close_to(0);
  return out;
}

// A table that holds data, not layout: several rows of several short cells.
bool IsDataTable(const Anatomy& anatomy, NodeId table) {
  const Document& document = anatomy.document;
  const NodeId end = document.subtree_end(table);
  size_t rows = 0;
  size_t cells = 0;
  for (NodeId node = table + 1; node < end; ++node) {
    const Tag tag = document.tag(node);
    if (tag == Tag::kTable) return false;
    rows += tag == Tag::kTr ? 1 : 0;
    cells += tag == Tag::kTd || tag == Tag::kTh ? 1 : 0;
  }
  if (rows < 2 || cells < rows * 2) return false;
  uint64_t weight = 0;
  const auto first = std::ranges::lower_bound(anatomy.runs, table, {}, &Run::first);
  for (auto run = first; run != anatomy.runs.end() && run->first < end; ++run)
    weight += run->weight;
  return weight / cells < 150;
}

// A player, or a page within the page; in AMP's spelling too.
bool IsEmbed(Tag tag) {
  return tag == Tag::kIframe || tag == Tag::kVideo || tag == Tag::kAudio || tag == Tag::kAmpVideo ||
         tag == Tag::kAmpIframe;
}

class Maker {
 public:
  Maker(const Anatomy& anatomy, const Body& body, const std::vector<Picture>& pictures,
        const net::Url* base)
      : anatomy_(anatomy),
        document_(anatomy.document),
        body_(body),
        pictures_(pictures),
        base_(base) {}

  Blocks Make();

 private:
  void AddRun(const Run& run);
  void AddTable(NodeId table);
  void AddPicture(const Picture& picture);
  void AddEmbedsUntil(NodeId node);
  void Add(Block block, std::string html) {
    made_.blocks.push_back(std::move(block));
    made_.html.push_back(std::move(html));
  }
  // The nearest data table around; kNoNode: none.
  NodeId TableOf(NodeId block) const;
  bool IsCaption(const Run& run) const;

  const Anatomy& anatomy_;
  const Document& document_;
  const Body& body_;
  const std::vector<Picture>& pictures_;
  const net::Url* base_;
  NodeId embeds_at_ = 0;
  Blocks made_;
};

NodeId Maker::TableOf(NodeId block) const {
  for (; block != kNoNode && block != body_.root; block = document_.parent(block)) {
    if (document_.tag(block) == Tag::kTable) return IsDataTable(anatomy_, block) ? block : kNoNode;
  }
  return kNoNode;
}

bool Maker::IsCaption(const Run& run) const {
  return std::ranges::any_of(pictures_, [&](const Picture& picture) {
    return picture.owner != kNoNode && document_.Contains(picture.owner, run.first) &&
           !picture.image.caption.empty();
  });
}

void Maker::AddTable(NodeId table) {
  Block block;
  block.kind = BlockKind::kTable;
  const NodeId end = document_.subtree_end(table);
  for (NodeId node = table + 1; node < end;) {
    const Tag tag = document_.tag(node);
    if (tag == Tag::kTr) {
      if (!block.text.empty()) block.text += '\n';
    } else if (tag == Tag::kTd || tag == Tag::kTh || tag == Tag::kCaption) {
      if (!block.text.empty() && block.text.back() != '\n') block.text += '\t';
      block.text += document_.TextOf(node);
      node = document_.subtree_end(node);
      continue;
    }
    ++node;
  }
  std::string html;
  html::SanitiseNode(document_, table, base_, html);
  if (!block.text.empty()) Add(std::move(block), std::move(html));
}

void Maker::AddPicture(const Picture& picture) {
  Block block;
  block.kind = BlockKind::kImage;
  block.text = picture.image.caption;
  block.credit = picture.image.credit;
  block.url = picture.image.url;
  std::string html = "<figure><img src=\"";
  text::AppendEscaped(block.url, html);
  html += "\" alt=\"";
  text::AppendEscaped(document_.attribute(picture.node, Attr::kAlt), html);
  html += "\" loading=\"lazy\">";
  if (!block.text.empty() || !block.credit.empty()) {
    html += "<figcaption>";
    text::AppendEscaped(block.text, html);
    if (!block.credit.empty()) {
      html += block.text.empty() ? "<small>" : " <small>";
      text::AppendEscaped(block.credit, html);
      html += "</small>";
    }
    html += "</figcaption>";
  }
  html += "</figure>";
  Add(std::move(block), std::move(html));
}

// Players and posts of others: they become a link, nothing of them is loaded.
void Maker::AddEmbedsUntil(NodeId until) {
  for (; embeds_at_ < until; ++embeds_at_) {
    if (!IsEmbed(document_.tag(embeds_at_))) continue;
    if (anatomy_.facts[document_.parent(embeds_at_)].hidden) continue;
    std::string_view source = document_.attribute(embeds_at_, Attr::kSrc);
    if (source.empty()) source = document_.attribute(embeds_at_, Attr::kDataSrc);
    const NodeId inner = document_.Find(Tag::kSource, embeds_at_);
    if (source.empty() && inner != kNoNode) source = document_.attribute(inner, Attr::kSrc);
    const auto url = net::Url::Parse(source, base_);
    if (source.empty() || !url || !url->IsHttp()) continue;
    bool beside = false;
    for (NodeId up = embeds_at_; up != kNoNode && up != body_.root; up = document_.parent(up)) {
      const Hint hint = anatomy_.facts[up].hint;
      beside =
          beside || hint == Hint::kAdvert || hint == Hint::kFurniture || hint == Hint::kComments;
    }
    if (beside) continue;
    Block block;
    block.kind = BlockKind::kEmbed;
    block.url = url->href();
    std::string html = "<p><a href=\"";
    text::AppendEscaped(block.url, html);
    html += "\" rel=\"noopener nofollow\">";
    text::AppendEscaped(url->host(), html);
    html += "</a></p>";
    Add(std::move(block), std::move(html));
  }
}

// The text of a run as it stands there, line by line: code is nothing without its spaces.
std::string LinesOf(const Anatomy& anatomy, const Run& run) {
  const Document& document = anatomy.document;
  std::string out;
  for (NodeId node = run.first; node <= run.last;) {
    const Tag tag = document.tag(node);
    if (tag != Tag::kText && anatomy.facts[node].hidden) {
      node = document.subtree_end(node);
      continue;
    }
    if (tag == Tag::kBr) out += '\n';
    if (tag == Tag::kText) out += document.text(node);
    ++node;
  }
  std::erase(out, '\r');
  const size_t first = out.find_first_not_of('\n');
  const size_t last = out.find_last_not_of(" \t\n");
  return last == std::string::npos ? std::string() : out.substr(first, last + 1 - first);
}

void Maker::AddRun(const Run& run) {
  Block block;
  block.text = TextOf(anatomy_, run);
  if (block.text.empty()) return;
  std::string_view element = "p";
  bool quoted = false;
  int lists = 0;
  bool item = false;
  bool preformatted = false;
  for (NodeId up = run.block; up != kNoNode; up = document_.parent(up)) {
    const Tag tag = document_.tag(up);
    quoted = quoted || tag == Tag::kBlockquote;
    preformatted = preformatted || tag == Tag::kPre;
    item = item || tag == Tag::kLi;
    lists += tag == Tag::kUl || tag == Tag::kOl ? 1 : 0;
    if (up == body_.root) break;
  }
  const Tag tag = document_.tag(run.block);
  std::string html = InlineHtml(anatomy_, run, base_);
  if (html::IsHeading(tag)) {
    block.kind = BlockKind::kHeading;
    block.level = std::max(2, 1 + static_cast<int>(tag) - static_cast<int>(Tag::kH1));
    element = html::TagName(tag == Tag::kH1 ? Tag::kH2 : tag);
  } else if (preformatted) {
    block.kind = BlockKind::kCode;
    block.text = LinesOf(anatomy_, run);
    element = "pre";
  } else if (quoted) {
    block.kind = BlockKind::kQuote;
    element = "blockquote";
  } else if (item) {
    block.kind = BlockKind::kListItem;
    block.level = std::clamp(lists, 1, 9);
    element = "li";
  }
  html = "<" + std::string(element) + ">" + html + "</" + std::string(element) + ">";
  Add(std::move(block), std::move(html));
}

Blocks Maker::Make() {
  embeds_at_ = body_.root;
  size_t picture = 0;
  NodeId table_until = 0;
  for (const size_t index : body_.runs) {
    const Run& run = anatomy_.runs[index];
    for (; picture < pictures_.size() && pictures_[picture].node < run.first; ++picture) {
      AddEmbedsUntil(std::max(embeds_at_, pictures_[picture].node));
      AddPicture(pictures_[picture]);
    }
    AddEmbedsUntil(run.first);
    if (run.first < table_until || IsCaption(run)) continue;
    const NodeId table = TableOf(run.block);
    if (table != kNoNode) {
      AddTable(table);
      table_until = document_.subtree_end(table);
      continue;
    }
    AddRun(run);
  }
  for (; picture < pictures_.size(); ++picture) AddPicture(pictures_[picture]);
  if (!body_.runs.empty()) {
    // What stands behind the last line, in the same element.
    const NodeId parent = document_.parent(anatomy_.runs[body_.runs.back()].block);
    if (parent != kNoNode) AddEmbedsUntil(document_.subtree_end(parent));
  }
  return std::move(made_);
}

}  // namespace

bool IsText(const Block& block) {
  return block.kind != BlockKind::kImage && block.kind != BlockKind::kEmbed;
}

Blocks MakeBlocks(const Anatomy& anatomy, const Body& body, const std::vector<Picture>& pictures,
                  const net::Url* base) {
  return Maker(anatomy, body, pictures, base).Make();
}

}  // namespace extract
