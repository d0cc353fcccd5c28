// PostgreSQL's partitions as time goes by, and the statements of the decision record about them.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "base/file.h"
#include "store/driver.h"
#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAreArray;

class PartitionsTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    if (!OnPostgres()) GTEST_SKIP() << "files have no partitions";
  }
  std::vector<std::string> Texts(const std::string& sql) const {
    std::vector<std::string> texts;
    auto connection = OpenPostgres({.conninfo = options_.database});
    EXPECT_OK(connection);
    if (!connection) return texts;
    EXPECT_OK(ForEachRow(**connection, sql, {}, [&](Statement& row) -> base::Status {
      texts.push_back(row.String(0));
      return {};
    }));
    return texts;
  }
};

TEST_F(PartitionsTest, WhatTheBudgetHasEmptiedOfOldPagesIsDropped) {
  constexpr int64_t kWeek = 7 * base::kMicrosPerDay;
  const auto weeks = [&] {
    return Texts(
        fmt::format("SELECT CAST(CAST(substr(c.relname, 7) AS bigint) - {} AS text) "
                    "FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
                    "WHERE i.inhparent = CAST('pages' AS regclass) "
                    "AND c.relname <> 'pages_rest' ORDER BY c.relname",
                    kNoon.micros / kWeek));
  };
  Add({.url = "1", .title = "One", .text = "One."});
  EXPECT_THAT(weeks(), ElementsAre("0", "1"));
  // Nothing came in the next week; the page of the first is kept.
  clock_.Advance(2 * kWeek);
  ASSERT_OK(Write([](Transaction& t) { return t.SetFact("a", "b"); }));
  EXPECT_THAT(weeks(), ElementsAre("0", "2", "3"));
  // No page is small enough for this budget.
  options_.page_budget_bytes = 1;
  Reopen();
  Add({.url = "2", .title = "Two", .text = "Two."});
  clock_.Advance(base::kMicrosPerHour);
  ASSERT_OK(Write([](Transaction& t) { return t.SetFact("a", "c"); }));
  EXPECT_THAT(weeks(), ElementsAre("2", "3"));
}

// The words of one line that stand in quotation marks.
std::vector<std::string> Quoted(std::string_view line) {
  std::vector<std::string> words;
  for (size_t at = 0; (at = line.find('\'', at)) != std::string_view::npos;) {
    const size_t end = line.find('\'', at + 1);
    if (end == std::string_view::npos) break;
    words.emplace_back(line.substr(at + 1, end - at - 1));
    at = end + 1;
  }
  return words;
}

// Citus distributes no table with a unique index that does not hold the column by which it is to be
// distributed.
TEST_F(PartitionsTest, TheStatementsForCitusKeepToItsRules) {
  const auto record = base::ReadFile(std::filesystem::path(OCTAVO_SOURCE_DIR) /
                                     "docs/decisions/0006-postgresql-partitions.md");
  ASSERT_OK(record);
  std::vector<std::string> named;
  std::string_view rest = *record;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (!line.starts_with("SELECT ")) continue;
    const std::vector<std::string> words = Quoted(line);
    ASSERT_FALSE(words.empty()) << line;
    named.push_back(words[0]);
    if (!line.contains("create_distributed_table")) continue;
    ASSERT_GE(words.size(), 2U) << line;
    EXPECT_THAT(Texts(fmt::format("SELECT attname FROM pg_attribute WHERE attname = '{1}' "
                                  "AND attrelid = CAST('{0}' AS regclass)",
                                  words[0], words[1])),
                ElementsAre(words[1]))
        << line;
    EXPECT_THAT(Texts(fmt::format(
                    "SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indisunique "
                    "AND i.indrelid = CAST('{0}' AS regclass) AND NOT EXISTS (SELECT 1 FROM "
                    "pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname = '{1}' "
                    "AND a.attnum = ANY (CAST(i.indkey AS smallint[])))",
                    words[0], words[1])),
                IsEmpty())
        << line;
  }
  EXPECT_THAT(named, UnorderedElementsAreArray(
                         Texts("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
                               "AND NOT relispartition "
                               "AND relnamespace = CAST(current_schema() AS regnamespace)")));
}

}  // namespace
}  // namespace store
