// The tokenizer's fast paths. See tokenizer.h; what each of them may take for granted is said
// there.

#include <algorithm>
#include <array>

#include "html/character_references.h"
#include "html/tokenizer.h"

namespace html {
namespace {

// 13.2.5.6: any other '<' is a character of the text.
constexpr bool IsMarkup(const char* open) {
  return IsLetter(open[1]) || open[1] == '/' || open[1] == '!' || open[1] == '?';
}

constexpr bool IsCommentStart(const char* at) {
  return at[0] == '!' && at[1] == '-' && at[2] == '-';
}

// Behind a name of a tag or attribute: whether it is what a correct page has there.
constexpr bool IsNameEnd(char c, NameOf kind) {
  return IsSpace(c) || c == '/' || c == '>' || (c == '=' && kind == NameOf::kAttribute);
}

}  // namespace

void Tokenizer::GiveText(const char* begin, const char* end, bool has_null, Token& token) {
  token.kind = TokenKind::kText;
  token.has_null = has_null;
  token.text = SpanOf(begin, end);
  at_ = end;
}

template <typename Scan>
void Tokenizer::Next(Token& token) {
  if (fast_paths_ == FastPaths::kOn && held_ == TokenKind::kText) {
    if (state_ == State::kData) {
      if (FastData<Scan>(token)) return;
    } else if (state_ <= State::kScriptData) {
      if (FastRawText<Scan>(token)) return;
    }
  }
  NextByStates(token);
}

template <typename Scan>
bool Tokenizer::FastData(Token& token) {
  const char* const start = at_;
  const char* at = start;
  bool has_null = false;
  while (true) {
    at = Scan::ToMarkup(at);
    if (*at == '<') {
      if (IsMarkup(at)) break;
      ++at;
    } else if (*at == '&') {
      FastReferences<Scan>(start, at, token);
      token.has_null |= has_null;
      return true;
    } else if (at == end_) {
      break;
    } else {
      has_null = true;
      ++at;
    }
  }
  if (at > start) {
    GiveText(start, at, has_null, token);
    return true;
  }
  if (at < end_) return FastMarkup<Scan>(token);
  held_ = token.kind = TokenKind::kEnd;
  return true;
}

// Text in which a character reference was found: all of it up to the next markup, decoded.
template <typename Scan>
void Tokenizer::FastReferences(const char* start, const char* reference, Token& token) {
  const uint32_t offset = tree_.decoded.size();
  const char* at = reference;
  const auto copy_to = [&](const char* end) { tree_.decoded.AppendCopy({start, end}); };
  token.has_null = false;
  while (true) {
    if (*at == '&') {
      copy_to(at);
      const Reference read = ReadReference(std::string_view(at, end_), ReferencePlace::kText);
      if (read.length == 0) tree_.decoded.Append('&');
      tree_.decoded.AppendCopy({read.bytes, read.size});
      at += std::max<size_t>(read.length, 1);
      start = at;
    } else if (*at == '<') {
      if (state_ != State::kData || IsMarkup(at)) break;
      ++at;
    } else if (at == end_ || state_ != State::kData) {
      break;
    } else {
      token.has_null = true;
      ++at;
    }
    at = Scan::ToMarkup(at);
  }
  copy_to(at);
  token.kind = TokenKind::kText;
  token.text = {offset, (tree_.decoded.size() - offset) & 0x7FFFFFFFU, 1};
  at_ = at;
}

template <typename Scan>
bool Tokenizer::FastMarkup(Token& token) {
  const char next = at_[1];
  if (IsLetter(next) || (next == '/' && IsLetter(at_[2]))) return FastTag<Scan>(token);
  return comments_ == Comments::kDrop && IsCommentStart(at_ + 1) && FastComment(token);
}

// "<!--": 13.2.5.43 to 13.2.5.52, of a comment that ends and is not kept.
bool Tokenizer::FastComment(Token& token) {
  const std::string_view rest(at_ + 4, end_);
  size_t length = 0;
  if (rest.starts_with(">")) {
    length = 1;
  } else if (rest.starts_with("->")) {
    length = 2;
  } else {
    for (size_t dashes = rest.find("--"); length == 0; dashes = rest.find("--", dashes + 1)) {
      if (dashes == std::string_view::npos) return false;
      const std::string_view behind = rest.substr(dashes + 2);
      if (behind.starts_with(">")) length = dashes + 3;
      if (behind.starts_with("!>")) length = dashes + 4;
    }
  }
  token.kind = TokenKind::kComment;
  token.text = {};
  at_ += 4 + length;
  return true;
}

// ---- tags --------------------------------------------------------------------------------------

template <typename Scan>
bool Tokenizer::FastTag(Token& token) {
  const bool is_end = at_[1] == '/';
  const char* const name = at_ + (is_end ? 2 : 1);
  const NameEnd end = Scan::template ToNameEnd<NameOf::kTag>(name);
  const char* at = name + end.length;
  if (end.length == kLongestKey || end.has_capital) {
    at = LongName(name, NameOf::kTag, token.name);
  } else {
    token.name = names_.OfTag(LoadKey(name, end.length), SpanOf(name, at));
  }
  if (at == nullptr || !IsNameEnd(*at, NameOf::kTag)) return false;
  token.self_closing = false;
  token.first_attribute = tree_.attributes.size();
  if (*at == '>') {
    ++at;
  } else {
    ++tag_number_;
    at = FastAttributes<Scan>(at, token);
    if (at == nullptr) {
      tree_.attributes.Truncate(token.first_attribute);
      return false;
    }
  }
  token.kind = is_end ? TokenKind::kEndTag : TokenKind::kStartTag;
  token.tag = token.name < kTagCount ? static_cast<Tag>(token.name) : Tag::kUnknown;
  token.attribute_count = static_cast<uint16_t>(tree_.attributes.size() - token.first_attribute);
  if (is_end) tree_.attributes.Truncate(token.first_attribute);
  at_ = at;
  return true;
}

// A name with capitals, or longer than a key. nullptr: there is something unusual in it.
const char* Tokenizer::LongName(const char* name, NameOf kind, NameId& id) {
  const char* end = name;
  while (!EndsName(*end, kind)) ++end;
  if (!IsNameEnd(*end, kind)) return nullptr;
  temporary_.assign(name, end);
  for (char& c : temporary_) c = Lower(static_cast<uint8_t>(c));
  id = kind == NameOf::kTag ? names_.OfTag(temporary_) : names_.OfAttribute(temporary_);
  return end;
}

// From behind the name of the tag to behind its '>'. nullptr: something unusual.
template <typename Scan>
const char* Tokenizer::FastAttributes(const char* at, Token& token) {
  while (true) {
    if (*at == '>') return at + 1;
    if (IsSpace(*at)) {
      at = Scan::SkipSpace(at + 1);
    } else if (*at == '/') {
      if (at[1] == '>') {
        token.self_closing = true;
        return at + 2;
      }
      ++at;
    } else {
      at = FastAttribute<Scan>(at, token);
      if (at == nullptr) return nullptr;
    }
  }
}

template <typename Scan>
const char* Tokenizer::FastAttribute(const char* at, Token& token) {
  const char* const name = at;
  const NameEnd end = Scan::template ToNameEnd<NameOf::kAttribute>(name);
  at += end.length;
  NameId id = 0;
  if (end.length == kLongestKey || end.has_capital) {
    at = LongName(name, NameOf::kAttribute, id);
    if (at == nullptr) return nullptr;
  } else if (end.length == 0 || !IsNameEnd(*at, NameOf::kAttribute)) {
    return nullptr;
  } else {
    id = names_.OfAttribute(LoadKey(name, end.length), SpanOf(name, at));
  }
  TextSpan value;
  if (IsSpace(*at)) {
    const char* const behind = Scan::SkipSpace(at);
    if (*behind == '=') at = behind;
  }
  if (*at == '=') {
    at = FastValue<Scan>(at + 1, value);
    if (at == nullptr) return nullptr;
  }
  const uint32_t count = tree_.attributes.size() - token.first_attribute;
  if (count >= kMostAttributes || IsRepeated(id)) return at;
  tree_.attributes.Append({id, value});
  return at;
}

template <typename Scan>
const char* Tokenizer::FastValue(const char* at, TextSpan& value) {
  if (IsSpace(*at)) at = Scan::SkipSpace(at);
  const char quote = *at;
  if (quote != '"' && quote != '\'') return FastUnquotedValue(at, value);
  const char* const begin = at + 1;
  at = Scan::ToQuote(begin, quote);
  if (*at == quote) {
    value = SpanOf(begin, at);
    return at + 1;
  }
  while (*at == '&') at = Scan::ToQuote(at + 1, quote);
  if (*at != quote) return nullptr;
  value = Decode(begin, at);
  return at + 1;
}

const char* Tokenizer::FastUnquotedValue(const char* at, TextSpan& value) {
  const char* const begin = at;
  bool has_reference = false;
  while (*at != '>' && !IsSpace(*at)) {
    if (*at == '\0') return nullptr;
    has_reference |= *at == '&';
    ++at;
  }
  value = has_reference ? Decode(begin, at) : SpanOf(begin, at);
  return at;
}

// The value of an attribute, its references decoded.
TextSpan Tokenizer::Decode(const char* begin, const char* end) {
  const uint32_t offset = tree_.decoded.size();
  std::string_view text(begin, end);
  while (!text.empty()) {
    const size_t plain = std::min(text.find('&'), text.size());
    tree_.decoded.AppendCopy(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    const Reference read = ReadReference(text, ReferencePlace::kAttribute);
    if (read.length == 0) tree_.decoded.Append('&');
    tree_.decoded.AppendCopy({read.bytes, read.size});
    text.remove_prefix(std::max<size_t>(read.length, 1));
  }
  return {offset, (tree_.decoded.size() - offset) & 0x7FFFFFFFU, 1};
}

// ---- raw text ----------------------------------------------------------------------------------

// Whether `name`, which stands behind "</", is the name of the element being read, and ends there.
bool Tokenizer::IsAppropriateEndTag(const char* name) const {
  if (raw_element_ == Tag::kUnknown) return false;
  const std::string_view wanted = html::TagName(raw_element_);
  for (size_t i = 0; i < wanted.size(); ++i) {
    if (Lower(static_cast<uint8_t>(name[i])) != wanted[i]) return false;
  }
  return IsNameEnd(name[wanted.size()], NameOf::kTag);
}

// RCDATA, RAWTEXT and script data, up to the end tag. Behind its name an end tag is read as in any
// other text (13.2.5.11), so that it is left to the data state.
template <typename Scan>
bool Tokenizer::FastRawText(Token& token) {
  const char* const start = at_;
  const char* at = start;
  while (true) {
    at = state_ == State::kRcdata ? Scan::ToMarkup(at) : Scan::ToOpen(at);
    if (*at == '&') {
      // Up to the next '<' or U+0000, where the next token goes on.
      FastReferences<Scan>(start, at, token);
      return true;
    }
    if (*at == '\0') break;
    if (at[1] == '/' && IsAppropriateEndTag(at + 2)) {
      if (at == start) {
        state_ = State::kData;
        return FastData<Scan>(token);
      }
      break;
    }
    if (state_ == State::kScriptData && IsCommentStart(at + 1)) break;
    ++at;
  }
  if (at > start) {
    GiveText(start, at, false, token);
    return true;
  }
  return false;
}

template void Tokenizer::Next<PortableScan>(Token& token);
#if defined(__x86_64__)
template void Tokenizer::Next<Sse2Scan>(Token& token);
template void Tokenizer::Next<Avx2Scan>(Token& token);
#endif

}  // namespace html
