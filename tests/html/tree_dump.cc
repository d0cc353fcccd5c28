// Reads "FILE\n" or "FILE\tCONTEXT\n" lines from standard input and answers each with a line of its
// length in bytes and then the tree, as html/testing/tree_dump.h writes it: one side of
// parse5_test.mjs. CONTEXT is an element that a fragment stands in: "td", "svg desc", "math mi".

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

#include "html/document.h"
#include "html/testing/tree_dump.h"

namespace {

html::Document Read(const std::string& bytes, std::string_view context) {
  html::ParseOptions options;
  options.keep = html::ParseOptions::Keep::kCommentsToo;
  if (context.empty()) return html::Parse(bytes, options);
  html::Namespace space = html::Namespace::kHtml;
  if (context.starts_with("svg ")) space = html::Namespace::kSvg;
  if (context.starts_with("math ")) space = html::Namespace::kMathMl;
  context.remove_prefix(context.find(' ') + 1);  // of none: npos + 1, which is 0
  return html::ParseFragment(bytes, html::TagFrom(context), space, options);
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const size_t tab = line.find('\t');
    std::ifstream file(line.substr(0, tab), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const std::string tree =
        html::DumpTree(Read(bytes, tab == std::string::npos ? "" : line.substr(tab + 1)));
    std::printf("%zu\n", tree.size());
    std::fwrite(tree.data(), 1, tree.size(), stdout);
    std::fflush(stdout);
  }
  return 0;
}
