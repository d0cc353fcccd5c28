// The tokenizer's states 13.2.5.15 to 13.2.5.31: a script, inside of which "<!--" makes "<script>"
// and
// "</script>" come in pairs.

#include "html/tokenizer.h"

namespace html {

// 13.2.5.15 Script data less-than sign state
void Tokenizer::ScriptDataLessThanSign() {
  const int c = Consume();
  if (c == '/') {
    temporary_.clear();
    state_ = State::kScriptDataEndTagOpen;
  } else if (c == '!') {
    state_ = State::kScriptDataEscapeStart;
    Emit("<!");
  } else {
    Emit('<');
    ReconsumeIn(State::kScriptData);
  }
}

// 13.2.5.18 Script data escape start state, 13.2.5.19 Script data escape start dash state
void Tokenizer::ScriptDataEscapeStart(State next) {
  const int c = Consume();
  if (c == '-') {
    state_ = next;
    Emit('-');
  } else {
    ReconsumeIn(State::kScriptData);
  }
}

// 13.2.5.20 Script data escaped state, 13.2.5.21 Script data escaped dash state
void Tokenizer::ScriptDataEscaped(State dash) {
  const int c = Consume();
  if (c == '-') {
    state_ = dash;
    Emit('-');
  } else if (c == '<') {
    state_ = State::kScriptDataEscapedLessThanSign;
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    state_ = State::kScriptDataEscaped;
    c == 0 ? Emit(kReplacement) : Emit(c);
  }
}

// 13.2.5.22 Script data escaped dash dash state
void Tokenizer::ScriptDataEscapedDashDash() {
  const int c = Consume();
  if (c == '-') {
    Emit('-');
  } else if (c == '<') {
    state_ = State::kScriptDataEscapedLessThanSign;
  } else if (c == '>') {
    state_ = State::kScriptData;
    Emit('>');
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    state_ = State::kScriptDataEscaped;
    c == 0 ? Emit(kReplacement) : Emit(c);
  }
}

// 13.2.5.23 Script data escaped less-than sign state
void Tokenizer::ScriptDataEscapedLessThanSign() {
  const int c = Consume();
  if (c == '/') {
    temporary_.clear();
    state_ = State::kScriptDataEscapedEndTagOpen;
  } else if (IsLetter(c)) {
    temporary_.clear();
    Emit('<');
    ReconsumeIn(State::kScriptDataDoubleEscapeStart);
  } else {
    Emit('<');
    ReconsumeIn(State::kScriptDataEscaped);
  }
}

// 13.2.5.24 Script data escaped end tag open state
void Tokenizer::ScriptDataEscapedEndTagOpen() {
  EndTagOpenIn(State::kScriptDataEscaped, State::kScriptDataEscapedEndTagName);
}

// 13.2.5.26 Script data double escape start state, 13.2.5.31 Script data double escape end state
void Tokenizer::ScriptDataDoubleEscape(State is_script, State is_not) {
  const int c = Consume();
  if (IsSpace(c) || c == '/' || c == '>') {
    state_ = temporary_ == "script" ? is_script : is_not;
    Emit(c);
  } else if (IsLetter(c)) {
    temporary_.push_back(Lower(c));
    Emit(c);
  } else {
    ReconsumeIn(is_not);
  }
}

// 13.2.5.27 Script data double escaped state, 13.2.5.28 Script data double escaped dash state
void Tokenizer::ScriptDataDoubleEscaped(State dash) {
  const int c = Consume();
  if (c == '-') {
    state_ = dash;
    Emit('-');
  } else if (c == '<') {
    state_ = State::kScriptDataDoubleEscapedLessThanSign;
    Emit('<');
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    state_ = State::kScriptDataDoubleEscaped;
    c == 0 ? Emit(kReplacement) : Emit(c);
  }
}

// 13.2.5.29 Script data double escaped dash dash state
void Tokenizer::ScriptDataDoubleEscapedDashDash() {
  const int c = Consume();
  if (c == '-') {
    Emit('-');
  } else if (c == '<') {
    state_ = State::kScriptDataDoubleEscapedLessThanSign;
    Emit('<');
  } else if (c == '>') {
    state_ = State::kScriptData;
    Emit('>');
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    state_ = State::kScriptDataDoubleEscaped;
    c == 0 ? Emit(kReplacement) : Emit(c);
  }
}

// 13.2.5.30 Script data double escaped less-than sign state
void Tokenizer::ScriptDataDoubleEscapedLessThanSign() {
  const int c = Consume();
  if (c == '/') {
    temporary_.clear();
    state_ = State::kScriptDataDoubleEscapeEnd;
    Emit('/');
  } else {
    ReconsumeIn(State::kScriptDataDoubleEscaped);
  }
}

void Tokenizer::StepScript() {
  switch (state_) {
    case State::kScriptDataLessThanSign:
      return ScriptDataLessThanSign();
    case State::kScriptDataEndTagOpen:
      return EndTagOpenIn(State::kScriptData, State::kScriptDataEndTagName);
    case State::kScriptDataEndTagName:
      return EndTagName(State::kScriptData);
    case State::kScriptDataEscapeStart:
      return ScriptDataEscapeStart(State::kScriptDataEscapeStartDash);
    case State::kScriptDataEscapeStartDash:
      return ScriptDataEscapeStart(State::kScriptDataEscapedDashDash);
    case State::kScriptDataEscaped:
      return ScriptDataEscaped(State::kScriptDataEscapedDash);
    case State::kScriptDataEscapedDash:
      return ScriptDataEscaped(State::kScriptDataEscapedDashDash);
    case State::kScriptDataEscapedDashDash:
      return ScriptDataEscapedDashDash();
    case State::kScriptDataEscapedLessThanSign:
      return ScriptDataEscapedLessThanSign();
    case State::kScriptDataEscapedEndTagOpen:
      return ScriptDataEscapedEndTagOpen();
    case State::kScriptDataEscapedEndTagName:
      return EndTagName(State::kScriptDataEscaped);
    case State::kScriptDataDoubleEscapeStart:
      return ScriptDataDoubleEscape(State::kScriptDataDoubleEscaped, State::kScriptDataEscaped);
    case State::kScriptDataDoubleEscaped:
      return ScriptDataDoubleEscaped(State::kScriptDataDoubleEscapedDash);
    case State::kScriptDataDoubleEscapedDash:
      return ScriptDataDoubleEscaped(State::kScriptDataDoubleEscapedDashDash);
    case State::kScriptDataDoubleEscapedDashDash:
      return ScriptDataDoubleEscapedDashDash();
    case State::kScriptDataDoubleEscapedLessThanSign:
      return ScriptDataDoubleEscapedLessThanSign();
    default:
      return ScriptDataDoubleEscape(State::kScriptDataEscaped, State::kScriptDataDoubleEscaped);
  }
}

}  // namespace html
