#pragma once
// Who wrote it: names out of "By Jane Doe and John Roe, Staff Writers | Reuters".

#include <string>
#include <string_view>
#include <vector>

namespace extract {

// The people (or organisations as such) that a byline names, without "By", roles, dates, addresses;
// each once, in order. Empty when it names nobody (a URL, a sentence, a number).
std::vector<std::string> NamesOfByline(std::string_view byline);

// Whether the word of a role stands in it: "marketing director"; folded.
bool NamesRole(std::string_view folded);

// "By Staff Writer" says who wrote it, though it names nobody: "Staff Writer"; empty for others.
std::string RoleOfByline(std::string_view byline);

}  // namespace extract
