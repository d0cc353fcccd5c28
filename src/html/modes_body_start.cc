// 13.2.6.4.7 The "in body" insertion mode: text and start tags.

#include "base/utf8.h"
#include "html/tree_builder.h"

namespace html {

using enum Tag;

void TreeBuilder::InBody(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      return TextInBody(token);
    case TokenKind::kStartTag:
      return StartInBody(token);
    case TokenKind::kEndTag:
      return EndInBody(token);
    case TokenKind::kComment:
      return InsertComment(token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kEnd:
      return EndOfFileInBody(token);
  }
}

void TreeBuilder::TextInBody(Token& token) {
  if (token.has_null) [[unlikely]] {
    token.text = WithoutNull(token.text);
    token.has_null = false;
    if (token.text.length == 0) return;
  }
  ReconstructFormatting();
  InsertText(token.text);
  if (frameset_ok_ && !IsAllSpace(token.text)) frameset_ok_ = false;
}

void TreeBuilder::EndOfFileInBody(Token& token) {
  if (!template_modes_.empty()) return InTemplate(token);
  stopped_ = true;
}

void TreeBuilder::StartInBody(Token& token) {
  switch (token.tag) {
    case kHtml:
      return StartHtmlInBody(token);
    case kBase:
    case kBasefont:
    case kBgsound:
    case kLink:
    case kMeta:
    case kNoframes:
    case kScript:
    case kStyle:
    case kTemplate:
    case kTitle:
      return InHead(token);
    case kBody:
      return StartBodyInBody(token);
    case kFrameset:
      return StartFramesetInBody(token);
    case kAddress:
    case kArticle:
    case kAside:
    case kBlockquote:
    case kCenter:
    case kDetails:
    case kDialog:
    case kDir:
    case kDiv:
    case kDl:
    case kFieldset:
    case kFigcaption:
    case kFigure:
    case kFooter:
    case kHeader:
    case kHgroup:
    case kMain:
    case kMenu:
    case kNav:
    case kOl:
    case kP:
    case kSearch:
    case kSection:
    case kSummary:
    case kUl:
      CloseParagraphInScope();
      Insert(token);
      return;
    case kH1:
    case kH2:
    case kH3:
    case kH4:
    case kH5:
    case kH6:
      CloseParagraphInScope();
      if (IsHtml(current()) && IsHeading(TagOf(current()))) open_.Pop();
      Insert(token);
      return;
    case kPre:
    case kListing:
      CloseParagraphInScope();
      Insert(token);
      skip_line_feed_ = true;
      frameset_ok_ = false;
      return;
    case kForm:
      return StartForm(token);
    case kLi:
    case kDd:
    case kDt:
      return StartItem(token);
    case kPlaintext:
      CloseParagraphInScope();
      if (Insert(token) != kNoNode) tokenizer_.SwitchTo(State::kPlaintext, kUnknown);
      return;
    case kButton:
      return StartButton(token);
    case kA:
      return StartAnchor(token);
    case kB:
    case kBig:
    case kCode:
    case kEm:
    case kFont:
    case kI:
    case kS:
    case kSmall:
    case kStrike:
    case kStrong:
    case kTt:
    case kU:
      ReconstructFormatting();
      return InsertFormatting(token);
    case kNobr:
      return StartNobr(token);
    case kApplet:
    case kMarquee:
    case kObject:
      return StartWithMarker(token);
    case kTable:
      return StartTable(token);
    default:
      return StartInlineInBody(token);
  }
}

// The second half of the start tags of 13.2.6.4.7, from "area" on.
void TreeBuilder::StartInlineInBody(Token& token) {
  switch (token.tag) {
    case kArea:
    case kBr:
    case kEmbed:
    case kImg:
    case kKeygen:
    case kWbr:
      ReconstructFormatting();
      InsertLeaf(token);
      frameset_ok_ = false;
      return;
    case kInput:
      ReconstructFormatting();
      InsertLeaf(token);
      if (!IsHiddenInput(token)) frameset_ok_ = false;
      return;
    case kParam:
    case kSource:
    case kTrack:
      InsertLeaf(token);
      return;
    case kHr:
      CloseParagraphInScope();
      InsertLeaf(token);
      frameset_ok_ = false;
      return;
    case kImage:  // "Don't ask."
      token.tag = kImg;
      token.name = static_cast<NameId>(kImg);
      return StartInBody(token);
    case kTextarea:
      InsertRaw(token, State::kRcdata);
      skip_line_feed_ = true;
      frameset_ok_ = false;
      return;
    case kXmp:
      CloseParagraphInScope();
      ReconstructFormatting();
      frameset_ok_ = false;
      return InsertRaw(token, State::kRawtext);
    case kIframe:
      frameset_ok_ = false;
      return InsertRaw(token, State::kRawtext);
    case kNoembed:
      return InsertRaw(token, State::kRawtext);
    case kSelect:
      return StartSelect(token);
    case kOptgroup:
    case kOption:
      if (Is(current(), kOption)) open_.Pop();
      ReconstructFormatting();
      Insert(token);
      return;
    case kRb:
    case kRtc:
      if (open_.HasInScope(kRuby)) GenerateImpliedEndTags();
      Insert(token);
      return;
    case kRp:
    case kRt:
      if (open_.HasInScope(kRuby)) GenerateImpliedEndTags(kRtc);
      Insert(token);
      return;
    case kMath:
      return StartForeignRoot(token, Namespace::kMathMl);
    case kSvg:
      return StartForeignRoot(token, Namespace::kSvg);
    case kCaption:
    case kCol:
    case kColgroup:
    case kFrame:
    case kHead:
    case kTbody:
    case kTd:
    case kTfoot:
    case kTh:
    case kThead:
    case kTr:
      return;
    default:
      ReconstructFormatting();
      Insert(token);
      return;
  }
}

// A start tag "html".
void TreeBuilder::StartHtmlInBody(Token& token) {
  if (open_.Has(kTemplate)) return;
  AddMissingAttributes(open_[0].node, token);
}

// A start tag "body".
void TreeBuilder::StartBodyInBody(Token& token) {
  if (open_.size() == 1 || !Is(open_[1].kind, kBody) || open_.Has(kTemplate)) return;
  frameset_ok_ = false;
  AddMissingAttributes(open_[1].node, token);
}

// A start tag "frameset".
void TreeBuilder::StartFramesetInBody(Token& token) {
  if (open_.size() == 1 || !Is(open_[1].kind, kBody) || !frameset_ok_) return;
  shape_.Remove(open_[1].node);
  open_.PopTo(1);
  Insert(token);
  mode_ = InsertionMode::kInFrameset;
}

// A start tag "form".
void TreeBuilder::StartForm(Token& token) {
  const bool in_template = open_.Has(kTemplate);
  if (form_ != kNoNode && !in_template) return;
  CloseParagraphInScope();
  const NodeId node = Insert(token);
  if (!in_template) form_ = node;
}

// A start tag "li", or "dd", "dt".
void TreeBuilder::StartItem(Token& token) {
  // 1.
  frameset_ok_ = false;
  // 2. to 5. Close the item that is open, unless a special element stands between.
  const auto is_alike = [&token](Kind kind) {
    return token.tag == kLi ? Is(kind, kLi) : IsOneOf(kind, kDd, kDt);
  };
  for (size_t index = open_.size(); index-- > 0;) {
    const Kind kind = open_[index].kind;
    if (is_alike(kind)) {
      GenerateImpliedEndTags(TagOf(kind));
      open_.PopUntil(TagOf(kind));
      break;
    }
    if (Has(kind, kSpecial) && !IsOneOf(kind, kAddress, kDiv, kP)) break;
  }
  // 6. and 7.
  CloseParagraphInScope();
  Insert(token);
}

// A start tag "button".
void TreeBuilder::StartButton(Token& token) {
  if (open_.HasInScope(kButton)) {
    GenerateImpliedEndTags();
    open_.PopUntil(kButton);
  }
  ReconstructFormatting();
  Insert(token);
  frameset_ok_ = false;
}

// A start tag "a".
void TreeBuilder::StartAnchor(Token& token) {
  if (const size_t found = formatting_.FindBehindMarker(kA); found != 0) {
    const NodeId anchor = formatting_[found - 1].node;
    RunAdoptionAgency(token);
    if (tree_.nodes[anchor].formatting != 0) formatting_.RemoveAt(formatting_.IndexOf(anchor));
    if (tree_.nodes[anchor].open != 0) open_.RemoveAt(open_.IndexOf(anchor));
  }
  ReconstructFormatting();
  InsertFormatting(token);
}

// A start tag "nobr".
void TreeBuilder::StartNobr(Token& token) {
  ReconstructFormatting();
  if (open_.HasInScope(kNobr)) {
    RunAdoptionAgency(token);
    ReconstructFormatting();
  }
  InsertFormatting(token);
}

// A start tag "applet", "marquee", "object".
void TreeBuilder::StartWithMarker(Token& token) {
  ReconstructFormatting();
  frameset_ok_ = false;
  if (IsFull(kRoomForTables)) {
    InsertLeaf(token);
    return Flatten(token);
  }
  Insert(token);
  formatting_.PushMarker();
}

// A start tag "table".
void TreeBuilder::StartTable(Token& token) {
  if (tree_.quirks != QuirksMode::kFull) CloseParagraphInScope();
  frameset_ok_ = false;
  if (IsFull(kRoomForTables)) {
    InsertLeaf(token);
    return Flatten(token);
  }
  Insert(token);
  mode_ = InsertionMode::kInTable;
}

// A start tag "select".
void TreeBuilder::StartSelect(Token& token) {
  ReconstructFormatting();
  frameset_ok_ = false;
  if (IsFull(kRoomForTables)) {
    InsertLeaf(token);
    return Flatten(token);
  }
  Insert(token);
  switch (mode_) {
    case InsertionMode::kInTable:
    case InsertionMode::kInCaption:
    case InsertionMode::kInTableBody:
    case InsertionMode::kInRow:
    case InsertionMode::kInCell:
      mode_ = InsertionMode::kInSelectInTable;
      return;
    default:
      mode_ = InsertionMode::kInSelect;
  }
}

// A start tag "math", "svg".
void TreeBuilder::StartForeignRoot(Token& token, Namespace space) {
  ReconstructFormatting();
  AdjustAttributes(token, space);
  InsertForeign(token, space, token.name);
}

}  // namespace html
