// Matching selectors
// ------------------
// A selector "a > b c, d" is a row of compounds (a, b, c, d), of which each has a bit. One pass
// goes over the page in its order. For an element, `here` are the compounds that it ends: those
// that it matches itself, and whose predecessor in the chain was ended by the right element before
// it: by its parent, by an ancestor, by the sibling before it, by any earlier one. What of that
// matters is kept for each level that is open: the bits of the element, of all above it, of its
// last child and of all its children so far. As predecessors are neighbours, one shift finds all
// candidates at once; most elements have none but the beginnings of chains, of which a table by tag
// leaves one or two. The chains within :is() and :not() are compounds like all others, with lower
// numbers than those that ask for them, so that they are known when they are asked for.

#include "html/selector.h"

#include <algorithm>
#include <array>
#include <bit>

namespace html {
namespace {

constexpr bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

constexpr char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, Lower, Lower);
}

std::string LowerCase(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = Lower(c);
  return lower;
}

bool HasWord(std::string_view text, std::string_view word) {
  if (word.empty() || std::ranges::any_of(word, IsSpace)) return false;
  for (size_t at = 0; at < text.size();) {
    size_t end = at;
    while (end < text.size() && !IsSpace(text[end])) ++end;
    if (text.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

bool IsLastChild(const Document& document, NodeId node) {
  do {
    node = document.next_sibling(node);
  } while (node != kNoNode && !document.IsElement(node));
  return node == kNoNode;
}

bool IsNth(int index, int step, int offset) {
  const int behind = index - offset;
  return step == 0 ? behind == 0 : behind % step == 0 && behind / step >= 0;
}

}  // namespace

class Selector::Matcher {
 public:
  Matcher(const Selector& selector, const Document& document)
      : selector_(selector), document_(document) {}

  // The elements in page order. Called for each of them, one after the other.
  bool Matches(NodeId node) {
    const uint16_t depth = document_.depth(node);
    Level& parent = levels_[depth - 1];
    const Bits candidates = (selector_.first_ | (parent.with_above << 1 & selector_.descendants_) |
                             (parent.here << 1 & selector_.children_) |
                             (parent.last_child << 1 & selector_.next_siblings_) |
                             (parent.all_children << 1 & selector_.later_siblings_)) &
                            selector_.of_tag_[static_cast<size_t>(document_.tag(node))];
    ++parent.elements;
    Bits here = 0;
    for (Bits left = candidates; left != 0; left &= left - 1) {
      const auto index = static_cast<size_t>(std::countr_zero(left));
      if (Holds(node, selector_.compounds_[index], parent, here)) here |= Bits{1} << index;
    }
    parent.last_child = here;
    parent.all_children |= here;
    levels_[depth] = {here, here | parent.with_above, 0, 0, 0};
    return (here & selector_.ends_) != 0;
  }

 private:
  // An element that is open, or the root: the compounds that are ended by …
  struct Level {
    Bits here = 0;          // … itself
    Bits with_above = 0;    // … itself or an ancestor
    Bits last_child = 0;    // … the last of its child elements so far
    Bits all_children = 0;  // … any of them
    int elements = 0;       // how many they are
  };

  bool Holds(NodeId node, const Compound& compound, const Level& parent, Bits here) const {
    if (!compound.type.empty() && !EqualIgnoringCase(document_.name(node), compound.type)) {
      return false;
    }
    return std::ranges::all_of(compound.conditions, [&](const Condition& condition) {
      switch (condition.test) {
        case Test::kIs:
          return (here & condition.bits) != 0;
        case Test::kNot:
          return (here & condition.bits) == 0;
        case Test::kNthChild:
          return IsNth(parent.elements, condition.step, condition.offset);
        case Test::kLastChild:
          return IsLastChild(document_, node);
        default:
          return Selector::Holds(document_, node, condition);
      }
    });
  }

  const Selector& selector_;
  const Document& document_;
  std::array<Level, kDeepest + 1> levels_{};
};

// Of a condition on an attribute.
bool Selector::Holds(const Document& document, NodeId node, const Condition& condition) {
  const auto attributes = document.attributes(node);
  const auto found = std::ranges::find_if(attributes, [&](const Attribute& attribute) {
    return condition.attr != Attr::kUnknown ? attribute.id == condition.attr
                                            : EqualIgnoringCase(attribute.name, condition.name);
  });
  if (found == attributes.end()) return false;
  if (condition.test == Test::kHas) return true;
  const Attribute attribute = *found;
  std::string_view value = attribute.value;
  std::string_view wanted = condition.value;
  std::string lower_value;
  std::string lower_wanted;
  if (condition.ignores_case) {
    value = lower_value = LowerCase(value);
    wanted = lower_wanted = LowerCase(wanted);
  }
  switch (condition.test) {
    case Test::kEquals:
      return value == wanted;
    case Test::kHasWord:
      return HasWord(value, wanted);
    case Test::kBegins:
      return !wanted.empty() && value.starts_with(wanted);
    case Test::kEnds:
      return !wanted.empty() && value.ends_with(wanted);
    case Test::kContains:
      return !wanted.empty() && value.find(wanted) != std::string_view::npos;
    default:  // kIsLanguage
      return value.starts_with(wanted) &&
             (value.size() == wanted.size() || value[wanted.size()] == '-');
  }
}

std::vector<NodeId> Selector::Find(const Document& document, NodeId scope) const {
  std::vector<NodeId> found;
  Matcher matcher(*this, document);
  for (NodeId node = 1; node < document.subtree_end(scope); ++node) {
    if (document.IsElement(node) && matcher.Matches(node) && node > scope) found.push_back(node);
  }
  return found;
}

NodeId Selector::FindFirst(const Document& document, NodeId scope) const {
  Matcher matcher(*this, document);
  for (NodeId node = 1; node < document.subtree_end(scope); ++node) {
    if (document.IsElement(node) && matcher.Matches(node) && node > scope) return node;
  }
  return kNoNode;
}

}  // namespace html
