#pragma once
// The scanner behind ReadXml (xml_scanner.cc says how it works). Only for xml_*.cc.

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "parse/xml.h"
#include "parse/xml_prolog.h"
#include "parse/xml_repair.h"

namespace parse {

// What a byte is, to the scanner.
enum ByteClass : uint8_t {
  kNameStart = 1,
  kNameByte = 2,
  kSpaceByte = 4,
  kForbidden = 8,        // control characters
  kStopsText = 16,       // '&' and what CDATA stops at
  kStopsCData = 32,      // CR, control characters, the first byte of U+0080 to U+009F
  kStopsAttribute = 64,  // the same as text, and white space
};

inline constexpr auto kByteClasses = [] {
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

inline bool Is(char c, ByteClass what) {
  return (kByteClasses[static_cast<unsigned char>(c)] & what) != 0;
}

inline char LowerLetter(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

inline bool SameName(std::string_view a, std::string_view b) {
  if (a == b) return true;
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return LowerLetter(x) == LowerLetter(y);
         });
}
// What an <item> in an <item> means.
enum class ItemsInItems { kNest, kClose };

class XmlScanner {
 public:
  // `document` and `prolog` must outlive the tree.
  XmlScanner(std::string_view document, const XmlProlog& prolog, ItemsInItems items, XmlTree& tree);

  // Fills the tree; once.
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

}  // namespace parse
