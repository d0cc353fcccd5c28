#include "text/words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace text {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Parts(std::string_view text, const std::vector<Word>& words) {
  std::vector<std::string> parts;
  for (const Word& word : words) parts.emplace_back(text.substr(word.start, word.end - word.start));
  return parts;
}
std::vector<std::string> WordsOf(std::string_view text, std::string_view language) {
  return Parts(text, Words(text, language));
}
std::vector<std::string> SentencesOf(std::string_view text, std::string_view language) {
  return Parts(text, Sentences(text, language));
}

TEST(Words, SpacedScripts) {
  EXPECT_THAT(
      WordsOf("Japan's EU-Japan deal: $1,200.50, U.S. can’t _ e-mail!", "en"),
      ElementsAre("Japan's", "EU", "Japan", "deal", "1,200.50", "U.S", "can’t", "e", "mail"));
  EXPECT_THAT(WordsOf("Café Müller, naïve", "de"), ElementsAre("Café", "Müller", "naïve"));
  EXPECT_THAT(WordsOf("قال الرئيس، إنّ", "ar"), ElementsAre("قال", "الرئيس", "إنّ"));
  EXPECT_THAT(WordsOf("l'homme d’affaires aujourd'hui", "fr"),
              ElementsAre("l", "homme", "d", "affaires", "aujourd'hui"));
  EXPECT_THAT(WordsOf("정부는 오늘", "ko"), ElementsAre("정부는", "오늘"));
  EXPECT_THAT(WordsOf("", "en"), ElementsAre());
  EXPECT_THAT(WordsOf(" — … !", "en"), ElementsAre());
}

TEST(Words, ScriptsWithoutSpaces) {
  EXPECT_THAT(WordsOf("日本銀行が金利を引き上げ", "ja"),
              ElementsAre("日本", "銀行", "が", "金利", "を", "引き上げ"));
  EXPECT_THAT(WordsOf("2026年、EUは", "ja"), ElementsAre("2026", "年", "EU", "は"));
  EXPECT_GE(WordsOf("รัฐบาลไทยประกาศ", "th").size(), 2U);
}

TEST(Words, OffsetsAreBytesInOrder) {
  const std::string_view text = "été à Tōkyō 東京 2026";
  uint32_t last = 0;
  for (const Word& word : Words(text, "fr")) {
    EXPECT_GE(word.start, last);
    EXPECT_GT(word.end, word.start);
    last = word.end;
  }
  EXPECT_EQ(last, text.size());
}

TEST(Sentences, EndAndGoOn) {
  struct Case {
    const char* language;
    const char* text;
    std::vector<std::string> sentences;
  };
  const std::vector<Case> cases = {
      {"en",
       "Mr. Smith of the U.S. Senate left. He ran.",
       {"Mr. Smith of the U.S. Senate left.", "He ran."}},
      {"en", "It rained in the U.S. The sun came.", {"It rained in the U.S.", "The sun came."}},
      {"en", "“Why?” she asked. “No!” He left.", {"“Why?” she asked.", "“No!”", "He left."}},
      {"en",
       "Acme Inc. said so at 5.30 p.m. on Monday.",
       {"Acme Inc. said so at 5.30 p.m. on Monday."}},
      {"en", "J. R. Smith came.\nNew line", {"J. R. Smith came.", "New line"}},
      {"en", "It grew 2.5%. Prices fell.", {"It grew 2.5%.", "Prices fell."}},
      {"en", "He said 'go.' They went.", {"He said 'go.'", "They went."}},
      {"en", "  ", {}},
      {"de", "Am 3. März kam Dr. Weiß. Er blieb.", {"Am 3. März kam Dr. Weiß.", "Er blieb."}},
      {"ja",
       "首相は述べた。「行く。」と語った。終わり",
       {"首相は述べた。", "「行く。」と語った。", "終わり"}},
      {"ar", "قال ذلك. هل صحيح؟ نعم", {"قال ذلك.", "هل صحيح؟", "نعم"}},
      {"hi", "यह है। वह है।", {"यह है।", "वह है।"}},
  };
  for (const Case& c : cases) EXPECT_EQ(SentencesOf(c.text, c.language), c.sentences) << c.text;
}

TEST(Fold, OneFormForTwoSpellings) {
  EXPECT_EQ(Fold("TOKYO"), "tokyo");
  EXPECT_EQ(Fold("ＮＨＫ"), "nhk");
  EXPECT_EQ(Fold("Straße"), "strasse");
  EXPECT_EQ(Fold("ﾆﾕｰｽ"), "ニユース");
  EXPECT_EQ(Normalise("e\u0301te\u0301"), "été");
}

TEST(DropMarks, WhereAMarkIsNoOtherLetter) {
  for (const auto& [with, without] :
       std::vector<std::pair<const char*, const char*>>{{"café", "cafe"},
                                                        {"łódź", "lodz"},
                                                        {"إنّ", "ان"},
                                                        {"مدرسة", "مدرسه"},
                                                        {"東京が", "東京が"},
                                                        {"정부", "정부"},
                                                        {"हिन्दी", "हिन्दी"}}) {
    EXPECT_EQ(DropMarks(with), without);
  }
}

TEST(Stem, BySnowball) {
  EXPECT_EQ(Stem("elections", "en"), Stem("election", "en-GB"));
  EXPECT_EQ(Stem("japan’s", "en"), "japan");
  EXPECT_EQ(Stem("ministres", "fr"), Stem("ministre", "fr"));
  EXPECT_EQ(Stem("valgene", "nb"), Stem("valg", "no"));
  EXPECT_EQ(Stem("選挙", "ja"), "選挙");
  EXPECT_EQ(Stem("word", ""), "word");
}

TEST(StopWords, ByLanguage) {
  for (const auto& [word, language] : std::vector<std::pair<const char*, const char*>>{
           {"the", "en"}, {"は", "ja"},    {"في", "ar"},   {"und", "de"},  {"les", "fr-CA"},
           {"el", "es"},  {"della", "it"}, {"não", "pt"},  {"het", "nl"},  {"что", "ru"},
           {"och", "sv"}, {"ikke", "da"},  {"ikke", "nb"}, {"että", "fi"}, {"bir", "tr"},
           {"się", "pl"}, {"yang", "id"},  {"的", "zh"},   {"및", "ko"},   {"don’t", "en"}}) {
    EXPECT_TRUE(IsStopWord(word, language)) << word;
  }
  EXPECT_FALSE(IsStopWord("election", "en"));
  EXPECT_FALSE(IsStopWord("the", "xx"));
}

TEST(CollapseSpace, OneSpace) {
  EXPECT_EQ(CollapseSpace("  a \t\n b\u3000c\u00A0 "), "a b c");
  EXPECT_EQ(CollapseSpace(""), "");
}

}  // namespace
}  // namespace text
