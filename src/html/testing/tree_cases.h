#pragma once
// Reads the files of html/testdata: input beside the tree that it must give.
//
//     == What is shown, and the number of the rule in the standard
//     <p>a<p>b
//     -- body
//     | <p>
//     |   "a"
//     | <p>
//     |   "b"
//
// "-- body": what stands below the body of a page. "-- page": the whole page. "-- in td", "-- in
// svg g": a fragment that stands in such an element. Trees are as tree_dump.h writes them. Lines
// before the first case are a comment. What cannot be seen is written as ␀ (U+0000), ␉ (tab), ␍
// (CR), ␌ (FF).

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace html {

struct TreeCase {
  std::string title;
  std::string input;
  std::string of;  // "body", "page", "in td"
  std::string tree;
};

inline std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
  }
  return text;
}

inline std::string Unseen(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> kShown[] = {
      {"␀", {"\0", 1}}, {"␉", "\t"}, {"␍", "\r"}, {"␌", "\f"}};
  for (const auto& [shown, meant] : kShown) text = Replaced(std::move(text), shown, meant);
  return text;
}

inline std::vector<TreeCase> ReadTreeCases(const std::filesystem::path& file) {
  std::vector<TreeCase> cases;
  std::ifstream stream(file);
  bool in_tree = false;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("== ")) {
      cases.push_back({line.substr(3), {}, {}, {}});
      in_tree = false;
    } else if (cases.empty()) {
      continue;
    } else if (!in_tree && line.starts_with("-- ")) {
      cases.back().of = line.substr(3);
      in_tree = true;
    } else if (in_tree) {
      cases.back().tree.append(line).append("\n");
    } else {
      cases.back().input.append(line).append("\n");
    }
  }
  for (TreeCase& one : cases) {
    if (one.input.ends_with('\n')) one.input.pop_back();
    if (one.tree == "\n" || one.tree.ends_with("\n\n")) one.tree.pop_back();
    one.input = Unseen(std::move(one.input));
    one.tree = Unseen(std::move(one.tree));
  }
  return cases;
}

}  // namespace html
