// Several processes that write to one PostgreSQL at once.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/wait.h>

#include <latch>
#include <thread>
#include <utility>

#include "store/digest.h"
#include "store/driver.h"
#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::IsEmpty;

constexpr int kProcesses = 3;
constexpr int kRounds = 12;
constexpr int kUrls = 4;  // that every process finds in every round

class ConcurrencyTest : public StoreTest {
 protected:
  // One process: polls a source of its own that names the URLs of all, and does whatever waits.
  // Gives its exit status.
  int WorkAlone(int process) {
    auto store = Store::Open(options_);
    if (!store) return 10;
    for (int round = 0; round < kRounds; ++round) {
      if (!(*store)->Write([&](Transaction& t) { return PollRound(t, process, round); })) return 11;
      if (!(*store)->Write([&](Transaction& t) { return DoWhatWaits(t); })) return 12;
    }
    return 0;
  }

  base::Status PollRound(Transaction& transaction, int process, int round) {
    model::Source source;
    source.url = "https://feed" + std::to_string(process) + ".org/";
    TRY_ASSIGN(source.id, transaction.AddSource(source));
    model::Publisher publisher;
    publisher.host = "same.org";
    std::vector<model::Entry> entries;
    for (int i = 0; i < kUrls; ++i) {
      const std::string url = "https://same.org/" + std::to_string(round * kUrls + i);
      entries.push_back(EntryOf(url, "Title"));
    }
    TRY(transaction.RecordPoll(source, source, publisher, entries));
    return {};
  }

  base::Status DoWhatWaits(Transaction& transaction) {
    TRY_ASSIGN(const auto fetches, transaction.LeaseJobs(Stage::kFetch, 3));
    for (const Job& job : fetches) TRY(transaction.FinishFetch(job, PageOf(job.url, "x")));
    TRY_ASSIGN(const auto reads, transaction.LeaseJobs(Stage::kRead, 3));
    for (const Job& job : reads) {
      TRY(transaction.FinishRead(job, ReadingOf({.url = job.url, .title = "T", .text = "T."})));
    }
    TRY_ASSIGN(const auto enriches, transaction.LeaseJobs(Stage::kEnrich, 3));
    for (const Job& job : enriches) {
      TRY(transaction.FinishEnrich(job, EnrichmentOf({.text = "T.", .tags = {"One", "Two"}})));
    }
    TRY_ASSIGN(const auto clusters, transaction.LeaseJobs(Stage::kCluster, 3));
    for (const Job& job : clusters) {
      model::Placement placement;
      placement.article = job.article;
      placement.story.value = story_;
      TRY_ASSIGN(const model::StoryId story, transaction.FinishCluster(job, placement));
      story_ = story.value;
    }
    return {};
  }

  int64_t story_ = 0;  // the one that the process puts its articles into
};

TEST_F(ConcurrencyTest, WhatThreeFindAtOnceIsThereOnceAndCountedOnce) {
  if (!OnPostgres()) GTEST_SKIP() << "one process writes to a SQLite";
  store_.reset();
  std::vector<pid_t> children;
  for (int process = 0; process < kProcesses; ++process) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) _exit(WorkAlone(process));
    children.push_back(child);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  Reopen();
  for (int i = 0; i < kRounds * kUrls; ++i) {
    ASSERT_OK(Write([&](Transaction& t) { return DoWhatWaits(t); }));
  }
  const Counters counters = Count();
  EXPECT_EQ(counters.articles, kRounds * kUrls);
  EXPECT_EQ(counters.entries, kRounds * kUrls * kProcesses);
  EXPECT_EQ(counters.publishers, 1);
  EXPECT_EQ(counters.tags, 2);
  EXPECT_EQ(counters.waiting, (std::array<int64_t, 4>{}));
  const auto faults = FindFaults(options_);
  ASSERT_OK(faults);
  EXPECT_THAT(*faults, IsEmpty());
  auto connection = OpenPostgres({.conninfo = options_.database});
  ASSERT_OK(connection);
  const auto addresses = FindInteger(**connection, "SELECT count(*) FROM addresses");
  ASSERT_OK(addresses);
  EXPECT_EQ(*addresses, kRounds * kUrls);
}

TEST_F(ConcurrencyTest, AConnectionThatWasEndedIsMadeAnew) {
  if (!OnPostgres()) GTEST_SKIP() << "there is no connection";
  auto other = OpenPostgres({.conninfo = options_.database});
  ASSERT_OK(other);
  const auto end_all = [&] {
    EXPECT_OK(FindInteger(**other,
                          "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity "
                          "WHERE application_name = 'octavo' AND pid <> pg_backend_pid()"));
  };
  Add({.url = "1", .title = "One", .text = "Text."});
  end_all();
  Add({.url = "2", .title = "Two", .text = "Text."});
  EXPECT_EQ(Count().articles, 2);
  // In the middle of a transaction: it is run again.
  int runs = 0;
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    TRY(t.SetFact("a", "1"));
    if (++runs == 1) end_all();
    return t.SetFact("b", "2");
  }));
  EXPECT_EQ(runs, 2);
  end_all();
  EXPECT_EQ(Read<std::string>([](Reader& reader) { return reader.Fact("b"); }), "2");
}

// What the last statements of a transaction did wrong, those of the counters, is told at its
// commit.
TEST_F(ConcurrencyTest, ACommitThatFailsIsOfNoHarmToTheNextWrite) {
  if (!OnPostgres()) GTEST_SKIP() << "a file says at once what is wrong";
  auto connection = OpenPostgres({.conninfo = options_.database});
  ASSERT_OK(connection);
  ASSERT_OK((*connection)
                ->Script("CREATE SEQUENCE attempts;"
                         "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                         "IF nextval('attempts') = 1 THEN RAISE EXCEPTION USING ERRCODE = "
                         "TG_ARGV[0]; END IF; RETURN NULL; END $$"));
  const struct {
    std::string code;
    std::string when;
    bool is_tried_again;
  } cases[] = {
      {"check_violation", "TRIGGER refuse AFTER INSERT OR UPDATE ON counters", false},
      {"check_violation",
       "CONSTRAINT TRIGGER refuse AFTER INSERT OR UPDATE ON counters DEFERRABLE INITIALLY DEFERRED "
       "FOR EACH ROW",
       false},
      {"serialization_failure", "TRIGGER refuse AFTER INSERT OR UPDATE ON counters", true},
  };
  int number = 0;
  for (const auto& c : cases) {
    ASSERT_OK((*connection)
                  ->Script(fmt::format("ALTER SEQUENCE attempts RESTART; CREATE {} EXECUTE "
                                       "FUNCTION refuse('{}')",
                                       c.when, c.code)));
    int runs = 0;
    const auto write = [&] {
      return Write([&](Transaction& t) {
        ++runs;
        return PollRound(t, 0, number);
      });
    };
    const auto first = write();
    EXPECT_EQ(first.has_value(), c.is_tried_again) << c.when;
    EXPECT_EQ(runs, c.is_tried_again ? 2 : 1);
    if (!first) {
      EXPECT_EQ(first.error().kind(), base::ErrorKind::kConflict) << first.error().message();
      EXPECT_OK(write());
    }
    EXPECT_EQ(Count().entries, ++number * kUrls);
    ASSERT_OK((*connection)->Script("DROP TRIGGER refuse ON counters"));
  }
}

TEST_F(ConcurrencyTest, ADeadlockThatIsSeenAtTheCommitIsRunAgain) {
  if (!OnPostgres()) GTEST_SKIP() << "one process writes to a SQLite";
  ASSERT_OK(Write([&](Transaction& t) -> base::Status {
    TRY(t.SetFact("mine", "0"));
    return PollRound(t, 0, 0);
  }));
  auto other = OpenPostgres({.conninfo = options_.database});
  ASSERT_OK(other);
  // Whoever looks first whether there is a deadlock is the one that is ended: the store.
  ASSERT_OK((*other)->Script("SET deadlock_timeout = '1min'"));
  ASSERT_OK((*other)->BeginTake());
  ASSERT_OK((*other)->Run("UPDATE counters SET value = value"));
  std::latch has_fact(1);
  int runs = 0;
  bool told = false;  // of the writer's thread; not by the number of the run: any may be cut short
  base::Status done;
  std::jthread writer([&] {
    done = Write([&](Transaction& t) -> base::Status {
      ++runs;
      TRY(t.SetFact("mine", "1"));
      TRY(PollRound(t, 0, 1));  // asks: the fact's row is locked now; the counters come in the end
      if (!std::exchange(told, true)) has_fact.count_down();
      return {};
    });
  });
  has_fact.wait();
  EXPECT_OK((*other)->Run("UPDATE facts SET value = 'other' WHERE name = 'mine'"));
  EXPECT_OK((*other)->Commit());
  writer.join();
  EXPECT_OK(done);
  // A third where the second came before the other's commit.
  EXPECT_THAT(runs, testing::AllOf(testing::Ge(2), testing::Le(3)));
  EXPECT_EQ(Read<std::string>([&](Reader& reader) { return reader.Fact("mine"); }), "1");
  EXPECT_EQ(Count().entries, 2 * kUrls);
}

TEST_F(ConcurrencyTest, ATextWithoutEndIsStoredAndFound) {
  std::string text;
  for (int i = 0; text.size() < 3'000'000; ++i) text += "word" + std::to_string(i) + " common ";
  text += std::string(5'000, 'x') + " last";
  const std::string odd("Title\0of \xff bytes", 17);
  const model::ArticleId id = Add({.url = "1", .title = odd, .text = text});
  ASSERT_TRUE(id);
  EXPECT_EQ(Search("common").total, 1);
  EXPECT_EQ(Search("word17").total, 1);
  EXPECT_EQ(Search("\"word17 common word18\"").total, 1);
  EXPECT_EQ(Read<ArticleView>([&](Reader& r) { return r.ArticleById(id); }).reading.text, text);
}

TEST_F(ConcurrencyTest, PartitionsOfOddTimesAndOfTheTimeToCome) {
  if (!OnPostgres()) GTEST_SKIP() << "SQLite has none";
  Add({.url = "1", .title = "1996", .text = "T.", .tags = {"T"}, .hours_ago = 24 * 365 * 30});
  clock_.Advance(base::kMicrosPerDay * 365 * 5);
  Add({.url = "2", .title = "2031", .text = "T.", .tags = {"T"}, .hours_ago = -24 * 365 * 5});
  auto connection = OpenPostgres({.conninfo = options_.database});
  ASSERT_OK(connection);
  const auto count = [&](const std::string& table) {
    return FindInteger(**connection, "SELECT count(*) FROM " + table).value_or(-1);
  };
  EXPECT_EQ(count("article_tags_rest"), 1);
  EXPECT_EQ(count("article_tags"), 2);
  EXPECT_EQ(count("articles_0"), 2);
  EXPECT_EQ(count("pages"), 2);
  // What landed in the rest is moved when its partition is made.
  ASSERT_OK((*connection)
                ->Script("ALTER TABLE article_tags DETACH PARTITION article_tags_rest;"
                         "UPDATE article_tags_rest SET at = 1e15::bigint;"
                         "ALTER TABLE article_tags ATTACH PARTITION article_tags_rest "
                         "DEFAULT"));
  ASSERT_OK(FindInteger(**connection, "SELECT octavo_keep_partitions(1e15::bigint)"));
  EXPECT_EQ(count("article_tags_rest"), 0);
  EXPECT_EQ(count("article_tags"), 2);
}

}  // namespace
}  // namespace store
