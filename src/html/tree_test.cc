// The trees of html/testdata, in every way that the reader has of making them.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "html/document.h"
#include "html/testing/tree_cases.h"
#include "html/testing/tree_dump.h"

namespace html {
namespace {

std::string TreeOf(const TreeCase& test, ParseOptions options) {
  options.keep = ParseOptions::Keep::kCommentsToo;
  if (!test.of.starts_with("in ")) {
    const Document document = Parse(test.input, options);
    return DumpTree(document, test.of == "body" ? document.Find(Tag::kBody) : kRoot);
  }
  std::string_view context = std::string_view(test.of).substr(3);
  Namespace space = Namespace::kHtml;
  if (context.starts_with("svg ")) space = Namespace::kSvg;
  if (context.starts_with("math ")) space = Namespace::kMathMl;
  context.remove_prefix(context.find(' ') + 1);
  return DumpTree(ParseFragment(test.input, TagFrom(context), space, options));
}

class TreeFile : public testing::TestWithParam<std::string> {};

const std::filesystem::path kFolder = std::string(OCTAVO_SOURCE_DIR) + "/src/html/testdata";

std::vector<std::string> Files() {
  std::vector<std::string> files;
  for (const auto& file : std::filesystem::directory_iterator(kFolder)) {
    files.push_back(file.path().stem());
  }
  std::ranges::sort(files);
  return files;
}

TEST_P(TreeFile, TreesAreAsWritten) {
  const std::vector<TreeCase> cases = ReadTreeCases(kFolder / (GetParam() + ".txt"));
  ASSERT_FALSE(cases.empty());
  for (const TreeCase& test : cases) {
    for (const ScanWay scan : {ScanWay::kPortable, ScanWay::kSse2, BestScanWay()}) {
      ParseOptions options;
      options.scan = scan;
      EXPECT_EQ(TreeOf(test, options), test.tree) << test.title << "\n" << test.input;
    }
    ParseOptions by_the_standard;
    by_the_standard.reading = ParseOptions::Reading::kByTheStandard;
    EXPECT_EQ(TreeOf(test, by_the_standard), test.tree) << test.title << ", without fast paths\n"
                                                        << test.input;
  }
}

INSTANTIATE_TEST_SUITE_P(Testdata, TreeFile, testing::ValuesIn(Files()),
                         [](const auto& file) { return file.param; });

}  // namespace
}  // namespace html
