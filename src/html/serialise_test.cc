// Markup in, the markup of its tree out; and trees that come back.

#include "html/serialise.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "html/testing/tree_cases.h"
#include "html/testing/tree_dump.h"

namespace html {
namespace {

ParseOptions WithComments() {
  ParseOptions options;
  options.keep = ParseOptions::Keep::kCommentsToo;
  return options;
}

TEST(Serialise, Table) {
  const std::pair<const char*, const char*> cases[] = {
      {"<P CLASS=x>a<b>c", "<p class=\"x\">a<b>c</b></p>"},
      {"a &lt; b &amp; c > d &nbsp;é \"", "a &lt; b &amp; c &gt; d &nbsp;é \""},
      {"<p title='<a> & \"b\" &nbsp;'>", "<p title=\"&lt;a&gt; &amp; &quot;b&quot; &nbsp;\"></p>"},
      {"<br><img src=x>a<hr>", "<br><img src=\"x\">a<hr>"},
      {"<script>a < b && c</script>", "<script>a < b && c</script>"},
      {"<textarea>&lt;a></textarea>", "<textarea>&lt;a&gt;</textarea>"},
      {"a<!-- b -->c", "a<!-- b -->c"},
      {"<template><td>a</template>", "<template><td>a</td></template>"},
      {"<svg viewbox=x><circle/><style>a&lt;b</style></svg>",
       "<svg viewBox=\"x\"><circle></circle><style>a&lt;b</style></svg>"},
      {"<table><td>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"},
      {"<input disabled>", "<input disabled=\"\">"},
      {"", ""},
  };
  for (const auto& [input, output] : cases) {
    const Document document = ParseFragment(input, Tag::kBody, Namespace::kHtml, WithComments());
    EXPECT_EQ(Serialise(document), output) << input;
  }
}

TEST(Serialise, PartsAndPages) {
  const Document document =
      Parse("<!doctype html public 'a' 'b'><title>t</title><p id=x>a<i>b</i></p>c", WithComments());
  EXPECT_EQ(Serialise(document),
            "<!DOCTYPE html><html><head><title>t</title></head><body><p id=\"x\">a<i>b</i></p>c"
            "</body></html>");
  const NodeId p = document.Find(Tag::kP);
  EXPECT_EQ(Serialise(document, p), "<p id=\"x\">a<i>b</i></p>");
  EXPECT_EQ(SerialiseContent(document, p), "a<i>b</i>");
  EXPECT_EQ(Serialise(document, p + 1), "a");
}

std::string DumpOfPage(const std::string& markup) {
  const Document document = Parse(markup, WithComments());
  return DumpTree(document, document.Find(Tag::kHtml));
}

// Every page of the test data comes back, but for those that hold what 13.3 warns of.
TEST(Serialise, TreesComeBack) {
  const std::filesystem::path folder = std::string(OCTAVO_SOURCE_DIR) + "/src/html/testdata";
  std::vector<std::string> others;
  size_t same = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    for (const TreeCase& test : ReadTreeCases(file.path())) {
      if (test.of.starts_with("in ")) continue;
      const std::string tree = DumpOfPage(test.input);
      const std::string again = DumpOfPage(Serialise(Parse(test.input, WithComments())));
      tree == again ? void(++same)
                    : others.push_back(file.path().stem().string() + ": " + test.title);
    }
  }
  std::ranges::sort(others);
  const std::vector<std::string> known = {
      "body: pre and listing: the first line feed is dropped",  // and dropped again
      "end: a reference to CR is white space",                  // and CR a line feed
      "formatting: an a in a table that stands in an a ends it, and goes before the table",
      // Without its identifiers a DOCTYPE does not mean quirks.
      "quirks: HTML 3.2: quirks",
      "quirks: HTML 4.01 Transitional without a system identifier: quirks",
      "quirks: IBM's system identifier: quirks",
      "quirks: cut off: quirks",
      "script: the end of the page within a double escape",
      "tables: foster parenting: text and elements go before the table",  // a div in a p
      "text: 13.2.5.5 PLAINTEXT: nothing ends it",
  };
  EXPECT_EQ(others, known);
  EXPECT_GT(same, 200U);
}

}  // namespace
}  // namespace html
