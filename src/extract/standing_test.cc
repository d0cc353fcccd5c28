#include "extract/standing.h"

#include <gmock/gmock.h>

#include <string>

#include "extract/extract.h"

namespace extract {
namespace {

using model::BlockMark;
using model::Sighting;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr const char* kBox = "Harbour facts: 320 metres, built in 1911.";

Sighting Seen(int64_t page, const char* title, std::vector<BlockMark> marks) {
  return {.page = page, .title = title, .marks = std::move(marks)};
}

TEST(Standing, UnderManyHeadlines) {
  struct Case {
    const char* what;
    std::vector<const char*> others;
    bool learned;
  };
  for (const Case& test : std::vector<Case>{
           {"four that have nothing in common",
            {"Storm closes the harbour", "Bakers win a prize", "New mayor takes office"},
            true},
           {"three", {"Storm closes the harbour", "Bakers win a prize"}, false},
           {"reports of one story",
            {"Council delays vote on ferry pier", "Ferry pier: council vote on Tuesday",
             "What the council says of the ferry pier", "Ferry pier vote postponed by council"},
            false},
           {"one story and others",
            {"Council delays vote on ferry pier", "Ferry pier: council vote", "Bakers win a prize",
             "Storm closes the harbour"},
            false},
           {"in Japanese", {"台風で港が閉鎖", "パン職人が受賞", "新しい市長が就任"}, true},
       }) {
    const Sighting own = Seen(9, "Council votes on ferry pier", {7, 8});
    std::vector<Sighting> others;
    for (const char* title : test.others) others.push_back(Seen(1, title, {5, 7}));
    EXPECT_THAT(LearnStanding(own, others),
                testing::ElementsAreArray(test.learned ? std::vector<BlockMark>{7}
                                                       : std::vector<BlockMark>{}))
        << test.what;
  }
}

TEST(Standing, MarksAreOfLetters) {
  EXPECT_EQ(MarkOf("Sign up for our newsletter!"), MarkOf("SIGN UP for our  newsletter"));
  EXPECT_NE(MarkOf("Sign up for our newsletter!"), MarkOf("Sign up for our magazine!"));
  EXPECT_EQ(MarkOf("More soon."), 0U);
  model::Block picture;
  picture.kind = model::BlockKind::kImage;
  picture.text = "The harbour, seen from the north side, before the storm";
  EXPECT_EQ(MarkOf(picture), 0U);
}

TEST(Standing, ABodyOfAnother) {
  const Sighting own = Seen(9, "Council votes on ferry pier", {1, 2, 3});
  struct Case {
    const char* what;
    Sighting other;
    bool is;
  };
  for (const Case& test : {
           Case{"an earlier page about something else", Seen(4, "Bakers win a prize", {4, 3, 2, 1}),
                true},
           Case{"a later page", Seen(12, "Bakers win a prize", {1, 2, 3}), false},
           Case{"the same report", Seen(4, "Ferry pier: council votes", {1, 2, 3}), false},
           Case{"a part of it", Seen(4, "Bakers win a prize", {1, 2}), false},
       }) {
    EXPECT_EQ(IsBodyOfAnother(own, {&test.other, 1}), test.is) << test.what;
  }
}

TEST(Standing, IsLeftOut) {
  const std::string one =
      "The harbour council voted on Tuesday to rebuild the old ferry pier, ending a dispute.";
  const std::string two = "Work is to begin in March, officials said, and to end by the summer.";
  const std::string page =
      "<title>Council rebuilds the pier</title><h1>Council rebuilds the pier</h1>"
      "<p>" +
      one + "</p><p>" + two + "</p><h2>The harbour in figures</h2><p>" + kBox + "</p>";
  Input input;
  input.url = "https://news.example/a/1";
  input.html = page;
  std::vector<model::MarkedBlock> seen;
  const model::Reading all = Read(input, &seen);
  EXPECT_EQ(all.text, one + "\n" + two + "\nThe harbour in figures\n" + kBox);
  const std::vector<BlockMark> standing = {MarkOf(kBox)};
  input.standing = standing;
  const model::Reading less = Read(input, &seen);
  EXPECT_EQ(less.text, one + "\n" + two);
  EXPECT_EQ(less.html.find("figures"), std::string::npos);
  EXPECT_EQ(seen.size(), 4U) << "what is left out is still seen";
  // Where nothing else is there, the page is no article.
  const std::vector<BlockMark> everything = {MarkOf(kBox), MarkOf(one), MarkOf(two)};
  input.standing = everything;
  EXPECT_EQ(Read(input).reason, model::Reason::kNoBody);
}

}  // namespace
}  // namespace extract
