#include "net/url_record.h"

#include <algorithm>
#include <iterator>

#include "net/http_text.h"

namespace net {
namespace {

constexpr SpecialScheme kSpecialSchemes[] = {{"https", 443}, {"http", 80}, {"file", 0},
                                             {"ftp", 21},    {"ws", 80},   {"wss", 443}};

bool IsAlpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

const SpecialScheme* FindSpecial(std::string_view scheme) {
  const auto* found = std::ranges::find(kSpecialSchemes, scheme, &SpecialScheme::name);
  return found == std::end(kSpecialSchemes) ? nullptr : found;
}

void UrlRecord::SetScheme(std::string_view name) {
  scheme = name;
  special = FindSpecial(name);
}

void UrlRecord::ShortenPath() {
  if (IsFile() && path.size() == 3 && !DriveLetterSegment(path).empty()) return;
  if (!path.empty()) path.resize(path.rfind('/'));
}

bool IsDriveLetter(std::string_view text) {
  return text.size() == 2 && IsAlpha(text[0]) && (text[1] == ':' || text[1] == '|');
}

bool StartsWithDriveLetter(std::string_view text) {
  if (text.size() < 2 || !IsDriveLetter(text.substr(0, 2))) return false;
  return text.size() == 2 || std::string_view("/\\?#").find(text[2]) != std::string_view::npos;
}

std::string_view DriveLetterSegment(std::string_view path) {
  if (path.size() < 3 || !IsAlpha(path[1]) || path[2] != ':') return {};
  return path.size() == 3 || path[3] == '/' ? path.substr(0, 3) : std::string_view();
}

int CountDots(std::string_view segment) {
  if (segment.size() > 6) return 0;
  int dots = 0;
  while (!segment.empty()) {
    if (segment[0] == '.') {
      segment.remove_prefix(1);
    } else if (segment.size() >= 3 && segment[0] == '%' && segment[1] == '2' &&
               LowerAscii(segment[2]) == 'e') {
      segment.remove_prefix(3);
    } else {
      return 0;
    }
    ++dots;
  }
  return dots <= 2 ? dots : 0;
}

}  // namespace net
