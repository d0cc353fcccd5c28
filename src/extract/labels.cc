#include "extract/labels.h"

#include <algorithm>

namespace extract {
namespace {

size_t PairOf(unsigned char first, unsigned char second) {
  return static_cast<size_t>(first) << 8 | second;
}

std::vector<Label> AllTheSame(std::initializer_list<std::string_view> phrases) {
  std::vector<Label> labels;
  for (const std::string_view phrase : phrases) labels.push_back({phrase, 1});
  return labels;
}

}  // namespace

Labels::Labels(std::initializer_list<std::string_view> phrases) : Labels(AllTheSame(phrases)) {}

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
  for (const Label& label : sorted_) {
    const auto start = static_cast<unsigned char>(label.text[0]);
    if (label.text.size() > 1) {
      pairs_.set(PairOf(start, static_cast<unsigned char>(label.text[1])));
      continue;
    }
    for (size_t byte = 0; byte < 256; ++byte) {
      pairs_.set(PairOf(start, static_cast<unsigned char>(byte)));
    }
  }
}

uint32_t Labels::In(std::string_view text) const {
  uint32_t bits = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const unsigned char next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (!pairs_.test(PairOf(byte, next))) continue;
    for (size_t at = first_[byte]; at < first_[byte + 1U]; ++at) {
      const Label& label = sorted_[at];
      if ((bits & label.bits) == label.bits) continue;
      if (text.substr(i).starts_with(label.text)) bits |= label.bits;
    }
  }
  return bits;
}

bool Labels::AnyIn(std::string_view text) const {
  for (size_t i = 0; i < text.size(); ++i) {
    if (At(text.substr(i)).size > 0) return true;
  }
  return false;
}

Labels::Start Labels::At(std::string_view text) const {
  if (text.empty()) return {};
  const auto byte = static_cast<unsigned char>(text.front());
  const unsigned char next = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0;
  if (!pairs_.test(PairOf(byte, next))) return {};
  for (size_t at = first_[byte]; at < first_[byte + 1U]; ++at) {
    if (text.starts_with(sorted_[at].text)) return {sorted_[at].bits, sorted_[at].text.size()};
  }
  return {};
}

}  // namespace extract
