#pragma once
// HTML to plain text.

#include <string>
#include <string_view>

#include "html/document.h"

namespace html {

// The text that a person would read: character references decoded, white space collapsed, a line
// ('\n') for each block and each <br>, no empty lines, none at the ends. Scripts, styles and other
// hidden content are left out; lines of <pre> are kept. Plain text that is no HTML comes out as it
// is, collapsed. The result is valid UTF-8 (not normalised).
std::string ToText(std::string_view html);

// The same of one node of a parsed page.
std::string ToText(const Document& document, NodeId root);

}  // namespace html
