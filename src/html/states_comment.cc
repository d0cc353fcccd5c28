// The tokenizer's states 13.2.5.41 to 13.2.5.52, comments, and 13.2.5.69 to 13.2.5.71, CDATA
// sections.

#include "html/tokenizer.h"

namespace html {

// 13.2.5.41 Bogus comment state
void Tokenizer::BogusComment() {
  const int c = Consume();
  if (c == '>') {
    state_ = State::kData;
    EmitComment();
  } else if (c == kEndOfFile) {
    // The comment, and then the end of the input, which is consumed again in the data state.
    EmitComment();
    state_ = State::kData;
  } else if (c == 0) {
    comment_ += kReplacement;
  } else {
    comment_.push_back(static_cast<char>(c));
  }
}

// 13.2.5.42 Markup declaration open state
void Tokenizer::MarkupDeclarationOpen() {
  comment_.clear();
  if (std::string_view(at_, end_).starts_with("--")) {
    at_ += 2;
    state_ = State::kCommentStart;
  } else if (ConsumeWord("doctype")) {
    state_ = State::kDoctype;
  } else if (std::string_view(at_, end_).starts_with("[CDATA[")) {
    at_ += 7;
    if (foreign_) {
      state_ = State::kCdataSection;
    } else {
      comment_ = "[CDATA[";
      state_ = State::kBogusComment;
    }
  } else {
    state_ = State::kBogusComment;
  }
}

// 13.2.5.43 Comment start state
void Tokenizer::CommentStart() {
  const int c = Consume();
  if (c == '-') {
    state_ = State::kCommentStartDash;
  } else if (c == '>') {
    state_ = State::kData;
    EmitComment();
  } else {
    ReconsumeIn(State::kComment);
  }
}

// 13.2.5.44 Comment start dash state
void Tokenizer::CommentStartDash() {
  const int c = Consume();
  if (c == '-') {
    state_ = State::kCommentEnd;
  } else if (c == '>') {
    state_ = State::kData;
    EmitComment();
  } else if (c == kEndOfFile) {
    EmitComment();
    state_ = State::kData;
  } else {
    comment_.push_back('-');
    ReconsumeIn(State::kComment);
  }
}

// 13.2.5.45 Comment state
void Tokenizer::Comment() {
  const int c = Consume();
  if (c == '<') {
    comment_.push_back('<');
    state_ = State::kCommentLessThanSign;
  } else if (c == '-') {
    state_ = State::kCommentEndDash;
  } else if (c == 0) {
    comment_ += kReplacement;
  } else if (c == kEndOfFile) {
    EmitComment();
    state_ = State::kData;
  } else {
    comment_.push_back(static_cast<char>(c));
  }
}

// 13.2.5.46 Comment less-than sign state
void Tokenizer::CommentLessThanSign() {
  const int c = Consume();
  if (c == '!') {
    comment_.push_back('!');
    state_ = State::kCommentLessThanSignBang;
  } else if (c == '<') {
    comment_.push_back('<');
  } else {
    ReconsumeIn(State::kComment);
  }
}

// 13.2.5.47 Comment less-than sign bang state
void Tokenizer::CommentLessThanSignBang() {
  if (Consume() == '-') {
    state_ = State::kCommentLessThanSignBangDash;
  } else {
    ReconsumeIn(State::kComment);
  }
}

// 13.2.5.48 Comment less-than sign bang dash state
void Tokenizer::CommentLessThanSignBangDash() {
  if (Consume() == '-') {
    state_ = State::kCommentLessThanSignBangDashDash;
  } else {
    ReconsumeIn(State::kCommentEndDash);
  }
}

// 13.2.5.49 Comment less-than sign bang dash dash state
void Tokenizer::CommentLessThanSignBangDashDash() {
  Consume();  // whatever it is; it is told apart only to report an error
  ReconsumeIn(State::kCommentEnd);
}

// 13.2.5.50 Comment end dash state
void Tokenizer::CommentEndDash() {
  const int c = Consume();
  if (c == '-') {
    state_ = State::kCommentEnd;
  } else if (c == kEndOfFile) {
    EmitComment();
    state_ = State::kData;
  } else {
    comment_.push_back('-');
    ReconsumeIn(State::kComment);
  }
}

// 13.2.5.51 Comment end state
void Tokenizer::CommentEnd() {
  const int c = Consume();
  if (c == '>') {
    state_ = State::kData;
    EmitComment();
  } else if (c == '!') {
    state_ = State::kCommentEndBang;
  } else if (c == '-') {
    comment_.push_back('-');
  } else if (c == kEndOfFile) {
    EmitComment();
    state_ = State::kData;
  } else {
    comment_ += "--";
    ReconsumeIn(State::kComment);
  }
}

// 13.2.5.52 Comment end bang state
void Tokenizer::CommentEndBang() {
  const int c = Consume();
  if (c == '-') {
    comment_ += "--!";
    state_ = State::kCommentEndDash;
  } else if (c == '>') {
    state_ = State::kData;
    EmitComment();
  } else if (c == kEndOfFile) {
    EmitComment();
    state_ = State::kData;
  } else {
    comment_ += "--!";
    ReconsumeIn(State::kComment);
  }
}

// 13.2.5.69 CDATA section state
void Tokenizer::CdataSection() {
  const int c = Consume();
  if (c == ']') {
    state_ = State::kCdataSectionBracket;
  } else if (c == kEndOfFile) {
    EmitEndOfFile();
  } else {
    Emit(c);  // U+0000 too: tree construction deals with it
  }
}

// 13.2.5.70 CDATA section bracket state
void Tokenizer::CdataSectionBracket() {
  if (Consume() == ']') {
    state_ = State::kCdataSectionEnd;
  } else {
    Emit(']');
    ReconsumeIn(State::kCdataSection);
  }
}

// 13.2.5.71 CDATA section end state
void Tokenizer::CdataSectionEnd() {
  const int c = Consume();
  if (c == ']') {
    Emit(']');
  } else if (c == '>') {
    state_ = State::kData;
  } else {
    Emit("]]");
    ReconsumeIn(State::kCdataSection);
  }
}

void Tokenizer::StepComment() {
  switch (state_) {
    case State::kBogusComment:
      return BogusComment();
    case State::kMarkupDeclarationOpen:
      return MarkupDeclarationOpen();
    case State::kCommentStart:
      return CommentStart();
    case State::kCommentStartDash:
      return CommentStartDash();
    case State::kComment:
      return Comment();
    case State::kCommentLessThanSign:
      return CommentLessThanSign();
    case State::kCommentLessThanSignBang:
      return CommentLessThanSignBang();
    case State::kCommentLessThanSignBangDash:
      return CommentLessThanSignBangDash();
    case State::kCommentLessThanSignBangDashDash:
      return CommentLessThanSignBangDashDash();
    case State::kCommentEndDash:
      return CommentEndDash();
    case State::kCommentEnd:
      return CommentEnd();
    default:
      return CommentEndBang();
  }
}

}  // namespace html
