#include <fmt/format.h>

#include <filesystem>

#include "base/json.h"
#include "commands.h"
#include "doctor/examination.h"
#include "owner.h"

namespace octavo {
namespace {

// All checks, in the order in which one must be well for the next to make sense.
doctor::Notes Examine(const Arguments& arguments) {
  doctor::Notes notes;
  const doctor::System system;
  const base::Clock& clock = base::SystemClock();
  const SettingsReport report =
      ExamineSettings(arguments, ProcessEnvironment(), NamesOfEnvironment());
  const Settings& settings = report.settings;
  base::SetUpLog(settings.log_level, settings.log_format);
  doctor::CheckConfiguration(report, notes);
  doctor::CheckCertificates(system, notes);
  // Where everything is in PostgreSQL, a folder is only needed by a process that runs here.
  std::error_code error;
  const bool folder = settings.database.empty() || std::filesystem::exists(settings.data, error);
  int64_t process = 0;
  if (folder) {
    if (!doctor::CheckFolder(settings, notes)) return notes;
    doctor::CheckDisk(settings, notes);
    process = doctor::CheckProcess(settings, notes);
  }
  doctor::CheckLimits(settings, system, process, notes);
  const auto store = doctor::CheckDatabase(settings, arguments.Has("deep"), notes);
  if (store == nullptr) return notes;
  doctor::CheckClock(*store, clock.Now(), notes);
  doctor::CheckSources(*store, clock.Now(), notes);
  doctor::CheckWork(settings, notes);
  doctor::CheckHubs(settings, *store, notes);
  if (!arguments.Has("offline")) doctor::CheckNetwork(settings, *store, clock, notes);
  return notes;
}

void PrintPage(const doctor::Notes& notes) {
  for (const auto& note : notes.well()) fmt::print("  ok  {:<14}{}\n", note.check, note.text);
  for (const doctor::Finding& finding : notes.findings()) {
    fmt::print("  !!  {:<14}{}\n      {:<14}why: {}\n      {:<14}do:  {}\n", finding.check,
               finding.what, "", finding.why, "", finding.what_to_do);
  }
  const size_t count = notes.findings().size();
  fmt::print("{}\n", count == 0 ? std::string("all is well")
                                : fmt::format("{} finding{}", count, count == 1 ? "" : "s"));
}

void PrintJson(const doctor::Notes& notes) {
  base::Json::Array findings;
  for (const doctor::Finding& finding : notes.findings()) {
    base::Json one;
    one.Set("check", finding.check);
    one.Set("what", finding.what);
    one.Set("why", finding.why);
    one.Set("do", finding.what_to_do);
    findings.push_back(std::move(one));
  }
  base::Json::Array well;
  for (const auto& note : notes.well()) {
    base::Json one;
    one.Set("check", note.check);
    one.Set("note", note.text);
    well.push_back(std::move(one));
  }
  base::Json out;
  out.Set("well", notes.findings().empty());
  out.Set("findings", std::move(findings));
  out.Set("notes", std::move(well));
  fmt::print("{}\n", base::WriteJson(out));
}

int Run(const Arguments& arguments) {
  const doctor::Notes notes = Examine(arguments);
  if (arguments.Has("json")) {
    PrintJson(notes);
  } else {
    PrintPage(notes);
  }
  return notes.findings().empty() ? kDone : kFailed;
}

}  // namespace

Command DoctorCommand() {
  auto options = AllSettingOptions();
  const Option own[] = {
      {"json", "", "one JSON object, for machines"},
      {"deep", "", "look at every row of the database too; takes minutes where there are millions"},
      {"offline", "", "ask no source"},
  };
  options.insert(options.begin(), std::begin(own), std::end(own));
  return {"doctor",
          "look for what is wrong, and say what to do",
          "Looks at the configuration, the data folder and its disk, the process that runs, the\n"
          "limits that the system sets, the database, the clock, the certificates, the network,\n"
          "every source, the work that waits and what hubs are to deliver. For each finding it\n"
          "says what is wrong, why that matters, and what to do about it. It changes nothing, and\n"
          "may be run while Octavo runs.\n\n"
          "The exit status is 0 when all is well and 1 when there are findings.",
          "",
          std::move(options),
          Run,
          "  octavo doctor\n"
          "  octavo doctor --deep --offline\n"
          "  sudo -u octavo octavo doctor --data /var/lib/octavo"};
}

}  // namespace octavo
