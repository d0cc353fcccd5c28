// What needs another system than that of the tests: memory groups, limits, certificates, clocks.
// All else is made ill for real in tests/operate/doctor_test.py.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <utility>

#include "base/file.h"
#include "base/mutex.h"
#include "doctor/examination.h"
#include "net/test_sockets.h"
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

  std::unique_ptr<store::Store> OpenStore() const {
    store::Options options;
    options.folder = folder_ / "data";
    auto opened = store::Store::Open(options);
    EXPECT_TRUE(opened) << opened.error().message();
    return *std::move(opened);
  }

  static model::Source Failing(const std::string& url) {
    model::Source source;
    source.url = url;
    source.last_poll = kNow;
    source.consecutive_failures = 5;
    source.last_error = "nothing answers there";
    return source;
  }
  static void Add(store::Store& store, const model::Source& source) {
    const base::Status added = store.Write([&](store::Transaction& transaction) -> base::Status {
      TRY(transaction.AddSource(source));
      return {};
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

TEST_F(DoctorTest, WhatHelpsWithASource) {
  const std::string timed_out = "fetching https://a.example/?id=40312&resolve=404: timed out";
  const auto status = [](int number) {
    return fmt::format("fetching https://a.example/feed: words (HTTP status {})", number);
  };
  struct Case {
    std::string error;
    const char* why;
    const char* what_to_do;
    bool paused = false;
    bool retired = false;
    int failures = 5;
  };
  for (const Case& c : {
           Case{timed_out, "it failed 5 times", "try it: curl -I"},
           {status(404), "it failed 5 times", "look on the site for its new address"},
           {status(403), "it failed 5 times", "the publisher turns Octavo away: octavo pause 1"},
           {status(500), "it failed 5 times", "try it: curl -I"},
           {"fetching https://a.example/: the host's name has no address", "it failed 5 times",
            "getent hosts 'a.example'; if it has no address for days: octavo remove 1"},
           {status(410), "it is asked once a week, 5 times in all", "octavo remove 1", false, true,
            2},
           {status(410), "is not asked any more", "octavo remove 1", true, true, 5},
           {"it has moved for good, and source 7 has its address", "Octavo has paused it",
            "octavo sources merge KEPT 1; or, to ask it as before: octavo resume 1", true, false,
            0},
       }) {
    const auto store = OpenStore();
    model::Source source;
    source.url = "https://a.example/feed";
    source.last_poll = kNow;
    source.last_error = c.error;
    source.consecutive_failures = c.failures;
    source.paused = c.paused;
    source.retired = c.retired;
    Add(*store, source);
    Notes notes;
    CheckSources(*store, kNow, notes);
    ASSERT_THAT(notes.findings(), SizeIs(1)) << c.error;
    EXPECT_THAT(notes.findings()[0].what, HasSubstr(c.error));
    EXPECT_THAT(notes.findings()[0].why, HasSubstr(c.why)) << c.error;
    EXPECT_THAT(notes.findings()[0].what_to_do, StartsWith(c.what_to_do)) << c.error;
    std::filesystem::remove_all(folder_ / "data");
  }
}

// That no name is found says as much of this machine as of the sources.
TEST_F(DoctorTest, NamesThatAreNotFoundAreFirstLookedForHere) {
  const std::string error = "fetching it: the host's name has no address";
  struct Case {
    const char* name;
    std::vector<std::string> lost;  // hosts, by lookup, a minute ago
    int64_t read;                   // another source, seconds ago; 0: none was
    std::vector<std::string> what_to_do;
  };
  for (const Case& c : {
           Case{"nothing was read since",
                {"a.example", "b.example"},
                3'600,
                {"cat /etc/resolv.conf; getent hosts 'a.example'"}},
           {"there is nothing else",
            {"a.example", "b.example"},
            0,
            {"cat /etc/resolv.conf; getent hosts 'a.example'"}},
           {"another was read since",
            {"a.example", "b.example"},
            30,
            {"getent hosts 'a.example'; if", "getent hosts 'b.example'; if"}},
           {"one alone", {"a.example"}, 3'600, {"getent hosts 'a.example'; if"}},
       }) {
    const auto store = OpenStore();
    for (const std::string& host : c.lost) {
      model::Source source = Failing(fmt::format("https://{}/feed", host));
      source.last_poll = base::Instant{kNow.micros - 60 * base::kMicrosPerSecond};
      source.last_error = error;
      Add(*store, source);
    }
    if (c.read > 0) {
      model::Source well;
      well.url = "https://well.example/feed";
      well.last_poll = well.last_success =
          base::Instant{kNow.micros - c.read * base::kMicrosPerSecond};
      Add(*store, well);
    }
    Notes notes;
    CheckSources(*store, kNow, notes);
    ASSERT_EQ(notes.findings().size(), c.what_to_do.size()) << c.name;
    for (size_t i = 0; i < c.what_to_do.size(); ++i) {
      EXPECT_THAT(notes.findings()[i].what_to_do, StartsWith(c.what_to_do[i])) << c.name;
    }
    std::filesystem::remove_all(folder_ / "data");
  }
}

TEST_F(DoctorTest, WorkThatWaitsForAProcess) {
  settings_.data = folder_ / "data";
  const auto findings = [&] {
    Notes notes;
    CheckWork(settings_, notes);
    return notes.findings();
  };
  const auto store = OpenStore();
  EXPECT_THAT(findings(), IsEmpty());
  model::Source source;
  source.url = "https://a.example/feed";
  Add(*store, source);
  const auto found = findings();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].what, "nothing runs, and sources were never asked (1)");
  EXPECT_EQ(found[0].what_to_do, "start `octavo run`");
}

TEST_F(DoctorTest, WhatItsOwnOwnerMayNotWriteTo) {
  settings_.data = folder_ / "data";
  OpenStore();
  const auto file = settings_.data / "octavo.db";
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  Notes notes;
  CheckFolder(settings_, notes);
  ASSERT_THAT(notes.findings(), SizeIs(1));
  EXPECT_EQ(notes.findings()[0].what_to_do, fmt::format("chmod u+rw {}", file.string()));
}

TEST_F(DoctorTest, OfManySourcesThatFailTheFirstAreTold) {
  const auto store = OpenStore();
  for (int i = 0; i < 13; ++i) {
    Add(*store, Failing(fmt::format("https://a.example/{}", i)));
  }
  Notes notes;
  CheckSources(*store, kNow, notes);
  ASSERT_THAT(notes.findings(), SizeIs(11));
  EXPECT_EQ(notes.findings()[10].what, "3 more sources fail");
  EXPECT_THAT(notes.findings()[10].what_to_do, HasSubstr("octavo sources --failing"));
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
    const auto store = OpenStore();
    model::Source source = Failing(c.url);
    source.asking.proxy = c.proxy;
    Add(*store, source);
    Notes notes;
    CheckSources(*store, kNow, notes);
    ASSERT_THAT(notes.findings(), SizeIs(1));
    EXPECT_THAT(notes.findings()[0].what_to_do, HasSubstr(c.pasted));
    std::filesystem::remove_all(folder_ / "data");
  }
}

// A hub that is silent is dead; where most are, they do not get through.
TEST_F(DoctorTest, HubsThatDoNotGetThrough) {
  using State = model::SubscriptionState;
  struct Subscribed {
    State state;
    int asked;
    const char* error;
  };
  constexpr Subscribed kVerified{State::kActive, 0, ""};
  constexpr Subscribed kSilent{State::kWanted, 3, ""};
  constexpr Subscribed kLapsed{State::kActive, 4, ""};
  constexpr Subscribed kFresh{State::kWanted, 2, ""};
  constexpr Subscribed kRefused{State::kWanted, 5, "HTTP 503"};
  constexpr Subscribed kDenied{State::kDenied, 4, "the hub denies it"};
  struct Case {
    std::vector<Subscribed> all;
    const char* told;
    bool ill;
  };
  const Case cases[] = {
      {{}, "no source is subscribed to", false},
      {{kVerified}, "1 of 1 subscriptions verified", false},
      {{kFresh}, "0 of 1 subscriptions verified", false},
      {{kRefused, kDenied}, "0 of 2 subscriptions verified", false},
      {{kVerified, kVerified, kSilent}, "2 of 3 subscriptions verified", false},
      {{kSilent}, "1 of 1 subscriptions were taken and never verified", true},
      {{kLapsed, kSilent, kVerified, kRefused}, "2 of 4 subscriptions were taken", true},
  };
  settings_.public_url = "https://paper.example.org";
  for (const Case& c : cases) {
    store::Options options;
    options.folder = folder_ / "data";
    const auto store = store::Store::Open(options);
    ASSERT_TRUE(store) << store.error().message();
    for (size_t i = 0; i < c.all.size(); ++i) {
      EXPECT_TRUE((*store)->Write([&](store::Transaction& transaction) -> base::Status {
        model::Source source;
        source.url = fmt::format("https://a.example/{}", i);
        model::Subscription one;
        one.token = fmt::format("token{}", i);
        TRY_ASSIGN(one.source, transaction.AddSource(source));
        one.state = c.all[i].state;
        one.failures = c.all[i].asked;
        one.error = c.all[i].error;
        return transaction.PutSubscription(one);
      }));
    }
    Notes notes;
    CheckHubs(settings_, **store, notes);
    ASSERT_EQ(notes.findings().size(), c.ill ? 1U : 0U) << c.told;
    ASSERT_EQ(notes.well().size(), c.ill ? 0U : 1U) << c.told;
    EXPECT_THAT(c.ill ? notes.findings()[0].what : notes.well()[0].text, HasSubstr(c.told));
    if (c.ill) {
      EXPECT_THAT(notes.findings()[0].what, HasSubstr("reach https://paper.example.org/websub/"));
      EXPECT_THAT(notes.findings()[0].what_to_do, HasSubstr("let /websub/ through"));
    }
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
    const auto store = OpenStore();
    model::Source source;
    source.url = fmt::format("http://127.0.0.1:{}/feed", site.port());
    source.asking = c.asking;
    if (c.through_proxy) source.asking.proxy = fmt::format("http://127.0.0.1:{}", proxy.port());
    Add(*store, source);
    settings_.user_agent = "Octavo-Test/1";
    settings_.allow = {fmt::format("127.0.0.1:{}", site.port())};
    Notes notes;
    CheckNetwork(settings_, *store, base::SystemClock(), notes);
    base::MutexLock lock(mutex);
    const std::string& heard = c.through_proxy ? at_proxy : at_source;
    for (const std::string& words : c.heard) EXPECT_THAT(heard, HasSubstr(words)) << c.what;
    EXPECT_EQ(c.through_proxy ? at_source : at_proxy, "") << c.what;
    std::filesystem::remove_all(folder_ / "data");
  }
}

}  // namespace
}  // namespace octavo::doctor
