// What stands around a text without a name that says so: pages beside the text that is read.

#include "extract/edges.h"

#include <gtest/gtest.h>

#include <string>

#include "extract/extract.h"
#include "text/words.h"

namespace extract {
namespace {

using model::Reason;

const std::string kEnglish =
    "The harbour council voted on Tuesday to rebuild the old ferry pier, ending a dispute that had "
    "divided the town for nine years.";
const std::string kEnglishMore =
    "Work is to begin in March, officials said, and the pier will carry passengers again by "
    "summer. Fishermen keep all of their moorings under the compromise.";
const std::string kJapanese =
    "港の評議会は火曜日、古いフェリー桟橋を再建することを決めた。町を二分してきた争いに終止符が打た"
    "れ"
    "た。";
const std::string kJapaneseMore =
    "工事は三月に始まる見通しだ。費用の半分は地域が負担し、夏までに旅客の利用が再開される。漁業者は"
    "係"
    "留場所をすべて維持できる。";
const std::string kArabic =
    "صوت مجلس الميناء يوم الثلاثاء على إعادة بناء رصيف العبارات القديم، منهيا نزاعا قسم المدينة "
    "تسع سنوات.";
const std::string kArabicMore =
    "ومن المقرر أن يبدأ العمل في مارس، بحسب مسؤولين، وسيعود الرصيف إلى نقل الركاب بحلول الصيف. "
    "ويحتفظ الصيادون بمراسيهم جميعا.";

enum class Tongue : uint8_t { kEn, kJa, kAr };

std::string TitleOf(Tongue tongue) {
  if (tongue == Tongue::kJa) return "フェリー桟橋を再建へ";
  return tongue == Tongue::kAr ? "إعادة بناء رصيف العبارات" : "Council rebuilds ferry pier";
}

std::string TextOf(Tongue tongue) {
  if (tongue == Tongue::kJa) return kJapanese + "\n" + kJapaneseMore;
  if (tongue == Tongue::kAr) return kArabic + "\n" + kArabicMore;
  return kEnglish + "\n" + kEnglishMore;
}

std::string ProseOf(Tongue tongue) {
  const std::string text = TextOf(tongue);
  const size_t line = text.find('\n');
  return "<p>" + text.substr(0, line) + "</p><p>" + text.substr(line + 1) + "</p>";
}

model::Reading ReadPage(const std::string& title, const std::string& body) {
  const std::string page = "<!DOCTYPE html><html><head><title>" + title + "</title></head><body>" +
                           body + "</body></html>";
  Input input;
  input.url = "https://news.example/a/1";
  input.html = page;
  return Read(input);
}

TEST(Edges, OnlyTheTextIsRead) {
  struct {
    const char* what;
    Tongue tongue;
    const char* before;  // the headline
    const char* between;
    const char* behind;  // the text
  } const cases[] = {
      {"nothing", Tongue::kEn, "", "", ""},
      {"site and sections above the headline", Tongue::kEn,
       "<p><a href=/><b>THE OLD PIER POST</b></a> <a href=/c>City</a> <a "
       "href=/n>Nation</a></p><hr>",
       "", ""},
      {"site and path above the headline", Tongue::kJa, "<p>桟橋日報</p><p>トップ ＞ 地域</p>", "",
       ""},
      {"site and path above the headline", Tongue::kAr,
       "<div>جريدة الرصيف</div><div>الرئيسية » محليات</div>", "", ""},
      {"name and date", Tongue::kEn, "", "<p><i>Jane Doe, 22 November 2026, 15:00</i></p>", ""},
      {"name and date", Tongue::kJa, "", "<p>2026年11月23日 11時00分　山田花子</p>", ""},
      {"name and date", Tongue::kAr, "", "<p>كتب: سامر حداد 22 نوفمبر 2026, 23:20</p>", ""},
      {"links to share", Tongue::kEn, "",
       "<div><a href=#>Send</a><a href=#>Copy the link</a></div>", ""},
      {"links to share", Tongue::kJa, "", "<div><a href=#>シェアする</a><a href=#>送る</a></div>",
       ""},
      {"also in this issue", Tongue::kEn, "", "",
       "<hr><p>Also in this issue: <a href=/1>Granary destroyed by a fire</a> <a href=/2>Cracks "
       "close "
       "a bridge</a> <a href=/3>Bakery opens again, with rye</a></p><p><small>The Post is put "
       "together by volunteers above the bakery. Letters welcome.</small></p>"},
      {"news in a list, notices", Tongue::kJa, "", "",
       "<h3>新着ニュース</h3><ul><li><a href=/1>穀物倉庫で火事</a></li><li><a "
       "href=/2>橋が通行止めに</a></li></ul><h3>お知らせ</"
       "h3><p>紙面の無料試読を受け付けています。</p>"},
      {"standing line", Tongue::kEn, "", "", "<p>The Old Pier Post 2026. All rights reserved.</p>"},
      {"standing line", Tongue::kJa, "", "",
       "<p>本サイト掲載の記事の無断転載を禁じます。桟橋日報社</p>"},
      {"standing line", Tongue::kAr, "", "",
       "<div>جميع الحقوق محفوظة لجريدة الرصيف. اتصل بنا</div>"},
      {"closing credit", Tongue::kEn, "", "", "<p><i>From our agency, Northlight</i></p>"},
      {"closing credit", Tongue::kJa, "", "", "<p>（桟橋通信）</p>"},
      {"closing credit", Tongue::kAr, "", "", "<p>(وكالة الرصيف للأنباء)</p>"},
      {"small print under a picture", Tongue::kEn, "",
       "<p><img src=/p.jpg width=640 height=360><br><small>The pier on its first morning. Jane "
       "Doe</small></p>",
       ""},
      {"caption named by half a word", Tongue::kJa, "",
       "<div class=c-photo><img src=/p.jpg><p "
       "class=c-photo__cap>朝の桟橋（山田花子撮影）</p></div>",
       ""},
      {"italics under a picture", Tongue::kAr, "",
       "<p><img src=/p.jpg><br><em>الرصيف في الصباح الأول</em> <small>تصوير: سامر حداد</small></p>",
       ""},
  };
  for (const auto& test : cases) {
    const std::string title = TitleOf(test.tongue);
    const model::Reading reading =
        ReadPage(title, std::string(test.before) + "<h1>" + title + "</h1>" + test.between +
                            ProseOf(test.tongue) + test.behind);
    EXPECT_EQ(reading.text, TextOf(test.tongue)) << test.what;
    EXPECT_EQ(reading.verdict, model::Verdict::kArticle) << test.what;
  }
}

// What looks like furniture and is not.
TEST(Edges, TextStays) {
  const struct {
    const char* what;
    std::string body;
    std::string kept;
  } cases[] = {
      {"a paragraph with three links near the end",
       ProseOf(Tongue::kEn) + "<p>The <a href=/1>council</a>, the <a href=/2>mayor</a> and the <a "
                              "href=/3>fishermen</a> "
                              "meet again on Friday to sign the agreement in the town hall.</p>",
       "meet again on Friday"},
      {"a sentence in italics at the end",
       ProseOf(Tongue::kEn) + "<p><i>The council meets again on Friday.</i></p>",
       "meets again on Friday."},
      {"a sentence with a date at the beginning",
       "<p>It began on 22 November 2016.</p>" + ProseOf(Tongue::kEn), "It began on"},
      {"lines of a timetable",
       "<p>September 10 12pm-1pm, in the town hall</p>" + ProseOf(Tongue::kEn), "12pm-1pm"},
      {"the first letter of a text",
       "<p><span class=drop-cap>O</span>n Monday the council had met behind closed doors, members "
       "said.</p>" +
           ProseOf(Tongue::kEn),
       "On Monday the council had met"},
      {"a quotation with a portrait",
       ProseOf(Tongue::kEn) +
           "<figure><img src=/jane.jpg><blockquote><p>I have waited nine years for this pier, and "
           "I "
           "will be on the first boat.</p></blockquote><figcaption>Jane Doe</figcaption></figure>" +
           ProseOf(Tongue::kEn),
       "I have waited nine years"},
  };
  for (const auto& test : cases) {
    const std::string title = TitleOf(Tongue::kEn);
    const model::Reading reading = ReadPage(title, "<h1>" + title + "</h1>" + test.body);
    EXPECT_NE(reading.text.find(test.kept), std::string::npos) << test.what << ": " << reading.text;
  }
}

TEST(Edges, MicrodataNamesTheBody) {
  for (const Tongue tongue : {Tongue::kEn, Tongue::kJa, Tongue::kAr}) {
    const std::string title = TitleOf(tongue);
    const model::Reading reading = ReadPage(
        title,
        "<div itemscope itemtype='http://schema.org/NewsArticle'><p "
        "itemprop=articleSection>Opinion</p><h1>" +
            title + "</h1><div itemprop=articleBody>" + ProseOf(tongue) +
            "</div><div>Print &middot; Save &middot; Send</div></div><div>The Post is printed "
            "by Pier House Ltd.</div>");
    EXPECT_EQ(reading.text, TextOf(tongue));
    EXPECT_EQ(model::GenreName(reading.genre), "opinion");
  }
}

TEST(Edges, PagesWithoutText) {
  const char* const kFigure = "<figure><img src=/%.jpg><figcaption>%</figcaption></figure>";
  const auto gallery = [&](std::initializer_list<const char*> captions) {
    std::string out = "<div class=article-body>";
    for (const char* caption : captions) {
      std::string figure = kFigure;
      figure.replace(figure.rfind('%'), 1, caption);
      figure.replace(figure.find('%'), 1, "same");
      out += figure;
    }
    return out + "</div>";
  };
  const struct {
    const char* what;
    const char* title;
    std::string body;
    Reason reason;
  } cases[] = {
      {"an aside of teasers", "Council rebuilds ferry pier",
       "<header><a href=/>The Old Pier Post</a></header><main><h1>Council rebuilds ferry pier</h1>"
       "<address>Jane Doe</address></main><aside><h3>Related</h3><ul><li><a href=/1>Granary "
       "destroyed "
       "by a fire</a><p>Two boats in the same fog are no lighthouse.</p></li><li><a href=/2>Cracks "
       "close a bridge</a><p>Lorries have to go by the valley.</p></li></ul></aside>",
       Reason::kNoBody},
      {"a newsletter", "إعادة بناء رصيف العبارات",
       "<header><a href=/>جريدة الرصيف</a><div>عاجل: تابعوا آخر الأخبار على مدار "
       "الساعة</div></header>"
       "<main><h1>إعادة بناء رصيف العبارات</h1><div class=newsletter><h4>اشترك في نشرتنا "
       "البريدية</h4><p>أهم الأخبار في بريدك كل صباح.</p></div></main>",
       Reason::kNoBody},
      {"one picture again and again", "In pictures: the pier",
       "<h1>In pictures: the pier</h1>" +
           gallery({"The first boat passes the lighthouse.", "Children queue on the old quay.",
                    "A bollard after its restoration.", "The town band plays for the crews."}),
       Reason::kCaptionsOnly},
      {"one picture again and again", "写真特集 桟橋まつり",
       "<h1>写真特集 桟橋まつり</h1>" +
           gallery({"銀杏通りを練り歩くみこし（山田花子撮影）", "綿あめを手にする子どもたち",
                    "夜空に上がる花火、河川敷で", "太鼓を打つ商店街の人たち"}),
       Reason::kCaptionsOnly},
      {"a player among furniture", "Goal in the last minute",
       "<div class=topbar><a href=/>The Old Pier Post</a><span>Straight from the sea</span></div>"
       "<h1>Goal in the last minute</h1><div class=social><span>Mail</span><span>Copy "
       "link</span></div><video src=/v.mp4></video><p>The goal in the 118th minute, seen from the "
       "stand behind it. (0:41)</p><div class=comments><h4>Comments</h4><p>No comments yet. Be the "
       "first!</p></div>",
       Reason::kVideoOnly},
      {"facts and a mail magazine", "桟橋の概要",
       "<h1>桟橋の概要</h1><ul><li>長さ：三百二十メートル</li><li>建設：千九百十一年</"
       "li><li>所有者：港"
       "の評議会</li><li>旅客数：年間四万一千人</li><li>高さ：六メートル</li></ul><section><h2>"
       "メールマガジン</h2><p>毎朝六時、主なニュースをお届けします。登録は無料です。</p></section>",
       Reason::kFactBox},
      {"a wall that asks in its heading", "Council rebuilds ferry pier",
       "<h1>Council rebuilds ferry pier</h1><div class=consent-wall><h2>We value your "
       "privacy</h2><p>"
       "We and our 412 partners store information on your device, such as cookies. You can accept "
       "all cookies or manage your choices.</p></div>",
       Reason::kConsentPage},
  };
  for (const auto& test : cases) {
    const model::Reading reading = ReadPage(test.title, test.body);
    EXPECT_EQ(model::ReasonName(reading.reason), model::ReasonName(test.reason))
        << test.what << ": " << reading.reason_detail << "\n"
        << reading.text;
  }
}

TEST(Edges, BylinesAndStandingLines) {
  const struct {
    const char* line;
    bool byline;
    bool standing;
  } cases[] = {
      {"By Jane Doe", true, false},
      {"Jane Doe | 22 November 2026, 22:30", true, false},
      {"山田花子 2026年11月23日", true, false},
      {"سامر حداد | ٢٢ نوفمبر ٢٠٢٦", true, false},
      {"It began on 22 November 2016.", false, false},
      {"September 10 12pm-1pm in the town hall", false, false},
      {"© 2026 The Old Pier Post", false, true},
      {"記事・写真の無断転載を禁じます", false, true},
      {"The council voted to rebuild the pier", false, false},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(IsByline(test.line), test.byline) << test.line;
    EXPECT_EQ(IsStandingLine(text::Fold(test.line)), test.standing) << test.line;
  }
}

}  // namespace
}  // namespace extract
