// Every schema that was ever published, brought up to date. tests/migrations holds a store of each
// version, written by the Octavo of that time with the first day of the workload done: opened by
// today's it is equal to one that is made today, and goes on equally. A new version of the schema
// wants a new fixture for each database (tests/migrations/dump.py) before the next version is
// begun. PostgreSQL came with version 3.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "base/file.h"
#include "store/backup.h"
#include "store/digest.h"
#include "store/driver.h"
#include "store/schema.h"
#include "store/sqlite_copy.h"
#include "store/testing/fixture.h"
#include "store/testing/workload.h"

namespace store {
namespace {

using testing::IsEmpty;

class MigrationsTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    options_.page_budget_bytes = 40'000;
  }

  base::Status Run(int day) {
    const Workload::Writer write = [this](const Workload::Work& work) {
      return store_->Write(work);
    };
    return Workload(clock_).Run(*store_, day, write);
  }

  int64_t OldestVersion() const { return OnPostgres() ? 3 : 1; }
  std::filesystem::path FixtureOf(int64_t version) const {
    return std::filesystem::path(OCTAVO_SOURCE_DIR) / "tests/migrations" /
           fmt::format("{}_{}.sql", OnPostgres() ? "postgres" : "schema", version);
  }

  // The folder, or the schema, holds the fixture and nothing else.
  void Load(int64_t version) {
    store_.reset();
    std::filesystem::remove_all(options_.folder);
    std::filesystem::create_directories(options_.folder);
    auto sql = base::ReadFile(FixtureOf(version));
    ASSERT_OK(sql);
    if (OnPostgres()) {
      DropDatabase();
      constexpr std::string_view kName = "octavo_fixture";
      for (size_t at = sql->find(kName); at != std::string::npos; at = sql->find(kName, at)) {
        sql->replace(at, kName.size(), schema_);
      }
    }
    auto connection = OnPostgres() ? OpenPostgres({.conninfo = options_.database})
                                   : OpenSqlite(options_.folder / "octavo.db", {});
    ASSERT_OK(connection);
    ASSERT_OK((*connection)->Script(*sql));
    const auto found = (*connection)->SchemaVersion();
    ASSERT_OK(found);
    ASSERT_EQ(*found, version);
  }

  void OnServer(const std::string& sql) const {
    auto connection = OpenPostgres({.conninfo = options_.database});
    ASSERT_OK(connection);
    ASSERT_OK((*connection)->Script(sql));
  }

  // All tables and their rows, of whatever version.
  std::string Everything() const {
    auto connection =
        OnPostgres()
            ? OpenPostgres({.conninfo = options_.database, .use = PostgresUse::kWholeTables})
            : OpenSqlite(options_.folder / "octavo.db", {.access = Access::kRead});
    EXPECT_OK(connection);
    if (!connection) return {};
    auto rows = (*connection)
                    ->Query(OnPostgres() ? "SELECT CAST(schema_to_xml_and_xmlschema("
                                           "current_schema(), true, true, '') AS text)"
                                         : "SELECT group_concat(sql, ';') FROM sqlite_schema");
    EXPECT_OK(rows);
    std::string everything;
    if (rows && (*rows)->Next().value_or(false)) everything = (*rows)->String(0);
    if (OnPostgres()) return everything;
    const auto sum = SumOf(options_.folder / "octavo.db");
    EXPECT_OK(sum);
    return sum ? fmt::format("version {}, {} rows, {:x}: {}", sum->version, sum->rows, sum->sum,
                             everything)
               : std::string();
  }

  std::string DigestNow() {
    const auto digest = Digest(options_);
    EXPECT_OK(digest);
    const auto faults = FindFaults(options_);
    EXPECT_OK(faults);
    EXPECT_THAT(faults.value_or(std::vector<std::string>()), IsEmpty());
    return digest.value_or("");
  }
};

TEST_F(MigrationsTest, EveryEarlierStoreIsEqualToOneOfToday) {
  ASSERT_OK(Run(0));
  store_.reset();
  const std::string first_day = DigestNow();
  Reopen();
  ASSERT_OK(Run(1));
  store_.reset();
  const std::string second_day = DigestNow();
  for (int64_t version = OldestVersion(); version < NewestSchema(); ++version) {
    Load(version);
    if (HasFatalFailure()) return;
    Reopen();
    store_.reset();
    EXPECT_EQ(DigestNow(), first_day) << "version " << version;
    Reopen();
    const auto found = Search("sentence");
    EXPECT_GT(found.total, 5) << "version " << version;
    ASSERT_OK(Run(1));
    store_.reset();
    EXPECT_EQ(DigestNow(), second_day) << "version " << version;
  }
}

TEST_F(MigrationsTest, ABackupOfAnEarlierStoreComesBackAndIsBroughtUpToDate) {
  if (OnPostgres()) GTEST_SKIP() << "PostgreSQL is backed up with its own tools";
  ASSERT_OK(Run(0));
  store_.reset();
  const std::string first_day = DigestNow();
  const std::filesystem::path folder = options_.folder;
  for (int64_t version = OldestVersion(); version < NewestSchema(); ++version) {
    Load(version);
    if (HasFatalFailure()) return;
    const std::filesystem::path other(folder.string() + "-restored");
    std::filesystem::create_directories(other);
    const auto made =
        MakeBackup({.folder = folder, .target = other / "backup.db", .bytes_per_second = 0});
    ASSERT_OK(made);
    EXPECT_EQ(made->version, version);
    const auto restored = RestoreBackup({.backup = other / "backup.db", .folder = other});
    ASSERT_OK(restored);
    EXPECT_EQ(restored->copied.version, version);
    options_.folder = other;
    Reopen();
    store_.reset();
    EXPECT_EQ(DigestNow(), first_day) << "version " << version;
    options_.folder = folder;
    std::filesystem::remove_all(other);
  }
}

// Found by kills: whoever came second saw tables without a version.
TEST_F(MigrationsTest, SeveralMayMakeTheSchemaAtOnce) {
  if (!OnPostgres()) GTEST_SKIP() << "a file has one writer";
  for (int round = 0; round < 5; ++round) {
    store_.reset();
    DropDatabase();
    MakeDatabase();
    std::vector<std::string> errors(4);
    {
      std::vector<std::jthread> openers;
      for (std::string& error : errors) {
        openers.emplace_back([this, &error] {
          const auto opened = Store::Open(options_);
          if (!opened) error = opened.error().message();
        });
      }
    }
    EXPECT_THAT(errors, testing::Each("")) << "round " << round;
  }
}

// Every row of a large table takes its time.
TEST_F(MigrationsTest, AMigrationHasNoLimitOfTime) {
  if (!OnPostgres()) GTEST_SKIP() << "a file has no limit of time";
  Load(3);
  if (HasFatalFailure()) return;
  // The update of all rows notes what it runs under.
  OnServer(
      "CREATE TABLE noted (settings TEXT);"
      "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
      "INSERT INTO noted SELECT string_agg(name || '=' || setting, ' ' ORDER BY "
      "name) FROM pg_settings WHERE name IN ('statement_timeout', "
      "'lock_timeout', 'enable_seqscan'); RETURN NULL; END $$;"
      "CREATE TRIGGER note AFTER UPDATE ON article_tags "
      "EXECUTE FUNCTION note()");
  Reopen();
  auto connection = OpenPostgres({.conninfo = options_.database});
  ASSERT_OK(connection);
  auto rows = (*connection)->Query("SELECT DISTINCT settings FROM noted");
  ASSERT_OK(rows);
  ASSERT_TRUE((*rows)->Next().value_or(false));
  EXPECT_EQ((*rows)->Text(0), "enable_seqscan=on lock_timeout=0 statement_timeout=0");
}

// A file that may grow by so many pages and no further, or a server that ends the session in the
// middle of an update: tables, rows and version are as they were, and the next start does it all.
TEST_F(MigrationsTest, AMigrationThatIsInterruptedIsAsNone) {
  ASSERT_OK(Run(0));
  store_.reset();
  const std::string wanted = DigestNow();
  Load(OldestVersion());
  if (HasFatalFailure()) return;
  if (OnPostgres()) {
    OnServer(
        "CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
        "CREATE TRIGGER leave AFTER UPDATE ON article_tags EXECUTE FUNCTION leave()");
  }
  const std::string before = Everything();
  ASSERT_THAT(before, testing::Not(IsEmpty()));
  constexpr int64_t kPageBytes = 4096;
  std::error_code none;
  const auto size =
      static_cast<int64_t>(std::filesystem::file_size(options_.folder / "octavo.db", none));
  int interrupted = 0;
  for (;; ++interrupted) {
    if (OnPostgres() && interrupted > 0) break;
    if (!OnPostgres()) options_.database_limit_bytes = size + interrupted * kPageBytes;
    const auto opened = Store::Open(options_);
    if (opened) break;
    EXPECT_EQ(opened.error().kind(), base::ErrorKind::kUnavailable) << opened.error().message();
    EXPECT_TRUE(Everything() == before) << interrupted;
  }
  EXPECT_GT(interrupted, OnPostgres() ? 0 : 3);
  options_.database_limit_bytes = 0;
  if (OnPostgres()) OnServer("DROP TRIGGER leave ON article_tags");
  Reopen();
  ASSERT_NE(store_, nullptr);
  store_.reset();
  EXPECT_EQ(DigestNow(), wanted);
}

}  // namespace
}  // namespace store
