#include "text/markup.h"

#include <array>

namespace text {

namespace {

// What stands for a character that must not stand as it is; empty for all others.
constexpr auto kReplacements = [] {
  std::array<std::string_view, 256> replacements{};
  replacements['&'] = "&amp;";
  replacements['<'] = "&lt;";
  replacements['>'] = "&gt;";
  replacements['"'] = "&quot;";
  replacements['\''] = "&#39;";
  return replacements;
}();

}  // namespace

void AppendEscaped(std::string_view text, std::string& out) {
  size_t done = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const std::string_view replacement = kReplacements[static_cast<unsigned char>(text[at])];
    if (replacement.empty()) continue;
    out.append(text, done, at - done).append(replacement);
    done = at + 1;
  }
  out.append(text, done);
}

std::string Escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  AppendEscaped(text, out);
  return out;
}

}  // namespace text
