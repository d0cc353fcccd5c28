// An instance from one database into another, and back.

#include "store/move.h"

#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>

#include "store/backup.h"
#include "store/digest.h"
#include "store/driver.h"
#include "store/tables.h"
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
    FillEveryTable();
    Poll("waiting.org", {EntryOf("https://waiting.org/1", std::string("A\0B", 3))});
    store_.reset();
    other_ = options_;
    other_.folder /= "other";
    // From PostgreSQL to files and back; where there is no PostgreSQL, from files to files.
    other_.database.clear();
  }

  // With what the way of an article alone does not leave behind.
  void FillEveryTable() {
    ASSERT_OK(Write([](Transaction& t) -> base::Status {
      model::Source source;
      source.url = "https://secret.org/feed";
      source.paused = source.retired = true;
      source.asking.cookies = "session=secret";
      source.rhythm.as_of = kNoon;
      source.rhythm.watched_days = 2.5;
      source.rights.tdm = true;
      source.hub = source.topic = "https://hub.org/";
      TRY_ASSIGN(source.id, t.AddSource(source));
      model::Site site;
      site.key = "https://secret.org:443";
      site.robots = "User-agent: *";
      TRY(t.PutSite(site));
      model::Subscription subscription;
      subscription.token = "token";
      subscription.source = source.id;
      subscription.secret = "secret";
      TRY(t.PutSubscription(subscription));
      TRY(t.SetRelated({1}, std::vector<model::Related>{{{2}, 0.1, {"harbour"}}}));
      return t.SetFact("name", "value");
    }));
    // A second version of a page whose blocks were noted, some of which stand everywhere.
    for (const std::string text : {"One.", "Two."}) {
      Poll("versions.org", {EntryOf("https://versions.org/", text)});
      const Job fetch = Lease(Stage::kFetch).at(0);
      const Piece piece = {.url = fetch.url, .title = text, .text = text};
      ASSERT_OK(
          Write([&](Transaction& t) { return t.FinishFetch(fetch, PageOf(fetch.url, text)); }));
      const Job read = Lease(Stage::kRead).at(0);
      ASSERT_OK(Write([&](Transaction& t) -> base::Status {
        model::Sighting sighting;
        sighting.marks = {7};
        TRY(t.RecordSighting(read, "versions.org", sighting));
        TRY(t.FinishRead(read, ReadingOf(piece)));
        return {};
      }));
    }
    const Job failing = Lease(Stage::kEnrich).at(0);
    ASSERT_OK(Write([&](Transaction& t) -> base::Status {
      TRY(t.FailJob(failing, base::Error(base::ErrorKind::kTimeout, "late")));
      model::StandingBlock block;
      block.site = "versions.org";
      block.mark = 8;
      TRY(t.LearnStanding(std::vector{block}));
      return {};
    }));
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
  EXPECT_EQ(there->pages, 14);  // and the total of their bytes
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
  EXPECT_EQ(Add({.url = "next", .title = "Next", .text = "T."}).value, 14);
  store_.reset();
  const auto faults = FindFaults(options_);
  ASSERT_OK(faults);
  EXPECT_THAT(*faults, IsEmpty());
}

// So that the tests that compare leave no table out.
TEST_F(MoveTest, EveryTableHasSomethingInIt) {
  auto source = options_.database.empty()
                    ? OpenSqlite(options_.folder / "octavo.db", {.access = Access::kRead})
                    : OpenPostgres({.conninfo = options_.database});
  ASSERT_OK(source);
  const auto tables = TablesOf(**source);
  ASSERT_OK(tables);
  EXPECT_GT(tables->size(), 20U);
  for (const Table& table : *tables) {
    if (table.name == "workers" || table.name == "hosts" || table.name == "editors") continue;
    EXPECT_GT(*FindInteger(**source, "SELECT count(*) FROM " + table.name), 0) << table.name;
  }
}

TEST_F(MoveTest, WhatDiffersInOneColumnIsFound) {
  const struct {
    std::string table;
    std::string change;
  } cases[] = {
      {"sources", "UPDATE sources SET asking = '' WHERE asking <> ''"},
      {"sources", "UPDATE sources SET paused = 0 WHERE paused = 1"},
      {"sites", "UPDATE sites SET unreachable_since = 0"},  // was null
      {"subscriptions", "UPDATE subscriptions SET secret = 'secreT'"},
      {"standing", "UPDATE standing SET decision = 'kept'"},
      {"sightings", "UPDATE sightings SET marks = X'00'"},
      {"related", "UPDATE related SET score = score + 1e-9"},
      {"articles", "UPDATE articles SET id = 99 WHERE id = 3"},
      {"entries", "DELETE FROM entries WHERE id = 1"},
      {"facts", "INSERT INTO facts (name, value) VALUES ('another', '')"},
      {"pages", "UPDATE pages SET bytes = X'00' WHERE address = 1"},
  };
  MoveStart start = MoveStart::kFirst;
  for (const auto& one : cases) {
    const auto moved =
        Move(options_, other_, std::exchange(start, MoveStart::kAgain), [&](std::string_view step) {
          if (step != "comparing") return;
          auto target =
              OpenSqlite(other_.folder / (one.table == "pages" ? "pages.db" : "octavo.db"), {});
          ASSERT_OK(target);
          EXPECT_EQ((*target)->Run(one.change).value_or(0), 1) << one.change;
        });
    ASSERT_FALSE(moved.has_value()) << one.change;
    EXPECT_EQ(moved.error().kind(), base::ErrorKind::kCorrupt) << moved.error().message();
    EXPECT_THAT(moved.error().message(), HasSubstr(one.table + ": ")) << one.change;
  }
  ExpectRefused(other_);
}

// What lies in the rest is looked through whenever a partition is made.
TEST_F(MoveTest, HistoryComesIntoItsPartitions) {
  if (!OnPostgres()) GTEST_SKIP() << "files have no partitions";
  ASSERT_OK(Move(options_, other_, MoveStart::kFirst, Nothing));
  std::swap(options_, other_);
  // The files are three years old, a month by month, and have given many ids.
  auto file = OpenSqlite(options_.folder / "octavo.db", {});
  ASSERT_OK(file);
  ASSERT_OK((*file)->Run("UPDATE articles SET found = $1 WHERE id = 1",
                         {base::Instant{kNoon.micros - 3 * 365 * base::kMicrosPerDay}}));
  clock_.Set({kNoon.micros - 3 * 365 * base::kMicrosPerDay});
  Reopen();
  for (int64_t days = 3 * 365; days > 0; days -= 30) {
    clock_.Set({kNoon.micros - days * base::kMicrosPerDay});
    Add({.url = std::to_string(days),
         .title = "Old",
         .text = "Old.",
         .tags = {"Old"},
         .hours_ago = 24 * days});
  }
  ASSERT_OK((*file)->Run("UPDATE sqlite_sequence SET seq = 5000000 WHERE name = 'articles'"));
  Add({.url = "last", .title = "Last", .text = "Last.", .tags = {"Last"}});
  clock_.Set(kNoon);
  store_.reset();
  std::swap(options_, other_);
  DropDatabase();
  MakeDatabase();
  ASSERT_OK(Move(other_, options_, MoveStart::kFirst, Nothing));
  ExpectEqual(other_, options_);

  auto target = OpenPostgres({.conninfo = options_.database});
  ASSERT_OK(target);
  const auto count = [&](const std::string& rows) {
    return FindInteger(**target, "SELECT count(*) FROM " + rows).value().value();
  };
  for (const std::string table : {"articles", "readings", "enrichments", "placements", "versions",
                                  "search_rows", "search_index", "pages"}) {
    EXPECT_EQ(count(table + "_rest"), 0) << table;
  }
  // Of 1996, by their own word: four articles.
  EXPECT_EQ(count("article_tags_rest"), 8);
  EXPECT_EQ(count("article_tags_rest WHERE at > 0"), 8);
  EXPECT_EQ(count("story_days_rest"), 4);
  EXPECT_EQ(count("day_counts_rest WHERE day > 10000"), 0);
  EXPECT_GT(count("day_counts_rest"), 0);
  EXPECT_EQ(count("articles_4"), 1);
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
