#include "store/backup.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <thread>

#include "base/file.h"
#include "store/digest.h"
#include "store/driver.h"
#include "store/schema.h"
#include "store/testing/fixture.h"
#include "store/testing/workload.h"
#include "store/write_lock.h"

namespace {

// How many files get another name before the process is killed, or the disk fails; below 0: all.
int names_to_give = -1;
bool is_killed = false;

}  // namespace

// In the place of the C library's.
extern "C" int rename(const char* from, const char* to) noexcept {
  if (names_to_give == 0) {
    if (is_killed) _exit(9);
    errno = EIO;
    return -1;
  }
  if (names_to_give > 0) names_to_give -= 1;
  return renameat(AT_FDCWD, from, AT_FDCWD, to);
}

namespace store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class BackupTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (OnPostgres()) GTEST_SKIP() << "PostgreSQL is backed up with its own tools";
    ASSERT_OK(Run(0));
    std::filesystem::create_directories(Other(""));
  }
  void TearDown() override {
    StoreTest::TearDown();
    std::filesystem::remove_all(Other(""));
  }
  base::Status Run(int day) {
    const Workload::Writer write = [this](const Workload::Work& work) {
      return store_->Write(work);
    };
    return Workload(clock_).Run(*store_, day, write);
  }
  std::filesystem::path Other(const std::string& name) const {
    return std::filesystem::path(options_.folder.string() + "-other") / name;
  }
  BackupOptions To(const std::string& name) const {
    return {.folder = options_.folder, .target = Other(name), .bytes_per_second = 0};
  }
  static void ExpectWhole(const std::filesystem::path& folder) {
    const auto faults = FindFaults(folder);
    ASSERT_OK(faults);
    EXPECT_THAT(*faults, IsEmpty());
  }
  static std::string DigestOf(const std::filesystem::path& folder) {
    const auto digest = Digest(folder);
    EXPECT_OK(digest);
    return digest.value_or("");
  }
};

TEST_F(BackupTest, AFileComesBackEqualAndGoesOn) {
  const std::string wanted = DigestOf(options_.folder);
  ASSERT_OK(MakeBackup(To("a.db")));
  // Nothing else is left there.
  size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(Other(""))) ++files;
  EXPECT_EQ(files, 1U);
  ASSERT_OK(RestoreBackup({.backup = Other("a.db"), .folder = Other("back")}));
  EXPECT_EQ(DigestOf(Other("back")), wanted);
  ExpectWhole(Other("back"));
  ASSERT_OK(Run(1));
  const std::string later = DigestOf(options_.folder);
  options_.folder = Other("back");
  Reopen();
  ASSERT_OK(Run(1));
  EXPECT_EQ(DigestOf(options_.folder), later);
  store_.reset();
  options_.folder = Other("");
}

TEST_F(BackupTest, AFolderIsAnInstanceWithItsPages) {
  BackupOptions options = To("whole");
  options.pages = WithPages::kYes;
  ASSERT_OK(MakeBackup(options));
  EXPECT_EQ(DigestOf(Other("whole")), DigestOf(options_.folder));
  Options reading;
  reading.folder = Other("whole");
  reading.read_only = true;
  auto copy = Store::Open(reading);
  ASSERT_OK(copy);
  EXPECT_OK((*copy)->Read([](Reader& reader) -> base::Status {
    TRY_ASSIGN(const model::Page page, reader.PageOf(model::ArticleId{1}));
    EXPECT_EQ(page.bytes.size(), 6'000U);
    return {};
  }));
}

TEST_F(BackupTest, WhileAnotherWritesItIsOfOneMoment) {
  ASSERT_OK(Write([](Transaction& transaction) {
    return transaction.SetFact("noise", std::string(3'000'000, 'x'));
  }));
  std::atomic<bool> stop = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    while (!stop) {
      const int number = written++;
      EXPECT_OK(Write([&](Transaction& transaction) {
        return transaction.SetFact("number", std::to_string(number));
      }));
      Poll("busy.org", {EntryOf("https://busy.org/" + std::to_string(number), "T")});
    }
  });
  BackupOptions options = To("busy.db");
  options.bytes_per_second = 1'000'000;
  while (written < 1) std::this_thread::yield();
  const int before = written;
  const auto made = MakeBackup(options);
  const int behind = written;
  stop = true;
  writer.join();
  ASSERT_OK(made);
  EXPECT_GT(behind, before) << "nothing was written meanwhile: the test shows nothing";
  ASSERT_OK(RestoreBackup({.backup = Other("busy.db"), .folder = Other("back")}));
  ExpectWhole(Other("back"));
}

TEST_F(BackupTest, NothingThatIsThereIsWrittenOverUnlessTold) {
  ASSERT_OK(MakeBackup(To("a.db")));
  const auto before = *base::ReadFile(Other("a.db"));
  ASSERT_OK(Run(1));
  EXPECT_EQ(MakeBackup(To("a.db")).error().kind(), base::ErrorKind::kConflict);
  EXPECT_TRUE(*base::ReadFile(Other("a.db")) == before);
  BackupOptions again = To("a.db");
  again.existing = Existing::kReplace;
  ASSERT_OK(MakeBackup(again));
  EXPECT_FALSE(*base::ReadFile(Other("a.db")) == before);

  // The instance is in use, and then not empty.
  RestoreOptions restore{.backup = Other("a.db"), .folder = options_.folder};
  EXPECT_EQ(RestoreBackup(restore).error().kind(), base::ErrorKind::kConflict);
  store_.reset();
  const std::string wanted = DigestOf(options_.folder);
  EXPECT_EQ(RestoreBackup(restore).error().kind(), base::ErrorKind::kConflict);
  restore.existing = Existing::kReplace;
  std::ofstream(options_.folder / "octavo.db-journal") << "of the file that was there";
  const auto restored = RestoreBackup(restore);
  ASSERT_OK(restored);
  EXPECT_EQ(restored->aside, options_.folder / "before-restore");
  EXPECT_FALSE(std::filesystem::exists(options_.folder / "octavo.db-journal"));
  EXPECT_EQ(DigestOf(options_.folder), wanted);
  EXPECT_EQ(DigestOf(options_.folder / "before-restore"), wanted);
}

// Somebody ran Octavo on a backup and was killed: what it wrote last lies in logs beside the files.
TEST_F(BackupTest, LogsOfWhatIsReplacedGoWithIt) {
  BackupOptions options = To("whole");
  options.pages = WithPages::kYes;
  ASSERT_OK(MakeBackup(options));
  for (const char* name : {"killed", "a.db-wal", "a.db"}) std::filesystem::remove_all(Other(name));
  {
    Options running = options_;
    running.folder = Other("whole");
    auto store = Store::Open(running);
    ASSERT_OK(store);
    ASSERT_OK(Workload(clock_).Run(
        **store, 1, [&](const Workload::Work& work) { return (*store)->Write(work); }));
    std::filesystem::copy(Other("whole"), Other("killed"));
    for (const char* log : {"", "-wal"}) {
      std::filesystem::copy(Other("whole/octavo.db") += log, Other("a.db") += log);
    }
  }
  for (const char* log : {"killed/octavo.db-wal", "killed/pages.db-wal", "a.db-wal"}) {
    ASSERT_GT(std::filesystem::file_size(Other(log)), 4096U) << log;
  }
  const std::string wanted = DigestOf(options_.folder);
  ASSERT_NE(DigestOf(Other("killed")), wanted);
  options.existing = Existing::kReplace;
  options.target = Other("killed");
  ASSERT_OK(MakeBackup(options));
  EXPECT_EQ(DigestOf(Other("killed")), wanted);
  ExpectWhole(Other("killed"));
  options.pages = WithPages::kNo;
  options.target = Other("a.db");
  ASSERT_OK(MakeBackup(options));
  ASSERT_OK(RestoreBackup({.backup = Other("a.db"), .folder = Other("back")}));
  EXPECT_EQ(DigestOf(Other("back")), wanted);
  for (const char* log : {"killed/octavo.db-wal", "killed/pages.db-wal", "a.db-wal"}) {
    EXPECT_FALSE(std::filesystem::exists(Other(log))) << log;
  }
}

TEST_F(BackupTest, NoBackupTakesThePlaceOfOneThatSomebodyRunsOctavoOn) {
  BackupOptions options = To("whole");
  options.existing = Existing::kReplace;
  ASSERT_OK(MakeBackup(options));
  for (const bool read_only : {false, true}) {
    Options running = options_;
    running.folder = Other("whole");
    running.read_only = read_only;
    auto store = Store::Open(running);
    ASSERT_OK(store);
    EXPECT_EQ(MakeBackup(options).error().kind(), base::ErrorKind::kConflict);
    store->reset();
    EXPECT_OK(MakeBackup(options));
  }
}

// As from a disk that is mounted to be read only. Root may write anywhere, so it is somebody else.
TEST_F(BackupTest, ABackupIsReadWhereNobodyMayWrite) {
  BackupOptions options = To("whole");
  options.pages = WithPages::kYes;
  ASSERT_OK(MakeBackup(options));
  // Backups that an earlier Octavo made say that they have a log.
  std::filesystem::copy(Other("whole"), Other("odd #1 %3f?"));
  for (const char* name : {"octavo.db", "pages.db"}) {
    ASSERT_OK(OpenSqlite(Other("odd #1 %3f?") / name, {}));
  }
  const std::string wanted = DigestOf(options_.folder);
  for (const char* name : {"whole", "odd #1 %3f?"}) {
    const RestoreOptions restore{.backup = Other(name), .folder = Other(name) += "-back"};
    std::filesystem::create_directory(restore.folder);
    std::filesystem::permissions(restore.folder, std::filesystem::perms(0777));
    std::filesystem::permissions(restore.backup, std::filesystem::perms(0555));
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      if (getuid() == 0 && setuid(65534) != 0) _exit(2);
      const auto restored = RestoreBackup(restore);
      if (!restored) fmt::print(stderr, "{}\n", restored.error().message());
      _exit(restored ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    std::filesystem::permissions(restore.backup, std::filesystem::perms(0755));
    EXPECT_EQ(WEXITSTATUS(status), 0) << name;
    EXPECT_EQ(DigestOf(restore.folder), wanted) << name;
    EXPECT_TRUE(std::filesystem::exists(restore.folder / "pages.db"));
  }
}

// Pages are a cache: a backup without them can be read at once, and written to later.
TEST_F(BackupTest, WithoutPagesItIsReadAsIfThereWereNone) {
  ASSERT_OK(MakeBackup(To("a.db")));
  ASSERT_OK(RestoreBackup({.backup = Other("a.db"), .folder = Other("back")}));
  ASSERT_OK(MakeBackup(To("whole")));  // an instance by itself
  for (const char* name : {"back", "whole"}) {
    Options options = options_;
    options.folder = Other(name);
    Options reading = options;
    reading.read_only = true;
    auto reader = Store::Open(reading);
    ASSERT_OK(reader);
    EXPECT_OK((*reader)->Read([](Reader& read) -> base::Status {
      EXPECT_EQ(read.PageOf(model::ArticleId{1}).error().kind(), base::ErrorKind::kNotFound);
      return {};
    }));
    const auto damage = FindDamage(reading);
    ASSERT_OK(damage);
    EXPECT_THAT(*damage, IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(Other(name) / "pages.db")) << "readers make nothing";
    // Who reads already finds what is written from now on.
    auto writer = Store::Open(options);
    ASSERT_OK(writer);
    ASSERT_OK(Workload(clock_).Run(
        **writer, 1, [&](const Workload::Work& work) { return (*writer)->Write(work); }));
    EXPECT_OK((*reader)->Read([](Reader& read) -> base::Status {
      ArticleQuery query;
      query.limit = 1;
      TRY_ASSIGN(const ArticleList newest, read.Articles(query));
      TRY_ASSIGN(const model::Page found, read.PageOf(newest.articles.at(0).id));
      EXPECT_EQ(found.bytes.size(), 6'000U);
      return {};
    }));
  }
}

// A reader would go on showing the files that were moved aside. Beside the writer it may be.
TEST_F(BackupTest, NothingIsRestoredUnderAReader) {
  ASSERT_OK(MakeBackup(To("a.db")));
  Options reading = options_;
  reading.read_only = true;
  auto one = Store::Open(reading);
  ASSERT_OK(one);
  auto other = Store::Open(reading);
  ASSERT_OK(other);
  store_.reset();
  const RestoreOptions restore{
      .backup = Other("a.db"), .folder = options_.folder, .existing = Existing::kReplace};
  for (auto* reader : {&one, &other}) {
    const auto refused = RestoreBackup(restore);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind(), base::ErrorKind::kConflict);
    EXPECT_THAT(refused.error().message(), HasSubstr("somebody reads"));
    EXPECT_FALSE(std::filesystem::exists(options_.folder / "before-restore"));
    reader->value().reset();
  }
  // Nor is anything read in the middle of it.
  {
    const auto alone = FolderLock::Take(options_.folder, FolderLock::Company::kNone);
    ASSERT_OK(alone);
    const auto refused = Store::Open(reading);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind(), base::ErrorKind::kConflict);
  }
  EXPECT_OK(RestoreBackup(restore));
  EXPECT_OK(Store::Open(reading));
}

// Of an instance that was killed itself, so that logs go aside with its files.
class HalfRestoredTest : public BackupTest {
 protected:
  void SetUp() override {
    BackupTest::SetUp();
    if (IsSkipped()) return;
    BackupOptions options = To("whole");
    options.pages = WithPages::kYes;
    ASSERT_OK(MakeBackup(options));
    restore_ = {.backup = Other("whole"), .folder = Other("data"), .existing = Existing::kReplace};
    wanted_ = DigestOf(Other("whole"));
    ASSERT_OK(Run(1));
    before_ = DigestOf(options_.folder);
    std::filesystem::copy(options_.folder, Other("killed"));
    store_.reset();
  }

  // A restore that has given so many names; whether it came to its end.
  bool RestoreWith(int names, bool killed) {
    std::filesystem::remove_all(Other("data"));
    std::filesystem::copy(Other("killed"), Other("data"));
    if (!killed) {
      names_to_give = names;
      const auto restored = RestoreBackup(restore_);
      names_to_give = -1;
      if (restored) return true;
      EXPECT_EQ(restored.error().kind(), base::ErrorKind::kUnavailable);
      // The first name is that of the folder with all that is told of then.
      if (names > 0) {
        EXPECT_THAT(restored.error().message(), HasSubstr("data/restore.ready holds"));
      }
      return false;
    }
    const pid_t child = fork();
    if (child == 0) {
      is_killed = true;
      names_to_give = names;
      _exit(RestoreBackup(restore_) ? 0 : 1);
    }
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 9) << WEXITSTATUS(status);
    return WEXITSTATUS(status) == 0;
  }

  // Nothing of it can be taken for an instance that has nothing yet.
  void ExpectThatReadersAreRefused() const {
    Options reading = options_;
    reading.folder = Other("data");
    reading.read_only = true;
    const base::Error errors[] = {
        Store::Open(reading).error(), Digest(reading).error(),
        MakeBackup({.folder = Other("data"), .target = Other("x.db")}).error(),
        RestoreBackup({.backup = Other("data"), .folder = Other("x")}).error()};
    for (const base::Error& error : errors) {
      EXPECT_EQ(error.kind(), base::ErrorKind::kUnavailable) << error.message();
      EXPECT_THAT(error.message(), HasSubstr("start `octavo run`"));
    }
  }

  void ExpectRestored() const {
    EXPECT_EQ(DigestOf(Other("data")), wanted_);
    EXPECT_TRUE(std::filesystem::exists(Other("data/pages.db")));
    EXPECT_EQ(DigestOf(Other("data/before-restore")), before_);
    EXPECT_TRUE(std::filesystem::exists(Other("data/before-restore/pages.db")));
    EXPECT_FALSE(std::filesystem::exists(Other("data/before-restore-2")));
    EXPECT_FALSE(std::filesystem::exists(Other("data/restore.ready")));
  }

  RestoreOptions restore_;
  std::string wanted_;
  std::string before_;
};

TEST_F(HalfRestoredTest, TheNextStartGoesOnWithIt) {
  Options running = options_;
  running.folder = Other("data");
  for (const bool killed : {true, false}) {
    int names = 0;
    for (; !RestoreWith(names, killed); ++names) {
      SCOPED_TRACE(fmt::format("{} names, {}", names, killed ? "killed" : "a failing disk"));
      if (names > 0) ExpectThatReadersAreRefused();
      ASSERT_OK(Store::Open(running));
      if (names > 0) {
        ExpectRestored();
      } else {
        EXPECT_EQ(DigestOf(Other("data")), before_);
      }
    }
    ExpectRestored();
    EXPECT_GE(names, 8) << "two files, their logs, and two that take their places";
  }
}

TEST_F(HalfRestoredTest, TheSameAgainGoesOnWithIt) {
  for (int names = 0; !RestoreWith(names, true); ++names) {
    SCOPED_TRACE(names);
    const auto restored = RestoreBackup(restore_);
    ASSERT_OK(restored);
    EXPECT_EQ(restored->aside, Other("data/before-restore"));
    ExpectRestored();
  }
}

TEST_F(BackupTest, WhatOneRestoreMovedAsideTheNextLeavesAlone) {
  ASSERT_OK(MakeBackup(To("a.db")));
  const std::string first = DigestOf(options_.folder);
  ASSERT_OK(Run(1));
  const std::string second = DigestOf(options_.folder);
  ASSERT_NE(first, second);
  store_.reset();
  const RestoreOptions restore{
      .backup = Other("a.db"), .folder = options_.folder, .existing = Existing::kReplace};
  const std::pair<const char*, std::string> wanted[] = {
      {"before-restore", second}, {"before-restore-2", first}, {"before-restore-3", first}};
  for (const auto& [name, digest] : wanted) {
    const auto restored = RestoreBackup(restore);
    ASSERT_OK(restored);
    EXPECT_EQ(restored->aside, options_.folder / name);
    EXPECT_EQ(DigestOf(restored->aside), digest) << name;
    EXPECT_EQ(DigestOf(options_.folder / "before-restore"), second) << name;
  }
}

// Written over, the files of an instance would have no name, and what is read from then on be lost.
TEST_F(BackupTest, TheInstanceItselfIsNeverTheTarget) {
  namespace fs = std::filesystem;
  const fs::path folder = options_.folder;
  const std::string wanted = DigestOf(folder);
  fs::create_directory_symlink(folder, Other("link"));
  fs::create_symlink(folder / "octavo.db", Other("link.db"));
  const std::string name = folder.filename().string();
  for (const fs::path& target :
       {folder, folder / "", folder / ".", folder / "octavo.db", folder / "pages.db",
        folder / "new.db", folder / "new", folder / "new" / "deep", Other("link"),
        Other("link") / "octavo.db", Other("link.db"), Other("x/../link/octavo.db"),
        folder / ".." / name, folder.parent_path()}) {
    for (const Existing existing : {Existing::kKeep, Existing::kReplace}) {
      const auto made = MakeBackup({.folder = folder,
                                    .target = target,
                                    .pages = WithPages::kYes,
                                    .existing = existing,
                                    .bytes_per_second = 0});
      ASSERT_FALSE(made.has_value()) << target;
      EXPECT_EQ(made.error().kind(), base::ErrorKind::kRefused) << target;
    }
  }
  // Nor when the instance is called by the link.
  BackupOptions by_link = To("x");
  by_link.folder = Other("link");
  by_link.target = folder / "octavo.db";
  by_link.existing = Existing::kReplace;
  EXPECT_EQ(MakeBackup(by_link).error().kind(), base::ErrorKind::kRefused);
  // What is written goes into the files that have the names.
  ASSERT_OK(Write([](Transaction& transaction) { return transaction.SetFact("still", "here"); }));
  store_.reset();
  EXPECT_EQ(DigestOf(folder), wanted);
  Reopen();
  EXPECT_EQ(Read<std::string>([](Reader& reader) { return reader.Fact("still"); }), "here");
  // Beside it is allowed, even where the name begins alike.
  EXPECT_OK(MakeBackup(To("octavo.db")));
  EXPECT_OK(MakeBackup(To("whole/")));
}

TEST_F(BackupTest, TheFolderAboveMustBeThere) {
  for (const char* target : {"unmounted/a.db", "unmounted/whole", "unmounted/whole/"}) {
    const auto made = MakeBackup(To(target));
    ASSERT_FALSE(made.has_value()) << target;
    EXPECT_EQ(made.error().kind(), base::ErrorKind::kNotFound) << target;
    EXPECT_THAT(made.error().message(), HasSubstr(Other("unmounted").string()));
    EXPECT_FALSE(std::filesystem::exists(Other("unmounted"))) << target;
  }
}

TEST_F(BackupTest, WhatIsDamagedOrNewerOrNotThereIsNoBackup) {
  ASSERT_OK(MakeBackup(To("a.db")));
  const auto size = static_cast<int64_t>(std::filesystem::file_size(Other("a.db")));
  {
    std::fstream file(Other("a.db"), std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(size / 2 / 4096 * 4096);
    file << std::string(4096, '\x33');
  }
  const RestoreOptions restore{.backup = Other("a.db"), .folder = Other("back")};
  EXPECT_EQ(RestoreBackup(restore).error().kind(), base::ErrorKind::kCorrupt);
  EXPECT_FALSE(std::filesystem::exists(Other("back") / "octavo.db"));
  EXPECT_EQ(RestoreBackup({.backup = Other("none.db"), .folder = Other("back")}).error().kind(),
            base::ErrorKind::kNotFound);
  BackupOptions nowhere = To("b.db");
  nowhere.folder = Other("nowhere");
  EXPECT_EQ(MakeBackup(nowhere).error().kind(), base::ErrorKind::kNotFound);

  ASSERT_OK(MakeBackup(To("newer.db")));
  {
    auto connection = OpenSqlite(Other("newer.db"), {});
    ASSERT_OK(connection);
    ASSERT_OK((*connection)->SetSchemaVersion(NewestSchema() + 1));
  }
  const auto refused = RestoreBackup({.backup = Other("newer.db"), .folder = Other("back")});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind(), base::ErrorKind::kInvalidInput);
  EXPECT_THAT(refused.error().message(), HasSubstr("newer"));
}

}  // namespace
}  // namespace store
