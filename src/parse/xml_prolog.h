#pragma once
// What stands before the root element of an XML document. Only for this room.

#include <string_view>
#include <utility>
#include <vector>

namespace parse {

struct XmlProlog {
  size_t size = 0;  // bytes before the root element
  // The literal entities that an internal subset declares, at most 256, each at most 256 bytes and
  // free of references and markup: nothing here can grow, fetch or nest. Views into the document.
  std::vector<std::pair<std::string_view, std::string_view>> entities;
  bool left_open = false;  // a comment, instruction or DOCTYPE had no end

  // What "&name;" stands for; a view without data: not declared.
  std::string_view Entity(std::string_view name) const;
};

// Passes over XML declaration, comments, processing instructions and DOCTYPE, and over anything
// that does not belong there. What has no end of its own ends at the next '>'.
XmlProlog ReadXmlProlog(std::string_view text);

}  // namespace parse
