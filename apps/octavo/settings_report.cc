// What is told of the settings: where each value comes from, what is wrong with them, the page
// about them, files to start with.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "base/secrets.h"
#include "rules_file.h"
#include "settings.h"
#include "settings_table.h"
#include "settings_values.h"

namespace octavo {
namespace {

std::vector<std::string> Contradictions(const Settings& settings) {
  std::vector<std::string> found;
  const bool loopback = settings.address.starts_with("127.") || settings.address == "::1";
  if (settings.instance == Instance::kPublic && settings.public_url.empty()) {
    found.emplace_back(
        "instance is \"public\" but public_url is empty: feeds and links would name an address "
        "that nobody else can open; set public_url to the address that readers type");
  }
  if (settings.instance == Instance::kPrivate && !loopback) {
    found.push_back(fmt::format(
        "instance is \"private\" but address is {}: a private paper answers nobody but this "
        "machine, so the port stands open in vain; set address to 127.0.0.1 and put a proxy that "
        "asks for a password in front (docs/operate.md), or set instance to \"public\"",
        settings.address));
  }
  if (settings.fetch_timeout < std::chrono::seconds(1)) {
    found.emplace_back("fetch_timeout is 0: every fetch would fail; set it to \"30 s\"");
  }
  if (settings.fetch_limit < 64 * 1024) {
    found.push_back(fmt::format(
        "fetch_limit is {}: most pages are larger and would be refused; set it to \"16 MB\"",
        WriteSize(settings.fetch_limit)));
  }
  if (settings.page_budget < settings.fetch_limit) {
    found.push_back(fmt::format(
        "page_budget ({}) is smaller than fetch_limit ({}): a single page may be more than all "
        "the room for pages; raise page_budget",
        WriteSize(settings.page_budget), WriteSize(settings.fetch_limit)));
  }
  if (settings.port != 0 && settings.port < 1024 && geteuid() != 0) {
    found.push_back(
        fmt::format("port is {}: ports below 1024 are for root; take 8080 and a proxy in front "
                    "(docs/operate.md)",
                    settings.port));
  }
  if (settings.group_wait > std::chrono::hours(1)) {
    found.push_back(
        fmt::format("group_wait is {}: no story would appear for that long; set it to \"5 s\"",
                    WriteDuration(settings.group_wait)));
  }
  return found;
}

// "a folder" -> "A folder."
std::string Sentence(std::string_view help) {
  std::string sentence(help);
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z') {
    sentence[0] = static_cast<char>(sentence[0] - 32);
  }
  return sentence + ".";
}

}  // namespace

SettingsReport ExamineSettings(const Arguments& arguments, const Environment& environment,
                               const std::vector<std::string>& names) {
  SettingsReport report;
  report.settings = StandardSettings();
  std::map<std::string, std::string, std::less<>> origins;
  const auto note = [&](const base::Status& set, std::string_view name, std::string origin) {
    if (set) origins[std::string(name)] = std::move(origin);
    if (!set) report.problems.push_back(set.error().message());
  };
  if (auto files = ConfigurationFiles(arguments, environment); files) {
    report.files = *std::move(files);
  } else {
    report.problems.push_back(files.error().message());
  }
  if (!report.files.empty()) {
    const std::string& file = report.files.front();
    const auto values = ReadFileValues(file);
    if (!values) report.problems.push_back(values.error().message());
    for (const FileValue& value : values ? *values : std::vector<FileValue>()) {
      note(ApplyFileValue(value, file, report.settings), value.key,
           fmt::format("{}:{}", file, value.line));
    }
  }
  for (const Setting& setting : Table()) {
    for (const Given& given : GivenOutsideFiles(setting, arguments, environment)) {
      base::Status set = setting.set(report.settings, given.value);
      if (!set) set = base::Fail(std::move(set).error().With(given.place));
      note(set, setting.name, given.origin);
    }
    const auto origin = origins.find(setting.name);
    report.values.push_back({std::string(setting.name),
                             FileSyntaxOf(base::MaskSecrets(setting.get(report.settings)),
                                          setting.value.ends_with("…")),
                             origin == origins.end() ? "default" : origin->second});
  }
  for (const base::Status& usable :
       {CheckRules(report.settings.rules), CheckPlace(report.settings.data)}) {
    if (!usable) report.problems.push_back(usable.error().message());
  }
  for (std::string& problem : UnknownVariables(names)) {
    report.problems.push_back(std::move(problem));
  }
  report.contradictions = Contradictions(report.settings);
  return report;
}

std::string SettingsDocumentation() {
  std::string out =
      "# Settings\n\n"
      "<!-- Printed by `octavo config --docs`; a test compares. Change apps/octavo/settings.cc, "
      "not this page. -->\n\n"
      "Every setting can stand in a configuration file, in the environment, or behind a command "
      "as a flag; a flag\noverrules the environment, and that the file. The file is TOML: the one "
      "that `--config` or `OCTAVO_CONFIG` names,\nelse `octavo.toml` in the working folder, else "
      "`/etc/octavo/octavo.toml`. `octavo config` prints what counts now.\n\n"
      "Sizes are written as `500 MB` or `5 GB`, times as `250 ms`, `30 s`, `5 min` or `12 h`; in "
      "the file a list is an array\n(`allow = [\"127.0.0.1:9000\"]`), elsewhere its items stand "
      "behind each other with commas.\n";
  std::string_view group;
  for (const Setting& setting : Table()) {
    if (setting.group != group) {
      group = setting.group;
      out += fmt::format(
          "\n## {}\n\n| in the file | in the environment | as a flag | standard | "
          "what it does |\n|---|---|---|---|---|\n",
          group);
    }
    out += fmt::format("| `{}` | `{}` | `--{} {}` | {} | {} |\n", setting.name,
                       VariableName(setting.name), FlagName(setting.name), setting.value,
                       setting.standard.empty() ? "" : fmt::format("`{}`", setting.standard),
                       setting.help);
  }
  return out;
}

std::string WriteToml(const Settings& settings) {
  std::string out;
  for (const Setting& setting : Table()) {
    const std::string value = setting.get(settings);
    out +=
        fmt::format("{} = {}\n", setting.name, FileSyntaxOf(value, setting.value.ends_with("…")));
  }
  return out;
}

std::string WriteToml(const SettingsReport& report) {
  size_t longest = 0;
  std::vector<std::string> lines;
  for (const SettingValue& value : report.values) {
    lines.push_back(fmt::format("{} = {}", value.name, value.value));
    longest = std::max(longest, std::min(lines.back().size(), size_t{48}));
  }
  std::string out;
  for (size_t i = 0; i < lines.size(); ++i) {
    out += fmt::format("{:<{}}  # {}\n", lines[i], longest, report.values[i].origin);
  }
  return out;
}

std::string StartingToml() {
  std::string out =
      "# The configuration of Octavo. What is commented out has its standard value; take the '#' "
      "away\n# to change it. `octavo config --check` says whether all is well, `octavo config` "
      "what counts.\n# Sizes: \"500 MB\", \"5 GB\". Times: \"250 ms\", \"30 s\", \"5 min\", "
      "\"12 h\".\n";
  std::string_view group;
  for (const Setting& setting : Table()) {
    if (setting.group != group) {
      group = setting.group;
      out += fmt::format("\n# ---- {} ----\n", group);
    }
    Settings settings = StandardSettings();
    out += fmt::format("\n# {}\n# {} = {}\n", Sentence(setting.help), setting.name,
                       FileSyntaxOf(setting.get(settings), setting.value.ends_with("…")));
  }
  return out;
}

std::vector<SettingRow> SettingRows() {
  std::vector<SettingRow> rows;
  for (const Setting& setting : Table()) {
    rows.push_back({std::string(setting.name), VariableName(setting.name), FlagName(setting.name),
                    std::string(setting.value), std::string(setting.standard),
                    std::string(setting.help)});
  }
  return rows;
}

std::vector<std::pair<std::string, std::string>> SettingChoices() {
  std::vector<std::pair<std::string, std::string>> choices;
  for (const Setting& setting : Table()) {
    for (const std::string_view choice : setting.choices) {
      choices.emplace_back(FlagName(setting.name), choice);
    }
  }
  return choices;
}

}  // namespace octavo
