// What goes in comes out: the way of articles through the queue, and what pages are shown of them.

#include <gmock/gmock.h>

#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::IsEmpty;

TEST_F(StoreTest, AnArticleGoesThroughAllStages) {
  const model::ArticleId id = Add({.url = "a",
                                   .title = "Harbour opens",
                                   .text = "The harbour is open. All of it.",
                                   .tags = {"Harbour"}});
  ASSERT_TRUE(id);
  const auto view = Read<ArticleView>([&](Reader& reader) { return reader.ArticleById(id); });
  EXPECT_EQ(view.summary.title, "Harbour opens");
  EXPECT_EQ(view.summary.summary, "The harbour is open.");
  EXPECT_EQ(view.summary.publisher_name, "example.org");
  EXPECT_EQ(view.summary.url, "https://example.org/a");
  EXPECT_EQ(view.reading.text, "The harbour is open. All of it.");
  EXPECT_EQ(view.reading.blocks.size(), 1U);
  ASSERT_EQ(view.enrichment.tags.size(), 1U);
  EXPECT_EQ(view.enrichment.tags[0].name, "Harbour");
  ASSERT_TRUE(view.story.has_value());
  EXPECT_EQ(view.story->story.article_count, 1);
  EXPECT_EQ(view.story->story.report_count, 1);
  EXPECT_EQ(view.story->story.lead, id);
  EXPECT_THAT(view.versions, IsEmpty());
  EXPECT_THAT(view.others, IsEmpty());
  const Counters counters = Count();
  EXPECT_EQ(counters.sources, 1);
  EXPECT_EQ(counters.publishers, 1);
  EXPECT_EQ(counters.entries, 1);
  EXPECT_EQ(counters.articles, 1);
  EXPECT_EQ(counters.stories, 1);
  EXPECT_EQ(counters.tags, 1);
  EXPECT_EQ(counters.waiting, (std::array<int64_t, 4>{}));
  const auto page = Read<model::Page>([&](Reader& reader) { return reader.PageOf(id); });
  EXPECT_EQ(page.bytes, "The harbour is open. All of it.");
  EXPECT_EQ(page.headers, PageOf("", "").headers);
  const SearchResult found = Search("harbours");
  EXPECT_EQ(found.total, 1);
  const auto edition =
      Read<EditionView>([&](Reader& reader) { return reader.Edition(EditionOf("en")); });
  ASSERT_EQ(edition.top.size(), 1U);
  EXPECT_EQ(edition.top[0].lead.id, id);
}

// What a hub, its subscription and its source do at the same time is decided on what stands there.
TEST_F(StoreTest, ATransactionSeesASubscriptionAsItIsNow) {
  EXPECT_OK(Write([&](Transaction& t) -> base::Status {
    model::Source source;
    source.url = "https://a.example/feed";
    model::Subscription one;
    one.token = "token";
    one.error = "busy";
    TRY_ASSIGN(one.source, t.AddSource(source));
    TRY(t.PutSubscription(one));
    TRY_ASSIGN(const auto stored, t.SubscriptionByToken("token"));
    EXPECT_TRUE(stored && stored->error == "busy" && stored->source == one.source);
    TRY(t.RemoveSource(one.source));
    TRY_ASSIGN(const auto left, t.SubscriptionByToken("token"));
    EXPECT_TRUE(left && left->state == model::SubscriptionState::kLeaving && !left->source);
    TRY_ASSIGN(const auto none, t.SubscriptionByToken("guessed"));
    EXPECT_FALSE(none);
    return {};
  }));
}

}  // namespace
}  // namespace store
