#pragma once
// The few words of a text that show why it was found.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/query.h"

namespace search {

struct Mark {
  uint32_t start = 0;  // UTF-8 bytes
  uint32_t end = 0;
  bool operator==(const Mark&) const = default;
};

// Where the wanted words and phrases of `query` stand in `text`, in order, not overlapping. Looks
// at the first megabyte.
std::vector<Mark> FindMarks(std::string_view text, std::string_view language, const Query& query);

struct Snippet {
  std::string text;         // one stretch of the text, white space collapsed
  std::vector<Mark> marks;  // into `text`
  bool cut_before = false;  // the text goes on before it
  bool cut_after = false;
};

// The stretch of at most `width` characters with the most different wanted words, then the most of
// them; among equals the first. It begins at a sentence or a word. With nothing found: the start.
Snippet MakeSnippet(std::string_view text, std::string_view language, const Query& query,
                    size_t width);

}  // namespace search
