#include "html/selector_parser.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"

namespace html {
namespace {

constexpr int kDeepestNesting = 8;  // of :is() and :not() in each other
constexpr int kMostSteps = 1'000'000;

constexpr bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}
constexpr bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || IsDigit(c) || c == '-' || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
constexpr int HexValue(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string LowerCase(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return text;
}

// The number of an element's name in lower case; "foreignobject" is foreignObject's.
Tag TagOfLowerCase(std::string_view name) {
  const Tag tag = TagFrom(name);
  return name == "foreignobject" ? Tag::kForeignObject : tag;
}

}  // namespace

base::Result<Selector> Selector::Parse(std::string_view text) {
  return Parser(text).Parse();
}

base::Result<Selector> Selector::Parser::Parse() {
  TRY_ASSIGN(selector_.ends_, ParseList(0));
  if (!AtEnd()) return Complain("this is not understood");
  for (size_t i = 0; i < selector_.compounds_.size(); ++i) {
    const Compound& compound = selector_.compounds_[i];
    const Bits bit = Bits{1} << i;
    for (size_t tag = static_cast<size_t>(Tag::kUnknown); tag < kTagCount; ++tag) {
      if (compound.any_type || compound.tag == static_cast<Tag>(tag)) selector_.of_tag_[tag] |= bit;
    }
  }
  return std::move(selector_);
}

void Selector::Parser::SkipSpace() {
  while (!AtEnd() && IsSpace(text_[at_])) ++at_;
}

bool Selector::Parser::Take(char c) {
  if (AtEnd() || text_[at_] != c) return false;
  ++at_;
  return true;
}

std::unexpected<base::Error> Selector::Parser::Complain(std::string_view what) const {
  return base::Fail(base::ErrorKind::kInvalidInput, std::string("selector \"")
                                                        .append(text_)
                                                        .append("\": ")
                                                        .append(what)
                                                        .append(" at character ")
                                                        .append(std::to_string(at_ + 1)));
}

// ---- lists and chains --------------------------------------------------------------------------

base::Result<Selector::Bits> Selector::Parser::ParseList(int depth) {
  Bits ends = 0;
  do {
    TRY_ASSIGN(const Bits end, ParseChain(depth));
    ends |= end;
  } while (Take(','));
  return ends;
}

// A chain gets its bits when it is complete, so that they are neighbours, and those of what stands
// in its :is() and :not() come before.
base::Result<Selector::Bits> Selector::Parser::ParseChain(int depth) {
  std::vector<Link> chain;
  Combinator before = Combinator::kNone;
  SkipSpace();
  do {
    TRY_ASSIGN(Compound compound, ParseCompound(depth));
    chain.push_back({before, std::move(compound)});
    before = ParseCombinator();
  } while (before != Combinator::kNone);
  if (selector_.compounds_.size() + chain.size() > kMostCompounds) {
    return Complain("this is too long");
  }
  for (Link& link : chain) Add(std::move(link));
  return Bits{1} << (selector_.compounds_.size() - 1);
}

// kNone: the chain ends here.
Selector::Parser::Combinator Selector::Parser::ParseCombinator() {
  const size_t from = at_;
  SkipSpace();
  const bool space = at_ > from;
  Combinator found = Combinator::kNone;
  if (Take('>')) {
    found = Combinator::kChild;
  } else if (Take('+')) {
    found = Combinator::kNextSibling;
  } else if (Take('~')) {
    found = Combinator::kLaterSibling;
  } else if (space && !AtEnd() && Here() != ',' && Here() != ')') {
    return Combinator::kDescendant;
  }
  SkipSpace();
  return found;
}

void Selector::Parser::Add(Link link) {
  const Bits bit = Bits{1} << selector_.compounds_.size();
  switch (link.before) {
    case Combinator::kNone:
      selector_.first_ |= bit;
      break;
    case Combinator::kDescendant:
      selector_.descendants_ |= bit;
      break;
    case Combinator::kChild:
      selector_.children_ |= bit;
      break;
    case Combinator::kNextSibling:
      selector_.next_siblings_ |= bit;
      break;
    case Combinator::kLaterSibling:
      selector_.later_siblings_ |= bit;
      break;
  }
  selector_.compounds_.push_back(std::move(link.compound));
}

// ---- what is said of one element ---------------------------------------------------------------

base::Result<Selector::Compound> Selector::Parser::ParseCompound(int depth) {
  Compound compound;
  const size_t from = at_;
  if (!Take('*')) {
    std::string type = LowerCase(ParseName());
    compound.any_type = type.empty();
    compound.tag = TagOfLowerCase(type);
    if (compound.tag == Tag::kUnknown) compound.type = std::move(type);
  }
  while (true) {
    if (Take(':')) {
      TRY(ParsePseudoClass(depth, compound.conditions));
      continue;
    }
    Condition condition;
    if (Take('.') || Take('#')) {
      const bool is_class = text_[at_ - 1] == '.';
      condition.attr = is_class ? Attr::kClass : Attr::kId;
      condition.test = is_class ? Test::kHasWord : Test::kEquals;
      condition.value = ParseName();
      if (condition.value.empty()) return Complain("a name is missing");
    } else if (Take('[')) {
      TRY_ASSIGN(condition, ParseAttribute());
    } else {
      break;
    }
    compound.conditions.push_back(std::move(condition));
  }
  if (at_ == from) return Complain(AtEnd() ? "an element is missing" : "this is not understood");
  return compound;
}

// Behind '['.
base::Result<Selector::Condition> Selector::Parser::ParseAttribute() {
  Condition condition;
  SkipSpace();
  condition.name = LowerCase(ParseName());
  if (condition.name.empty()) return Complain("the name of an attribute is missing");
  condition.attr = AttrFrom(condition.name);
  SkipSpace();
  TRY(ParseTest(condition));
  if (!Take(']')) return Complain("']' is missing");
  return condition;
}

base::Status Selector::Parser::ParseTest(Condition& condition) {
  constexpr std::string_view kSigns = "~^$*|";
  constexpr Test kTests[] = {Test::kHasWord, Test::kBegins, Test::kEnds, Test::kContains,
                             Test::kIsLanguage};
  const size_t sign = AtEnd() ? std::string_view::npos : kSigns.find(Here());
  if (sign != std::string_view::npos) {
    condition.test = kTests[sign];
    ++at_;
    if (Here() != '=') return Complain("'=' is missing");
  } else if (Here() == '=') {
    condition.test = Test::kEquals;
  } else {
    return {};
  }
  ++at_;
  SkipSpace();
  TRY_ASSIGN(condition.value, ParseValue());
  SkipSpace();
  if (Take('i') || Take('I')) {
    condition.ignores_case = true;
  } else if (!Take('s')) {
    Take('S');
  }
  SkipSpace();
  return {};
}

base::Result<std::string> Selector::Parser::ParseValue() {
  const char quote = Here();
  if (quote != '"' && quote != '\'') {
    std::string name = ParseName();
    if (name.empty()) return Complain("a value is missing");
    return name;
  }
  ++at_;
  std::string value;
  while (!AtEnd() && Here() != quote) {
    if (Here() == '\\') {
      ParseEscape(value);
    } else {
      value.push_back(text_[at_++]);
    }
  }
  if (!Take(quote)) return Complain("a quotation mark is missing");
  return value;
}

std::string Selector::Parser::ParseName() {
  std::string name;
  while (!AtEnd()) {
    if (IsNameCharacter(Here())) {
      name.push_back(text_[at_++]);
    } else if (Here() == '\\' && at_ + 1 < text_.size()) {
      ParseEscape(name);
    } else {
      break;
    }
  }
  return name;
}

// At a backslash: up to six hexadecimal digits and a space name a code point, any other character
// is itself.
void Selector::Parser::ParseEscape(std::string& out) {
  ++at_;
  if (AtEnd()) return;
  if (HexValue(Here()) < 0) {
    out.push_back(text_[at_++]);
    return;
  }
  char32_t code = 0;
  for (int digits = 0; digits < 6 && HexValue(Here()) >= 0; ++digits, ++at_) {
    code = code * 16 + static_cast<char32_t>(HexValue(Here()));
  }
  if (!AtEnd() && IsSpace(Here())) ++at_;
  base::AppendCodePoint(code == 0 ? 0xFFFD : code, out);
}

// ---- pseudo-classes ----------------------------------------------------------------------------

// Behind ':'.
base::Status Selector::Parser::ParsePseudoClass(int depth, std::vector<Condition>& conditions) {
  const size_t from = at_;
  const std::string name = LowerCase(ParseName());
  const bool is_only = name == "only-child";
  if (name == "first-child" || is_only) {
    conditions.emplace_back().test = Test::kNthChild;
    conditions.back().offset = 1;
    if (!is_only) return {};
  }
  if (name == "last-child" || is_only) {
    conditions.emplace_back().test = Test::kLastChild;
    return {};
  }
  Condition condition;
  const bool is_nth = name == "nth-child";
  if (!is_nth && name != "is" && name != "not") {
    at_ = from;
    return Complain("this is not understood");
  }
  if (!Take('(')) return Complain("'(' is missing");
  if (is_nth) {
    TRY(ParseNth(condition));
  } else {
    if (depth == kDeepestNesting) return Complain("this is too deep");
    condition.test = name == "is" ? Test::kIs : Test::kNot;
    TRY_ASSIGN(condition.bits, ParseList(depth + 1));
  }
  if (!Take(')')) return Complain("')' is missing");
  conditions.push_back(std::move(condition));
  return {};
}

// "odd", "even", "3", "n", "2n+1", "-n + 3".
base::Status Selector::Parser::ParseNth(Condition& condition) {
  condition.test = Test::kNthChild;
  SkipSpace();
  const size_t end = std::min(text_.find(')', at_), text_.size());
  std::string said;
  for (const char c : LowerCase(std::string(text_.substr(at_, end - at_)))) {
    if (!IsSpace(c)) said.push_back(c);
  }
  if (said == "odd") said = "2n+1";
  if (said == "even") said = "2n";
  size_t at = 0;
  // A signed number; false: there are no digits.
  const auto number = [&](int& value) {
    const bool minus = at < said.size() && said[at] == '-';
    if (minus || (at < said.size() && said[at] == '+')) ++at;
    bool any = false;
    int read = 0;
    for (; at < said.size() && IsDigit(said[at]); ++at, any = true) {
      read = std::min(read * 10 + (said[at] - '0'), kMostSteps);
    }
    if (!any) read = 1;
    value = minus ? -read : read;
    return any;
  };
  const bool digits = number(condition.offset);
  bool right = digits;
  if (at < said.size() && said[at] == 'n') {
    ++at;
    condition.step = std::exchange(condition.offset, 0);
    const bool more = at < said.size();
    right = !more || ((said[at] == '+' || said[at] == '-') && number(condition.offset));
  }
  if (!right || at != said.size()) return Complain("a number is missing");
  at_ = end;
  return {};
}

}  // namespace html
