// 13.2.6.4.1 to 13.2.6.4.6: the insertion modes before the body.

#include "html/tree_builder.h"

namespace html {

using enum Tag;

// 13.2.6.4.1 The "initial" insertion mode
void TreeBuilder::Initial(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      TakeSpace(token);
      if (token.text.length == 0) return;
      break;
    case TokenKind::kComment:
      return InsertCommentIn(kRoot, token);
    case TokenKind::kDoctype:
      tree_.quirks = QuirksOf(token, tree_);
      if (keeps_comments_) InsertDoctype(token);
      mode_ = InsertionMode::kBeforeHtml;
      return;
    default:
      break;
  }
  tree_.quirks = QuirksMode::kFull;
  mode_ = InsertionMode::kBeforeHtml;
  Process(token);
}

// 13.2.6.4.2 The "before html" insertion mode
void TreeBuilder::BeforeHtml(Token& token) {
  switch (token.kind) {
    case TokenKind::kDoctype:
      return;
    case TokenKind::kComment:
      return InsertCommentIn(kRoot, token);
    case TokenKind::kText:
      TakeSpace(token);
      if (token.text.length == 0) return;
      break;
    case TokenKind::kStartTag:
      if (token.tag != kHtml) break;
      Insert(token);
      mode_ = InsertionMode::kBeforeHead;
      return;
    case TokenKind::kEndTag:
      if (!IsOneOf(KindOf(token.tag), kHead, kBody, kHtml, kBr)) return;
      break;
    case TokenKind::kEnd:
      break;
  }
  Insert(kHtml);
  mode_ = InsertionMode::kBeforeHead;
  Process(token);
}

// 13.2.6.4.3 The "before head" insertion mode
void TreeBuilder::BeforeHead(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      TakeSpace(token);
      if (token.text.length == 0) return;
      break;
    case TokenKind::kComment:
      return InsertComment(token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      if (token.tag == kHtml) return InBody(token);
      if (token.tag != kHead) break;
      head_ = Insert(token);
      mode_ = InsertionMode::kInHead;
      return;
    case TokenKind::kEndTag:
      if (!IsOneOf(KindOf(token.tag), kHead, kBody, kHtml, kBr)) return;
      break;
    case TokenKind::kEnd:
      break;
  }
  head_ = Insert(kHead);
  mode_ = InsertionMode::kInHead;
  Process(token);
}

// 13.2.6.4.4 The "in head" insertion mode
void TreeBuilder::InHead(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      InsertText(TakeSpace(token));
      if (token.text.length == 0) return;
      break;
    case TokenKind::kComment:
      return InsertComment(token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      if (StartInHead(token)) return;
      break;
    case TokenKind::kEndTag:
      if (token.tag == kHead) {
        open_.Pop();
        mode_ = InsertionMode::kAfterHead;
        return;
      }
      if (token.tag == kTemplate) return EndTemplate();
      if (!IsOneOf(KindOf(token.tag), kBody, kHtml, kBr)) return;
      break;
    case TokenKind::kEnd:
      break;
  }
  open_.Pop();
  mode_ = InsertionMode::kAfterHead;
  Process(token);
}

// The start tags of the above. False: it is "anything else".
bool TreeBuilder::StartInHead(Token& token) {
  switch (token.tag) {
    case kHtml:
      InBody(token);
      return true;
    case kBase:
    case kBasefont:
    case kBgsound:
    case kLink:
    case kMeta:
      InsertLeaf(token);
      return true;
    case kTitle:
      InsertRaw(token, State::kRcdata);
      return true;
    case kNoscript:  // scripting is off
      Insert(token);
      mode_ = InsertionMode::kInHeadNoscript;
      return true;
    case kNoframes:
    case kStyle:
      InsertRaw(token, State::kRawtext);
      return true;
    case kScript:
      InsertRaw(token, State::kScriptData);
      return true;
    case kTemplate:
      StartTemplate(token);
      return true;
    case kHead:
      return true;
    default:
      return false;
  }
}

void TreeBuilder::StartTemplate(Token& token) {
  if (IsFull(kRoomForTables)) {
    InsertLeaf(token);
    return Flatten(token);
  }
  Insert(token);
  formatting_.PushMarker();
  frameset_ok_ = false;
  mode_ = InsertionMode::kInTemplate;
  template_modes_.push_back(InsertionMode::kInTemplate);
}

void TreeBuilder::EndTemplate() {
  if (!open_.Has(kTemplate)) return;
  GenerateAllImpliedEndTags();
  open_.PopUntil(kTemplate);
  formatting_.ClearToLastMarker();
  template_modes_.pop_back();
  ResetInsertionMode();
}

// 13.2.6.4.5 The "in head noscript" insertion mode
void TreeBuilder::InHeadNoscript(Token& token) {
  switch (token.kind) {
    case TokenKind::kDoctype:
      return;
    case TokenKind::kText:
      InsertText(TakeSpace(token));
      if (token.text.length == 0) return;
      break;
    case TokenKind::kComment:
      return InHead(token);
    case TokenKind::kStartTag:
      switch (token.tag) {
        case kHtml:
          return InBody(token);
        case kBasefont:
        case kBgsound:
        case kLink:
        case kMeta:
        case kNoframes:
        case kStyle:
          return InHead(token);
        case kHead:
        case kNoscript:
          return;
        default:
          break;
      }
      break;
    case TokenKind::kEndTag:
      if (token.tag == kNoscript) {
        open_.Pop();
        mode_ = InsertionMode::kInHead;
        return;
      }
      if (token.tag != kBr) return;
      break;
    case TokenKind::kEnd:
      break;
  }
  open_.Pop();
  mode_ = InsertionMode::kInHead;
  Process(token);
}

// 13.2.6.4.6 The "after head" insertion mode
void TreeBuilder::AfterHead(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      InsertText(TakeSpace(token));
      if (token.text.length == 0) return;
      break;
    case TokenKind::kComment:
      return InsertComment(token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      switch (token.tag) {
        case kHtml:
          return InBody(token);
        case kBody:
          Insert(token);
          frameset_ok_ = false;
          mode_ = InsertionMode::kInBody;
          return;
        case kFrameset:
          Insert(token);
          mode_ = InsertionMode::kInFrameset;
          return;
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
          return InHeadAfterHead(token);
        case kHead:
          return;
        default:
          break;
      }
      break;
    case TokenKind::kEndTag:
      if (token.tag == kTemplate) return EndTemplate();
      if (!IsOneOf(KindOf(token.tag), kBody, kHtml, kBr)) return;
      break;
    case TokenKind::kEnd:
      break;
  }
  Insert(kBody);
  mode_ = InsertionMode::kInBody;
  Process(token);
}

// What belongs into the head and comes too late: it goes there all the same.
void TreeBuilder::InHeadAfterHead(Token& token) {
  // Where anything stands behind the head already, the new node is out of order.
  NodeId node = tree_.nodes.size() - 1;
  while (node != kRoot && node != head_) node = tree_.nodes[node].parent;
  if (node != head_) shape_.LinkAll();
  open_.Push({head_, static_cast<NameId>(kHead), KindOf(kHead)});
  InHead(token);
  open_.RemoveAt(open_.IndexOf(head_));
}

}  // namespace html
