#include "settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <deque>

#include "base/file.h"
#include "base/json.h"
#include "base/utf8.h"
#include "net/address.h"
#include "net/url.h"
#include "settings_file.h"
#include "settings_table.h"
#include "settings_values.h"
#include "store/store.h"

namespace octavo {
namespace {

using base::ErrorKind;
using base::Status;

Setting Text(std::string_view name, std::string_view group, std::string_view value,
             std::string_view standard, std::string_view help, std::string Settings::* member) {
  return {name,
          group,
          value,
          standard,
          help,
          [member](Settings& settings, std::string_view given) -> Status {
            settings.*member = std::string(given);
            return {};
          },
          [member](const Settings& settings) { return settings.*member; }};
}

// A setting whose text `read` understands and `write` makes.
template <typename T, typename Parse, typename Write>
Setting Parsed(std::string_view name, std::string_view group, std::string_view value,
               std::string_view standard, std::string_view help, T Settings::* member,
               const Parse& read, const Write& write) {
  return {name,
          group,
          value,
          standard,
          help,
          [member, read](Settings& settings, std::string_view given) -> Status {
            TRY_ASSIGN(auto parsed, read(given));
            settings.*member = static_cast<T>(parsed);
            return {};
          },
          [member, write](const Settings& settings) { return write(settings.*member); },
          value == "N" || value == "PORT" || value == "SIZE" || value == "TIME"};
}

template <typename T>
Setting Number(std::string_view name, std::string_view group, std::string_view value,
               std::string_view standard, std::string_view help, T Settings::* member,
               int64_t least, int64_t most) {
  return Parsed(
      name, group, value, standard, help, member,
      [least, most](std::string_view given) { return ReadNumber(given, least, most); },
      [](T number) { return fmt::format("{}", number); });
}

template <typename Duration>
Setting Time(std::string_view name, std::string_view group, std::string_view standard,
             std::string_view help, Duration Settings::* member) {
  return Parsed(
      name, group, "TIME", standard, help, member,
      [](std::string_view given) -> base::Result<Duration> {
        TRY_ASSIGN(const std::chrono::milliseconds time, ReadDuration(given));
        return std::chrono::duration_cast<Duration>(time);
      },
      [](Duration time) {
        return WriteDuration(std::chrono::duration_cast<std::chrono::milliseconds>(time));
      });
}

Setting List(std::string_view name, std::string_view group, std::string_view value,
             std::string_view help, std::vector<std::string> Settings::* member) {
  return Parsed(
      name, group, value, "", help, member,
      [](std::string_view given) -> base::Result<std::vector<std::string>> {
        return SplitList(given);
      },
      [](const std::vector<std::string>& items) {
        return fmt::format("{}", fmt::join(items, ","));
      });
}

// As List, of entries that net understands.
Setting Allowed(std::string_view name, std::string_view group, std::string_view value,
                std::string_view help, std::vector<std::string> Settings::* member) {
  Setting setting = List(name, group, value, help, member);
  setting.set = [set = setting.set](Settings& settings, std::string_view given) -> Status {
    TRY(net::AllowList::Parse(given));
    return set(settings, given);
  };
  return setting;
}

Setting Size(std::string_view name, std::string_view group, std::string_view standard,
             std::string_view help, int64_t Settings::* member) {
  return Parsed(name, group, "SIZE", standard, help, member, ReadSize, WriteSize);
}

template <typename T>
Setting Choice(std::string_view name, std::string_view group, std::string_view value,
               std::string_view standard, std::string_view help, T Settings::* member,
               const std::vector<std::pair<std::string_view, T>>& choices) {
  Setting setting = Parsed(
      name, group, value, standard, help, member,
      [choices](std::string_view given) -> base::Result<T> {
        std::string names;
        for (const auto& [text, choice] : choices) {
          if (text == given) return choice;
          names += fmt::format("{}\"{}\"", names.empty() ? "" : " or ", text);
        }
        return base::Fail(ErrorKind::kInvalidInput, fmt::format("\"{}\" is not {}", given, names));
      },
      [choices](T chosen) {
        const auto found =
            std::ranges::find(choices, chosen, &std::pair<std::string_view, T>::second);
        return std::string(found->first);
      });
  for (const auto& [text, choice] : choices) setting.choices.push_back(text);
  return setting;
}

Setting Address() {
  return Parsed(
      "address", "The paper", "ADDRESS", "127.0.0.1",
      "address to listen at; 0.0.0.0 is every address of the machine", &Settings::address,
      [](std::string_view given) -> base::Result<std::string> {
        if (net::IpAddress::Parse(given)) return std::string(given);
        return base::Fail(ErrorKind::kInvalidInput,
                          fmt::format("\"{}\" is no IP address: write it as 127.0.0.1, 0.0.0.0 or "
                                      "::1",
                                      given));
      },
      [](const std::string& address) { return address; });
}

Setting UserAgent() {
  return Parsed(
      "user_agent", "Fetching", "TEXT", "Octavo/" OCTAVO_VERSION " (news reader)",
      "how Octavo names itself to publishers; add an address where its owner can be reached",
      &Settings::user_agent,
      [](std::string_view given) -> base::Result<std::string> {
        // A line end would begin a header of its own.
        if (base::Printable(given) == given) return std::string(given);
        return base::Fail(ErrorKind::kInvalidInput,
                          "there are line ends or other control characters in it: write one line");
      },
      [](const std::string& name) { return name; });
}

Setting PublicUrl() {
  return Parsed(
      "public_url", "The paper", "URL", "",
      "address at which readers reach the paper from outside, as feeds and links name it",
      &Settings::public_url,
      [](std::string_view given) -> base::Result<std::string> {
        const bool http = given.starts_with("http://") || given.starts_with("https://");
        if (!given.empty() && !http) {
          return base::Fail(ErrorKind::kInvalidInput,
                            fmt::format("\"{}\" does not start with http:// or https://", given));
        }
        if (!given.empty() && !net::Url::Parse(given)) {
          return base::Fail(ErrorKind::kInvalidInput,
                            fmt::format("\"{}\" is no address: write it as "
                                        "https://paper.example.org",
                                        given));
        }
        while (given.ends_with('/')) given.remove_suffix(1);
        return std::string(given);
      },
      [](const std::string& url) { return url; });
}

Setting Database() {
  return Parsed(
      "database", "The data folder", "URL", "",
      "PostgreSQL that holds everything instead of the files of the data folder, as "
      "postgresql://user@host/name; a password stands better in the environment or in ~/.pgpass",
      &Settings::database,
      [](std::string_view given) -> base::Result<std::string> {
        // Without what was given: it may hold a password.
        if (!given.empty() && !store::IsDatabaseAddress(std::string(given))) {
          return base::Fail(ErrorKind::kInvalidInput,
                            "this is no address of a PostgreSQL: write it as "
                            "postgresql://host/name, or as host=… dbname=… user=…");
        }
        return std::string(given);
      },
      [](const std::string& database) { return store::WithoutPassword(database); });
}

// THE TABLE.
std::vector<Setting> MakeTable() {
  using base::LogFormat;
  using base::LogLevel;
  return {
      Parsed(
          "data", "The data folder", "FOLDER", ".octavo",
          "folder that holds everything Octavo knows; made when it is missing", &Settings::data,
          [](std::string_view given) -> base::Result<std::filesystem::path> {
            if (given.empty()) return base::Fail(ErrorKind::kInvalidInput, "a folder is needed");
            return std::filesystem::path(given);
          },
          [](const std::filesystem::path& path) { return path.string(); }),
      Database(),
      Size("page_budget", "The data folder", "5 GB",
           "room for pages as fetched, compressed; the oldest are dropped first",
           &Settings::page_budget),

      Address(),
      Number("port", "The paper", "PORT", "8080", "port to listen at; 0 takes any free one",
             &Settings::port, 0, 65535),
      Number("port_attempts", "The paper", "N", "20",
             "how many ports to try, one after the other, while they are taken",
             &Settings::port_attempts, 1, 1000),
      PublicUrl(),
      Choice<Instance>("instance", "The paper", "KIND", "private",
                       "private: for its readers alone; public: shows of each article what the law "
                       "lets a stranger show",
                       &Settings::instance,
                       {{"private", Instance::kPrivate}, {"public", Instance::kPublic}}),

      UserAgent(),
      Allowed(
          "allow", "Fetching", "HOST:PORT,…",
          "addresses inside the own network that may be fetched from; *.localhost:9000 stands for "
          "every host below localhost at that port",
          &Settings::allow),
      Text("rules", "Fetching", "FILE", "",
           "rules of your own for sites that are read wrong: where their text stands, how they are "
           "asked",
           &Settings::rules),
      Number("concurrency", "Fetching", "N", "64", "how many fetches may be under way at once",
             &Settings::concurrency, 1, 10'000),
      Time("fetch_timeout", "Fetching", "30 s", "the longest that one fetch may take",
           &Settings::fetch_timeout),
      Size("fetch_limit", "Fetching", "16 MB",
           "the largest page or feed that is taken in, after decompression",
           &Settings::fetch_limit),
      Time("poll_interval", "Fetching", "1 h",
           "how often a source is asked for news at first; each finds its own pace then, from 15 "
           "minutes to a day",
           &Settings::poll_interval),

      Number("workers", "Reading and grouping", "N", "0",
             "threads that read pages; 0: one for each core", &Settings::workers, 0, 1024),
      Time("group_wait", "Reading and grouping", "5 s",
           "how long articles wait for others of their batch before they are grouped into stories, "
           "while pages are still being read",
           &Settings::group_wait),

      Choice<LogLevel>("log_level", "The log", "LEVEL", "info",
                       "what is told on standard error: debug, info, warning or error",
                       &Settings::log_level,
                       {{"debug", LogLevel::kDebug},
                        {"info", LogLevel::kInfo},
                        {"warning", LogLevel::kWarning},
                        {"error", LogLevel::kError}}),
      Choice<LogFormat>("log_format", "The log", "FORMAT", "text",
                        "text for people, json for machines: one object a line",
                        &Settings::log_format,
                        {{"text", LogFormat::kText}, {"json", LogFormat::kJson}}),
  };
}

}  // namespace

const std::vector<Setting>& Table() {
  static const std::vector<Setting> kTable = MakeTable();
  return kTable;
}

const Setting* FindSetting(std::string_view name) {
  const auto found = std::ranges::find(Table(), name, &Setting::name);
  return found == Table().end() ? nullptr : &*found;
}

std::string FlagName(std::string_view name) {
  std::string flag(name);
  std::ranges::replace(flag, '_', '-');
  return flag;
}

std::string VariableName(std::string_view name) {
  std::string variable = "OCTAVO_";
  for (const char c : name) variable += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
  return variable;
}

Settings StandardSettings() {
  Settings settings;
  for (const Setting& setting : Table()) {
    CHECK(setting.set(settings, setting.standard).has_value());
  }
  return settings;
}

namespace {

constexpr const char* kUsualFiles[] = {"octavo.toml", "/etc/octavo/octavo.toml"};

// "did you mean …" for a key that is none, or where all keys are told.
std::string WhatToDoAbout(std::string_view key) {
  std::vector<std::string_view> names;
  for (const Setting& setting : Table()) names.push_back(setting.name);
  if (const auto nearest = NearestName(key, names); !nearest.empty()) {
    return fmt::format("did you mean \"{}\"?", nearest);
  }
  return "see `octavo config --docs` for all settings";
}

}  // namespace

base::Result<std::vector<std::string>> ConfigurationFiles(const Arguments& arguments,
                                                          const Environment& environment) {
  std::vector<std::string> files;
  std::error_code ignored;
  if (const auto given = arguments.Get("config"); !given.empty()) {
    if (!std::filesystem::exists(given, ignored)) {
      return base::Fail(ErrorKind::kNotFound,
                        fmt::format("--config {}: there is no such file", given));
    }
    files.emplace_back(given);
    return files;
  }
  if (const auto given = environment("OCTAVO_CONFIG"); given && !given->empty()) {
    if (!std::filesystem::exists(*given, ignored)) {
      return base::Fail(ErrorKind::kNotFound,
                        fmt::format("OCTAVO_CONFIG={}: there is no such file", *given));
    }
    files.push_back(*given);
    return files;
  }
  for (const char* usual : kUsualFiles) {
    if (std::filesystem::exists(usual, ignored)) files.emplace_back(usual);
  }
  return files;
}

base::Result<std::vector<FileValue>> ReadFileValues(const std::string& file) {
  TRY_ASSIGN(const std::string text, base::ReadFile(file, size_t{1} << 20));
  return ReadSettingsFile(text, file);
}

Status ApplyFileValue(const FileValue& value, std::string_view file, Settings& settings) {
  const Setting* setting = FindSetting(value.key);
  if (!value.problem.empty()) {
    return base::Fail(ErrorKind::kInvalidInput,
                      fmt::format("{}:{}: {}: {}", file, value.line, value.key, value.problem));
  }
  if (setting == nullptr) {
    return base::Fail(ErrorKind::kInvalidInput,
                      fmt::format("{}:{}: \"{}\" is no setting: {}", file, value.line, value.key,
                                  WhatToDoAbout(value.key)));
  }
  const std::string place = fmt::format("{}:{}: {}", file, value.line, value.key);
  if (value.bare_number && !setting->bare_number) {
    return base::Fail(ErrorKind::kInvalidInput,
                      fmt::format("{}: a number is given, but this is a text: write it in "
                                  "\"quotes\"",
                                  place));
  }
  TRY_WITH(place, setting->set(settings, value.text));
  return {};
}

std::vector<Given> GivenOutsideFiles(const Setting& setting, const Arguments& arguments,
                                     const Environment& environment) {
  std::vector<Given> given;
  const std::string variable = VariableName(setting.name);
  if (const auto value = environment(variable); value && !value->empty()) {
    given.push_back({fmt::format("environment variable {}", variable), variable, *value});
  }
  const std::string flag = FlagName(setting.name);
  if (arguments.Has(flag)) {
    given.push_back({"--" + flag, "--" + flag, std::string(arguments.Get(flag))});
  }
  return given;
}

Environment ProcessEnvironment() {
  return [](const std::string& name) -> std::optional<std::string> {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
  };
}

std::vector<std::string> NamesOfEnvironment() {
  std::vector<std::string> names;
  for (char** variable = environ; variable != nullptr && *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    names.emplace_back(text.substr(0, text.find('=')));
  }
  return names;
}

std::vector<std::string> UnknownVariables(const std::vector<std::string>& names) {
  constexpr std::string_view kPrefix = "OCTAVO_";
  // Read by `octavo`, its tests and its tools, beside the settings.
  constexpr std::string_view kOthers[] = {"OCTAVO_CONFIG", "OCTAVO_NEWSROOM", "OCTAVO_SHARED_DIR",
                                          "OCTAVO_TEST_POSTGRES"};
  std::vector<std::string> unknown;
  for (const std::string& name : names) {
    if (!name.starts_with(kPrefix) || std::ranges::find(kOthers, name) != std::end(kOthers)) {
      continue;
    }
    std::string key = name.substr(kPrefix.size());
    for (char& c : key) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    if (VariableName(key) == name && FindSetting(key) != nullptr) continue;
    unknown.push_back(fmt::format("environment variable {}: \"{}\" is no setting: {}", name, key,
                                  WhatToDoAbout(key)));
  }
  return unknown;
}

namespace {

// For the settings that `wanted` says yes to.
template <typename Wanted>
std::vector<Option> OptionsFor(Wanted wanted) {
  // The options are views: what they show lives here for as long as the program.
  static std::deque<std::string> texts;
  std::vector<Option> options;
  for (const Setting& setting : Table()) {
    if (!wanted(setting.name)) continue;
    const std::string& flag = texts.emplace_back(FlagName(setting.name));
    const std::string& help = texts.emplace_back(
        setting.standard.empty() ? std::string(setting.help)
                                 : fmt::format("{} ({})", setting.help, setting.standard));
    options.push_back({flag, setting.value, help});
  }
  options.push_back(
      {"config", "FILE", "configuration file (./octavo.toml or /etc/octavo/octavo.toml)"});
  return options;
}

}  // namespace

std::vector<Option> SettingOptions(std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) CHECK(FindSetting(name) != nullptr);
  return OptionsFor(
      [&](std::string_view name) { return std::ranges::find(names, name) != names.end(); });
}

std::vector<Option> AllSettingOptions() {
  return OptionsFor([](std::string_view) { return true; });
}

base::Status ApplyToml(std::string_view text, std::string_view file, Settings& settings) {
  TRY_ASSIGN(const auto values, ReadSettingsFile(text, file));
  for (const FileValue& value : values) TRY(ApplyFileValue(value, file, settings));
  return {};
}

base::Result<Settings> LoadSettings(const Arguments& arguments, const Environment& environment) {
  Settings settings = StandardSettings();
  TRY_ASSIGN(const auto files, ConfigurationFiles(arguments, environment));
  if (!files.empty()) {
    TRY_ASSIGN(const auto values, ReadFileValues(files.front()));
    for (const FileValue& value : values) TRY(ApplyFileValue(value, files.front(), settings));
  }
  for (const Setting& setting : Table()) {
    for (const Given& given : GivenOutsideFiles(setting, arguments, environment)) {
      TRY_WITH(given.place, setting.set(settings, given.value));
    }
  }
  TRY(CheckPlace(settings.data));
  return settings;
}

Status CheckPlace(const std::filesystem::path& data) {
  std::error_code error;
  const auto status = std::filesystem::status(data, error);
  const bool below_file = error == std::errc::not_a_directory;
  if (!below_file && (!std::filesystem::exists(status) || std::filesystem::is_directory(status))) {
    return {};
  }
  return base::Fail(ErrorKind::kInvalidInput,
                    fmt::format("data: {} is no folder{}: name another one", data.string(),
                                below_file ? ", for what stands above it is none" : ""));
}

}  // namespace octavo
