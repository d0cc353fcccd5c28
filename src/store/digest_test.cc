// What a deep look finds wrong inside a store.

#include "store/digest.h"

#include <gmock/gmock.h>

#include "store/driver.h"
#include "store/search_index.h"
#include "store/testing/fixture.h"

namespace store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class DigestTest : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    for (const std::string url : {"1", "2", "3"}) {
      Add({.url = url, .title = "Harbour " + url, .text = "Ships came."});
    }
    store_.reset();
  }
  // Something that goes wrong in the main tables.
  void Do(const std::function<base::Status(Connection&)>& wrong) const {
    auto connection = OnPostgres() ? OpenPostgres({.conninfo = options_.database})
                                   : OpenSqlite(options_.folder / "octavo.db", {});
    ASSERT_OK(connection);
    ASSERT_OK((*connection)->BeginWrite());
    ASSERT_OK(wrong(**connection));
    ASSERT_OK((*connection)->Commit());
  }
  std::vector<std::string> Faults() const {
    auto faults = FindFaults(options_);
    EXPECT_OK(faults);
    return faults.value_or(std::vector<std::string>());
  }
};

TEST_F(DigestTest, AnArticleThatFullTextLacksIsTold) {
  EXPECT_THAT(Faults(), IsEmpty());
  Do([](Connection& connection) -> base::Status {
    TRY(connection.Put(connection.dialect().search_clear));
    TRY(IndexAgain(connection, {1}));
    return IndexAgain(connection, {3});
  });
  EXPECT_THAT(Faults(), ElementsAre("articles in full text: off by 1"));
}

TEST_F(DigestTest, AnArticleThatOnlyFullTextHasIsTold) {
  Do([](Connection& connection) {
    return connection.Put("DELETE FROM search_rows WHERE article = 2");
  });
  EXPECT_THAT(Faults(), ElementsAre("full text that is missing: off by 1",
                                    "articles in full text: off by 1"));
}

}  // namespace
}  // namespace store
