// Many workers on one store: who has what in hand, and what becomes of it when one dies.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "store/digest.h"
#include "store/testing/fixture.h"
#include "store/transaction.h"

namespace store {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

constexpr int64_t kSilence = 8 * base::kMicrosPerSecond;

std::vector<std::string> UrlsOf(const std::vector<Job>& jobs) {
  std::vector<std::string> urls;
  for (const Job& job : jobs) urls.push_back(job.url);
  return urls;
}

class WorkersTest : public StoreTest {
 protected:
  void TearDown() override {
    const auto faults = FindFaults(options_);
    ASSERT_OK(faults);
    EXPECT_THAT(*faults, IsEmpty());
    StoreTest::TearDown();
  }

  // What a transaction answers; its error is the test's failure.
  template <typename T>
  T Ask(const std::function<base::Result<T>(Transaction&)>& ask) {
    T out{};
    EXPECT_OK(store_->Take([&](Transaction& transaction) -> base::Status {
      TRY_ASSIGN(out, ask(transaction));
      return {};
    }));
    return out;
  }
  WorkerId Enter(const std::string& name) {
    return Ask<WorkerId>([&](Transaction& t) { return t.EnterWorker(name); });
  }
  bool SayAlive(const LeaseTerms& terms, const InHand& in_hand = {}) {
    const auto alive = Ask<bool>([&](Transaction& t) { return t.SayAlive(terms); });
    if (alive) EXPECT_OK(Write([&](Transaction& t) { return t.KeepInHand(terms, in_hand); }));
    return alive;
  }
  std::vector<Job> LeaseFor(Stage stage, const LeaseTerms& terms, size_t limit = 100) {
    return Ask<std::vector<Job>>([&](Transaction& t) { return t.LeaseJobs(stage, limit, terms); });
  }
  std::vector<std::string> Bury(WorkerId self) {
    const auto buried =
        Ask<std::vector<WorkerView>>([&](Transaction& t) { return t.BuryTheDead(self, kSilence); });
    std::vector<std::string> names;
    for (const WorkerView& worker : buried) names.push_back(worker.name);
    return names;
  }
  std::vector<std::string> Claim(const LeaseTerms& terms, size_t limit = 100) {
    const auto sources = Ask<std::vector<model::Source>>(
        [&](Transaction& t) { return t.ClaimSources(limit, terms); });
    std::vector<std::string> urls;
    for (const model::Source& source : sources) urls.push_back(source.url);
    return urls;
  }
  base::ErrorKind RefusalOf(const std::function<base::Status(Transaction&)>& work) {
    const auto done = Write(work);
    EXPECT_FALSE(done.has_value());
    return done ? base::ErrorKind::kBug : done.error().kind();
  }
};

TEST(Lanes, AreHostsWithoutWhatTheyAreAskedBy) {
  const struct {
    std::string_view url;
    std::string_view lane;
  } cases[] = {
      {"https://example.org/a/b?c=http://other.org", "example.org"},
      {"http://www.example.org", "example.org"},
      {"https://WWW.Example.org:8443/", "example.org"},
      {"https://user:secret@example.org:80/x@y", "example.org"},
      {"http://[2001:db8::1]/a", "[2001:db8::1]"},
      {"http://[2001:db8::1]:8080/a", "[2001:db8::1]"},
      {"https://news.example.org?x", "news.example.org"},
      {"", ""},
      {"no address at all", "no address at all"},
  };
  for (const auto& one : cases) EXPECT_EQ(LaneOf(one.url), one.lane) << one.url;
}

TEST_F(WorkersTest, WhatASilentWorkerHadIsFreeAndWhatItFinishesIsRefused) {
  Poll("a.org", {EntryOf("https://a.org/1", "1"), EntryOf("https://a.org/2", "2")});
  const LeaseTerms slow{.worker = Enter("slow:1")};
  const LeaseTerms quick{.worker = Enter("quick:2")};
  EXPECT_NE(slow.worker, quick.worker);
  const auto jobs = LeaseFor(Stage::kFetch, slow);
  EXPECT_EQ(jobs.size(), 2U);
  EXPECT_EQ(jobs[0].worker, slow.worker);
  EXPECT_THAT(LeaseFor(Stage::kFetch, quick), IsEmpty());
  EXPECT_EQ(Read<bool>([](Reader& reader) { return reader.AnythingInHand(); }), true);

  clock_.Advance(kSilence);
  EXPECT_TRUE(SayAlive(quick));
  EXPECT_THAT(Bury(quick.worker), IsEmpty());  // not yet
  clock_.Advance(1);
  EXPECT_THAT(Bury(quick.worker), ElementsAre("slow:1"));
  EXPECT_EQ(Read<bool>([](Reader& reader) { return reader.AnythingInHand(); }), false);
  EXPECT_FALSE(SayAlive(slow));

  // Free, and nobody's: refused. In another's hands: refused. Finished by the other: nothing.
  const auto finish = [&](const Job& job) {
    return [&job](Transaction& t) { return t.FinishFetch(job, PageOf(job.url, "late")); };
  };
  EXPECT_EQ(RefusalOf(finish(jobs[0])), base::ErrorKind::kConflict);
  const auto again = LeaseFor(Stage::kFetch, quick);
  EXPECT_THAT(UrlsOf(again), ElementsAre("https://a.org/1", "https://a.org/2"));
  EXPECT_EQ(RefusalOf(finish(jobs[0])), base::ErrorKind::kConflict);
  const base::Error error(base::ErrorKind::kTimeout, "late");
  EXPECT_EQ(RefusalOf([&](Transaction& t) { return t.FailJob(jobs[0], error); }),
            base::ErrorKind::kConflict);
  EXPECT_EQ(RefusalOf([&](Transaction& t) { return t.RetryJob(jobs[0], error, kNoon); }),
            base::ErrorKind::kConflict);
  EXPECT_OK(Write(finish(again[0])));
  EXPECT_OK(Write(finish(jobs[0])));
  EXPECT_EQ(Count().waiting, (std::array<int64_t, 4>{1, 1, 0, 0}));
  EXPECT_EQ(Count().failed_jobs, 0);
}

TEST(News, AreReadAsTheyAreWritten) {
  News read_and_sources;
  read_and_sources.Add(Stage::kRead);
  read_and_sources.sources = true;
  const struct {
    std::string told;
    std::string heard;
  } cases[] = {
      {NewsText(read_and_sources), "read sources"},
      {"cluster fetch", "fetch cluster"},
      // Somebody knows a word more than we do.
      {"read podcasts", "fetch read enrich cluster sources"},
      {"", "fetch read enrich cluster sources"},
  };
  for (const auto& c : cases) EXPECT_EQ(NewsText(NewsFrom(c.told)), c.heard) << c.told;
}

TEST_F(WorkersTest, WhoListensHearsWhatWorkThereIs) {
  const auto heard = [this]() -> std::string {
    const auto news = store_->AwaitNews(std::chrono::milliseconds(OnPostgres() ? 2'000 : 0));
    EXPECT_OK(news);
    return news && news->Any() ? NewsText(*news) : "nothing";
  };
  if (!OnPostgres()) {
    Poll("a.org", {EntryOf("https://a.org/1", "1")});
    EXPECT_EQ(heard(), "nothing");  // there is nobody to hear of
    return;
  }
  EXPECT_OK(store_->AwaitNews(std::chrono::milliseconds(0)));  // listens from now on

  const model::Source source =
      Poll("a.org", {EntryOf("https://a.org/1", "1"), EntryOf("https://a.org/2", "2")});
  EXPECT_EQ(heard(), "fetch sources");

  const LeaseTerms terms{.worker = Enter("worker"), .micros = 60 * base::kMicrosPerSecond};
  const auto jobs = LeaseFor(Stage::kFetch, terms);
  ASSERT_EQ(jobs.size(), 2U);
  EXPECT_OK(
      Write([&](Transaction& t) { return t.FinishFetch(jobs[0], PageOf(jobs[0].url, "a")); }));
  EXPECT_EQ(heard(), "read");

  // As much ends at a stage as begins there: told all the same.
  const auto reads = LeaseFor(Stage::kRead, terms);
  ASSERT_EQ(reads.size(), 1U);
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    TRY(t.FinishRead(reads[0], ReadingOf({.url = reads[0].url})));
    return t.FinishFetch(jobs[1], PageOf(jobs[1].url, "b"));
  }));
  EXPECT_EQ(heard(), "read enrich");

  // What is to be tried at once, not what is to be tried later; what the dead leave.
  const auto more = LeaseFor(Stage::kRead, terms);
  ASSERT_EQ(more.size(), 1U);
  const base::Error error(base::ErrorKind::kTimeout, "late");
  EXPECT_OK(Write([&](Transaction& t) { return t.RetryJob(more[0], error, clock_.Now()); }));
  EXPECT_EQ(heard(), "read");
  const auto again = LeaseFor(Stage::kRead, terms);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_OK(Write([&](Transaction& t) {
    return t.RetryJob(again[0], error, base::Instant{clock_.Now().micros + 1});
  }));
  EXPECT_EQ(LeaseFor(Stage::kEnrich, terms).size(), 1U);
  Ask<int64_t>([&](Transaction& t) { return t.BuryWorker(terms.worker); });
  EXPECT_EQ(heard(), "fetch read enrich cluster sources");

  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    TRY(t.SetPaused(source.id, true));
    return {};
  }));
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    TRY(t.SetPaused(source.id, false));
    return {};
  }));
  EXPECT_EQ(heard(), "sources");
}

TEST_F(WorkersTest, ALeaseThatLastsTooLongIsFree) {
  Poll("a.org", {EntryOf("https://a.org/1", "1")});
  const LeaseTerms first{.worker = Enter("first"), .micros = 60 * base::kMicrosPerSecond};
  const LeaseTerms second{.worker = Enter("second")};
  EXPECT_EQ(LeaseFor(Stage::kFetch, first).size(), 1U);
  clock_.Advance(59 * base::kMicrosPerSecond);
  EXPECT_TRUE(SayAlive(first));
  EXPECT_TRUE(SayAlive(second));
  EXPECT_THAT(Bury(second.worker), IsEmpty());
  EXPECT_THAT(LeaseFor(Stage::kFetch, second), IsEmpty());
  clock_.Advance(base::kMicrosPerSecond);
  EXPECT_THAT(Bury(second.worker), IsEmpty());
  EXPECT_EQ(LeaseFor(Stage::kFetch, second).size(), 1U);
}

TEST_F(WorkersTest, ALeaseIsRenewedOfWhatIsInTheHandsOfALivingWorker) {
  Poll("a.org", {EntryOf("https://a.org/1", "1"), EntryOf("https://a.org/2", "2")});
  const LeaseTerms first{.worker = Enter("first"), .micros = 60 * base::kMicrosPerSecond};
  const LeaseTerms second{.worker = Enter("second")};
  const auto jobs = LeaseFor(Stage::kFetch, first);
  ASSERT_EQ(jobs.size(), 2U);
  clock_.Advance(40 * base::kMicrosPerSecond);
  EXPECT_TRUE(SayAlive(first, {.jobs = {jobs[0].id}}));
  EXPECT_TRUE(SayAlive(second, {.jobs = {jobs[1].id}}));  // not its own
  clock_.Advance(59 * base::kMicrosPerSecond);
  EXPECT_TRUE(SayAlive(first));
  EXPECT_TRUE(SayAlive(second));
  EXPECT_THAT(Bury(second.worker), IsEmpty());
  EXPECT_THAT(UrlsOf(LeaseFor(Stage::kFetch, second)), ElementsAre("https://a.org/2"));
  // Not for ever: what it tells of no more is free.
  clock_.Advance(base::kMicrosPerSecond);
  EXPECT_THAT(Bury(second.worker), IsEmpty());
  EXPECT_THAT(UrlsOf(LeaseFor(Stage::kFetch, second)), ElementsAre("https://a.org/1"));
}

// Each process has the clock of its machine; a lease is over by the one that they share.
TEST_F(WorkersTest, AClockThatIsAheadTakesNothingFromOthers) {
  if (!OnPostgres()) GTEST_SKIP() << "files have one process";
  options_.shared_time = true;
  Reopen();
  Poll("a.org", {EntryOf("https://a.org/1", "1")});
  EXPECT_OK(Write([](Transaction& t) -> base::Status {
    model::Source source;
    source.url = "https://b.org/feed";
    source.next_poll = kNoon;
    TRY(t.AddSource(source));
    return {};
  }));
  const LeaseTerms first{.worker = Enter("first")};
  const auto jobs = LeaseFor(Stage::kFetch, first);
  EXPECT_THAT(UrlsOf(jobs), ElementsAre("https://a.org/1"));
  EXPECT_THAT(Claim(first), ElementsAre("https://b.org/feed"));

  base::ManualClock ahead({kNoon.micros + first.micros + 60 * base::kMicrosPerSecond});
  Options others = options_;
  others.clock = &ahead;
  auto opened = Store::Open(others);
  ASSERT_OK(opened);
  std::swap(store_, *opened);
  const LeaseTerms second{.worker = Enter("second")};
  EXPECT_THAT(Bury(second.worker), IsEmpty());
  EXPECT_THAT(LeaseFor(Stage::kFetch, second), IsEmpty());
  EXPECT_THAT(Claim(second), Not(Contains("https://b.org/feed")));
  EXPECT_EQ(Read<bool>([](Reader& reader) { return reader.AnythingInHand(); }), true);

  std::swap(store_, *opened);
  EXPECT_OK(Write(
      [&](Transaction& t) { return t.FinishFetch(jobs.at(0), PageOf(jobs[0].url, "in time")); }));
}

TEST_F(WorkersTest, WhoLeavesHasNothing) {
  Poll("a.org", {EntryOf("https://a.org/1", "1")});
  const LeaseTerms first{.worker = Enter("first"), .host_micros = base::kMicrosPerSecond};
  EXPECT_EQ(LeaseFor(Stage::kFetch, first).size(), 1U);
  const auto buried = Ask<int64_t>([&](Transaction& t) { return t.BuryWorker(first.worker); });
  EXPECT_EQ(buried, 1);
  EXPECT_THAT(Read<std::vector<WorkerView>>([](Reader& r) { return r.Workers(); }), IsEmpty());
  const LeaseTerms second{.worker = Enter("second"), .host_micros = base::kMicrosPerSecond};
  EXPECT_EQ(LeaseFor(Stage::kFetch, second).size(), 1U);
}

TEST_F(WorkersTest, AHostIsAskedByOneWorkerAtATime) {
  Poll("list.org", {EntryOf("https://a.org/1", "1"), EntryOf("https://b.org/1", "2"),
                    EntryOf("http://www.a.org:80/2", "3"), EntryOf("https://c.org/1", "4"),
                    EntryOf("", "no page")});
  constexpr int64_t kHold = 5 * base::kMicrosPerSecond;
  const LeaseTerms first{.worker = Enter("first"), .host_micros = kHold};
  const LeaseTerms second{.worker = Enter("second"), .host_micros = kHold};
  const auto one = LeaseFor(Stage::kFetch, first, 1);
  EXPECT_THAT(UrlsOf(one), ElementsAre("https://a.org/1"));
  EXPECT_THAT(UrlsOf(LeaseFor(Stage::kFetch, second, 2)),
              ElementsAre("https://b.org/1", "https://c.org/1"));
  EXPECT_THAT(UrlsOf(LeaseFor(Stage::kFetch, second)), ElementsAre(""));
  // It keeps the host while it has something in hand, and for a while after.
  clock_.Advance(4 * base::kMicrosPerSecond);
  EXPECT_TRUE(SayAlive(first));
  EXPECT_OK(Write([&](Transaction& t) { return t.FinishFetch(one[0], PageOf("x", "x")); }));
  clock_.Advance(4 * base::kMicrosPerSecond);
  EXPECT_TRUE(SayAlive(first));
  EXPECT_THAT(LeaseFor(Stage::kFetch, second), IsEmpty());
  clock_.Advance(base::kMicrosPerSecond);
  EXPECT_THAT(UrlsOf(LeaseFor(Stage::kFetch, second)), ElementsAre("http://www.a.org:80/2"));
}

TEST_F(WorkersTest, AHostThatWantsAPauseIsKeptForThatPause) {
  constexpr int64_t kPause = 30 * base::kMicrosPerSecond;
  Poll("list.org", {EntryOf("https://slow.org/1", "1"), EntryOf("https://slow.org/2", "2"),
                    EntryOf("https://slow.org/3", "3"), EntryOf("https://quick.org/1", "4"),
                    EntryOf("https://quick.org/2", "5")});
  const LeaseTerms first{.worker = Enter("first"), .host_micros = kHostHold};
  const LeaseTerms second{.worker = Enter("second"), .host_micros = kHostHold};
  const auto finish = [&](const Job& job) {
    EXPECT_OK(Write([&](Transaction& t) { return t.FinishFetch(job, PageOf(job.url, "x")); }));
  };
  const auto one = LeaseFor(Stage::kFetch, first, 1);
  ASSERT_THAT(UrlsOf(one), ElementsAre("https://slow.org/1"));
  EXPECT_TRUE(SayAlive(first, {.pauses = {{.host = "slow.org", .micros = kPause}}}));
  finish(one[0]);
  // To take more of it does not make the pause shorter; quick hosts are kept as ever.
  const auto more = LeaseFor(Stage::kFetch, first, 1);
  ASSERT_THAT(UrlsOf(more), ElementsAre("https://slow.org/2"));
  finish(more[0]);
  const auto quick = LeaseFor(Stage::kFetch, second, 1);
  ASSERT_THAT(UrlsOf(quick), ElementsAre("https://quick.org/1"));
  finish(quick[0]);
  clock_.Advance(kHostHold);
  EXPECT_TRUE(SayAlive(first));
  EXPECT_TRUE(SayAlive(second));
  const auto other = LeaseFor(Stage::kFetch, first, 1);
  EXPECT_THAT(UrlsOf(LeaseFor(Stage::kFetch, second)), ElementsAre("https://quick.org/2"));
  ASSERT_THAT(UrlsOf(other), ElementsAre("https://slow.org/3"));

  // Who had it leaves: it has its pause all the same.
  Ask<int64_t>([&](Transaction& t) { return t.BuryWorker(first.worker); });
  clock_.Advance(kPause - kHostHold - 1);
  EXPECT_TRUE(SayAlive(second));
  EXPECT_THAT(LeaseFor(Stage::kFetch, second), IsEmpty());
  clock_.Advance(1);
  EXPECT_THAT(UrlsOf(LeaseFor(Stage::kFetch, second)), ElementsAre("https://slow.org/3"));
}

TEST_F(WorkersTest, ASourceIsPolledByOneWorkerAtATime) {
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    for (const char* url : {"https://a.org/feed", "https://a.org/sport", "https://b.org/feed"}) {
      model::Source source;
      source.url = url;
      source.next_poll = kNoon;
      TRY(t.AddSource(source));
    }
    return {};
  }));
  constexpr int64_t kHold = 5 * base::kMicrosPerSecond;
  const LeaseTerms first{.worker = Enter("first"), .host_micros = kHold};
  const LeaseTerms second{.worker = Enter("second"), .host_micros = kHold};
  EXPECT_THAT(Claim(first, 1), ElementsAre("https://a.org/feed"));
  EXPECT_THAT(Claim(second), ElementsAre("https://b.org/feed"));  // not a.org/sport: its host
  EXPECT_THAT(Claim(second), IsEmpty());
  EXPECT_THAT(Claim(first), ElementsAre("https://a.org/sport"));
  EXPECT_EQ(Read<bool>([](Reader& reader) { return reader.AnythingInHand(); }), true);
  const auto sources =
      Read<std::vector<model::Source>>([](Reader& reader) { return reader.Sources(); });
  const auto end = [&](size_t index, WorkerId worker) {
    return
        [&sources, index, worker](Transaction& t) { return t.EndPoll(sources[index].id, worker); };
  };
  EXPECT_EQ(RefusalOf(end(0, second.worker)), base::ErrorKind::kConflict);
  EXPECT_OK(Write(end(0, first.worker)));
  EXPECT_EQ(RefusalOf(end(0, first.worker)), base::ErrorKind::kConflict);  // it has ended
  EXPECT_THAT(Claim(first), ElementsAre("https://a.org/feed"));            // still due
  clock_.Advance(kSilence + 1);
  EXPECT_TRUE(SayAlive(second));
  EXPECT_THAT(Bury(second.worker), ElementsAre("first"));
  EXPECT_THAT(Claim(second), ElementsAre("https://a.org/feed", "https://a.org/sport"));
}

TEST_F(WorkersTest, ALanguageHasOneEditorAndADeposedOneCommitsNothing) {
  const WorkerId first = Enter("first");
  const WorkerId second = Enter("second");
  const auto take = [&](const char* language, WorkerId worker) {
    return Ask<std::optional<int64_t>>(
        [&](Transaction& t) { return t.TakeOffice(language, worker); });
  };
  EXPECT_EQ(take("en", first), 1);
  EXPECT_EQ(take("en", second), std::nullopt);
  EXPECT_EQ(take("ja", second), 1);
  EXPECT_OK(Write([](Transaction& t) { return t.CheckOffice("en", 1); }));
  clock_.Advance(kSilence + 1);
  EXPECT_TRUE(SayAlive({.worker = second}));
  EXPECT_THAT(Bury(second), ElementsAre("first"));
  EXPECT_EQ(take("en", second), 2);
  EXPECT_EQ(RefusalOf([](Transaction& t) { return t.CheckOffice("en", 1); }),
            base::ErrorKind::kConflict);
  EXPECT_OK(Write([](Transaction& t) { return t.CheckOffice("en", 2); }));
  EXPECT_EQ(RefusalOf([](Transaction& t) { return t.CheckOffice("ar", 1); }),
            base::ErrorKind::kConflict);
}

TEST_F(WorkersTest, ArticlesWaitForTheEditorOfTheirLanguage) {
  const auto enriched = [&](const Piece& piece) {
    Poll("a.org", {EntryOf("https://a.org/" + piece.url, piece.title)});
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      TRY_ASSIGN(const auto fetches, t.LeaseJobs(Stage::kFetch, 1));
      TRY(t.FinishFetch(fetches.at(0), PageOf(fetches[0].url, "x")));
      TRY_ASSIGN(const auto reads, t.LeaseJobs(Stage::kRead, 1));
      model::Reading reading = ReadingOf(piece);
      reading.language = "en";  // as the page says; its text says otherwise
      TRY(t.FinishRead(reads.at(0), reading));
      TRY_ASSIGN(const auto enriches, t.LeaseJobs(Stage::kEnrich, 1));
      return t.FinishEnrich(enriches.at(0), EnrichmentOf(piece));
    }));
  };
  enriched({.url = "1", .title = "One", .text = "One.", .language = "en"});
  enriched({.url = "2", .title = "Zwei", .text = "Zwei.", .language = "de"});
  enriched({.url = "3", .title = "Three", .text = "Three.", .language = "en"});
  const auto waiting = [&] {
    std::vector<std::pair<std::string, int64_t>> out;
    for (const WaitingLanguage& one : Read<std::vector<WaitingLanguage>>(
             [](Reader& reader) { return reader.WaitingLanguages(); })) {
      out.emplace_back(one.language, one.ready);
    }
    return out;
  };
  EXPECT_THAT(waiting(), ElementsAre(std::pair("de", 1), std::pair("en", 2)));
  EXPECT_THAT(UrlsOf(LeaseFor(Stage::kCluster, {.lane = "en"})),
              ElementsAre("https://a.org/1", "https://a.org/3"));
  EXPECT_THAT(waiting(), ElementsAre(std::pair("de", 1)));
  EXPECT_THAT(LeaseFor(Stage::kCluster, {.lane = "ja"}), IsEmpty());
}

// A host with much to fetch leaves room for the others, whose pages came later.
TEST_F(WorkersTest, OfEachHostSoManyAtATime) {
  std::vector<model::Entry> many;
  for (int i = 1; i <= 5; ++i) {
    many.push_back(EntryOf(fmt::format("https://many.org/{}", i), fmt::format("Many {}", i)));
  }
  many.push_back(EntryOf("", "Without a page"));
  many.push_back(EntryOf("", "Without one, too"));
  Poll("many.org", many);
  Poll("few.org", {EntryOf("https://few.org/1", "Few"), EntryOf("https://my.few.org/1", "Other")});
  LeaseTerms terms{.worker = Enter("one"), .most_of_lane = 2};
  std::vector<Job> first;
  const auto next = [&](size_t limit) {
    first = LeaseFor(Stage::kFetch, terms, limit);
    return UrlsOf(first);
  };
  EXPECT_THAT(next(4), ElementsAre("https://many.org/1", "https://many.org/2"));
  EXPECT_EQ(first.at(0).lane, "many.org");
  terms.full_lanes = {"many.org", "none.org"};
  EXPECT_THAT(next(100), UnorderedElementsAre("", "", "https://few.org/1", "https://my.few.org/1"));
  EXPECT_THAT(next(100), IsEmpty());
  terms.full_lanes = {"any.org"};  // the end of the name is no other's
  EXPECT_THAT(next(100), ElementsAre("https://many.org/3", "https://many.org/4"));
  terms = {.worker = terms.worker};
  EXPECT_THAT(next(100), ElementsAre("https://many.org/5"));
  // It leads to another host, where it waits for its turn.
  const base::Error why(base::ErrorKind::kUnavailable, "no room");
  EXPECT_OK(
      Write([&](Transaction& t) { return t.PutOffJob(first[0], why, clock_.Now(), "few.org"); }));
  terms.full_lanes = {"many.org"};
  EXPECT_THAT(next(100), ElementsAre("https://many.org/5"));
  EXPECT_EQ(first.at(0).lane, "few.org");
  EXPECT_EQ(first.at(0).attempts, 0);
}

}  // namespace
}  // namespace store
