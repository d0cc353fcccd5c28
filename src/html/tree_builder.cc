#include "html/tree_builder.h"

namespace html {
namespace {

// A page may open formatting elements again this often, and once more for every eighth byte of it:
// one unclosed <b> and thousands of paragraphs are common; thousands of both are an attack.
constexpr size_t kReopenedAtLeast = 16'384;

}  // namespace

TreeBuilder::TreeBuilder(TreeData& tree, Comments comments, FastPaths fast_paths)
    : tree_(tree),
      names_(tree),
      tokenizer_(tree, names_, comments, fast_paths),
      shape_(tree),
      open_(tree),
      formatting_(tree),
      keeps_comments_(comments == Comments::kKeep),
      reopened_left_(kReopenedAtLeast + tree.input_size / 8) {}

// 13.4, parsing HTML fragments. The root element of step 5 is the root of our tree itself.
void TreeBuilder::SetContext(Kind context, QuirksMode quirks) {
  using enum Tag;
  is_fragment_ = true;
  context_ = context;
  tree_.quirks = quirks;
  // 4. Set the state of the tokenization stage.
  if (IsOneOf(context, kTitle, kTextarea)) {
    tokenizer_.SwitchTo(State::kRcdata, kUnknown);
  } else if (IsOneOf(context, kStyle, kXmp, kIframe, kNoembed, kNoframes)) {
    tokenizer_.SwitchTo(State::kRawtext, kUnknown);
  } else if (Is(context, kScript)) {
    tokenizer_.SwitchTo(State::kScriptData, kUnknown);
  } else if (Is(context, kPlaintext)) {
    tokenizer_.SwitchTo(State::kPlaintext, kUnknown);
  }
  open_.Push({kRoot, static_cast<NameId>(kHtml), KindOf(kHtml)});
  if (Is(context, kTemplate)) template_modes_.push_back(InsertionMode::kInTemplate);
  ResetInsertionMode();
  // 12. Set the form element pointer: of the context's ancestors nothing is known.
  if (Is(context, kForm)) form_ = kFormOfContext;
}

void TreeBuilder::Build(ScanWay way) {
  switch (way) {
    case ScanWay::kAvx2:
      Run<Avx2Scan>();
      break;
    case ScanWay::kSse2:
      Run<Sse2Scan>();
      break;
    case ScanWay::kPortable:
      Run<PortableScan>();
      break;
  }
  shape_.Finish();
}

template <typename Scan>
void TreeBuilder::Run() {
  Token token;
  while (!stopped_) {
    tokenizer_.set_foreign(!open_.empty() && !IsHtml(AdjustedCurrentKind()));
    tokenizer_.Next<Scan>(token);
    token.attributes_taken = false;
    Dispatch(token);
    if (token.kind == TokenKind::kStartTag && !token.attributes_taken) {
      tree_.attributes.Truncate(token.first_attribute);
    }
    if (tree_.nodes.size() >= kMostNodes) [[unlikely]] {
      tree_.truncated = true;
      return;
    }
  }
}

// 13.2.6, the tree construction dispatcher.
void TreeBuilder::Dispatch(Token& token) {
  if (skip_line_feed_) [[unlikely]] {
    skip_line_feed_ = false;
    if (token.kind == TokenKind::kText && tree_.Text(token.text).starts_with('\n')) {
      ++token.text.offset;
      --token.text.length;
      if (token.text.length == 0) return;
    }
  }
  if (flattened_total_ > 0 && token.kind == TokenKind::kEndTag) [[unlikely]] {
    if (Swallow(token)) return;
  }
  if (IsForHtml(token)) [[likely]] {
    Process(token);
  } else {
    InForeignContent(token);
  }
}

bool TreeBuilder::IsForHtml(const Token& token) const {
  if (open_.empty()) return true;
  const Kind kind = AdjustedCurrentKind();
  if (IsHtml(kind)) return true;
  const bool start = token.kind == TokenKind::kStartTag;
  const bool text = token.kind == TokenKind::kText;
  if (Has(kind, kMathTextPoint)) {
    if (start && token.tag != Tag::kMglyph && token.tag != Tag::kMalignmark) return true;
    if (text) return true;
  }
  if (kind == KindOf(Tag::kAnnotationXml, Namespace::kMathMl)) {
    if (start && token.tag == Tag::kSvg) return true;
    const bool is_point = IsHtmlPoint(open_.top());
    if (is_point && (start || text)) return true;
  }
  if (Has(kind, kHtmlPoint) && (start || text)) return true;
  return token.kind == TokenKind::kEnd;
}

// Whether an end tag belongs to an element that became a leaf for its depth.
bool TreeBuilder::Swallow(const Token& token) {
  if (!StackIsFull()) {
    flattened_.fill(0);
    flattened_total_ = 0;
    return false;
  }
  uint32_t& count = flattened_[static_cast<size_t>(token.tag)];
  if (count == 0) return false;
  --count;
  --flattened_total_;
  return true;
}

void TreeBuilder::ProcessIn(InsertionMode mode, Token& token) {
  switch (mode) {
    case InsertionMode::kInitial:
      return Initial(token);
    case InsertionMode::kBeforeHtml:
      return BeforeHtml(token);
    case InsertionMode::kBeforeHead:
      return BeforeHead(token);
    case InsertionMode::kInHead:
      return InHead(token);
    case InsertionMode::kInHeadNoscript:
      return InHeadNoscript(token);
    case InsertionMode::kAfterHead:
      return AfterHead(token);
    case InsertionMode::kInBody:
      return InBody(token);
    case InsertionMode::kText:
      return Text(token);
    case InsertionMode::kInTable:
      return InTable(token);
    case InsertionMode::kInTableText:
      return InTableText(token);
    case InsertionMode::kInCaption:
      return InCaption(token);
    case InsertionMode::kInColumnGroup:
      return InColumnGroup(token);
    case InsertionMode::kInTableBody:
      return InTableBody(token);
    case InsertionMode::kInRow:
      return InRow(token);
    case InsertionMode::kInCell:
      return InCell(token);
    case InsertionMode::kInSelect:
      return InSelect(token);
    case InsertionMode::kInSelectInTable:
      return InSelectInTable(token);
    case InsertionMode::kInTemplate:
      return InTemplate(token);
    case InsertionMode::kAfterBody:
      return AfterBody(token);
    case InsertionMode::kInFrameset:
      return InFrameset(token);
    case InsertionMode::kAfterFrameset:
      return AfterFrameset(token);
    case InsertionMode::kAfterAfterBody:
      return AfterAfterBody(token);
    case InsertionMode::kAfterAfterFrameset:
      return AfterAfterFrameset(token);
  }
}

// 13.2.4.1, reset the insertion mode appropriately.
void TreeBuilder::ResetInsertionMode() {
  using enum Tag;
  for (size_t index = open_.size(); index-- > 0;) {
    // 3. The last node of a fragment stands for the context.
    const bool last = index == 0;
    const Kind kind = last && is_fragment_ ? context_ : open_[index].kind;
    const auto is = [kind](Tag tag) { return Is(kind, tag); };
    // 4. to 15.
    if (is(kSelect)) {
      mode_ = ModeInSelect(index);
    } else if ((is(kTd) || is(kTh)) && !last) {
      mode_ = InsertionMode::kInCell;
    } else if (is(kTr)) {
      mode_ = InsertionMode::kInRow;
    } else if (is(kTbody) || is(kThead) || is(kTfoot)) {
      mode_ = InsertionMode::kInTableBody;
    } else if (is(kCaption)) {
      mode_ = InsertionMode::kInCaption;
    } else if (is(kColgroup)) {
      mode_ = InsertionMode::kInColumnGroup;
    } else if (is(kTable)) {
      mode_ = InsertionMode::kInTable;
    } else if (is(kTemplate)) {
      mode_ = template_modes_.back();
    } else if (is(kHead) && !last) {
      mode_ = InsertionMode::kInHead;
    } else if (is(kBody)) {
      mode_ = InsertionMode::kInBody;
    } else if (is(kFrameset)) {
      mode_ = InsertionMode::kInFrameset;
    } else if (is(kHtml)) {
      mode_ = head_ == kNoNode ? InsertionMode::kBeforeHead : InsertionMode::kAfterHead;
    } else {
      continue;
    }
    return;
  }
  // 16. The last node, and none of the above.
  mode_ = InsertionMode::kInBody;
}

// Step 4 of the above, of the select at `index`.
InsertionMode TreeBuilder::ModeInSelect(size_t index) const {
  while (index > 0) {
    --index;
    if (Is(open_[index].kind, Tag::kTemplate)) break;
    if (Is(open_[index].kind, Tag::kTable)) return InsertionMode::kInSelectInTable;
  }
  return InsertionMode::kInSelect;
}

}  // namespace html
