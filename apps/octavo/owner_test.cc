#include "owner.h"

#include <gtest/gtest.h>

namespace octavo {
namespace {

TEST(Owner, OneIsNotMany) {
  EXPECT_EQ(CountOf(0, "article"), "0 articles");
  EXPECT_EQ(CountOf(1, "article"), "1 article");
  EXPECT_EQ(CountOf(2, "article"), "2 articles");
}

}  // namespace
}  // namespace octavo
