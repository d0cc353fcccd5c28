// How XML is read, and mended while it is read
// --------------------------------------------
// One walk from '<' to '<' over the bytes. Names, texts and values are views into them; only what
// holds a reference, a carriage return or a control character is written anew. The stack of open
// elements decides what an end tag closes.
//
// Feeds break in few ways: a bare '&' in a link, an HTML tag that was never closed inside a
// description, a document cut off by a dropped connection, control characters, a second root.
//
//   - '&' and '<' that start nothing stand for themselves, and so does "&name;" that nobody knows.
//   - An end tag closes everything up to the element that it names when that element is open, and
//     is dropped when it is not.
//   - The root is closed at the very end, so that what stands behind it is still in the feed.
//   - A quotation mark, CDATA section or comment left open would swallow the document: the first
//     ends with its tag, the second with the element that it is in, the third at the next '>'.
//   - Elements too deep (kDeepestXml) go and their text stays.
//   - An <item> or <entry> inside another of its kind is one more item, if anything else is wrong
//     with the nesting: one item left open must not swallow the next. That is known only at the
//     end; then the document is read once more.
//
// Whatever was done is noted once for each kind, with the first line where it was done. Every
// search that can fail is made at most once for the document, so that the time is linear.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>

#include "base/utf8.h"
#include "html/entities.h"
#include "parse/draft.h"
#include "parse/encoded_twice.h"
#include "parse/xml.h"
#include "parse/xml_prolog.h"

namespace parse {
namespace {

// What a byte is, to the scanner.
enum ByteClass : uint8_t {
  kNameStart = 1,
  kNameByte = 2,
  kSpaceByte = 4,
  kForbidden = 8,         // control characters
  kStopsText = 16,        // '&' and what CDATA stops at
  kStopsCData = 32,       // CR, control characters, the first byte of U+0080 to U+009F
  kStopsAttribute = 64,   // the same as text, and white space
};

constexpr auto kClasses = [] {
  std::array<uint8_t, 256> classes{};
  for (int i = 0; i < 256; ++i) {
    const bool letter = (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z') || i == '_' || i >= 0x80;
    const bool space = i == ' ' || i == '\t' || i == '\r' || i == '\n';
    const bool forbidden = i < 0x20 && !space;
    uint8_t& all = classes[static_cast<size_t>(i)];
    if (letter) all |= kNameStart | kNameByte;
    if ((i >= '0' && i <= '9') || i == '-' || i == '.' || i == ':') all |= kNameByte;
    if (space) all |= kSpaceByte;
    if (forbidden) all |= kForbidden;
    if (forbidden || i == '\r' || i == 0xC2) all |= kStopsText | kStopsCData | kStopsAttribute;
    if (i == '&') all |= kStopsText | kStopsAttribute;
    if (i == '\t' || i == '\n') all |= kStopsAttribute;
  }
  return classes;
}();

bool Is(char c, ByteClass what) {
  return (kClasses[static_cast<unsigned char>(c)] & what) != 0;
}

char Lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool SameName(std::string_view a, std::string_view b) {
  if (a == b) return true;
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                            [](char x, char y) { return Lower(x) == Lower(y); });
}

// U+0080 to U+009F are control characters that nobody means: "&#146;" was written by somebody who
// saw a quotation mark in windows-1252, and HTML reads it so (13.2.5.84).
constexpr char16_t kWindows1252[] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

// Whether any byte asks for more than a look for '&': CR, a control character, U+0080 to U+009F.
// Most documents have none. Written so that compilers make vectors of it.
bool HasOddBytes(std::string_view text) {
  constexpr size_t kStep = 64;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  const auto is_odd = [](unsigned char c) {
    return static_cast<unsigned char>(((c < 0x20) & (c != '\n') & (c != '\t')) | (c == 0xC2));
  };
  size_t at = 0;
  for (; at + kStep <= text.size(); at += kStep) {
    unsigned char found = 0;
    for (size_t i = 0; i < kStep; ++i) found |= is_odd(bytes[at + i]);
    if (found == 0) continue;
    for (size_t i = at; i < at + kStep; ++i) {
      if (!is_odd(bytes[i])) continue;
      // U+00A0 to U+00BF start with C2 as well, and are common.
      if (bytes[i] != 0xC2 || (i + 1 < text.size() && bytes[i + 1] < 0xA0)) return true;
    }
  }
  for (; at < text.size(); ++at) {
    if (!is_odd(bytes[at])) continue;
    if (bytes[at] != 0xC2 || (at + 1 < text.size() && bytes[at + 1] < 0xA0)) return true;
  }
  return false;
}

enum class Repair : uint8_t {
  kStrayBracket,
  kBareAmpersand,
  kUnknownEntity,
  kControlCharacter,
  kForbiddenReference,
  kCDataOpen,
  kCommentOpen,
  kInstructionOpen,
  kDeclaration,
  kTagOpen,
  kMarkInTag,
  kNoValue,
  kNoQuotes,
  kQuoteOpen,
  kAttributeTwice,
  kAttributesBeyond,
  kElementsOpen,
  kEndWithoutStart,
  kItemOpen,
  kBehindRoot,
  kTooDeep,
  kTooMany,
  kOpenAtEnd,
  kTooLong,
  kEncodedTwice,
  kUndeclaredPrefix,
};
constexpr std::string_view kRepairs[] = {
    "a '<' that starts no tag was escaped",
    "a bare '&' was escaped",
    "a reference to an entity that nobody knows was left as it stands",
    "control characters were dropped",
    "a reference to a character that XML forbids was dropped",
    "a CDATA section was left open",
    "a comment was left open",
    "a processing instruction was left open",
    "a declaration between elements was dropped",
    "a tag was left open",
    "a mark inside a tag was dropped",
    "an attribute without a value",
    "an attribute without quotation marks",
    "a quotation mark was left open",
    "an attribute given twice was dropped",
    "attributes beyond the limit were dropped",
    "elements were left open before the end of the one around them",
    "an end tag without a start was dropped",
    "an item was left open",
    "what stands behind the root element was moved into it",
    "elements too deep were dropped, their text was kept",
    "more elements than the limit: the rest was left out",
    "elements were left open at the end",
    "the document is longer than 64 MB: the rest was left out",
    "text that was encoded twice was put right",
    "a prefix that nothing declares was taken for what it mostly is",
};

enum class ItemsInItems { kNest, kClose };

}  // namespace

class XmlScanner {
 public:
  XmlScanner(std::string_view document, const XmlProlog& prolog, ItemsInItems items, XmlTree& tree)
      : document_(base::TruncateUtf8(document, kLongestXml)),
        prolog_(prolog),
        items_(items),
        tree_(tree),
        at_(document_.data() + std::min(prolog.size, document_.size())),
        end_(document_.data() + document_.size()),
        encoded_twice_(MayBeEncodedTwice(document_)),
        odd_bytes_(encoded_twice_ || HasOddBytes(document_)) {
    if (document.size() > kLongestXml) Note(Repair::kTooLong, end_);
  }

  void Run();

  // Whether items stood in items and the nesting was broken somewhere.
  bool ItemWasLeftOpen() const {
    return items_nest_ && (Seen(Repair::kElementsOpen) || Seen(Repair::kEndWithoutStart) ||
                           Seen(Repair::kOpenAtEnd));
  }

 private:
  enum class Piece : uint8_t { kText, kCData, kAttribute };

  struct Open {
    XmlId node = kNoXml;
    std::string_view name;  // as written, with its prefix
    Space default_space = Space::kNone;
    uint32_t bindings = 0;  // how many there were outside of it
  };
  struct Binding {
    std::string_view prefix;
    Space space = Space::kOther;
  };

  bool Seen(Repair repair) const { return seen_[static_cast<size_t>(repair)]; }
  void Note(Repair repair, const char* where);

  size_t Left() const { return static_cast<size_t>(end_ - at_); }
  bool StartsWith(std::string_view text) const {
    return Left() >= text.size() && std::memcmp(at_, text.data(), text.size()) == 0;
  }
  // Where `c` is next, or the end.
  const char* Find(const char* from, char c) const {
    const void* found = std::memchr(from, c, static_cast<size_t>(end_ - from));
    return found == nullptr ? end_ : static_cast<const char*>(found);
  }
  // Where `mark` is next; null: nowhere, and then it is not looked for again.
  const char* FindMark(std::string_view mark, bool& is_nowhere) const;

  const char* FindMarkup();
  void TextRun(const char* end);
  void Markup();
  void CData();
  void Skip(std::string_view mark, bool& is_nowhere, Repair repair);

  std::string_view Decode(const char* begin, const char* end, Piece piece);
  void DecodeSlowly(const char* begin, const char* end, Piece piece);
  const char* Reference(const char* at, const char* end);
  const char* Number(const char* at, const char* end);
  bool Named(std::string_view name);
  void AddText(std::string_view text);

  void StartTag();
  std::string_view ScanName();
  bool Attributes();
  void OneAttribute();
  std::string_view AttributeValue();
  void TakeAttribute(std::string_view name, std::string_view value, const char* where);
  void SkipTooDeep();
  void LookForOpenItem(std::string_view name, Name known);
  void Push(std::string_view name, bool is_closed);
  Space SpaceOf(std::string_view prefix);
  void Bind(std::string_view prefix, std::string_view uri);

  void EndTag();
  bool CloseUpTo(std::string_view name, const char* where);
  void Pop();
  void Finish();

  std::string_view document_;
  const XmlProlog& prolog_;
  ItemsInItems items_;
  XmlTree& tree_;
  const char* at_;
  const char* end_;
  bool encoded_twice_;
  bool odd_bytes_;  // look at every byte of every text

  std::vector<Open> open_;
  std::vector<Binding> bindings_;
  Space default_space_ = Space::kNone;
  std::vector<std::string_view> prefixes_;  // of the attributes of the tag that is being read
  std::string scratch_;
  size_t expanded_ = 0;  // bytes that the document's own entities came to
  size_t dropped_depth_ = 0;
  bool root_closed_ = false;
  bool items_nest_ = false;
  bool no_cdata_end_ = false;
  bool no_comment_end_ = false;
  bool no_instruction_end_ = false;
  std::array<bool, std::size(kRepairs)> seen_{};
};

void XmlScanner::Note(Repair repair, const char* where) {
  bool& seen = seen_[static_cast<size_t>(repair)];
  if (seen) return;
  seen = true;
  const auto line = std::count(document_.data(), std::min(where, end_), '\n') + 1;
  tree_.warnings_.push_back(
      fmt::format("line {}: {}", line, kRepairs[static_cast<size_t>(repair)]));
}

const char* XmlScanner::FindMark(std::string_view mark, bool& is_nowhere) const {
  if (is_nowhere) return nullptr;
  const std::string_view rest(at_, Left());
  const size_t found = rest.find(mark);
  is_nowhere = found == std::string_view::npos;
  return is_nowhere ? nullptr : at_ + found;
}

void XmlScanner::Run() {
  tree_.nodes_.reserve(std::min(Left() / 32 + 16, kMostXmlNodes));
  if (prolog_.left_open) Note(Repair::kCommentOpen, document_.data());
  while (at_ < end_) {
    const char* markup = FindMarkup();
    if (markup != at_) TextRun(markup);
    at_ = markup;
    if (at_ < end_) Markup();
    if (tree_.nodes_.size() >= kMostXmlNodes) {
      Note(Repair::kTooMany, at_);
      break;
    }
  }
  Finish();
}

// The next '<' that starts something.
const char* XmlScanner::FindMarkup() {
  for (const char* from = at_;;) {
    const char* found = Find(from, '<');
    if (found == end_) return end_;
    if (found + 1 < end_) {
      const char next = found[1];
      if (Is(next, kNameStart) || next == '/' || next == '!' || next == '?') return found;
    }
    if (!open_.empty()) Note(Repair::kStrayBracket, found);
    from = found + 1;
  }
}

// White space with a line break in it, between elements, is layout and is left out.
void XmlScanner::TextRun(const char* end) {
  if (open_.empty()) return;
  if (Is(*at_, kSpaceByte) && Is(end[-1], kSpaceByte)) {
    bool has_break = false;
    const char* first = at_;
    for (; first < end && Is(*first, kSpaceByte); ++first) has_break |= *first == '\n';
    if (first == end && has_break) {
      const XmlTree::Node& last = tree_.nodes_.back();
      const bool beside_text =
          (last.is_text && last.parent == open_.back().node) ||
          (end_ - end > 8 && std::memcmp(end, "<![CDATA[", 9) == 0);
      if (!beside_text && tree_.nodes_[open_.back().node].space != Space::kXhtml) return;
    }
  }
  if (open_.size() == 1 && root_closed_) Note(Repair::kBehindRoot, at_);
  AddText(Decode(at_, end, Piece::kText));
}

void XmlScanner::Markup() {
  const char next = at_[1];
  if (next == '/') {
    EndTag();
  } else if (next == '?') {
    Skip("?>", no_instruction_end_, Repair::kInstructionOpen);
  } else if (next != '!') {
    StartTag();
  } else if (StartsWith("<![CDATA[")) {
    CData();
  } else if (StartsWith("<!--")) {
    Skip("-->", no_comment_end_, Repair::kCommentOpen);
  } else {
    Note(Repair::kDeclaration, at_);
    at_ = std::min(Find(at_, '>') + 1, end_);
  }
}

void XmlScanner::Skip(std::string_view mark, bool& is_nowhere, Repair repair) {
  const char* found = FindMark(mark, is_nowhere);
  if (found != nullptr) {
    at_ = found + mark.size();
    return;
  }
  Note(repair, at_);
  const char* end = Find(at_, '>');
  at_ = end == end_ ? end_ : end + 1;
}

void XmlScanner::CData() {
  const char* start = at_ + 9;
  const char* end = FindMark("]]>", no_cdata_end_);
  const char* next = end == nullptr ? nullptr : end + 3;
  if (end == nullptr) {
    Note(Repair::kCDataOpen, at_);
    // The element that it stands in ends it.
    const std::string_view rest(start, static_cast<size_t>(end_ - start));
    end = start + std::min(rest.find("</"), rest.size());
    next = end;
  }
  // "<![CDATA[]]>" may overlap: "<![CDATA[>" has its mark before its start.
  if (end > start && !open_.empty()) AddText(Decode(start, end, Piece::kCData));
  at_ = std::max(next, start);
}

void XmlScanner::AddText(std::string_view text) {
  if (text.empty()) return;
  XmlTree::Node node;
  node.data = text.data();
  node.size = static_cast<uint32_t>(text.size());
  node.parent = open_.back().node;
  node.subtree_end = static_cast<XmlId>(tree_.nodes_.size()) + 1;
  node.is_text = true;
  tree_.nodes_.push_back(node);
}

std::string_view XmlScanner::Decode(const char* begin, const char* end, Piece piece) {
  const std::string_view raw(begin, static_cast<size_t>(end - begin));
  if (piece == Piece::kAttribute) {
    if (std::ranges::none_of(raw, [](char c) { return Is(c, kStopsAttribute); })) return raw;
  } else if (!odd_bytes_) {
    if (piece == Piece::kCData || raw.find('&') == std::string_view::npos) return raw;
  } else {
    const ByteClass stops = piece == Piece::kText ? kStopsText : kStopsCData;
    const bool plain = std::ranges::none_of(raw, [stops](char c) { return Is(c, stops); });
    if (plain && !(encoded_twice_ && MayBeEncodedTwice(raw))) return raw;
  }
  DecodeSlowly(begin, end, piece);
  if (UndoEncodingTwice(scratch_)) Note(Repair::kEncodedTwice, begin);
  char* taken = tree_.arena_.Take(scratch_.size());
  std::memcpy(taken, scratch_.data(), scratch_.size());
  return {taken, scratch_.size()};
}

void XmlScanner::DecodeSlowly(const char* begin, const char* end, Piece piece) {
  const ByteClass stops = piece == Piece::kText    ? kStopsText
                          : piece == Piece::kCData ? kStopsCData
                                                   : kStopsAttribute;
  scratch_.clear();
  for (const char* at = begin; at < end;) {
    const char* stop = at;
    while (stop < end && !Is(*stop, stops)) ++stop;
    scratch_.append(at, stop);
    if (stop == end) return;
    at = stop + 1;
    const char c = *stop;
    if (c == '&') {
      at = Reference(stop, end);
    } else if (c == '\r') {  // a line's end is one LF (XML 1.0, 2.11)
      if (at < end && *at == '\n') ++at;
      scratch_ += piece == Piece::kAttribute ? ' ' : '\n';
    } else if (c == '\n' || c == '\t') {
      scratch_ += ' ';
    } else if (c != '\xC2') {
      Note(Repair::kControlCharacter, stop);
    } else if (at < end && static_cast<unsigned char>(*at) < 0xA0) {
      base::AppendCodePoint(kWindows1252[static_cast<unsigned char>(*at++) - 0x80], scratch_);
    } else {
      scratch_ += c;
    }
  }
}

// Appends what the reference at `at` stands for; gives where to go on.
const char* XmlScanner::Reference(const char* at, const char* end) {
  constexpr ptrdiff_t kLongestName = 34;
  if (at + 1 < end && at[1] == '#') return Number(at, end);
  const char* stop = at + 1;
  while (stop < end && stop - at < kLongestName && Is(*stop, kNameByte)) ++stop;
  const std::string_view name(at + 1, static_cast<size_t>(stop - at - 1));
  if (stop == end || *stop != ';' || name.empty() || !Is(name[0], kNameStart)) {
    Note(Repair::kBareAmpersand, at);
    scratch_ += '&';
    return at + 1;
  }
  if (!Named(name)) {
    Note(Repair::kUnknownEntity, at);
    scratch_.append(at, stop + 1);
  }
  return stop + 1;
}

bool XmlScanner::Named(std::string_view name) {
  constexpr size_t kMostExpanded = size_t{1} << 20;
  if (name == "lt") {
    scratch_ += '<';
  } else if (name == "gt") {
    scratch_ += '>';
  } else if (name == "amp") {
    scratch_ += '&';
  } else if (name == "quot") {
    scratch_ += '"';
  } else if (name == "apos") {
    scratch_ += '\'';
  } else if (const std::string_view own = prolog_.Entity(name); own.data() != nullptr) {
    expanded_ += own.size();
    if (expanded_ > kMostExpanded) return false;
    scratch_ += own;
  } else {
    const size_t before = scratch_.size();
    const std::string_view whole(name.data() - 1, name.size() + 2);
    html::DecodeReferences(whole, html::ReferencePlace::kText, scratch_);
    if (name != "semi" && scratch_.ends_with(';')) {
      // Nobody knows it, or only its start ("&copycat;").
      scratch_.resize(before);
      return false;
    }
  }
  return true;
}

// "&#8217;", "&#x92;".
const char* XmlScanner::Number(const char* at, const char* end) {
  const char* stop = at + 2;
  const bool hex = stop < end && Lower(*stop) == 'x';
  if (hex) ++stop;
  const char* digits = stop;
  uint32_t code = 0;
  for (; stop < end; ++stop) {
    const char c = Lower(*stop);
    const bool decimal = c >= '0' && c <= '9';
    if (!decimal && !(hex && c >= 'a' && c <= 'f')) break;
    const auto digit = static_cast<uint32_t>(decimal ? c - '0' : c - 'a' + 10);
    if (code <= 0x10FFFF) code = code * (hex ? 16 : 10) + digit;
  }
  if (stop == digits || stop == end || *stop != ';') {
    Note(Repair::kBareAmpersand, at);
    scratch_ += '&';
    return at + 1;
  }
  const bool legal = (code >= 0x20 || code == 9 || code == 10 || code == 13) && code <= 0x10FFFF &&
                     (code < 0xD800 || code > 0xDFFF) && code != 0xFFFE && code != 0xFFFF;
  if (!legal) {
    Note(Repair::kForbiddenReference, at);
  } else {
    base::AppendCodePoint(code >= 0x80 && code < 0xA0 ? kWindows1252[code - 0x80] : code, scratch_);
  }
  return stop + 1;
}

// ---- tags

std::string_view XmlScanner::ScanName() {
  const char* start = at_;
  while (at_ < end_ && Is(*at_, kNameByte)) ++at_;
  std::string_view name(start, static_cast<size_t>(at_ - start));
  while (name.ends_with(':')) name.remove_suffix(1);
  return name;
}

// The prefix and the local part of a name. Of several colons the last counts, and no prefix does.
std::pair<std::string_view, std::string_view> Divide(std::string_view name) {
  const size_t colon = name.find(':');
  if (colon == std::string_view::npos) return {{}, name};
  const size_t last = name.rfind(':');
  return {last == colon ? name.substr(0, colon) : std::string_view(), name.substr(last + 1)};
}

void XmlScanner::StartTag() {
  const char* start = at_++;
  const std::string_view name = ScanName();
  if (name.empty()) return;
  if (open_.size() >= kDeepestXml) {
    Note(Repair::kTooDeep, start);
    SkipTooDeep();
    return;
  }
  const Name known = NameFrom(Divide(name).second);
  if (known == Name::kItem || known == Name::kEntry || known == Name::kUrl) {
    LookForOpenItem(name, known);
  }
  if (open_.size() == 1 && root_closed_) Note(Repair::kBehindRoot, start);
  XmlTree::Node node;
  node.parent = open_.empty() ? kNoXml : open_.back().node;
  node.first_attribute = static_cast<uint32_t>(tree_.attributes_.size());
  node.name = known;
  tree_.nodes_.push_back(node);
  prefixes_.clear();
  const auto outside = static_cast<uint32_t>(bindings_.size());
  const Space outside_default = default_space_;
  const bool is_closed = Attributes();
  open_.push_back({static_cast<XmlId>(tree_.nodes_.size() - 1), name, outside_default, outside});
  Push(name, is_closed);
}

// The tag's end, and that it has one of its own.
void XmlScanner::SkipTooDeep() {
  const char* end = Find(at_, '>');
  if (end == end_ || end[-1] != '/') ++dropped_depth_;
  at_ = end == end_ ? end_ : end + 1;
}

void XmlScanner::LookForOpenItem(std::string_view name, Name known) {
  for (const Open& open : open_) {
    if (tree_.nodes_[open.node].name != known || !SameName(open.name, name)) continue;
    items_nest_ = true;
    if (items_ == ItemsInItems::kNest) return;
    Note(Repair::kItemOpen, at_);
    // The root stays open whatever it is.
    if (&open != &open_.front()) CloseUpTo(name, at_);
    return;
  }
}

// Names are resolved and the element is the innermost open one, until it is closed.
void XmlScanner::Push(std::string_view name, bool is_closed) {
  XmlTree::Node& node = tree_.nodes_.back();
  const auto [prefix, local] = Divide(name);
  node.data = local.data();
  node.size = static_cast<uint32_t>(local.size());
  node.space = SpaceOf(prefix);
  if (open_.size() == 1 && prefix.empty() && node.space == Space::kOther) {
    // <rss xmlns="…"> with a namespace of somebody's own: the elements mean what they always mean.
    node.space = default_space_ = Space::kNone;
  }
  node.attribute_count =
      static_cast<uint8_t>(tree_.attributes_.size() - node.first_attribute);
  for (size_t i = 0; i < node.attribute_count; ++i) {
    if (prefixes_[i].empty()) continue;
    tree_.attributes_[node.first_attribute + i].space = SpaceOf(prefixes_[i]);
  }
  if (!is_closed) return;
  if (open_.size() == 1) {
    root_closed_ = true;
  } else {
    Pop();
  }
}

// Up to and with '>'. Whether it was "/>".
bool XmlScanner::Attributes() {
  while (true) {
    while (at_ < end_ && Is(*at_, kSpaceByte)) ++at_;
    if (at_ == end_ || *at_ == '<') {
      Note(Repair::kTagOpen, at_);
      return false;
    }
    const char c = *at_;
    if (c == '>') {
      ++at_;
      return false;
    }
    if (c == '/' && at_ + 1 < end_ && at_[1] == '>') {
      at_ += 2;
      return true;
    }
    if (!Is(c, kNameStart)) {
      Note(Repair::kMarkInTag, at_);
      ++at_;
      continue;
    }
    OneAttribute();
  }
}

void XmlScanner::OneAttribute() {
  const char* start = at_;
  const std::string_view name = ScanName();
  while (at_ < end_ && Is(*at_, kSpaceByte)) ++at_;
  std::string_view value;
  if (at_ < end_ && *at_ == '=') {
    ++at_;
    while (at_ < end_ && Is(*at_, kSpaceByte)) ++at_;
    value = AttributeValue();
  } else {
    Note(Repair::kNoValue, start);
  }
  if (!name.empty()) TakeAttribute(name, value, start);
}

std::string_view XmlScanner::AttributeValue() {
  if (at_ == end_) return {};
  const char quote = *at_;
  const char* start = at_;
  const char* end = nullptr;
  if (quote == '"' || quote == '\'') {
    end = Find(++start, quote);
    at_ = end + 1;
    if (end == end_) {
      Note(Repair::kQuoteOpen, start);
      at_ = end = Find(start, '>');
    }
  } else {
    Note(Repair::kNoQuotes, at_);
    end = start;
    while (end < end_ && !Is(*end, kSpaceByte) && *end != '>') ++end;
    at_ = end;
  }
  return Decode(start, end, Piece::kAttribute);
}

void XmlScanner::TakeAttribute(std::string_view name, std::string_view value, const char* where) {
  const auto [prefix, local] = Divide(name);
  if (name == "xmlns" || prefix == "xmlns") {
    Bind(prefix.empty() ? std::string_view() : local, value);
    return;
  }
  const size_t first = tree_.nodes_.back().first_attribute;
  if (prefixes_.size() >= kMostXmlAttributes) {
    Note(Repair::kAttributesBeyond, where);
    return;
  }
  for (size_t i = 0; i < prefixes_.size(); ++i) {
    if (tree_.attributes_[first + i].local == local && prefixes_[i] == prefix) {
      Note(Repair::kAttributeTwice, where);
      return;
    }
  }
  const Name known = NameFrom(local);
  if (known == Name::kBase) tree_.has_bases_ = true;
  if (known == Name::kLang) tree_.has_languages_ = true;
  tree_.attributes_.push_back({known, Space::kNone, local, value});
  prefixes_.push_back(prefix);
}

void XmlScanner::Bind(std::string_view prefix, std::string_view uri) {
  constexpr size_t kMostBindings = 64;  // at one place
  const Space space = SpaceOfUri(uri);
  if (prefix.empty()) {
    if (open_.empty()) tree_.root_namespace_ = uri;
    default_space_ = space == Space::kOther && uri == tree_.root_namespace_ && !open_.empty() ? Space::kNone : space;
  } else if (bindings_.size() < kMostBindings) {
    bindings_.push_back({prefix, space});
  }
}

Space XmlScanner::SpaceOf(std::string_view prefix) {
  if (prefix.empty()) return default_space_;
  for (size_t i = bindings_.size(); i > 0; --i) {
    if (bindings_[i - 1].prefix == prefix) return bindings_[i - 1].space;
  }
  if (!IsSameLetters(prefix, "xml")) Note(Repair::kUndeclaredPrefix, prefix.data());
  return SpaceOfPrefix(prefix);
}

void XmlScanner::EndTag() {
  const char* start = at_;
  at_ += 2;
  const std::string_view name = ScanName();
  if (at_ < end_ && *at_ == '>') {
    ++at_;
  } else {
    while (at_ < end_ && *at_ != '>' && *at_ != '<') ++at_;
    if (at_ == end_ || *at_ == '<') {
      Note(Repair::kTagOpen, start);
    } else {
      ++at_;
    }
  }
  if (dropped_depth_ > 0) {
    --dropped_depth_;
    return;
  }
  if (!open_.empty() && open_.size() > 1 && open_.back().name == name) {
    Pop();
    return;
  }
  if (!CloseUpTo(name, start)) Note(Repair::kEndWithoutStart, start);
}

// Closes everything above and with the nearest open element of the name; false: there is none. The
// root stays open to the end.
bool XmlScanner::CloseUpTo(std::string_view name, const char* where) {
  const auto found = std::find_if(open_.rbegin(), open_.rend(),
                                  [&](const Open& open) { return SameName(open.name, name); });
  if (found == open_.rend()) return false;
  const auto keep = static_cast<size_t>(open_.rend() - found) - 1;
  if (keep + 1 < open_.size()) Note(Repair::kElementsOpen, where);
  while (open_.size() > std::max<size_t>(keep, 1)) Pop();
  if (keep == 0) root_closed_ = true;
  return true;
}

void XmlScanner::Pop() {
  const Open& open = open_.back();
  tree_.nodes_[open.node].subtree_end = static_cast<XmlId>(tree_.nodes_.size());
  bindings_.resize(open.bindings);
  default_space_ = open.default_space;
  open_.pop_back();
}

void XmlScanner::Finish() {
  if (open_.size() > 1 || (!open_.empty() && !root_closed_)) Note(Repair::kOpenAtEnd, end_);
  while (!open_.empty()) Pop();
}

XmlTree ReadXml(std::string_view utf8) {
  const XmlProlog prolog = ReadXmlProlog(utf8);
  XmlTree tree;
  XmlScanner scanner(utf8, prolog, ItemsInItems::kNest, tree);
  scanner.Run();
  if (scanner.ItemWasLeftOpen()) {
    tree = XmlTree();
    XmlScanner(utf8, prolog, ItemsInItems::kClose, tree).Run();
  }
  return tree;
}

}  // namespace parse
