#pragma once
// A tree as markup again: the fragment serialisation algorithm (13.3).

#include <string>

#include "html/document.h"

namespace html {

// The markup of a node and all below it; of the root, of the whole page. Reading it again gives the
// same tree, save for trees that no markup gives (13.3 names them: an <a> within an <a>, a line
// feed at the beginning of a <pre>, …). This is no sanitiser: scripts come out as they went in.
std::string Serialise(const Document& document, NodeId node = kRoot);

// The same of what stands in a node, without its own tags.
std::string SerialiseContent(const Document& document, NodeId node);

}  // namespace html
