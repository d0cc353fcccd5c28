#include <fmt/format.h>

#include "commands.h"
#include "owner.h"
#include "settings.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "config";

// 0: all well; 1: there are findings; each is a line on standard output.
int Check(const SettingsReport& report) {
  for (const std::string& problem : report.problems) fmt::print("{}\n", problem);
  for (const std::string& contradiction : report.contradictions) fmt::print("{}\n", contradiction);
  if (report.files.size() > 1) {
    fmt::print("{} is not read, because there is {}\n", report.files[1], report.files[0]);
  }
  if (!report.problems.empty() || !report.contradictions.empty()) return kFailed;
  fmt::print("the configuration is in order ({})\n",
             report.files.empty() ? "there is no file" : report.files.front());
  return kDone;
}

int Run(const Arguments& arguments) {
  if (arguments.Has("docs")) {
    fmt::print("{}", SettingsDocumentation());
    return kDone;
  }
  if (arguments.Has("new")) {
    fmt::print("{}", StartingToml());
    return kDone;
  }
  const SettingsReport report =
      ExamineSettings(arguments, ProcessEnvironment(), NamesOfEnvironment());
  if (arguments.Has("check")) return Check(report);
  for (const std::string& problem : report.problems) Complain(kName, kUsage, problem);
  fmt::print("{}", WriteToml(report));
  return report.problems.empty() ? kDone : kUsage;
}

}  // namespace

Command ConfigCommand() {
  auto options = AllSettingOptions();
  const Option own[] = {
      {"check", "", "say what is wrong with the configuration, or that all is well"},
      {"new", "", "print a configuration file to start with, all settings explained"},
      {"docs", "", "print docs/settings.md, the page about all settings"},
  };
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {"config",
          "print the settings that count and where each comes from, or check them",
          "Prints every setting with the value that counts here and now, in the syntax of the\n"
          "configuration file, and behind it where the value comes from: the standard value, a\n"
          "line of the file, a variable of the environment, a flag. Nothing is changed.\n\n"
          "--check tells all that is wrong at once: what cannot be understood, settings that do\n"
          "not exist, and settings that contradict each other. The exit status is then 1.",
          "",
          std::move(options),
          Run,
          "  octavo config --new > octavo.toml        start a configuration file\n"
          "  octavo config --check                    before a restart\n"
          "  OCTAVO_PORT=9000 octavo config           what the environment changes"};
}

}  // namespace octavo
