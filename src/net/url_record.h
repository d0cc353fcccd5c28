#pragma once
// The URL standard's "URL record", and its small rules: special schemes, drive letters, dots.
// Inside of the parser: nobody else includes this.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace net {

struct SpecialScheme {
  std::string_view name;
  uint16_t port;  // 0: none
};
// Null: the scheme is not special.
const SpecialScheme* FindSpecial(std::string_view scheme);

// The standard's "URL record".
struct UrlRecord {
  std::string scheme;
  std::string username;
  std::string password;
  std::optional<std::string> host;
  std::optional<uint16_t> port;
  std::string path;
  bool has_opaque_path = false;
  std::string query;
  bool has_query = false;
  std::string fragment;
  bool has_fragment = false;

  const SpecialScheme* special = nullptr;

  void SetScheme(std::string_view name);

  bool IsFile() const { return scheme == "file"; }

  void DropQuery() {
    query.clear();
    has_query = false;
  }

  // "shorten a URL's path"
  void ShortenPath();
};

// "C:" or "C|".
bool IsDriveLetter(std::string_view text);
// "starts with a Windows drive letter"
bool StartsWithDriveLetter(std::string_view text);
// The first segment of a serialised path, if it is a normalised drive letter: "/C:".
std::string_view DriveLetterSegment(std::string_view path);
// How many dots a segment stands for, spelled out or encoded: 1, 2, or 0 when it is a name.
int CountDots(std::string_view segment);

}  // namespace net
