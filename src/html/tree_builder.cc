#include "html/tree_builder.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"
#include "html/entities.h"

namespace html {
namespace {

constexpr size_t kChunk = size_t{64} << 10;
// An end tag of a formatting element inside more blocks than this is ignored.
constexpr size_t kMostReopened = 8;

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
bool IsBlank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\f") == std::string_view::npos;
}
// 13.2.6.5: the start tags that end foreign content.
bool BreaksOut(Tag tag) {
  switch (tag) {
    case Tag::kA:
    case Tag::kTitle:
    case Tag::kScript:
    case Tag::kStyle:
    case Tag::kUnknown:
    case Tag::kSvg:
    case Tag::kMath:
    case Tag::kForeignObject:
    case Tag::kFont:
    case Tag::kImg:
      return tag == Tag::kImg;
    default:
      return true;
  }
}

}  // namespace

TreeBuilder::TreeBuilder(std::string_view input) {
  document_.truncated_ = input.size() > kLongestInput;
  input = base::TruncateUtf8(input, kLongestInput);
  auto copy = std::make_unique<char[]>(input.size() + 1);
  std::memcpy(copy.get(), input.data(), input.size());
  document_.input_ = std::string_view(copy.get(), input.size());
  document_.chunks_.push_back(std::move(copy));
  document_.nodes_.reserve(input.size() / 24 + 16);
  document_.attributes_.reserve(input.size() / 32 + 16);
}

Document TreeBuilder::Build() {
  Tokenizer tokenizer(document_.input_);
  open_.push_back({kRoot, Tag::kDocument});
  Token token;
  while (true) {
    tokenizer.Next(token);
    if (token.kind == TokenKind::kEnd) break;
    if (document_.nodes_.size() >= kMostNodes) {
      document_.truncated_ = true;
      break;
    }
    if (token.kind == TokenKind::kText) Text(token);
    if (token.kind == TokenKind::kStartTag) StartTag(token, tokenizer);
    if (token.kind == TokenKind::kEndTag) EndTag(token);
  }
  PopTo(0);
  return std::move(document_);
}

NodeId TreeBuilder::Append(Tag tag, std::string_view view) {
  const auto node = static_cast<NodeId>(document_.nodes_.size());
  Document::Node& added = document_.nodes_.emplace_back();
  added.parent = open_.back().node;
  added.subtree_end = node + 1;
  added.first_attribute = static_cast<uint32_t>(document_.attributes_.size());
  added.depth = static_cast<uint16_t>(open_.size());
  added.tag = tag;
  added.view = view;
  return node;
}

void TreeBuilder::Push(NodeId node, Tag tag) {
  open_.push_back({node, tag});
  ++open_count_[static_cast<size_t>(tag)];
  if (tag == Tag::kSvg || tag == Tag::kMath) ++foreign_;
}

void TreeBuilder::PopTo(size_t index) {
  const auto end = static_cast<NodeId>(document_.nodes_.size());
  while (open_.size() > index) {
    const Open top = open_.back();
    document_.nodes_[top.node].subtree_end = end;
    if (top.tag == Tag::kSvg || top.tag == Tag::kMath) --foreign_;
    if (top.tag == Tag::kForm) in_form_ = false;
    if (open_.size() > 1) --open_count_[static_cast<size_t>(top.tag)];
    open_.pop_back();
  }
}

size_t TreeBuilder::InScope(Tag tag, Tag extra_bound) const {
  if (open_count_[static_cast<size_t>(tag)] == 0) return 0;
  for (size_t i = open_.size() - 1; i > 0; --i) {
    if (open_[i].tag == tag) return i;
    if (Has(open_[i].tag, kScopeTag) || open_[i].tag == extra_bound) return 0;
  }
  return 0;
}

size_t TreeBuilder::InTableScope(Tag tag) const {
  if (open_count_[static_cast<size_t>(tag)] == 0) return 0;
  for (size_t i = open_.size() - 1; i > 0; --i) {
    if (open_[i].tag == tag) return i;
    if (open_[i].tag == Tag::kTable || open_[i].tag == Tag::kTemplate) return 0;
  }
  return 0;
}

std::string_view TreeBuilder::Keep(std::string text) {
  if (text.size() > free_bytes_) {
    const size_t bytes = std::max(kChunk, text.size());
    document_.chunks_.push_back(std::make_unique<char[]>(bytes));
    free_ = document_.chunks_.back().get();
    free_bytes_ = bytes;
  }
  std::memcpy(free_, text.data(), text.size());
  const std::string_view kept(free_, text.size());
  free_ += text.size();
  free_bytes_ -= text.size();
  return kept;
}

std::string_view TreeBuilder::LowerName(std::string_view name) {
  if (std::ranges::none_of(name, [](char c) { return c >= 'A' && c <= 'Z'; })) return name;
  std::string lower(name);
  std::ranges::transform(lower, lower.begin(), Lower);
  return Keep(std::move(lower));
}

void TreeBuilder::AppendAttributes(NodeId node, const Token& token) {
  const size_t first = document_.attributes_.size();
  for (const Token::RawAttribute& raw : token.attributes) {
    const std::string_view name = LowerName(raw.name);
    const auto seen = std::any_of(document_.attributes_.begin() + static_cast<long>(first),
                                  document_.attributes_.end(),
                                  [&](const Attribute& other) { return other.name == name; });
    if (seen) continue;
    std::string_view value = raw.value;
    if (value.find('&') != std::string_view::npos) {
      std::string decoded;
      DecodeReferences(value, ReferencePlace::kAttribute, decoded);
      value = Keep(std::move(decoded));
    }
    document_.attributes_.push_back({AttrFrom(name), name, value});
  }
  document_.nodes_[node].attribute_count =
      static_cast<uint16_t>(document_.attributes_.size() - first);
}

void TreeBuilder::Text(const Token& token) {
  std::string_view text = token.text;
  const Tag top = open_.back().tag;
  if (top == Tag::kHead && !IsBlank(text)) PopTo(open_.size() - 1);
  if (token.decode && text.find('&') != std::string_view::npos) {
    std::string decoded;
    DecodeReferences(text, ReferencePlace::kText, decoded);
    text = Keep(std::move(decoded));
  }
  if (!text.empty()) Append(Tag::kText, text);
}

// html, head, body and what may stand in the head. True: the tag was dealt with.
bool TreeBuilder::StartStructure(const Token& token) {
  const Tag tag = token.tag;
  if (tag == Tag::kHtml) {
    if (has_html_ || open_.size() > 1) return true;
    has_html_ = true;
    return false;
  }
  if (tag == Tag::kHead) {
    if (has_head_ || has_body_ || open_.size() > (has_html_ ? 2U : 1U)) return true;
    has_head_ = true;
    return false;
  }
  const bool in_head = open_count_[static_cast<size_t>(Tag::kHead)] > 0;
  if (in_head && !Has(tag, kHeadContent) && tag != Tag::kUnknown) {
    const size_t head = InTableScope(Tag::kHead);
    if (head != 0) PopTo(head);
  } else if (in_head && tag == Tag::kUnknown && open_.back().tag == Tag::kHead) {
    PopTo(open_.size() - 1);
  }
  if (tag == Tag::kBody) {
    if (has_body_ || open_.size() > (has_html_ ? 2U : 1U)) return true;
    has_body_ = true;
  }
  if (tag == Tag::kFrameset) return true;
  if (tag == Tag::kForm) {
    if (in_form_) return true;
    in_form_ = true;
  }
  return false;
}

void TreeBuilder::CloseTableParts(Tag tag) {
  const auto close = [this](Tag part) {
    if (const size_t at = InTableScope(part); at != 0) PopTo(at);
  };
  switch (tag) {
    case Tag::kTd:
    case Tag::kTh:
      close(Tag::kTd);
      close(Tag::kTh);
      close(Tag::kCaption);
      break;
    case Tag::kTr:
      close(Tag::kTr);
      close(Tag::kCaption);
      close(Tag::kColgroup);
      break;
    case Tag::kTbody:
    case Tag::kThead:
    case Tag::kTfoot:
    case Tag::kColgroup:
    case Tag::kCaption:
      for (const Tag part :
           {Tag::kTbody, Tag::kThead, Tag::kTfoot, Tag::kCaption, Tag::kColgroup}) {
        close(part);
      }
      break;
    default:
      break;
  }
}

// 13.2.6.4.7: what the start of one element says about the end of others.
void TreeBuilder::CloseImplied(Tag tag) {
  if (Has(tag, kClosesParagraph)) {
    if (const size_t at = InScope(Tag::kP, Tag::kButton); at != 0) PopTo(at);
  }
  const auto close_item = [this](Tag one, Tag other) {
    for (size_t i = open_.size() - 1; i > 0; --i) {
      const Tag open = open_[i].tag;
      if (open == one || open == other) return PopTo(i);
      if (Has(open, kSpecialTag) && open != Tag::kAddress && open != Tag::kDiv && open != Tag::kP) {
        return;
      }
    }
  };
  const auto close_top = [this](Tag one, Tag other) {
    if (open_.back().tag == one || open_.back().tag == other) PopTo(open_.size() - 1);
  };
  switch (tag) {
    case Tag::kLi:
      return close_item(Tag::kLi, Tag::kLi);
    case Tag::kDd:
    case Tag::kDt:
      return close_item(Tag::kDd, Tag::kDt);
    case Tag::kButton:
    case Tag::kA:
    case Tag::kNobr:
      if (const size_t at = InScope(tag); at != 0) PopTo(at);
      return;
    case Tag::kOption:
      return close_top(Tag::kOption, Tag::kOption);
    case Tag::kOptgroup:
      close_top(Tag::kOption, Tag::kOption);
      return close_top(Tag::kOptgroup, Tag::kOptgroup);
    case Tag::kRt:
    case Tag::kRp:
      return close_top(Tag::kRt, Tag::kRp);
    default:
      if (IsHeading(tag) && IsHeading(open_.back().tag)) PopTo(open_.size() - 1);
      CloseTableParts(tag);
  }
}

void TreeBuilder::BreakOutOfForeign(Tag tag) {
  if (!BreaksOut(tag)) return;
  size_t outermost = 0;
  for (size_t i = open_.size() - 1; i > 0; --i) {
    if (open_[i].tag == Tag::kForeignObject) break;
    if (open_[i].tag == Tag::kSvg || open_[i].tag == Tag::kMath) outermost = i;
  }
  if (outermost != 0) PopTo(outermost);
}

void TreeBuilder::StartTag(const Token& token, Tokenizer& tokenizer) {
  const Tag tag = token.tag;
  if (InForeign()) BreakOutOfForeign(tag);
  const bool foreign = InForeign() && open_count_[static_cast<size_t>(Tag::kForeignObject)] == 0;
  if (!foreign) {
    if (StartStructure(token)) return;
    const bool table_part = tag == Tag::kTr || tag == Tag::kTd || tag == Tag::kTh ||
                            tag == Tag::kTbody || tag == Tag::kThead || tag == Tag::kTfoot;
    if (table_part && open_count_[static_cast<size_t>(Tag::kTable)] == 0) return;
    CloseImplied(tag);
  }
  const NodeId node = Append(tag, tag == Tag::kUnknown ? LowerName(token.name) : TagName(tag));
  AppendAttributes(node, token);
  if (Has(tag, kVoidTag)) return;
  if (foreign || tag == Tag::kSvg || tag == Tag::kMath) {
    if (token.self_closing) return;
  } else if (Has(tag, kRawText) || Has(tag, kEscapableText)) {
    tokenizer.ReadRawText(tag == Tag::kPlaintext ? "plaintext\n" : token.name,
                          Has(tag, kEscapableText));
  }
  if (open_.size() >= kDeepest) {
    ++overflow_[static_cast<size_t>(tag)];
    return;
  }
  Push(node, tag);
}

// "</b>" where blocks were opened inside the <b>: ends all, opens the blocks again (see the
// header).
void TreeBuilder::EndFormatting(Tag tag) {
  size_t at = open_.size() - 1;
  while (at > 0 && open_[at].tag != tag) {
    if (Has(open_[at].tag, kScopeTag)) return;
    --at;
  }
  if (at == 0) return;
  std::vector<Open> reopen;
  for (size_t i = at + 1; i < open_.size(); ++i) {
    if (Has(open_[i].tag, kSpecialTag)) reopen.push_back(open_[i]);
  }
  if (reopen.size() > kMostReopened) return;
  const bool in_form = in_form_;
  PopTo(at);
  for (const Open& old : reopen) {
    const NodeId node = Append(old.tag, TagName(old.tag));
    document_.nodes_[node].first_attribute = document_.nodes_[old.node].first_attribute;
    document_.nodes_[node].attribute_count = document_.nodes_[old.node].attribute_count;
    Push(node, old.tag);
  }
  in_form_ = in_form;
}

void TreeBuilder::EndTag(const Token& token) {
  const Tag tag = token.tag;
  const auto index = static_cast<size_t>(tag);
  if (tag == Tag::kBody || tag == Tag::kHtml || Has(tag, kVoidTag)) {
    if (tag == Tag::kBr) Append(Tag::kBr, TagName(Tag::kBr));
    return;
  }
  if (overflow_[index] > 0) {
    --overflow_[index];
    return;
  }
  if (open_count_[index] == 0 && !IsHeading(tag)) return;
  if (Has(tag, kFormattingTag)) return EndFormatting(tag);
  if (tag == Tag::kForm) {
    in_form_ = false;
    if (open_.back().tag == Tag::kForm) PopTo(open_.size() - 1);
    return;
  }
  const bool heading = IsHeading(tag);
  for (size_t i = open_.size() - 1; i > 0; --i) {
    const Open& open = open_[i];
    const bool same = open.tag == tag || (heading && IsHeading(open.tag));
    if (same &&
        (tag != Tag::kUnknown || document_.nodes_[open.node].view.size() == token.name.size())) {
      return PopTo(i);
    }
    // Blocks are searched up to the scope's bound, others up to the next special element.
    const bool bound = Has(tag, kSpecialTag)
                           ? Has(open.tag, kScopeTag) && tag != Tag::kTable && tag != Tag::kTr &&
                                 tag != Tag::kTbody && tag != Tag::kThead && tag != Tag::kTfoot
                           : Has(open.tag, kSpecialTag);
    if (bound || (open.tag == Tag::kTable && tag != Tag::kTable) || open.tag == Tag::kTemplate)
      return;
  }
}

Document Parse(std::string_view utf8) {
  const bool has_nul = utf8.find('\0') != std::string_view::npos;
  if (!has_nul && base::IsValidUtf8(utf8)) return TreeBuilder(utf8).Build();
  std::string repaired = base::RepairUtf8(utf8.substr(0, kLongestInput));
  std::erase(repaired, '\0');
  return TreeBuilder(repaired).Build();
}

}  // namespace html
