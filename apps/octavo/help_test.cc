#include "help.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

#include "completion_script.h"
#include "man_page.h"

namespace octavo {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

TEST(Help, WhatMayHaveBeenMeant) {
  struct Case {
    const char* word;
    const char* answer;
  };
  for (const Case& c :
       {Case{"staus", "there is no command \"staus\": did you mean `octavo status`?"},
        {"souces", "there is no command \"souces\": did you mean `octavo sources`?"},
        {"https://example.org/",
         "\"https://example.org/\" is no command: did you mean `octavo run https://example.org/`?"},
        {"list.opml", "\"list.opml\" is no command: did you mean `octavo run list.opml`?"},
        {"helpp", "there is no command \"helpp\": did you mean `octavo help`?"},
        {"zzzzzzzz", "there is no command \"zzzzzzzz\"; see `octavo --help`"},
        {"x", "there is no command \"x\"; see `octavo --help`"}}) {
    EXPECT_EQ(AboutUnknownCommand(c.word, AllCommands()), c.answer);
  }
  const auto run = std::ranges::find(AllCommands(), "run", &Command::name);
  ASSERT_NE(run, AllCommands().end());
  EXPECT_EQ(AboutUnknownFlag("--prot=9", *run), "there is no flag --prot=9: did you mean --port?");
  EXPECT_EQ(AboutUnknownFlag("--colour", *run),
            "there is no flag --colour; see `octavo run --help`");
  EXPECT_EQ(AboutFlagBeforeCommand("--data", AllCommands()),
            "--data stands behind the command: `octavo COMMAND --data`");
  EXPECT_EQ(AboutFlagBeforeCommand("--colour", AllCommands()),
            "there is no flag --colour; see `octavo --help`");
  EXPECT_EQ(AboutMissingValue({.name = "data", .value = "FOLDER", .help = ""}),
            "--data wants a value behind it: --data FOLDER");
}

TEST(Help, EveryCommandStandsEverywhere) {
  const std::string root = RootPage(AllCommands());
  const std::string man = ManPage(AllCommands());
  const std::string bash = CompletionScript(Shell::kBash, AllCommands());
  const std::string zsh = CompletionScript(Shell::kZsh, AllCommands());
  const std::string fish = CompletionScript(Shell::kFish, AllCommands());
  for (const Command& command : AllCommands()) {
    const std::string name(command.name);
    EXPECT_TRUE(root.contains("\n  " + name + " ")) << name;
    EXPECT_TRUE(man.contains(".SS \"octavo " + name)) << name;
    EXPECT_TRUE(bash.contains("\n    " + name + ")\n")) << name;
    EXPECT_TRUE(zsh.contains("\n    " + name + ")\n")) << name;
    EXPECT_TRUE(fish.contains("-a " + name + " -d ")) << name;
    for (const Option& option : command.options) {
      EXPECT_TRUE(bash.contains("--" + std::string(option.name))) << option.name;
      EXPECT_TRUE(fish.contains("-l " + std::string(option.name))) << option.name;
    }
  }
}

TEST(Help, WordsBehindACommandAreCompleted) {
  struct Case {
    const char* command;
    const char* words;
  };
  const std::string bash = CompletionScript(Shell::kBash, AllCommands());
  const std::string zsh = CompletionScript(Shell::kZsh, AllCommands());
  const std::string fish = CompletionScript(Shell::kFish, AllCommands());
  for (const Case& c : {Case{"sources", "set merge"},
                        {"furniture", "list keep drop"},
                        {"completion", "bash zsh fish"}}) {
    const auto part = [&c](const std::string& script, const std::string& begin,
                           const std::string& end) {
      const size_t from = script.find(fmt::format(fmt::runtime(begin), c.command));
      return script.substr(from, script.find(end, from) - from);
    };
    EXPECT_THAT(part(bash, "\n    {})\n", "esac ;;"),
                HasSubstr(fmt::format("compgen -W '{}' ", c.words)));
    EXPECT_THAT(part(zsh, "\n    {})\n", " ;;\n"),
                HasSubstr(fmt::format("'*:argument:({})'", c.words)));
    EXPECT_THAT(fish, HasSubstr(fmt::format("'__fish_seen_subcommand_from {}' -a '{}'\n", c.command,
                                            c.words)));
  }
  EXPECT_THAT(fish, ContainsRegex("seen_subcommand_from help' -a '[^']*sources[^']*'"));
  EXPECT_THAT(fish, ContainsRegex("seen_subcommand_from starters' -a '[^']*jp[^']*'"));
  // An address or an id is nothing that could be guessed, and no file either.
  EXPECT_THAT(fish, Not(ContainsRegex("seen_subcommand_from pause' (-a|-F)")));
}

}  // namespace
}  // namespace octavo
