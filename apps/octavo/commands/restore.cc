#include <fmt/format.h>

#include "commands.h"
#include "owner.h"
#include "store/backup.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "restore";

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  if (arguments.positional.size() != 1) {
    return Complain(kName, kUsage, "name one backup: a file or a folder");
  }
  if (!settings->database.empty()) {
    return Complain(kName, kFailed,
                    "this instance is on PostgreSQL: restore it with pg_restore, or restore into a "
                    "data folder and carry it over with `octavo move`");
  }
  if (NamesDatabase(settings->data.string())) {
    return Complain(kName, kUsage, "--data names a folder; a PostgreSQL is named with --database");
  }
  store::RestoreOptions options;
  options.backup = arguments.positional.front();
  options.folder = settings->data;
  if (arguments.Has("replace")) options.existing = store::Existing::kReplace;
  for (const auto& may : {MayRead(options.backup), MayWrite(options.folder)}) {
    if (!may) return Complain(kName, kFailed, may.error().message());
  }
  const auto report = store::RestoreBackup(options);
  if (!report) return Complain(kName, kFailed, report.error().message());
  fmt::print("{}: {}, {}, read back and found whole\n", options.folder.string(),
             CountOf(report->copied.bytes, "byte"), CountOf(report->copied.rows, "row"));
  if (!report->aside.empty()) {
    fmt::print("what was there is in {} now; delete it when nothing is missing\n",
               report->aside.string());
  }
  return kDone;
}

}  // namespace

Command RestoreCommand() {
  Command command{
      "restore",
      "bring a backup back",
      "Makes an instance of what `octavo backup` wrote. The backup is read through first, and\n"
      "what was written is read back. Nothing may run on the data folder, nor read it, as\n"
      "`octavo serve` does. An instance that is there is left alone, unless --replace is given:\n"
      "then it is moved into a new folder inside the data folder, before-restore,\n"
      "before-restore-2 and so on, which the command names. Nothing is deleted.",
      "FILE|FOLDER",
      SettingOptions({"data", "database", "log_level"}),
      Run,
      "  octavo restore /backups/octavo-2026-11-22.db --data ~/octavo\n"
      "  octavo restore --replace /backups/octavo"};
  command.options.push_back({"replace", "", "an instance that is there is moved aside"});
  return command;
}

}  // namespace octavo
