// The queue: what is given out, when, and how often.

#include <gmock/gmock.h>

#include "store/digest.h"
#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> UrlsOf(const std::vector<Job>& jobs) {
  std::vector<std::string> urls;
  for (const Job& job : jobs) urls.push_back(job.url);
  return urls;
}

class QueueTest : public StoreTest {
 protected:
  void TearDown() override {
    const auto faults = FindFaults(options_);
    ASSERT_OK(faults);
    EXPECT_THAT(*faults, IsEmpty());
    StoreTest::TearDown();
  }
};

TEST_F(QueueTest, EntriesBecomeJobsOnce) {
  struct Case {
    std::string host;
    std::vector<model::Entry> entries;
    int new_entries;
    int changed_entries;
    int64_t waiting;  // kFetch, afterwards
  };
  model::Entry updated = EntryOf("https://a.org/1", "One");
  updated.updated = kNoon;
  model::Entry other_summary = updated;
  other_summary.summary = "not looked at";
  model::Entry with_content = updated;
  with_content.content = "<p>Full</p>";
  const Case cases[] = {
      {"a.org", {EntryOf("https://a.org/1", "One"), EntryOf("https://a.org/2", "Two")}, 2, 0, 2},
      {"a.org", {EntryOf("https://a.org/1", "One"), EntryOf("https://a.org/2", "Two")}, 0, 0, 2},
      {"a.org", {EntryOf("https://a.org/1", "One, corrected")}, 0, 1, 2},
      {"a.org", {EntryOf("https://a.org/1", "One")}, 0, 1, 2},
      {"a.org", {updated}, 0, 1, 2},
      {"a.org", {other_summary}, 0, 0, 2},
      {"a.org", {with_content}, 0, 1, 2},
      // A page is fetched once, whoever names it.
      {"b.org", {EntryOf("https://a.org/1", "One at B")}, 0, 0, 2},
      {"b.org", {EntryOf("https://b.org/3", "Three"), EntryOf("https://a.org/2", "Two")}, 1, 0, 3},
      // Two entries without a page are two.
      {"c.org", {EntryOf("", "No page"), EntryOf("", "No page either")}, 2, 0, 5},
      // The same key twice in one poll.
      {"d.org", {EntryOf("https://d.org/1", "D"), EntryOf("https://d.org/1", "D")}, 1, 0, 6},
  };
  for (const Case& one : cases) {
    PollOutcome outcome;
    Poll(one.host, one.entries, &outcome);
    EXPECT_EQ(outcome.new_entries, one.new_entries) << one.entries[0].title;
    EXPECT_EQ(outcome.changed_entries, one.changed_entries) << one.entries[0].title;
    EXPECT_EQ(Count().waiting[0], one.waiting) << one.entries[0].title;
  }
  EXPECT_EQ(Count().entries, 8);
}

TEST_F(QueueTest, LeasesAreGivenOnceAndOldestFirst) {
  Poll("a.org", {EntryOf("https://a.org/1", "1"), EntryOf("https://a.org/2", "2")});
  clock_.Advance(base::kMicrosPerSecond);
  Poll("a.org", {EntryOf("https://a.org/3", "3")});
  EXPECT_THAT(UrlsOf(Lease(Stage::kFetch, 2)), ElementsAre("https://a.org/1", "https://a.org/2"));
  EXPECT_THAT(UrlsOf(Lease(Stage::kFetch, 2)), ElementsAre("https://a.org/3"));
  EXPECT_THAT(Lease(Stage::kFetch), IsEmpty());
  EXPECT_THAT(Lease(Stage::kRead), IsEmpty());
  // A writer that comes anew has nothing in its hands.
  Reopen();
  EXPECT_EQ(Lease(Stage::kFetch).size(), 3U);
}

TEST_F(QueueTest, ALeaseGoesBackWithItsTransaction) {
  Poll("a.org", {EntryOf("https://a.org/1", "1")});
  const auto failed = Write([&](Transaction& transaction) -> base::Status {
    TRY_ASSIGN(const auto jobs, transaction.LeaseJobs(Stage::kFetch, 10));
    EXPECT_EQ(jobs.size(), 1U);
    TRY(transaction.FinishFetch(jobs[0], PageOf(jobs[0].url, "bytes")));
    return base::Fail(base::ErrorKind::kUnavailable, "changed my mind");
  });
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().message(), "changed my mind");
  EXPECT_EQ(Count().waiting, (std::array<int64_t, 4>{1, 0, 0, 0}));
  EXPECT_EQ(Lease(Stage::kFetch).size(), 1U);
}

TEST_F(QueueTest, WhatIsPutOffWasNotTried) {
  Poll("a.org", {EntryOf("https://a.org/1", "1")});
  const base::Error why(base::ErrorKind::kUnavailable, "its host wants to be left alone");
  for (int i = 0; i < 3; ++i) {
    const auto jobs = Lease(Stage::kFetch);
    ASSERT_EQ(jobs.size(), 1U);
    EXPECT_EQ(jobs[0].attempts, 0);
    const base::Instant next{clock_.Now().micros + 10 * base::kMicrosPerSecond};
    EXPECT_OK(Write([&](Transaction& t) { return t.PutOffJob(jobs[0], why, next); }));
    EXPECT_THAT(Lease(Stage::kFetch), IsEmpty());
    EXPECT_EQ(Read<std::optional<base::Instant>>([](Reader& r) { return r.NextDue(); }), next);
    clock_.Advance(10 * base::kMicrosPerSecond);
  }
  // Once it is done, there is nothing to put off.
  const Job done = Lease(Stage::kFetch).at(0);
  EXPECT_OK(Write([&](Transaction& t) { return t.FinishFetch(done, PageOf(done.url, "x")); }));
  EXPECT_OK(Write([&](Transaction& t) { return t.PutOffJob(done, why, clock_.Now(), "b.org"); }));
  EXPECT_EQ(Count().waiting, (std::array<int64_t, 4>{0, 1, 0, 0}));
}

TEST_F(QueueTest, WhatFailedIsTriedAgainWhenItIsDue) {
  Poll("a.org", {EntryOf("https://a.org/1", "1")});
  const base::Error error(base::ErrorKind::kTimeout, "slow");
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto jobs = Lease(Stage::kFetch);
    ASSERT_EQ(jobs.size(), 1U);
    EXPECT_EQ(jobs[0].attempts, attempt);
    const base::Instant next{clock_.Now().micros + 10 * base::kMicrosPerSecond};
    EXPECT_OK(Write([&](Transaction& t) { return t.RetryJob(jobs[0], error, next); }));
    EXPECT_THAT(Lease(Stage::kFetch), IsEmpty());
    EXPECT_EQ(Read<std::optional<base::Instant>>([](Reader& r) { return r.NextDue(); }), next);
    clock_.Advance(10 * base::kMicrosPerSecond);
  }
  const auto jobs = Lease(Stage::kFetch);
  ASSERT_EQ(jobs.size(), 1U);
  EXPECT_OK(Write([&](Transaction& t) { return t.FailJob(jobs[0], error); }));
  EXPECT_EQ(Count().failed_jobs, 1);
  EXPECT_EQ(Count().waiting[0], 0);
  // A changed entry is another chance.
  Poll("a.org", {EntryOf("https://a.org/1", "1, now with a page")});
  EXPECT_EQ(Count().failed_jobs, 0);
  EXPECT_EQ(Lease(Stage::kFetch).size(), 1U);
}

TEST_F(QueueTest, ToFinishTwiceIsToFinishOnce) {
  Poll("a.org", {EntryOf("https://a.org/1", "1")});
  const Piece piece{.url = "https://a.org/1", .title = "One", .text = "Text. More."};
  const Job fetch = Lease(Stage::kFetch).at(0);
  for (int i = 0; i < 2; ++i) {
    EXPECT_OK(Write([&](Transaction& t) { return t.FinishFetch(fetch, PageOf(fetch.url, "x")); }));
  }
  EXPECT_EQ(Count().waiting, (std::array<int64_t, 4>{0, 1, 0, 0}));
  const Job read = Lease(Stage::kRead).at(0);
  model::ArticleId ids[2];
  for (model::ArticleId& id : ids) {
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      TRY_ASSIGN(id, t.FinishRead(read, ReadingOf(piece)));
      return {};
    }));
  }
  EXPECT_EQ(ids[0], ids[1]);
  const Job enrich = Lease(Stage::kEnrich).at(0);
  EXPECT_EQ(enrich.article, ids[0]);
  for (int i = 0; i < 2; ++i) {
    EXPECT_OK(Write([&](Transaction& t) { return t.FinishEnrich(enrich, EnrichmentOf(piece)); }));
  }
  const Job cluster = Lease(Stage::kCluster).at(0);
  model::Placement placement;
  placement.article = ids[0];
  model::StoryId stories[2];
  for (model::StoryId& id : stories) {
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      TRY_ASSIGN(id, t.FinishCluster(cluster, placement));
      return {};
    }));
  }
  EXPECT_EQ(stories[0], stories[1]);
  EXPECT_OK(Write([&](Transaction& t) {
    return t.FailJob(fetch, base::Error(base::ErrorKind::kTimeout, "late"));
  }));
  const Counters counters = Count();
  EXPECT_EQ(counters.waiting, (std::array<int64_t, 4>{}));
  EXPECT_EQ(counters.articles, 1);
  EXPECT_EQ(counters.stories, 1);
  EXPECT_EQ(counters.failed_jobs, 0);
}

TEST_F(QueueTest, WhatChangesInAWorkersHandsIsDoneAgain) {
  Poll("a.org", {EntryOf("https://a.org/1", "1")});
  const Job fetch = Lease(Stage::kFetch).at(0);
  Poll("a.org", {EntryOf("https://a.org/1", "1, changed meanwhile")});
  EXPECT_THAT(Lease(Stage::kFetch), IsEmpty());
  EXPECT_OK(Write([&](Transaction& t) { return t.FinishFetch(fetch, PageOf(fetch.url, "x")); }));
  EXPECT_EQ(Count().waiting, (std::array<int64_t, 4>{1, 1, 0, 0}));
  const auto again = Lease(Stage::kFetch);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_NE(again[0].id, fetch.id);
}

TEST_F(QueueTest, WithoutAPageTheEntryIsRead) {
  Poll("a.org", {EntryOf("", "No page")});
  const Job fetch = Lease(Stage::kFetch).at(0);
  EXPECT_EQ(fetch.url, "");
  EXPECT_OK(Write([&](Transaction& t) { return t.FinishFetch(fetch, model::Page()); }));
  const Job read = Lease(Stage::kRead).at(0);
  const auto input = Read<ReadInput>([&](Reader& reader) { return reader.InputForRead(read); });
  EXPECT_FALSE(input.page.has_value());
  EXPECT_EQ(input.entry.title, "No page");
  EXPECT_EQ(input.entry.key, "No page");
  EXPECT_EQ(input.source.url, "https://a.org/feed");
  model::Reading reading = ReadingOf({.title = "No page", .text = "From the feed."});
  reading.url.clear();
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    TRY(t.FinishRead(read, reading));
    return {};
  }));
  EXPECT_EQ(Count().articles, 1);
}

// What is told of one article, whose entry changes again and again.
TEST_F(QueueTest, OnlyAPageThatWasFetchedLiftsWhatWasReserved) {
  struct Step {
    int status;  // 0: there is no page
    const char* says;
    const char* reserved;
  };
  const Step steps[] = {
      {200, "tdm=https://a.org/policy", "tdm=https://a.org/policy"},
      {0, "", "tdm=https://a.org/policy"},
      {0, "noai", "noai tdm=https://a.org/policy"},
      {200, "noimageai", "noimageai"},
      {200, "", ""},
      {0, "tdm", "tdm"},
  };
  model::Source source;
  model::ArticleId article;
  const auto told = [&] {
    const auto view =
        Read<ArticleView>([&](Reader& reader) { return reader.ArticleById(article); });
    return model::RightsText(view.rights);
  };
  for (size_t i = 0; i < std::size(steps); ++i) {
    source = Poll("a.org", {EntryOf("https://a.org/1", "Text " + std::to_string(i))});
    const Job fetch = Lease(Stage::kFetch).at(0);
    model::Page page = PageOf(fetch.url, "x");
    page.status = steps[i].status;
    page.rights = model::RightsFrom(steps[i].says);
    EXPECT_OK(Write([&](Transaction& t) { return t.FinishFetch(fetch, page); }));
    const Job read = Lease(Stage::kRead).at(0);
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      TRY_ASSIGN(article, t.FinishRead(read, ReadingOf({.url = "https://a.org/1", .text = "x"})));
      return {};
    }));
    EXPECT_EQ(told(), steps[i].reserved) << i;
  }
  // What its source reserves in all holds for it too, of each source that names it.
  source.rights.no_ai = true;
  EXPECT_OK(Write([&](Transaction& t) { return t.RecordState(source, source); }));
  EXPECT_EQ(told(), "noai tdm");
  model::Source other = Poll("b.org", {EntryOf("https://a.org/1", "The same")});
  other.rights.no_image_ai = true;
  EXPECT_OK(Write([&](Transaction& t) { return t.RecordState(other, other); }));
  EXPECT_EQ(told(), "noai noimageai tdm");
}

TEST_F(QueueTest, ARemovedSourceLeavesItsArticles) {
  const model::ArticleId id = Add({.url = "1", .title = "Kept", .text = "Text."});
  const model::Source source = Poll(
      "example.org",
      {EntryOf("https://example.org/2", "waits"), EntryOf("https://example.org/shared", "shared")});
  Poll("other.org", {EntryOf("https://example.org/shared", "shared")});
  EXPECT_EQ(Count().waiting[0], 2);
  EXPECT_OK(Write([&](Transaction& t) { return t.RemoveSource(source.id); }));
  EXPECT_THAT(UrlsOf(Lease(Stage::kFetch)), ElementsAre("https://example.org/shared"));
  EXPECT_EQ(Count().sources, 1);
  EXPECT_THAT(ListTitles({}), ElementsAre("Kept"));
  EXPECT_EQ(Write([&](Transaction& t) { return t.RemoveSource(source.id); }).error().kind(),
            base::ErrorKind::kNotFound);
  // Added again, it does not bring its article a second time, and brings what was not read.
  PollOutcome outcome;
  Poll("example.org",
       {EntryOf("https://example.org/1", "Kept"), EntryOf("https://example.org/2", "waits")},
       &outcome);
  EXPECT_EQ(outcome.new_entries, 1);
  EXPECT_THAT(UrlsOf(Lease(Stage::kFetch)), ElementsAre("https://example.org/2"));
  const auto page = Read<model::Page>([&](Reader& reader) { return reader.PageOf(id); });
  EXPECT_EQ(page.url, "https://example.org/1");
}

TEST_F(QueueTest, AddingASourceAgainJoins) {
  model::Source first;
  first.url = "https://a.org/feed";
  first.sections = {"News"};
  model::Source second = first;
  second.title = "A";
  second.sections = {"World", "News"};
  model::SourceId ids[2];
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    TRY_ASSIGN(ids[0], t.AddSource(first));
    TRY_ASSIGN(ids[1], t.AddSource(second));
    return {};
  }));
  EXPECT_EQ(ids[0], ids[1]);
  const auto sources =
      Read<std::vector<model::Source>>([](Reader& reader) { return reader.Sources(); });
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].title, "A");
  EXPECT_THAT(sources[0].sections, ElementsAre("News", "World"));
}

TEST_F(QueueTest, SourcesAreDueInTheirOrder) {
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    for (int i = 0; i < 5; ++i) {
      model::Source source;
      source.url = "https://a.org/" + std::to_string(i);
      source.next_poll = {kNoon.micros - i * base::kMicrosPerHour};
      source.paused = i == 3;
      TRY(t.AddSource(source));
    }
    return {};
  }));
  const base::Instant at{kNoon.micros - base::kMicrosPerHour};
  const auto due =
      Read<std::vector<model::Source>>([&](Reader& reader) { return reader.DueSources(at, 10); });
  std::vector<std::string> urls;
  for (const model::Source& source : due) urls.push_back(source.url);
  EXPECT_THAT(urls, ElementsAre("https://a.org/4", "https://a.org/2", "https://a.org/1"));
}

TEST_F(QueueTest, IdsAreNeverUsedAgain) {
  const auto add = [&](const std::string& url) {
    model::SourceId id;
    EXPECT_OK(Write([&](Transaction& t) -> base::Status {
      model::Source source;
      source.url = url;
      TRY_ASSIGN(id, t.AddSource(source));
      return {};
    }));
    return id;
  };
  const model::SourceId first = add("https://a.org/");
  EXPECT_OK(Write([&](Transaction& t) { return t.RemoveSource(first); }));
  EXPECT_GT(add("https://a.org/"), first);
}

TEST_F(QueueTest, RereadMakesNoVersion) {
  const model::ArticleId id = Add({.url = "1", .title = "One", .text = "Old reading."});
  int64_t made = 0;
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    TRY_ASSIGN(made, t.RereadAll());
    return {};
  }));
  EXPECT_EQ(made, 1);
  const Job read = Lease(Stage::kRead).at(0);
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    TRY(t.FinishRead(read, ReadingOf({.url = "1", .title = "One", .text = "Better reading."})));
    return {};
  }));
  const auto view = Read<ArticleView>([&](Reader& reader) { return reader.ArticleById(id); });
  EXPECT_EQ(view.reading.text, "Better reading.");
  EXPECT_THAT(view.versions, IsEmpty());
}

}  // namespace
}  // namespace store
