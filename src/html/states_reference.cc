// The tokenizer's states 13.2.5.72 to 13.2.5.80: character references.

#include <algorithm>

#include "base/utf8.h"
#include "html/character_references.h"
#include "html/tokenizer.h"

namespace html {

// Whether the reference is "consumed as part of an attribute".
bool Tokenizer::ReferenceInAttribute() const {
  return return_state_ == State::kAttributeValueDoubleQuoted ||
         return_state_ == State::kAttributeValueSingleQuoted ||
         return_state_ == State::kAttributeValueUnquoted;
}

// "Flush code points consumed as a character reference".
void Tokenizer::FlushReference() {
  if (ReferenceInAttribute()) {
    attribute_value_ += temporary_;
  } else {
    Emit(temporary_);
  }
}

// 13.2.5.72 Character reference state
void Tokenizer::CharacterReference() {
  temporary_ = "&";
  const int c = Consume();
  if (IsAlphanumeric(c)) {
    ReconsumeIn(State::kNamedCharacterReference);
  } else if (c == '#') {
    temporary_.push_back('#');
    state_ = State::kNumericCharacterReference;
  } else {
    FlushReference();
    ReconsumeIn(return_state_);
  }
}

// 13.2.5.73 Named character reference state
void Tokenizer::NamedCharacterReference() {
  const NamedReference named = LongestName(std::string_view(at_, end_));
  if (named.length == 0) {
    FlushReference();
    state_ = State::kAmbiguousAmpersand;
    return;
  }
  temporary_.append(at_, named.length);
  at_ += named.length;
  const int next = at_ == end_ ? kEndOfFile : static_cast<uint8_t>(*at_);
  const bool historical =
      ReferenceInAttribute() && temporary_.back() != ';' && (next == '=' || IsAlphanumeric(next));
  if (!historical) {
    temporary_.clear();
    base::AppendCodePoint(named.first, temporary_);
    if (named.second != 0) base::AppendCodePoint(named.second, temporary_);
  }
  FlushReference();
  state_ = return_state_;
}

// 13.2.5.74 Ambiguous ampersand state
void Tokenizer::AmbiguousAmpersand() {
  const int c = Consume();
  if (!IsAlphanumeric(c)) {
    ReconsumeIn(return_state_);
  } else if (ReferenceInAttribute()) {
    attribute_value_.push_back(static_cast<char>(c));
  } else {
    Emit(c);
  }
}

// 13.2.5.75 Numeric character reference state
void Tokenizer::NumericCharacterReference() {
  number_ = 0;
  const int c = Consume();
  if (c == 'x' || c == 'X') {
    temporary_.push_back(static_cast<char>(c));
    state_ = State::kHexadecimalCharacterReferenceStart;
  } else {
    ReconsumeIn(State::kDecimalCharacterReferenceStart);
  }
}

namespace {

bool IsDigit(int c) {
  return c >= '0' && c <= '9';
}
bool IsHexadecimal(int c) {
  return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

}  // namespace

// 13.2.5.76 Hexadecimal character reference start state
void Tokenizer::HexadecimalCharacterReferenceStart() {
  const int c = Consume();
  if (IsHexadecimal(c)) {
    ReconsumeIn(State::kHexadecimalCharacterReference);
  } else {
    FlushReference();
    ReconsumeIn(return_state_);
  }
}

// 13.2.5.77 Decimal character reference start state
void Tokenizer::DecimalCharacterReferenceStart() {
  const int c = Consume();
  if (IsDigit(c)) {
    ReconsumeIn(State::kDecimalCharacterReference);
  } else {
    FlushReference();
    ReconsumeIn(return_state_);
  }
}

// 13.2.5.78 Hexadecimal character reference state
void Tokenizer::HexadecimalCharacterReference() {
  const int c = Consume();
  if (IsHexadecimal(c)) {
    const int digit = IsDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
    number_ = std::min(number_ * 16 + static_cast<uint32_t>(digit), 0x110000U);
  } else if (c == ';') {
    state_ = State::kNumericCharacterReferenceEnd;
  } else {
    ReconsumeIn(State::kNumericCharacterReferenceEnd);
  }
}

// 13.2.5.79 Decimal character reference state
void Tokenizer::DecimalCharacterReference() {
  const int c = Consume();
  if (IsDigit(c)) {
    number_ = std::min(number_ * 10 + static_cast<uint32_t>(c - '0'), 0x110000U);
  } else if (c == ';') {
    state_ = State::kNumericCharacterReferenceEnd;
  } else {
    ReconsumeIn(State::kNumericCharacterReferenceEnd);
  }
}

// 13.2.5.80 Numeric character reference end state
void Tokenizer::NumericCharacterReferenceEnd() {
  temporary_.clear();
  base::AppendCodePoint(CodePointOf(number_), temporary_);
  FlushReference();
  state_ = return_state_;
}

void Tokenizer::StepReference() {
  switch (state_) {
    case State::kCharacterReference:
      return CharacterReference();
    case State::kNamedCharacterReference:
      return NamedCharacterReference();
    case State::kAmbiguousAmpersand:
      return AmbiguousAmpersand();
    case State::kNumericCharacterReference:
      return NumericCharacterReference();
    case State::kHexadecimalCharacterReferenceStart:
      return HexadecimalCharacterReferenceStart();
    case State::kDecimalCharacterReferenceStart:
      return DecimalCharacterReferenceStart();
    case State::kHexadecimalCharacterReference:
      return HexadecimalCharacterReference();
    case State::kDecimalCharacterReference:
      return DecimalCharacterReference();
    default:
      return NumericCharacterReferenceEnd();
  }
}

}  // namespace html
