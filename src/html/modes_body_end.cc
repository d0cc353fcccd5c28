// 13.2.6.4.7 The "in body" insertion mode: end tags. 13.2.6.4.8 The "text" insertion mode.

#include "html/tree_builder.h"

namespace html {

using enum Tag;

void TreeBuilder::EndInBody(Token& token) {
  switch (token.tag) {
    case kTemplate:
      return EndTemplate();
    case kBody:
    case kHtml:
      if (!open_.HasInScope(kBody)) return;
      mode_ = InsertionMode::kAfterBody;
      if (token.tag == kHtml) Process(token);
      return;
    case kAddress:
    case kArticle:
    case kAside:
    case kBlockquote:
    case kButton:
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
    case kListing:
    case kMain:
    case kMenu:
    case kNav:
    case kOl:
    case kPre:
    case kSearch:
    case kSection:
    case kSummary:
    case kUl:
      return EndBlock(token.tag);
    case kForm:
      return EndForm();
    case kP:
      // A p that is not there is opened first.
      if (!open_.HasInButtonScope(kP) && Insert(kP) == kNoNode) return;
      return CloseParagraph();
    case kLi:
      if (open_.HasInListItemScope(kLi)) CloseElement(kLi, kLi);
      return;
    case kDd:
    case kDt:
      if (open_.HasInScope(token.tag)) CloseElement(token.tag, token.tag);
      return;
    case kH1:
    case kH2:
    case kH3:
    case kH4:
    case kH5:
    case kH6:
      if (!open_.HasHeadingInScope()) return;
      GenerateImpliedEndTags();
      return open_.PopUntilOneOf(kH1, kH6);
    case kA:
    case kB:
    case kBig:
    case kCode:
    case kEm:
    case kFont:
    case kI:
    case kNobr:
    case kS:
    case kSmall:
    case kStrike:
    case kStrong:
    case kTt:
    case kU:
      return RunAdoptionAgency(token);
    case kApplet:
    case kMarquee:
    case kObject:
      if (!open_.HasInScope(token.tag)) return;
      CloseElement(token.tag);
      return formatting_.ClearToLastMarker();
    case kBr:  // it is a start tag without attributes
      token.attribute_count = 0;
      return StartInBody(token);
    default:
      return EndOther(token);
  }
}

// "Close a p element".
void TreeBuilder::CloseParagraph() {
  CloseElement(kP, kP);
}

// An end tag that closes the nearest element of its name, and all that is open in it.
void TreeBuilder::EndBlock(Tag tag) {
  if (Is(current(), tag)) return open_.Pop();
  if (open_.HasInScope(tag)) CloseElement(tag);
}

// The end of the nearest element of a tag, which is in scope.
void TreeBuilder::CloseElement(Tag tag, Tag except) {
  GenerateImpliedEndTags(except);
  open_.PopUntil(tag);
}

// An end tag "form".
void TreeBuilder::EndForm() {
  if (open_.Has(kTemplate)) {
    if (open_.HasInScope(kForm)) CloseElement(kForm);
    return;
  }
  // 1. and 2.
  const NodeId node = form_;
  form_ = kNoNode;
  // 3.
  if (node == kNoNode || !open_.HasNodeInScope(node)) return;
  // 4. to 6. What is open in it stays open.
  GenerateImpliedEndTags();
  open_.RemoveAt(open_.IndexOf(node));
}

// "Any other end tag".
void TreeBuilder::EndOther(Token& token) {
  if (!open_.Has(token.tag)) return;
  const Kind wanted = KindOf(token.tag);
  for (size_t index = open_.size(); index-- > 0;) {
    const OpenElement& node = open_[index];
    // 2. The element itself: it ends, with all that is open in it.
    if (node.kind == wanted && node.name == token.name) {
      GenerateImpliedEndTags(token.tag);
      if (open_.size() > index) open_.PopTo(index);
      return;
    }
    // 3. A special element: the tag is ignored.
    if (Has(node.kind, kSpecial)) return;
  }
}

// 13.2.6.4.8 The "text" insertion mode
void TreeBuilder::Text(Token& token) {
  if (token.kind == TokenKind::kText) return InsertText(token.text);
  open_.Pop();
  mode_ = original_mode_;
  if (token.kind == TokenKind::kEnd) Process(token);
}

}  // namespace html
