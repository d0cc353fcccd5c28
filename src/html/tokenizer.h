#pragma once
// The tokenizer (13.2.5): characters in, tokens out.
//
// It is written twice. The states are the standard's, one function each, one character at a time,
// in the standard's order and under its numbers (states_data.cc, states_script.cc, states_tag.cc,
// states_comment.cc, states_doctype.cc, states_reference.cc). The fast paths (fast_paths.cc) read
// whole tokens with a scanner: text up to the next markup, tags whose parts are as they should be,
// comments, raw text. Where anything is unusual (U+0000, the end of the input inside a tag, a stray
// '=') a fast path gives up before it has changed anything, and the states read the token.
// Both give the same tokens: the tests and html_fuzz compare them.
//
// Input is valid UTF-8 after 13.2.3.5 (no U+000D); bytes above 0x7F never mean anything here, so
// that a byte is as good as a code point. No token depends on scripting.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "html/name_table.h"
#include "html/scan.h"
#include "html/token.h"
#include "html/tree_data.h"

namespace html {

// In the order of the standard: 13.2.5.1 to 13.2.5.80.
enum class State : uint8_t {
  kData,
  kRcdata,
  kRawtext,
  kScriptData,
  kPlaintext,
  kTagOpen,
  kEndTagOpen,
  kTagName,
  kRcdataLessThanSign,
  kRcdataEndTagOpen,
  kRcdataEndTagName,
  kRawtextLessThanSign,
  kRawtextEndTagOpen,
  kRawtextEndTagName,
  kScriptDataLessThanSign,
  kScriptDataEndTagOpen,
  kScriptDataEndTagName,
  kScriptDataEscapeStart,
  kScriptDataEscapeStartDash,
  kScriptDataEscaped,
  kScriptDataEscapedDash,
  kScriptDataEscapedDashDash,
  kScriptDataEscapedLessThanSign,
  kScriptDataEscapedEndTagOpen,
  kScriptDataEscapedEndTagName,
  kScriptDataDoubleEscapeStart,
  kScriptDataDoubleEscaped,
  kScriptDataDoubleEscapedDash,
  kScriptDataDoubleEscapedDashDash,
  kScriptDataDoubleEscapedLessThanSign,
  kScriptDataDoubleEscapeEnd,
  kBeforeAttributeName,
  kAttributeName,
  kAfterAttributeName,
  kBeforeAttributeValue,
  kAttributeValueDoubleQuoted,
  kAttributeValueSingleQuoted,
  kAttributeValueUnquoted,
  kAfterAttributeValueQuoted,
  kSelfClosingStartTag,
  kBogusComment,
  kMarkupDeclarationOpen,
  kCommentStart,
  kCommentStartDash,
  kComment,
  kCommentLessThanSign,
  kCommentLessThanSignBang,
  kCommentLessThanSignBangDash,
  kCommentLessThanSignBangDashDash,
  kCommentEndDash,
  kCommentEnd,
  kCommentEndBang,
  kDoctype,
  kBeforeDoctypeName,
  kDoctypeName,
  kAfterDoctypeName,
  kAfterDoctypePublicKeyword,
  kBeforeDoctypePublicIdentifier,
  kDoctypePublicIdentifierDoubleQuoted,
  kDoctypePublicIdentifierSingleQuoted,
  kAfterDoctypePublicIdentifier,
  kBetweenDoctypePublicAndSystemIdentifiers,
  kAfterDoctypeSystemKeyword,
  kBeforeDoctypeSystemIdentifier,
  kDoctypeSystemIdentifierDoubleQuoted,
  kDoctypeSystemIdentifierSingleQuoted,
  kAfterDoctypeSystemIdentifier,
  kBogusDoctype,
  kCdataSection,
  kCdataSectionBracket,
  kCdataSectionEnd,
  kCharacterReference,
  kNamedCharacterReference,
  kAmbiguousAmpersand,
  kNumericCharacterReference,
  kHexadecimalCharacterReferenceStart,
  kDecimalCharacterReferenceStart,
  kHexadecimalCharacterReference,
  kDecimalCharacterReference,
  kNumericCharacterReferenceEnd,
};

enum class FastPaths : uint8_t { kOn, kOff };
enum class Comments : uint8_t { kDrop, kKeep };

class Tokenizer {
 public:
  // Reads tree.input. `tree` and `names` must outlive it; names, attributes and decoded text go
  // there.
  Tokenizer(TreeData& tree, NameTable& names, Comments comments, FastPaths fast_paths);

  // The next token; kEnd for ever at the end. A run of characters may come as several tokens.
  template <typename Scan>
  void Next(Token& token);

  // What tree construction switches to behind a start tag: kRcdata, kRawtext, kScriptData,
  // kPlaintext. `element`: what the content belongs to, whose end tag ends it; kUnknown: nothing
  // does (a fragment's context).
  void SwitchTo(State state, Tag element);

  // Whether there is an adjusted current node and it is not an HTML element: "<![CDATA[" is then a
  // section, and not a comment (13.2.5.42).
  void set_foreign(bool foreign) { foreign_ = foreign; }

 private:
  static constexpr int kEndOfFile = -1;
  using Characters = std::string_view;

  // ---- fast_paths.cc; false: nothing was read, let the states do it ----
  template <typename Scan>
  bool FastData(Token& token);
  template <typename Scan>
  bool FastMarkup(Token& token);
  template <typename Scan>
  bool FastRawText(Token& token);
  template <typename Scan>
  void FastReferences(const char* start, const char* reference, Token& token);
  template <typename Scan>
  bool FastTag(Token& token);
  template <typename Scan>
  const char* FastAttributes(const char* at, Token& token);
  template <typename Scan>
  const char* FastAttribute(const char* at, Token& token);
  template <typename Scan>
  const char* FastValue(const char* at, TextSpan& value);
  const char* FastUnquotedValue(const char* at, TextSpan& value);
  const char* LongName(const char* name, NameOf kind, NameId& id);
  bool FastComment(Token& token);
  bool IsAppropriateEndTag(const char* name) const;
  // Whether the tag that is being read has an attribute of this name already; notes that it has.
  bool IsRepeated(NameId name) {
    if (name >= last_tag_with_.size()) last_tag_with_.resize(name + name / 2 + kAttrCount);
    return std::exchange(last_tag_with_[name], tag_number_) == tag_number_;
  }
  TextSpan Decode(const char* begin, const char* end);
  TextSpan SpanOf(const char* begin, const char* end) const {
    return {static_cast<uint32_t>(begin - begin_), static_cast<uint32_t>(end - begin) & 0x7FFFFFFFU,
            0};
  }
  void GiveText(const char* begin, const char* end, bool has_null, Token& token);

  // ---- tokenizer.cc: what the states are made of ----
  void NextByStates(Token& token);
  void Step();
  void StepData();
  void StepScript();
  void StepTag();
  void StepComment();
  void StepDoctype();
  void StepReference();
  // The next input character, consumed; or kEndOfFile.
  int Consume() {
    consumed_end_ = at_ == end_;
    return consumed_end_ ? kEndOfFile : static_cast<uint8_t>(*at_++);
  }
  void ReconsumeIn(State state) {
    if (!consumed_end_) --at_;
    state_ = state;
  }
  // Consumes `word`, if it comes next, in capitals or not.
  bool ConsumeWord(std::string_view word);
  void Emit(int c) {
    text_has_null_ |= c == 0;
    text_.push_back(static_cast<char>(c));
  }
  void Emit(Characters characters) { text_ += characters; }
  void BeginTag(TokenKind kind);
  void BeginAttribute();
  void EndAttribute();
  void EmitTag();
  void EmitComment() { held_ = TokenKind::kComment; }
  void EmitDoctype() { held_ = TokenKind::kDoctype; }
  void EmitEndOfFile() { held_ = TokenKind::kEnd; }
  bool IsAppropriateEndTag() const;
  // RCDATA, RAWTEXT and script data end as 13.2.5.11 says; `otherwise` is where it was no end tag.
  void EndTagName(State otherwise);
  void TakeText(Token& token);
  void TakeHeld(Token& token);
  void TakeStartTag(Token& token);

  // ---- states_data.cc: 13.2.5.1 to 13.2.5.14 ----
  void Data();
  void Rcdata();
  void Rawtext();
  void ScriptData();
  void Plaintext();
  void TagOpen();
  void EndTagOpen();
  void TagName();
  void LessThanSignIn(State text, State end_tag_open);
  void EndTagOpenIn(State text, State end_tag_name);
  // ---- states_script.cc: 13.2.5.15 to 13.2.5.31 ----
  void ScriptDataLessThanSign();
  void ScriptDataEscapeStart(State next);
  void ScriptDataEscaped(State dash);
  void ScriptDataEscapedDashDash();
  void ScriptDataEscapedLessThanSign();
  void ScriptDataEscapedEndTagOpen();
  void ScriptDataDoubleEscape(State is_script, State is_not);
  void ScriptDataDoubleEscaped(State dash);
  void ScriptDataDoubleEscapedDashDash();
  void ScriptDataDoubleEscapedLessThanSign();
  // ---- states_tag.cc: 13.2.5.32 to 13.2.5.40 ----
  void BeforeAttributeName();
  void AttributeName();
  void AfterAttributeName();
  void BeforeAttributeValue();
  void AttributeValueQuoted(char quote);
  void AttributeValueUnquoted();
  void AfterAttributeValueQuoted();
  void SelfClosingStartTag();
  // ---- states_comment.cc: 13.2.5.41 to 13.2.5.52, 13.2.5.69 to 13.2.5.71 ----
  void BogusComment();
  void MarkupDeclarationOpen();
  void CommentStart();
  void CommentStartDash();
  void Comment();
  void CommentLessThanSign();
  void CommentLessThanSignBang();
  void CommentLessThanSignBangDash();
  void CommentLessThanSignBangDashDash();
  void CommentEndDash();
  void CommentEnd();
  void CommentEndBang();
  void CdataSection();
  void CdataSectionBracket();
  void CdataSectionEnd();
  // ---- states_doctype.cc: 13.2.5.53 to 13.2.5.68 ----
  void Doctype();
  void BeforeDoctypeName();
  void DoctypeName();
  void AfterDoctypeName();
  void AfterDoctypeKeyword(State before_identifier, State double_quoted, State single_quoted);
  void BeforeDoctypeIdentifier(State double_quoted, State single_quoted);
  void DoctypeIdentifierQuoted(char quote, std::string& identifier, State after);
  void AfterDoctypePublicIdentifier();
  void BetweenDoctypePublicAndSystemIdentifiers();
  void AfterDoctypeSystemIdentifier();
  void BogusDoctype();
  void EndDoctypeWithQuirks();
  // ---- states_reference.cc: 13.2.5.72 to 13.2.5.80 ----
  void CharacterReference();
  void NamedCharacterReference();
  void AmbiguousAmpersand();
  void NumericCharacterReference();
  void HexadecimalCharacterReferenceStart();
  void DecimalCharacterReferenceStart();
  void HexadecimalCharacterReference();
  void DecimalCharacterReference();
  void NumericCharacterReferenceEnd();
  bool ReferenceInAttribute() const;
  void FlushReference();

  TreeData& tree_;
  NameTable& names_;
  const char* begin_;
  const char* at_;
  const char* end_;
  State state_ = State::kData;
  Comments comments_;
  FastPaths fast_paths_;
  bool foreign_ = false;
  // The last start tag, as far as it matters: the element whose raw text is being read.
  Tag raw_element_ = Tag::kUnknown;
  uint32_t tag_number_ = 0;              // of the tag that is being read, counted from 1
  std::vector<uint32_t> last_tag_with_;  // of each name of an attribute

  // ---- of the states ----
  bool consumed_end_ = false;
  bool text_has_null_ = false;
  bool self_closing_ = false;
  bool force_quirks_ = false;
  bool has_public_ = false;
  bool has_system_ = false;
  State return_state_ = State::kData;
  TokenKind tag_kind_ = TokenKind::kStartTag;
  // A token that is complete; kText: none is.
  TokenKind held_ = TokenKind::kText;
  uint32_t number_ = 0;
  std::string text_;       // characters emitted and not yet given away
  std::string name_;       // of the tag or doctype that is being read
  std::string temporary_;  // the temporary buffer
  std::string comment_;
  std::string public_id_;
  std::string system_id_;
  bool in_attribute_ = false;
  std::string attribute_name_;  // of the attribute that is being read
  std::string attribute_value_;
  std::vector<StoredAttribute> attributes_;  // those before it
};

constexpr bool IsSpace(int c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\f';
}
constexpr bool IsLetter(int c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool IsAlphanumeric(int c) {
  return IsLetter(c) || (c >= '0' && c <= '9');
}
constexpr char Lower(int c) {
  return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
}
inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

}  // namespace html
