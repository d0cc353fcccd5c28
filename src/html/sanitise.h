#pragma once
// HTML from strangers made safe to show.

#include <string>
#include <string_view>

#include "html/document.h"
#include "net/url.h"

namespace html {

// HTML that may stand inside a page of ours: written anew from the tree of what came in, never by
// editing it. Only elements and attributes of a list come through; the content of what can only do
// harm (script, style, iframe, object, svg, math, form fields, …) goes with it; other unknown
// elements go and their content stays. URLs are made absolute on `base_url` (may be empty: then
// relative ones go) and must be http or https, of links also mailto. Links get
// rel="noopener nofollow". An <img> without a usable src takes it from data-src and the like; one
// without any goes. No id, class, name, style or on…; every tag is closed; text and attribute
// values are escaped, so that no parser can find an element or attribute in the result that is not
// on the lists.
std::string Sanitise(std::string_view html, std::string_view base_url);

// The same of one node of a parsed page and what is below it, appended to `out`. `base` may be
// null.
void SanitiseNode(const Document& document, NodeId root, const net::Url* base, std::string& out);

// The first candidate of a srcset attribute that is widest (or densest), made absolute; empty when
// it names none that is http or https.
std::string BestOfSrcset(std::string_view srcset, const net::Url* base);

// Where an <img>, <amp-img> or <source> gets its picture from: src, or what scripts put there later
// (data-src, data-lazy-src, data-original, srcset); absolute http or https, else empty. A srcset
// that stands where one address should is read as one.
std::string ImageUrl(const Document& document, NodeId node, const net::Url* base);

}  // namespace html
