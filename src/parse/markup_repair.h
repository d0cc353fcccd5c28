#pragma once
// HTML in feeds, as far as it is broken in ways that browsers do not forgive. Only for this room.

#include <string>
#include <string_view>

namespace parse {

// By the HTML standard an <iframe/> written as in XHTML, an <object> left open or a "<!--" without
// its end swallow all that stands behind them; in a feed they are slips, and the text behind them
// is meant to be read. Such start tags are taken out, and such comments end at the next '>'.
// Gives `html` itself when there is nothing to do (nearly always), else a view of `repaired`. The
// result is no safer than the input.
std::string_view RepairMarkup(std::string_view html, std::string& repaired);

}  // namespace parse
