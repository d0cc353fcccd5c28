#include "help.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands.h"
#include "owner.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "help";

int Run(const Arguments& arguments) {
  const auto& commands = AllCommands();
  if (arguments.positional.empty()) {
    fmt::print("{}", RootPage(commands));
    return kDone;
  }
  const std::string& wanted = arguments.positional.front();
  const auto command = std::ranges::find(commands, wanted, &Command::name);
  if (command == commands.end()) {
    return Complain(kName, kUsage, AboutUnknownCommand(wanted, commands));
  }
  fmt::print("{}", HelpPage(*command));
  return kDone;
}

}  // namespace

Command HelpCommand() {
  return {"help",
          "list the commands, or explain one",
          "Prints the list of all commands, or the page of one: the same as `octavo --help` and\n"
          "`octavo COMMAND --help`.",
          "[COMMAND]",
          {},
          Run,
          "  octavo help sources"};
}

}  // namespace octavo
