// What a page states of its article, and what is made of it: small pages beside what is read.

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "extract/extract.h"
#include "extract/lead_image.h"
#include "extract/lenient_json.h"

namespace extract {
namespace {

constexpr const char* kUrl =
    "https://www.harbour-times.example/2025/07/council-rebuilds-ferry-pier";
constexpr const char* kProse =
    "<p>The harbour council voted on Tuesday to rebuild the old ferry pier, ending a dispute that "
    "had divided the town for nine years. Work is to begin in March, officials said.</p>"
    "<p>\"We have waited long enough,\" the mayor told people after the vote. The plan costs 12 "
    "million, of which the region pays half, and the pier will carry passengers again by "
    "summer.</p>"
    "<p>Fishermen had feared for their moorings; under the compromise they keep all of them.</p>";

model::Reading ReadPage(const std::string& head, const std::string& above,
                        const std::string& below = "", const char* url = kUrl,
                        const char* html = "<html lang=en>") {
  const std::string page = std::string("<!DOCTYPE html>") + html + "<head>" + head +
                           "</head><body>" + above + kProse + below + "</body></html>";
  Input input;
  input.url = url;
  input.html = page;
  return Read(input);
}

std::string Ld(const std::string& json) {
  return "<script type=\"application/ld+json\">" + json + "</script>";
}

TEST(Title, Table) {
  struct {
    const char* what;
    const char* head;
    const char* above;
    const char* title;
  } const cases[] = {
      {"the heading, with the site's name behind the others",
       "<title>Council rebuilds ferry pier | Harbour Times</title><meta property=og:site_name "
       "content='Harbour Times'>",
       "<h1>Council rebuilds ferry pier</h1>", "Council rebuilds ferry pier"},
      {"no heading: the site's name goes",
       "<title>Council rebuilds ferry pier - Harbour Times</title><meta property=og:title "
       "content='Council rebuilds ferry pier'>",
       "", "Council rebuilds ferry pier"},
      {"the site's name in front",
       "<title>Harbour Times: Council rebuilds ferry pier</title><meta property=og:site_name "
       "content='Harbour Times'>",
       "<h2>Council rebuilds ferry pier</h2>", "Council rebuilds ferry pier"},
      {"a heading that is the site's, and links home",
       "<title>Council rebuilds ferry pier - Harbour Times</title><meta property=og:title "
       "content='Council rebuilds ferry pier'><meta property=og:site_name content='Harbour Times'>",
       "<header><h1><a href=/>Harbour Times</a></h1></header><h2>Council rebuilds ferry pier</h2>",
       "Council rebuilds ferry pier"},
      {"a heading that is the section's",
       "<title>Council rebuilds ferry pier after nine years</title><meta property=og:title "
       "content='Council rebuilds ferry pier after nine years'>",
       "<h1>Local news</h1>", "Council rebuilds ferry pier after nine years"},
      {"a heading that is the site's name, letter by letter",
       "<title>Council rebuilds ferry pier - The Harbour-Times</title>",
       "<h1>Harbour Times</h1><h2>Council rebuilds ferry pier</h2>", "Council rebuilds ferry pier"},
      {"soft hyphens are not seen", "<title>Council rebuilds ferry pier</title>",
       "<h1>Coun&shy;cil re&shy;builds ferry pier</h1>", "Council rebuilds ferry pier"},
      {"a button within the heading", "<title>Council rebuilds ferry pier</title>",
       "<h1>Council rebuilds ferry pier <button>Copy link</button></h1>",
       "Council rebuilds ferry pier"},
      {"escaped twice",
       "<meta property=og:title content='Pier &amp;amp; ferry: the council votes'>", "",
       "Pier & ferry: the council votes"},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ReadPage(test.head, test.above).title, test.title) << test.what;
  }
}

TEST(Authors, Table) {
  using Names = std::vector<std::string>;
  const std::string h1 = "<h1>Council rebuilds ferry pier</h1>";
  const std::string date = "<time datetime=2025-07-29>July 29, 2025</time>";
  struct {
    const char* what;
    std::string head;
    std::string above;
    Names names;
  } const cases[] = {
      {"a person in JSON-LD",
       Ld(R"({"@type":"NewsArticle","author":{"@type":"Person","name":"Jane Doe"}})"),
       h1,
       {"Jane Doe"}},
      {"several, as an array",
       Ld(R"({"@type":"NewsArticle","author":[{"name":"Jane Doe"},{"name":"John Roe"}]})"),
       h1 + "<p class=byline>By Jane Doe and John Roe</p>",
       {"Jane Doe", "John Roe"}},
      {"by reference into the graph",
       Ld(R"({"@graph":[{"@type":"Article","author":{"@id":"#a"}},
              {"@id":"#a","@type":"Person","name":"Jane Doe"}]})"),
       h1,
       {"Jane Doe"}},
      {"given and family name",
       Ld(R"({"@type":"Article","author":{"givenName":"Jane","familyName":"Doe"}})"),
       h1,
       {"Jane Doe"}},
      {"an author within an author",
       Ld(R"({"@type":"Article","author":{"author":{"name":"Jane Doe"}}})"),
       h1,
       {"Jane Doe"}},
      {"microdata",
       "",
       h1 + "<span itemprop=author itemscope><span itemprop=name>Jane Doe</span></span>",
       {"Jane Doe"}},
      {"RDFa", "", h1 + "<span property='schema:author'>Jane Doe</span>", {"Jane Doe"}},
      {"a line that says by", "", h1 + "<div>By Jane Doe</div>" + date, {"Jane Doe"}},
      {"a label and the name in elements of their own",
       "",
       h1 + "<div><div>Written by</div><div>Jane Doe</div></div>" + date,
       {"Jane Doe"}},
      {"the reader sees another than the account that uploaded",
       Ld(R"({"@type":"Article","author":{"name":"wp_upload2"}})"),
       h1 + "<p class=author-name>By <a rel=author href=/author/jane>Jane Doe</a></p>" + date,
       {"Jane Doe"}},
      {"who reviewed it did not write it",
       "",
       h1 + "<p class=byline>By Jane Doe</p><p class=reviewer>Reviewed by John Roe</p>" + date,
       {"Jane Doe"}},
      {"in capitals: no letters behind a name",
       "",
       h1 + "<p class=byline>By JANE DOE, ANN LEE and JOHN ROE</p>" + date,
       {"JANE DOE", "ANN LEE", "JOHN ROE"}},
      {"the last of three after a comma and a word",
       "",
       h1 + "<p class=byline>By Jane Doe, Ann Lee, and John Roe</p>" + date,
       {"Jane Doe", "Ann Lee", "John Roe"}},
      {"a weekday is nobody", "", h1 + "<p class=byline>By Jane Doe | Friday</p>", {"Jane Doe"}},
      {"a name with another one in brackets",
       "",
       h1 + "<p class=byline>By Jane (Janie) Doe</p>" + date,
       {"Jane (Janie) Doe"}},
      {"a line below the title is a person's where it begins with a given name",
       "",
       h1 + "<div>Heinrich Kessler</div>" + date,
       {"Heinrich Kessler"}},
      {"such a line with a small word is none", "", h1 + "<div>Zurück zum Hafen</div>" + date, {}},
      {"the words of the title are nobody", "", h1 + "<div>Ferry Pier</div>" + date, {}},
      {"who is called by the first name alone elsewhere",
       "<meta name=author content=Jane>",
       h1 + "<p class=byline>By <a rel=author href=/author/jane>Jane Doe</a></p>" + date,
       {"Jane Doe"}},
      {"a role alone, in an element named author",
       "",
       h1 + "<div class=author-name><span>By Staff Writer</span></div>" + date,
       {"Staff Writer"}},
      {"the head says the first, readers see both",
       Ld(R"({"@type":"Article","author":{"name":"Jane Doe"}})"),
       h1 + "<p class=author>By Jane Doe, John Roe</p>" + date,
       {"Jane Doe", "John Roe"}},
      {"nobody", "", h1 + date, {}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ReadPage(test.head, test.above).byline, test.names) << test.what;
  }
  EXPECT_EQ(ReadPage("", h1 + date,
                     "<p>The pier opens again in summer, as the council said it "
                     "would when it met. <strong>Nothing else changes.</strong> "
                     "(Jane Doe) +++</p>")
                .byline,
            Names{"Jane Doe"});
  EXPECT_EQ(
      ReadPage("", h1, "<footer>© 2025 Jane Doe</footer>", "https://janedoe.example/pier").byline,
      Names{"Jane Doe"});
}

TEST(Dates, Table) {
  const std::string h1 = "<h1>Council rebuilds ferry pier</h1>";
  struct {
    const char* what;
    std::string head;
    std::string above;
    const char* url;
    const char* html;
    const char* day;
    const char* published;  // "" : absent
  } const cases[] = {
      {"JSON-LD with a zone: the page's day, the instant in UTC",
       Ld(R"({"@type":"NewsArticle","datePublished":"2025-07-29T08:00:00+09:00"})"), h1,
       "https://a.example/x", "<html lang=en>", "2025-07-29", "2025-07-28T23:00:00Z"},
      {"a day alone has no instant", "", h1 + "<p>Published July 29, 2025</p>",
       "https://a.example/x", "<html lang=en>", "2025-07-29", ""},
      {"the publisher's name run together with the date", "",
       h1 + "<div>The National16-05-2025</div>", "https://a.example/x", "<html lang=en>",
       "2025-05-16", ""},
      {"day or month first: the address's country tells", "", h1 + "<p class=date>05/06/2025</p>",
       "https://a.co.uk/x", "<html lang=en>", "2025-06-05", ""},
      {"day or month first: another date of the page tells",
       "<meta property=article:published_time content=2025-06-05T10:00:00Z>",
       h1 + "<p class=date>05-06-2025</p>", "https://a.example/x", "<html lang=en>", "2025-06-05",
       "2025-06-05T10:00:00Z"},
      {"in the address alone", "", h1, "https://a.example/2025/07/29/pier", "<html lang=en>",
       "2025-07-29", ""},
      {"in the address, the month by name", "", h1, "https://a.example/2025/july/29/pier",
       "<html lang=en>", "2025-07-29", ""},
      {"a time without a zone on a Japanese page", "",
       h1 + "<p class=date>2025年7月29日 9時05分</p>", "https://a.example/x", "<html lang=ja>",
       "2025-07-29", "2025-07-29T00:05:00Z"},
      {"before the web", "", h1 + "<p class=date>July 29, 1901</p>", "https://a.example/x",
       "<html lang=en>", "", ""},
      {"a time without a zone is the other one's by another clock",
       "<meta name=pubdate content='2025-07-29 10:17:31'><meta property=article:modified_time "
       "content=2025-07-29T14:17:31Z>",
       h1, "https://a.example/x", "<html lang=en>", "2025-07-29", "2025-07-29T14:17:31Z"},
      {"RDFa", "",
       h1 + "<span property='dc:date dc:created' content='2025-07-29T10:00:00+02:00'>"
            "Tue, 29 July</span>",
       "https://a.example/x", "<html lang=en>", "2025-07-29", "2025-07-29T08:00:00Z"},
  };
  for (const auto& test : cases) {
    const model::Reading reading = ReadPage(test.head, test.above, "", test.url, test.html);
    EXPECT_EQ(reading.published_day ? base::FormatDay(*reading.published_day) : "", test.day)
        << test.what;
    EXPECT_EQ(reading.published ? base::FormatRfc3339(*reading.published) : "", test.published)
        << test.what;
  }
}

TEST(Dates, AfterThePageWasFetchedIsNotBelieved) {
  Input input;
  const std::string page = std::string("<h1>Pier</h1><p class=date>July 29, 2031</p>") + kProse;
  input.url = kUrl;
  input.html = page;
  input.fetched = base::ParseRfc3339("2025-07-30T00:00:00Z");
  EXPECT_FALSE(Read(input).published_day.has_value());
}

TEST(Address, Table) {
  struct {
    const char* what;
    const char* html;
    const char* head;
    const char* url;
    const char* canonical;
  } const cases[] = {
      {"tracking goes", "<html>", "", "https://a.example/x?utm_source=m&id=3&fbclid=4",
       "https://a.example/x?id=3"},
      {"canonical, relative", "<html>", "<link rel=canonical href=/pier>",
       "https://a.example/amp/pier", "https://a.example/pier"},
      {"another site's is not believed", "<html>",
       "<link rel=canonical href=https://other.example/pier>", "https://a.example/pier",
       "https://a.example/pier"},
      {"of an AMP page it is", "<html amp>", "<link rel=canonical href=https://other.example/pier>",
       "https://a.example/pier", "https://other.example/pier"},
      {"where syndication is stated it is", "<html>",
       "<link rel=canonical href=https://other.example/pier><meta name=syndication-source "
       "content=https://other.example/pier>",
       "https://a.example/pier", "https://other.example/pier"},
      {"the front page is no article's", "<html>", "<link rel=canonical href=https://a.example/>",
       "https://a.example/pier", "https://a.example/pier"},
      {"nor is the section", "<html>", "<link rel=canonical href=https://a.example/news>",
       "https://a.example/news/council-rebuilds-ferry-pier",
       "https://a.example/news/council-rebuilds-ferry-pier"},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ReadPage(test.head, "<h1>Pier</h1>", "", test.url, test.html).url, test.canonical)
        << test.what;
  }
}

TEST(LeadImage, Table) {
  const std::string figure =
      "<h1>Council rebuilds ferry pier</h1><figure><img src=/pier-640.jpg width=640 height=400>"
      "<figcaption>The old pier in May. <cite>Jane Doe</cite></figcaption></figure>";
  struct {
    const char* what;
    std::string head;
    std::string above;
    const char* url;
    const char* caption;
  } const cases[] = {
      {"stated, with the caption of the same picture",
       "<meta property=og:image content=https://c.example/pier-1200.jpg>", figure,
       "https://c.example/pier-1200.jpg", "The old pier in May."},
      {"a logo is none", "<meta property=og:image content=https://c.example/site-logo.png>", figure,
       "https://www.harbour-times.example/pier-640.jpg", "The old pier in May."},
      {"nothing is better than a logo",
       "<meta property=og:image content=https://c.example/logo.png>", "<h1>Pier</h1>", "", ""},
      {"JSON-LD, an array of objects",
       Ld(R"({"@type":"NewsArticle","image":[{"@type":"ImageObject","url":"https://c.example/a.jpg",
              "caption":"The pier"}]})"),
       "<h1>Pier</h1>", "https://c.example/a.jpg", "The pier"},
      {"relative to the base",
       "<base href=https://c.example/m/><meta property=og:image "
       "content=a.jpg>",
       "<h1>Pier</h1>", "https://c.example/m/a.jpg", ""},
  };
  for (const auto& test : cases) {
    const model::Reading reading = ReadPage(test.head, test.above);
    EXPECT_EQ(reading.image.url, test.url) << test.what;
    EXPECT_EQ(reading.image.caption, test.caption) << test.what;
  }
}

TEST(LeadImage, Logos) {
  const std::pair<const char*, bool> cases[] = {
      {"https://a.example/img/logo.png", true},
      {"https://a.example/img/site_logo-2024.svg?x=1", true},
      {"https://a.example/Content/apple-touch-icon@2.png", true},
      {"https://a.example/no-image.jpg", true},
      {"https://a.example/logo/pier.jpg", false},
      {"https://a.example/logout-button-protest.jpg", false},
      {"https://a.example/iconic-bridge.jpg", false},
  };
  for (const auto& [url, logo] : cases) EXPECT_EQ(NamesLogo(url), logo) << url;
}

TEST(Paywall, WordsAndStatements) {
  const std::string start =
      "<p>The harbour council voted on Tuesday to rebuild the old ferry pier, "
      "ending a dispute that had divided the town for nine years.</p>";
  struct {
    const char* what;
    std::string head;
    std::string end;
    model::Paywall paywall;
  } const cases[] = {
      {"free", "", "", model::Paywall::kNone},
      {"JSON-LD", Ld(R"({"@type":"NewsArticle","isAccessibleForFree":"False"})"), "",
       model::Paywall::kPartial},
      {"a tier", "<meta property=article:content_tier content=locked>", "",
       model::Paywall::kPartial},
      {"English", "", "<p>Subscribe to continue reading</p>", model::Paywall::kPartial},
      {"German", "", "<p>Exklusiv für Abonnenten</p>", model::Paywall::kPartial},
      {"French", "", "<p>Article réservé aux abonnés</p>", model::Paywall::kPartial},
      {"Spanish", "", "<p>Contenido exclusivo para suscriptores</p>", model::Paywall::kPartial},
      {"Russian", "", "<p>Только для подписчиков</p>", model::Paywall::kPartial},
      {"Japanese", "", "<p>この記事は有料会員限定です</p>", model::Paywall::kPartial},
      {"Japanese, so much is left", "", "<p>残り1200文字</p>", model::Paywall::kPartial},
      {"Arabic", "", "<p>للمشتركين فقط</p>", model::Paywall::kPartial},
      {"a newsletter is none", "", "<p>Subscribe to our newsletter</p>", model::Paywall::kNone},
  };
  for (const auto& test : cases) {
    const std::string page = "<html><head>" + test.head +
                             "</head><body><h1>Council rebuilds ferry pier</h1>" + start +
                             test.end + "</body></html>";
    Input input;
    input.url = kUrl;
    input.html = page;
    EXPECT_EQ(Read(input).paywall, test.paywall) << test.what;
  }
}

TEST(Genre, Table) {
  struct {
    const char* what;
    const char* head;
    const char* url;
    model::Genre genre;
  } const cases[] = {
      {"nothing", "", "https://a.example/pier", model::Genre::kReport},
      {"a type", "<script type=application/ld+json>{\"@type\":\"LiveBlogPosting\"}</script>",
       "https://a.example/pier", model::Genre::kLive},
      {"a section, German", "<meta property=article:section content=Kommentar>",
       "https://a.example/pier", model::Genre::kOpinion},
      {"a section, French", "<meta property=article:section content=Entretien>",
       "https://a.example/pier", model::Genre::kInterview},
      {"a section, Japanese", "<meta property=article:section content=社説>",
       "https://a.example/pier", model::Genre::kOpinion},
      {"a section, Korean", "<meta property=article:section content=보도자료>",
       "https://a.example/pier", model::Genre::kRelease},
      {"the address", "", "https://a.example/analysis/pier", model::Genre::kAnalysis},
      {"the address, Spanish", "", "https://a.example/en-vivo/pier", model::Genre::kLive},
      {"who paid", "<meta property=article:section content='Sponsored Content'>",
       "https://a.example/pier", model::Genre::kSponsored},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ReadPage(test.head, "<h1>Council rebuilds ferry pier</h1>", "", test.url).genre,
              test.genre)
        << test.what;
  }
}

TEST(LenientJson, Mistakes) {
  struct {
    const char* what;
    const char* text;
    const char* a;  // the value of "a"
  } const cases[] = {
      {"a quotation within a string", R"({"a": "He said "no" today", "b": 1})",
       "He said \"no\" today"},
      {"at the string's end", R"({"a": "Biden is "unfit"", "b": 1})", "Biden is \"unfit\""},
      {"single quotes", "{'a': 'b'}", "b"},
      {"a name without quotes", "{a: \"b\"}", "b"},
      {"comments", "{// one\n\"a\": /* two */ \"b\" // three\n}", "b"},
      {"an address is no comment", "{\"a\": \"https://a.example/\",}", "https://a.example/"},
      {"a comma is missing", "{\"x\": \"y\"\n\"a\": \"b\"}", "b"},
      {"the end is missing", "{\"x\": [1, 2, {\"y\": 3}], \"a\": \"b", "b"},
      {"undefined", "{\"x\": undefined, \"a\": \"b\"}", "b"},
      {"the wrong bracket", "{\"x\": [1, 2}, \"a\": \"b\"}", ""},
      {"escapes", R"({"a": "caf\u00e9 \ud83d\ude00 \x",})", "café 😀 x"},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(ParseLenientJson(test.text).String("a"), test.a) << test.what;
  }
  // Values one behind the other become an array.
  const base::Json two = ParseLenientJson("{\"a\": 1},{\"a\": 2}");
  ASSERT_NE(two.AsArray(), nullptr);
  EXPECT_EQ(two.AsArray()->size(), 2U);
  // Deep nesting is left out and does not overflow.
  EXPECT_TRUE(base::ParseJson(base::WriteJson(ParseLenientJson(std::string(100'000, '[')))));
}

}  // namespace
}  // namespace extract
