#include "extract/labels.h"

#include <algorithm>

namespace extract {

Labels::Labels(std::span<const Label> labels) : sorted_(labels.begin(), labels.end()) {
  const auto first = [](const Label& label) {
    return static_cast<unsigned char>(label.text.front());
  };
  std::ranges::stable_sort(sorted_, [&](const Label& one, const Label& other) {
    if (first(one) != first(other)) return first(one) < first(other);
    return one.text.size() > other.text.size();
  });
  size_t at = 0;
  for (size_t byte = 0; byte < 256; ++byte) {
    first_[byte] = static_cast<uint16_t>(at);
    while (at < sorted_.size() && first(sorted_[at]) == byte) ++at;
  }
  first_[256] = static_cast<uint16_t>(at);
}

uint32_t Labels::In(std::string_view text) const {
  uint32_t bits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    for (size_t at = first_[byte]; at < first_[byte + 1U]; ++at) {
      const Label& label = sorted_[at];
      if ((bits & label.bits) == label.bits) continue;
      // The second byte settles most.
      if (label.text.size() > 1 && (i + 1 >= text.size() || label.text[1] != text[i + 1])) {
        continue;
      }
      if (text.substr(i).starts_with(label.text)) bits |= label.bits;
    }
  }
  return bits;
}

Labels::Start Labels::At(std::string_view text) const {
  if (text.empty()) return {};
  const auto byte = static_cast<unsigned char>(text.front());
  for (size_t at = first_[byte]; at < first_[byte + 1U]; ++at) {
    if (text.starts_with(sorted_[at].text)) return {sorted_[at].bits, sorted_[at].text.size()};
  }
  return {};
}

}  // namespace extract
