#include "man_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "settings.h"

namespace octavo {
namespace {

// A line of text for roff: backslashes and hyphens stand for themselves, what is not ASCII goes by
// its number (not every troff takes UTF-8), and no line begins a request by chance.
std::string Escaped(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (static_cast<unsigned char>(c) >= 0xC0) {
      const auto lead = static_cast<unsigned char>(c);
      const size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
      uint32_t code = lead & (0x3FU >> more);
      for (size_t i = 0; i < more && at + 1 < text.size(); ++i) {
        code = code << 6 | (static_cast<unsigned char>(text[++at]) & 0x3FU);
      }
      out += fmt::format("\\[u{:04X}]", code);
    } else if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
  return out;
}

std::string_view NextLine(std::string_view& text) {
  const size_t end = std::min(text.find('\n'), text.size());
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

// Paragraphs as they are; lines that are indented are shown as they stand.
std::string Body(std::string_view text) {
  std::string out;
  bool shown = false;
  bool paragraph = false;  // an empty line came before
  while (!text.empty()) {
    const std::string_view line = NextLine(text);
    const bool indented = line.starts_with("  ");
    if (line.empty()) {
      paragraph = true;
      continue;
    }
    if (indented != shown) {
      out += indented ? ".PP\n.in +4\n.nf\n" : ".fi\n.in\n";
      shown = indented;
      if (!indented) paragraph = true;
    }
    if (paragraph && !indented) out += ".PP\n";
    paragraph = false;
    out += Escaped(indented ? line.substr(2) : line) + "\n";
  }
  if (shown) out += ".fi\n.in\n";
  return out;
}

std::string Flag(const Option& option) {
  std::string out = fmt::format("\\fB\\-\\-{}\\fR", Escaped(option.name));
  if (!option.value.empty()) out += fmt::format(" \\fI{}\\fR", Escaped(option.value));
  return out;
}

std::string OptionList(const std::vector<Option>& options) {
  std::string out;
  for (const Option& option : options) {
    std::string help(option.help);
    if (!option.standard.empty()) help += fmt::format(" ({})", option.standard);
    out += fmt::format(".TP\n{}\n{}\n", Flag(option), Escaped(help));
  }
  return out;
}

std::string Section(const Command& command) {
  std::string out = fmt::format(".SS \"octavo {}{}{}{}\"\n", Escaped(command.name),
                                command.options.empty() ? "" : " [OPTIONS]",
                                command.positional.empty() ? "" : " ", Escaped(command.positional));
  out += Body(command.description.empty() ? command.summary : command.description);
  out += OptionList(command.options);
  if (!command.examples.empty()) out += ".PP\nExamples:\n" + Body(command.examples);
  return out;
}

std::string Title(std::string_view name, int section) {
  return fmt::format(".TH {} {} \"\" \"Octavo {}\" \"Octavo\"\n", name, section, OCTAVO_VERSION);
}

}  // namespace

std::string ManPage(std::span<const Command> commands) {
  std::string out = Title("OCTAVO", 1);
  out +=
      ".SH NAME\noctavo \\- a newspaper of one's own\n"
      ".SH SYNOPSIS\n.B octavo\n.I COMMAND\n[\\fIOPTIONS\\fR]\n[\\fIARGUMENTS\\fR]\n"
      ".SH DESCRIPTION\n"
      "Octavo reads many publishers, works out which articles tell the same story, and prints one\n"
      "paper: eight stories that matter today, and under them everything else, searchable, each\n"
      "with its sources.\n.PP\nThe commands are:\n";
  for (const Command& command : commands) {
    out += fmt::format(".TP\n.B {}\n{}\n", Escaped(command.name), Escaped(command.summary));
  }
  out += ".SH COMMANDS\n";
  for (const Command& command : commands) out += Section(command);
  out +=
      ".SH EXIT STATUS\n"
      ".TP\n.B 0\nall was done, or all is well\n"
      ".TP\n.B 1\nsomething failed, also to print, or there are findings; standard error says "
      "what\n"
      ".TP\n.B 2\nthe command line or the configuration is wrong\n"
      ".TP\n.B 141\nnobody read all of what was printed\n"
      ".SH ENVIRONMENT\n"
      "Every setting can be given as a variable; see\n.BR octavo.toml (5).\n"
      ".SH FILES\n"
      ".TP\n.I octavo.toml\nthe configuration, in the working folder\n"
      ".TP\n.I /etc/octavo/octavo.toml\nthe configuration, where there is none in the working "
      "folder\n"
      ".TP\n.I .octavo\nthe data folder, unless\n.B \\-\\-data\nor the configuration names "
      "another\n"
      ".SH SEE ALSO\n.BR octavo.toml (5)\n";
  return out;
}

std::string SettingsManPage() {
  std::string out = Title("OCTAVO.TOML", 5);
  out +=
      ".SH NAME\noctavo.toml \\- the configuration of octavo\n"
      ".SH DESCRIPTION\n"
      "Every setting can stand in this file, in the environment, or behind a command as a flag; a\n"
      "flag overrules the environment, and that the file. The file is the one that\n"
      ".B \\-\\-config\nor\n.B OCTAVO_CONFIG\nnames, else\n.I octavo.toml\nin the working folder, "
      "else\n"
      ".IR /etc/octavo/octavo.toml .\n.PP\n"
      "The syntax is TOML, one\n.I key = value\na line, in no section. Sizes are written as\n"
      "\"500 MB\" or \"5 GB\", times as \"250 ms\", \"30 s\", \"5 min\" or \"12 h\", lists as\n"
      "[\"127.0.0.1:9000\"].\n"
      ".SH SETTINGS\n";
  for (const SettingRow& row : SettingRows()) {
    out += fmt::format(
        ".TP\n\\fB{}\\fR = \\fI{}\\fR\n{}.\n.br\nIn the environment {}, as a flag \\-\\-{}.{}\n",
        Escaped(row.name), Escaped(row.value), Escaped(row.help), Escaped(row.variable),
        Escaped(row.flag),
        row.standard.empty() ? "" : fmt::format(" Standard: {}.", Escaped(row.standard)));
  }
  out += ".SH SEE ALSO\n.BR octavo (1)\n";
  return out;
}

}  // namespace octavo
