// Pages beside the text that is read out of them: one for each thing that is known about where a
// text begins and ends, and what stands in it that is not it.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "extract/extract.h"
#include "extract/labels.h"
#include "extract/runs.h"

namespace extract {
namespace {

const std::string kFirst =
    "The harbour council voted on Tuesday to rebuild the old ferry pier, ending a dispute that had "
    "divided the town for nine years.";
const std::string kSecond =
    "\"We have waited long enough,\" the mayor told reporters after the vote. The plan costs 12 "
    "million, of which the region pays half.";
const std::string kThird =
    "Fishermen had feared for their moorings; under the compromise they keep all of them, and a "
    "second quay is to be built.";
const std::string kFourth =
    "Work is to begin in March, officials said, and the pier will carry passengers again by the "
    "summer of next year.";
const std::string kText = kFirst + "\n" + kSecond + "\n" + kThird + "\n" + kFourth;

std::string P(const std::string& text) {
  return "<p>" + text + "</p>";
}

std::string Body() {
  return P(kFirst) + P(kSecond) + P(kThird) + P(kFourth);
}

struct Page {
  const char* what;
  std::string body;
  std::string text;
  std::string head = {};
};

void Expect(const Page& page) {
  const std::string html =
      "<!DOCTYPE html><html><head><title>Council rebuilds the ferry pier</title>" + page.head +
      "</head><body>" + page.body + "</body></html>";
  Input input;
  input.url = "https://news.example/a/1";
  input.html = html;
  const model::Reading reading = Read(input);
  EXPECT_EQ(reading.text, page.text) << page.what;
}

TEST(Body, TheLeadBelongsToIt) {
  const std::string h1 = "<h1>Council rebuilds the ferry pier</h1>";
  const std::string lead =
      "After nine years of dispute the town agrees on a pier, a price and a date for both.";
  const std::string wrapped = "<div class=article-text>" + Body() + "</div>";
  const std::string with_lead = lead + "\n" + kText;
  for (const Page& page : std::vector<Page>{
           {"in an element of its own",
            "<div>" + h1 + "<div class=teaser-text>" + P(lead) + "</div></div>" + wrapped,
            with_lead},
           {"in the header",
            "<article><header>" + h1 + P(lead) + "</header>" + wrapped + "</article>", with_lead},
           {"without a full stop, as the head of the page has it",
            h1 + "<h2>A pier, a price and a date: what the council agreed on</h2>" + wrapped,
            "A pier, a price and a date: what the council agreed on\n" + kText,
            "<meta name=description content='A pier, a price and a date: what the council agreed "
            "on'>"},
           {"not when the text says it again", h1 + "<div>" + P(kFirst) + "</div>" + wrapped,
            kText},
           {"not what is about the author",
            h1 + "<div>" + P("Jane Doe has written about harbours and the sea for eleven years.") +
                "</div>" + wrapped,
            kText, "<meta name=author content='Jane Doe'>"},
           {"not what the site says of its business",
            h1 + "<div>" + P("We may earn a commission if you buy something through our links.") +
                "</div>" + wrapped,
            kText},
           {"not a caption",
            h1 + "<figure><img src=/p.jpg><figcaption>" +
                "The old pier, seen from the north side of the harbour, before it was closed." +
                "</figcaption></figure>" + wrapped,
            kText},
           {"not what stands beside it", h1 + "<aside>" + P(lead) + "</aside>" + wrapped, kText}}) {
    Expect(page);
  }
}

TEST(Body, FurnitureByNameAndPlace) {
  std::string ticker = "<aside class=sidebar>";
  for (int i = 0; i < 20; ++i) ticker += "<p>14:" + std::to_string(i) + " " + kSecond + "</p>";
  ticker += "</aside>";
  std::string long_body = Body();
  std::string long_text = kText;
  for (const char* day : {"Monday", "Wednesday", "Thursday", "Friday"}) {
    long_body += P(kFirst + " It was " + day + ".") + P(kThird + " It was " + day + ".");
    long_text += "\n" + kFirst + " It was " + day + ".\n" + kThird + " It was " + day + ".";
  }
  for (const Page& page : std::vector<Page>{
           {"a sidebar with more text than the article",
            "<h1>Council rebuilds the ferry pier</h1><div class=main><div class=article-body>" +
                long_body + "</div>" + ticker + "</div>",
            long_text},
           {"an article in a window that opens over a stream of others",
            "<div class=stream>" + P("Something else. " + kThird) + P("And more. " + kFourth) +
                "</div><div class=modal><h1>Council rebuilds the ferry pier</h1><div>" + long_body +
                "</div></div>",
            long_text},
           {"an id that is made of a heading",
            "<h1>Council rebuilds the ferry pier</h1>" + P(kFirst) + P(kSecond) +
                "<section id=sharing-the-old-quay><h2>Sharing the old quay</h2>" + P(kThird) +
                "</section>" + P(kFourth),
            kFirst + "\n" + kSecond + "\nSharing the old quay\n" + kThird + "\n" + kFourth},
           {"an opinion is no comment",
            "<h1>Council rebuilds the ferry pier</h1><div class=commentary>" + Body() + "</div>",
            kText},
           {"what no reader sees",
            "<h1>Council rebuilds the ferry pier</h1>" + P(kFirst) +
                "<p style='visibility: hidden'>Nothing to see here, and nothing to read.</p>" +
                P(kSecond) + P(kThird) + P(kFourth),
            kText},
           {"an author's box",
            "<h1>Council rebuilds the ferry pier</h1>" + Body() + "<div class=entry-author>" +
                P("Jane writes about harbours. She likes boats.") + "</div>",
            kText}}) {
    Expect(page);
  }
}

TEST(Body, WhatPointsElsewhere) {
  const std::string h1 = "<h1>Council rebuilds the ferry pier</h1>";
  const auto within = [&](const std::string& line) {
    return h1 + P(kFirst) + P(kSecond) + P(kThird) + line + P(kFourth);
  };
  std::vector<Page> pages = {
      {"a linked headline alone",
       within("<p><a href=/b>Divers found a wreck below the pier</a></p>"), kText},
      {"a label and its links",
       within("<p>Lesen Sie auch die folgenden Beiträge:</p><ul><li><a href=/b>Wrack unter dem "
              "Pier</a>"
              "<li><a href=/c>Neun Jahre Streit</a></ul>"),
       kText},
      {"a label at the end", h1 + Body() + "<h2>Weitere Beiträge aus der Kolumne:</h2>", kText},
      {"a sentence that begins as a label does",
       within("<p>Read more slowly, the mayor said, and you will see that it is all in the "
              "contract.</p>"),
       kFirst + "\n" + kSecond + "\n" + kThird +
           "\nRead more slowly, the mayor said, and you will see that it is all in the "
           "contract.\n" +
           kFourth},
  };
  for (const char* label :
       {"Czytaj też: ", "Le puede interesar: ", "À lire aussi : ", "Lees ook: ", "Läs också: ",
        "Читайте также: ", "Leggi anche: ", "あわせて読みたい "}) {
    pages.push_back({label,
                     within("<p>" + std::string(label) +
                            "<a href=/b>Divers found a wreck below the "
                            "old ferry pier</a></p>"),
                     kText});
  }
  for (const Page& page : pages) Expect(page);
}

TEST(Body, TeasersAndGalleries) {
  const std::string h1 = "<h1>Council rebuilds the ferry pier</h1>";
  std::string teasers = "<div>";
  for (const char* headline : {"Divers find a wreck", "Storm closes the harbour", "A new mayor"}) {
    teasers += std::string("<div class=item><h3><a href=/x>") + headline +
               ", report says</a></h3>" +
               "<p>It was seen by many, and heard by more, on Sunday morning.</p></div>";
  }
  teasers += "</div>";
  std::string gallery = "<div class=pictures>";
  for (int i = 1; i <= 6; ++i) {
    gallery += "<div><h2>" + std::to_string(i) +
               "/6 The harbour</h2><p>The harbour at another hour of "
               "the day, as the lighthouse keeper saw it, number " +
               std::to_string(i) + ".</p></div>";
  }
  gallery += "</div>";
  const std::string more = P(kFirst + " It took a night.") + P(kThird + " It took a day.");
  const std::string long_text =
      kText + "\n" + kFirst + " It took a night.\n" + kThird + " It took a day.";
  for (const Page& page : std::vector<Page>{
           {"teasers behind the text", h1 + "<div>" + Body() + more + "</div>" + teasers,
            long_text},
           {"a gallery in the text",
            h1 + P(kFirst) + P(kSecond) + gallery + P(kThird) + P(kFourth) + more +
                P(kSecond + " So it goes.") + P(kFourth + " So it went."),
            long_text + "\n" + kSecond + " So it goes.\n" + kFourth + " So it went."}}) {
    Expect(page);
  }
}

TEST(Body, TextInNoElement) {
  for (const std::string& page :
       std::vector<std::string>{"Comments", "Comments<p>x", "Related articles " + kFirst,
                                "1/4 a<br><br>2/4 b<br><br>3/4 c"}) {
    Input input;
    input.html = page;
    EXPECT_EQ(Read(input).verdict, model::Verdict::kQuarantine) << page;
  }
}

TEST(Body, NothingTwice) {
  const std::string h1 = "<h1>Council rebuilds the ferry pier</h1>";
  for (const Page& page : std::vector<Page>{
           {"for narrow screens and wide ones",
            h1 + "<div><div class=wide>" + Body() + "</div><div class=narrow>" + Body() +
                "</div></div>",
            kText},
           {"a pull quote",
            h1 + P(kFirst) + P(kSecond) + "<blockquote>“We have waited long enough”</blockquote>" +
                P(kThird) + P(kFourth),
            kText},
           {"a pull quote before its sentence",
            h1 + P(kFirst) + "<div class=pull-quote>We have waited long enough</div>" + P(kSecond) +
                P(kThird) + P(kFourth),
            kText},
           {"a quote that stands nowhere else",
            h1 + P(kFirst) + P(kSecond) + "<blockquote>The sea does not wait for us.</blockquote>" +
                P(kThird) + P(kFourth),
            kFirst + "\n" + kSecond + "\nThe sea does not wait for us.\n" + kThird + "\n" +
                kFourth},
           {"a refrain", h1 + P(kFirst) + P(kSecond) + P(kFirst) + P(kThird) + P(kFourth),
            kFirst + "\n" + kSecond + "\n" + kFirst + "\n" + kThird + "\n" + kFourth}}) {
    Expect(page);
  }
}

TEST(Blocks, OfEachKindInOrder) {
  const std::string page =
      "<title>Council rebuilds the ferry pier</title><h1>Council rebuilds the ferry pier</h1>" +
      P(kFirst) +
      "<h2>In figures</h2><table><tr><th>Year<th>Trips<tr><td>2024<td>1,200<tr><td>2025"
      "<td>900</table>" +
      P(kSecond) + "<amp-img src=/pier.jpg width=900 height=600></amp-img><ul><li>" +
      "One quay for ferries<ul><li>and one for boats</ul></ul>" + P(kThird) +
      "<pre><code>int main() {\n  return 0;\n}\n</code></pre><blockquote>The sea does not wait for "
      "us."
      "</blockquote>" +
      P(kFourth) + "<amp-iframe src=https://video.example/7></amp-iframe>";
  Input input;
  input.url = "https://news.example/a/1";
  input.html = page;
  std::string shape;
  for (const model::Block& block : Read(input).blocks) {
    shape += std::string(model::BlockKindName(block.kind)) + " " + std::to_string(block.level) +
             " " + (block.url.empty() ? block.text : block.url) + "\n--\n";
  }
  EXPECT_EQ(shape, "paragraph 0 " + kFirst + "\n--\nheading 2 In figures\n--\n" +
                       "table 0 Year\tTrips\n2024\t1,200\n2025\t900\n--\nparagraph 0 " + kSecond +
                       "\n--\nimage 0 https://news.example/pier.jpg\n--\nlist_item 1 One quay for "
                       "ferries\n--\nlist_item 2 and one for boats\n--\nparagraph 0 " +
                       kThird +
                       "\n--\ncode 0 int main() {\n  return 0;\n}\n--\nquote 0 The sea does "
                       "not wait for us.\n--\nparagraph 0 " +
                       kFourth + "\n--\nembed 0 https://video.example/7\n--\n");
}

TEST(Labels, OnePass) {
  const Labels labels = {"read also", "ré", "続き", "all of it"};
  struct Case {
    const char* text;
    bool stands;
    bool begins;
  };
  for (const Case& test :
       {Case{"read also this", true, true}, Case{"please read also", true, false},
        Case{"read alsa", false, false}, Case{"", false, false}, Case{"r", false, false},
        Case{"l'été", false, false}, Case{"il répond", true, false}, Case{"ré", true, true},
        Case{"この続き", true, false}, Case{"続", false, false}}) {
    EXPECT_EQ(labels.AnyIn(test.text), test.stands) << test.text;
    EXPECT_EQ(labels.Begin(test.text), test.begins) << test.text;
  }
}

TEST(Weight, Letters) {
  struct Case {
    const char* text;
    uint32_t weight;
  };
  for (const Case& test :
       {Case{"", 0}, Case{"Pier 12.", 6}, Case{"“Pier” – 12…", 6}, Case{"déjà", 4}, Case{"порт", 4},
        Case{"ميناء", 5}, Case{"桟橋", 5}, Case{"桟橋。", 5}, Case{"桟、橋", 5}}) {
    EXPECT_EQ(WeightOf(test.text), test.weight) << test.text;
  }
}

}  // namespace
}  // namespace extract
