#include "enrich/enrich.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "enrich/keyphrases.h"
#include "enrich/quotes.h"

namespace enrich {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> TagNames(const model::Enrichment& found) {
  std::vector<std::string> names;
  for (const model::Tag& tag : found.tags) names.push_back(tag.name);
  return names;
}

// "words|words <- mention = name"
std::vector<std::string> Shown(std::string_view text, const std::vector<model::Quote>& quotes) {
  std::vector<std::string> shown;
  for (const model::Quote& quote : quotes) {
    std::string line;
    for (const model::Span& span : quote.spans) {
      line +=
          (line.empty() ? "" : "|") + std::string(text.substr(span.start, span.end - span.start));
    }
    if (quote.speaker) line += " <- " + quote.speaker->text + " = " + quote.speaker->name;
    shown.push_back(line);
  }
  return shown;
}

TEST(Quotations, EveryStyle) {
  struct Case {
    const char* text;
    std::vector<std::string> inside;
  };
  const std::vector<Case> cases = {
      {"“We go,” she said. “Now.”", {"We go,", "Now."}},
      {"\"We go,\" she said. \"Now.\"", {"We go,", "Now."}},
      {"'We don't go,' she said, adding: 'Not now.'", {"We don't go,", "Not now."}},
      {"It's the parties' idea, rock 'n' roll.", {}},
      {"The '90s were the workers' years.", {}},
      {"'The workers' party will win,' he said.", {"The workers' party will win,"}},
      {"‘We don’t go,’ she said.", {"We don’t go,"}},
      {"« Nous partons », a-t-il dit.", {"Nous partons"}},
      {"„Wir gehen“, sagte er.", {"Wir gehen"}},
      {"首相は「行く」と述べた。", {"行く"}},
      {"‹Oui› et ‹non›", {"Oui", "non"}},
      {"'I think so, law, \" she said, adding that 'Japan is.'", {"I think so, law,", "Japan is."}},
      {"“It goes on.\n“And here it ends.”", {"It goes on.", "And here it ends."}},
      {"5'10\" tall", {}},
      {"\"", {}},
      {"", {}},
  };
  for (const Case& c : cases) {
    std::vector<std::string> inside;
    for (const Quotation& q : FindQuotations(c.text)) {
      inside.emplace_back(
          std::string_view(c.text).substr(q.inside.start, q.inside.end - q.inside.start));
    }
    EXPECT_EQ(inside, c.inside) << c.text;
  }
}

TEST(Quotes, WhoSaidIt) {
  struct Case {
    const char* text;
    std::vector<std::string> quotes;
  };
  const std::vector<Case> cases = {
      {"“We will rebuild the bridge,” said Anna Keller, the mayor.",
       {"We will rebuild the bridge, <- Anna Keller = Anna Keller"}},
      {"“We will rebuild the bridge,” Keller said. “It takes a year.” Mayor Anna Keller left.",
       {"We will rebuild the bridge,|It takes a year. <- Keller = Anna Keller"}},
      {"Anna Keller, the mayor, told reporters: “We will rebuild the bridge.”",
       {"We will rebuild the bridge. <- Anna Keller = Anna Keller"}},
      {"Anna Keller spoke on Monday.\n“We will rebuild the bridge,” she said.",
       {"We will rebuild the bridge, <- she = Anna Keller"}},
      {"According to Anna Keller, “the bridge will be rebuilt soon.”",
       {"the bridge will be rebuilt soon. <- Anna Keller = Anna Keller"}},
      {"She read “The Old Bridge” on the train.", {}},
      {"田中太郎首相は「橋を再建します」と述べた。", {"橋を再建します <- 田中太郎 = 田中太郎"}},
      {"قال الرئيس محمد صالح \"سنعيد بناء الجسر قريبا\" يوم الاثنين.",
       {"سنعيد بناء الجسر قريبا <- محمد صالح = محمد صالح"}},
  };
  for (const Case& c : cases) {
    Input input;
    input.text = c.text;
    EXPECT_EQ(Shown(c.text, Enrich(input).quotes), c.quotes) << c.text;
  }
}

TEST(Names, AreFoundAndResolved) {
  Input input;
  input.title = "Council votes for new bridge";
  input.text =
      "Keller said the council in Berlin would meet Siemens Energy on Tuesday. Siemens declined. "
      "The European Union pays, and the EU wants results.";
  input.captions = {"Mayor Anna Keller at the bridge"};
  std::vector<std::string> shown;
  for (const model::Name& name : Enrich(input).names) {
    shown.push_back(name.field + " " + name.text + " " +
                    std::string(model::NameKindName(name.kind)) + " " + name.id);
    const std::string& field = name.field == "text" ? input.text : input.captions[0];
    EXPECT_EQ(field.substr(name.span.start, name.span.end - name.span.start), name.text);
  }
  EXPECT_THAT(shown,
              ElementsAre("text Keller person anna-keller", "text Berlin place city-europe-berlin",
                          "text Siemens Energy organisation siemens-energy",
                          "text Siemens organisation siemens-energy",
                          "text European Union organisation european-union",
                          "text EU organisation european-union",
                          "captions/0 Anna Keller person anna-keller"));
}

TEST(Tags, NeverWhoWroteOrPrintedIt) {
  Input input;
  input.title = "Anna Keller opens bridge";
  input.publisher = "The Rhine Courier";
  input.byline = {"Benjamin Lee"};
  input.text =
      "Anna Keller opened the bridge, Benjamin Lee of the Rhine Courier reports. Benjamin Lee was "
      "there.\n"
      "CECIL FUNG\nKeller told the Rhine Courier it was late. Reuters and Getty Images took "
      "pictures; "
      "Reuters sold them.";
  const auto tags = TagNames(Enrich(input));
  EXPECT_THAT(tags, Contains("AnnaKeller"));
  for (const char* never :
       {"BenjaminLee", "Lee", "RhineCourier", "Reuters", "GettyImages", "CecilFung", "CECILFUNG"}) {
    EXPECT_THAT(tags, Not(Contains(never)));
  }
}

TEST(Tags, Form) {
  for (const auto& [text, name] :
       std::vector<std::pair<const char*, const char*>>{{"Kaja Kallas", "KajaKallas"},
                                                        {"U.S.", "US"},
                                                        {"defense industry", "DefenseIndustry"},
                                                        {"Côte d’Ivoire", "CôteDIvoire"},
                                                        {"日本銀行", "日本銀行"},
                                                        {"EU", "EU"},
                                                        {"…", ""}}) {
    EXPECT_EQ(TagNameOf(text), name);
  }
}

TEST(Brief, TellsAndStandsInTheText) {
  Input input;
  input.title = "Bridge over the river reopens";
  input.text =
      "BERLIN, Nov 22\nWould you cross a bridge that is a hundred years old?\n"
      "The oldest bridge over the river reopened on Sunday after four years of repairs. "
      "Sign up for our newsletter to read more about bridges and rivers. "
      "Repairs of the bridge cost the city nine million euros, twice the first estimate.";
  const auto brief = Enrich(input).brief;
  ASSERT_EQ(brief.size(), 2U);
  EXPECT_EQ(brief[0].text,
            "The oldest bridge over the river reopened on Sunday after four years of repairs.");
  EXPECT_EQ(brief[1].text,
            "Repairs of the bridge cost the city nine million euros, twice the first estimate.");
  for (const auto& sentence : brief) {
    EXPECT_EQ(input.text.substr(sentence.span.start, sentence.span.end - sentence.span.start),
              sentence.text);
  }
}

TEST(Brief, LeavesThePlaceOfWritingOut) {
  struct Case {
    const char* text;
    const char* brief;
  };
  for (const Case& c : {
           Case{"PORT MADDAN (Norlight) - The ferry ran aground on a sandbank on Tuesday morning.",
                "The ferry ran aground on a sandbank on Tuesday morning."},
           {"LONDON — The council voted on Sunday to keep the ferry line open.",
            "The council voted on Sunday to keep the ferry line open."},
           {"【汐見＝山田花子】汐見市議会は日曜日、フェリー航路の存続を賛成多数で決めた。",
            "汐見市議会は日曜日、フェリー航路の存続を賛成多数で決めた。"},
           {"The council - after ten hours - voted to keep the ferry line open.",
            "The council - after ten hours - voted to keep the ferry line open."},
       }) {
    Input input;
    input.text = c.text;
    const auto brief = Enrich(input).brief;
    ASSERT_EQ(brief.size(), 1U) << c.text;
    EXPECT_EQ(brief[0].text, c.brief);
    EXPECT_EQ(input.text.substr(brief[0].span.start, brief[0].span.end - brief[0].span.start),
              brief[0].text);
  }
}

TEST(Section, OnlyWhenTheWordsTell) {
  const auto section = [](const char* title, const char* text) {
    Input input;
    input.title = title;
    input.text = text;
    return Enrich(input).section;
  };
  EXPECT_EQ(section("Striker scores twice in cup match",
                    "The coach praised the team and its goals in the championship."),
            "sports");
  EXPECT_EQ(section("Shares fall as inflation rises",
                    "Investors sold stocks; economists expect lower profits."),
            "business");
  EXPECT_EQ(section("日銀が金利引き上げ",
                    "円安と物価の上昇を受け、市場では株価が下がった。経済への影響は大きい。"),
            "business");
  EXPECT_EQ(section("هدف في مباراة كأس",
                    "فاز المنتخب في المباراة وقال المدرب إن اللاعب سجل هدف البطولة."),
            "sports");
  EXPECT_EQ(section("A walk", "It was a quiet day."), "");
}

TEST(Enrich, TakesWhatever) {
  for (const char* text : {"", "\n\n", "“", "'''''", "A", "。。。", "\"\"\"\"", "——", "的"}) {
    Input input;
    input.text = text;
    input.title = text;
    input.captions = {"", text};
    EXPECT_THAT(Enrich(input).quotes, IsEmpty()) << text;
  }
}

// ---- the seed page's article

const std::string& SeedArticle() {
  static const std::string text = [] {
    const std::filesystem::path folder = std::filesystem::path(OCTAVO_SHARED_DIR) / "seed";
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
      auto bytes = base::ReadFile(entry.path());
      if (!bytes) continue;
      const size_t start = bytes->find("With the two seeking");
      const size_t end = bytes->find("\nHashtags");
      if (start != std::string::npos && end != std::string::npos)
        return bytes->substr(start, end - start);
    }
    return std::string();
  }();
  return text;
}

TEST(Seed, TagsAndQuotes) {
  if (SeedArticle().empty()) GTEST_SKIP() << "the seed page is not there";
  Input input;
  input.title = "EU and Japan aim for deeper defense cooperation in high-tech arena";
  input.text = SeedArticle();
  input.publisher = "Japan Times";
  const model::Enrichment found = Enrich(input);
  const auto tags = TagNames(found);
  EXPECT_THAT(tags, AllOf(Contains("KajaKallas"), Contains("Japan")));
  EXPECT_TRUE(std::ranges::count(tags, "EU") + std::ranges::count(tags, "EuropeanUnion") == 1);
  EXPECT_THAT(tags, AllOf(Not(Contains("CecilFung")), Not(Contains("CECILFUNG")),
                          Not(Contains("JapanTimes"))));
  EXPECT_EQ(found.language, "en");

  const auto said = [&](std::string_view words) -> std::string {
    for (const model::Quote& quote : found.quotes) {
      for (const model::Span& span : quote.spans) {
        if (input.text.substr(span.start, span.end - span.start).starts_with(words)) {
          return quote.speaker ? quote.speaker->name : "nobody";
        }
      }
    }
    return "no quote";
  };
  EXPECT_EQ(said("When we develop this"), "Kaja Kallas");
  EXPECT_EQ(said("In recent years, Tokyo"), "Sebastian Maslow");
  EXPECT_EQ(said("Establishing a foothold"), "Sebastian Maslow");
  EXPECT_EQ(said("We see North Korean"), "Kaja Kallas");
  EXPECT_EQ(said("So these things"), "Kaja Kallas");
  EXPECT_EQ(said("I think like-minded"), "Kaja Kallas");
  EXPECT_EQ(said("Japan and the European Union definitely"), "Kaja Kallas");
  EXPECT_EQ(said("When we go around Asia"), "Kaja Kallas");
  EXPECT_EQ(said("Our closer cooperation"), "");  // the two sides
  ASSERT_FALSE(found.brief.empty());
  EXPECT_TRUE(found.brief[0].text.starts_with("With the two seeking"));
}

}  // namespace
}  // namespace enrich
