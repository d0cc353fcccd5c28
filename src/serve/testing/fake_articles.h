#pragma once
// The articles of FakeStore. Included at the end of fake_store.h.

#include <string>

#include "serve/testing/fake_store.h"

namespace serve::testing {

// More than 300 characters in every script, then the word that must not get out.
inline std::vector<std::string> LongText(std::string_view first) {
  std::string long_one(first);
  for (int i = 0; i < 12; ++i) long_one.append(" ").append(first);
  return {std::string(first), long_one + " " + std::string(kSecret), "The end of it."};
}

inline FakeStore::FakeStore() {
  const auto gazette = AddPublisher("Harbour Gazette", "harbour-gazette.example", "gb", "en");
  const auto ledger = AddPublisher("The Morning Ledger", "morning-ledger.example", "us", "en");
  const auto wire = AddPublisher("Northline Wire", "northline.example", "ie", "en", true);
  const auto asahi = AddPublisher("みなと新報", "minato.example", "jp", "ja");
  const auto keizai = AddPublisher("東海経済日報", "tokai-keizai.example", "jp", "ja");
  const auto sahil = AddPublisher("صحيفة الساحل", "sahil.example", "eg", "ar");
  const auto khalij = AddPublisher("أخبار الميناء", "mina.example", "ae", "ar");

  const auto text = [](FakeArticle& article, std::string_view author) {
    article.paragraphs = LongText(article.summary.summary);
    article.byline = {std::string(author)};
  };
  const auto picture = [](FakeArticle& article, std::string_view caption) {
    article.summary.image = {"https://pictures.example/" + std::string(kSecret) + ".jpg",
                             std::string(caption), "Photo: M. Okafor", 1200, 800};
  };

  FakeArticle& lead = AddArticle(
      1, gazette, "Harbour ferry service to return after eleven years, with electric boats",
      "The council voted 31 to 12 to restore the crossing between the old town and the islands. "
      "Three electric ferries are to run every twenty minutes from April.",
      1.5, "society", {"HarbourFerry", "ElectricBoats", "OldTown"});
  text(lead, "Ada Lindqvist");
  picture(lead, "The old landing stage, closed since 2015, is to be rebuilt in timber.");
  FakeArticle& second_report = AddArticle(
      1, ledger, "Islanders cheer as council brings back the ferry",
      "Residents filled the gallery for the vote. Shopkeepers expect two hundred visitors a day.",
      1.1, "society", {"HarbourFerry"});
  text(second_report, "Jon Pryce");
  FakeArticle& copy = AddArticle(1, wire, "Council votes to restore harbour ferry",
                                 "The council voted 31 to 12 to restore the crossing.", 0.6,
                                 "society", {"HarbourFerry"});
  text(copy, "Northline staff");
  copy.summary.lineage = model::LineageKind::kCopy;
  copy.summary.copy_of = {1};

  struct Line {
    int64_t story;
    model::PublisherId publisher;
    std::string_view title, summary;
    double hours;
    std::string_view section, tag;
  };
  const Line lines[] = {
      {2, ledger, "Central bank holds rates and says the next move may be down",
       "Policy makers left the rate at 3.25 per cent for the fourth meeting in a row. Two of nine "
       "members asked for a cut.",
       2.2, "business", "InterestRates"},
      {2, wire, "Rates on hold; two members wanted a cut", "The vote was seven to two.", 2.0,
       "business", "InterestRates"},
      {3, wire, "Storm closes mountain passes; four villages without power",
       "Wind of 140 kilometres an hour brought down lines overnight. Crews expect to reach the "
       "last "
       "village by evening.",
       3.4, "world", "Storm"},
      {4, gazette, "Telescope finds water ice in the shadow of a small moon",
       "The signal was seen on three nights. The team says that it had looked for dust.", 5,
       "science", "WaterIce"},
      {5, ledger, "Library strike ends with a deal on evening hours",
       "Staff go back on Monday. Branches will close at seven instead of nine.", 6.5, "society",
       "LibraryStrike"},
      {6, gazette, "A quiet novel about lighthouse keepers wins the Meridian prize",
       "The judges were unanimous for the first time. The author is a former ship's cook.", 8,
       "culture", "MeridianPrize"},
      {7, wire, "Late goal sends Rovers to the final",
       "It is the club's first final since 1988. The winner came in the ninety-third minute.", 10,
       "sports", "Rovers"},
      {8, ledger, "Parliament passes right-to-repair law",
       "Makers must sell parts for seven years. Phones and washing machines come first.", 12,
       "politics", "RightToRepair"},
      {9, gazette, "Rents fall for the first time in six years",
       "The fall is small and only in the centre. Builders finished 4,100 flats this year.", 20,
       "business", "Rents"},
      {10, wire, "Grain harvest beats forecast despite dry spring",
       "Late rain saved the barley. Prices fell three per cent.", 26, "business", "Harvest"},
      {11, ledger, "Chip plant to bring 900 jobs to the river valley",
       "The site was a paper mill until 2019.", 30, "business", "ChipPlant"},
      {12, gazette, "Airline drops paper boarding passes", "Printers stay at the gates.", 31,
       "business", "Airline"},
      {13, gazette, "Seagrass returns to the bay after dredging ban",
       "Divers counted twice as many shoots as last year.", 40, "science", "Seagrass"},
      {14, ledger, "A vaccine patch without a needle works in a first trial",
       "Ninety volunteers wore it for an hour.", 44, "science", "VaccinePatch"},
      {20, asahi, "港の渡し船、11年ぶりに復活へ　電動船3隻を導入",
       "市議会は31対12で、旧市街と島々を結ぶ航路の再開を可決した。来年4月から20分ごとに電動船が運航"
       "する。",
       1.2, "society", "渡し船"},
      {20, keizai, "渡し船再開、島の商店に期待", "一日200人の来訪を見込む。", 0.9, "society",
       "渡し船"},
      {21, keizai, "日銀、政策金利を据え置き　次の一手は「下げも」",
       "政策金利は4会合連続で据え置かれた。委員9人のうち2人が利下げを主張した。", 2.5, "business",
       "金利"},
      {22, asahi, "小さな衛星の影に水の氷　望遠鏡が観測",
       "三夜にわたり信号が確認された。研究班は当初、塵を探していたという。", 6, "science",
       "水の氷"},
      {23, asahi, "暴風で峠が通行止め、4集落で停電", "夕方までの復旧を目指している。", 4, "world",
       "暴風"},
      {24, keizai, "家賃、6年ぶりに下落", "下落は都心部に限られる。", 22, "business", "家賃"},
      {30, sahil, "عودة عبّارة الميناء بعد أحد عشر عامًا بقوارب كهربائية",
       "صوّت المجلس بأغلبية 31 مقابل 12 على إعادة الخط بين البلدة القديمة والجزر. تعمل ثلاث عبّارات "
       "كهربائية كل عشرين دقيقة ابتداء من أبريل.",
       1.3, "society", "عبارة_الميناء"},
      {30, khalij, "أهل الجزر يرحبون بعودة العبّارة", "يتوقع أصحاب المتاجر مئتي زائر في اليوم.", 1.0,
       "society", "عبارة_الميناء"},
      {31, khalij, "البنك المركزي يثبّت الفائدة ويلمّح إلى خفضها",
       "أبقى المجلس السعر عند 3.25 في المئة للاجتماع الرابع على التوالي. وطلب عضوان خفضه.", 2.7,
       "business", "الفائدة"},
      {32, sahil, "تلسكوب يرصد جليدًا مائيًا في ظل قمر صغير",
       "رُصدت الإشارة في ثلاث ليال. ويقول الفريق إنه كان يبحث عن الغبار.", 7, "science", "الجليد"},
      {33, sahil, "عاصفة تغلق ممرات الجبال وأربع قرى بلا كهرباء", "تعمل الفرق على الإصلاح.", 4.2,
       "world", "عاصفة"},
  };
  for (const Line& line : lines) {
    FakeArticle& article =
        AddArticle(line.story, line.publisher, std::string(line.title), std::string(line.summary),
                   line.hours, std::string(line.section), {std::string(line.tag)});
    text(article, "Reporter");
  }
  for (FakeArticle& article : articles) {
    const int64_t story = article.summary.story.value;
    if (story == 20) picture(article, "旧桟橋は木造で建て直される。");
    if (story == 30) picture(article, "المرسى القديم المغلق منذ 2015 يعاد بناؤه بالخشب.");
    if (story == 4 || story == 9) picture(article, "A picture of the matter.");
    if (story == 8) article.summary.genre = model::Genre::kAnalysis;
  }
  FakeArticle& bad = AddArticle(0, gazette, "Our reporter Ada Lindqvist", "", 3, "", {});
  bad.summary.verdict = model::Verdict::kQuarantine;
  bad.summary.reason = model::Reason::kAuthorPage;
  bad.summary.reason_detail = "a portrait, a biography of 60 words and a list of 24 links";

  for (const model::Publisher& publisher : publishers) {
    model::Source source;
    source.id = {publisher.id.value};
    source.publisher = publisher.id;
    source.url = "https://" + publisher.host + "/feed";
    source.kind = model::SourceKind::kFeed;
    source.title = publisher.name;
    source.last_poll = HoursAgo(0.2);
    source.last_success = HoursAgo(0.2);
    sources.push_back(std::move(source));
  }
  sources[1].consecutive_failures = 3;
  sources[1].last_error = "the server answered 503 (service unavailable)";
}

}  // namespace serve::testing
