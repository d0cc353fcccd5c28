// Stories, copies, versions, the edition.

#include <gmock/gmock.h>

#include "store/digest.h"
#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

class StoriesTest : public StoreTest {
 protected:
  void TearDown() override {
    const auto faults = FindFaults(options_);
    ASSERT_OK(faults);
    EXPECT_THAT(*faults, IsEmpty());
    StoreTest::TearDown();
  }

  model::StoryId StoryOf(model::ArticleId id) {
    return Read<ArticleView>([&](Reader& reader) { return reader.ArticleById(id); }).summary.story;
  }
  StoryView Story(model::StoryId id) {
    return Read<StoryView>([&](Reader& reader) { return reader.StoryById(id); });
  }
  EditionView Edition(const std::string& language) {
    return Read<EditionView>([&](Reader& r) { return r.Edition(EditionOf(language)); });
  }
  // The page at the address of `piece` is read once more, as `piece` now says.
  void Refetch(const Piece& piece, const std::string& entry_title) {
    const std::string url = "https://" + piece.publisher + "/" + piece.url;
    Poll(piece.publisher, {EntryOf(url, entry_title)});
    for (const Job& job : Lease(Stage::kFetch)) {
      EXPECT_OK(Write([&](Transaction& t) { return t.FinishFetch(job, PageOf(url, "x")); }));
    }
    for (const Job& job : Lease(Stage::kRead)) {
      EXPECT_OK(Write([&](Transaction& t) -> base::Status {
        TRY(t.FinishRead(job, ReadingOf(piece)));
        return {};
      }));
    }
    for (const Job& job : Lease(Stage::kEnrich)) {
      EXPECT_OK(Write([&](Transaction& t) { return t.FinishEnrich(job, EnrichmentOf(piece)); }));
    }
  }
};

std::vector<std::string> TitlesOf(const std::vector<ArticleSummary>& articles) {
  std::vector<std::string> titles;
  for (const ArticleSummary& article : articles) titles.push_back(article.title);
  return titles;
}
std::vector<std::string> TitlesOf(const std::vector<StorySummary>& stories) {
  std::vector<std::string> titles;
  for (const StorySummary& story : stories) titles.push_back(story.story.title);
  return titles;
}

TEST_F(StoriesTest, CopiesCountOnceAndOpinionsAreNoCoverage) {
  const model::ArticleId first =
      Add({.url = "1", .title = "Report", .text = "R.", .publisher = "a.org", .hours_ago = 5});
  const int64_t story = StoryOf(first).value;
  Add({.url = "2",
       .title = "Copy",
       .text = "R.",
       .publisher = "b.org",
       .hours_ago = 4,
       .story = story,
       .lineage = model::LineageKind::kCopy,
       .of = first.value});
  Add({.url = "3",
       .title = "Opinion",
       .text = "O.",
       .publisher = "c.org",
       .hours_ago = 6,
       .story = story,
       .genre = model::Genre::kOpinion});
  Add({.url = "4",
       .title = "Second report",
       .text = "S.",
       .publisher = "d.org",
       .hours_ago = 3,
       .story = story});
  const StoryView view = Story({story});
  EXPECT_EQ(view.summary.story.article_count, 4);
  EXPECT_EQ(view.summary.story.publisher_count, 4);
  EXPECT_EQ(view.summary.story.report_count, 2);
  EXPECT_EQ(view.summary.story.title, "Report");
  EXPECT_EQ(view.summary.story.lead, first);
  EXPECT_THAT(TitlesOf(view.articles), ElementsAre("Opinion", "Report", "Copy", "Second report"));
  ASSERT_EQ(view.placements.size(), 4U);
  EXPECT_EQ(view.placements[2].lineage.of, first);
  EXPECT_DOUBLE_EQ(view.placements[2].lineage.similarity, 0.9);
  EXPECT_THAT(view.placements[2].why.shared_terms, ElementsAre("term"));
  EXPECT_THAT(view.summary.publisher_names, ElementsAre("a.org", "d.org", "b.org", "c.org"));
  EXPECT_THAT(view.summary.rank_why[0], Pair("coverage", 2.0));
  EXPECT_EQ(view.summary.rank_why[1].first, "freshness");
  EXPECT_NEAR(view.summary.rank_why[1].second, std::exp2(-3.0 / 12), 1e-9);
  EXPECT_NEAR(view.summary.rank, 2.0 * std::exp2(-3.0 / 12), 1e-9);
}

TEST_F(StoriesTest, ALateReportLeadsWhatOnlyHadCopies) {
  const model::ArticleId opinion = Add({.url = "1",
                                        .title = "Opinion",
                                        .text = "O.",
                                        .publisher = "a.org",
                                        .hours_ago = 5,
                                        .genre = model::Genre::kOpinion});
  const model::StoryId story = StoryOf(opinion);
  EXPECT_EQ(Story(story).summary.story.title, "Opinion");
  Add({.url = "2",
       .title = "Report",
       .text = "R.",
       .publisher = "b.org",
       .hours_ago = 1,
       .story = story.value});
  EXPECT_EQ(Story(story).summary.story.title, "Report");
  EXPECT_EQ(Story(story).summary.lead.title, "Report");
}

TEST_F(StoriesTest, ALaterReadingKeepsTheIdAndTheEarlierOne) {
  const Piece before{
      .url = "1", .title = "Storm nears", .text = "It comes. Soon.", .tags = {"Storm"}};
  const model::ArticleId id = Add(before);
  clock_.Advance(base::kMicrosPerHour);
  Piece after = before;
  after.title = "Storm is here";
  after.text = "It came. Now.";
  after.tags = {"Storm", "Flood"};
  Refetch(after, "changed");
  const auto view = Read<ArticleView>([&](Reader& reader) { return reader.ArticleById(id); });
  EXPECT_EQ(view.reading.text, "It came. Now.");
  EXPECT_THAT(TitlesOf(view.versions), ElementsAre("Storm nears", "Storm is here"));
  EXPECT_THAT(ListTitles({}), ElementsAre("Storm is here"));
  EXPECT_EQ(view.story->story.title, "Storm is here");
  EXPECT_EQ(Search("soon").total, 0);
  EXPECT_EQ(Search("now").total, 1);
  EXPECT_EQ(Count().tags, 2);
  // What did not change is no version.
  Refetch(after, "changed again");
  const auto again = Read<ArticleView>([&](Reader& reader) { return reader.ArticleById(id); });
  EXPECT_EQ(again.versions.size(), 2U);
  EXPECT_EQ(again.summary.story, view.summary.story);
}

TEST_F(StoriesTest, AVersionAtAnotherAddressTakesThePlace) {
  const model::ArticleId first =
      Add({.url = "1", .title = "First", .text = "F.", .tags = {"T"}, .hours_ago = 3});
  const model::StoryId story = StoryOf(first);
  const model::ArticleId second = Add({.url = "2",
                                       .title = "Second",
                                       .text = "G.",
                                       .tags = {"T"},
                                       .hours_ago = 2,
                                       .story = story.value,
                                       .lineage = model::LineageKind::kVersion,
                                       .of = first.value});
  Add({.url = "3",
       .title = "Third",
       .text = "H.",
       .tags = {"T"},
       .hours_ago = 1,
       .story = story.value,
       .lineage = model::LineageKind::kVersion,
       .of = second.value});
  EXPECT_THAT(ListTitles({}), ElementsAre("Third"));
  EXPECT_EQ(Count().articles, 1);
  const StoryView view = Story(story);
  EXPECT_EQ(view.summary.story.article_count, 1);
  EXPECT_EQ(view.summary.story.title, "Third");
  EXPECT_THAT(TitlesOf(view.articles), ElementsAre("First", "Second", "Third"));
  EXPECT_EQ(view.tags[0].article_count, 1);
  for (const model::ArticleId id : {first, second}) {
    const auto article = Read<ArticleView>([&](Reader& r) { return r.ArticleById(id); });
    EXPECT_THAT(TitlesOf(article.versions), ElementsAre("First", "Second", "Third"));
    EXPECT_THAT(TitlesOf(article.others), ElementsAre("Third"));
  }
  EXPECT_EQ(Search("first").total + Search("second").total, 0);
  EXPECT_EQ(Search("third").total, 1);
}

TEST_F(StoriesTest, QuarantineIsSeenByTheOwnerAlone) {
  const Piece good{.url = "1", .title = "Good", .text = "Fine text.", .tags = {"Tag"}};
  const model::ArticleId id = Add(good);
  Add({.url = "2",
       .title = "Wall",
       .text = "Subscribe text.",
       .reason = model::Reason::kPaywallStub});
  EXPECT_EQ(Count().articles, 1);
  EXPECT_EQ(Count().quarantined, 1);
  EXPECT_EQ(Search("text").total, 1);
  ArticleQuery quarantine;
  quarantine.verdict = model::Verdict::kQuarantine;
  EXPECT_THAT(ListTitles(quarantine), ElementsAre("Wall"));
  EXPECT_EQ(Edition("en").quarantined_today, 1);
  // An article that turns bad leaves lists, tags, story and search, and comes back when it is well.
  const model::StoryId story = StoryOf(id);
  Piece bad = good;
  bad.reason = model::Reason::kConsentPage;
  Refetch(bad, "bad");
  EXPECT_THAT(ListTitles({}), IsEmpty());
  EXPECT_EQ(Search("text").total, 0);
  EXPECT_EQ(Count().tags, 0);
  EXPECT_EQ(Count().stories, 0);
  EXPECT_EQ(store_
                ->Read([&](Reader& r) -> base::Status {
                  TRY(r.StoryById(story));
                  return {};
                })
                .error()
                .kind(),
            base::ErrorKind::kNotFound);
  EXPECT_EQ(Read<ArticleView>([&](Reader& r) { return r.ArticleById(id); }).summary.reason,
            model::Reason::kConsentPage);
  Refetch(good, "good");
  EXPECT_THAT(ListTitles({}), ElementsAre("Good"));
  EXPECT_EQ(Search("text").total, 1);
  EXPECT_EQ(Story(story).summary.story.article_count, 1);
}

TEST_F(StoriesTest, TheEditionHasTheBestOnTopOfItsLanguage) {
  for (int i = 0; i < 12; ++i) {
    const std::string n = std::to_string(i);
    const model::ArticleId id = Add({.url = n,
                                     .title = "English " + n,
                                     .text = "E" + n + ".",
                                     .section = i % 2 == 0 ? "world" : "sports",
                                     .hours_ago = i});
    // A story of two publishers outweighs a newer one by itself: a doubling is twelve hours.
    if (i == 9) {
      Add({.url = "x" + n,
           .title = "More",
           .text = "M.",
           .section = "sports",
           .publisher = "b.org",
           .hours_ago = i,
           .story = StoryOf(id).value});
    }
  }
  Add({.url = "ja", .title = "日本語", .text = "本文。", .language = "ja", .hours_ago = 20});
  const EditionView english = Edition("en");
  EXPECT_THAT(TitlesOf(english.top),
              ElementsAre("English 9", "English 0", "English 1", "English 2", "English 3",
                          "English 4", "English 5", "English 6"));
  ASSERT_EQ(english.sections.size(), 3U);
  EXPECT_EQ(english.sections[0].section, "world");
  EXPECT_THAT(TitlesOf(english.sections[0].stories), ElementsAre("English 8", "English 10"));
  EXPECT_THAT(TitlesOf(english.sections[1].stories), ElementsAre("English 7", "English 11"));
  EXPECT_EQ(english.sections[2].section, kOtherLanguages);
  EXPECT_THAT(TitlesOf(english.sections[2].stories), ElementsAre("日本語"));
  EXPECT_EQ(english.source_count, 2);
  EXPECT_EQ(english.last_update, kNoon);
  const EditionView japanese = Edition("ja");
  EXPECT_EQ(japanese.top.size(), 8U);
  EXPECT_EQ(japanese.top[0].story.title, "日本語");
}

TEST_F(StoriesTest, EachDayHasItsEdition) {
  Add({.url = "1", .title = "Yesterday", .text = "Y.", .hours_ago = 20});
  Add({.url = "2", .title = "Before", .text = "B.", .hours_ago = 24 * 40});
  Add({.url = "3", .title = "Today", .text = "T.", .hours_ago = 1});
  const base::Day today = base::DayOf(kNoon);
  EXPECT_THAT(Edition("en").days,
              ElementsAre(base::Day{today.number - 1}, base::Day{today.number - 40}));
  EditionQuery query = EditionOf("en");
  query.day = base::Day{today.number - 1};
  const auto view = Read<EditionView>([&](Reader& r) { return r.Edition(query); });
  EXPECT_THAT(TitlesOf(view.top), ElementsAre("Yesterday"));
  EXPECT_THAT(view.days, ElementsAre(today, base::Day{today.number - 40}));
}

TEST_F(StoriesTest, RelatedStoriesAreReplaced) {
  const model::StoryId one = StoryOf(Add({.url = "1", .title = "One", .text = "O."}));
  const model::StoryId two = StoryOf(Add({.url = "2", .title = "Two", .text = "T."}));
  const model::StoryId three = StoryOf(Add({.url = "3", .title = "Three", .text = "H."}));
  const auto relate = [&](const std::vector<model::Related>& related) {
    EXPECT_OK(Write([&](Transaction& t) { return t.SetRelated(one, related); }));
  };
  relate({{two, 0.5, {"harbour"}}, {three, 0.4, {}}});
  relate({{three, 0.9, {"bridge", "river"}}, {two, 0.3, {}}});
  const StoryView view = Story(one);
  ASSERT_EQ(view.related.size(), 2U);
  EXPECT_EQ(view.related[0].story.story.title, "Three");
  EXPECT_DOUBLE_EQ(view.related[0].score, 0.9);
  EXPECT_THAT(view.related[0].shared_terms, ElementsAre("bridge", "river"));
}

TEST_F(StoriesTest, TagsByNameAndByUse) {
  Add({.url = "1", .title = "1", .text = "1.", .tags = {"Old"}, .hours_ago = 24 * 30});
  Add({.url = "2",
       .title = "2",
       .text = "2.",
       .tags = {"Old", "KajaKallas"},
       .hours_ago = 24 * 29});
  Add({.url = "3", .title = "3", .text = "3.", .tags = {"kajakallas", "選挙"}, .hours_ago = 1});
  Add({.url = "4", .title = "4", .text = "4.", .tags = {"選挙"}, .hours_ago = 2});
  const auto tags = Read<std::vector<TagSummary>>([](Reader& reader) { return reader.Tags(10); });
  std::vector<std::string> names;
  for (const TagSummary& tag : tags) names.push_back(tag.name);
  EXPECT_THAT(names, ElementsAre("選挙", "KajaKallas", "Old"));
  for (const std::string name : {"KAJAKALLAS", "#KajaKallas", "ＫａｊａＫａｌｌａｓ"}) {
    const auto tag =
        Read<std::optional<TagSummary>>([&](Reader& reader) { return reader.TagByName(name); });
    ASSERT_TRUE(tag.has_value()) << name;
    EXPECT_EQ(tag->article_count, 2);
    ASSERT_EQ(tag->days.size(), 90U);
    EXPECT_EQ(tag->days[89], 1);
    EXPECT_EQ(tag->days[89 - 29], 1);
  }
  EXPECT_FALSE(Read<std::optional<TagSummary>>([](Reader& r) { return r.TagByName("none"); }));
}

TEST_F(StoriesTest, PublishersHaveTheirFigures) {
  Add({.url = "1", .title = "1", .text = "1.", .publisher = "a.org", .hours_ago = 1});
  Add({.url = "2",
       .title = "2",
       .text = "2.",
       .publisher = "a.org",
       .hours_ago = 25,
       .reason = model::Reason::kNoBody});
  const auto publishers =
      Read<std::vector<PublisherSummary>>([](Reader& reader) { return reader.Publishers(); });
  ASSERT_EQ(publishers.size(), 1U);
  EXPECT_EQ(publishers[0].article_count, 1);
  EXPECT_EQ(publishers[0].quarantined_count, 1);
  EXPECT_EQ(publishers[0].last_article, (base::Instant{kNoon.micros - base::kMicrosPerHour}));
  const auto one = Read<std::optional<PublisherSummary>>(
      [&](Reader& reader) { return reader.PublisherById(publishers[0].publisher.id); });
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->days[89], 1);
}

TEST_F(StoriesTest, PlacedArticlesComeBackAsTheyWerePlaced) {
  const model::ArticleId a = Add({.url = "1", .title = "A", .text = "Text.", .hours_ago = 3});
  Add({.url = "2",
       .title = "B",
       .text = "Text.",
       .publisher = "other.org",
       .hours_ago = 2,
       .lineage = model::LineageKind::kCopy,
       .of = a.value});
  std::string copy;
  EXPECT_OK(store_->Read([&](Reader& reader) {
    return reader.ForEachPlacedIn(
        "en", {0}, [&](const model::ClusterInput& input, const model::Placement& placement) {
          if (input.id == a) return;
          copy = input.title + " of " + input.publisher + " at " +
                 base::FormatRfc3339(input.published.value_or(kNoon)) + ": " +
                 std::string(model::LineageKindName(placement.lineage.kind)) + " of " +
                 std::to_string(placement.lineage.of.value);
        });
  }));
  EXPECT_EQ(copy, "B of other.org at 2026-11-22T10:00:00Z: copy of 1");
}

TEST_F(StoriesTest, PlacedArticlesComeBackInTheirOrder) {
  const model::ArticleId a = Add({.url = "1", .title = "A", .text = "Text a.", .hours_ago = 3});
  const model::ArticleId b = Add({.url = "2", .title = "B", .text = "Text b.", .hours_ago = 5});
  Add({.url = "3", .title = "C", .text = "Text c.", .hours_ago = 100});
  Add({.url = "4",
       .title = "D",
       .text = "Text d.",
       .hours_ago = 1,
       .reason = model::Reason::kListPage});
  std::vector<std::pair<model::ArticleId, std::string>> seen;
  EXPECT_OK(store_->Read([&](Reader& reader) {
    return reader.ForEachPlaced({kNoon.micros - 10 * base::kMicrosPerHour},
                                [&](const model::ClusterInput& input, const model::Placement& p) {
                                  EXPECT_EQ(p.article, input.id);
                                  EXPECT_TRUE(p.story);
                                  seen.emplace_back(input.id, input.text);
                                });
  }));
  EXPECT_THAT(seen, ElementsAre(Pair(b, "Text b."), Pair(a, "Text a.")));
}

TEST_F(StoriesTest, OneCanonicalUrlIsOneArticleIfTheHeadlineIsTheSame) {
  struct Case {
    std::string entry;
    std::string title;
    int64_t articles;
  };
  const Case cases[] = {{"plain", "Harbour", 1},
                        {"amp", "Harbour", 1},
                        {"other", "A site that names one canonical for all", 2}};
  for (const Case& one : cases) {
    const std::string url = "https://example.org/" + one.entry;
    Poll("example.org", {EntryOf(url, one.title)});
    for (const Job& job : Lease(Stage::kFetch)) {
      EXPECT_OK(Write([&](Transaction& t) { return t.FinishFetch(job, PageOf(url, "x")); }));
    }
    for (const Job& job : Lease(Stage::kRead)) {
      model::Reading reading = ReadingOf({.url = "canonical", .title = one.title, .text = "T."});
      EXPECT_OK(Write([&](Transaction& t) -> base::Status {
        TRY(t.FinishRead(job, reading));
        return {};
      }));
    }
    EXPECT_EQ(Count().articles, one.articles) << one.entry;
  }
  const auto list = Read<ArticleList>([](Reader& r) { return r.Articles({}); });
  EXPECT_EQ(list.articles[0].url, "https://example.org/other");
  EXPECT_EQ(list.articles[1].url, "https://example.org/canonical");
}

}  // namespace
}  // namespace store
