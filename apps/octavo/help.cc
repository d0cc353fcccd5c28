#include "help.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/utf8.h"
#include "settings_values.h"

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

struct Group {
  std::string_view title;
  std::span<const std::string_view> names;  // the first group takes what no other names
};
constexpr std::string_view kCare[] = {
    "backup", "completion", "config", "digest",  "doctor",  "furniture", "help",    "man",
    "move",   "pause",      "resume", "restore", "sources", "status",    "version", "work"};
constexpr std::string_view kFilters[] = {"cluster", "enrich", "fetch",  "language",
                                         "parse",   "read",   "relate", "sanitise"};
constexpr std::string_view kSamples[] = {"sample"};
constexpr Group kGroups[] = {
    {"the paper", {}},
    {"for whoever runs it", kCare},
    {"single steps, JSON Lines in and out", kFilters},
    {"to try it", kSamples},
};

// "port" of "--port=9000".
std::string_view NameOfFlag(std::string_view flag) {
  while (flag.starts_with('-')) flag.remove_prefix(1);
  return flag.substr(0, flag.find('='));
}

const Group* GroupOf(std::string_view name) {
  for (const Group& group : kGroups) {
    if (std::ranges::find(group.names, name) != group.names.end()) return &group;
  }
  return &kGroups[0];
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

std::string RootPage(std::span<const Command> commands) {
  std::string out =
      "Octavo: a newspaper of one's own.\n\n"
      "usage: octavo COMMAND [OPTIONS] [ARGUMENTS]\n"
      "       octavo COMMAND --help, or octavo help COMMAND\n";
  for (const Group& group : kGroups) {
    std::string lines;
    for (const Command& command : commands) {
      if (GroupOf(command.name) != &group) continue;
      lines += fmt::format("  {:<12}{}\n", command.name, Wrapped(command.summary, 14));
    }
    if (!lines.empty()) out += fmt::format("\n{}:\n{}", group.title, lines);
  }
  return out + "\nStart with `octavo run --help`.\n";
}

std::string AboutUnknownCommand(std::string_view word, std::span<const Command> commands) {
  std::vector<std::string_view> names;
  for (const Command& command : commands) names.push_back(command.name);
  if (const auto nearest = NearestName(word, names); !nearest.empty()) {
    return fmt::format("there is no command \"{}\": did you mean `octavo {}`?", word, nearest);
  }
  // The likeliest mistake of all: `octavo https://…`.
  if (word.contains("://") || word.ends_with(".opml")) {
    return fmt::format("\"{0}\" is no command: did you mean `octavo run {0}`?", word);
  }
  return fmt::format("there is no command \"{}\"; see `octavo --help`", word);
}

std::string AboutFlagBeforeCommand(std::string_view flag, std::span<const Command> commands) {
  const auto has = [name = NameOfFlag(flag)](const Command& command) {
    return std::ranges::find(command.options, name, &Option::name) != command.options.end();
  };
  if (std::ranges::any_of(commands, has)) {
    return fmt::format("{0} stands behind the command: `octavo COMMAND {0}`", flag);
  }
  return fmt::format("there is no flag {}; see `octavo --help`", flag);
}

std::string AboutMissingValue(const Option& option) {
  return fmt::format("--{0} wants a value behind it: --{0} {1}", option.name, option.value);
}

std::string AboutUnknownFlag(std::string_view flag, const Command& command) {
  const std::string_view name = NameOfFlag(flag);
  std::vector<std::string_view> names;
  for (const Option& option : command.options) names.push_back(option.name);
  if (const auto nearest = NearestName(name, names); !nearest.empty()) {
    return fmt::format("there is no flag {}: did you mean --{}?", flag, nearest);
  }
  return fmt::format("there is no flag {}; see `octavo {} --help`", flag, command.name);
}

}  // namespace octavo
