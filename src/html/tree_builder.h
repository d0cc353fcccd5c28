#pragma once
// Tree construction: tags and text in, html::Document out.
//
// What browsers do (13.2.6) in so far as a reader can notice it: implied end tags, scopes, one head
// and one body, forms that do not nest, table parts that close each other, foreign content that
// HTML breaks out of, formatting elements whose end tag comes inside a block. What is simpler here:
// - html, head, body and tbody are not invented where the page leaves them out;
// - formatting elements are not opened again in the next paragraph ("reconstruct");
// - of the adoption agency only this: "</a>" inside a <div> inside the <a> ends both, and the
//   <div> is opened again behind it, so that what follows is in the div and not in the link;
// - what stands in a table where only rows may is kept in its place, not moved before the table.
// Nothing is ever lost but tags; order of text is the page's. The stack is at most kDeepest deep.

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "html/document.h"
#include "html/tokenizer.h"

namespace html {

class TreeBuilder {
 public:
  // `input` is valid UTF-8.
  explicit TreeBuilder(std::string_view input);

  // Once.
  Document Build();

 private:
  struct Open {
    NodeId node;
    Tag tag;
  };

  void StartTag(const Token& token, Tokenizer& tokenizer);
  bool StartStructure(const Token& token);
  void CloseImplied(Tag tag);
  void CloseTableParts(Tag tag);
  void BreakOutOfForeign(Tag tag);
  void EndTag(const Token& token);
  void EndFormatting(Tag tag);
  void Text(const Token& token);

  NodeId Append(Tag tag, std::string_view view);
  void AppendAttributes(NodeId node, const Token& token);
  void Push(NodeId node, Tag tag);
  void PopTo(size_t index);  // pops the open element `index` and all above it
  // Index into open_ of the nearest `tag`, not beyond a scope boundary; 0: there is none.
  size_t InScope(Tag tag, Tag extra_bound = Tag::kUnknown) const;
  size_t InTableScope(Tag tag) const;
  bool InForeign() const { return foreign_ > 0; }
  std::string_view Keep(std::string text);
  std::string_view LowerName(std::string_view name);

  Document document_;
  std::vector<Open> open_;                      // the stack of open elements; [0] is the root
  std::array<uint32_t, kTagCount> overflow_{};  // elements flattened for depth, not yet ended
  std::array<uint32_t, kTagCount> open_count_{};
  size_t foreign_ = 0;  // open svg and math elements
  bool has_html_ = false;
  bool has_head_ = false;
  bool has_body_ = false;
  bool in_form_ = false;
  char* free_ = nullptr;  // arena
  size_t free_bytes_ = 0;
};

}  // namespace html
