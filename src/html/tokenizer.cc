#include "html/tokenizer.h"

#include <algorithm>

namespace html {

Tokenizer::Tokenizer(TreeData& tree, NameTable& names, Comments comments, FastPaths fast_paths)
    : tree_(tree),
      names_(names),
      begin_(tree.input.data()),
      at_(begin_),
      end_(begin_ + tree.input_size),
      comments_(comments),
      fast_paths_(fast_paths) {}

void Tokenizer::SwitchTo(State state, Tag element) {
  state_ = state;
  raw_element_ = element;
}

void Tokenizer::BeginTag(TokenKind kind) {
  tag_kind_ = kind;
  name_.clear();
  attributes_.clear();
  in_attribute_ = false;
  self_closing_ = false;
  ++tag_number_;
}

void Tokenizer::BeginAttribute() {
  EndAttribute();
  in_attribute_ = true;
}

// 13.2.5.33: when an attribute's name is complete and the tag has one of that name, it is dropped.
// So is what is more than kMostAttributes, and all of an end tag.
void Tokenizer::EndAttribute() {
  if (in_attribute_ && tag_kind_ == TokenKind::kStartTag && attributes_.size() < kMostAttributes) {
    const NameId name = names_.OfAttribute(attribute_name_);
    if (!IsRepeated(name)) attributes_.push_back({name, tree_.Keep(attribute_value_)});
  }
  in_attribute_ = false;
  attribute_name_.clear();
  attribute_value_.clear();
}

void Tokenizer::EmitTag() {
  EndAttribute();
  held_ = tag_kind_;
}

bool Tokenizer::IsAppropriateEndTag() const {
  return raw_element_ != Tag::kUnknown && name_ == html::TagName(raw_element_);
}

bool Tokenizer::ConsumeWord(std::string_view word) {
  if (static_cast<size_t>(end_ - at_) < word.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    if (Lower(static_cast<uint8_t>(at_[i])) != word[i]) return false;
  }
  at_ += word.size();
  return true;
}

void Tokenizer::Step() {
  if (state_ <= State::kRawtextEndTagName) return StepData();
  if (state_ <= State::kScriptDataDoubleEscapeEnd) return StepScript();
  if (state_ <= State::kSelfClosingStartTag) return StepTag();
  if (state_ <= State::kCommentEndBang) return StepComment();
  if (state_ <= State::kBogusDoctype) return StepDoctype();
  if (state_ == State::kCdataSection) return CdataSection();
  if (state_ == State::kCdataSectionBracket) return CdataSectionBracket();
  if (state_ == State::kCdataSectionEnd) return CdataSectionEnd();
  StepReference();
}

// Runs the states until there is a token. Where fast paths are on, text is given away as soon as
// one of them can go on.
void Tokenizer::NextByStates(Token& token) {
  const auto may_be_fast = [this] {
    return fast_paths_ == FastPaths::kOn && state_ <= State::kScriptData && !text_.empty();
  };
  while (held_ == TokenKind::kText && !may_be_fast()) Step();
  if (!text_.empty()) return TakeText(token);
  TakeHeld(token);
}

void Tokenizer::TakeText(Token& token) {
  token.kind = TokenKind::kText;
  token.has_null = text_has_null_;
  token.text = tree_.Keep(text_);
  text_.clear();
  text_has_null_ = false;
}

void Tokenizer::TakeHeld(Token& token) {
  token.kind = held_;
  switch (held_) {
    case TokenKind::kStartTag:
      TakeStartTag(token);
      [[fallthrough]];
    case TokenKind::kEndTag:
      token.name = names_.OfTag(name_);
      token.tag = token.name < kTagCount ? static_cast<Tag>(token.name) : Tag::kUnknown;
      token.self_closing = self_closing_;
      break;
    case TokenKind::kComment:
      token.text = comments_ == Comments::kKeep ? tree_.Keep(comment_) : TextSpan{};
      break;
    case TokenKind::kDoctype:
      token.force_quirks = force_quirks_;
      token.has_public = has_public_;
      token.has_system = has_system_;
      token.text = tree_.Keep(name_);
      token.public_id = tree_.Keep(public_id_);
      token.system_id = tree_.Keep(system_id_);
      break;
    default:
      return;  // the end, which stays
  }
  held_ = TokenKind::kText;
}

void Tokenizer::TakeStartTag(Token& token) {
  token.first_attribute = tree_.attributes.size();
  token.attribute_count = static_cast<uint16_t>(attributes_.size());
  std::copy(attributes_.begin(), attributes_.end(),
            tree_.attributes.AppendMany(token.attribute_count));
}

}  // namespace html
