// Reads "FILE\n" or "FILE\tCONTEXT\n" lines from standard input and answers each with a line of its
// length in bytes and then the tree, as html/testing/tree_dump.h writes it: one side of parse5_test.mjs.

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "html/document.h"
#include "html/testing/tree_dump.h"

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const size_t tab = line.find('\t');
    std::ifstream file(line.substr(0, tab), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    html::ParseOptions options;
    options.keep = html::ParseOptions::Keep::kCommentsToo;
    const html::Document document =
        tab == std::string::npos
            ? html::Parse(bytes, options)
            : html::ParseFragment(bytes, html::TagFrom(line.substr(tab + 1)), html::Namespace::kHtml,
                                  options);
    const std::string tree = html::DumpTree(document);
    std::printf("%zu\n", tree.size());
    std::fwrite(tree.data(), 1, tree.size(), stdout);
    std::fflush(stdout);
  }
  return 0;
}
