// Octavo: a newspaper of one's own. This file turns the command line into a command's Arguments and
// runs it.

#include <fmt/format.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <deque>
#include <span>
#include <vector>

#include "base/secrets.h"
#include "command.h"
#include "help.h"
#include "output.h"
#include "owner.h"

namespace {

// The values that CLI11 writes into while it parses, for one command.
struct Bound {
  const octavo::Command* command;
  CLI::App* app;
  std::deque<std::string> values;  // one for each option that takes a value; addresses stay
  std::deque<bool> flags;
  std::vector<std::string> positional;
};

void Bind(CLI::App& root, Bound& bound) {
  const octavo::Command& command = *bound.command;
  bound.app = root.add_subcommand(std::string(command.name), std::string(command.summary));
  for (const octavo::Option& option : command.options) {
    const std::string flag = fmt::format("--{}", option.name);
    if (option.value.empty()) {
      bound.flags.push_back(false);
      bound.app->add_flag(flag, bound.flags.back(), std::string(option.help));
      continue;
    }
    bound.values.emplace_back(option.standard);
    auto* added = bound.app->add_option(flag, bound.values.back(), std::string(option.help));
    added->type_name(std::string(option.value));
    if (!option.standard.empty()) added->default_str(std::string(option.standard));
  }
  if (!command.positional.empty()) {
    bound.app->add_option(std::string(command.positional), bound.positional)->type_name("");
  }
}

// Null: there is none.
const octavo::Command* FindCommand(std::string_view name) {
  const auto& commands = octavo::AllCommands();
  const auto found = std::ranges::find(commands, name, &octavo::Command::name);
  return found == commands.end() ? nullptr : &*found;
}

bool IsCommand(std::string_view name) {
  return FindCommand(name) != nullptr;
}

// A complaint before any command is known: secrets are masked.
int Say(std::string_view message) {
  fmt::print(stderr, "octavo: {}\n", base::MaskSecrets(message));
  return octavo::kUsage;
}

// A command line that is wrong.
int Misused(const octavo::Command& command, std::string_view how) {
  return octavo::Complain(command.name, octavo::kUsage,
                          fmt::format("{}\nSee `octavo {} --help`.", how, command.name));
}

// The first option that nothing stands behind, or another flag of the command: taken for its value
// that would be a folder called "--json". Null: there is none.
const octavo::Option* WithoutValue(const octavo::Command& command,
                                   std::span<const std::string_view> words) {
  const auto option_of = [&](std::string_view word) -> const octavo::Option* {
    if (!word.starts_with("--")) return nullptr;
    const auto found = std::ranges::find(command.options, word.substr(2), &octavo::Option::name);
    return found == command.options.end() ? nullptr : &*found;
  };
  for (size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const octavo::Option* option = option_of(words[i]);
    if (option == nullptr || option->value.empty()) continue;
    if (i + 1 == words.size() || option_of(words[i + 1]) != nullptr) return option;
    ++i;
  }
  return nullptr;
}

octavo::Arguments Gather(const Bound& bound) {
  octavo::Arguments arguments;
  arguments.positional = bound.positional;
  size_t value = 0;
  size_t flag = 0;
  for (const octavo::Option& option : bound.command->options) {
    if (option.value.empty()) {
      if (bound.flags[flag++]) arguments.Set(std::string(option.name), "true");
    } else {
      const std::string& given = bound.values[value++];
      const bool is_there =
          option.empty_counts && bound.app->count(fmt::format("--{}", option.name)) > 0;
      if (!given.empty() || is_there) arguments.Set(std::string(option.name), given);
    }
  }
  return arguments;
}

// Says what is wrong with a command line, and what may have been meant.
int Refuse(const std::deque<Bound>& bounds, std::string_view first, const CLI::ParseError& error) {
  if (first.empty()) {
    fmt::print(stderr, "{}", octavo::RootPage(octavo::AllCommands()));
    return octavo::kUsage;
  }
  if (!first.starts_with('-') && !IsCommand(first)) {
    return Say(octavo::AboutUnknownCommand(first, octavo::AllCommands()));
  }
  if (first.starts_with('-')) {
    return Say(octavo::AboutFlagBeforeCommand(first, octavo::AllCommands()));
  }
  const auto found = std::ranges::find_if(bounds, [](const Bound& b) { return b.app->parsed(); });
  if (found == bounds.end()) {
    return Say(fmt::format("{}\nSee `octavo --help`.", error.what()));
  }
  const octavo::Command& command = *found->command;
  for (const std::string& left : found->app->remaining()) {
    if (!left.starts_with('-')) continue;
    return octavo::Complain(command.name, octavo::kUsage, octavo::AboutUnknownFlag(left, command));
  }
  return Misused(command, error.what());
}

int Run(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + std::min(argc, 1), argv + argc);
  CLI::App root("Octavo: a newspaper of one's own.\n", "octavo");
  root.require_subcommand(1);
  root.set_help_flag("-h,--help", "this page, or a command's");
  root.set_version_flag("--version", "octavo " OCTAVO_VERSION);
  std::deque<Bound> bounds;
  for (const octavo::Command& command : octavo::AllCommands()) {
    bounds.push_back(Bound{&command, nullptr, {}, {}, {}});
    Bind(root, bounds.back());
  }
  if (const octavo::Command* command = words.empty() ? nullptr : FindCommand(words.front())) {
    if (const octavo::Option* option = WithoutValue(*command, std::span(words).subspan(1))) {
      return Misused(*command, octavo::AboutMissingValue(*option));
    }
  }
  try {
    root.parse(argc, argv);
  } catch (const CLI::CallForHelp& wanted) {
    for (const Bound& bound : bounds) {
      if (!bound.app->parsed()) continue;
      fmt::print("{}", octavo::HelpPage(*bound.command));
      return octavo::kDone;
    }
    fmt::print("{}", octavo::RootPage(octavo::AllCommands()));
    return octavo::kDone;
  } catch (const CLI::Success& wanted) {  // --version
    fmt::print("{}\n", wanted.what());
    return octavo::kDone;
  } catch (const CLI::ParseError& error) {
    return Refuse(bounds, argc > 1 ? argv[1] : "", error);
  }
  for (const Bound& bound : bounds) {
    if (bound.app->parsed()) return bound.command->run(Gather(bound));
  }
  return octavo::kUsage;
}

}  // namespace

int main(int argc, char** argv) {
  octavo::KeepStandardFiles();
  std::signal(SIGPIPE, SIG_IGN);
  // What is written holds passwords of sources, and what somebody reads: it is its owner's alone.
  umask(umask(0) | 0077);
  const std::string_view first = argc > 1 ? argv[1] : "";
  return octavo::RunPrinting(IsCommand(first) ? first : "", [&] { return Run(argc, argv); });
}
