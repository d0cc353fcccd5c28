#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "cluster/background.h"
#include "cluster/clusterer.h"
#include "cluster/lineage.h"
#include "cluster/relate.h"

namespace cluster {
namespace {

base::Instant Hour(int hour) {
  return {1'790'000'000 * base::kMicrosPerSecond + hour * base::kMicrosPerHour};
}

struct Headline {
  const char* story;  // what a reader would say
  const char* language;
  const char* publisher;
  int hour;
  const char* title;
};

// Places each headline and gives the story's name to the first that opened it, so that a reader can
// compare.
std::vector<std::string> Group(const std::vector<Headline>& headlines, Clusterer& clusterer) {
  std::map<int64_t, std::string> names;
  std::vector<std::string> grouped;
  int64_t article = 0;
  int64_t stories = 0;
  for (const Headline& headline : headlines) {
    model::ClusterInput input;
    input.id = {++article};
    input.title = headline.title;
    input.publisher = headline.publisher;
    input.language = headline.language;
    input.published = Hour(headline.hour);
    model::Placement placement = clusterer.Place(input);
    if (!placement.story) {
      placement.story = {++stories};
      clusterer.Assign(input.id, placement.story);
      names[stories] = headline.story;
    }
    grouped.push_back(names[placement.story.value]);
  }
  return grouped;
}

void ExpectGrouped(const std::vector<Headline>& headlines) {
  Clusterer clusterer;
  const auto grouped = Group(headlines, clusterer);
  for (size_t i = 0; i < headlines.size(); ++i) {
    EXPECT_EQ(grouped[i], headlines[i].story) << headlines[i].title;
  }
}

TEST(Clusterer, OneStoryInManyWords) {
  ExpectGrouped({
      {"ferry", "en", "A", 0, "Ferry Aurelia runs aground off Port Maddan with 212 aboard"},
      {"budget", "en", "A", 0, "Finance minister Oduya unveils budget with higher fuel levy"},
      {"ferry", "en", "B", 1, "Passengers rescued after ferry Aurelia grounds near Port Maddan"},
      {"budget", "en", "C", 2, "Fuel levy to rise as Oduya presents her first budget"},
      {"ferry", "en", "C", 3, "Aurelia captain questioned over grounding at Port Maddan"},
      {"volcano", "en", "B", 4, "Volcano on Isla Tercera sends ash over three villages"},
  });
}

TEST(Clusterer, TwoFiresAreTwoStories) {
  ExpectGrouped({
      {"warehouse", "en", "A", 0, "Fire destroys textile warehouse in Kelverton docks"},
      {"forest", "en", "B", 1, "Forest fire near Lake Orrin forces hundreds from homes"},
      {"warehouse", "en", "B", 2, "Kelverton textile warehouse fire: owner blames wiring"},
      {"forest", "en", "C", 3, "Lake Orrin forest fire contained after two days"},
  });
}

TEST(Clusterer, JapaneseAndArabic) {
  ExpectGrouped({
      {"地震", "ja", "甲", 0, "汐見県沖で地震、津波注意報を発表"},
      {"党首選", "ja", "乙", 0, "民進連合の党首選、早瀬氏が立候補を表明"},
      {"地震", "ja", "乙", 1, "汐見県沖の地震で津波注意報、けが人の情報なし"},
      {"党首選", "ja", "甲", 2, "早瀬氏、民進連合の党首選に立候補へ"},
      {"الجسر", "ar", "ا", 0, "انهيار جسر السويدة بعد أمطار غزيرة"},
      {"المعرض", "ar", "ب", 0, "افتتاح معرض الكتاب في مدينة النخيل"},
      {"الجسر", "ar", "ب", 1, "أمطار غزيرة تؤدي إلى انهيار جسر السويدة"},
  });
}

TEST(Clusterer, LanguagesAreKeptApart) {
  ExpectGrouped({
      {"english", "en", "A", 0, "Aurelia Port Maddan"},
      {"german", "de", "B", 1, "Aurelia Port Maddan"},
  });
}

TEST(Clusterer, SaysWhy) {
  Clusterer clusterer;
  Group({{"s", "en", "A", 0, "Ferry Aurelia runs aground off Port Maddan"}}, clusterer);
  model::ClusterInput input;
  input.id = {2};
  input.title = "Passengers leave grounded ferry Aurelia near Port Maddan";
  input.language = "en";
  input.published = Hour(3);
  const model::Placement placement = clusterer.Place(input);
  EXPECT_EQ(placement.story, model::StoryId{1});
  EXPECT_GE(placement.why.score, placement.why.threshold);
  EXPECT_EQ(placement.why.nearest, model::ArticleId{1});
  EXPECT_DOUBLE_EQ(placement.why.hours_apart, 3);
  ASSERT_GE(placement.why.shared_terms.size(), 3U);
  const std::string first = placement.why.shared_terms[0];
  EXPECT_TRUE(first == "Maddan" || first == "Aurelia") << first;
}

TEST(Clusterer, ArticlesWithoutADateCountFromWhenTheyWereFound) {
  Clusterer clusterer;
  const char* const titles[] = {"Ferry Aurelia runs aground off Port Maddan with 212 aboard",
                                "Passengers rescued after ferry Aurelia grounds near Port Maddan"};
  for (int64_t i = 0; i < 2; ++i) {
    model::ClusterInput input;
    input.id = {i + 1};
    input.title = titles[i];
    input.language = "en";
    input.found = Hour(5);
    if (i == 1) input.published = Hour(2);
    const model::Placement placement = clusterer.Place(input);
    EXPECT_EQ(placement.story.value, i);
    if (!placement.story) clusterer.Assign(input.id, {1});
  }
}

TEST(Clusterer, RestoredDecidesAsBefore) {
  const std::vector<Headline> first = {
      {"ferry", "en", "A", 0, "Ferry Aurelia runs aground off Port Maddan with 212 aboard"},
      {"budget", "en", "A", 0, "Finance minister Oduya unveils budget with higher fuel levy"},
  };
  Clusterer restored;
  for (int64_t i = 0; i < 2; ++i) {
    model::ClusterInput input;
    input.id = {i + 1};
    input.title = first[static_cast<size_t>(i)].title;
    input.publisher = "A";
    input.language = "en";
    input.published = Hour(0);
    restored.Restore(input, {input.id, {i + 71}, {}, {}});
  }
  model::ClusterInput next;
  next.id = {3};
  next.title = "Fuel levy to rise as Oduya presents budget";
  next.language = "en";
  next.published = Hour(1);
  EXPECT_EQ(restored.Place(next).story, model::StoryId{72});
}

TEST(Clusterer, ForgetsBeyondTheWindowAndGoesOn) {
  Options options;
  options.window_micros = 2 * base::kMicrosPerDay;
  Clusterer clusterer(options);
  std::vector<Headline> headlines;
  for (int day = 0; day < 12; ++day) {
    headlines.push_back({"old", "en", "A", day * 72, "Ferry Aurelia runs aground off Port Maddan"});
  }
  const auto grouped = Group(headlines, clusterer);
  EXPECT_EQ(grouped.size(), 12U);
  // Each is three days after the last: none may join a story that has left the window.
  EXPECT_TRUE(clusterer.RelatedTo({1}, 5).empty());
}

TEST(Clusterer, RelatedStoriesShareRareWordsOrThereAreNone) {
  Clusterer clusterer;
  const char* const titles[] = {
      "Ferry Aurelia runs aground off Port Maddan",
      "Regulator opens inquiry into dredging fees at Port Maddan that every ferry line pays",
      "Novelist Ines Varga wins the Halden prize for her third book",
  };
  for (int64_t i = 0; i < 3; ++i) {
    model::ClusterInput input;
    input.id = {i + 1};
    input.title = titles[i];
    input.language = "en";
    input.published = Hour(0);
    clusterer.Restore(input, {input.id, {i + 1}, {}, {}});
  }
  const auto related = clusterer.RelatedTo({1}, 5);
  ASSERT_EQ(related.size(), 1U);
  EXPECT_EQ(related[0].story, model::StoryId{2});
  EXPECT_EQ(related[0].shared_terms, (std::vector<std::string>{"Maddan", "Ferry", "Port"}));
  EXPECT_TRUE(clusterer.RelatedTo({3}, 5).empty());
}

// Thousands of stories share the words of their trade with each other, few the rare ones: what is
// related is found among all of them, and found again when stories have left the window.
TEST(Clusterer, FindsWhatIsRelatedAmongThousands) {
  Options options;
  options.threshold = options.text_threshold = 1'000;  // each article a story of its own
  Clusterer clusterer(options);
  const char* const common[] = {"council", "budget", "harbour", "school",  "minister",
                                "vote",    "bridge", "inquiry", "hospital"};
  constexpr int kStories = 3'000;
  for (int i = 0; i < 2 * kStories; ++i) {
    if (i == kStories) {  // the second half, much later
      model::ClusterInput late;
      late.id = {1'000'000};
      late.title = "Nothing of it";
      late.language = "en";
      late.published = Hour(24 * 30);
      ASSERT_EQ(clusterer.Place(late).story.value, 0);
      clusterer.Assign(late.id, {1'000'000});
    }
    model::ClusterInput input;
    input.id = {i + 1};
    // Every pair of neighbours, (0, 1), (2, 3), …, has two words to itself.
    input.title = "Quarrel over " + std::string(common[i % 9]) + " and " + common[i / 9 % 9] +
                  " at Vel" + std::to_string(i / 2) + "ton and Kar" + std::to_string(i / 2) + "dor";
    input.language = "en";
    input.published = Hour(i < kStories ? i / 100 : 24 * 30 + i / 100);
    const model::Placement placement = clusterer.Place(input);
    ASSERT_EQ(placement.story.value, 0) << i;
    clusterer.Assign(input.id, {i + 1});
  }
  EXPECT_TRUE(clusterer.RelatedTo({1}, 1).empty());  // forgotten
  for (int i = kStories; i < 2 * kStories; i += 97) {
    const auto related = clusterer.RelatedTo({i + 1}, 1);
    ASSERT_EQ(related.size(), 1U) << i;
    EXPECT_EQ(related[0].story.value, (i ^ 1) + 1);
  }
}

// Texts of about 60 words for lineage.
const std::string kWire =
    "PORT MADDAN - The ferry Aurelia ran aground on a sandbank outside Port Maddan on Tuesday "
    "morning with 212 "
    "passengers aboard, the coast guard said. Nobody was hurt. Two tugs were waiting for high "
    "water to pull the ship "
    "free, said Lieutenant Mara Quist, who leads the operation. Passengers were brought ashore in "
    "small boats before "
    "noon and given blankets and soup in the harbour hall.";

TEST(Lineage, KindByWhatIsShared) {
  const std::string edited = kWire + " The operator, Coastline Ferries, said it was sorry.";
  const std::string cut = kWire.substr(0, kWire.find(" Passengers were"));
  const std::string half =
      cut +
      " Coastline Ferries has been fined twice this year. Its chief executive, Jon Abara, "
      "did not answer questions on Tuesday. The union of seafarers asks for an inquiry into "
      "working hours on the line, which it calls the longest of the coast. Fares rose by a "
      "tenth in spring, while two of the four ships were taken out of service for repairs.";
  const std::string other =
      "The finance minister presented her first budget on Tuesday. Fuel levy goes up by two cents, "
      "schools get more "
      "money, and the debt is to fall from next year on. The opposition called it a list of wishes "
      "without a price, "
      "and said that it would vote against every line of it when parliament meets again in a week.";
  struct Case {
    const char* what;
    std::string text;
    const char* publisher;
    model::LineageKind kind;
  };
  for (const Case& c : {
           Case{"the same text", kWire, "B", model::LineageKind::kCopy},
           {"a sentence added", edited, "B", model::LineageKind::kCopy},
           {"cut from below", cut, "B", model::LineageKind::kCopy},
           {"half of it new", half, "B", model::LineageKind::kRewrite},
           {"a later version", edited, "A", model::LineageKind::kVersion},
           {"another text", other, "B", model::LineageKind::kOriginal},
       }) {
    LineageIndex index;
    index.Add({7}, SketchOf("Ferry aground", kWire, "en"), "A", Hour(0));
    const model::Lineage lineage = index.Find(SketchOf("Headline", c.text, "en"), c.publisher);
    EXPECT_EQ(model::LineageKindName(lineage.kind), model::LineageKindName(c.kind))
        << c.what << " " << lineage.similarity;
  }
}

TEST(Lineage, ForgetsWhatIsOld) {
  LineageIndex index;
  index.Add({1}, SketchOf("Ferry aground", kWire, "en"), "A", Hour(0));
  index.Expire(Hour(1));
  EXPECT_EQ(index.size(), 0U);
  EXPECT_EQ(index.Find(SketchOf("x", kWire, "en"), "B").kind, model::LineageKind::kOriginal);
}

TEST(Relater, LikeTextsComeFirst) {
  Relater relater;
  relater.Add("", "Firefighters battle a bushfire near the town while smoke drifts over the valley",
              "en", true);
  relater.Add("", "The central bank raised interest rates as inflation and wages climbed", "en",
              true);
  relater.Add("", "Bushfire smoke closes the road", "en", false);
  relater.Add("", "Inflation worries the central bank", "en", false);
  relater.Add("", "Volunteer firefighters honoured by the town", "en", false);
  const auto related = relater.Relate(5);
  ASSERT_EQ(related.size(), 3U);
  ASSERT_FALSE(related[0].empty());
  EXPECT_EQ(related[0][0].other, 2U);  // no word in common, the same company
  for (const Likeness& likeness : related[1]) EXPECT_LT(likeness.score, 0.2);
}

TEST(Background, CommonWordsAreCommon) {
  EXPECT_GT(BackgroundShare("time", "en"), 0.05);
  EXPECT_LT(BackgroundShare("titanfal", "en"), 0.0001);
  EXPECT_GT(BackgroundShare("2014", "en"), 0.01);
  EXPECT_TRUE(HasBackground("ja"));
  EXPECT_FALSE(HasBackground("tlh"));
}

}  // namespace
}  // namespace cluster
