#pragma once
// The configuration file's syntax. The only code that knows toml++.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace octavo {

// One line of the file: `port = 8080`. The value as text: a list's items joined by commas.
struct FileValue {
  std::string key;
  std::string text;
  uint32_t line = 0;
  bool bare_number = false;  // 8080, not "8080"
  std::string problem = {};  // not empty: no setting can have such a value, and there is no text
};

// The file's values in its order. kInvalidInput with file, line and what is wrong: a syntax error.
base::Result<std::vector<FileValue>> ReadSettingsFile(std::string_view text, std::string_view file);

// A value as the file writes it: a bare number, an array, a string in quotes.
std::string FileSyntaxOf(std::string_view value, bool list);

}  // namespace octavo
