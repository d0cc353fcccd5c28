#include "settings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "base/file.h"
#include "commands.h"
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
         "https://"},
        {"public_url = \"https://exa mple/\"",
         "a.toml:1: public_url: \"https://exa mple/\" is no address: write it as "
         "https://paper.example.org"},
        {"public_url = \"http://\"",
         "a.toml:1: public_url: \"http://\" is no address: write it as https://paper.example.org"},
        {"address = \"999.1.1.1\"",
         "a.toml:1: address: \"999.1.1.1\" is no IP address: write it as 127.0.0.1, 0.0.0.0 or "
         "::1"},
        {"user_agent = \"a\\r\\nX-Injected: b\"",
         "a.toml:1: user_agent: there are line ends or other control characters in it: write one "
         "line"},
        {"database = \"mysql://root:s3cret@a/b\"",
         "a.toml:1: database: this is no address of a PostgreSQL: write it as "
         "postgresql://host/name, or as host=… dbname=… user=…"}}) {
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

// The report's findings about a file of this text, and nothing else.
SettingsReport ReportOf(const std::string& text,
                        const std::map<std::string, std::string>& variables,
                        const Arguments& given = {}) {
  const std::filesystem::path file = std::filesystem::temp_directory_path() / "octavo_report.toml";
  EXPECT_TRUE(base::WriteFileAtomically(file, text));
  Arguments arguments = given;
  arguments.Set("config", file.string());
  std::vector<std::string> names;
  for (const auto& [name, value] : variables) names.push_back(name);
  SettingsReport report = ExamineSettings(
      arguments,
      [&](const std::string& name) -> std::optional<std::string> {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
      },
      names);
  std::filesystem::remove(file);
  return report;
}

TEST(Settings, TheReportSaysWhereEachValueComesFrom) {
  Arguments arguments;
  arguments.Set("workers", "3");
  const SettingsReport report = ReportOf("port = 9000\n\naddress = \"::1\"\nworkers = 1\n",
                                         {{"OCTAVO_PORT", "9001"}}, arguments);
  EXPECT_TRUE(report.problems.empty());
  std::map<std::string, std::pair<std::string, std::string>> by_name;
  for (const SettingValue& value : report.values) {
    by_name[value.name] = {value.value, value.origin.substr(value.origin.rfind('/') + 1)};
  }
  using Pair = std::pair<std::string, std::string>;
  EXPECT_EQ(by_name["port"], Pair("9001", "OCTAVO_PORT"));
  EXPECT_EQ(by_name["address"], Pair("\"::1\"", "octavo_report.toml:3"));
  EXPECT_EQ(by_name["workers"], Pair("3", "--workers"));
  EXPECT_EQ(by_name["concurrency"], Pair("64", "default"));
  EXPECT_EQ(by_name["allow"], Pair("[]", "default"));
}

TEST(Settings, TheReportTellsAllThatIsWrongAtOnce) {
  const SettingsReport report =
      ReportOf("prot = 1\nport = 70000\nworkers = 2\n",
               {{"OCTAVO_GROUP_WAIT", "soon"}, {"OCTAVO_WORKRES", "3"}, {"OCTAVO_PORT", "9002"}});
  ASSERT_EQ(report.problems.size(), 4U);
  EXPECT_TRUE(report.problems[0].ends_with(":1: \"prot\" is no setting: did you mean \"port\"?"));
  EXPECT_TRUE(report.problems[1].contains(":2: port: \"70000\" is not a whole number"));
  EXPECT_TRUE(report.problems[2].starts_with("environment variable OCTAVO_GROUP_WAIT: \"soon\""));
  EXPECT_TRUE(report.problems[3].ends_with("did you mean \"workers\"?"));
  EXPECT_EQ(report.settings.port, 9002);
  EXPECT_EQ(report.settings.workers, 2U);
  // A section and a wrong kind of value keep nothing else from being told; nor do files.
  const auto more = ReportOf(
      "prot = 1\nport = true\nrules = \"/nowhere/rules.toml\"\ndata = \"/dev/null\"\n[sub]\na = "
      "1\n",
      {});
  ASSERT_EQ(more.problems.size(), 5U);
  EXPECT_TRUE(more.problems[0].contains(":1: \"prot\" is no setting"));
  EXPECT_TRUE(more.problems[1].contains(":2: port: write a number"));
  EXPECT_TRUE(more.problems[2].contains(":5: sub: settings stand in no [section]"));
  EXPECT_TRUE(more.problems[3].starts_with("rules: opening /nowhere/rules.toml: "));
  EXPECT_EQ(more.problems[4], "data: /dev/null is no folder: name another one");
  Arguments arguments;
  arguments.Set("data", "/dev/null/x");
  EXPECT_EQ(Load(arguments, {}).error().message(),
            "data: /dev/null/x is no folder, for what stands above it is none: name another one");
}

TEST(Settings, WhatContradictsItself) {
  struct Case {
    const char* file;
    const char* words;  // in the only finding; empty: there is none
  };
  for (const Case& c : {Case{"instance = \"public\"", "public_url is empty"},
                        {"instance = \"public\"\npublic_url = \"https://a.example\"", ""},
                        {"address = \"0.0.0.0\"", "stands open in vain"},
                        {"address = \"::1\"", ""},
                        {"fetch_timeout = 0", "every fetch would fail"},
                        {"fetch_limit = \"1 kB\"", "most pages are larger"},
                        {"page_budget = \"1 MB\"", "smaller than fetch_limit"},
                        {"group_wait = \"2 h\"", "no story would appear"}}) {
    const SettingsReport report = ReportOf(c.file, {});
    EXPECT_TRUE(report.problems.empty()) << c.file;
    ASSERT_EQ(report.contradictions.size(), *c.words == '\0' ? 0U : 1U) << c.file;
    for (const std::string& found : report.contradictions) {
      EXPECT_TRUE(found.contains(c.words)) << c.file << ": " << found;
    }
  }
}

TEST(Settings, AFileToStartWithSaysNothingYet) {
  Settings settings;
  settings.port = 1;
  ASSERT_TRUE(ApplyToml(StartingToml(), "new", settings));
  EXPECT_EQ(settings.port, 1);
  // With the '#' taken away from its settings it says what is standard.
  std::string text;
  std::string file = StartingToml();
  for (size_t at = 0; at < file.size();) {
    const size_t end = file.find('\n', at);
    const std::string line = file.substr(at, end - at);
    if (line.contains(" = ") && line.starts_with("# ")) text += line.substr(2) + "\n";
    at = end + 1;
  }
  ASSERT_TRUE(ApplyToml(text, "new", settings)) << text;
  EXPECT_EQ(WriteToml(settings), WriteToml(Load({}, {}).value()));
}

// The documentation names a flag for each.
TEST(Settings, EachIsAFlagOfTheCommandsThatGoByIt) {
  const std::set<std::string_view> of_the_paper = {"address", "port", "port-attempts", "public-url",
                                                   "instance"};
  const auto has = [](const Command& command, std::string_view flag) {
    return std::ranges::find(command.options, flag, &Option::name) != command.options.end();
  };
  for (const Option& setting : AllSettingOptions()) {
    EXPECT_TRUE(has(RunCommand(), setting.name)) << "octavo run --" << setting.name;
    EXPECT_NE(has(WorkCommand(), setting.name), of_the_paper.contains(setting.name))
        << "octavo work --" << setting.name;
    EXPECT_TRUE(!of_the_paper.contains(setting.name) || has(ServeCommand(), setting.name))
        << "octavo serve --" << setting.name;
  }
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
