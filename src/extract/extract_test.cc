// Small pages beside what is read out of them.

#include "extract/extract.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "extract/blocks.h"
#include "extract/byline.h"
#include "extract/facts.h"
#include "extract/lenient_json.h"

namespace extract {
namespace {

using model::Reason;

constexpr const char* kProse =
    "<p>The harbour council voted on Tuesday to rebuild the old ferry pier, ending a dispute that "
    "had divided the town for nine years. Work is to begin in March, officials said.</p>"
    "<p>\"We have waited long enough,\" the mayor told reporters after the vote. The plan costs 12 "
    "million, of which the region pays half, and the pier will carry passengers again by "
    "summer.</p>"
    "<p>Fishermen had feared for their moorings; under the compromise they keep all of them.</p>";
constexpr const char* kJapanese =
    "<p>"
    "港の評議会は火曜日、古いフェリー桟橋を再建することを決めた。9年にわたって町を二分してきた争い"
    "に終止符が打たれた。工事は3月に始まる見通しだ。</p>"
    "<p>"
    "「十分に待った」と市長は採決の後、記者団に語った。費用は1200万で、その半分を地域が負担し、夏ま"
    "でに旅客の利用が再開される。</p>"
    "<p>漁業者は係留場所を失うことを心配していたが、妥協案によってすべて維持されることになった。</"
    "p>";
constexpr const char* kArabic =
    "<p>صوت مجلس الميناء يوم الثلاثاء على إعادة بناء رصيف العبارات القديم، منهيا نزاعا قسم المدينة "
    "تسع "
    "سنوات. ومن المقرر أن يبدأ العمل في مارس، بحسب مسؤولين.</p>"
    "<p>وقال رئيس البلدية للصحفيين بعد التصويت: لقد انتظرنا بما يكفي. وتبلغ تكلفة الخطة اثني عشر "
    "مليونا، "
    "يدفع الإقليم نصفها، وسيعود الرصيف إلى نقل الركاب بحلول الصيف.</p>"
    "<p>وكان الصيادون يخشون على مراسيهم، لكنهم سيحتفظون بها جميعا بموجب التسوية.</p>";

std::string PageOf(const std::string& head, const std::string& body) {
  return "<!DOCTYPE html><html><head>" + head + "</head><body>" + body + "</body></html>";
}

model::Reading ReadPage(const std::string& page, const char* url = "https://news.example/a/1") {
  Input input;
  input.url = url;
  input.html = page;
  return Read(input);
}

// Relative addresses would inherit the name and password that the page was asked with.
TEST(Read, NothingShowsTheNameAndPasswordOfTheAddress) {
  const char* const heads[] = {"", "<link rel=canonical href=/a/1>", "<base href=/b/>",
                               "<base href='//u:hunter2@news.example/'>",
                               "<link rel=canonical href='https://u:hunter2@news.example/a/1'>"};
  for (const char* head : heads) {
    const std::string page =
        PageOf(std::string("<title>Council rebuilds ferry pier</title>"
                           "<meta property=og:image content=/lead.jpg>") +
                   head,
               std::string("<article><h1>Council rebuilds ferry pier</h1>") + kArabic +
                   "<figure><img src=pier.jpg width=800 height=600><figcaption>The "
                   "pier</figcaption></figure><p><a href=/next>Read on</a> about the pier and its "
                   "ferry.</p></article>");
    const model::Reading reading = ReadPage(page, "https://reader:hunter2@news.example/a/1");
    std::string shown = reading.url + " " + reading.image.url + " " + reading.html;
    for (const model::Block& block : reading.blocks) shown += " " + block.url;
    EXPECT_FALSE(shown.contains("hunter2")) << head << ": " << shown;
    EXPECT_EQ(reading.url, "https://news.example/a/1") << head;
    EXPECT_TRUE(shown.contains("lead.jpg")) << head << ": " << shown;
  }
}

struct VerdictCase {
  const char* what;
  const char* url;
  std::string head;
  std::string body;
  Reason reason;
};

std::string Repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Read, Verdicts) {
  const std::string teaser =
      "<article><h2><a href=/x>Council votes on the pier again</a></h2><p>A short "
      "line.</p></article>";
  const VerdictCase cases[] = {
      {"a report", "https://news.example/a/1", "<title>Council rebuilds ferry pier</title>",
       std::string("<h1>Council rebuilds ferry pier</h1>") + kProse, Reason::kNone},
      {"a report in Japanese", "https://news.example/a/1", "<title>フェリー桟橋を再建へ</title>",
       std::string("<h1>フェリー桟橋を再建へ</h1>") + kJapanese, Reason::kNone},
      {"a report in Arabic", "https://news.example/a/1", "<title>إعادة بناء رصيف العبارات</title>",
       std::string("<h1>إعادة بناء رصيف العبارات</h1>") + kArabic, Reason::kNone},
      {"nothing", "https://news.example/a/1", "<title>Council rebuilds ferry pier</title>",
       "<h1>Council rebuilds ferry pier</h1>", Reason::kNoBody},
      {"nothing, Japanese", "https://news.example/a/1", "<title>桟橋を再建へ</title>",
       "<h1>桟橋を再建へ</h1><div></div>", Reason::kNoBody},
      {"nothing, Arabic", "https://news.example/a/1", "<title>إعادة بناء الرصيف</title>",
       "<h1>إعادة بناء الرصيف</h1><p></p>", Reason::kNoBody},
      {"a box of facts", "https://news.example/a/1", "<title>The pier at a glance</title>",
       "<h1>The pier at a glance</h1><table><tr><th>Length</th><td>320 "
       "metres</td></tr><tr><th>Built"
       "</th><td>1911</td></tr><tr><th>Owner</th><td>Harbour council of the old town</td></tr><tr>"
       "<th>Passengers</th><td>41,000 a year</td></tr><tr><th>Height</th><td>6 metres</td></tr>"
       "</table>",
       Reason::kFactBox},
      {"a box of facts, Japanese", "https://news.example/a/1", "<title>桟橋の概要</title>",
       "<h1>桟橋の概要</h1><ul><li>長さ：三百二十メートル</li><li>建設：千九百十一年</"
       "li><li>所有者："
       "港の評議会</li><li>旅客数：年間四万一千人</li><li>高さ：六メートル</li></ul>",
       Reason::kFactBox},
      {"markup as text", "https://news.example/a/1", "<title>Council rebuilds pier</title>",
       "<h1>Council rebuilds pier</h1><div>" +
           Repeat("%3Cp%3EThe council voted to rebuild the pier on Tuesday.%3C/p%3E ", 5) +
           "</div>",
       Reason::kEscapedMarkup},
      {"escaped markup", "https://news.example/a/1", "<title>Council rebuilds pier</title>",
       "<h1>Council rebuilds pier</h1><div>" +
           Repeat("&lt;p&gt;The council voted to rebuild the pier on Tuesday.&lt;/p&gt; ", 5) +
           "</div>",
       Reason::kEscapedMarkup},
      {"a carousel", "https://news.example/a/1", "<title>The pier in pictures</title>",
       "<h1>The pier in pictures</h1>" +
           Repeat("<figure><img src=/1.jpg width=900 height=600><figcaption>The old pier seen from "
                  "the north side of the harbour</figcaption></figure>",
                  1) +
           "<figure><img src=/2.jpg width=900 height=600><figcaption>Fishermen mend their nets on "
           "the quay before dawn</figcaption></figure><figure><img src=/3.jpg width=900 height=600>"
           "<figcaption>The last ferry leaves in 2016, watched by the town</figcaption></figure>",
       Reason::kCaptionsOnly},
      {"an author", "https://news.example/author/jane-doe",
       "<title>Jane Doe</title><meta property=og:type content=profile>",
       "<h1>Jane Doe</h1><p>Jane Doe writes about harbours and the sea. She joined in 2011.</p>" +
           Repeat(teaser, 8),
       Reason::kAuthorPage},
      {"a section", "https://news.example/world", "<title>World</title>",
       "<h1>World</h1>" + Repeat(teaser, 12), Reason::kListPage},
      {"a section, Arabic", "https://news.example/world", "<title>العالم</title>",
       "<h1>العالم</h1>" +
           Repeat("<article><h2><a href=/x>المجلس يصوت على إعادة بناء الرصيف</a></h2><p>سطر قصير."
                  "</p></article>",
                  12),
       Reason::kListPage},
      {"a paywall", "https://news.example/a/1",
       "<title>Council rebuilds pier</title><meta property=og:type content=article>",
       "<h1>Council rebuilds pier</h1><p>The harbour council voted on Tuesday to rebuild the old "
       "ferry pier, ending a dispute that had divided the town for nine years, and the work is to "
       "begin soon.</p><div>Subscribe to continue reading</div>",
       Reason::kPaywallStub},
      {"a paywall, Japanese", "https://news.example/a/1",
       "<title>桟橋を再建へ</title><meta property=og:type content=article>",
       "<h1>桟橋を再建へ</"
       "h1><p>港の評議会は火曜日、古いフェリー桟橋を再建することを決めた。9年にわた"
       "って町を二分してきた争いに終止符が打たれた。</"
       "p><p>この記事は有料会員限定です。残り812文字</p>",
       Reason::kPaywallStub},
      {"a paywall, Arabic", "https://news.example/a/1",
       "<title>إعادة بناء الرصيف</title><meta property=og:type content=article>",
       "<h1>إعادة بناء الرصيف</h1><p>صوت مجلس الميناء يوم الثلاثاء على إعادة بناء رصيف العبارات "
       "القديم، منهيا نزاعا قسم المدينة تسع سنوات، بحسب مسؤولين محليين.</p><p>اشترك لمتابعة "
       "القراءة</p>",
       Reason::kPaywallStub},
      {"a video", "https://news.example/a/1",
       "<title>Pier vote</title><meta property=og:type content=video.other>",
       "<h1>Pier vote</h1><video src=/v.mp4></video><p>Watch the council vote on the old pier, and "
       "hear what the mayor of the town said to reporters.</p>",
       Reason::kVideoOnly},
      {"another text", "https://news.example/a/1",
       "<title>Scientists discover distant exoplanet orbiting binary stars</title>",
       std::string("<h1>Scientists discover distant exoplanet orbiting binary stars</h1>") +
           kProse +
           "<p>The next ferry is expected to leave in June, and tickets will cost the same as they "
           "did nine years ago, before the quarrel; children travel free on Sundays.</p>",
       Reason::kHeadlineMismatch},
      {"consent", "https://news.example/a/1", "<title>Before you continue</title>",
       "<h1>Before you continue</h1><p>We and our partners use cookies to store information. Your "
       "consent applies to this site; cookies help us to show advertising.</p><p>Accept all or "
       "manage preferences in our privacy settings.</p>",
       Reason::kConsentPage},
      {"consent, Japanese", "https://news.example/a/1", "<title>クッキーについて</title>",
       "<h1>クッキーについて</"
       "h1><p>当サイトではクッキーを使用しています。続けるには、クッキーの使用とプライバ"
       "シーポリシーに同意する必要があります。同意するボタンを押してください。</p>",
       Reason::kConsentPage},
      {"login", "https://news.example/a/1", "<title>Log in</title>",
       "<h1>Log in</h1><form><input name=u><input type=password name=p></form><p>Enter the address "
       "that you signed up with.</p>",
       Reason::kLoginPage},
      {"login, Arabic", "https://news.example/a/1", "<title>تسجيل الدخول</title>",
       "<h1>تسجيل الدخول</h1><form><input type=password></form><p>أدخل بريدك.</p>",
       Reason::kLoginPage},
      {"an error", "https://news.example/a/1", "<title>Page not found</title>",
       "<h1>Page not found</h1><p>The page you are looking for has moved or never was.</p>",
       Reason::kErrorPage},
      {"an error, Japanese", "https://news.example/a/1", "<title>ページが見つかりません</title>",
       "<h1>ページが見つかりません</h1><p>お探しのページは移動または削除された可能性があります。</"
       "p>",
       Reason::kErrorPage},
      {"tags in pieces", "https://news.example/a/1", "<title>Council rebuilds pier</title>",
       "<h1>Council rebuilds pier</h1><p>" +
           Repeat("The council voted. class=\"x\" href=\"y\" /> The pier stays. ", 8) + "</p>",
       Reason::kBrokenMarkup},
  };
  for (const VerdictCase& test : cases) {
    const model::Reading reading = ReadPage(PageOf(test.head, test.body), test.url);
    EXPECT_EQ(model::ReasonName(reading.reason), model::ReasonName(test.reason))
        << test.what << ": " << reading.reason_detail << "\n"
        << reading.text;
    EXPECT_EQ(reading.verdict == model::Verdict::kArticle, test.reason == Reason::kNone);
    EXPECT_GT(reading.confidence, 0);
    EXPECT_LE(reading.confidence, 1);
  }
}

TEST(Read, NotHtml) {
  for (const char* bytes : {"%PDF-1.7 abc", "{\"a\": 1}", "GIF89a..."}) {
    EXPECT_EQ(ReadPage(bytes).reason, Reason::kNotHtml) << bytes;
  }
}

TEST(Read, QuarantinedPagesKeepTheirText) {
  const model::Reading reading =
      ReadPage(PageOf("<title>Page not found</title>",
                      "<h1>Page not found</h1><p>The page you are looking "
                      "for has moved or never was.</p>"));
  EXPECT_EQ(reading.text, "The page you are looking for has moved or never was.");
}

TEST(Read, BlocksInOrderAndFurnitureOut) {
  const model::Reading reading = ReadPage(PageOf(
      "<title>Council rebuilds ferry pier - The Harbour Times</title>"
      "<meta property=og:site_name content='The Harbour Times'>"
      "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Council "
      "rebuilds "
      "ferry pier\",\"author\":[{\"@type\":\"Person\",\"name\":\"Jane Doe\"},{\"name\":\"John "
      "Roe\"}],"
      "\"datePublished\":\"2025-07-29T08:00:00+09:00\",\"keywords\":[\"piers\",\"ferries\"],}"
      "</script>",
      std::string("<h1>Council rebuilds ferry pier</h1><p>ADVERTISEMENT</p>") + kProse +
          "<h2>What comes next</h2><ul><li>Surveyors measure the sea floor in January.</li><li>The "
          "old planks are taken away.</li></ul><blockquote><p>It was a good day for the town, and "
          "a better one for the sea.</p></blockquote><p>Copy the Story Link</p>"
          "<div class=newsletter-box><p>Sign up for our newsletter and never miss a "
          "story.</p></div>"
          "<h3>Related articles</h3><ul><li><a href=/1>Ferry sold</a><li><a href=/2>Pier closed</a>"
          "</ul>"));
  std::vector<std::string> kinds;
  for (const model::Block& block : reading.blocks) {
    kinds.emplace_back(model::BlockKindName(block.kind));
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"paragraph", "paragraph", "paragraph", "heading",
                                             "list_item", "list_item", "quote"}));
  EXPECT_EQ(reading.title, "Council rebuilds ferry pier");
  EXPECT_EQ(reading.byline, (std::vector<std::string>{"Jane Doe", "John Roe"}));
  ASSERT_TRUE(reading.published && reading.published_day);
  EXPECT_EQ(base::FormatRfc3339(*reading.published), "2025-07-28T23:00:00Z");
  EXPECT_EQ(base::FormatDay(*reading.published_day), "2025-07-29");
  EXPECT_EQ(reading.tags, (std::vector<std::string>{"piers", "ferries"}));
}

TEST(Byline, Table) {
  const std::pair<const char*, std::vector<std::string>> cases[] = {
      {"By Jane Doe", {"Jane Doe"}},
      {"BY JANE DOE and John Roe", {"JANE DOE", "John Roe"}},
      {"Written by Jane Doe, Staff Writer", {"Jane Doe"}},
      {"Jane Doe | July 29, 2025", {"Jane Doe"}},
      {"Jane Doe Published on July 18", {"Jane Doe"}},
      {"Jane Doe, MD, RD", {"Jane Doe, MD, RD"}},
      {"https://example.org/jane", {}},
      {"admin", {}},
      {"山田太郎、佐藤花子", {"山田太郎", "佐藤花子"}},
      {"بقلم ليلى حداد", {"ليلى حداد"}},
      {"byHarbour News", {"Harbour News"}},
      {"Posted on May 3, 2025 by Jane Doe", {"Jane Doe"}},
      {"25.10.2022 - Jane Doe", {"Jane Doe"}},
      {"Datum: | 3.5.2025 | Autor: | Jane Doe | Quelle: | Hafenblatt", {"Jane Doe"}},
      {"Verfasst von: Jane Doe", {"Jane Doe"}},
      {"Ein Interview von | Jane Doe | mit | John Roe", {"Jane Doe"}},
      {"Von Jane Doe, Jan Lukas Roe und Max Poe", {"Jane Doe", "Jan Lukas Roe", "Max Poe"}},
      {"Jane Doe @janedoe", {"Jane Doe"}},
      {"By Jane Doe | Staff Writer | Reviewed by John Roe", {"Jane Doe"}},
      {"By Jane Doe, Reuters", {"Jane Doe"}},
      {"By Jane Doe, The Harbour Times", {"Jane Doe"}},
      {"Reuters", {"Reuters"}},
      {"(Jane Doe) +++", {"Jane Doe"}},
      {"Jane Doe, MD; Jane Doe, MD", {"Jane Doe, MD"}},
      {"✉ | Jane Doe", {"Jane Doe"}},
      {"", {}},
  };
  for (const auto& [input, names] : cases) EXPECT_EQ(NamesOfByline(input), names) << input;
}

TEST(Caption, Table) {
  struct {
    const char* text;
    const char* caption;
    const char* credit;
  } const cases[] = {
      {"The pier in May. | JANE DOE", "The pier in May.", "JANE DOE"},
      {"The pier in May. (Photo by Jane Doe/AFP)", "The pier in May.", "Jane Doe/AFP"},
      {"The pier in May. Photo: Jane Doe", "The pier in May.", "Jane Doe"},
      {"5月の桟橋。写真：山田太郎", "5月の桟橋。", "山田太郎"},
      {"The pier in May (Reuters)", "The pier in May", "Reuters"},
      {"The pier in May. John Roe/Getty Images", "The pier in May.", "John Roe/Getty Images"},
      {"5月の桟橋。山田太郎/共同", "5月の桟橋。", "山田太郎/共同"},
      {"The pier in May | – Jane Doe", "The pier in May", "Jane Doe"},
      {"The pier in May. Photo: ‹Jane Doe›", "The pier in May.", "‹Jane Doe›"},
      {"“The pier” in May | JANE DOE", "“The pier” in May", "JANE DOE"},
      {"The pier in May", "The pier in May", ""},
  };
  for (const auto& test : cases) {
    const CaptionParts parts = SplitCaption(test.text);
    EXPECT_EQ(parts.caption, test.caption) << test.text;
    EXPECT_EQ(parts.credit, test.credit) << test.text;
  }
}

TEST(LenientJson, Table) {
  const std::pair<const char*, const char*> cases[] = {
      {"{\"a\": \"b\"}", "b"},
      {"<!-- {\"a\": \"b\"} -->", "b"},
      {"//<![CDATA[\n{\"a\": \"b\"};\n//]]>", "b"},
      {"{\"a\": \"b\",}", "b"},
      {"{\"a\": \"b\nc\"}", "b c"},
      {"{\"a\": \"it\\'s\"}", "it's"},
      {"{&quot;a&quot;: &quot;b&quot;}", "b"},
      {"{\"a\": ", ""},
  };
  for (const auto& [input, value] : cases) {
    EXPECT_EQ(ParseLenientJson(input).String("a"), value) << input;
  }
}

}  // namespace
}  // namespace extract
