// What needs another system than that of the tests: memory groups, limits, certificates, clocks.
// All else is made ill for real in tests/operate/doctor_test.py.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <utility>

#include "doctor/examination.h"
#include "doctor/test_doctor.h"
#include "pipeline/control.h"
#include "store/move.h"

namespace octavo::doctor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

TEST_F(DoctorTest, LimitsOfTheProcessThatRuns) {
  constexpr const char* kLimits =
      "Limit                     Soft Limit           Hard Limit           Units     \n"
      "Max processes             94523                94523                processes \n"
      "Max open files            {}                 524288               files     \n";
  const auto open_files = [&](std::string_view count) {
    std::string text = kLimits;
    text.replace(text.find("{}"), 2, count);
    Put(system_.processes / "7/limits", text);
  };
  EXPECT_THAT(Limits(), IsEmpty());  // a system without these files has no limits
  open_files("1024");
  EXPECT_THAT(Limits(), IsEmpty());
  open_files("unlimited");
  EXPECT_THAT(Limits(), IsEmpty());
  open_files("128");
  EXPECT_THAT(Limits(), ElementsAre("a process may open 128 files, but 64 fetches at once and all "
                                    "else need 256"));
  open_files("1024");
  settings_.concurrency = 1'000;
  EXPECT_THAT(Limits(), SizeIs(1));
}

TEST_F(DoctorTest, MemoryOfItsGroup) {
  Put(system_.processes / "7/cgroup", "0::/system.slice/octavo.service\n");
  const std::filesystem::path group = system_.groups / "system.slice/octavo.service";
  Put(group / "memory.max", "max\n");
  EXPECT_THAT(Limits(), IsEmpty());
  Put(group / "memory.max", "536870912\n");
  Put(group / "memory.events", "low 0\nhigh 12\nmax 3\noom 0\noom_kill 0\n");
  EXPECT_THAT(Limits(), IsEmpty());
  Put(group / "memory.max", "134217728\n");
  EXPECT_THAT(Limits(), ElementsAre("it may use 128 MB of memory"));
  Put(group / "memory.max", "536870912\n");
  Put(group / "memory.events", "low 0\nhigh 12\nmax 3\noom 2\noom_kill 2\n");
  EXPECT_THAT(Limits(), ElementsAre("it was killed 2 times for want of memory"));
}

TEST_F(DoctorTest, Certificates) {
  const auto findings = [&] {
    Notes notes;
    CheckCertificates(system_, notes);
    return notes.findings().size();
  };
  EXPECT_EQ(findings(), 1U);  // missing
  Put(system_.certificates, "");
  EXPECT_EQ(findings(), 1U);
  Put(system_.certificates, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
  EXPECT_EQ(findings(), 0U);
  EXPECT_EQ(System().certificates, "/etc/ssl/certs/ca-certificates.crt");
}

TEST_F(DoctorTest, AClockBeforeAllTime) {
  const auto store = OpenStore();
  const auto findings = [&](base::Instant now) {
    Notes notes;
    CheckClock(*store, now, notes);
    return notes.findings();
  };
  EXPECT_THAT(findings(kNow), IsEmpty());
  const auto early = findings({1'000'000});
  ASSERT_THAT(early, SizeIs(1));
  EXPECT_EQ(early[0].what, "it is 1970-01-01T00:00:01Z here");
  EXPECT_THAT(early[0].what_to_do, HasSubstr("timedatectl"));
}

TEST_F(DoctorTest, WhatHelpsWhereTheDatabaseDoesNotOpen) {
  using base::ErrorKind;
  struct Case {
    ErrorKind kind;
    const char* of_files;
    const char* of_a_server;
  };
  constexpr const char* kBackup = "put the last backup back";
  const Case cases[] = {
      {ErrorKind::kNotFound, "start `octavo run` once", "start `octavo run` once"},
      {ErrorKind::kInvalidInput, "the Octavo that wrote it last", "the Octavo that wrote it last"},
      {ErrorKind::kConflict, "start `octavo run`: it brings it",
       "start `octavo run`: it brings it"},
      {ErrorKind::kRefused, "as the owner of the folder", "name, user and password"},
      {ErrorKind::kCorrupt, kBackup, "what pg_dump kept"},
      {ErrorKind::kUnavailable, "df -h", "start PostgreSQL"},
      {ErrorKind::kTimeout, "df -h", "start PostgreSQL"},
  };
  for (const Case& c : cases) {
    for (const bool in_server : {false, true}) {
      Notes notes;
      TellThatItDoesNotOpen(base::Error(c.kind, "it does not open"), in_server, notes);
      ASSERT_THAT(notes.findings(), SizeIs(1));
      const std::string& advice = notes.findings()[0].what_to_do;
      EXPECT_THAT(advice, HasSubstr(in_server ? c.of_a_server : c.of_files));
      // What is whole must not be overwritten with what is older.
      EXPECT_EQ(advice.contains(kBackup), c.kind == ErrorKind::kCorrupt && !in_server) << advice;
    }
  }
}

TEST_F(DoctorTest, WhatADiskHasLeft) {
  constexpr int64_t kMb = int64_t{1} << 20;
  struct Case {
    const char* database;
    Disk disk;
    std::vector<std::string> what;  // of each finding, where it begins
  };
  constexpr const char* kServer = "postgresql://db/octavo";
  for (const Case& c : {
           Case{"", {50'000 * kMb, 100'000, false}, {}},
           {"", {3'000 * kMb, {}, false}, {"pages may grow by 5.0 GB yet, but only 2.9 GB of"}},
           {"", {200 * kMb, 500, false}, {"only 200 MB of disk left", "only 500 new files can"}},
           {"", {50'000 * kMb, {}, true}, {"the disk of "}},
           // Nothing but a socket and a short list lies in the folder.
           {kServer, {200 * kMb, 500, false}, {}},
           {kServer, {2 * kMb, {}, false}, {"only 2.0 MB of disk left for the data folder"}},
           {kServer, {200 * kMb, 5, false}, {"only 5 new files can"}},
           {kServer, {200 * kMb, {}, true}, {"the disk of "}},
       }) {
    settings_.data = folder_;
    settings_.database = c.database;
    settings_.page_budget = 5'120 * kMb;
    Notes notes;
    TellOfDisk(settings_, c.disk, notes);
    ASSERT_EQ(notes.findings().size(), c.what.size()) << c.disk.free << c.database;
    EXPECT_EQ(notes.well().size(), c.what.empty() ? 1U : 0U);
    for (size_t i = 0; i < c.what.size(); ++i) {
      EXPECT_THAT(notes.findings()[i].what, StartsWith(c.what[i]));
      if (settings_.database.empty()) continue;
      EXPECT_THAT(notes.findings()[i].what_to_do, Not(HasSubstr("page_budget")));
    }
  }
}

TEST_F(DoctorTest, WorkThatWaitsForAProcess) {
  settings_.data = folder_ / "data";
  const auto findings = [&] {
    Notes notes;
    CheckWork(settings_, notes);
    return notes.findings();
  };
  OpenStore();  // and nothing runs there
  EXPECT_THAT(findings(), IsEmpty());
  model::Source source;
  source.url = "https://a.example/feed";
  Add(*OpenStore(), source);
  const auto found = findings();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].what, "nothing runs, and sources were never asked (1)");
  EXPECT_EQ(found[0].what_to_do, "start `octavo run`");
}

TEST_F(DoctorTest, WhatItsOwnOwnerMayNotWriteTo) {
  settings_.data = folder_ / "data";
  OpenStore();
  std::filesystem::permissions(settings_.data, std::filesystem::perms::owner_all);
  const auto file = settings_.data / "octavo.db";
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  Notes notes;
  CheckFolder(settings_, notes);
  ASSERT_THAT(notes.findings(), SizeIs(1));
  EXPECT_EQ(notes.findings()[0].what_to_do, fmt::format("chmod u+rw {}", file.string()));
}

TEST_F(DoctorTest, AClockThatWasPutBack) {
  const auto store = OpenStore();
  model::Source source;
  source.url = "https://a.example/feed";
  source.last_poll = kNow;
  Add(*store, source);
  // By a little: nothing is asked meanwhile. By more: what was planned is planned anew.
  for (const auto& [minutes, words] :
       {std::pair(5, "sources are not asked"), {30, "planned anew"}}) {
    Notes notes;
    CheckClock(*store, {kNow.micros - minutes * 60 * base::kMicrosPerSecond}, notes);
    ASSERT_THAT(notes.findings(), SizeIs(1));
    EXPECT_THAT(notes.findings()[0].what, HasSubstr(fmt::format("{} min later", minutes)));
    EXPECT_THAT(notes.findings()[0].why, HasSubstr(words));
  }
}

TEST_F(DoctorTest, ALogThatSomebodyKeepsFromBeingEmptied) {
  const auto store = OpenStore();
  settings_.data = folder_ / "data";
  const auto findings = [&] {
    Notes notes;
    CheckDatabase(settings_, false, notes);
    return notes.findings();
  };
  EXPECT_THAT(findings(), IsEmpty());
  std::filesystem::resize_file(settings_.data / "octavo.db-wal", uintmax_t{600} << 20);
  const auto grown = findings();
  ASSERT_THAT(grown, SizeIs(1));
  EXPECT_EQ(grown[0].what, "its log has grown to 600 MB");
  EXPECT_THAT(grown[0].what_to_do, HasSubstr("fuser -v"));
}

TEST_F(DoctorTest, AProcessOfAnotherVersion) {
  settings_.data = folder_;
  std::string version = OCTAVO_VERSION;
  const auto control = pipeline::ControlServer::Start(folder_, [&version](const base::Json&) {
    base::Json answer;
    answer.Set("process", 77).Set("started", "2026-11-27T00:00:00Z").Set("version", version);
    return base::Result<base::Json>(answer);
  });
  ASSERT_TRUE(control) << control.error().message();
  const auto findings = [&] {
    Notes notes;
    EXPECT_EQ(CheckProcess(settings_, notes), 77);
    return notes.findings();
  };
  EXPECT_THAT(findings(), IsEmpty());
  version = "0.0.9";
  const auto old = findings();
  ASSERT_THAT(old, SizeIs(1));
  EXPECT_EQ(old[0].what, "process 77 is of version 0.0.9, this program is " OCTAVO_VERSION);
  EXPECT_EQ(old[0].what_to_do, "systemctl restart octavo");
}

TEST_F(DoctorTest, TwoConfigurationFiles) {
  SettingsReport report;
  report.files = {"./octavo.toml", "/etc/octavo/octavo.toml"};
  Notes notes;
  CheckConfiguration(report, notes);
  ASSERT_THAT(notes.findings(), SizeIs(1));
  EXPECT_EQ(notes.findings()[0].what,
            "there are two configuration files, and /etc/octavo/octavo.toml is not read");
  EXPECT_THAT(notes.findings()[0].what_to_do, HasSubstr("--config /etc/octavo/octavo.toml"));
}

TEST_F(DoctorTest, AHalfMovedDatabaseIsToBeMovedAgain) {
  for (const bool in_server : {false, true}) {
    Notes notes;
    const base::Error error(base::ErrorKind::kRefused, "here: " + std::string(store::kHalfMoved));
    TellThatItDoesNotOpen(error, in_server, notes);
    ASSERT_THAT(notes.findings(), SizeIs(1));
    EXPECT_THAT(notes.findings()[0].what_to_do, HasSubstr("octavo move FROM TO --again"));
  }
}

TEST_F(DoctorTest, AHalfRestoredFolderIsFinishedByTheNextStart) {
  std::filesystem::create_directories(folder_ / "data" / "restore.ready");
  settings_.data = folder_ / "data";
  Notes notes;
  EXPECT_EQ(CheckDatabase(settings_, false, notes), nullptr);
  ASSERT_THAT(notes.findings(), SizeIs(1));
  EXPECT_THAT(notes.findings()[0].what_to_do, StartsWith("start `octavo run`, or the same"));
}

TEST_F(DoctorTest, APasswordThatOthersMayRead) {
  const std::filesystem::path file = folder_ / "octavo.toml";
  Put(file, "");
  SettingsReport report;
  report.files = {file.string()};
  report.settings.database = "postgresql://octavo:hidden@db/octavo";
  report.values = {{"database", "\"host=db\"", file.string() + ":1"}};
  const auto findings = [&](mode_t mode) {
    EXPECT_EQ(chmod(file.c_str(), mode), 0);
    Notes notes;
    CheckConfiguration(report, notes);
    EXPECT_NE(notes.findings().empty(), notes.well().empty());  // it is well, or it is not
    for (const Finding& finding : notes.findings()) {
      EXPECT_THAT(finding.what_to_do, HasSubstr("chmod 600"));
      EXPECT_EQ(finding.what_to_do.contains("EnvironmentFile"), geteuid() == 0);
    }
    return notes.findings().size();
  };
  EXPECT_EQ(findings(0644), 1U);
  EXPECT_EQ(findings(0600), 0U);
  report.values[0].origin = "OCTAVO_DATABASE";
  EXPECT_EQ(findings(0644), 0U);
}

}  // namespace
}  // namespace octavo::doctor
