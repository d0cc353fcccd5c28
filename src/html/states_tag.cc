// The tokenizer's states 13.2.5.32 to 13.2.5.40: the inside of a tag.

#include "html/tokenizer.h"

namespace html {

// 13.2.5.32 Before attribute name state
void Tokenizer::BeforeAttributeName() {
  const int c = Consume();
  if (IsSpace(c)) return;
  if (c == '/' || c == '>' || c == kEndOfFile) {
    ReconsumeIn(State::kAfterAttributeName);
  } else if (c == '=') {
    BeginAttribute();
    attribute_name_.push_back('=');
    state_ = State::kAttributeName;
  } else {
    BeginAttribute();
    ReconsumeIn(State::kAttributeName);
  }
}

// 13.2.5.33 Attribute name state
void Tokenizer::AttributeName() {
  const int c = Consume();
  if (IsSpace(c) || c == '/' || c == '>' || c == kEndOfFile) {
    ReconsumeIn(State::kAfterAttributeName);
  } else if (c == '=') {
    state_ = State::kBeforeAttributeValue;
  } else if (c == 0) {
    attribute_name_ += kReplacement;
  } else {
    attribute_name_.push_back(Lower(c));
  }
}

// 13.2.5.34 After attribute name state
void Tokenizer::AfterAttributeName() {
  const int c = Consume();
  if (IsSpace(c)) return;
  if (c == '/') {
    state_ = State::kSelfClosingStartTag;
  } else if (c == '=') {
    state_ = State::kBeforeAttributeValue;
  } else if (c == '>') {
    state_ = State::kData;
    EmitTag();
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    BeginAttribute();
    ReconsumeIn(State::kAttributeName);
  }
}

// 13.2.5.35 Before attribute value state
void Tokenizer::BeforeAttributeValue() {
  const int c = Consume();
  if (IsSpace(c)) return;
  if (c == '"') {
    state_ = State::kAttributeValueDoubleQuoted;
  } else if (c == '\'') {
    state_ = State::kAttributeValueSingleQuoted;
  } else if (c == '>') {
    state_ = State::kData;
    EmitTag();
  } else {
    ReconsumeIn(State::kAttributeValueUnquoted);
  }
}

// 13.2.5.36 Attribute value (double-quoted) state, 13.2.5.37 Attribute value (single-quoted) state
void Tokenizer::AttributeValueQuoted(char quote) {
  const int c = Consume();
  if (c == quote) {
    state_ = State::kAfterAttributeValueQuoted;
  } else if (c == '&') {
    return_state_ = state_;
    state_ = State::kCharacterReference;
  } else if (c == 0) {
    attribute_value_ += kReplacement;
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    attribute_value_.push_back(static_cast<char>(c));
  }
}

// 13.2.5.38 Attribute value (unquoted) state
void Tokenizer::AttributeValueUnquoted() {
  const int c = Consume();
  if (IsSpace(c)) {
    state_ = State::kBeforeAttributeName;
  } else if (c == '&') {
    return_state_ = State::kAttributeValueUnquoted;
    state_ = State::kCharacterReference;
  } else if (c == '>') {
    state_ = State::kData;
    EmitTag();
  } else if (c == 0) {
    attribute_value_ += kReplacement;
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    attribute_value_.push_back(static_cast<char>(c));
  }
}

// 13.2.5.39 After attribute value (quoted) state
void Tokenizer::AfterAttributeValueQuoted() {
  const int c = Consume();
  if (IsSpace(c)) {
    state_ = State::kBeforeAttributeName;
  } else if (c == '/') {
    state_ = State::kSelfClosingStartTag;
  } else if (c == '>') {
    state_ = State::kData;
    EmitTag();
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    ReconsumeIn(State::kBeforeAttributeName);
  }
}

// 13.2.5.40 Self-closing start tag state
void Tokenizer::SelfClosingStartTag() {
  const int c = Consume();
  if (c == '>') {
    self_closing_ = true;
    state_ = State::kData;
    EmitTag();
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    ReconsumeIn(State::kBeforeAttributeName);
  }
}

void Tokenizer::StepTag() {
  switch (state_) {
    case State::kBeforeAttributeName:
      return BeforeAttributeName();
    case State::kAttributeName:
      return AttributeName();
    case State::kAfterAttributeName:
      return AfterAttributeName();
    case State::kBeforeAttributeValue:
      return BeforeAttributeValue();
    case State::kAttributeValueDoubleQuoted:
      return AttributeValueQuoted('"');
    case State::kAttributeValueSingleQuoted:
      return AttributeValueQuoted('\'');
    case State::kAttributeValueUnquoted:
      return AttributeValueUnquoted();
    case State::kAfterAttributeValueQuoted:
      return AfterAttributeValueQuoted();
    default:
      return SelfClosingStartTag();
  }
}

}  // namespace html
