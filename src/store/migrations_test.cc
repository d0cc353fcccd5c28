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

TEST_F(MigrationsTest, AMigrationThatIsInterruptedIsAsNone) {
  if (OnPostgres()) GTEST_SKIP() << "a PostgreSQL has no limit of its own";
  Load(1);
  if (HasFatalFailure()) return;
  const auto before = *base::ReadFile(options_.folder / "octavo.db");
  // A file that may not grow by one page.
  options_.database_limit_bytes = static_cast<int64_t>(before.size());
  const auto full = Store::Open(options_);
  if (full) GTEST_SKIP() << "it fits without growing";
  EXPECT_EQ(full.error().kind(), base::ErrorKind::kUnavailable);
  options_.database_limit_bytes = 0;
  Reopen();
  ASSERT_NE(store_, nullptr);
  store_.reset();
  DigestNow();
}

}  // namespace
}  // namespace store
