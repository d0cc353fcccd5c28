#include "completion_script.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "settings.h"
#include "source/starters.h"

namespace octavo {
namespace {

enum class Kind { kNothing, kWords, kFiles, kFolders };

// What may stand behind a flag, or after a command.
struct Expected {
  Kind kind = Kind::kNothing;
  std::vector<std::string> words;
};

Expected Words(std::vector<std::string> words) {
  return {Kind::kWords, std::move(words)};
}

// "bash|zsh|fish"; empty when it is no such list.
std::vector<std::string> Alternatives(std::string_view value) {
  std::vector<std::string> words;
  if (value.find('|') == std::string_view::npos) return words;
  if (value.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ[") != std::string_view::npos) return words;
  while (!value.empty()) {
    const size_t end = std::min(value.find('|'), value.size());
    words.emplace_back(value.substr(0, end));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return words;
}

std::vector<std::string> Countries() {
  std::vector<std::string> words;
  for (const source::StarterList& list : source::StarterLists()) words.emplace_back(list.country);
  return words;
}

Expected ValueOf(const Option& option) {
  std::vector<std::string> words;
  for (const auto& [flag, word] : SettingChoices()) {
    if (flag == option.name) words.push_back(word);
  }
  if (option.name == "country") words = Countries();
  if (words.empty()) words = Alternatives(option.value);
  if (!words.empty()) return Words(std::move(words));
  if (option.value.contains("FOLDER") || option.value == "DIR") return {Kind::kFolders, {}};
  if (option.value.contains("FILE")) return {Kind::kFiles, {}};
  return {};
}

// "set" and "merge" of "[set|merge|ID]...": the first argument's words that are to be typed as they
// stand. What is written in capitals stands for something else.
std::vector<std::string> LiteralWords(std::string_view positional) {
  std::vector<std::string> words;
  std::string word;
  const std::string_view first = positional.substr(0, positional.find(' '));
  const auto take = [&] {
    const bool is_literal = !word.empty() && std::ranges::all_of(word, [](char c) {
      return (c >= 'a' && c <= 'z') || c == '-';
    });
    if (is_literal) words.push_back(word);
    word.clear();
  };
  for (const char c : first) {
    if (c == '|' || c == '[' || c == ']') {
      take();
    } else {
      word += c;
    }
  }
  take();
  return words;
}

Expected PositionalOf(const Command& command, std::span<const Command> commands) {
  if (command.positional == "[COMMAND]") {
    std::vector<std::string> words;
    for (const Command& one : commands) words.emplace_back(one.name);
    return Words(std::move(words));
  }
  if (command.positional.contains("COUNTRY")) return Words(Countries());
  if (auto words = LiteralWords(command.positional); !words.empty()) return Words(std::move(words));
  const bool files = command.positional.contains("FILE") || command.positional.contains(".opml");
  return {files ? Kind::kFiles : Kind::kNothing, {}};
}

// 'text' for a shell, whatever it holds.
std::string Quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string Flags(const Command& command) {
  std::string out;
  for (const Option& option : command.options) out += fmt::format("--{} ", option.name);
  return out + "--help";
}

// ---- bash

std::string BashReply(const Expected& expected) {
  switch (expected.kind) {
    case Kind::kWords:
      return fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$current\"))",
                         fmt::join(expected.words, " "));
    case Kind::kFiles:
      return "compopt -o filenames; COMPREPLY=($(compgen -f -- \"$current\"))";
    case Kind::kFolders:
      return "compopt -o filenames; COMPREPLY=($(compgen -d -- \"$current\"))";
    case Kind::kNothing:
      return "COMPREPLY=()";
  }
  return {};
}

std::string BashCommand(const Command& command, std::span<const Command> commands) {
  std::string out = fmt::format("    {})\n      case \"$previous\" in\n", command.name);
  for (const Option& option : command.options) {
    if (option.value.empty()) continue;
    out += fmt::format("        --{}) {}; return ;;\n", option.name, BashReply(ValueOf(option)));
  }
  out += fmt::format(
      "        *) ;;\n"
      "      esac\n"
      "      case \"$current\" in\n"
      "        -*) COMPREPLY=($(compgen -W '{}' -- \"$current\")) ;;\n"
      "        *) {} ;;\n"
      "      esac ;;\n",
      Flags(command), BashReply(PositionalOf(command, commands)));
  return out;
}

std::string Bash(std::span<const Command> commands) {
  std::string names;
  std::string cases;
  for (const Command& command : commands) {
    names += fmt::format("{} ", command.name);
    cases += BashCommand(command, commands);
  }
  return fmt::format(
      "# bash completion for octavo; made by `octavo completion bash`.\n"
      "_octavo() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD - 1]}}\n"
      "  COMPREPLY=()\n"
      "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
      "    COMPREPLY=($(compgen -W '{}--help --version' -- \"$current\"))\n"
      "    return\n"
      "  fi\n"
      "  case \"${{COMP_WORDS[1]}}\" in\n"
      "{}    *) ;;\n"
      "  esac\n"
      "}}\n"
      "complete -F _octavo octavo\n",
      names, cases);
}

// ---- zsh

std::string ZshAction(const Expected& expected) {
  switch (expected.kind) {
    case Kind::kWords:
      return fmt::format("({})", fmt::join(expected.words, " "));
    case Kind::kFiles:
      return "_files";
    case Kind::kFolders:
      return "_files -/";
    case Kind::kNothing:
      return " ";
  }
  return {};
}

// Text inside the [brackets] of a specification of _arguments.
std::string ZshText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string Zsh(std::span<const Command> commands) {
  std::string names;
  std::string cases;
  for (const Command& command : commands) {
    names += fmt::format("    {}\n", Quoted(fmt::format("{}:{}", command.name, command.summary)));
    cases += fmt::format("    {})\n      _arguments \\\n", command.name);
    for (const Option& option : command.options) {
      std::string row = fmt::format("--{}[{}]", option.name, ZshText(option.help));
      if (!option.value.empty()) {
        row += fmt::format(":{}:{}", ZshText(option.value), ZshAction(ValueOf(option)));
      }
      cases += fmt::format("        {} \\\n", Quoted(row));
    }
    cases += fmt::format(
        "        '--help[this page]' \\\n        {} ;;\n",
        Quoted(fmt::format("*:{}:{}", "argument", ZshAction(PositionalOf(command, commands)))));
  }
  return fmt::format(
      "#compdef octavo\n"
      "# zsh completion for octavo; made by `octavo completion zsh`.\n"
      "_octavo() {{\n"
      "  local -a commands\n"
      "  commands=(\n{}  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe 'command' commands\n"
      "    return\n"
      "  fi\n"
      "  local command=${{words[2]}}\n"
      "  words=(\"octavo $command\" \"${{(@)words[3,-1]}}\")\n"
      "  (( CURRENT -= 1 ))\n"
      "  case \"$command\" in\n{}  esac\n"
      "}}\n"
      "if [ \"$funcstack[1]\" = \"_octavo\" ]; then\n"
      "  _octavo \"$@\"\n"
      "else\n"
      "  compdef _octavo octavo\n"
      "fi\n",
      names, cases);
}

// ---- fish

std::string FishValue(const Expected& expected) {
  switch (expected.kind) {
    case Kind::kWords:
      return fmt::format(" -x -a {}", Quoted(fmt::format("{}", fmt::join(expected.words, " "))));
    case Kind::kFiles:
      return " -r -F";
    case Kind::kFolders:
      return " -x -a '(__fish_complete_directories)'";
    case Kind::kNothing:
      return " -x";
  }
  return {};
}

// Fish escapes only \ and ' inside single quotes.
std::string FishQuoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string Fish(std::span<const Command> commands) {
  std::string out =
      "# fish completion for octavo; made by `octavo completion fish`.\n"
      "complete -c octavo -f\n";
  for (const Command& command : commands) {
    out += fmt::format("complete -c octavo -n __fish_use_subcommand -a {} -d {}\n", command.name,
                       FishQuoted(command.summary));
    const std::string when = fmt::format("'__fish_seen_subcommand_from {}'", command.name);
    for (const Option& option : command.options) {
      out += fmt::format("complete -c octavo -n {} -l {} -d {}{}\n", when, option.name,
                         FishQuoted(option.help),
                         option.value.empty() ? "" : FishValue(ValueOf(option)));
    }
    const Expected positional = PositionalOf(command, commands);
    if (positional.kind == Kind::kWords) {
      out +=
          fmt::format("complete -c octavo -n {} -a '{}'\n", when, fmt::join(positional.words, " "));
    } else if (positional.kind != Kind::kNothing) {
      out += fmt::format("complete -c octavo -n {} -F\n", when);
    }
  }
  return out;
}

}  // namespace

std::optional<Shell> ShellNamed(std::string_view name) {
  if (name == "bash") return Shell::kBash;
  if (name == "zsh") return Shell::kZsh;
  if (name == "fish") return Shell::kFish;
  return std::nullopt;
}

std::string CompletionScript(Shell shell, std::span<const Command> commands) {
  switch (shell) {
    case Shell::kBash:
      return Bash(commands);
    case Shell::kZsh:
      return Zsh(commands);
    case Shell::kFish:
      return Fish(commands);
  }
  return {};
}

}  // namespace octavo
