// Real lists of sources, imported. They need the development data beside the project and are
// skipped where that is absent.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/file.h"
#include "source/opml.h"

namespace source {
namespace {

size_t Count(std::string_view text, std::string_view what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
    ++count;
  }
  return count;
}

TEST(OpmlLists, AreImported) {
  const auto pack = std::filesystem::path(OCTAVO_SHARED_DIR) / "data/feeds/opml-lists.tar.gz";
  if (!std::filesystem::exists(pack)) GTEST_SKIP() << "development data is not here";
  const auto folder =
      std::filesystem::path(testing::TempDir()) / ("octavo_opml_lists_" + std::to_string(getuid()));
  std::filesystem::create_directories(folder);
  const std::string unpack = "tar xzf '" + pack.string() + "' -C '" + folder.string() + "'";
  ASSERT_EQ(std::system(unpack.c_str()), 0);
  size_t lists = 0;
  size_t named = 0;
  size_t imported = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file() || file.path().extension() != ".opml") continue;
    const auto bytes = base::ReadFile(file.path());
    ASSERT_TRUE(bytes);
    const auto list = ReadOpml(*bytes, file.path().filename().string());
    ASSERT_TRUE(list) << file.path() << ": " << list.error().message();
    ++lists;
    named += Count(*bytes, "xmlUrl=");
    imported += list->sources.size();
    EXPECT_FALSE(list->sources.empty()) << file.path();
    // What is written is read back to the same.
    const auto again = ReadOpml(WriteOpml(list->sources, list->title), "again");
    ASSERT_TRUE(again);
    ASSERT_EQ(again->sources.size(), list->sources.size()) << file.path();
    for (size_t i = 0; i < list->sources.size(); ++i) {
      EXPECT_EQ(again->sources[i].url, list->sources[i].url);
    }
  }
  EXPECT_GE(lists, 100U);
  // Some name a source twice.
  EXPECT_GE(imported * 100, named * 95) << imported << " of " << named;
}

}  // namespace
}  // namespace source
