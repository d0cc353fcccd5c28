#include <fmt/format.h>

#include "commands.h"
#include "completion_script.h"
#include "owner.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "completion";

int Run(const Arguments& arguments) {
  if (arguments.positional.size() != 1) {
    return Complain(kName, kUsage, "name the shell: bash, zsh or fish");
  }
  const auto shell = ShellNamed(arguments.positional[0]);
  if (!shell) {
    return Complain(kName, kUsage,
                    fmt::format("\"{}\" is not bash, zsh or fish", arguments.positional[0]));
  }
  fmt::print("{}", CompletionScript(*shell, AllCommands()));
  return kDone;
}

}  // namespace

Command CompletionCommand() {
  return {
      "completion",
      "print the script that completes commands and flags in a shell",
      "Prints a script for bash, zsh or fish that completes Octavo's commands, their flags and\n"
      "values. An installed Octavo has them where the shells look; this is for all others.",
      "bash|zsh|fish",
      {},
      Run,
      "  source <(octavo completion bash)\n"
      "  octavo completion zsh > ~/.zfunc/_octavo\n"
      "  octavo completion fish > ~/.config/fish/completions/octavo.fish"};
}

}  // namespace octavo
