// An instance from one database into another, and back.

#include "store/move.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include "store/backup.h"
#include "store/digest.h"
#include "store/driver.h"
#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class MoveTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    for (int i = 0; i < 12; ++i) {
      const std::string number = std::to_string(i);
      Add({.url = number,
           .title = "Harbour " + number,
           .text = "Ships came. Text of " + number + ".",
           .tags = {"Ship", "N" + number},
           .hours_ago = i % 3 == 0 ? 24 * 365 * 30 : i});
    }
    Poll("waiting.org", {EntryOf("https://waiting.org/1", std::string("A\0B", 3))});
    store_.reset();
    other_ = options_;
    other_.folder /= "other";
    // From PostgreSQL to files and back; where there is no PostgreSQL, from files to files.
    other_.database.clear();
  }
  static void ExpectEqual(const Options& one, const Options& other) {
    const auto wanted = Digest(one);
    const auto found = Digest(other);
    ASSERT_OK(wanted);
    ASSERT_OK(found);
    EXPECT_EQ(*wanted, *found);
    const auto faults = FindFaults(other);
    ASSERT_OK(faults);
    EXPECT_THAT(*faults, IsEmpty());
  }
  // By everybody, whatever it is wanted for.
  static void ExpectRefused(const Options& half) {
    Options reading = half;
    reading.read_only = true;
    const auto read = Store::Open(reading);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(read.error().kind(), base::ErrorKind::kRefused);
    EXPECT_THAT(read.error().message(), HasSubstr("--again"));
    EXPECT_EQ(Digest(half).error().kind(), base::ErrorKind::kRefused);
    EXPECT_EQ(FindFaults(half).error().kind(), base::ErrorKind::kRefused);
    if (!half.database.empty()) return;
    const std::filesystem::path away(half.folder.string() + "-away");
    std::filesystem::create_directories(away);
    const auto copied = MakeBackup({.folder = half.folder, .target = away / "half.db"});
    const auto restored = RestoreBackup({.backup = half.folder, .folder = away});
    EXPECT_FALSE(std::filesystem::exists(away / "half.db"));
    EXPECT_FALSE(std::filesystem::exists(away / "octavo.db"));
    std::filesystem::remove_all(away);
    for (const base::Error* error : {&copied.error(), &restored.error()}) {
      EXPECT_EQ(error->kind(), base::ErrorKind::kRefused);
      EXPECT_THAT(error->message(), HasSubstr("--again"));
    }
  }
  static void MoveKilledAt(const std::string& at, const Options& from, const Options& to,
                           MoveStart start) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      const auto moved = Move(from, to, start, [&](std::string_view table) {
        if (table == at) kill(getpid(), SIGKILL);
      });
      _exit(moved ? 1 : 2);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << at << " " << WEXITSTATUS(status);
  }
  void ExpectAtWork(const std::string& words) const {
    const auto refused = Move(options_, other_, MoveStart::kFirst, Nothing);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind(), base::ErrorKind::kConflict);
    EXPECT_THAT(refused.error().message(), HasSubstr("(host:1) " + words));
    EXPECT_FALSE(std::filesystem::exists(other_.folder)) << "the target is not touched";
  }
  static void Nothing(std::string_view) {}

  Options other_;
};

TEST_F(MoveTest, ThereAndBackIsEqual) {
  const auto there = Move(options_, other_, MoveStart::kFirst, Nothing);
  ASSERT_OK(there);
  EXPECT_EQ(there->pages, 13);  // and the total of their bytes
  ExpectEqual(options_, other_);
  // Back into one that is made empty.
  options_.folder /= "back";
  DropDatabase();
  MakeDatabase();
  ASSERT_OK(Move(other_, options_, MoveStart::kFirst, Nothing));
  ExpectEqual(other_, options_);
  Reopen();
  EXPECT_EQ(Search("harbour").total, 12);
  EXPECT_EQ(Search("#ship -harbour").total, 0);
  const auto page = Read<model::Page>([&](Reader& reader) { return reader.PageOf({7}); });
  EXPECT_EQ(page.bytes, "Ships came. Text of 6.");
  // What waited waits, and ids go on behind the old ones.
  EXPECT_EQ(Lease(Stage::kFetch).size(), 1U);
  EXPECT_EQ(Add({.url = "next", .title = "Next", .text = "T."}).value, 13);
  store_.reset();
  const auto faults = FindFaults(options_);
  ASSERT_OK(faults);
  EXPECT_THAT(*faults, IsEmpty());
}

TEST_F(MoveTest, ATargetThatHoldsSomethingIsNotTouched) {
  {
    auto there = Store::Open(other_);
    ASSERT_OK(there);
    ASSERT_OK((*there)->Write([](Transaction& t) { return t.SetFact("mine", "1"); }));
  }
  for (const MoveStart start : {MoveStart::kFirst, MoveStart::kAgain}) {
    const auto moved = Move(options_, other_, start, Nothing);
    ASSERT_FALSE(moved.has_value());
    EXPECT_EQ(moved.error().kind(), base::ErrorKind::kConflict) << moved.error().message();
  }
  auto there = Store::Open(other_);
  ASSERT_OK(there);
  EXPECT_OK((*there)->Read([](Reader& reader) -> base::Status {
    TRY_ASSIGN(const std::string mine, reader.Fact("mine"));
    EXPECT_EQ(mine, "1");
    return {};
  }));
}

TEST_F(MoveTest, KilledInItsMiddleItBeginsAnew) {
  for (const std::string at : {"articles", "jobs", "pages", "full text", "comparing"}) {
    MoveKilledAt(at, options_, other_, at == "articles" ? MoveStart::kFirst : MoveStart::kAgain);
    const auto opened = Store::Open(other_);
    ASSERT_FALSE(opened.has_value()) << at;
    EXPECT_EQ(opened.error().kind(), base::ErrorKind::kRefused);
    EXPECT_THAT(opened.error().message(), HasSubstr("--again"));
    ExpectRefused(other_);
    EXPECT_FALSE(Move(options_, other_, MoveStart::kFirst, Nothing)) << at;
  }
  ASSERT_OK(Move(options_, other_, MoveStart::kAgain, Nothing));
  ExpectEqual(options_, other_);
}

// What somebody has in hand waits in the target for whoever takes it there.
TEST_F(MoveTest, WhoWorksOnItDoesNotMove) {
  Reopen();
  Poll("waiting.org",
       {EntryOf("https://waiting.org/1", "A"), EntryOf("https://waiting.org/2", "B")});
  ASSERT_OK(Write([](Transaction& transaction) -> base::Status {
    TRY_ASSIGN(const WorkerId worker, transaction.EnterWorker("host:1"));
    const LeaseTerms terms{.worker = worker, .host_micros = base::kMicrosPerSecond};
    TRY_ASSIGN(const auto jobs, transaction.LeaseJobs(Stage::kFetch, 10, terms));
    EXPECT_THAT(jobs, testing::Not(IsEmpty()));
    TRY(transaction.ClaimSources(1, terms));
    TRY(transaction.TakeOffice("en", worker));
    return {};
  }));
  if (OnPostgres()) {
    // Its session holds its lock, however long it has been silent.
    clock_.Advance(60 * base::kMicrosPerSecond);
    ExpectAtWork("is at work");
    // Its session has ended, but it has shown life a moment ago.
    store_.reset();
    clock_.Advance(-60 * base::kMicrosPerSecond);
    ExpectAtWork("was at work");
    clock_.Advance(7 * base::kMicrosPerSecond);
  }
  store_.reset();
  ASSERT_OK(Move(options_, other_, MoveStart::kFirst, Nothing));
  ExpectEqual(options_, other_);
  auto target = OpenSqlite(other_.folder / "octavo.db", {.access = Access::kRead});
  ASSERT_OK(target);
  for (const char* left :
       {"workers", "hosts", "editors", "jobs WHERE worker <> 0 OR leased <> 0 OR leased_until <> 0",
        "sources WHERE worker <> 0 OR claimed_until <> 0"}) {
    const auto rows = FindInteger(**target, std::string("SELECT count(*) FROM ") + left);
    ASSERT_OK(rows);
    EXPECT_EQ(*rows, 0) << left;
  }
}

// The way back, whose target is a PostgreSQL where there is one.
TEST_F(MoveTest, HalfMovedItIsRefusedByReadersToo) {
  ASSERT_OK(Move(options_, other_, MoveStart::kFirst, Nothing));
  options_.folder /= "back";
  DropDatabase();
  MakeDatabase();
  MoveKilledAt("pages", other_, options_, MoveStart::kFirst);
  ExpectRefused(options_);
  ASSERT_OK(Move(other_, options_, MoveStart::kAgain, Nothing));
  Options reading = options_;
  reading.read_only = true;
  EXPECT_OK(Store::Open(reading));
}

}  // namespace
}  // namespace store
