#pragma once
// Character references of HTML ("&eacute;", "&#8217;", "&#x92;").

#include <string>
#include <string_view>

namespace html {

enum class ReferencePlace { kText, kAttribute };

// Appends `text` with its character references decoded. In an attribute a name without semicolon
// that is followed by '=' or a letter stays as it is (13.2.5.73), so that "?a=1&copy=2" survives.
// Names: the 252 of HTML 4, "apos" and the capital forms that the standard takes over.
void DecodeReferences(std::string_view text, ReferencePlace place, std::string& out);

}  // namespace html
