#include "parse/encoded_twice.h"

#include <algorithm>
#include <array>

namespace parse {
namespace {

struct Misread {
  std::string_view utf8;
  unsigned char byte;
};

// What windows-1252 has at 0x80 to 0x9F, in UTF-8.
constexpr std::array<Misread, 27> kWindows1252 = {{
    {"\xE2\x82\xAC", 0x80}, {"\xE2\x80\x9A", 0x82}, {"\xC6\x92", 0x83},     {"\xE2\x80\x9E", 0x84},
    {"\xE2\x80\xA6", 0x85}, {"\xE2\x80\xA0", 0x86}, {"\xE2\x80\xA1", 0x87}, {"\xCB\x86", 0x88},
    {"\xE2\x80\xB0", 0x89}, {"\xC5\xA0", 0x8A},     {"\xE2\x80\xB9", 0x8B}, {"\xC5\x92", 0x8C},
    {"\xC5\xBD", 0x8E},     {"\xE2\x80\x98", 0x91}, {"\xE2\x80\x99", 0x92}, {"\xE2\x80\x9C", 0x93},
    {"\xE2\x80\x9D", 0x94}, {"\xE2\x80\xA2", 0x95}, {"\xE2\x80\x93", 0x96}, {"\xE2\x80\x94", 0x97},
    {"\xCB\x9C", 0x98},     {"\xE2\x84\xA2", 0x99}, {"\xC5\xA1", 0x9A},     {"\xE2\x80\xBA", 0x9B},
    {"\xC5\x93", 0x9C},     {"\xC5\xBE", 0x9E},     {"\xC5\xB8", 0x9F},
}};

constexpr std::string_view kFirst = "\xC3\xA2";  // 0xE2

// The byte that the character at the start of `text` was misread from, 0x80 to 0xBF, and the
// character's length; 0: it was not.
unsigned char ByteAt(std::string_view text, size_t& length) {
  if (text.size() >= 2 && text[0] == '\xC2') {
    length = 2;
    return static_cast<unsigned char>(text[1]);
  }
  for (const Misread& misread : kWindows1252) {
    if (!text.starts_with(misread.utf8)) continue;
    length = misread.utf8.size();
    return misread.byte;
  }
  return 0;
}

}  // namespace

bool MayBeEncodedTwice(std::string_view text) {
  for (size_t at = text.find(kFirst); at != std::string_view::npos;
       at = text.find(kFirst, at + 2)) {
    size_t length = 0;
    if (ByteAt(text.substr(at + 2), length) == 0x80) return true;
  }
  return false;
}

bool UndoEncodingTwice(std::string& text) {
  if (!MayBeEncodedTwice(text)) return false;
  const std::string_view from = text;
  std::string out;
  size_t done = 0;
  for (size_t at = from.find(kFirst); at != std::string_view::npos; at = from.find(kFirst, at)) {
    size_t second = 0;
    size_t third = 0;
    const bool punctuation = ByteAt(from.substr(at + 2), second) == 0x80;
    const unsigned char last = punctuation ? ByteAt(from.substr(at + 2 + second), third) : 0;
    if (last == 0) {
      at += kFirst.size();
      continue;
    }
    out.append(from, done, at - done).append("\xE2\x80").push_back(static_cast<char>(last));
    done = at = at + kFirst.size() + second + third;
  }
  if (done == 0) return false;
  out.append(from, done);
  text = std::move(out);
  return true;
}

}  // namespace parse
