#include "extract/phrases.h"

#include <algorithm>

namespace extract {
namespace {

size_t PairAt(std::string_view text, size_t at) {
  return static_cast<size_t>(static_cast<unsigned char>(text[at])) << 8 |
         static_cast<unsigned char>(text[at + 1]);
}

}  // namespace

Phrases::Phrases(std::initializer_list<std::string_view> phrases) {
  for (const std::string_view phrase : phrases) {
    pairs_.set(PairAt(phrase, 0));
    by_first_[static_cast<unsigned char>(phrase[0])].push_back(phrase);
  }
}

bool Phrases::BeginsAt(std::string_view text, size_t at) const {
  const std::string_view rest = text.substr(at);
  return std::ranges::any_of(by_first_[static_cast<unsigned char>(rest[0])],
                             [&](std::string_view phrase) { return rest.starts_with(phrase); });
}

bool Phrases::StandIn(std::string_view text) const {
  for (size_t at = 0; at + 1 < text.size(); ++at) {
    if (pairs_.test(PairAt(text, at)) && BeginsAt(text, at)) return true;
  }
  return false;
}

bool Phrases::Begin(std::string_view text) const {
  return text.size() >= 2 && pairs_.test(PairAt(text, 0)) && BeginsAt(text, 0);
}

}  // namespace extract
