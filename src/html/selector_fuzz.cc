// A selector, a zero byte, and a page. What a selector finds agrees with what others find that mean
// the same, the opposite or less.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "html/selector.h"

namespace {

void Check(bool holds) {
  if (!holds) std::abort();
}

// Within parentheses a selector may be too long or too deep; then there is nothing to compare.
bool FindAlso(const std::string& selector, const html::Document& document,
              std::vector<html::NodeId>& found) {
  const auto parsed = html::Selector::Parse(selector);
  if (parsed) found = parsed->Find(document);
  return parsed.has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t zero = std::min(input.find('\0'), input.size());
  const std::string text(input.substr(0, zero));
  const auto selector = html::Selector::Parse(text);
  if (!selector) {
    Check(!selector.error().message().empty());
    return 0;
  }
  const html::Document document = html::Parse(input.substr(std::min(zero + 1, input.size())));
  const std::vector<html::NodeId> found = selector->Find(document);
  Check(std::ranges::is_sorted(found));
  Check(selector->FindFirst(document) == (found.empty() ? html::kNoNode : found[0]));
  size_t elements = 0;
  for (html::NodeId node = 1; node < document.size(); ++node) {
    elements += document.IsElement(node) ? 1 : 0;
  }
  std::vector<html::NodeId> others;
  if (FindAlso(text + "," + text, document, others)) Check(others == found);
  if (FindAlso(":is(" + text + ")", document, others)) Check(others == found);
  if (FindAlso(":not(" + text + ")", document, others)) {
    Check(others.size() + found.size() == elements);
    for (const html::NodeId node : others) Check(!std::ranges::binary_search(found, node));
  }
  if (FindAlso("* > :is(" + text + ")", document, others)) {
    std::vector<html::NodeId> below(found);
    std::erase_if(below, [&](html::NodeId node) { return document.parent(node) == html::kRoot; });
    Check(others == below);
  }
  // Within a scope there is what lies in it.
  const html::NodeId scope = document.size() / 2;
  std::vector<html::NodeId> within(found);
  std::erase_if(
      within, [&](html::NodeId node) { return node == scope || !document.Contains(scope, node); });
  Check(selector->Find(document, scope) == within);
  return 0;
}
