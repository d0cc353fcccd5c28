#pragma once
// Tree construction (13.2.6): tokens in, the nodes of a Document out.
//
// Laid out as the standard is; each insertion mode is a function that deals with one token, and
// says the standard's number of its rules. The files:
//   tree_builder.cc        13.2.6, the dispatcher; 13.2.4.1, the insertion mode, and fragments
//   (13.4) tree_insertion.cc      13.2.6.1 to 13.2.6.3: inserting nodes, implied end tags
//   formatting.cc          13.2.4.3 reconstruction, and the adoption agency algorithm of 13.2.6.4.7
//   modes_head.cc          13.2.6.4.1 to .6: initial, before html, before head, in head, …, after
//   head modes_body_start.cc    13.2.6.4.7, in body: text and start tags
//   modes_body_end.cc      13.2.6.4.7, in body: end tags; .8, text
//   modes_table.cc         13.2.6.4.9 to .15: tables
//   modes_rest.cc          13.2.6.4.16 to .23: select, template, frameset, after …
//   foreign_content.cc     13.2.6.5: SVG and MathML
//   quirks.cc              which DOCTYPEs mean quirks (13.2.6.4.1)
// Parse errors are not reported. There is no scripting, so that <noscript> holds markup, and no
// declarative shadow root. The content of a <template> are its children.
//
// What the standard leaves open, and is decided here so that time and memory are linear: elements
// that would be deeper than kDeepest are leaves (see Flatten), at most ActiveFormatting::kMost
// formatting elements wait to be opened again, and a page opens again only so many as its length
// allows (kReopenedAtLeast).

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "html/name_table.h"
#include "html/open_elements.h"
#include "html/token.h"
#include "html/tokenizer.h"
#include "html/tree_data.h"
#include "html/tree_shape.h"

namespace html {

// In the order of the standard: 13.2.6.4.1 to 13.2.6.4.23.
enum class InsertionMode : uint8_t {
  kInitial,
  kBeforeHtml,
  kBeforeHead,
  kInHead,
  kInHeadNoscript,
  kAfterHead,
  kInBody,
  kText,
  kInTable,
  kInTableText,
  kInCaption,
  kInColumnGroup,
  kInTableBody,
  kInRow,
  kInCell,
  kInSelect,
  kInSelectInTable,
  kInTemplate,
  kAfterBody,
  kInFrameset,
  kAfterFrameset,
  kAfterAfterBody,
  kAfterAfterFrameset,
};

class TreeBuilder {
 public:
  // Fills `tree`, whose input is there already and which must outlive it.
  TreeBuilder(TreeData& tree, Comments comments, FastPaths fast_paths);

  // 13.4: the tree is that of a fragment inside an element `context`. Before Build.
  void SetContext(Kind context, QuirksMode quirks);

  // Once.
  void Build(ScanWay way);

 private:
  // Stands for a form that is the context of a fragment: it is no node, and not open.
  static constexpr NodeId kFormOfContext = kNoNode - 1;
  // An element that other elements must be opened in (a table, a template) is opened only where
  // there is room for so many levels.
  static constexpr size_t kRoomForTables = 8;

  // Where a node goes: into `parent`, before `before`; kNoNode: as the last child.
  struct Place {
    NodeId parent;
    NodeId before;
  };

  template <typename Scan>
  void Run();

  // ---- tree_builder.cc ----
  void Dispatch(Token& token);
  bool IsForHtml(const Token& token) const;
  void ProcessIn(InsertionMode mode, Token& token);
  void Process(Token& token) { ProcessIn(mode_, token); }
  void ResetInsertionMode();
  InsertionMode ModeInSelect(size_t index) const;
  // The adjusted current node (13.2.4.2). Precondition: an element is open.
  Kind AdjustedCurrentKind() const {
    return is_fragment_ && open_.size() == 1 ? context_ : open_.top().kind;
  }
  bool Swallow(const Token& token);

  // ---- tree_insertion.cc ----
  Kind current() const { return open_.top().kind; }
  Place AppropriatePlace() { return PlaceIn(open_.top()); }
  Place PlaceIn(const OpenElement& target);
  NodeId NewNode(const Place& place, Tag tag, Namespace space);
  NodeId NewElement(const Place& place, Token& token, Kind kind, NameId name);
  NodeId Clone(NodeId node, const Place* place);
  // The HTML element of a token, as the current node from now on. kNoNode: the stack is full, the
  // element is a leaf.
  NodeId Insert(Token& token);
  NodeId Insert(Tag tag);  // without attributes
  // The same of an element that is closed at once.
  NodeId InsertLeaf(Token& token);
  NodeId InsertForeign(Token& token, Namespace space, NameId name);
  // 13.2.6.2: an element whose content is text.
  void InsertRaw(Token& token, State state);
  void Flatten(const Token& token);
  bool StackIsFull() const { return IsFull(1); }
  // Whether no further elements, `room` levels of them, can be opened.
  bool IsFull(size_t room) const;
  void InsertText(TextSpan text);
  void JoinText(NodeId node, TextSpan more);
  NodeId TextBefore(const Place& place) const;
  void InsertComment(const Token& token) {
    if (keeps_comments_) InsertData(token, Tag::kComment, {open_.top().node, kNoNode});
  }
  void InsertCommentIn(NodeId parent, const Token& token);
  void InsertDoctype(Token& token);
  void InsertData(const Token& token, Tag tag, const Place& place);
  void AddMissingAttributes(NodeId node, Token& token);
  void GenerateImpliedEndTags(Tag except = Tag::kUnknown);
  void GenerateAllImpliedEndTags();
  std::string_view AttributeOf(const Token& token, Attr attr) const;
  bool HasAttribute(const Token& token, Attr attr) const;
  bool IsHiddenInput(const Token& token) const;
  // Takes white space from the beginning of a text token.
  TextSpan TakeSpace(Token& token) const;
  // What is left of the text without U+0000, or with U+FFFD instead.
  TextSpan WithoutNull(TextSpan text);
  TextSpan WithNullReplaced(TextSpan text);
  bool IsAllSpace(TextSpan text) const;

  // ---- formatting.cc ----
  void ReconstructFormatting();
  void ReopenFormatting();
  void InsertFormatting(Token& token);
  void RunAdoptionAgency(Token& token);
  bool AdoptOnce(Tag subject);
  NodeId AdoptUpTo(size_t formatting, size_t furthest, size_t& bookmark);

  // ---- modes_head.cc ----
  void Initial(Token& token);
  void BeforeHtml(Token& token);
  void BeforeHead(Token& token);
  void InHead(Token& token);
  bool StartInHead(Token& token);
  void InHeadNoscript(Token& token);
  void AfterHead(Token& token);
  void InHeadAfterHead(Token& token);
  void StartTemplate(Token& token);
  void EndTemplate();

  // ---- modes_body_start.cc, modes_body_end.cc ----
  void InBody(Token& token);
  void TextInBody(Token& token);
  void StartInBody(Token& token);
  void StartHtmlInBody(Token& token);
  void StartBodyInBody(Token& token);
  void StartFramesetInBody(Token& token);
  void StartInlineInBody(Token& token);
  void StartForm(Token& token);
  void StartItem(Token& token);
  void StartButton(Token& token);
  void StartAnchor(Token& token);
  void StartNobr(Token& token);
  void StartWithMarker(Token& token);
  void StartTable(Token& token);
  void StartSelect(Token& token);
  void StartForeignRoot(Token& token, Namespace space);
  void CloseParagraph();
  void CloseParagraphInScope() {
    if (open_.HasInButtonScope(Tag::kP)) CloseParagraph();
  }
  void EndInBody(Token& token);
  void CloseElement(Tag tag, Tag except = Tag::kUnknown);
  void EndBlock(Tag tag);
  void EndForm();
  void EndOther(Token& token);
  void EndOfFileInBody(Token& token);
  void Text(Token& token);

  // ---- modes_table.cc ----
  void InTable(Token& token);
  void StartInTable(Token& token);
  void EndInTable(Token& token);
  void AnythingElseInTable(Token& token);
  void InTableText(Token& token);
  void InCaption(Token& token);
  bool CloseCaption();
  void InColumnGroup(Token& token);
  void InTableBody(Token& token);
  void CloseTableBody();
  void InRow(Token& token);
  bool CloseRow();
  void InCell(Token& token);
  void CloseCell();

  // ---- modes_rest.cc ----
  void InSelect(Token& token);
  void StartInSelect(Token& token);
  void EndInSelect(Token& token);
  void CloseSelect();
  void InSelectInTable(Token& token);
  void InTemplate(Token& token);
  void SwitchTemplateMode(InsertionMode mode, Token& token);
  void EndOfFileInTemplate(Token& token);
  void AfterBody(Token& token);
  void InFrameset(Token& token);
  void AfterFrameset(Token& token);
  template <typename Function>
  void SpacesOf(Token& token, Function process);
  void InsertSpacesOf(Token& token);
  void AfterAfterBody(Token& token);
  void AfterAfterFrameset(Token& token);

  // ---- foreign_content.cc ----
  void InForeignContent(Token& token);
  void StartInForeignContent(Token& token);
  void EndInForeignContent(Token& token);
  // An annotation-xml that says that it holds HTML, or one of SVG's HTML integration points.
  bool IsHtmlPoint(const OpenElement& element) const;
  bool BreaksOut(const Token& token) const;
  void BreakOut(Token& token);
  void AdjustAttributes(const Token& token, Namespace space);
  std::string_view NameOf(const OpenElement& element) const;

  TreeData& tree_;
  NameTable names_;
  Tokenizer tokenizer_;
  TreeShape shape_;
  OpenElements open_;
  ActiveFormatting formatting_;
  const bool keeps_comments_;
  InsertionMode mode_ = InsertionMode::kInitial;
  InsertionMode original_mode_ = InsertionMode::kInitial;
  std::vector<InsertionMode> template_modes_;
  NodeId head_ = kNoNode;  // the head element pointer
  NodeId form_ = kNoNode;  // the form element pointer
  bool frameset_ok_ = true;
  bool foster_parenting_ = false;
  bool skip_line_feed_ = false;  // of the next token, if it is text
  bool stopped_ = false;
  bool is_fragment_ = false;
  Kind context_ = 0;
  size_t reopened_left_;  // how many formatting elements may still be opened again
  // 13.2.6.4.10: the pending table character tokens.
  std::vector<TextSpan> pending_;
  // Elements that became leaves, by tag: as many end tags are ignored.
  std::array<uint32_t, kTagCount> flattened_{};
  uint32_t flattened_total_ = 0;
};

// 13.2.6.4.1, of the DOCTYPE of a page.
QuirksMode QuirksOf(const Token& doctype, const TreeData& tree);

}  // namespace html
