// The fast way to plain text
// --------------------------
// Two thirds of what a feed's titles and summaries cost was the tree that html::ToText builds to
// read a sentence in a <p>. So the common case is read without one: the bytes are copied in runs,
// white space is held back until something visible follows, tags of a list are passed over, and
// those of blocks break the line. A stack of open elements checks that they nest: where they do not
// (or with any tag that is not on the list, a comment that is odd, an attribute that is not
// closed), the whole is given up and html::ToText decides. The fuzzer compares the two.

#include "parse/plain_text.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/utf8.h"
#include "html/character_references.h"
#include "html/tag.h"
#include "html/text.h"
#include "parse/markup_repair.h"
#include "text/words.h"

namespace parse {
namespace {

using html::Tag;

enum class Kind : uint8_t { kUnusual, kInline, kBlock, kBreak, kRule };

constexpr Tag kInlineTags[] = {Tag::kA,    Tag::kAbbr, Tag::kB,    Tag::kBdi,    Tag::kBdo,
                               Tag::kBig,  Tag::kCite, Tag::kCode, Tag::kDel,    Tag::kDfn,
                               Tag::kEm,   Tag::kFont, Tag::kI,    Tag::kIns,    Tag::kKbd,
                               Tag::kMark, Tag::kQ,    Tag::kS,    Tag::kSamp,   Tag::kSmall,
                               Tag::kSpan, Tag::kSub,  Tag::kSup,  Tag::kStrong, Tag::kTime,
                               Tag::kTt,   Tag::kU,    Tag::kVar,  Tag::kImg};
constexpr Tag kBlockTags[] = {Tag::kP,  Tag::kDiv, Tag::kUl, Tag::kOl, Tag::kLi, Tag::kH1,
                              Tag::kH2, Tag::kH3,  Tag::kH4, Tag::kH5, Tag::kH6, Tag::kBlockquote};

constexpr auto kKinds = [] {
  std::array<Kind, html::kTagCount> kinds{};
  for (const Tag tag : kInlineTags) kinds[static_cast<size_t>(tag)] = Kind::kInline;
  for (const Tag tag : kBlockTags) kinds[static_cast<size_t>(tag)] = Kind::kBlock;
  kinds[static_cast<size_t>(Tag::kBr)] = Kind::kBreak;
  kinds[static_cast<size_t>(Tag::kHr)] = Kind::kRule;
  return kinds;
}();

enum ByteClass : uint8_t { kRun = 0, kSpace, kBracket, kAmpersand, kNul, kMaySpace };

// kMaySpace: the first bytes of all white space beyond ASCII.
constexpr auto kClasses = [] {
  std::array<uint8_t, 256> classes{};
  for (const char c : {' ', '\t', '\n', '\f', '\r'})
    classes[static_cast<unsigned char>(c)] = kSpace;
  classes['<'] = kBracket;
  classes['&'] = kAmpersand;
  classes['\0'] = kNul;
  classes['\v'] = kMaySpace;
  for (const int c : {0xC2, 0xE1, 0xE2, 0xE3}) classes[static_cast<size_t>(c)] = kMaySpace;
  return classes;
}();

ByteClass ClassOf(char c) {
  return static_cast<ByteClass>(kClasses[static_cast<unsigned char>(c)]);
}

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Length of the white space character of Unicode that starts the text; 0: none does. Of those
// beyond ASCII all have two or three bytes.
size_t WideSpace(std::string_view text) {
  const auto is = [&](std::string_view space) { return text.starts_with(space); };
  if (is("\v")) return 1;
  if (is("\xC2\xA0") || is("\xC2\x85")) return 2;
  if (is("\xE3\x80\x80") || is("\xE1\x9A\x80")) return 3;
  if (is("\xE2\x80") && text.size() > 2) {
    const auto last = static_cast<unsigned char>(text[2]);
    if (last <= 0x8A || last == 0xA8 || last == 0xA9 || last == 0xAF) return 3;
  }
  return is("\xE2\x81\x9F") ? 3 : 0;
}

// Writes text with its white space collapsed.
class Writer {
 public:
  Writer(Lines lines, size_t longest, std::string& out)
      : lines_(lines), longest_(longest), out_(out) {}

  void Break() { pending_ = lines_ == Lines::kKeep ? '\n' : ' '; }
  bool IsFull() const { return out_.size() > longest_; }

  // Writes up to the first '<' or '&' that `stops` has it stop at, or NUL; gives how far.
  size_t Write(std::string_view text, bool stops) {
    size_t at = 0;
    while (at < text.size()) {
      const ByteClass what = ClassOf(text[at]);
      if (what == kSpace) {
        Space();
        ++at;
        continue;
      }
      if (what == kNul || (stops && (what == kBracket || what == kAmpersand))) return at;
      if (what == kMaySpace) {
        if (const size_t wide = WideSpace(text.substr(at)); wide > 0 && Counts(text, at)) {
          Space();
          at += wide;
          continue;
        }
      }
      at = Run(text, at, stops);
    }
    return at;
  }

 private:
  // html::ToText takes the no-break space for one, as it does ASCII's; in one line all count.
  bool Counts(std::string_view text, size_t at) const {
    return lines_ == Lines::kJoin || text.substr(at).starts_with("\xC2\xA0");
  }

  void Space() {
    if (pending_ == '\0') pending_ = ' ';
  }

  // A visible character and all that can be copied with it: single spaces too.
  size_t Run(std::string_view text, size_t start, bool stops) {
    size_t end = start + 1;
    while (end < text.size()) {
      const ByteClass what = ClassOf(text[end]);
      if (what == kSpace) {
        const bool single =
            text[end] == ' ' && end + 1 < text.size() && ClassOf(text[end + 1]) == kRun;
        if (!single) break;
        end += 2;
        continue;
      }
      if (what == kMaySpace && WideSpace(text.substr(end)) > 0 && Counts(text, end)) break;
      if (what == kNul || (stops && what != kRun && what != kMaySpace)) break;
      ++end;
    }
    if (pending_ != '\0' && !out_.empty()) out_ += pending_;
    pending_ = '\0';
    out_.append(text, start, end - start);
    return end;
  }

  Lines lines_;
  size_t longest_;
  std::string& out_;
  char pending_ = '\0';
};

class SimpleReader {
 public:
  SimpleReader(std::string_view html, Lines lines, size_t longest, std::string& out)
      : html_(html), writer_(lines, longest, out) {}

  bool Run() {
    while (at_ < html_.size() && !writer_.IsFull()) {
      at_ += writer_.Write(html_.substr(at_), true);
      if (at_ == html_.size()) break;
      const char c = html_[at_];
      if (c == '\0' || !(c == '&' ? Reference() : Markup())) return false;
    }
    return true;
  }

 private:
  bool Reference() {
    constexpr size_t kLongest = 40;
    size_t end = at_ + 1;
    if (end < html_.size() && html_[end] == '#') ++end;
    while (end < html_.size() &&
           (IsLetter(html_[end]) || (html_[end] >= '0' && html_[end] <= '9'))) {
      ++end;
    }
    if (end - at_ > kLongest) return false;
    if (end < html_.size() && html_[end] == ';') ++end;
    const std::string_view reference = html_.substr(at_, end - at_);
    at_ = end;
    char known = '\0';
    if (reference == "&amp;") known = '&';
    if (reference == "&lt;") known = '<';
    if (reference == "&gt;") known = '>';
    if (reference == "&quot;") known = '"';
    if (reference == "&#39;") known = '\'';
    if (reference == "&nbsp;") known = ' ';
    if (known != '\0') {
      writer_.Write({&known, 1}, false);
      return true;
    }
    decoded_.clear();
    html::DecodeReferences(reference, html::ReferencePlace::kText, decoded_);
    return writer_.Write(decoded_, false) == decoded_.size();
  }

  bool Markup() {
    const std::string_view rest = html_.substr(at_);
    const char next = rest.size() > 1 ? rest[1] : '\0';
    if (IsLetter(next)) return TagAt(1);
    if (next == '/' && rest.size() > 2 && IsLetter(rest[2])) return TagAt(2);
    if (next == '!') return Comment(rest);
    if (next == '/' || next == '?' || next == '\0') return false;
    // A '<' that starts nothing is text.
    writer_.Write("<", false);
    ++at_;
    return true;
  }

  bool Comment(std::string_view rest) {
    if (!rest.starts_with("<!--") || rest.substr(4).starts_with('>') ||
        rest.substr(4).starts_with("->")) {
      return false;
    }
    const size_t end = rest.find("-->", 4);
    if (end == std::string_view::npos || rest.substr(0, end).contains("--!>") ||
        rest.substr(0, end).contains('\0')) {
      return false;
    }
    at_ += end + 3;
    return true;
  }

  // `name_offset`: 1 behind '<', 2 behind "</".
  bool TagAt(size_t name_offset) {
    constexpr size_t kLongestName = 12;
    char lower[kLongestName];
    size_t size = 0;
    size_t at = at_ + name_offset;
    for (; at < html_.size(); ++at, ++size) {
      const char c = html_[at];
      const bool digit = c >= '0' && c <= '9';
      if (!IsLetter(c) && !digit) break;
      if (size == kLongestName) return false;
      lower[size] = digit ? c : static_cast<char>(c | 0x20);
    }
    if (at == html_.size()) return false;
    const char c = html_[at];
    if (c != '>' && c != '/' && ClassOf(c) != kSpace) return false;
    const Tag tag = html::TagFrom({lower, size});
    const Kind kind = kKinds[static_cast<size_t>(tag)];
    if (kind == Kind::kUnusual || !SkipAttributes(at)) return false;
    return name_offset == 1 ? Start(tag, kind) : End(tag, kind);
  }

  // From behind a tag's name to behind its '>'; false where attributes are written in any way but
  // the usual ones.
  bool SkipAttributes(size_t at) {
    while (true) {
      while (at < html_.size() && (ClassOf(html_[at]) == kSpace || html_[at] == '/')) ++at;
      if (at < html_.size() && html_[at] == '>') {
        at_ = at + 1;
        return true;
      }
      const size_t name = at;
      while (at < html_.size() && IsNameByte(html_[at])) ++at;
      if (at == name || at == html_.size()) return false;
      if (html_[at] != '=') continue;
      if (!SkipValue(++at)) return false;
    }
  }

  static bool IsNameByte(char c) {
    return IsLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':' || c == '.';
  }

  bool SkipValue(size_t& at) const {
    if (at == html_.size()) return false;
    const char quote = html_[at];
    if (quote != '"' && quote != '\'') {
      const size_t start = at;
      while (at < html_.size() && (IsNameByte(html_[at]) || html_[at] == '#')) ++at;
      return at > start && at < html_.size() && (ClassOf(html_[at]) == kSpace || html_[at] == '>');
    }
    const size_t end = html_.find(quote, at + 1);
    if (end == std::string_view::npos) return false;
    at = end + 1;
    return true;
  }

  Tag Top() const { return depth_ > 0 ? open_[depth_ - 1] : Tag::kDocument; }
  bool IsOpen(Tag tag) const {
    return std::find(open_.begin(), open_.begin() + static_cast<ptrdiff_t>(depth_), tag) !=
           open_.begin() + static_cast<ptrdiff_t>(depth_);
  }

  bool Start(Tag tag, Kind kind) {
    if (tag == Tag::kImg) return true;
    if (kind != Kind::kInline) {
      writer_.Break();
      if (kind == Kind::kBreak) return true;
      // Every block ends an open p.
      if (Top() == Tag::kP) --depth_;
      if (IsOpen(Tag::kP)) return false;
      if (kind == Kind::kRule) return true;
    }
    if (tag == Tag::kA && IsOpen(tag)) return false;
    if (html::IsHeading(tag) && html::IsHeading(Top())) return false;
    if (tag == Tag::kLi) {
      if (Top() == Tag::kLi) --depth_;
      if (depth_ > 0 && Top() != Tag::kUl && Top() != Tag::kOl) return false;
    }
    if (depth_ == open_.size()) return false;
    open_[depth_++] = tag;
    return true;
  }

  bool End(Tag tag, Kind kind) {
    if (kind == Kind::kBlock) {
      writer_.Break();
      if (tag != Tag::kP && Top() == Tag::kP) --depth_;
    }
    if (depth_ == 0 || Top() != tag) return false;
    --depth_;
    return true;
  }

  std::string_view html_;
  size_t at_ = 0;
  Writer writer_;
  std::string decoded_;
  std::array<Tag, 32> open_{};
  size_t depth_ = 0;
};

void Cut(size_t longest, std::string& text) {
  if (text.size() > longest) text.resize(base::TruncateUtf8(text, longest).size());
}

// Whether the text is in NFC for certain: it has only characters that are, whatever stands beside
// them, as long as no mark does. ICU decides about all others.
bool IsSurelyComposed(std::string_view text) {
  struct Range {
    char32_t first;
    char32_t last;
  };
  // Latin, Cyrillic, Hebrew and Arabic letters, punctuation, currency signs, kana, Han, Hangul.
  static constexpr Range kSafe[] = {
      {0x80, 0x2FF},    {0x400, 0x482},   {0x5D0, 0x5EA},   {0x620, 0x64A},   {0x2010, 0x2027},
      {0x2030, 0x205E}, {0x20A0, 0x20BF}, {0x3001, 0x3029}, {0x3041, 0x3096}, {0x309D, 0x30FF},
      {0x4E00, 0x9FFF}, {0xAC00, 0xD7A3}, {0xFF01, 0xFF5E}};
  for (size_t at = 0; at < text.size();) {
    uint64_t word = 0;
    while (at + 8 <= text.size()) {
      std::memcpy(&word, text.data() + at, 8);
      if ((word & 0x8080808080808080U) != 0) break;
      at += 8;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
    if (at == text.size()) break;
    const char32_t c = base::NextCodePoint(text, at);
    const bool safe = std::ranges::any_of(
        kSafe, [c](const Range& range) { return c >= range.first && c <= range.last; });
    if (!safe) return false;
  }
  return true;
}

}  // namespace

bool SimpleTextOfHtml(std::string_view html, Lines lines, size_t longest, std::string& out) {
  out.clear();
  out.reserve(std::min(html.size(), longest));
  if (!SimpleReader(html, lines, longest, out).Run()) return false;
  Cut(longest, out);
  return true;
}

std::string TextOfHtml(std::string_view html, Lines lines, size_t longest) {
  std::string out;
  if (SimpleTextOfHtml(html, lines, longest, out)) return out;
  std::string repaired;
  out = html::ToText(RepairMarkup(html, repaired));
  if (lines == Lines::kJoin) out = text::CollapseSpace(out);
  Cut(longest, out);
  return out;
}

std::string TextOfPlain(std::string_view text, size_t longest) {
  std::string out;
  out.reserve(std::min(text.size(), longest));
  Writer writer(Lines::kJoin, longest, out);
  while (!text.empty() && !writer.IsFull()) {
    text.remove_prefix(writer.Write(text, false));
    if (!text.empty()) text.remove_prefix(1);  // NUL
  }
  Cut(longest, out);
  return out;
}

std::string Composed(std::string text) {
  if (IsSurelyComposed(text)) return text;
  return text::Normalise(text);
}

}  // namespace parse
