// Any bytes give a tree whose arrays agree with each other.

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/utf8.h"
#include "html/document.h"
#include "html/text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const html::Document document = html::Parse(input);
  for (html::NodeId node = 1; node < document.size(); ++node) {
    const html::NodeId parent = document.parent(node);
    if (parent >= node || !document.Contains(parent, node)) std::abort();
    if (document.subtree_end(node) > document.subtree_end(parent)) std::abort();
    if (document.depth(node) > html::kDeepest) std::abort();
  }
  if (!base::IsValidUtf8(html::ToText(document, html::kRoot))) std::abort();
  return 0;
}
