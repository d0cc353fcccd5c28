#pragma once
// Broken XML made well-formed, as text.

#include <string>
#include <string_view>
#include <vector>

namespace parse {

struct RepairedXml {
  std::string text;
  std::vector<std::string> warnings;  // what was done and on which line; one for each kind
};

// Writes the document anew: '&' and '<' that start nothing are escaped, attributes get quotes and
// values, doubled ones go, elements left open are closed, end tags without start go, control
// characters, comments and processing instructions go, what stands behind the root element is moved
// into it, elements too deep (kDeepestXml) go and their text stays. Linear in the input, any bytes.
// Precondition: the prolog (XML declaration, DOCTYPE) is cut off already.
RepairedXml RepairXml(std::string_view utf8);

}  // namespace parse
