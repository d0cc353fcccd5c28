#pragma once
// Where documents say in which charset they are.

#include <string>
#include <string_view>

namespace text {

// The charset parameter of a Content-Type: "Shift_JIS" of `text/html; charset="Shift_JIS"`. Empty:
// there is none.
std::string_view CharsetOfContentType(std::string_view content_type);

// What the head of an HTML document declares in a meta element or an XML declaration, by the HTML
// standard's "prescan a byte stream to determine its encoding". Empty: nothing.
std::string CharsetOfHtml(std::string_view bytes);

// The encoding that an XML declaration names. Empty: none.
std::string_view CharsetOfXmlDeclaration(std::string_view bytes);

}  // namespace text
