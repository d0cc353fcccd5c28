#include "text/language.h"

#include <gtest/gtest.h>

namespace text {
namespace {

TEST(Language, OfOneSentence) {
  struct Case {
    const char* text;
    const char* language;
  };
  for (const Case& c : {
           Case{"The council agreed on a new budget for schools.", "en"},
           Case{"首相は記者会見で経済対策について説明した。", "ja"},
           Case{"国会解散", "zh"},
           Case{"我们认为这个问题很重要", "zh"},
           Case{"我們認為這個問題很重要", "zh-Hant"},
           Case{"衆院選の投開票", "ja"},
           Case{"정부는 오늘 새로운 대책을 발표했다", "ko"},
           Case{"أعلن الرئيس عن خطة جديدة للاقتصاد", "ar"},
           Case{"دولت برنامه جدیدی را برای اقتصاد اعلام کرد", "fa"},
           Case{"Der Bundestag hat das Gesetz beschlossen.", "de"},
           Case{"Le gouvernement a présenté son budget.", "fr"},
           Case{"Правительство представило новый бюджет", "ru"},
           Case{"Уряд представив новий бюджет і пояснив його", "uk"},
           Case{"Владата рече дека ќе ја намали цената", "mk"},
           Case{"Influtida jirta waxaan soo bandhignay xukuumadda cusub ee Soomaaliya", "so"},
           Case{"Regjeringen sier at de ikke vil øke skattene", "nb"},
           Case{"Regjeringa seier at dei ikkje vil auke skattane", "nn"},
           Case{"", "und"},
           Case{"12:30 — 45 %", "und"},
       }) {
    EXPECT_EQ(GuessLanguage(c.text, "", "").language, c.language) << c.text;
  }
}

TEST(Language, TheHintDecidesOnlyWhereItIsClose) {
  EXPECT_EQ(GuessLanguage("日本経済新聞", "", "ja").language, "ja");
  EXPECT_EQ(GuessLanguage("The council agreed on a new budget for schools.", "", "de").language,
            "en");
}

TEST(Language, BadBytesAreNoHarm) {
  GuessLanguage(std::string("\xff\xfe\x00\x80\xe3\x81", 6), "\xc3", "\xff");
}

}  // namespace
}  // namespace text
