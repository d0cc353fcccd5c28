#pragma once
// Plain text inside markup.

#include <string>
#include <string_view>

namespace text {

// Appends `text` with & < > " ' escaped: right for the text and for quoted attributes of HTML and
// XML.
void AppendEscaped(std::string_view text, std::string& out);

// The same as a new string.
std::string Escaped(std::string_view text);

}  // namespace text
