#include "cluster/shingle_run.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>

#include "cluster/lineage.h"

namespace cluster {
namespace {

base::Instant Hour(int64_t hour) {
  return {1'790'000'000 * base::kMicrosPerSecond + hour * base::kMicrosPerHour};
}

template <typename Index>
std::vector<uint32_t> TextsWith(const Index& index, uint32_t shingle) {
  std::vector<uint32_t> texts;
  index.ForEach(shingle, [&](uint32_t text) {
    texts.push_back(text);
    return true;
  });
  return texts;
}

// What a multimap would say, whatever is gathered and however often it is merged.
TEST(ShingleRun, FindsEveryTextOfEveryShingle) {
  std::mt19937_64 dice(7);
  ShingleRun run(Hour(0));
  EXPECT_TRUE(TextsWith(run, 5).empty());
  std::map<uint32_t, std::vector<uint32_t>> merged;
  uint32_t base = 0;
  for (const size_t texts : {size_t{0}, size_t{1}, size_t{3}, size_t{200}, size_t{40}}) {
    Gathering gathering;
    EXPECT_TRUE(TextsWith(gathering, 5).empty());
    std::map<uint32_t, std::vector<uint32_t>> gathered;
    for (uint32_t text = 0; text < texts; ++text) {
      std::set<uint32_t> shingles = {0, UINT32_MAX};  // in every text, at both ends of the fence
      // Few values at both ends, so that many texts share them, and many in between.
      for (int i = 0; i < 20; ++i) shingles.insert(static_cast<uint32_t>(dice() % 50));
      for (int i = 0; i < 20; ++i) shingles.insert(static_cast<uint32_t>(dice()));
      const std::vector<uint32_t> sorted(shingles.begin(), shingles.end());
      gathering.Add({.id = {base + text + 1}, .when = Hour(text)}, sorted);
      for (const uint32_t shingle : sorted) {
        gathered[shingle].push_back(text);
        merged[shingle].push_back(base + text);
      }
    }
    for (const auto& [shingle, expected] : gathered) {
      ASSERT_EQ(TextsWith(gathering, shingle), expected) << shingle;
    }
    run.Merge(gathering);
    base += static_cast<uint32_t>(texts);
    for (const auto& [shingle, expected] : merged) {
      ASSERT_EQ(TextsWith(run, shingle), expected) << shingle;
    }
  }
  EXPECT_TRUE(TextsWith(run, 51).empty());
  EXPECT_EQ(run.texts().size(), 244U);
  EXPECT_EQ(run.newest(), Hour(199));
  EXPECT_EQ(run.opened(), Hour(0));
}

TEST(ShingleRun, FindsTheFirstOfEqualWordsThatIsNotTooOld) {
  Gathering gathering;
  const struct {
    int64_t id;
    uint64_t exact;
    int64_t hour;
  } texts[] = {{1, 70, 1}, {2, 50, 2}, {3, 70, 3}, {4, 0, 4}, {5, 70, 5}};
  for (const auto& text : texts) {
    gathering.Add({.id = {text.id}, .exact = text.exact, .when = Hour(text.hour)}, {});
  }
  ShingleRun run(Hour(5));
  run.Merge(gathering);
  const struct {
    uint64_t exact;
    int64_t oldest;
    int64_t found;  // 0: none
  } cases[] = {{70, 0, 1}, {70, 2, 3}, {70, 4, 5}, {70, 6, 0}, {50, 2, 2}, {50, 3, 0}, {60, 0, 0}};
  for (const auto& c : cases) {
    const IndexedText* found = run.FindExact(c.exact, Hour(c.oldest));
    EXPECT_EQ(found == nullptr ? 0 : found->id.value, c.found) << c.exact << " " << c.oldest;
  }
}

// A text of its own for every number, 60 words.
std::string TextOf(int number) {
  std::string text;
  std::mt19937_64 dice(static_cast<uint64_t>(number) + 1);
  for (int i = 0; i < 60; ++i) {
    std::string word;
    for (int k = 0; k < 3; ++k) {
      word += "bdfgklmnprstvz"[dice() % 14];
      word += "aeiou"[dice() % 5];
    }
    text += word + (i % 12 == 11 ? ". " : " ");
  }
  return text;
}

// A month of an hourly text, in a window of ten days, copied whole, with a sentence of its own, and
// cut from below: each finds the one that it comes from as long as that is in the window, and what
// is kept is the window and a day at most.
TEST(Lineage, OverManyDays) {
  constexpr int kHours = 30 * 24;
  constexpr int kWindow = 10 * 24;
  LineageIndex index;
  for (int hour = 0; hour < kHours; ++hour) {
    index.Expire(Hour(hour - kWindow));
    for (int part = 0; part < 4; ++part) {
      const int number = hour * 4 + part;
      index.Add({number + 1}, SketchOf("A title", TextOf(number), "en"), "A", Hour(hour));
    }
    if (hour % 50 != 0) continue;
    EXPECT_LE(index.size(), size_t{kWindow + 24 + 1} * 4 + 1'024);
    for (const int age : {0, 1, 23, 100, kWindow, kWindow + 1}) {
      if (age > hour) continue;
      const int number = (hour - age) * 4 + 1;
      const std::string text = TextOf(number);
      for (const std::string& copy :
           {text, text + "Nothing was heard of the others until noon.", text.substr(0, 250)}) {
        const model::Lineage lineage = index.Find(SketchOf("A title", copy, "en"), "B");
        const bool in_window = age <= kWindow;
        EXPECT_EQ(lineage.of.value, in_window ? number + 1 : 0) << hour << " " << age;
        EXPECT_EQ(model::LineageKindName(lineage.kind), in_window ? "copy" : "original");
      }
    }
  }
}

}  // namespace
}  // namespace cluster
