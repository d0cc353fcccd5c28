#include "html/character_references.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/utf8.h"
#include "html/named_references.h"

namespace html {
namespace {

// ---- the table, unpacked by the compiler -------------------------------------------------------

constexpr size_t kNames = 2125;
constexpr size_t kLongestName = 31;
// The longest of those that count without a semicolon: "Aacute" and the like.
constexpr size_t kLongestBareName = 6;
constexpr size_t kSlots = 8192;

struct Entry {
  uint16_t name = 0;  // where it begins in kNamedReferences
  uint8_t length = 0;
  bool bare = false;  // counts without its semicolon
  char32_t first = 0;
  char32_t second = 0;
};

struct Table {
  std::array<Entry, kNames> entries{};
  std::array<uint16_t, kSlots> slots{};  // index into entries, plus one
};

constexpr uint32_t kHashStart = 2166136261U;  // FNV-1a
constexpr uint32_t HashStep(uint32_t hash, char c) {
  return (hash ^ static_cast<uint8_t>(c)) * 16777619U;
}
constexpr size_t SlotOf(uint32_t hash) {
  return (hash ^ (hash >> 15)) % kSlots;
}

constexpr char32_t ReadHexadecimal(size_t& at) {
  char32_t value = 0;
  for (;; ++at) {
    const char c = kNamedReferences[at];
    if (c >= '0' && c <= '9') {
      value = value * 16 + static_cast<char32_t>(c - '0');
    } else if (c >= 'A' && c <= 'F') {
      value = value * 16 + static_cast<char32_t>(c - 'A' + 10);
    } else {
      return value;
    }
  }
}

constexpr Table Unpack() {
  Table table;
  size_t at = 0;
  for (Entry& entry : table.entries) {
    entry.name = static_cast<uint16_t>(at);
    uint32_t hash = kHashStart;
    for (; kNamedReferences[at] != '=' && kNamedReferences[at] != '~'; ++at) {
      hash = HashStep(hash, kNamedReferences[at]);
      ++entry.length;
    }
    entry.bare = kNamedReferences[at++] == '~';
    entry.first = ReadHexadecimal(at);
    if (kNamedReferences[at] == '+') entry.second = ReadHexadecimal(++at);
    ++at;
    size_t slot = SlotOf(hash);
    while (table.slots[slot] != 0) slot = (slot + 1) % kSlots;
    table.slots[slot] = static_cast<uint16_t>(&entry - table.entries.data() + 1);
  }
  return table;
}

constexpr Table kTable = Unpack();

const Entry* Find(std::string_view name, uint32_t hash) {
  for (size_t slot = SlotOf(hash); kTable.slots[slot] != 0; slot = (slot + 1) % kSlots) {
    const Entry& entry = kTable.entries[kTable.slots[slot] - 1U];
    if (name == std::string_view(kNamedReferences + entry.name, entry.length)) return &entry;
  }
  return nullptr;
}

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}
bool IsAlphanumeric(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
int HexadecimalValue(char c) {
  if (IsDigit(c)) return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

void Put(char32_t code_point, Reference& out) {
  std::string bytes;
  base::AppendCodePoint(code_point, bytes);
  std::memcpy(out.bytes + out.size, bytes.data(), bytes.size());
  out.size += bytes.size();
}

// 13.2.5.75 to 13.2.5.79: `text` begins with "&#".
Reference ReadNumber(std::string_view text) {
  Reference reference;
  size_t at = 2;
  const bool hexadecimal = at < text.size() && (text[at] | 0x20) == 'x';
  at += hexadecimal ? 1 : 0;
  const size_t first_digit = at;
  uint32_t number = 0;
  for (; at < text.size(); ++at) {
    const int digit = HexadecimalValue(text[at]);
    if (digit < 0 || (!hexadecimal && digit > 9)) break;
    // Beyond the last code point any number is as good as any other.
    number = std::min(number * (hexadecimal ? 16 : 10) + static_cast<uint32_t>(digit), 0x110000U);
  }
  if (at == first_digit) return reference;
  if (at < text.size() && text[at] == ';') ++at;
  reference.length = at;
  Put(CodePointOf(number), reference);
  return reference;
}

}  // namespace

char32_t CodePointOf(uint32_t number) {
  // Numbers that stand for windows-1252 in all the pages that were written so.
  constexpr std::array<char32_t, 32> kWindows1252 = {
      0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
      0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
      0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) return 0xFFFD;
  if (number >= 0x80 && number <= 0x9F) return kWindows1252[number - 0x80];
  return number;
}

NamedReference LongestName(std::string_view text) {
  // A name with its semicolon is one whole run of letters and digits; without, it may be the
  // beginning of one. The first is always the longer.
  std::array<uint32_t, kLongestBareName + 1> hashes;
  uint32_t hash = kHashStart;
  size_t run = 0;
  for (; run < text.size() && run <= kLongestName && IsAlphanumeric(text[run]); ++run) {
    if (run < hashes.size()) hashes[run] = hash;
    hash = HashStep(hash, text[run]);
  }
  if (run < hashes.size()) hashes[run] = hash;
  if (run < text.size() && text[run] == ';') {
    const Entry* entry = Find(text.substr(0, run), hash);
    if (entry != nullptr) return {run + 1, entry->first, entry->second};
  }
  for (size_t length = std::min(run, kLongestBareName); length >= 2; --length) {
    const Entry* entry = Find(text.substr(0, length), hashes[length]);
    if (entry != nullptr && entry->bare) return {length, entry->first, entry->second};
  }
  return {};
}

Reference ReadReference(std::string_view text, ReferencePlace place) {
  // 13.2.5.72, character reference state.
  Reference reference;
  if (text.size() < 2) return reference;
  if (text[1] == '#') return ReadNumber(text);
  // 13.2.5.73, named character reference state.
  const NamedReference named = LongestName(text.substr(1));
  if (named.length == 0) return reference;
  const size_t end = named.length + 1;
  if (place == ReferencePlace::kAttribute && text[end - 1] != ';' && end < text.size() &&
      (text[end] == '=' || IsAlphanumeric(text[end]))) {
    return reference;
  }
  reference.length = end;
  Put(named.first, reference);
  if (named.second != 0) Put(named.second, reference);
  return reference;
}

void DecodeReferences(std::string_view text, ReferencePlace place, std::string& out) {
  while (true) {
    const size_t found = std::min(text.find('&'), text.size());
    out.append(text, 0, found);
    text.remove_prefix(found);
    if (text.empty()) return;
    const Reference reference = ReadReference(text, place);
    if (reference.length == 0) out.push_back('&');
    out.append(reference.bytes, reference.size);
    text.remove_prefix(std::max<size_t>(reference.length, 1));
  }
}

}  // namespace html
