// 13.2.6.4.16 to 13.2.6.4.23: the insertion modes of select, template, frameset, and behind the
// body.

#include "html/tree_builder.h"

namespace html {

using enum Tag;

// 13.2.6.4.16 The "in select" insertion mode
void TreeBuilder::InSelect(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      return InsertText(token.has_null ? WithoutNull(token.text) : token.text);
    case TokenKind::kComment:
      return InsertComment(token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      return StartInSelect(token);
    case TokenKind::kEndTag:
      return EndInSelect(token);
    case TokenKind::kEnd:
      return InBody(token);
  }
}

void TreeBuilder::StartInSelect(Token& token) {
  const auto end_option = [this](Tag tag) {
    if (Is(current(), tag)) open_.Pop();
  };
  switch (token.tag) {
    case kHtml:
      return InBody(token);
    case kOption:
      end_option(kOption);
      Insert(token);
      return;
    case kOptgroup:
      end_option(kOption);
      end_option(kOptgroup);
      Insert(token);
      return;
    case kHr:
      end_option(kOption);
      end_option(kOptgroup);
      InsertLeaf(token);
      return;
    case kSelect:
      if (open_.HasInSelectScope(kSelect)) CloseSelect();
      return;
    case kInput:
    case kKeygen:
    case kTextarea:
      if (!open_.HasInSelectScope(kSelect)) return;
      CloseSelect();
      return Process(token);
    case kScript:
    case kTemplate:
      return InHead(token);
    default:
      return;
  }
}

void TreeBuilder::EndInSelect(Token& token) {
  switch (token.tag) {
    case kOptgroup:
      if (Is(current(), kOption) && Is(open_[open_.size() - 2].kind, kOptgroup)) open_.Pop();
      if (Is(current(), kOptgroup)) open_.Pop();
      return;
    case kOption:
      if (Is(current(), kOption)) open_.Pop();
      return;
    case kSelect:
      if (open_.HasInSelectScope(kSelect)) CloseSelect();
      return;
    case kTemplate:
      return EndTemplate();
    default:
      return;
  }
}

void TreeBuilder::CloseSelect() {
  open_.PopUntil(kSelect);
  ResetInsertionMode();
}

// 13.2.6.4.17 The "in select in table" insertion mode
void TreeBuilder::InSelectInTable(Token& token) {
  const bool start = token.kind == TokenKind::kStartTag;
  const bool end = token.kind == TokenKind::kEndTag;
  if ((start || end) &&
      IsOneOf(KindOf(token.tag), kCaption, kTable, kTbody, kTfoot, kThead, kTr, kTd, kTh)) {
    if (end && !open_.HasInTableScope(token.tag)) return;
    CloseSelect();
    return Process(token);
  }
  InSelect(token);
}

// 13.2.6.4.18 The "in template" insertion mode
void TreeBuilder::InTemplate(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
    case TokenKind::kComment:
    case TokenKind::kDoctype:
      return InBody(token);
    case TokenKind::kEndTag:
      if (token.tag == kTemplate) EndTemplate();
      return;
    case TokenKind::kEnd:
      return EndOfFileInTemplate(token);
    case TokenKind::kStartTag:
      break;
  }
  switch (token.tag) {
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
    case kCaption:
    case kColgroup:
    case kTbody:
    case kTfoot:
    case kThead:
      return SwitchTemplateMode(InsertionMode::kInTable, token);
    case kCol:
      return SwitchTemplateMode(InsertionMode::kInColumnGroup, token);
    case kTr:
      return SwitchTemplateMode(InsertionMode::kInTableBody, token);
    case kTd:
    case kTh:
      return SwitchTemplateMode(InsertionMode::kInRow, token);
    default:
      return SwitchTemplateMode(InsertionMode::kInBody, token);
  }
}

void TreeBuilder::SwitchTemplateMode(InsertionMode mode, Token& token) {
  template_modes_.back() = mode;
  mode_ = mode;
  Process(token);
}

void TreeBuilder::EndOfFileInTemplate(Token& token) {
  if (!open_.Has(kTemplate)) {
    stopped_ = true;
    return;
  }
  open_.PopUntil(kTemplate);
  formatting_.ClearToLastMarker();
  template_modes_.pop_back();
  ResetInsertionMode();
  Process(token);
}

// 13.2.6.4.19 The "after body" insertion mode
void TreeBuilder::AfterBody(Token& token) {
  switch (token.kind) {
    case TokenKind::kText: {
      Token space = token;
      space.text = TakeSpace(token);
      if (space.text.length > 0) InBody(space);
      if (token.text.length == 0) return;
      break;
    }
    case TokenKind::kComment:
      return InsertCommentIn(open_[0].node, token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      if (token.tag == kHtml) return InBody(token);
      break;
    case TokenKind::kEndTag:
      if (token.tag != kHtml) break;
      if (!is_fragment_) mode_ = InsertionMode::kAfterAfterBody;
      return;
    case TokenKind::kEnd:
      stopped_ = true;
      return;
  }
  mode_ = InsertionMode::kInBody;
  Process(token);
}

// The white space of a text, wherever it stands in it; the rest is ignored.
template <typename Function>
void TreeBuilder::SpacesOf(Token& token, Function process) {
  while (token.text.length > 0) {
    Token space = token;
    space.text = TakeSpace(token);
    space.has_null = false;
    if (space.text.length > 0) process(space);
    while (token.text.length > 0 && !IsAllSpace({token.text.offset, 1, token.text.decoded})) {
      ++token.text.offset;
      --token.text.length;
    }
  }
}

void TreeBuilder::InsertSpacesOf(Token& token) {
  SpacesOf(token, [this](const Token& space) { InsertText(space.text); });
}

// 13.2.6.4.20 The "in frameset" insertion mode
void TreeBuilder::InFrameset(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      return InsertSpacesOf(token);
    case TokenKind::kComment:
      return InsertComment(token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      if (token.tag == kHtml) return InBody(token);
      if (token.tag == kFrameset) Insert(token);
      if (token.tag == kFrame) InsertLeaf(token);
      if (token.tag == kNoframes) InHead(token);
      return;
    case TokenKind::kEndTag:
      if (token.tag != kFrameset || open_.size() == 1) return;
      open_.Pop();
      if (!is_fragment_ && !Is(current(), kFrameset)) mode_ = InsertionMode::kAfterFrameset;
      return;
    case TokenKind::kEnd:
      stopped_ = true;
      return;
  }
}

// 13.2.6.4.21 The "after frameset" insertion mode
void TreeBuilder::AfterFrameset(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      return InsertSpacesOf(token);
    case TokenKind::kComment:
      return InsertComment(token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      if (token.tag == kHtml) return InBody(token);
      if (token.tag == kNoframes) InHead(token);
      return;
    case TokenKind::kEndTag:
      if (token.tag == kHtml) mode_ = InsertionMode::kAfterAfterFrameset;
      return;
    case TokenKind::kEnd:
      stopped_ = true;
      return;
  }
}

// 13.2.6.4.22 The "after after body" insertion mode
void TreeBuilder::AfterAfterBody(Token& token) {
  switch (token.kind) {
    case TokenKind::kText: {
      Token space = token;
      space.text = TakeSpace(token);
      if (space.text.length > 0) InBody(space);
      if (token.text.length == 0) return;
      break;
    }
    case TokenKind::kComment:
      return InsertCommentIn(kRoot, token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      if (token.tag == kHtml) return InBody(token);
      break;
    case TokenKind::kEndTag:
      break;
    case TokenKind::kEnd:
      stopped_ = true;
      return;
  }
  mode_ = InsertionMode::kInBody;
  Process(token);
}

// 13.2.6.4.23 The "after after frameset" insertion mode
void TreeBuilder::AfterAfterFrameset(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      return SpacesOf(token, [this](Token& space) { InBody(space); });
    case TokenKind::kComment:
      return InsertCommentIn(kRoot, token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      if (token.tag == kHtml) return InBody(token);
      if (token.tag == kNoframes) InHead(token);
      return;
    case TokenKind::kEndTag:
      return;
    case TokenKind::kEnd:
      stopped_ = true;
      return;
  }
}

}  // namespace html
