// The tokenizer's states 13.2.5.1 to 13.2.5.14: text of all kinds, and how tags begin.

#include "html/tokenizer.h"

namespace html {

// 13.2.5.1 Data state
void Tokenizer::Data() {
  const int c = Consume();
  if (c == '&') {
    return_state_ = State::kData;
    state_ = State::kCharacterReference;
  } else if (c == '<') {
    state_ = State::kTagOpen;
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    Emit(c);  // U+0000 too: tree construction deals with it
  }
}

// 13.2.5.2 RCDATA state
void Tokenizer::Rcdata() {
  const int c = Consume();
  if (c == '&') {
    return_state_ = State::kRcdata;
    state_ = State::kCharacterReference;
  } else if (c == '<') {
    state_ = State::kRcdataLessThanSign;
  } else if (c == 0) {
    Emit(kReplacement);
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    Emit(c);
  }
}

// 13.2.5.3 RAWTEXT state
void Tokenizer::Rawtext() {
  const int c = Consume();
  if (c == '<') {
    state_ = State::kRawtextLessThanSign;
  } else if (c == 0) {
    Emit(kReplacement);
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    Emit(c);
  }
}

// 13.2.5.4 Script data state
void Tokenizer::ScriptData() {
  const int c = Consume();
  if (c == '<') {
    state_ = State::kScriptDataLessThanSign;
  } else if (c == 0) {
    Emit(kReplacement);
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    Emit(c);
  }
}

// 13.2.5.5 PLAINTEXT state
void Tokenizer::Plaintext() {
  const int c = Consume();
  if (c == 0) {
    Emit(kReplacement);
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    Emit(c);
  }
}

// 13.2.5.6 Tag open state
void Tokenizer::TagOpen() {
  const int c = Consume();
  if (c == '!') {
    state_ = State::kMarkupDeclarationOpen;
  } else if (c == '/') {
    state_ = State::kEndTagOpen;
  } else if (IsLetter(c)) {
    BeginTag(TokenKind::kStartTag);
    ReconsumeIn(State::kTagName);
  } else if (c == '?') {
    comment_.clear();
    ReconsumeIn(State::kBogusComment);
  } else if (c == kEndOfFile) {
    Emit('<');
    EmitEndOfFile();
  } else {
    Emit('<');
    ReconsumeIn(State::kData);
  }
}

// 13.2.5.7 End tag open state
void Tokenizer::EndTagOpen() {
  const int c = Consume();
  if (IsLetter(c)) {
    BeginTag(TokenKind::kEndTag);
    ReconsumeIn(State::kTagName);
  } else if (c == '>') {
    state_ = State::kData;
  } else if (c == kEndOfFile) {
    Emit("</");
    EmitEndOfFile();
  } else {
    comment_.clear();
    ReconsumeIn(State::kBogusComment);
  }
}

// 13.2.5.8 Tag name state
void Tokenizer::TagName() {
  const int c = Consume();
  if (IsSpace(c)) {
    state_ = State::kBeforeAttributeName;
  } else if (c == '/') {
    state_ = State::kSelfClosingStartTag;
  } else if (c == '>') {
    state_ = State::kData;
    EmitTag();
  } else if (c == 0) {
    name_ += kReplacement;
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    name_.push_back(Lower(c));
  }
}

// 13.2.5.9 RCDATA less-than sign state, 13.2.5.12 RAWTEXT less-than sign state
void Tokenizer::LessThanSignIn(State text, State end_tag_open) {
  const int c = Consume();
  if (c == '/') {
    temporary_.clear();
    state_ = end_tag_open;
  } else {
    Emit('<');
    ReconsumeIn(text);
  }
}

// 13.2.5.10 RCDATA end tag open state, 13.2.5.13 RAWTEXT end tag open state,
// 13.2.5.16 Script data end tag open state
void Tokenizer::EndTagOpenIn(State text, State end_tag_name) {
  const int c = Consume();
  if (IsLetter(c)) {
    BeginTag(TokenKind::kEndTag);
    ReconsumeIn(end_tag_name);
  } else {
    Emit("</");
    ReconsumeIn(text);
  }
}

// 13.2.5.11 RCDATA end tag name state, 13.2.5.14 RAWTEXT end tag name state,
// 13.2.5.17 Script data end tag name state, 13.2.5.25 Script data escaped end tag name state
void Tokenizer::EndTagName(State otherwise) {
  const int c = Consume();
  if (IsSpace(c) && IsAppropriateEndTag()) {
    state_ = State::kBeforeAttributeName;
  } else if (c == '/' && IsAppropriateEndTag()) {
    state_ = State::kSelfClosingStartTag;
  } else if (c == '>' && IsAppropriateEndTag()) {
    state_ = State::kData;
    EmitTag();
  } else if (IsLetter(c)) {
    name_.push_back(Lower(c));
    temporary_.push_back(static_cast<char>(c));
  } else {
    Emit("</");
    Emit(temporary_);
    ReconsumeIn(otherwise);
  }
}

void Tokenizer::StepData() {
  switch (state_) {
    case State::kData:
      return Data();
    case State::kRcdata:
      return Rcdata();
    case State::kRawtext:
      return Rawtext();
    case State::kScriptData:
      return ScriptData();
    case State::kPlaintext:
      return Plaintext();
    case State::kTagOpen:
      return TagOpen();
    case State::kEndTagOpen:
      return EndTagOpen();
    case State::kTagName:
      return TagName();
    case State::kRcdataLessThanSign:
      return LessThanSignIn(State::kRcdata, State::kRcdataEndTagOpen);
    case State::kRcdataEndTagOpen:
      return EndTagOpenIn(State::kRcdata, State::kRcdataEndTagName);
    case State::kRcdataEndTagName:
      return EndTagName(State::kRcdata);
    case State::kRawtextLessThanSign:
      return LessThanSignIn(State::kRawtext, State::kRawtextEndTagOpen);
    case State::kRawtextEndTagOpen:
      return EndTagOpenIn(State::kRawtext, State::kRawtextEndTagName);
    default:
      return EndTagName(State::kRawtext);
  }
}

}  // namespace html
