#include "html/entities.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/utf8.h"

namespace html {
namespace {

// 13.2.5.80: numbers that stand for windows-1252 in all the pages that were written so.
constexpr std::array<char32_t, 32> kWindows1252 = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

using Table = std::unordered_map<std::string_view, char32_t>;

// Names that pages use beyond those of HTML 4.
constexpr std::pair<std::string_view, char32_t> kMore[] = {{"AMP", '&'},
                                                           {"COPY", 0xA9},
                                                           {"GT", '>'},
                                                           {"LT", '<'},
                                                           {"QUOT", '"'},
                                                           {"REG", 0xAE},
                                                           {"TRADE", 0x2122},
                                                           {"apos", '\''},
                                                           {"NewLine", '\n'},
                                                           {"Tab", '\t'},
                                                           {"ast", '*'},
                                                           {"bigstar", 0x2605},
                                                           {"bsol", '\\'},
                                                           {"check", 0x2713},
                                                           {"colon", ':'},
                                                           {"comma", ','},
                                                           {"commat", '@'},
                                                           {"dollar", '$'},
                                                           {"equals", '='},
                                                           {"excl", '!'},
                                                           {"grave", '`'},
                                                           {"half", 0xBD},
                                                           {"hyphen", 0x2010},
                                                           {"inodot", 0x131},
                                                           {"lbrack", '['},
                                                           {"lbrace", '{'},
                                                           {"lcub", '{'},
                                                           {"ldquor", 0x201E},
                                                           {"lowbar", '_'},
                                                           {"lpar", '('},
                                                           {"lsqb", '['},
                                                           {"lsquor", 0x201A},
                                                           {"num", '#'},
                                                           {"percnt", '%'},
                                                           {"period", '.'},
                                                           {"phone", 0x260E},
                                                           {"plus", '+'},
                                                           {"quest", '?'},
                                                           {"rbrace", '}'},
                                                           {"rbrack", ']'},
                                                           {"rcub", '}'},
                                                           {"rpar", ')'},
                                                           {"rsqb", ']'},
                                                           {"rsquor", 0x2019},
                                                           {"rdquor", 0x201D},
                                                           {"semi", ';'},
                                                           {"sol", '/'},
                                                           {"star", 0x2606},
                                                           {"starf", 0x2605},
                                                           {"verbar", '|'},
                                                           {"vert", '|'},
                                                           {"nbsp", 0xA0},
                                                           {"Scaron", 0x160},
                                                           {"abreve", 0x103},
                                                           {"Abreve", 0x102},
                                                           {"aogon", 0x105},
                                                           {"Aogon", 0x104},
                                                           {"cacute", 0x107},
                                                           {"Cacute", 0x106},
                                                           {"ccaron", 0x10D},
                                                           {"Ccaron", 0x10C},
                                                           {"dcaron", 0x10F},
                                                           {"Dcaron", 0x10E},
                                                           {"dstrok", 0x111},
                                                           {"Dstrok", 0x110},
                                                           {"ecaron", 0x11B},
                                                           {"Ecaron", 0x11A},
                                                           {"eogon", 0x119},
                                                           {"Eogon", 0x118},
                                                           {"gbreve", 0x11F},
                                                           {"Gbreve", 0x11E},
                                                           {"idot", 0x130},
                                                           {"Idot", 0x130},
                                                           {"imath", 0x131},
                                                           {"imacr", 0x12B},
                                                           {"Imacr", 0x12A},
                                                           {"lstrok", 0x142},
                                                           {"Lstrok", 0x141},
                                                           {"nacute", 0x144},
                                                           {"Nacute", 0x143},
                                                           {"ncaron", 0x148},
                                                           {"Ncaron", 0x147},
                                                           {"odblac", 0x151},
                                                           {"Odblac", 0x150},
                                                           {"omacr", 0x14D},
                                                           {"Omacr", 0x14C},
                                                           {"rcaron", 0x159},
                                                           {"Rcaron", 0x158},
                                                           {"sacute", 0x15B},
                                                           {"Sacute", 0x15A},
                                                           {"scedil", 0x15F},
                                                           {"Scedil", 0x15E},
                                                           {"tcaron", 0x165},
                                                           {"Tcaron", 0x164},
                                                           {"udblac", 0x171},
                                                           {"Udblac", 0x170},
                                                           {"umacr", 0x16B},
                                                           {"Umacr", 0x16A},
                                                           {"uring", 0x16F},
                                                           {"Uring", 0x16E},
                                                           {"zacute", 0x17A},
                                                           {"Zacute", 0x179},
                                                           {"zcaron", 0x17E},
                                                           {"Zcaron", 0x17D},
                                                           {"zdot", 0x17C},
                                                           {"Zdot", 0x17B},
                                                           {"amacr", 0x101},
                                                           {"Amacr", 0x100},
                                                           {"emacr", 0x113},
                                                           {"Emacr", 0x112},
                                                           {"hairsp", 0x200A},
                                                           {"numsp", 0x2007},
                                                           {"puncsp", 0x2008},
                                                           {"horbar", 0x2015},
                                                           {"apid", 0x224B},
                                                           {"boxh", 0x2500},
                                                           {"male", 0x2642},
                                                           {"female", 0x2640},
                                                           {"rarrw", 0x219D},
                                                           {"caret", 0x2041},
                                                           {"ZeroWidthSpace", 0x200B},
                                                           {"NonBreakingSpace", 0xA0},
                                                           {"OpenCurlyQuote", 0x2018},
                                                           {"CloseCurlyQuote", 0x2019},
                                                           {"OpenCurlyDoubleQuote", 0x201C},
                                                           {"CloseCurlyDoubleQuote", 0x201D},
                                                           {"rightarrow", 0x2192},
                                                           {"leftarrow", 0x2190}};

const Table& Names() {
  static const Table table = [] {
    Table names;
    constexpr unsigned kHighest = 0x2700;
    for (unsigned value = 1; value < kHighest; ++value) {
      if (const htmlEntityDesc* found = htmlEntityValueLookup(value); found != nullptr) {
        names.emplace(reinterpret_cast<const char*>(found->name), value);
      }
    }
    for (const auto& [name, value] : kMore) names.emplace(name, value);
    return names;
  }();
  return table;
}

bool IsAlphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// "&#123;" at `start`. Returns how many bytes it takes; 0: it is none.
size_t DecodeNumber(std::string_view text, size_t start, std::string& out) {
  size_t i = start + 2;
  const bool hex = i < text.size() && (text[i] == 'x' || text[i] == 'X');
  if (hex) ++i;
  const size_t digits = i;
  char32_t value = 0;
  for (; i < text.size(); ++i) {
    const int digit = HexValue(text[i]);
    if (digit < 0 || (!hex && digit > 9)) break;
    if (value <= 0x10FFFF) value = value * (hex ? 16U : 10U) + static_cast<char32_t>(digit);
  }
  if (i == digits) return 0;
  if (i < text.size() && text[i] == ';') ++i;
  if (value >= 0x80 && value <= 0x9F) value = kWindows1252[value - 0x80];
  base::AppendCodePoint(value == 0 ? 0xFFFD : value, out);
  return i - start;
}

// Those of the names that the standard also knows without a semicolon are, nearly, those of
// Latin-1.
bool WorksWithoutSemicolon(char32_t value) {
  return value < 0x100;
}

// "&name;" at `start`. Returns how many bytes it takes; 0: it is none.
size_t DecodeName(std::string_view text, size_t start, ReferencePlace place, std::string& out) {
  constexpr size_t kLongestName = 32;
  size_t end = start + 1;
  while (end < text.size() && end - start <= kLongestName && IsAlphanumeric(text[end])) ++end;
  const Table& names = Names();
  if (end < text.size() && text[end] == ';') {
    const auto found = names.find(text.substr(start + 1, end - start - 1));
    if (found != names.end()) {
      base::AppendCodePoint(found->second, out);
      return end + 1 - start;
    }
  }
  if (place == ReferencePlace::kAttribute) {
    if (end < text.size() && text[end] == '=') return 0;
    const auto found = names.find(text.substr(start + 1, end - start - 1));
    if (found == names.end() || !WorksWithoutSemicolon(found->second)) return 0;
    base::AppendCodePoint(found->second, out);
    return end - start;
  }
  for (size_t length = std::min<size_t>(end - start - 1, 6); length >= 2; --length) {
    const auto found = names.find(text.substr(start + 1, length));
    if (found == names.end() || !WorksWithoutSemicolon(found->second)) continue;
    base::AppendCodePoint(found->second, out);
    return length + 1;
  }
  return 0;
}

}  // namespace

void DecodeReferences(std::string_view text, ReferencePlace place, std::string& out) {
  size_t i = 0;
  while (i < text.size()) {
    const size_t next = std::min(text.find('&', i), text.size());
    out.append(text.substr(i, next - i));
    if (next == text.size()) return;
    i = next;
    size_t taken = 0;
    if (i + 1 < text.size()) {
      taken = text[i + 1] == '#' ? DecodeNumber(text, i, out) : DecodeName(text, i, place, out);
    }
    if (taken == 0) {
      out.push_back('&');
      taken = 1;
    }
    i += taken;
  }
}

}  // namespace html
