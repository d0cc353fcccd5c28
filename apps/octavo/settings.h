#pragma once
// The settings: one table makes the TOML file, the environment, the flags and their documentation.
//
// A setting is given, the later overruling the earlier, by its standard value, the configuration
// file, the environment (OCTAVO_GROUP_WAIT), a flag (--group-wait). Only what some command reads is
// a setting. `docs/settings.md` is printed by `octavo config --docs`; a test compares the two.

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "command.h"

namespace octavo {

enum class Instance {
  kPrivate,  // for its readers alone
  kPublic,   // shows what design §9 lets a public instance show
};

struct Settings {
  std::filesystem::path data;
  std::string
      database;  // a PostgreSQL, with its password perhaps: never to be printed; empty: none

  std::string address;
  uint16_t port = 0;
  int port_attempts = 0;
  std::string public_url;  // "https://paper.example.org", without '/' at the end; empty: none
  Instance instance = Instance::kPrivate;

  std::string user_agent;
  std::vector<std::string> allow;  // "127.0.0.1:9000", "*.localhost:9000"
  std::string rules;               // the file of the owner's rules for sites; empty: none
  int concurrency = 0;
  std::chrono::seconds fetch_timeout{0};
  int64_t fetch_limit = 0;  // bytes, decompressed
  std::chrono::milliseconds poll_interval{0};

  unsigned workers = 0;
  std::chrono::milliseconds group_wait{0};
  int64_t page_budget = 0;  // bytes, compressed

  base::LogLevel log_level = base::LogLevel::kInfo;
  base::LogFormat log_format = base::LogFormat::kText;
};

// Where a name of the environment is looked up; the real one is std::getenv.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Environment ProcessEnvironment();

// The settings as flags, for a command's list of options: those named, in the table's order, then
// --config. Precondition: every name is a setting's.
std::vector<Option> SettingOptions(std::initializer_list<std::string_view> names);

// The same with all settings.
std::vector<Option> AllSettingOptions();

// Reads file, environment and flags. The file is the one that --config or OCTAVO_CONFIG names,
// else octavo.toml in the working folder, else /etc/octavo/octavo.toml, else none.
// kInvalidInput and kNotFound with the place (file and line, variable, flag), the key and what to
// do.
base::Result<Settings> LoadSettings(const Arguments& arguments,
                                    const Environment& environment = ProcessEnvironment());

// Where the value of a setting comes from.
struct SettingValue {
  std::string name;    // "group_wait"
  std::string value;   // as the file writes it; secrets are masked
  std::string origin;  // "default", "octavo.toml:3", "OCTAVO_GROUP_WAIT", "--group-wait"
};

// Everything about the settings of here and now, wrong ones too.
struct SettingsReport {
  Settings settings;                  // a setting that is wrong keeps the value that it overrules
  std::vector<std::string> files;     // the configuration file first; the others are not read
  std::vector<SettingValue> values;   // in the table's order
  std::vector<std::string> problems;  // LoadSettings refuses the first of them
  std::vector<std::string> contradictions;  // each value is right, together they are not
};

// As LoadSettings, but goes on after what is wrong. `names` are those of all variables of the
// environment.
SettingsReport ExamineSettings(const Arguments& arguments, const Environment& environment,
                               const std::vector<std::string>& names);

// That the data folder is one, or can be made: kInvalidInput where a file stands there or above it.
base::Status CheckPlace(const std::filesystem::path& data);

// In words, what is wrong with each name (as "OCTAVO_PROT") that begins like a setting's variable
// and is none, nor one of the few that Octavo's tools read.
std::vector<std::string> UnknownVariables(const std::vector<std::string>& names);
std::vector<std::string> NamesOfEnvironment();

// The same from a configuration file's text; `file` is its name in messages.
base::Status ApplyToml(std::string_view text, std::string_view file, Settings& settings);

// docs/settings.md.
std::string SettingsDocumentation();

// Every setting with the value that counts, as a configuration file that could be read again.
std::string WriteToml(const Settings& settings);
// The same, each line with where its value comes from as a comment.
std::string WriteToml(const SettingsReport& report);
// A file to start with: every setting's explanation and standard value as comments.
std::string StartingToml();

// The table as texts, for pages about it.
struct SettingRow {
  std::string name;
  std::string variable;
  std::string flag;
  std::string value;     // what stands for it: "PORT"
  std::string standard;  // empty: none
  std::string help;      // one sentence without final stop
};
std::vector<SettingRow> SettingRows();

// Values of settings that are one of a few words, by the setting's flag: {"log-level", "debug"}, ….
std::vector<std::pair<std::string, std::string>> SettingChoices();

}  // namespace octavo
