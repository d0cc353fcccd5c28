#include <gtest/gtest.h>

#include <charconv>
#include <cstdlib>

#include "base/utf8.h"
#include "parse/draft.h"
#include "parse/testing/expectation.h"

namespace parse {
namespace {

// Parts of the text between `word`, outside of strings and brackets.
std::vector<std::string> DivideAt(std::string_view text, std::string_view word) {
  std::vector<std::string> parts(1);
  char quote = 0;
  int depth = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == '\\' && i + 1 < text.size()) parts.back() += text[i++];
      if (text[i] == quote && c == quote) quote = 0;
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      --depth;
    } else if (depth == 0 && text.substr(i).starts_with(word)) {
      parts.emplace_back();
      i += word.size() - 1;
      continue;
    }
    parts.back() += text[i];
  }
  return parts;
}

// "entries[0]['content'][0]['value']" is "entries[0].content[0].value".
std::string PlainPath(std::string_view path) {
  std::string out;
  for (size_t i = 0; i < path.size(); ++i) {
    const std::string_view rest = path.substr(i);
    if (rest.starts_with("['") || rest.starts_with("[\"")) {
      out += '.';
      ++i;
    } else if (rest.starts_with("']") || rest.starts_with("\"]")) {
      ++i;
    } else if (path[i] != ' ') {
      out += path[i];
    }
  }
  return out;
}

// Without the parentheses around the whole.
std::string_view Unwrapped(std::string_view text) {
  text = TrimSpace(text);
  while (text.starts_with('(') && text.ends_with(')')) {
    text = TrimSpace(text.substr(1, text.size() - 2));
  }
  return text;
}

Comparison ComparisonOf(std::string_view text) {
  Comparison comparison;
  // not feed.has_key('language')
  if (const size_t at = text.find(".has_key('"); text.starts_with("not ") && at != text.npos) {
    const std::string_view member = text.substr(at + 10, text.rfind('\'') - at - 10);
    comparison.paths.push_back(PlainPath(text.substr(4, at - 4)) + "." + std::string(member));
    comparison.literal = "None";
    return comparison;
  }
  for (const std::string_view sign : {" == ", " is ", " != "}) {
    std::vector<std::string> sides = DivideAt(text, sign);
    if (sides.size() < 2) continue;
    comparison.literal = TrimSpace(sides.back());
    if (comparison.literal.starts_with("entries[")) {
      comparison.literal = PlainPath(comparison.literal);
    }
    comparison.negated = sign == " != ";
    sides.pop_back();
    for (const std::string& side : sides) comparison.paths.push_back(PlainPath(side));
    break;
  }
  return comparison;
}

int HexValue(std::string_view digits) {
  return static_cast<int>(std::strtol(std::string(digits).c_str(), nullptr, 16));
}

}  // namespace

std::vector<Comparison> ComparisonsOf(std::string_view expectation) {
  std::vector<Comparison> comparisons;
  for (const std::string& part : DivideAt(expectation, " and ")) {
    const std::string_view text = Unwrapped(part);
    if (text == "1") continue;
    if (text == "bozo" || text == "not bozo") {
      comparisons.push_back({{"bozo"}, text == "bozo" ? "True" : "False", false, {}});
      continue;
    }
    comparisons.push_back(ComparisonOf(text));
  }
  return comparisons;
}

std::optional<std::string> StringOf(std::string_view literal) {
  literal = TrimSpace(literal);
  if (literal.starts_with('u')) literal.remove_prefix(1);
  std::string out;
  // 'a' + 'b'
  for (const std::string& part : DivideAt(literal, " + ")) {
    std::string_view text = TrimSpace(part);
    for (const std::string_view three : {"\"\"\"", "'''"}) {
      if (text.starts_with(three) && text.ends_with(three) && text.size() > 6) {
        text = text.substr(2, text.size() - 4);
      }
    }
    if (text.size() < 2 || (text[0] != '\'' && text[0] != '"')) return std::nullopt;
    if (text.back() != text[0]) return std::nullopt;
    text = text.substr(1, text.size() - 2);
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\\' || i + 1 == text.size()) {
        out += text[i];
        continue;
      }
      const char c = text[++i];
      const size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
      if (digits != 0) {
        base::AppendCodePoint(static_cast<char32_t>(HexValue(text.substr(i + 1, digits))), out);
        i += digits;
      } else {
        out += c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
      }
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> MembersOf(std::string_view literal) {
  std::vector<std::pair<std::string, std::string>> members;
  literal = TrimSpace(literal);
  if (!literal.starts_with('{') || !literal.ends_with('}')) return members;
  for (const std::string& part : DivideAt(literal.substr(1, literal.size() - 2), ",")) {
    const std::vector<std::string> sides = DivideAt(part, ":");
    const auto name = StringOf(sides[0]);
    if (!name || sides.size() != 2) return {};
    members.emplace_back(*name, TrimSpace(sides[1]));
  }
  return members;
}

std::vector<double> NumbersOf(std::string_view literal) {
  std::vector<double> numbers;
  while (true) {
    const size_t start = literal.find_first_of("-0123456789");
    if (start == std::string_view::npos) return numbers;
    literal.remove_prefix(start);
    double value = 0;
    const auto [end, error] =
        std::from_chars(literal.data(), literal.data() + literal.size(), value);
    if (error != std::errc()) return {};
    numbers.push_back(value);
    literal.remove_prefix(static_cast<size_t>(end - literal.data()));
  }
}

TEST(FeedparserExpectation, IsTakenApart) {
  const auto parts = ComparisonsOf(
      "not bozo and (entries[0]['a'][1]['b'] == u'x and \\u00e9') and feed.c is True and "
      "not feed.has_key('d') and entries[0]['e'] == entries[1].e == 1");
  ASSERT_EQ(parts.size(), 5U);
  EXPECT_EQ(parts[0].literal, "False");
  EXPECT_EQ(parts[1].paths, std::vector<std::string>{"entries[0].a[1].b"});
  EXPECT_EQ(StringOf(parts[1].literal), "x and é");
  EXPECT_EQ(parts[2].literal, "True");
  EXPECT_EQ(parts[3].paths, std::vector<std::string>{"feed.d"});
  EXPECT_EQ(parts[3].literal, "None");
  EXPECT_EQ(parts[4].paths, (std::vector<std::string>{"entries[0].e", "entries[1].e"}));
  EXPECT_EQ(MembersOf("{'name': 'A', 'href': 'http://b/'}").at(1).second, "'http://b/'");
  EXPECT_EQ(NumbersOf("datetime.timedelta(0, 187, 250000)").at(1), 187);
}

}  // namespace parse
