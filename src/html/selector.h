#pragma once
// Selectors (https://www.w3.org/TR/selectors-4/), as much of them as reading pages wants, compiled
// once:
//
//     article   *   .lead   #top                     type, any, class, id
//     [lang]  [a=b]  [a~=b]  [a^=b]  [a$=b]  [a*=b]  [a|=b]  [a=b i]       attributes
//     a b   a > b   a + b   a ~ b                    descendant, child, next and later sibling
//     :not(a, b c)  :is(a, b c)  :first-child  :last-child  :only-child  :nth-child(2n+1)
//     a, b                                           any of them
//
// Names of elements and attributes are compared without case, everything else as it is written, in
// quirks mode too. A backslash escapes the next character, or names a code point (".md\:wide").

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "html/document.h"

namespace html {

// Immutable: several threads may use one.
class Selector {
 public:
  // Elements that a selector may name in all, those within :not() and :is() among them.
  static constexpr size_t kMostCompounds = 64;

  // kInvalidInput with what is not understood, and at which byte of `text`, counted from 1.
  static base::Result<Selector> Parse(std::string_view text);

  // The elements within `scope` that match, in page order. As in querySelectorAll, what stands
  // around them may be outside of `scope`. One pass over the page up to the end of `scope`, without
  // recursion, at most kMostCompounds comparisons for an element.
  std::vector<NodeId> Find(const Document& document, NodeId scope = kRoot) const;
  // The first of them; kNoNode: there is none.
  NodeId FindFirst(const Document& document, NodeId scope = kRoot) const;

 private:
  // One bit for each compound.
  using Bits = uint64_t;

  enum class Test : uint8_t {
    kHas,
    kEquals,
    kHasWord,
    kBegins,
    kEnds,
    kContains,
    kIsLanguage,  // equals, or begins and goes on with '-'
    kLastChild,
    kNthChild,
    kIs,
    kNot,
  };
  struct Condition {
    Test test = Test::kHas;
    bool ignores_case = false;
    Attr attr = Attr::kUnknown;  // of an attribute
    std::string name;            // the same, where it is not known by number
    std::string value;
    int step = 0;    // :nth-child(step n + offset)
    int offset = 0;  //
    Bits bits = 0;   // :is(), :not(): the ends of what stands in it
  };
  // What is said of one element: "div.story[lang]:first-child".
  struct Compound {
    bool any_type = true;
    Tag tag = Tag::kUnknown;
    std::string type;  // in lower case, where it is not known by number
    std::vector<Condition> conditions;
  };

  class Parser;
  class Matcher;

  static bool Holds(const Document& document, NodeId node, const Condition& condition);

  std::vector<Compound>
      compounds_;  // those of a chain in a row; :is() and :not() before their user
  // Which compounds stand where in a chain: at its beginning, or behind which combinator.
  Bits first_ = 0;
  Bits descendants_ = 0;
  Bits children_ = 0;
  Bits next_siblings_ = 0;
  Bits later_siblings_ = 0;
  Bits ends_ = 0;                         // the ends of the whole
  std::array<Bits, kTagCount> of_tag_{};  // those that an element of this tag may match
};

}  // namespace html
