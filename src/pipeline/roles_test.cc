#include "pipeline/roles.h"

#include <gtest/gtest.h>

namespace pipeline {
namespace {

TEST(ParseRoles, TakesWordsInAnyOrder) {
  const struct {
    std::string_view text;
    std::string_view roles;  // the first letters of those that it has; empty: refused
  } cases[] = {
      {"poll,fetch,read,group", "pfrg"},
      {"group,poll", "pg"},
      {"read", "r"},
      {"read,read", "r"},
      {"", ""},
      {"serve", ""},
      {"read,", ""},
      {"Read", ""},
      {"read, group", ""},
  };
  for (const auto& one : cases) {
    const auto roles = ParseRoles(one.text);
    std::string got;
    if (roles) {
      if (roles->poll) got += 'p';
      if (roles->fetch) got += 'f';
      if (roles->read) got += 'r';
      if (roles->group) got += 'g';
    } else {
      EXPECT_EQ(roles.error().kind(), base::ErrorKind::kInvalidInput);
    }
    EXPECT_EQ(got, one.roles) << one.text;
  }
}

}  // namespace
}  // namespace pipeline
