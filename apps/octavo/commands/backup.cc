#include <fmt/format.h>

#include <charconv>

#include "commands.h"
#include "owner.h"
#include "store/backup.h"

namespace octavo {
namespace {

constexpr std::string_view kName = "backup";

int Run(const Arguments& arguments) {
  const auto settings = SettingsOf(kName, arguments);
  if (!settings) return kUsage;
  if (arguments.positional.size() != 1) {
    return Complain(kName, kUsage, "name one file (*.db) or folder to write to");
  }
  if (!settings->database.empty()) {
    return Complain(kName, kFailed,
                    "this instance is on PostgreSQL: back it up with pg_dump, see docs/operate.md");
  }
  store::BackupOptions options;
  options.folder = settings->data;
  options.target = arguments.positional.front();
  if (arguments.Has("pages")) options.pages = store::WithPages::kYes;
  if (arguments.Has("replace")) options.existing = store::Existing::kReplace;
  if (arguments.Has("pages") && options.target.extension() == ".db") {
    return Complain(kName, kUsage, "pages need a folder: the file is the main database alone");
  }
  const std::string_view rate = arguments.Get("rate");
  int64_t megabytes = 0;
  const auto read = std::from_chars(rate.data(), rate.data() + rate.size(), megabytes);
  if (read.ec != std::errc() || read.ptr != rate.data() + rate.size() || megabytes < 0 ||
      megabytes > 1'000'000) {
    return Complain(kName, kUsage, fmt::format("--rate {}: a number of megabytes, or 0", rate));
  }
  options.bytes_per_second = megabytes * 1'000'000;
  if (const auto looked = LookInto(options.folder); !looked) {
    return Complain(kName, kFailed, looked.error().message());
  }
  if (const auto checked = store::CheckBackupTarget(options); !checked) {
    const bool wrong = checked.error().kind() == base::ErrorKind::kRefused;
    return Complain(kName, wrong ? kUsage : kFailed, checked.error().message());
  }
  const auto report = store::MakeBackup(options);
  if (!report) return Complain(kName, kFailed, report.error().message());
  fmt::print("{}: {}, {}, read back and found whole\n", options.target.string(),
             CountOf(report->bytes, "byte"), CountOf(report->rows, "row"));
  return kDone;
}

}  // namespace

Command BackupCommand() {
  Command command{
      "backup",
      "copy the whole instance while it runs",
      "Copies everything that Octavo knows as it is at this moment, while another process may be\n"
      "reading and writing. To a file (*.db), or to a folder, which is then an instance by "
      "itself.\n"
      "The copy is read back, row by row, before it is given its name. Pages as they were fetched\n"
      "are a cache and stay out unless asked for. The folder to write to, or the one above a new\n"
      "folder, must be there, and not be the data folder. On PostgreSQL use pg_dump.",
      "FILE|FOLDER",
      SettingOptions({"data", "database", "log_level"}),
      Run,
      "  octavo backup /backups/octavo-2026-11-22.db\n"
      "  octavo backup --pages --replace /backups/octavo"};
  command.options.push_back({"pages", "", "the page file too; needs a folder"});
  command.options.push_back({"replace", "", "write over a backup that is there"});
  command.options.push_back(
      {"rate", "MB", "megabytes a second at most, so that others have the disk too; 0: no limit",
       "64"});
  return command;
}

}  // namespace octavo
