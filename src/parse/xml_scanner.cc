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

#include "parse/xml_scanner.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "parse/encoded_twice.h"

namespace parse {
namespace {

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

}  // namespace

XmlScanner::XmlScanner(std::string_view document, const XmlProlog& prolog, ItemsInItems items,
                       XmlTree& tree)
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
  if (prolog_.left_open) Note(Repair::kPrologOpen, document_.data());
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
      const bool beside_text = (last.is_text && last.parent == open_.back().node) ||
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
