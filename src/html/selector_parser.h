#pragma once
// How a selector is compiled (selector.cc).

#include <string>
#include <string_view>
#include <vector>

#include "html/selector.h"

namespace html {

class Selector::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}
  base::Result<Selector> Parse();

 private:
  enum class Combinator : uint8_t { kNone, kDescendant, kChild, kNextSibling, kLaterSibling };
  struct Link {
    Combinator before = Combinator::kNone;
    Compound compound;
  };

  bool AtEnd() const { return at_ >= text_.size(); }
  char Here() const { return AtEnd() ? '\0' : text_[at_]; }
  void SkipSpace();
  bool Take(char c);
  std::unexpected<base::Error> Complain(std::string_view what) const;

  // "a b, c": the bits of its ends. Up to the end of the text, or to the ')' that is not its own.
  base::Result<Bits> ParseList(int depth);
  base::Result<Bits> ParseChain(int depth);
  Combinator ParseCombinator();
  base::Result<Compound> ParseCompound(int depth);
  base::Result<Condition> ParseAttribute();
  base::Status ParseTest(Condition& condition);
  base::Status ParsePseudoClass(int depth, std::vector<Condition>& conditions);
  base::Status ParseNth(Condition& condition);
  base::Result<std::string> ParseValue();
  // With its escapes read; empty: there is none.
  std::string ParseName();
  void ParseEscape(std::string& out);
  void Add(Link link);

  std::string_view text_;
  size_t at_ = 0;
  Selector selector_;
};

}  // namespace html
