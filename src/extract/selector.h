#pragma once
// Selectors, as much of them as a rule for a site wants (https://www.w3.org/TR/selectors-4/): type,
// `*`, `.class`, `#id`, `[name]`, `[name=value]` and `^=`, `$=`, `*=`, `~=`; descendants (a space)
// and children (`>`); several, parted by commas. Names of elements and attributes are compared
// without case, the rest as it is written.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "html/document.h"

namespace extract {

class Selector {
 public:
  // kInvalidInput with what is not understood.
  static base::Result<Selector> Parse(std::string_view text);

  // The elements that it finds, in page order. Linear in the page, times the selector's length.
  std::vector<html::NodeId> Find(const html::Document& document) const;

 private:
  enum class How { kThere, kIs, kBegins, kEnds, kContains, kHasWord };
  struct Condition {
    std::string name;  // of the attribute
    How how = How::kThere;
    std::string value;
  };
  // One element: "div.story[data-kind=text]".
  struct Compound {
    std::string type;  // empty: any
    std::vector<Condition> conditions;
    bool is_child = false;  // of what the compound before it finds, not any descendant
  };
  using Chain = std::vector<Compound>;  // outermost first

  class Parser;
  static bool Holds(const html::Document& document, html::NodeId node, const Compound& compound);
  static void FindChain(const html::Document& document, const Chain& chain,
                        std::vector<bool>& found);

  std::vector<Chain> chains_;
};

}  // namespace extract
