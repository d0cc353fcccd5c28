// What needs another system than that of the tests: memory groups, limits, certificates, clocks.
// All else is made ill for real in tests/operate/doctor_test.py.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "base/file.h"
#include "base/mutex.h"
#include "doctor/examination.h"
#include "net/test_sockets.h"
#include "store/move.h"

namespace octavo::doctor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr base::Instant kNow{1'795'348'800LL * base::kMicrosPerSecond};

class DoctorTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "octavo-doctor-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    system_.processes = folder_ / "proc";
    system_.groups = folder_ / "groups";
    system_.certificates = folder_ / "certificates.crt";
    settings_.concurrency = 64;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void Put(const std::filesystem::path& file, std::string_view text) {
    std::filesystem::create_directories(file.parent_path());
    ASSERT_TRUE(base::WriteFileAtomically(file, text));
  }
  std::vector<std::string> Limits(int64_t process = 7) {
    Notes notes;
    CheckLimits(settings_, system_, process, notes);
    std::vector<std::string> what;
    for (const Finding& finding : notes.findings()) what.push_back(finding.what);
    return what;
  }

  static void Add(store::Store& store, model::Source source) {
    const base::Status added = store.Write([&](store::Transaction& transaction) -> base::Status {
      TRY_ASSIGN(source.id, transaction.AddSource(source));
      return transaction.UpdateSource(source);
    });
    ASSERT_TRUE(added) << added.error().message();
  }

  std::filesystem::path folder_;
  System system_;
  Settings settings_;
};

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
  store::Options options;
  options.folder = folder_ / "data";
  const auto store = store::Store::Open(options);
  ASSERT_TRUE(store) << store.error().message();
  const auto findings = [&](base::Instant now) {
    Notes notes;
    CheckClock(**store, now, notes);
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

TEST_F(DoctorTest, AHalfMovedDatabaseIsToBeMovedAgain) {
  for (const bool in_server : {false, true}) {
    Notes notes;
    const base::Error error(base::ErrorKind::kRefused, "here: " + std::string(store::kHalfMoved));
    TellThatItDoesNotOpen(error, in_server, notes);
    ASSERT_THAT(notes.findings(), SizeIs(1));
    EXPECT_THAT(notes.findings()[0].what_to_do, HasSubstr("octavo move FROM TO --again"));
  }
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

// What is printed to be pasted into a shell is one word, whatever the address is.
TEST_F(DoctorTest, AddressesToPaste) {
  struct Case {
    const char* url;
    const char* proxy;
    const char* pasted;
  };
  for (const Case& c : {
           Case{"https://a.example/feed?x=1&y=$(2)", "",
                "curl -I 'https://a.example/feed?x=1&y=$(2)';"},
           {"https://a.example/it's", "", "curl -I 'https://a.example/it%27s';"},
           {"https://a.example/", "socks5h://u:p@127.0.0.1:9050",
            "curl -I --proxy ITS_PROXY 'https://a.example/';"},
           {"https://a.example/';rm$IFS-r$IFS~;'", "",
            "curl -I 'https://a.example/%27;rm$IFS-r$IFS~;%27';"},
       }) {
    store::Options options;
    options.folder = folder_ / "data";
    const auto store = store::Store::Open(options);
    ASSERT_TRUE(store) << store.error().message();
    model::Source source;
    source.url = c.url;
    source.asking.proxy = c.proxy;
    source.last_poll = kNow;
    source.consecutive_failures = 5;
    source.last_error = "nothing answers there";
    Add(**store, source);
    Notes notes;
    CheckSources(**store, kNow, notes);
    ASSERT_THAT(notes.findings(), SizeIs(1));
    EXPECT_THAT(notes.findings()[0].what_to_do, HasSubstr(c.pasted));
    std::filesystem::remove_all(folder_ / "data");
  }
}

// The network is tried as the owner has each source polled: through its proxy, in its name.
TEST_F(DoctorTest, SourcesAreAskedAsTheyArePolled) {
  struct Case {
    const char* what;
    bool through_proxy;
    model::Asking asking;
    std::vector<std::string> heard;  // by the source, or by the proxy
  };
  constexpr auto kAny = model::HttpVersion::kAny;
  const Case cases[] = {
      {"as all are", false, {}, {"GET /feed ", "User-Agent: Octavo-Test/1"}},
      {"in another name", false, {"Reader/9", {}, "", "", kAny}, {"User-Agent: Reader/9"}},
      {"with headers and cookies",
       false,
       {"", {{"X-Key", "abc"}}, "session=1", "", kAny},
       {"X-Key: abc", "Cookie: session=1"}},
      {"through a proxy", true, {}, {"CONNECT 127.0.0.1:"}},
  };
  for (const Case& c : cases) {
    base::Mutex mutex;
    std::string at_source;
    std::string at_proxy;
    const auto listener = [&mutex](std::string& heard) {
      return [&](const net::TestSocket& client) {
        const std::string request = client.ReceiveUntil("\r\n\r\n");
        {
          base::MutexLock lock(mutex);
          heard += request;
        }
        client.Send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      };
    };
    const net::TestServer site(listener(at_source));
    const net::TestServer proxy(listener(at_proxy));
    store::Options options;
    options.folder = folder_ / "data";
    const auto store = store::Store::Open(options);
    ASSERT_TRUE(store) << store.error().message();
    model::Source source;
    source.url = fmt::format("http://127.0.0.1:{}/feed", site.port());
    source.asking = c.asking;
    if (c.through_proxy) source.asking.proxy = fmt::format("http://127.0.0.1:{}", proxy.port());
    Add(**store, source);
    settings_.user_agent = "Octavo-Test/1";
    settings_.allow = {fmt::format("127.0.0.1:{}", site.port())};
    Notes notes;
    CheckNetwork(settings_, **store, base::SystemClock(), notes);
    base::MutexLock lock(mutex);
    const std::string& heard = c.through_proxy ? at_proxy : at_source;
    for (const std::string& words : c.heard) EXPECT_THAT(heard, HasSubstr(words)) << c.what;
    EXPECT_EQ(c.through_proxy ? at_source : at_proxy, "") << c.what;
    std::filesystem::remove_all(folder_ / "data");
  }
}

}  // namespace
}  // namespace octavo::doctor
