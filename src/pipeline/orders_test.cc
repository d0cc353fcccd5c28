#include "pipeline/orders.h"

#include <gtest/gtest.h>

#include "pipeline/test_store.h"

namespace pipeline {
namespace {

using base::ErrorKind;
using base::Json;

std::vector<model::Source> SourcesOf(store::Store& store) {
  std::vector<model::Source> sources;
  EXPECT_TRUE(store.Read([&](store::Reader& reader) -> base::Status {
    TRY_ASSIGN(sources, reader.Sources());
    return {};
  }));
  return sources;
}

TEST(Orders, AddTellsEachResult) {
  const TestFolder folder;
  const auto store = folder.Open();
  std::vector<model::Source> wanted(4);
  wanted[0].url = "HTTPS://Example.org/feed.xml#top";
  wanted[0].title = "\x1B Exam\x07ple\n";
  wanted[0].sections = {"World\n", "Asia"};
  wanted[0].sample = true;
  wanted[1].url = "ftp://example.org/";
  wanted[2].url = "not an address";
  wanted[3].url = "https://example.org/feed.xml";
  const auto answer = CarryOut(*store, AddOrder(wanted));
  ASSERT_TRUE(answer) << answer.error().message();
  const Json::Array& results = *answer->Find("results")->AsArray();
  ASSERT_EQ(results.size(), 4U);
  EXPECT_EQ(results[0].String("url"), "https://example.org/feed.xml");
  EXPECT_EQ(*results[0].Find("new"), Json(true));
  EXPECT_EQ(results[1].String("error"), "\"ftp://example.org/\" is not an http or https address");
  EXPECT_NE(results[2].Find("error"), nullptr);
  EXPECT_EQ(*results[3].Find("new"), Json(false));
  const auto sources = SourcesOf(*store);
  ASSERT_EQ(sources.size(), 1U);
  EXPECT_EQ(sources[0].title, "Exam ple");
  EXPECT_EQ(sources[0].sections, (std::vector<std::string>{"World", "Asia"}));
  EXPECT_TRUE(sources[0].sample);
}

TEST(Orders, RemoveByIdOrAddress) {
  const TestFolder folder;
  const auto store = folder.Open();
  std::vector<model::Source> wanted(2);
  wanted[0].url = "https://example.org/a";
  wanted[1].url = "https://example.org/b";
  ASSERT_TRUE(CarryOut(*store, AddOrder(wanted)));
  const auto missing = CarryOut(*store, RemoveOrder("https://example.org/c"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind(), ErrorKind::kNotFound);
  EXPECT_TRUE(CarryOut(*store, RemoveOrder("https://EXAMPLE.org/a")));
  const auto left = SourcesOf(*store);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].url, "https://example.org/b");
  EXPECT_TRUE(CarryOut(*store, RemoveOrder(std::to_string(left[0].id.value))));
  EXPECT_TRUE(SourcesOf(*store).empty());
}

TEST(Orders, PauseOneOrAll) {
  const TestFolder folder;
  const auto store = folder.Open();
  std::vector<model::Source> wanted(3);
  for (size_t i = 0; i < wanted.size(); ++i)
    wanted[i].url = "https://example.org/" + std::to_string(i);
  ASSERT_TRUE(CarryOut(*store, AddOrder(wanted)));
  const auto paused = [&] {
    std::string all;
    for (const model::Source& source : SourcesOf(*store)) all += source.paused ? 'p' : '-';
    return all;
  };
  struct Case {
    const char* source;
    bool pause;
    int64_t changed;
    const char* after;
  };
  for (const Case& c : {Case{"https://example.org/1", true, 1, "-p-"},
                        {"2", true, 0, "-p-"},
                        {"all", true, 2, "ppp"},
                        {"1", false, 1, "-pp"},
                        {"all", false, 2, "---"}}) {
    const auto answer =
        CarryOut(*store, std::string_view(c.source) == "all" ? PauseAllOrder(c.pause)
                                                             : PauseOrder(c.source, c.pause));
    ASSERT_TRUE(answer) << answer.error().message();
    EXPECT_EQ(answer->Find("changed")->AsInteger(), c.changed) << c.source;
    EXPECT_EQ(paused(), c.after) << c.source;
  }
  for (const char* none : {"9", "", " "}) {
    EXPECT_EQ(CarryOut(*store, PauseOrder(none, true)).error().kind(), ErrorKind::kNotFound);
    EXPECT_EQ(paused(), "---") << '"' << none << '"';
  }
  // To add a source again does not end its pause.
  ASSERT_TRUE(CarryOut(*store, PauseOrder("1", true)));
  ASSERT_TRUE(CarryOut(*store, AddOrder(wanted)));
  EXPECT_EQ(paused(), "p--");
}

TEST(Orders, NonsenseIsRefused) {
  const TestFolder folder;
  const auto store = folder.Open();
  for (const char* text : {"{}", "{\"do\": \"dance\"}", "{\"do\": \"add\"}", "{\"do\": 7}", "[]",
                           "{\"do\": \"add\", \"sources\": {}}", "{\"do\": \"pause\"}",
                           "{\"do\": \"pause\", \"paused\": 1}"}) {
    const auto answer = CarryOut(*store, *base::ParseJson(text));
    ASSERT_FALSE(answer) << text;
    EXPECT_EQ(answer.error().kind(), ErrorKind::kInvalidInput) << text;
  }
}

}  // namespace
}  // namespace pipeline
