#pragma once
// The state of a page: JSON that its scripts carry, out of which they make what a reader sees
// (`__NEXT_DATA__`, `window.__INITIAL_STATE__ = {…}`, caches of Apollo, flight data of React). On
// pages that show nothing without scripts, the article's text is there.

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "html/document.h"

namespace extract {

// All that the scripts of a page carry, in page order. What is no JSON even when `undefined`,
// comments and commas too many are forgiven is left out. Linear in the page.
std::vector<base::Json> FindStates(const html::Document& document);

// JSON written as HTML, so that it can be read as any page is: objects and arrays are <div>s whose
// class is their member's name, texts are paragraphs, headings, list items or quotes by what the
// object around them calls itself, markup inside strings is itself (made safe), pictures are
// <figure>s. Where an object is named by `title` and holds a text, that object alone is written.
// `base_url` resolves addresses; may be empty.
struct StatePage {
  std::string html;       // empty: nothing in it looks like a text
  bool is_named = false;  // it is what the title names
};
StatePage PageOfStates(const std::vector<base::Json>& states, std::string_view title,
                       std::string_view base_url);

}  // namespace extract
