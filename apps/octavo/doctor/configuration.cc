#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/secrets.h"
#include "doctor/examination.h"

namespace octavo::doctor {
namespace {

constexpr std::string_view kCheck = "configuration";

// A password in a file that everybody on the machine may read.
void CheckSecrets(const SettingsReport& report, Notes& notes) {
  const std::string& database = report.settings.database;
  const bool secret =
      base::MaskSecrets(database) != database &&
      std::ranges::any_of(report.values, [&](const SettingValue& value) {
        return value.name == "database" && value.origin.starts_with(report.files.front() + ":");
      });
  struct stat file{};
  if (!secret || stat(report.files.front().c_str(), &file) != 0 || (file.st_mode & 0077) == 0) {
    return;
  }
  notes.Find(
      kCheck,
      fmt::format("{} holds a password, and others than its owner may read it",
                  report.files.front()),
      "whoever has an account on this machine can read and change everything in the database",
      // The service's own user comes into being with it, and reads no file of root's alone.
      file.st_uid == 0
          ? fmt::format("take the line out and write OCTAVO_DATABASE=… into a file of root's with "
                        "mode 600; systemctl edit octavo: [Service] EnvironmentFile=THAT FILE. If "
                        "root itself runs Octavo: chmod 600 {}",
                        report.files.front())
          : fmt::format("chmod 600 {}", report.files.front()));
}

}  // namespace

void CheckConfiguration(const SettingsReport& report, Notes& notes) {
  const size_t before = notes.findings().size();
  for (const std::string& problem : report.problems) {
    const bool variable =
        problem.starts_with("environment variable OCTAVO_") && problem.contains(" is no setting: ");
    const bool rules = problem.starts_with("rules: ");
    notes.Find(kCheck, problem,
               variable ? "it has no effect: what was meant by it is not so"
               : rules  ? "`octavo run` and `octavo work` do not start until it is mended"
                        : "no command of Octavo starts until it is mended",
               "mend that line; `octavo config --docs` explains every setting, `octavo config "
               "--check` looks again");
  }
  for (const std::string& contradiction : report.contradictions) {
    const size_t colon = contradiction.find(": ");
    const size_t semicolon = contradiction.rfind("; ");
    notes.Find(kCheck, contradiction.substr(0, colon),
               contradiction.substr(colon + 2, semicolon - colon - 2),
               contradiction.substr(semicolon + 2));
  }
  if (report.files.size() > 1) {
    notes.Find(
        kCheck,
        fmt::format("there are two configuration files, and {} is not read", report.files[1]),
        fmt::format("what is changed there has no effect here, where {} comes first",
                    report.files[0]),
        fmt::format("put all of it into one of them, or name it: --config {}", report.files[1]));
  }
  if (!report.files.empty()) CheckSecrets(report, notes);
  if (notes.findings().size() > before) return;
  const auto changed = std::ranges::count_if(
      report.values, [](const SettingValue& value) { return value.origin != "default"; });
  notes.Well(kCheck, fmt::format("{}, {} of {} settings given",
                                 report.files.empty() ? "no file" : report.files.front(), changed,
                                 report.values.size()));
}

}  // namespace octavo::doctor
