// How broken JSON is read
// -----------------------
// A strict parser goes first. What it refuses is read by a second one that knows the mistakes that
// templates make, and goes on after each:
//   - marks around the text: <!-- -->, CDATA, a semicolon at the end
//   - // and /* */ comments
//   - raw line breaks and other controls in strings; unknown escapes (\')
//   - a quotation mark within a string ("headline": "He said "no" today"): a mark ends a string only
//     where the structure can go on behind it: before , } ] or : and, behind a comma, before
//     something that can begin a member
//   - 'strings' and names without quotes, undefined, NaN, True
//   - commas too many or too few; brackets that are never closed
//   - {…}{…} and {…},{…}: several values
// Where nothing fits, a character is skipped, so that time is linear and what stands behind is read.

#include "extract/lenient_json.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "base/utf8.h"
#include "html/text.h"

namespace extract {
namespace {

std::string_view TrimMarks(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n;";
  while (true) {
    const size_t before = text.size();
    const size_t start = text.find_first_not_of(kSpace);
    text.remove_prefix(std::min(start, text.size()));
    while (!text.empty() && kSpace.find(text.back()) != std::string_view::npos) {
      text.remove_suffix(1);
    }
    for (const std::string_view mark :
         {"<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "\xEF\xBB\xBF"}) {
      if (text.starts_with(mark)) text.remove_prefix(mark.size());
    }
    for (const std::string_view mark : {"-->", "//]]>", "// ]]>", "/*]]>*/", "]]>"}) {
      if (text.ends_with(mark)) text.remove_suffix(mark.size());
    }
    if (text.size() == before) return text;
  }
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // All values that stand one behind the other.
  base::Json ReadAll() {
    base::Json::Array values;
    while (true) {
      SkipSpace();
      if (AtEnd()) break;
      const char c = text_[at_];
      if (c == '{' || c == '[') {
        values.push_back(Value(0));
      } else {
        ++at_;  // between values
      }
    }
    if (values.empty()) return {};
    return values.size() == 1 ? std::move(values.front()) : base::Json(std::move(values));
  }

 private:
  static constexpr int kDeepest = 64;

  bool AtEnd() const { return at_ >= text_.size(); }
  bool Starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }

  void SkipSpace() {
    while (!AtEnd()) {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) <= 0x20) {
        ++at_;
      } else if (Starts("//")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (Starts("/*")) {
        const size_t end = text_.find("*/", at_ + 2);
        at_ = end == std::string_view::npos ? text_.size() : end + 2;
      } else if (Starts("\xC2\xA0")) {
        at_ += 2;
      } else {
        return;
      }
    }
  }

  base::Json Value(int depth) {
    SkipSpace();
    if (AtEnd()) return {};
    switch (text_[at_]) {
      case '{':
        return depth < kDeepest ? Object(depth) : Skipped();
      case '[':
        return depth < kDeepest ? ArrayOf(depth) : Skipped();
      case '"':
      case '\'':
        return base::Json(String(text_[at_]));
      default:
        return Bare();
    }
  }

  // Steps over what is nested too deep: its brackets are closed by whoever is above.
  base::Json Skipped() {
    ++at_;
    return {};
  }

  base::Json Object(int depth) {
    base::Json::Object members;
    ++at_;
    while (true) {
      SkipSpace();
      if (AtEnd()) break;
      const char c = text_[at_];
      if (c == '}') {
        ++at_;
        break;
      }
      if (c == ']') break;  // closed by the wrong bracket: it is the array's above
      if (c == ',' || c == ';') {
        ++at_;
        continue;
      }
      std::string name = c == '"' || c == '\'' ? String(c) : Name();
      SkipSpace();
      if (!AtEnd() && text_[at_] == ':') {
        ++at_;
        members.emplace_back(std::move(name), Value(depth + 1));
      } else if (name.empty()) {
        ++at_;  // nothing that can begin a member
      }
    }
    return base::Json(std::move(members));
  }

  base::Json ArrayOf(int depth) {
    base::Json::Array items;
    ++at_;
    while (true) {
      SkipSpace();
      if (AtEnd()) break;
      const char c = text_[at_];
      if (c == ']') {
        ++at_;
        break;
      }
      if (c == '}') break;
      if (c == ',' || c == ';' || c == ':') {
        ++at_;
        continue;
      }
      items.push_back(Value(depth + 1));
    }
    return base::Json(std::move(items));
  }

  std::string Name() {
    const size_t start = at_;
    while (!AtEnd() && !std::string_view(" \t\r\n:,{}[]\"'").contains(text_[at_])) ++at_;
    return base::RepairUtf8(text_.substr(start, at_ - start));
  }

  // Whether the structure can go on behind a quotation mark at `at`.
  bool EndsString(size_t at) const {
    constexpr std::string_view kSpace = " \t\r\n";
    const size_t next = text_.find_first_not_of(kSpace, at + 1);
    if (next == std::string_view::npos) return true;
    const char c = text_[next];
    if (c == '}' || c == ']' || c == ':') return true;
    if (c == '/' && next + 1 < text_.size()) return text_[next + 1] == '/' || text_[next + 1] == '*';
    // A comma is missing at a line's end.
    if (c == '"') return text_.substr(at + 1, next - at - 1).contains('\n');
    if (c != ',') return false;
    const size_t behind = text_.find_first_not_of(kSpace, next + 1);
    if (behind == std::string_view::npos) return true;
    const char start = text_[behind];
    return std::string_view("\"'{[}]/,-0123456789").contains(start) ||
           text_.substr(behind).starts_with("true") || text_.substr(behind).starts_with("false") ||
           text_.substr(behind).starts_with("null");
  }

  void Escape(std::string& out) {
    const char c = text_[at_];
    switch (c) {
      case 'n':
        out.push_back('\n');
        ++at_;
        return;
      case 'r':
      case 't':
      case 'b':
      case 'f':
        out.push_back(' ');
        ++at_;
        return;
      case 'u':
        ++at_;
        CodePoint(out);
        return;
      default:
        out.push_back(c);
        ++at_;
    }
  }

  std::optional<char32_t> FourDigits() {
    if (at_ + 4 > text_.size()) return std::nullopt;
    uint32_t value = 0;
    const char* end = text_.data() + at_ + 4;
    const auto [stopped, error] = std::from_chars(text_.data() + at_, end, value, 16);
    if (error != std::errc() || stopped != end) return std::nullopt;
    at_ += 4;
    return value;
  }

  void CodePoint(std::string& out) {
    const auto first = FourDigits();
    if (!first) return;
    char32_t c = *first;
    if (c >= 0xD800 && c < 0xDC00 && Starts("\\u")) {
      const size_t before = at_;
      at_ += 2;
      const auto second = FourDigits();
      if (second && *second >= 0xDC00 && *second < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (*second - 0xDC00);
      } else {
        at_ = before;
      }
    }
    base::AppendCodePoint(c == 0 ? 0xFFFD : c, out);
  }

  std::string String(char quote) {
    std::string out;
    ++at_;
    while (!AtEnd()) {
      const char c = text_[at_];
      if (c == quote) {
        if (EndsString(at_)) {
          ++at_;
          break;
        }
        out.push_back(c);
        ++at_;
      } else if (c == '\\' && at_ + 1 < text_.size()) {
        ++at_;
        Escape(out);
      } else {
        out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
        ++at_;
      }
    }
    return base::RepairUtf8(out);
  }

  // true, 12.5, undefined, a word without quotes.
  base::Json Bare() {
    const size_t start = at_;
    while (!AtEnd() && !std::string_view(",{}[]\"\r\n").contains(text_[at_])) ++at_;
    if (at_ == start) ++at_;
    std::string_view word = text_.substr(start, at_ - start);
    while (!word.empty() && static_cast<unsigned char>(word.back()) <= 0x20) word.remove_suffix(1);
    if (word == "true" || word == "True") return base::Json(true);
    if (word == "false" || word == "False") return base::Json(false);
    if (word == "null" || word == "undefined" || word == "NaN" || word == "None") return {};
    if (auto number = base::ParseJson(word)) return *std::move(number);
    return base::Json(base::RepairUtf8(word));
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

base::Json ParseLenientJson(std::string_view text) {
  text = TrimMarks(text);
  if (text.empty()) return {};
  if (auto strict = base::ParseJson(text)) return *std::move(strict);
  if (text.starts_with("{&quot;") || text.starts_with("[{&quot;") ||
      text.find("{ &quot;") != std::string_view::npos) {
    if (auto decoded = base::ParseJson(html::ToText(text))) return *std::move(decoded);
  }
  return Reader(text).ReadAll();
}

}  // namespace extract
