#include "html/tokenizer.h"

#include <algorithm>
#include <array>
#include <string>

namespace html {
namespace {

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}
char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

Tag TagOf(std::string_view name) {
  std::array<char, 16> lower;
  if (name.size() > lower.size()) return Tag::kUnknown;
  std::transform(name.begin(), name.end(), lower.begin(), Lower);
  return TagFrom(std::string_view(lower.data(), name.size()));
}

}  // namespace

// Whether the '<' at `position` begins markup; if not it is text.
bool Tokenizer::IsMarkupAt(size_t position) const {
  if (position + 1 >= input_.size()) return false;
  const char c = input_[position + 1];
  if (c == '/') return position + 2 < input_.size();
  return IsLetter(c) || c == '!' || c == '?';
}

void Tokenizer::Next(Token& token) {
  token.kind = TokenKind::kEnd;
  if (!raw_name_.empty() && NextRawText(token)) return;
  while (position_ < input_.size()) {
    const size_t start = position_;
    size_t open = input_.find('<', start);
    while (open != std::string_view::npos && !IsMarkupAt(open)) open = input_.find('<', open + 1);
    position_ = std::min(open, input_.size());
    if (position_ > start) {
      token.kind = TokenKind::kText;
      token.text = input_.substr(start, position_ - start);
      token.decode = true;
      return;
    }
    const char next = input_[position_ + 1];
    const char after = position_ + 2 < input_.size() ? input_[position_ + 2] : '\0';
    if (IsLetter(next) || (next == '/' && IsLetter(after))) {
      if (ReadTag(token)) return;
    } else {
      SkipDeclaration();
    }
  }
}

bool Tokenizer::NextRawText(Token& token) {
  const size_t start = position_;
  const std::string_view name = raw_name_;
  raw_name_ = {};
  size_t end = input_.find("</", start);
  for (; end != std::string_view::npos; end = input_.find("</", end + 2)) {
    const size_t after = end + 2 + name.size();
    if (after > input_.size()) continue;
    const bool same =
        std::equal(name.begin(), name.end(), input_.begin() + static_cast<long>(end) + 2,
                   [](char a, char b) { return Lower(a) == Lower(b); });
    if (!same) continue;
    if (after == input_.size() || IsSpace(input_[after]) || input_[after] == '>' ||
        input_[after] == '/') {
      break;
    }
  }
  position_ = std::min(end, input_.size());
  if (position_ == start) return false;
  token.kind = TokenKind::kText;
  token.text = input_.substr(start, position_ - start);
  token.decode = raw_decode_;
  return true;
}

// Comment, doctype, CDATA, "<?…>", "</3…>": all of it up to its end, or to the end of the input.
void Tokenizer::SkipDeclaration() {
  const std::string_view rest = input_.substr(position_);
  size_t length = std::string_view::npos;
  if (rest.starts_with("<!-->")) {
    length = 5;
  } else if (rest.starts_with("<!--->")) {
    length = 6;
  } else if (rest.starts_with("<!--")) {
    for (size_t dashes = rest.find("--", 4); dashes != std::string_view::npos;
         dashes = rest.find("--", dashes + 1)) {
      const std::string_view behind = rest.substr(dashes + 2);
      if (behind.starts_with(">")) length = dashes + 3;
      if (behind.starts_with("!>")) length = dashes + 4;
      if (length != std::string_view::npos) break;
    }
  } else if (const size_t close = rest.find('>'); close != std::string_view::npos) {
    length = close + 1;
  }
  position_ += std::min(length, rest.size());
}

// False: the input ended inside the tag, which is dropped.
bool Tokenizer::ReadTag(Token& token) {
  const bool is_end = input_[position_ + 1] == '/';
  size_t i = position_ + (is_end ? 2 : 1);
  const size_t start = i;
  while (i < input_.size() && !IsSpace(input_[i]) && input_[i] != '>' && input_[i] != '/') ++i;
  token.kind = is_end ? TokenKind::kEndTag : TokenKind::kStartTag;
  token.name = input_.substr(start, i - start);
  token.tag = TagOf(token.name);
  token.self_closing = false;
  token.attributes.clear();
  position_ = i;
  if (ReadAttributes(token)) return true;
  token.kind = TokenKind::kEnd;
  return false;
}

bool Tokenizer::ReadAttributes(Token& token) {
  while (position_ < input_.size()) {
    const char c = input_[position_];
    if (c == '>') {
      ++position_;
      return true;
    }
    if (c == '/') {
      token.self_closing = position_ + 1 < input_.size() && input_[position_ + 1] == '>';
      ++position_;
    } else if (IsSpace(c)) {
      ++position_;
    } else {
      ReadAttribute(token);
    }
  }
  return false;
}

void Tokenizer::ReadAttribute(Token& token) {
  size_t i = position_;
  const size_t name_start = i++;
  while (i < input_.size() && !IsSpace(input_[i]) && input_[i] != '>' && input_[i] != '/' &&
         input_[i] != '=') {
    ++i;
  }
  Token::RawAttribute attribute{input_.substr(name_start, i - name_start), {}};
  size_t equals = i;
  while (equals < input_.size() && IsSpace(input_[equals])) ++equals;
  if (equals < input_.size() && input_[equals] == '=') {
    i = equals + 1;
    while (i < input_.size() && IsSpace(input_[i])) ++i;
    if (i < input_.size() && (input_[i] == '"' || input_[i] == '\'')) {
      const size_t close = std::min(input_.find(input_[i], i + 1), input_.size());
      attribute.value = input_.substr(i + 1, close - i - 1);
      i = std::min(close + 1, input_.size());
    } else {
      const size_t start = i;
      while (i < input_.size() && !IsSpace(input_[i]) && input_[i] != '>') ++i;
      attribute.value = input_.substr(start, i - start);
    }
  }
  position_ = i;
  if (token.attributes.size() < kMostAttributes) token.attributes.push_back(attribute);
}

}  // namespace html
