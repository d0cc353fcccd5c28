#include "extract/selector.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/words.h"

namespace extract {
namespace {

using html::Document;
using html::NodeId;

constexpr size_t kLongestChain = 32;  // elements within elements

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool HasWord(std::string_view text, std::string_view word) {
  for (size_t at = text.find(word); at != std::string_view::npos && !word.empty();
       at = text.find(word, at + 1)) {
    const size_t end = at + word.size();
    if ((at == 0 || IsSpace(text[at - 1])) && (end == text.size() || IsSpace(text[end]))) {
      return true;
    }
  }
  return false;
}

}  // namespace

class Selector::Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  base::Result<Selector> Parse() {
    Selector selector;
    while (true) {
      TRY_ASSIGN(auto chain, ParseChain());
      selector.chains_.push_back(std::move(chain));
      if (AtEnd()) return selector;
      ++at_;  // the comma
    }
  }

 private:
  bool AtEnd() const { return at_ >= text_.size(); }
  char Here() const { return AtEnd() ? '\0' : text_[at_]; }
  void SkipSpace() {
    while (!AtEnd() && IsSpace(text_[at_])) ++at_;
  }
  std::unexpected<base::Error> Complain(std::string_view what) const {
    return base::Fail(base::ErrorKind::kInvalidInput,
                      fmt::format("selector \"{}\": {} at character {}", text_, what, at_ + 1));
  }
  std::string Name() {
    const size_t from = at_;
    while (!AtEnd() && IsNameCharacter(text_[at_])) {
      ++at_;
    }
    return std::string(text_.substr(from, at_ - from));
  }

  base::Result<Chain> ParseChain() {
    Chain chain;
    bool is_child = false;
    while (true) {
      SkipSpace();
      if (AtEnd() || Here() == ',') {
        if (chain.empty() || is_child) return Complain("an element is missing");
        return chain;
      }
      if (Here() == '>') {
        if (chain.empty() || is_child) return Complain("an element is missing");
        is_child = true;
        ++at_;
        continue;
      }
      TRY_ASSIGN(Compound compound, ParseCompound());
      compound.is_child = is_child;
      is_child = false;
      if (chain.size() == kLongestChain) return Complain("this is too long");
      chain.push_back(std::move(compound));
    }
  }

  base::Result<Compound> ParseCompound() {
    Compound compound;
    const size_t from = at_;
    if (Here() == '*') {
      ++at_;
    } else {
      compound.type = text::Fold(Name());
    }
    while (Here() == '.' || Here() == '#' || Here() == '[') {
      const char kind = text_[at_++];
      if (kind == '[') {
        TRY_ASSIGN(auto condition, ParseAttribute());
        compound.conditions.push_back(std::move(condition));
        continue;
      }
      std::string name = Name();
      if (name.empty()) return Complain("a name is missing");
      compound.conditions.push_back(
          {kind == '.' ? "class" : "id", kind == '.' ? How::kHasWord : How::kIs, std::move(name)});
    }
    if (at_ == from) return Complain("this is not understood");
    return compound;
  }

  base::Result<Condition> ParseAttribute() {
    Condition condition;
    SkipSpace();
    condition.name = text::Fold(Name());
    if (condition.name.empty()) return Complain("the name of an attribute is missing");
    SkipSpace();
    constexpr std::string_view kSigns = "^$*~";
    constexpr How kHows[] = {How::kBegins, How::kEnds, How::kContains, How::kHasWord};
    const size_t sign = AtEnd() ? std::string_view::npos : kSigns.find(Here());
    if (sign != std::string_view::npos) ++at_;
    if (Here() == '=') {
      condition.how = sign == std::string_view::npos ? How::kIs : kHows[sign];
      ++at_;
      SkipSpace();
      TRY_ASSIGN(condition.value, ParseValue());
      SkipSpace();
    } else if (sign != std::string_view::npos) {
      return Complain("'=' is missing");
    }
    if (Here() != ']') return Complain("']' is missing");
    ++at_;
    return condition;
  }

  base::Result<std::string> ParseValue() {
    const char quote = Here();
    if (quote != '"' && quote != '\'') return Name();
    const size_t end = text_.find(quote, ++at_);
    if (end == std::string_view::npos) return Complain("a quotation mark is missing");
    std::string value(text_.substr(at_, end - at_));
    at_ = end + 1;
    return value;
  }

  std::string_view text_;
  size_t at_ = 0;
};

base::Result<Selector> Selector::Parse(std::string_view text) {
  return Parser(text).Parse();
}

bool Selector::Holds(const Document& document, NodeId node, const Compound& compound) {
  if (!document.IsElement(node)) return false;
  if (!compound.type.empty() && document.name(node) != compound.type) return false;
  return std::ranges::all_of(compound.conditions, [&](const Condition& condition) {
    const auto attributes = document.attributes(node);
    const auto found =
        std::ranges::find(attributes, std::string_view(condition.name), &html::Attribute::name);
    if (found == attributes.end()) return false;
    const std::string_view value = found->value;
    const bool some = !condition.value.empty();
    switch (condition.how) {
      case How::kThere:
        return true;
      case How::kIs:
        return value == condition.value;
      case How::kBegins:
        return some && value.starts_with(condition.value);
      case How::kEnds:
        return some && value.ends_with(condition.value);
      case How::kContains:
        return some && value.find(condition.value) != std::string_view::npos;
      case How::kHasWord:
        return HasWord(value, condition.value);
    }
    return false;
  });
}

// Of every node, as bits, which beginnings of the chain end in it, and which in an ancestor: a node
// ends a longer one when it is what comes next and its parent, or some ancestor, ends the one
// before. No node is looked at twice, however deep the page.
void Selector::FindChain(const Document& document, const Chain& chain, std::vector<bool>& found) {
  std::vector<uint32_t> here(document.size());
  std::vector<uint32_t> above(document.size());
  for (NodeId node = 1; node < document.size(); ++node) {
    const NodeId parent = document.parent(node);
    above[node] = above[parent] | here[parent];
    for (size_t i = 0; i < chain.size(); ++i) {
      const uint32_t before = i == 0 ? 1U : (chain[i].is_child ? here[parent] : above[node]);
      const uint32_t wanted = i == 0 ? 1U : 1U << (i - 1);
      if ((before & wanted) != 0 && Holds(document, node, chain[i])) here[node] |= 1U << i;
    }
    if ((here[node] >> (chain.size() - 1) & 1U) != 0) found[node] = true;
  }
}

std::vector<NodeId> Selector::Find(const Document& document) const {
  std::vector<bool> is_found(document.size());
  for (const Chain& chain : chains_) FindChain(document, chain, is_found);
  std::vector<NodeId> found;
  for (NodeId node = 1; node < document.size(); ++node) {
    if (is_found[node]) found.push_back(node);
  }
  return found;
}

}  // namespace extract
