#pragma once
// Who wrote it: names out of "By Jane Doe and John Roe, Staff Writers | Reuters".

#include <string>
#include <string_view>
#include <vector>

namespace extract {

// The people (or organisations as such) that a byline names, without "By", roles, dates, addresses;
// each once, in order. Empty when it names nobody (a URL, a sentence, a number).
std::vector<std::string> NamesOfByline(std::string_view byline);

}  // namespace extract
