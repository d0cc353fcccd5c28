// What holds when things go wrong: killed processes, a full disk, a second writer, another version.

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <thread>

#include "base/file.h"
#include "store/backup.h"
#include "store/digest.h"
#include "store/driver.h"
#include "store/move.h"
#include "store/schema.h"
#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class DurabilityTest : public StoreTest {
 protected:
  void ExpectEachOnce(int last) const {
    const auto digest = Digest(options_);
    ASSERT_OK(digest);
    for (int number = 0; number <= last; ++number) {
      const std::string line = "{\"article\":\"https://a.org/" + std::to_string(number) + "\"";
      const size_t at = digest->find(line);
      ASSERT_NE(at, std::string::npos) << line;
      EXPECT_EQ(digest->find(line, at + 1), std::string::npos) << line;
    }
  }
};

// `finish` with every job of a stage that waits.
template <typename Finish>
base::Status FinishAll(Transaction& t, Stage stage, Finish finish) {
  TRY_ASSIGN(const auto jobs, t.LeaseJobs(stage, 10));
  for (const Job& job : jobs) TRY(finish(job));
  return {};
}

// One piece goes all the way, and is stored when this returns. After an error it may be done again.
base::Status WriteOne(Store& store, int number) {
  const std::string url = "https://a.org/" + std::to_string(number);
  const std::function<base::Status(Transaction&)> steps[] = {
      [&](Transaction& t) -> base::Status {
        model::Source source;
        source.url = "https://a.org/feed";
        TRY_ASSIGN(source.id, t.AddSource(source));
        model::Publisher publisher;
        publisher.host = "a.org";
        model::Entry entry;
        entry.key = entry.url = url;
        entry.title = "Title " + std::to_string(number);
        TRY(t.RecordPoll(source, source, publisher, {&entry, 1}));
        return {};
      },
      [](Transaction& t) {
        return FinishAll(t, Stage::kFetch, [&t](const Job& job) -> base::Status {
          model::Page page;
          page.url = job.url;
          page.status = 200;
          page.bytes = std::string(5'000, 'x') + job.url;
          TRY(t.FinishFetch(job, page));
          return {};
        });
      },
      [](Transaction& t) {
        return FinishAll(t, Stage::kRead, [&t](const Job& job) -> base::Status {
          model::Reading reading;
          reading.url = job.url;
          reading.title = "Title of " + job.url;
          reading.text = "Text of " + job.url;
          reading.verdict = model::Verdict::kArticle;
          reading.reason = model::Reason::kNone;
          TRY(t.FinishRead(job, reading));
          return {};
        });
      },
      [](Transaction& t) {
        return FinishAll(t, Stage::kEnrich, [&t](const Job& job) -> base::Status {
          model::Enrichment enrichment;
          enrichment.language = "en";
          enrichment.tags = {{"Tag", "Tag", 1.0}};
          TRY(t.FinishEnrich(job, enrichment));
          return {};
        });
      },
      [](Transaction& t) {
        return FinishAll(t, Stage::kCluster, [&t](const Job& job) -> base::Status {
          model::Placement placement;
          placement.article = job.article;
          TRY(t.FinishCluster(job, placement));
          return {};
        });
      },
  };
  for (const auto& step : steps) TRY(store.Write(step));
  return {};
}

// One piece after another; each is reported through the pipe. Runs until it is killed.
[[noreturn]] void WriteForEver(const Options& options, int report, int first) {
  auto store = Store::Open(options);
  if (!store) _exit(3);
  for (int number = first;; ++number) {
    if (!WriteOne(**store, number)) _exit(4);
    if (write(report, &number, sizeof(number)) != sizeof(number)) _exit(5);
  }
}

TEST_F(DurabilityTest, WhatWasReportedAsStoredIsThereAfterKill9) {
  store_.reset();
  std::mt19937 random(20261122);
  int last = -1;
  for (int round = 0; round < 12; ++round) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      close(ends[0]);
      WriteForEver(options_, ends[1], last + 1);
    }
    close(ends[1]);
    std::this_thread::sleep_for(std::chrono::milliseconds(60 + random() % 250));
    kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "exit status " << WEXITSTATUS(status);
    for (int number = 0; read(ends[0], &number, sizeof(number)) == sizeof(number);) last = number;
    close(ends[0]);

    Reopen();
    const Counters counters = Count();
    EXPECT_GE(counters.articles, last + 1);
    EXPECT_LE(counters.articles, last + 2);
    const auto faults = FindFaults(options_);
    ASSERT_OK(faults);
    EXPECT_THAT(*faults, IsEmpty());
    store_.reset();
  }
  ASSERT_GE(last, 5) << "nothing was stored: the test shows nothing";
  ExpectEachOnce(last);
}

// tests/postgres/server.py ends its server as a crash would, and starts it again, when it is told.
TEST_F(DurabilityTest, WhatWasReportedAsStoredIsThereAfterItsServerCrashed) {
  const char* keeper = std::getenv("OCTAVO_TEST_POSTGRES_KEEPER");
  if (!OnPostgres() || keeper == nullptr) GTEST_SKIP() << "there is no server to be crashed";
  const auto began = [&]() -> int64_t {
    auto connection = OpenPostgres({.conninfo = options_.database});
    if (!connection) return 0;
    return FindInteger(
               **connection,
               "SELECT CAST(extract(epoch FROM pg_postmaster_start_time()) * 1e6 AS bigint)")
        .value_or(std::nullopt)
        .value_or(0);
  };
  std::atomic<int> next = 0;
  std::atomic<int> failed = 0;
  {
    std::jthread writer([&](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        if (WriteOne(*store_, next)) {
          ++next;
          continue;
        }
        ++failed;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    });
    for (int round = 0; round < 3; ++round) {
      const int wanted = next + 5;  // the same store has found its way back
      while (next < wanted) std::this_thread::sleep_for(std::chrono::milliseconds(20));
      const int64_t before = began();
      ASSERT_NE(before, 0);
      ASSERT_EQ(kill(std::stoi(keeper), SIGUSR1), 0);
      for (int64_t now = before; now == before || now == 0; now = began()) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      }
    }
  }
  EXPECT_GT(failed, 0) << "nobody wrote meanwhile: the test shows nothing";
  EXPECT_OK(WriteOne(*store_, next));
  EXPECT_EQ(Count().articles, next + 1);
  const auto faults = FindFaults(options_);
  ASSERT_OK(faults);
  EXPECT_THAT(*faults, IsEmpty());
  ExpectEachOnce(next);
}

TEST_F(DurabilityTest, ASecondWriterIsToldWhoWrites) {
  if (OnPostgres()) GTEST_SKIP() << "several processes may write to a PostgreSQL";
  Add({.url = "1", .title = "One", .text = "Text."});
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto second = Store::Open(options_);
    const std::string said = second ? "opened" : second.error().message();
    const bool conflict = !second && second.error().kind() == base::ErrorKind::kConflict;
    if (write(ends[1], said.data(), said.size()) < 0) _exit(2);
    Options reading = options_;
    reading.read_only = true;
    const auto reader = Store::Open(reading);
    int64_t articles = 0;
    const auto done = reader ? (*reader)->Read([&](Reader& r) -> base::Status {
      TRY_ASSIGN(const Counters counters, r.Count());
      articles = counters.articles;
      return {};
    })
                             : base::Status();
    const bool refused = reader && !(*reader)->Write([](Transaction&) { return base::Status(); });
    _exit(conflict && done && articles == 1 && refused ? 0 : 1);
  }
  close(ends[1]);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  char said[512] = {};
  EXPECT_GT(read(ends[0], said, sizeof(said) - 1), 0);
  close(ends[0]);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_THAT(said, HasSubstr("process " + std::to_string(getpid())));
  EXPECT_EQ(Store::Open(options_).error().kind(), base::ErrorKind::kConflict);
}

TEST_F(DurabilityTest, AFullDiskLosesNothingAndHalvesNothing) {
  if (OnPostgres()) GTEST_SKIP() << "a PostgreSQL has no limit of its own";
  store_.reset();
  options_.database_limit_bytes = 1 << 20;
  Reopen();
  int stored = 0;
  base::Status done;
  for (int number = 0; number < 2'000 && done; ++number) {
    std::vector<model::Entry> entries;
    for (int i = 0; i < 20; ++i) {
      entries.push_back(EntryOf("https://a.org/" + std::to_string(number * 20 + i), "T"));
    }
    done = Write([&](Transaction& t) -> base::Status {
      model::Source source;
      source.url = "https://a.org/feed";
      TRY_ASSIGN(source.id, t.AddSource(source));
      TRY(t.RecordPoll(source, source, model::Publisher(), entries));
      return {};
    });
    if (done) stored += 20;
  }
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().kind(), base::ErrorKind::kUnavailable);
  EXPECT_EQ(Count().entries, stored);
  EXPECT_EQ(Count().waiting[0], stored);
  // There is room again: it goes on.
  options_.database_limit_bytes = 0;
  Reopen();
  EXPECT_EQ(Count().entries, stored);
  Poll("b.org", {EntryOf("https://b.org/1", "B")});
  EXPECT_EQ(Count().entries, stored + 1);
  const auto faults = FindFaults(options_);
  ASSERT_OK(faults);
  EXPECT_THAT(*faults, IsEmpty());
}

// What is in the files of a folder, and in the logs beside them.
std::map<std::string, std::string> FilesOf(const std::filesystem::path& folder) {
  std::map<std::string, std::string> files;
  for (const char* name : {"octavo.db", "octavo.db-wal", "pages.db", "pages.db-wal"}) {
    const auto bytes = base::ReadFile(folder / name);
    if (bytes) files[name] = *bytes;
  }
  return files;
}

// Also where whoever wrote it was killed and left a log: whatever is asked of it.
TEST_F(DurabilityTest, ANewerDatabaseIsRefusedUntouched) {
  if (OnPostgres()) GTEST_SKIP() << "see ANewerPostgresIsRefusedUntouched";
  const auto folder = options_.folder;
  const std::filesystem::path other(folder.string() + "-other");
  Options reading = options_;
  reading.read_only = true;
  Options away = options_;
  away.folder = other / "moved";
  const auto tell = [](std::string_view) {};
  const auto error_of = [](const auto& result) {
    return result ? base::Error(base::ErrorKind::kBug, "it was not refused") : result.error();
  };
  const std::pair<const char*, std::function<base::Error()>> asked[] = {
      {"read", [&] { return error_of(Store::Open(reading)); }},
      {"write", [&] { return error_of(Store::Open(options_)); }},
      {"digest", [&] { return error_of(Digest(folder)); }},
      {"check", [&] { return error_of(FindFaults(folder)); }},
      {"move from", [&] { return error_of(Move(options_, away, MoveStart::kFirst, tell)); }},
      {"move to", [&] { return error_of(Move(away, options_, MoveStart::kFirst, tell)); }},
      {"backup",
       [&] { return error_of(MakeBackup({.folder = folder, .target = other / "a.db"})); }},
      {"restore",
       [&] { return error_of(RestoreBackup({.backup = folder, .folder = other / "back"})); }}};
  for (const char* newer : {"octavo.db", "pages.db"}) {
    for (const bool has_log : {true, false}) {
      std::filesystem::remove_all(folder);
      std::filesystem::remove_all(other);
      std::filesystem::create_directory(other);
      ASSERT_OK(Store::Open(away));
      Reopen();
      store_.reset();
      {
        auto connection = OpenSqlite(folder / newer, {.leaves_log = has_log});
        ASSERT_OK(connection);
        ASSERT_OK((*connection)->SetSchemaVersion(NewestSchema() + 1));
      }
      const auto before = FilesOf(folder);
      ASSERT_EQ(before.size(), has_log ? 3U : 2U);
      for (const auto& [what, ask] : asked) {
        const base::Error refused = ask();
        EXPECT_EQ(refused.kind(), base::ErrorKind::kInvalidInput) << what;
        EXPECT_THAT(refused.message(), HasSubstr("use the newer Octavo that wrote it"))
            << what << newer;
        EXPECT_TRUE(FilesOf(folder) == before) << what << newer << has_log;
      }
    }
  }
  std::filesystem::remove_all(other);
}

TEST_F(DurabilityTest, ANewerPostgresIsRefusedUntouched) {
  if (!OnPostgres()) GTEST_SKIP() << "see ANewerDatabaseIsRefusedUntouched";
  Add({.url = "1", .title = "One", .text = "Text."});
  store_.reset();
  auto connection = OpenPostgres({.conninfo = options_.database});
  ASSERT_OK(connection);
  ASSERT_OK((*connection)->BeginWrite());
  ASSERT_OK((*connection)->SetSchemaVersion(NewestSchema() + 1));
  // A job that opening the store would give back, were it not refused.
  ASSERT_OK((*connection)
                ->Put("INSERT INTO jobs (stage, address, due, leased) "
                      "VALUES ('fetch', 1, 0, 1)"));
  ASSERT_OK((*connection)->Commit());
  for (const bool read_only : {false, true}) {
    Options options = options_;
    options.read_only = read_only;
    const auto opened = Store::Open(options);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().kind(), base::ErrorKind::kInvalidInput);
    EXPECT_THAT(opened.error().message(), HasSubstr("newer"));
  }
  const auto leased =
      FindInteger(**connection, "SELECT sum(leased) FROM jobs WHERE stage = 'fetch'");
  ASSERT_OK(leased);
  EXPECT_EQ(*leased, 1);
}

TEST_F(DurabilityTest, WhatIsNoPostgresIsSaidToBeNone) {
  struct Case {
    std::string database;
    base::ErrorKind kind;
  };
  const Case cases[] = {
      {"postgresql://me:s3cret@127.0.0.1:1/octavo", base::ErrorKind::kUnavailable},
      {"host=/nowhere password=s3cret", base::ErrorKind::kUnavailable},
      {"dbname='octavo password=s3cret", base::ErrorKind::kInvalidInput},
      {"s3cret", base::ErrorKind::kInvalidInput},
      {"postgresql://me:s3cret@[::1/octavo", base::ErrorKind::kInvalidInput},
  };
  for (const Case& one : cases) {
    Options options;
    options.database = one.database;
    const auto opened = Store::Open(options);
    ASSERT_FALSE(opened.has_value()) << one.database;
    EXPECT_EQ(opened.error().kind(), one.kind) << opened.error().message();
    EXPECT_THAT(opened.error().message(), testing::Not(HasSubstr("s3cret")));
    EXPECT_THAT(opened.error().message(),
                testing::Not(HasSubstr("***")));  // says how it is written
  }
  EXPECT_EQ(DescribeDatabase("postgresql://me:s3cret@host:5433/octavo?sslmode=require"),
            "PostgreSQL user=me dbname=octavo host=host port=5433");
}

TEST_F(DurabilityTest, WhatIsNoDatabaseIsSaidToBeNone) {
  if (OnPostgres()) GTEST_SKIP() << "see WhatIsNoPostgresIsSaidToBeNone";
  store_.reset();
  std::ofstream(options_.folder / "octavo.db") << std::string(10'000, 'x');
  EXPECT_EQ(Store::Open(options_).error().kind(), base::ErrorKind::kCorrupt);
  Options reading = options_;
  reading.read_only = true;
  reading.folder /= "nowhere";
  EXPECT_EQ(Store::Open(reading).error().kind(), base::ErrorKind::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(reading.folder));
}

TEST_F(DurabilityTest, TheOldestPagesGoFirst) {
  store_.reset();
  options_.page_budget_bytes = 40'000;
  Reopen();
  std::mt19937 random(7);
  std::vector<model::ArticleId> ids;
  for (int i = 0; i < 10; ++i) {
    std::string noise(10'000, '\0');  // does not compress
    for (char& c : noise) c = static_cast<char>(random());
    ids.push_back(Add({.url = std::to_string(i), .title = std::to_string(i), .text = noise}));
  }
  for (size_t i = 0; i < ids.size(); ++i) {
    const auto found = store_->Read([&](Reader& reader) -> base::Status {
      TRY(reader.PageOf(ids[i]));
      return {};
    });
    // The newest three fit, with their zstd frames of a little more than 10,000 bytes.
    EXPECT_EQ(found.has_value(), i >= 7) << i;
  }
}

TEST_F(DurabilityTest, AReaderSeesOneSnapshot) {
  Add({.url = "1", .title = "One", .text = "Text."});
  EXPECT_OK(store_->Read([&](Reader& reader) -> base::Status {
    TRY_ASSIGN(const Counters before, reader.Count());
    std::thread writer([&] { Add({.url = "2", .title = "Two", .text = "Text."}); });
    writer.join();
    TRY_ASSIGN(const Counters after, reader.Count());
    EXPECT_EQ(before.articles, after.articles);
    return {};
  }));
  EXPECT_EQ(Count().articles, 2);
}

// What a smaller budget drops is given back to the disk.
TEST_F(DurabilityTest, ThePageFileShrinksToItsBudget) {
  if (OnPostgres()) GTEST_SKIP() << "its file is its server's";
  std::mt19937 random(7);
  int number = 0;
  const auto fetch = [&](int pages) {
    for (int i = 0; i < pages; ++i) {
      std::string noise(50'000, '\0');
      for (char& c : noise) c = static_cast<char>(random());
      Poll("a.org", {EntryOf("https://a.org/" + std::to_string(number++), "T")});
      for (const Job& job : Lease(Stage::kFetch)) {
        model::Page page = PageOf(job.url, noise);
        page.fetched = {clock_.Now().micros + number};
        ASSERT_OK(
            Write([&](Transaction& transaction) { return transaction.FinishFetch(job, page); }));
      }
    }
  };
  const auto size = [&] {
    store_.reset();
    return std::filesystem::file_size(options_.folder / "pages.db");
  };
  fetch(40);
  EXPECT_GT(size(), 2'000'000U);
  options_.page_budget_bytes = 500'000;
  Reopen();
  fetch(12);
  EXPECT_LT(size(), 1'000'000U);
  Reopen();
  fetch(15);
  EXPECT_LT(size(), 1'000'000U);
}

}  // namespace
}  // namespace store
