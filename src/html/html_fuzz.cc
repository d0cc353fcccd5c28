// Any bytes give a tree that holds together, and the same tree in every way of reading: with each
// scanner, with fast paths and without them; comments kept or not. The first byte chooses what the
// rest is: a page, or a fragment in some element.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "html/document.h"
#include "html/serialise.h"
#include "html/testing/tree_dump.h"
#include "html/text.h"

namespace {

using html::Document;
using html::NodeId;
using html::ParseOptions;
using html::Tag;

void Check(bool holds) {
  if (!holds) std::abort();
}

struct Context {
  Tag tag;
  html::Namespace space = html::Namespace::kHtml;
};
constexpr Context kContexts[] = {{Tag::kBody},
                                 {Tag::kTable},
                                 {Tag::kTbody},
                                 {Tag::kTr},
                                 {Tag::kTd},
                                 {Tag::kCaption},
                                 {Tag::kColgroup},
                                 {Tag::kSelect},
                                 {Tag::kTemplate},
                                 {Tag::kHtml},
                                 {Tag::kHead},
                                 {Tag::kFrameset},
                                 {Tag::kTitle},
                                 {Tag::kStyle},
                                 {Tag::kScript},
                                 {Tag::kPlaintext},
                                 {Tag::kForm},
                                 {Tag::kSvg, html::Namespace::kSvg},
                                 {Tag::kForeignObject, html::Namespace::kSvg},
                                 {Tag::kMi, html::Namespace::kMathMl},
                                 {Tag::kAnnotationXml, html::Namespace::kMathMl}};

Document Read(uint8_t how, std::string_view bytes, const ParseOptions& options) {
  // One of two is a page.
  const size_t context = how / 2;
  if (how % 2 == 0 || context >= std::size(kContexts)) return html::Parse(bytes, options);
  return html::ParseFragment(bytes, kContexts[context].tag, kContexts[context].space, options);
}

// Parents before children, subtrees within subtrees, nothing too deep, all text valid.
void CheckShape(const Document& document) {
  Check(document.subtree_end(html::kRoot) == document.size());
  for (NodeId node = 1; node < document.size(); ++node) {
    const NodeId parent = document.parent(node);
    Check(parent < node && document.Contains(parent, node));
    Check(document.subtree_end(node) <= document.subtree_end(parent));
    Check(document.depth(node) == document.depth(parent) + 1);
    Check(document.depth(node) <= html::kDeepest);
    if (document.IsElement(node)) {
      Check(!document.name(node).empty() && base::IsValidUtf8(document.name(node)));
      for (const html::Attribute& attribute : document.attributes(node)) {
        Check(base::IsValidUtf8(attribute.name) && base::IsValidUtf8(attribute.value));
      }
    } else {
      Check(document.first_child(node) == html::kNoNode);
      Check(base::IsValidUtf8(document.text(node)));
      // Two texts are never neighbours.
      const NodeId next = document.next_sibling(node);
      Check(!document.IsText(node) || next == html::kNoNode || !document.IsText(next));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  for (const auto keep : {ParseOptions::Keep::kCommentsToo, ParseOptions::Keep::kElementsAndText}) {
    ParseOptions options;
    options.keep = keep;
    options.reading = ParseOptions::Reading::kByTheStandard;
    const Document document = Read(data[0], bytes, options);
    CheckShape(document);
    const std::string tree = html::DumpTree(document);
    options.reading = ParseOptions::Reading::kFast;
    for (const auto scan : {html::ScanWay::kPortable, html::ScanWay::kSse2, html::BestScanWay()}) {
      options.scan = scan;
      Check(html::DumpTree(Read(data[0], bytes, options)) == tree);
    }
    Check(base::IsValidUtf8(html::Serialise(document)));
    Check(base::IsValidUtf8(html::ToText(document, html::kRoot)));
  }
  return 0;
}
