#pragma once
// Other readers of HTML, to compare ours with: those that the bench was built with.

#include <functional>
#include <string_view>
#include <vector>

namespace bench {

struct HtmlReader {
  std::string_view name;
  // Makes a tree of a page, and frees it.
  std::function<void(std::string_view)> read;
};

std::vector<HtmlReader> OtherHtmlReaders();

}  // namespace bench
