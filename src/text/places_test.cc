#include "text/places.h"

#include <gtest/gtest.h>

namespace text {
namespace {

TEST(Places, OneIdInEveryLanguage) {
  struct Case {
    const char* language;
    const char* folded;
    const char* id;
  };
  for (const Case& c :
       {Case{"en", "japan", "country/JP"}, Case{"ja", "日本", "country/JP"},
        Case{"ar", "اليابان", "country/JP"}, Case{"en-GB", "paris", "city/Europe/Paris"},
        Case{"fr", "moscou", "city/Europe/Moscow"}, Case{"en", "europe", "region/150"},
        Case{"not a language", "kenya", "country/KE"}}) {
    const auto& places = PlacesIn(c.language);
    const auto found = places.find(c.folded);
    ASSERT_NE(found, places.end()) << c.folded;
    EXPECT_EQ(found->second.id, c.id);
  }
}

}  // namespace
}  // namespace text
