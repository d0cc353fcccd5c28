#include "settings.h"

#include <gtest/gtest.h>

#include <map>

#include "base/file.h"
#include "settings_values.h"

namespace octavo {
namespace {

base::Result<Settings> Load(const Arguments& arguments,
                            const std::map<std::string, std::string>& variables) {
  return LoadSettings(arguments, [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    return found == variables.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST(Settings, TheLaterOverrulesTheEarlier) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "octavo_layers.toml";
  ASSERT_TRUE(base::WriteFileAtomically(file, "port = 1\nworkers = 2\ngroup_wait = \"5 min\"\n"));
  Arguments arguments;
  arguments.Set("config", file.string());
  arguments.Set("port", "3");
  const auto settings = Load(arguments, {{"OCTAVO_PORT", "2"}, {"OCTAVO_WORKERS", "7"}});
  std::filesystem::remove(file);
  ASSERT_TRUE(settings) << settings.error().message();
  EXPECT_EQ(settings->port, 3);
  EXPECT_EQ(settings->workers, 7U);
  EXPECT_EQ(settings->group_wait, std::chrono::minutes(5));
  EXPECT_EQ(settings->concurrency, 64);
}

TEST(Settings, WrongOnesSayWhereAndWhatToDo) {
  struct Case {
    const char* file;
    const char* message;
  };
  for (const Case& c :
       {Case{"port = 8080\n\nprot = 1\n",
             "a.toml:3: \"prot\" is no setting: did you mean \"port\"?"},
        {"colour = \"red\"",
         "a.toml:1: \"colour\" is no setting: see `octavo config --docs` for all settings"},
        {"port = true",
         "a.toml:1: port: write a number, a text in \"quotes\", or a list of texts in "
         "[brackets]"},
        {"port = \"many\"", "a.toml:1: port: \"many\" is not a whole number from 0 to 65535"},
        {"port = 65536", "a.toml:1: port: \"65536\" is not a whole number from 0 to 65535"},
        {"data = 7",
         "a.toml:1: data: a number is given, but this is a text: write it in \"quotes\""},
        {"[serve]\nport = 1",
         "a.toml:1: serve: settings stand in no [section]: write `key = value` lines"},
        {"allow = [1]",
         "a.toml:1: allow: write a number, a text in \"quotes\", or a list of texts in "
         "[brackets]"},
        {"instance = \"open\"", "a.toml:1: instance: \"open\" is not \"private\" or \"public\""},
        {"page_budget = \"5 parsecs\"",
         "a.toml:1: page_budget: \"5 parsecs\" is not a size; write it as \"500 MB\" or "
         "\"5 GB\""},
        {"group_wait = \"-1 s\"",
         "a.toml:1: group_wait: \"-1 s\" is not a time; write it as \"250 ms\", \"30 s\", "
         "\"5 min\" or \"12 h\""},
        {"public_url = \"paper.example.org\"",
         "a.toml:1: public_url: \"paper.example.org\" does not start with http:// or "
         "https://"}}) {
    Settings settings;
    const auto status = ApplyToml(c.file, "a.toml", settings);
    ASSERT_FALSE(status) << c.file;
    EXPECT_EQ(status.error().message(), c.message);
  }
  Settings settings;
  const auto broken = ApplyToml("port = 1\nport 2\n", "a.toml", settings);
  ASSERT_FALSE(broken);
  EXPECT_TRUE(broken.error().message().starts_with("a.toml:2: this is no TOML: "))
      << broken.error().message();
}

TEST(Settings, FlagsAndVariablesAreNamedInErrors) {
  Arguments arguments;
  arguments.Set("port-attempts", "0");
  EXPECT_EQ(Load(arguments, {}).error().message(),
            "--port-attempts: \"0\" is not a whole number from 1 to 1000");
  EXPECT_EQ(Load({}, {{"OCTAVO_LOG_LEVEL", "loud"}}).error().message(),
            "environment variable OCTAVO_LOG_LEVEL: \"loud\" is not \"debug\" or \"info\" or "
            "\"warning\" or \"error\"");
  arguments = {};
  arguments.Set("config", "/nowhere/octavo.toml");
  EXPECT_EQ(Load(arguments, {}).error().message(),
            "--config /nowhere/octavo.toml: there is no such file");
}

TEST(Settings, WhatIsWrittenIsReadAgain) {
  const auto settings = Load({}, {{"OCTAVO_ALLOW", "127.0.0.1:9000, *.localhost:9001"},
                                  {"OCTAVO_USER_AGENT", "a \"quoted\" \\ name"},
                                  {"OCTAVO_PAGE_BUDGET", "1536 MB"},
                                  {"OCTAVO_INSTANCE", "public"}});
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->allow, (std::vector<std::string>{"127.0.0.1:9000", "*.localhost:9001"}));
  Settings again;
  const auto status = ApplyToml(WriteToml(*settings), "written", again);
  ASSERT_TRUE(status) << status.error().message();
  EXPECT_EQ(WriteToml(again), WriteToml(*settings));
  EXPECT_EQ(again.user_agent, "a \"quoted\" \\ name");
  EXPECT_EQ(again.page_budget, int64_t{1536} << 20);
}

TEST(Settings, DocumentationIsTheCommittedOne) {
  const auto committed = base::ReadFile(OCTAVO_SOURCE_DIR "/docs/settings.md");
  ASSERT_TRUE(committed) << committed.error().message();
  EXPECT_EQ(*committed, SettingsDocumentation()) << "run: octavo config --docs > docs/settings.md";
}

TEST(Values, SizesAndTimes) {
  EXPECT_EQ(ReadSize("5GB").value(), int64_t{5} << 30);
  EXPECT_EQ(ReadSize(" 10 kB ").value(), 10'240);
  EXPECT_EQ(ReadSize("7").value(), 7);
  EXPECT_FALSE(ReadSize("99999999 TB"));
  EXPECT_FALSE(ReadSize("99999999999999999999"));
  EXPECT_EQ(WriteSize(int64_t{1} << 30), "1 GB");
  EXPECT_EQ(ReadDuration("90").value(), std::chrono::seconds(90));
  EXPECT_EQ(ReadDuration("2 d").value(), std::chrono::hours(48));
  EXPECT_FALSE(ReadDuration("2 fortnights"));
  EXPECT_FALSE(ReadDuration(""));
  EXPECT_EQ(WriteDuration(std::chrono::seconds(90)), "90 s");
  EXPECT_EQ(WriteDuration(std::chrono::milliseconds(0)), "0");
}

TEST(Values, EditDistance) {
  EXPECT_EQ(EditDistance("port", "prot"), 2U);
  EXPECT_EQ(EditDistance("", "abc"), 3U);
  EXPECT_EQ(EditDistance("workers", "worker"), 1U);
}

}  // namespace
}  // namespace octavo
