#include "store/user_info.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "store/testing/fixture.h"

namespace store {
namespace {

TEST(UserInfo, IsTakenOutOfAddressesAndHtml) {
  struct Case {
    const char* text;
    const char* without;
  };
  for (const Case& c : {
           Case{"https://reader:hunter2@a.example/1", "https://a.example/1"},
           {"http://reader@a.example:8080?x", "http://a.example:8080?x"},
           {"https://a@b:c@d.example", "https://d.example"},
           {"https://a.example/@reader", "https://a.example/@reader"},
           {"https://a.example?q=u@b", "https://a.example?q=u@b"},
           {"<a href=\"https://r:p@a.example/x\">me@b.example</a><img "
            "src=\"http://r:p@a.example\">",
            "<a href=\"https://a.example/x\">me@b.example</a><img src=\"http://a.example\">"},
           {"<a href=\"https://a.example\">u@b</a>", "<a href=\"https://a.example\">u@b</a>"},
           {"mailto:a@b.example", "mailto:a@b.example"},
           {"ftp://a:b@c.example/", "ftp://a:b@c.example/"},
           {"https://https://a@b", "https://https://b"},
           {"://a@b", "://a@b"},
           {"@", "@"},
           {"", ""},
       }) {
    EXPECT_EQ(WithoutUserInfo(c.text), c.without);
    EXPECT_EQ(WithoutUserInfo(WithoutUserInfo(c.text)), c.without);
  }
}

// A store that was written while links inherited the password of their source.
class ToldTest : public StoreTest {
 protected:
  static constexpr const char* kTold = "https://reader:hunter2@a.example";
  static constexpr const char* kClean = "https://a.example";

  std::vector<model::Entry> EntriesAt(const std::string& site) const {
    std::vector<model::Entry> entries = {EntryOf(site + "/1", "One"), EntryOf(site + "/2", "Two")};
    entries[0].key = "1";          // an id of the feed's own
    entries[1].key = site + "/2";  // none
    return entries;
  }
  PollOutcome PollAt(const std::string& site) {
    PollOutcome outcome;
    EXPECT_OK(Write([&](Transaction& transaction) -> base::Status {
      source_.url = std::string(kTold) + "/feed";
      source_.topic = source_.url;
      TRY_ASSIGN(source_.id, transaction.AddSource(source_));
      model::Publisher publisher;
      publisher.host = publisher.name = "a.example";
      TRY_ASSIGN(outcome, transaction.RecordPoll(source_, source_, publisher, EntriesAt(site)));
      return {};
    }));
    return outcome;
  }
  // Reads both, as they were read then.
  void ReadAll() {
    for (const Job& job : Lease(Stage::kFetch)) {
      EXPECT_OK(Write([&](Transaction& transaction) {
        return transaction.FinishFetch(job, PageOf(std::string(kTold) + "/x", "bytes"));
      }));
    }
    int place = 0;
    for (const Job& job : Lease(Stage::kRead)) {
      model::Reading reading = ReadingOf({.url = "x", .title = "T", .text = "Text."});
      reading.url = fmt::format("{}/{}", kTold, ++place);
      reading.image.url = std::string(kTold) + "/i.png";
      reading.html = fmt::format("<p><a href=\"{}/x\">x</a></p>", kTold);
      EXPECT_OK(Write([&](Transaction& transaction) -> base::Status {
        TRY_ASSIGN(const auto id, transaction.FinishRead(job, reading));
        ids_.push_back(id);
        return {};
      }));
    }
  }

  model::Source source_;
  std::vector<model::ArticleId> ids_;
};

TEST_F(ToldTest, WhatIsStoredIsShownWithoutIt) {
  EXPECT_EQ(PollAt(kTold).new_entries, 2);
  ReadAll();
  ASSERT_EQ(ids_.size(), 2U);
  for (const model::ArticleId id : ids_) {
    const auto view = Read<ArticleView>([id](Reader& reader) { return reader.ArticleById(id); });
    for (const std::string& shown : {view.summary.url, view.summary.image.url, view.reading.url,
                                     view.reading.image.url, view.reading.html}) {
      EXPECT_FALSE(shown.contains("hunter2")) << shown;
      EXPECT_TRUE(shown.contains("https://a.example/")) << shown;
    }
  }
  const auto source =
      Read<std::optional<model::Source>>([&](Reader& r) { return r.SourceById(source_.id); });
  ASSERT_TRUE(source);
  EXPECT_EQ(source->topic, "https://a.example/feed");
  EXPECT_EQ(source->url, "https://reader:hunter2@a.example/feed");  // it is asked with it
}

TEST_F(ToldTest, TheNextPollMendsTheAddressesAndBringsNothingTwice) {
  PollAt(kTold);
  ReadAll();
  const PollOutcome outcome = PollAt(kClean);
  EXPECT_EQ(outcome.new_entries, 0);
  EXPECT_EQ(outcome.changed_entries, 0);
  EXPECT_EQ(Count().articles, 2);
  // Another source that names the same pages names the same articles.
  PollOutcome other;
  Poll("b.example", {EntryOf(std::string(kClean) + "/1", "One")}, &other);
  EXPECT_EQ(other.new_entries, 0);
}

TEST_F(ToldTest, WhatWaitsToBeFetchedIsAskedForWithoutIt) {
  PollAt(kTold);
  const auto jobs = Lease(Stage::kFetch);
  ASSERT_EQ(jobs.size(), 2U);
  for (const Job& job : jobs) EXPECT_TRUE(job.url.starts_with("https://a.example/")) << job.url;
}

TEST_F(ToldTest, WhoIsAskedApart) {
  PollAt(kClean);
  model::Source plain;
  plain.url = "https://b.example/feed";
  model::Source asked = plain;
  asked.url = "https://c.example/feed";
  asked.asking.user_agent = "Reader/1";
  ASSERT_OK(Write([&](Transaction& transaction) -> base::Status {
    TRY_ASSIGN(plain.id, transaction.AddSource(plain));
    TRY_ASSIGN(asked.id, transaction.AddSource(asked));
    return {};
  }));
  const auto apart =
      Read<std::vector<model::Source>>([](Reader& reader) { return reader.SourcesAskedApart(); });
  ASSERT_EQ(apart.size(), 2U);
  EXPECT_EQ(apart[0].id, source_.id);
  EXPECT_EQ(apart[1].id, asked.id);
}

}  // namespace
}  // namespace store
