// The texts and values of XML: references, line ends, and what does not belong there.

#include "base/utf8.h"
#include "html/character_references.h"
#include "parse/encoded_twice.h"
#include "parse/xml_scanner.h"

namespace parse {
namespace {

// U+0080 to U+009F are control characters that nobody means: "&#146;" was written by somebody who
// saw a quotation mark in windows-1252, and HTML reads it so (13.2.5.84).
constexpr char16_t kWindows1252[] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

}  // namespace

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
  if (scratch_.empty()) return {};
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
    if (!prolog_.has_doctype) Note(Repair::kHtmlName, name.data());
  }
  return true;
}

// "&#8217;", "&#x92;".
const char* XmlScanner::Number(const char* at, const char* end) {
  const char* stop = at + 2;
  const bool hex = stop < end && LowerLetter(*stop) == 'x';
  if (hex) ++stop;
  const char* digits = stop;
  uint32_t code = 0;
  for (; stop < end; ++stop) {
    const char c = LowerLetter(*stop);
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

}  // namespace parse
