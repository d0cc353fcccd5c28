// The tokenizer's states 13.2.5.53 to 13.2.5.68: DOCTYPEs.

#include "html/tokenizer.h"

namespace html {

// What most of these states do where they meet the end of the input: the DOCTYPE as far as it goes,
// with force-quirks on, and then the end, which is consumed again in the data state.
void Tokenizer::EndDoctypeWithQuirks() {
  force_quirks_ = true;
  EmitDoctype();
  state_ = State::kData;
}

// 13.2.5.53 DOCTYPE state
void Tokenizer::Doctype() {
  name_.clear();
  public_id_.clear();
  system_id_.clear();
  force_quirks_ = has_public_ = has_system_ = false;
  const int c = Consume();
  if (IsSpace(c)) {
    state_ = State::kBeforeDoctypeName;
  } else if (c == kEndOfFile) {
    EndDoctypeWithQuirks();
  } else {
    ReconsumeIn(State::kBeforeDoctypeName);
  }
}

// 13.2.5.54 Before DOCTYPE name state
void Tokenizer::BeforeDoctypeName() {
  const int c = Consume();
  if (IsSpace(c)) return;
  if (c == 0) {
    name_ = kReplacement;
    state_ = State::kDoctypeName;
  } else if (c == '>' || c == kEndOfFile) {
    EndDoctypeWithQuirks();
  } else {
    name_.push_back(Lower(c));
    state_ = State::kDoctypeName;
  }
}

// 13.2.5.55 DOCTYPE name state
void Tokenizer::DoctypeName() {
  const int c = Consume();
  if (IsSpace(c)) {
    state_ = State::kAfterDoctypeName;
  } else if (c == '>') {
    state_ = State::kData;
    EmitDoctype();
  } else if (c == 0) {
    name_ += kReplacement;
  } else if (c == kEndOfFile) {
    EndDoctypeWithQuirks();
  } else {
    name_.push_back(Lower(c));
  }
}

// 13.2.5.56 After DOCTYPE name state
void Tokenizer::AfterDoctypeName() {
  const int c = Consume();
  if (IsSpace(c)) return;
  if (c == '>') {
    state_ = State::kData;
    EmitDoctype();
  } else if (c == kEndOfFile) {
    EndDoctypeWithQuirks();
  } else {
    --at_;
    if (ConsumeWord("public")) {
      state_ = State::kAfterDoctypePublicKeyword;
    } else if (ConsumeWord("system")) {
      state_ = State::kAfterDoctypeSystemKeyword;
    } else {
      force_quirks_ = true;
      state_ = State::kBogusDoctype;
    }
  }
}

// 13.2.5.57 After DOCTYPE public keyword state, 13.2.5.63 After DOCTYPE system keyword state
void Tokenizer::AfterDoctypeKeyword(State before_identifier, State double_quoted,
                                    State single_quoted) {
  const int c = Consume();
  if (IsSpace(c)) {
    state_ = before_identifier;
  } else if (c == kEndOfFile) {
    EndDoctypeWithQuirks();
  } else {
    ReconsumeIn(state_);
    BeforeDoctypeIdentifier(double_quoted, single_quoted);
  }
}

// 13.2.5.58 Before DOCTYPE public identifier state, 13.2.5.64 Before DOCTYPE system identifier
// state
void Tokenizer::BeforeDoctypeIdentifier(State double_quoted, State single_quoted) {
  const bool is_public = double_quoted == State::kDoctypePublicIdentifierDoubleQuoted;
  const int c = Consume();
  if (IsSpace(c)) return;
  if (c == '"' || c == '\'') {
    (is_public ? has_public_ : has_system_) = true;
    state_ = c == '"' ? double_quoted : single_quoted;
  } else if (c == '>' || c == kEndOfFile) {
    EndDoctypeWithQuirks();
  } else {
    force_quirks_ = true;
    ReconsumeIn(State::kBogusDoctype);
  }
}

// 13.2.5.59 and .60 DOCTYPE public identifier (double-quoted), (single-quoted) state,
// 13.2.5.65 and .66 DOCTYPE system identifier (double-quoted), (single-quoted) state
void Tokenizer::DoctypeIdentifierQuoted(char quote, std::string& identifier, State after) {
  const int c = Consume();
  if (c == quote) {
    state_ = after;
  } else if (c == 0) {
    identifier += kReplacement;
  } else if (c == '>' || c == kEndOfFile) {
    EndDoctypeWithQuirks();
  } else {
    identifier.push_back(static_cast<char>(c));
  }
}

// 13.2.5.61 After DOCTYPE public identifier state
void Tokenizer::AfterDoctypePublicIdentifier() {
  const int c = Consume();
  if (IsSpace(c)) {
    state_ = State::kBetweenDoctypePublicAndSystemIdentifiers;
  } else if (c == kEndOfFile) {
    EndDoctypeWithQuirks();
  } else {
    ReconsumeIn(state_);
    BetweenDoctypePublicAndSystemIdentifiers();
  }
}

// 13.2.5.62 Between DOCTYPE public and system identifiers state
void Tokenizer::BetweenDoctypePublicAndSystemIdentifiers() {
  const int c = Consume();
  if (IsSpace(c)) return;
  if (c == '>') {
    state_ = State::kData;
    EmitDoctype();
  } else if (c == '"' || c == '\'') {
    has_system_ = true;
    state_ = c == '"' ? State::kDoctypeSystemIdentifierDoubleQuoted
                      : State::kDoctypeSystemIdentifierSingleQuoted;
  } else if (c == kEndOfFile) {
    EndDoctypeWithQuirks();
  } else {
    force_quirks_ = true;
    ReconsumeIn(State::kBogusDoctype);
  }
}

// 13.2.5.67 After DOCTYPE system identifier state
void Tokenizer::AfterDoctypeSystemIdentifier() {
  const int c = Consume();
  if (IsSpace(c)) return;
  if (c == '>') {
    state_ = State::kData;
    EmitDoctype();
  } else if (c == kEndOfFile) {
    EndDoctypeWithQuirks();
  } else {
    ReconsumeIn(State::kBogusDoctype);  // without force-quirks
  }
}

// 13.2.5.68 Bogus DOCTYPE state
void Tokenizer::BogusDoctype() {
  const int c = Consume();
  if (c == '>' || c == kEndOfFile) {
    EmitDoctype();
    state_ = State::kData;
  }
}

void Tokenizer::StepDoctype() {
  using enum State;
  switch (state_) {
    case State::kDoctype:
      return Doctype();
    case kBeforeDoctypeName:
      return BeforeDoctypeName();
    case kDoctypeName:
      return DoctypeName();
    case kAfterDoctypeName:
      return AfterDoctypeName();
    case kAfterDoctypePublicKeyword:
      return AfterDoctypeKeyword(kBeforeDoctypePublicIdentifier,
                                 kDoctypePublicIdentifierDoubleQuoted,
                                 kDoctypePublicIdentifierSingleQuoted);
    case kBeforeDoctypePublicIdentifier:
      return BeforeDoctypeIdentifier(kDoctypePublicIdentifierDoubleQuoted,
                                     kDoctypePublicIdentifierSingleQuoted);
    case kDoctypePublicIdentifierDoubleQuoted:
      return DoctypeIdentifierQuoted('"', public_id_, kAfterDoctypePublicIdentifier);
    case kDoctypePublicIdentifierSingleQuoted:
      return DoctypeIdentifierQuoted('\'', public_id_, kAfterDoctypePublicIdentifier);
    case kAfterDoctypePublicIdentifier:
      return AfterDoctypePublicIdentifier();
    case kBetweenDoctypePublicAndSystemIdentifiers:
      return BetweenDoctypePublicAndSystemIdentifiers();
    case kAfterDoctypeSystemKeyword:
      return AfterDoctypeKeyword(kBeforeDoctypeSystemIdentifier,
                                 kDoctypeSystemIdentifierDoubleQuoted,
                                 kDoctypeSystemIdentifierSingleQuoted);
    case kBeforeDoctypeSystemIdentifier:
      return BeforeDoctypeIdentifier(kDoctypeSystemIdentifierDoubleQuoted,
                                     kDoctypeSystemIdentifierSingleQuoted);
    case kDoctypeSystemIdentifierDoubleQuoted:
      return DoctypeIdentifierQuoted('"', system_id_, kAfterDoctypeSystemIdentifier);
    case kDoctypeSystemIdentifierSingleQuoted:
      return DoctypeIdentifierQuoted('\'', system_id_, kAfterDoctypeSystemIdentifier);
    case kAfterDoctypeSystemIdentifier:
      return AfterDoctypeSystemIdentifier();
    default:
      return BogusDoctype();
  }
}

}  // namespace html
