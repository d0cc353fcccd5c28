#include "status_report.h"

#include <gmock/gmock.h>

namespace octavo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr base::Instant kNow{1'795'348'800LL * base::kMicrosPerSecond};
constexpr int64_t kMinute = 60 * base::kMicrosPerSecond;

base::Instant Before(int64_t minutes) {
  return {kNow.micros - minutes * kMinute};
}

StatusFacts Well() {
  StatusFacts facts;
  facts.now = kNow;
  facts.place = "/data";
  facts.holder = 12;
  facts.counters.sources = 3;
  facts.free_bytes = int64_t{50} << 30;
  facts.health.next_poll = base::Instant{kNow.micros + kMinute};
  for (int64_t id = 1; id <= 3; ++id) {
    SourceHealth source;
    source.source.id.value = id;
    source.source.url = "https://example.org/" + std::to_string(id);
    source.state = SourceState::kHealthy;
    facts.sources.push_back(source);
  }
  return facts;
}

TEST(Status, Concerns) {
  EXPECT_THAT(ConcernsOf(Well()), IsEmpty());
  struct Case {
    const char* words;
    void (*spoil)(StatusFacts&);
  };
  const Case cases[] = {
      {"the disk has only 200 MB left", [](StatusFacts& f) { f.free_bytes = int64_t{200} << 20; }},
      {"the disk has only 0 B left", [](StatusFacts& f) { f.free_bytes = 0; }},
      {"the disk of the data folder has only 2.0 MB left",
       [](StatusFacts& f) {
         f.in_server = true;
         f.free_bytes = int64_t{2} << 20;
       }},
      {"Octavo has given up 2 of the sources: `octavo doctor` says why",
       [](StatusFacts& f) {
         for (size_t i = 0; i < 2; ++i) {
           model::Source& source = f.sources[i].source;
           source.paused = true;
           source.last_error = "it has moved for good, and source 3 has the address already";
           f.sources[i].state = SourceState::kPaused;
         }
         f.sources[1].source.retired = true;  // gone, five times
         f.sources[1].source.consecutive_failures = 5;
         f.sources[1].state = SourceState::kRetired;
       }},
      {"process 12 does not answer, and has not got on for 3 min: kill it",
       [](StatusFacts& f) {
         f.silent = true;
         f.life = Before(3);
       }},
      {"the last `octavo run` was killed or crashed",
       [](StatusFacts& f) {
         f.holder.reset();
         f.left_behind = true;
       }},
      {"nothing runs, and pages that were found wait for 11 min",
       [](StatusFacts& f) {
         f.holder.reset();
         f.health.oldest_due[2] = Before(11);
       }},
      {"nothing runs, and pages that were found wait for 5 h",
       [](StatusFacts& f) {
         f.holder.reset();
         f.health.oldest_leased[0] = Before(300);
       }},
      {"there is no source yet",
       [](StatusFacts& f) {
         f.sources.clear();
         f.counters.sources = 0;
       }},
      {"nothing runs, and sources wait to be asked for 2 h",
       [](StatusFacts& f) {
         f.holder.reset();
         f.health.next_poll = Before(120);
       }},
      {"nothing runs, and sources were never asked (1)",
       [](StatusFacts& f) {
         f.holder.reset();
         f.health.next_poll = base::Instant{0};
         f.sources[0].state = SourceState::kNew;
       }},
      {"sources wait to be asked for 20 min",
       [](StatusFacts& f) { f.health.next_poll = Before(20); }},
      {"pages wait to read for 45 min",
       [](StatusFacts& f) { f.health.oldest_due[1] = Before(45); }},
      {"2 of 3 sources fail",
       [](StatusFacts& f) { f.sources[0].state = f.sources[1].state = SourceState::kFailing; }},
  };
  for (const Case& c : cases) {
    StatusFacts facts = Well();
    c.spoil(facts);
    EXPECT_THAT(ConcernsOf(facts), ElementsAre(StartsWith(c.words))) << c.words;
    EXPECT_THAT(StatusPage(facts), HasSubstr("1 thing is to be looked at")) << c.words;
    EXPECT_EQ(*StatusJson(facts).Find("well"), base::Json(false));
  }
  // What is well all the same.
  const Case fine[] = {
      {"a folder that was left alone for half an hour",
       [](StatusFacts& f) {
         f.holder.reset();
         f.health.next_poll = Before(30);
       }},
      {"jobs that became due while nothing runs",
       [](StatusFacts& f) {
         f.holder.reset();
         f.health.oldest_due[0] = Before(9);
       }},
      {"busy, but it gets on",
       [](StatusFacts& f) {
         f.silent = true;
         f.life = Before(1);
       }},
      {"a disk that holds nothing but a socket",
       [](StatusFacts& f) {
         f.in_server = true;
         f.free_bytes = int64_t{200} << 20;
       }},
      {"one that its owner paused because it failed",
       [](StatusFacts& f) {
         f.sources[0].source.paused = true;
         f.sources[0].source.last_error = "timed out";
         f.sources[0].source.consecutive_failures = 7;
         f.sources[0].state = SourceState::kPaused;
       }},
      {"a disk that cannot be asked", [](StatusFacts& f) { f.free_bytes.reset(); }},
      {"one that fails", [](StatusFacts& f) { f.sources[0].state = SourceState::kFailing; }},
      {"all paused",
       [](StatusFacts& f) {
         for (SourceHealth& source : f.sources) source.state = SourceState::kPaused;
         f.health.next_poll.reset();
       }},
  };
  for (const Case& c : fine) {
    StatusFacts facts = Well();
    c.spoil(facts);
    EXPECT_THAT(ConcernsOf(facts), IsEmpty()) << c.words;
  }
}

TEST(Status, ThePage) {
  StatusFacts facts = Well();
  facts.counters.waiting = {5, 0, 0, 2};
  facts.counters.failed_jobs = 4;
  facts.counters.articles = 1'000;
  facts.health.oldest_due = {Before(3), {}, {}, {}};
  facts.health.oldest_leased = {Before(3), {}, {}, Before(1)};
  facts.health.newest = Before(1);
  facts.health.articles_last_hour = 60;
  facts.database_bytes = int64_t{3} << 20;
  facts.page_budget = int64_t{5} << 30;
  facts.sources[2].state = SourceState::kFailing;
  facts.sources[2].source.last_error = "timed out";
  facts.sources[2].source.last_poll = Before(2);
  EXPECT_EQ(
      StatusPage(facts),
      "Octavo in /data: all is well\n"
      "  process    process 12 writes to the folder, but says nothing: it is starting, or busy\n"
      "  sources    3: 2 healthy, 1 failing; the next is asked in 1 min\n"
      "  queue      5 to fetch (the oldest waits 3 min), 2 to group; 4 pages given up in all\n"
      "  last hour  60 articles, 0 in quarantine\n"
      "  today      0 articles, 0 stories (UTC)\n"
      "  in all     1000 articles, 0 stories, 0 in quarantine; the last came 1 min ago\n"
      "  files      octavo.db 3.0 MB, pages.db 0 B of 5.0 GB; the disk has 50.0 GB left\n"
      "  last error 2 min ago: https://example.org/3: timed out\n");
}

TEST(Status, Sizes) {
  EXPECT_EQ(Bytes(0), "0 B");
  EXPECT_EQ(Bytes(1'023), "1023 B");
  EXPECT_EQ(Bytes(1'536), "1.5 kB");
  EXPECT_EQ(Bytes(int64_t{120} << 20), "120 MB");
  EXPECT_EQ(Bytes(int64_t{7} << 40), "7.0 TB");
}

}  // namespace
}  // namespace octavo
