#include "help.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/utf8.h"

namespace octavo {
namespace {

constexpr size_t kWidth = 80;
constexpr size_t kLongestFlag = 26;  // longer ones have their help on the next line

// `text` broken between words; every line but the first is indented.
std::string Wrapped(std::string_view text, size_t indent) {
  std::string out;
  size_t column = indent;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const size_t width = base::CountCodePoints(word);
    if (column > indent && column + 1 + width > kWidth) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

std::string HelpPage(const Command& command) {
  std::string out =
      fmt::format("octavo {}: {}\n\nusage: octavo {}{}{}{}\n", command.name, command.summary,
                  command.name, command.options.empty() ? "" : " [OPTIONS]",
                  command.positional.empty() ? "" : " ", command.positional);
  if (!command.description.empty()) out += fmt::format("\n{}\n", command.description);
  size_t longest = 0;
  std::vector<std::string> flags;
  for (const Option& option : command.options) {
    flags.push_back(
        fmt::format("--{}{}{}", option.name, option.value.empty() ? "" : " ", option.value));
    const size_t width = base::CountCodePoints(flags.back());
    if (width <= kLongestFlag) longest = std::max(longest, width);
  }
  const size_t indent = 2 + longest + 2;
  if (!flags.empty()) out += "\noptions:\n";
  for (size_t i = 0; i < flags.size(); ++i) {
    const Option& option = command.options[i];
    const size_t width = base::CountCodePoints(flags[i]);
    std::string help(option.help);
    if (!option.standard.empty()) help += fmt::format(" ({})", option.standard);
    out += fmt::format(
        "  {}{}{}\n", flags[i],
        width <= longest ? std::string(longest - width + 2, ' ') : "\n" + std::string(indent, ' '),
        Wrapped(help, indent));
  }
  if (!command.examples.empty()) out += fmt::format("\nexamples:\n{}\n", command.examples);
  return out;
}

}  // namespace octavo
