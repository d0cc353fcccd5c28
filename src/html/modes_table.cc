// 13.2.6.4.9 to 13.2.6.4.15: the insertion modes of tables.

#include "html/tree_builder.h"

namespace html {

using enum Tag;

namespace {

constexpr bool StartsTablePart(Tag tag) {
  return IsOneOf(KindOf(tag), kCaption, kCol, kColgroup, kTbody, kTd, kTfoot, kTh, kThead, kTr);
}

}  // namespace

// 13.2.6.4.9 The "in table" insertion mode
void TreeBuilder::InTable(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      if (!Has(current(), kFosters) && !Is(current(), kTemplate)) break;
      pending_.clear();
      original_mode_ = mode_;
      mode_ = InsertionMode::kInTableText;
      return InTableText(token);
    case TokenKind::kComment:
      return InsertComment(token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      return StartInTable(token);
    case TokenKind::kEndTag:
      return EndInTable(token);
    case TokenKind::kEnd:
      return InBody(token);
  }
  AnythingElseInTable(token);
}

void TreeBuilder::StartInTable(Token& token) {
  const auto clear = [this] { open_.ClearBackTo(kTable, kTemplate, kHtml); };
  switch (token.tag) {
    case kCaption:
      clear();
      formatting_.PushMarker();
      Insert(token);
      mode_ = InsertionMode::kInCaption;
      return;
    case kColgroup:
      clear();
      Insert(token);
      mode_ = InsertionMode::kInColumnGroup;
      return;
    case kCol:
      clear();
      Insert(kColgroup);
      mode_ = InsertionMode::kInColumnGroup;
      return Process(token);
    case kTbody:
    case kTfoot:
    case kThead:
      clear();
      Insert(token);
      mode_ = InsertionMode::kInTableBody;
      return;
    case kTd:
    case kTh:
    case kTr:
      clear();
      Insert(kTbody);
      mode_ = InsertionMode::kInTableBody;
      return Process(token);
    case kTable:
      if (!open_.HasInTableScope(kTable)) return;
      open_.PopUntil(kTable);
      ResetInsertionMode();
      return Process(token);
    case kStyle:
    case kScript:
    case kTemplate:
      return InHead(token);
    case kInput:
      if (!IsHiddenInput(token)) break;
      InsertLeaf(token);
      return;
    case kForm:
      if (open_.Has(kTemplate) || form_ != kNoNode) return;
      form_ = InsertLeaf(token);
      return;
    default:
      break;
  }
  AnythingElseInTable(token);
}

void TreeBuilder::EndInTable(Token& token) {
  switch (token.tag) {
    case kTable:
      if (!open_.HasInTableScope(kTable)) return;
      open_.PopUntil(kTable);
      return ResetInsertionMode();
    case kBody:
    case kCaption:
    case kCol:
    case kColgroup:
    case kHtml:
    case kTbody:
    case kTd:
    case kTfoot:
    case kTh:
    case kThead:
    case kTr:
      return;
    case kTemplate:
      return EndTemplate();
    default:
      return AnythingElseInTable(token);
  }
}

// What does not belong into a table comes before it.
void TreeBuilder::AnythingElseInTable(Token& token) {
  foster_parenting_ = true;
  InBody(token);
  foster_parenting_ = false;
}

// 13.2.6.4.10 The "in table text" insertion mode
void TreeBuilder::InTableText(Token& token) {
  if (token.kind == TokenKind::kText) {
    const TextSpan text = token.has_null ? WithoutNull(token.text) : token.text;
    if (text.length > 0) pending_.push_back(text);
    return;
  }
  bool all_space = true;
  for (const TextSpan text : pending_) all_space = all_space && IsAllSpace(text);
  for (const TextSpan text : pending_) {
    if (all_space) {
      InsertText(text);
    } else {
      Token pending;
      pending.kind = TokenKind::kText;
      pending.text = text;
      AnythingElseInTable(pending);
    }
  }
  mode_ = original_mode_;
  Process(token);
}

// 13.2.6.4.11 The "in caption" insertion mode
void TreeBuilder::InCaption(Token& token) {
  if (token.kind == TokenKind::kStartTag && StartsTablePart(token.tag)) {
    if (CloseCaption()) Process(token);
    return;
  }
  if (token.kind == TokenKind::kEndTag) {
    switch (token.tag) {
      case kCaption:
        CloseCaption();
        return;
      case kTable:
        if (CloseCaption()) Process(token);
        return;
      case kBody:
      case kCol:
      case kColgroup:
      case kHtml:
      case kTbody:
      case kTd:
      case kTfoot:
      case kTh:
      case kThead:
      case kTr:
        return;
      default:
        break;
    }
  }
  InBody(token);
}

// False: there is no caption in table scope.
bool TreeBuilder::CloseCaption() {
  if (!open_.HasInTableScope(kCaption)) return false;
  CloseElement(kCaption);
  formatting_.ClearToLastMarker();
  mode_ = InsertionMode::kInTable;
  return true;
}

// 13.2.6.4.12 The "in column group" insertion mode
void TreeBuilder::InColumnGroup(Token& token) {
  switch (token.kind) {
    case TokenKind::kText:
      // Without a colgroup (in a template) other characters are ignored, and what follows is not.
      if (!Is(current(), kColgroup)) return InsertSpacesOf(token);
      InsertText(TakeSpace(token));
      if (token.text.length == 0) return;
      break;
    case TokenKind::kComment:
      return InsertComment(token);
    case TokenKind::kDoctype:
      return;
    case TokenKind::kStartTag:
      if (token.tag == kHtml) return InBody(token);
      if (token.tag == kTemplate) return InHead(token);
      if (token.tag != kCol) break;
      InsertLeaf(token);
      return;
    case TokenKind::kEndTag:
      if (token.tag == kCol) return;
      if (token.tag == kTemplate) return EndTemplate();
      if (token.tag != kColgroup) break;
      if (!Is(current(), kColgroup)) return;
      open_.Pop();
      mode_ = InsertionMode::kInTable;
      return;
    case TokenKind::kEnd:
      return InBody(token);
  }
  if (!Is(current(), kColgroup)) return;
  open_.Pop();
  mode_ = InsertionMode::kInTable;
  Process(token);
}

// 13.2.6.4.13 The "in table body" insertion mode
void TreeBuilder::InTableBody(Token& token) {
  const auto clear = [this] { open_.ClearBackTo(kTbody, kTfoot, kThead, kTemplate, kHtml); };
  const auto close = [this, clear] {
    clear();
    open_.Pop();
    mode_ = InsertionMode::kInTable;
  };
  const bool start = token.kind == TokenKind::kStartTag;
  const bool end = token.kind == TokenKind::kEndTag;
  if (start && token.tag == kTr) {
    clear();
    Insert(token);
    mode_ = InsertionMode::kInRow;
  } else if (start && (token.tag == kTh || token.tag == kTd)) {
    clear();
    Insert(kTr);
    mode_ = InsertionMode::kInRow;
    Process(token);
  } else if (end && IsOneOf(KindOf(token.tag), kTbody, kTfoot, kThead)) {
    if (open_.HasInTableScope(token.tag)) close();
  } else if ((start && StartsTablePart(token.tag)) || (end && token.tag == kTable)) {
    if (!open_.HasInTableScope(kTbody) && !open_.HasInTableScope(kThead) &&
        !open_.HasInTableScope(kTfoot)) {
      return;
    }
    close();
    Process(token);
  } else if (end &&
             IsOneOf(KindOf(token.tag), kBody, kCaption, kCol, kColgroup, kHtml, kTd, kTh, kTr)) {
    return;
  } else {
    InTable(token);
  }
}

// 13.2.6.4.14 The "in row" insertion mode
void TreeBuilder::InRow(Token& token) {
  const bool start = token.kind == TokenKind::kStartTag;
  const bool end = token.kind == TokenKind::kEndTag;
  if (start && (token.tag == kTh || token.tag == kTd)) {
    open_.ClearBackTo(kTr, kTemplate, kHtml);
    Insert(token);
    mode_ = InsertionMode::kInCell;
    formatting_.PushMarker();
  } else if (end && token.tag == kTr) {
    CloseRow();
  } else if ((start && StartsTablePart(token.tag)) || (end && token.tag == kTable)) {
    if (CloseRow()) Process(token);
  } else if (end && IsOneOf(KindOf(token.tag), kTbody, kTfoot, kThead)) {
    if (open_.HasInTableScope(token.tag) && CloseRow()) Process(token);
  } else if (end && IsOneOf(KindOf(token.tag), kBody, kCaption, kCol, kColgroup, kHtml, kTd, kTh)) {
    return;
  } else {
    InTable(token);
  }
}

// False: there is no tr in table scope.
bool TreeBuilder::CloseRow() {
  if (!open_.HasInTableScope(kTr)) return false;
  open_.ClearBackTo(kTr, kTemplate, kHtml);
  open_.Pop();
  mode_ = InsertionMode::kInTableBody;
  return true;
}

// 13.2.6.4.15 The "in cell" insertion mode
void TreeBuilder::InCell(Token& token) {
  if (token.kind == TokenKind::kStartTag && StartsTablePart(token.tag)) {
    if (!open_.HasInTableScope(kTd) && !open_.HasInTableScope(kTh)) return;
    CloseCell();
    return Process(token);
  }
  if (token.kind == TokenKind::kEndTag) {
    switch (token.tag) {
      case kTd:
      case kTh:
        if (!open_.HasInTableScope(token.tag)) return;
        CloseElement(token.tag);
        formatting_.ClearToLastMarker();
        mode_ = InsertionMode::kInRow;
        return;
      case kBody:
      case kCaption:
      case kCol:
      case kColgroup:
      case kHtml:
        return;
      case kTable:
      case kTbody:
      case kTfoot:
      case kThead:
      case kTr:
        if (!open_.HasInTableScope(token.tag)) return;
        CloseCell();
        return Process(token);
      default:
        break;
    }
  }
  InBody(token);
}

// "Close the cell".
void TreeBuilder::CloseCell() {
  GenerateImpliedEndTags();
  while (!IsOneOf(current(), kTd, kTh)) open_.Pop();
  open_.Pop();
  formatting_.ClearToLastMarker();
  mode_ = InsertionMode::kInRow;
}

}  // namespace html
