// Words that belong to one section, with a weight; title words count three times. The section with
// most weight wins if it has enough in all and clearly more than the next.
#include "enrich/section.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "text/words.h"

namespace enrich {
namespace {

constexpr auto kSections = std::to_array<std::string_view>(
    {"politics", "world", "business", "science", "sports", "culture", "society"});

struct Words {
  size_t section;  // index into kSections
  int weight;
  std::string_view english;
  std::string_view japanese;
  std::string_view arabic;
};

constexpr auto kWords = std::to_array<Words>({
    {0, 3,
     "election elections parliament senator senators congressman lawmakers cabinet ballot voters "
     "referendum "
     "coalition impeachment legislation prime-minister mps gop caucus filibuster gerrymandering "
     "lawmaker "
     "electoral primaries constituency backbench manifesto midterms inauguration",
     "選挙 国会 首相 内閣 自民 与党 野党 衆院 参院 議員 総裁 法案 閣僚 投票 知事 公明 立憲 改憲 "
     "政権 当選 候補",
     "انتخابات الانتخابات البرلمان الحكومة النواب التصويت مرشح الناخبين الدستور الوزراء حزب"},
    {0, 1,
     "government president minister party vote votes campaign policy senate congress democrats "
     "republicans "
     "conservative labour liberal candidate politicians political governor tax bill",
     "政府 政治 政策 大臣 大統領 党首 行政", "الرئيس الوزير السياسية سياسي القانون"},
    {1, 3,
     "ceasefire troops airstrike airstrikes missile missiles invasion embassy diplomat diplomats "
     "diplomatic nato "
     "sanctions refugees militants rebels insurgents peacekeepers annexation nuclear-weapons "
     "hostages treaty "
     "summit bilateral militia warplanes genocide",
     "停戦 侵攻 ミサイル 外交 首脳 国連 制裁 軍事 難民 空爆 戦争 紛争 大使 外相 会談 核実験 人質",
     "الحرب الجيش هدنة صاروخ صواريخ غارة غارات اللاجئين الأمم السفير الخارجية العقوبات قمة "
     "الاحتلال القصف الأسرى"},
    {1, 1,
     "war military army foreign border soldiers attack bombing security peace allies defense "
     "defence u.n united-nations "
     "killed gaza ukraine syria iraq",
     "外国 攻撃 兵士 平和 国際 海外 防衛 同盟",
     "الأمن الدولية السلام الحدود هجوم غزة أوكرانيا سوريا"},
    {2, 3,
     "shares stocks profit profits revenue earnings investors shareholders inflation economy "
     "economist economists gdp "
     "merger takeover bankruptcy exports imports tariffs dividend currency yen euro retailer "
     "retailers "
     "manufacturer wall-street nasdaq ftse bonds quarterly startup ipo unemployment automaker",
     "株価 株式 経済 決算 売上 利益 投資 日銀 円安 円高 物価 関税 輸出 企業 業績 金利 上場 買収 "
     "銀行 市場 増益 減益",
     "الاقتصاد الأسهم أرباح البورصة النفط الأسعار التضخم الاستثمار الشركة المصرف صادرات الدولار "
     "الأسواق"},
    {2, 1,
     "company companies market markets bank sales business trade price prices growth firm industry "
     "bn ceo oil "
     "consumers cost customers factory workers budget financial",
     "会社 販売 価格 産業 貿易 消費 工場 社長", "شركة السوق التجارة المالية مليار البنك أسعار"},
    {3, 3,
     "scientists researchers researcher science nasa spacecraft telescope galaxy species dna "
     "genome vaccine vaccines "
     "physicist climate fossil fossils asteroid laboratory quantum software smartphone algorithm "
     "robot robots "
     "astronomers biology bacteria virus cancer browser internet computer computers "
     "artificial-intelligence gadgets "
     "broadband microsoft google linux spam",
     "研究 科学 宇宙 衛星 細胞 遺伝子 ワクチン 気候 人工知能 ai 技術 ロボット 化石 惑星 探査 実験 "
     "論文 大学院 感染 ウイルス",
     "العلماء دراسة باحثون الفضاء علمية التكنولوجيا لقاح فيروس المناخ الذكاء الاصطناعي القمر "
     "تقنية"},
    {3, 1,
     "study research technology data patients health disease medical digital online users users "
     "web mobile apple "
     "hospital drug energy",
     "医療 病院 開発 データ 患者 健康 電池", "الصحة المرض البيانات الطبية علاج"},
    {4, 3,
     "match matches striker goalkeeper coach championship championships tournament football rugby "
     "cricket tennis "
     "olympic olympics medal scored goals innings quarterback nba nfl fifa uefa premier-league "
     "midfielder halftime "
     "semi-final semifinal wimbledon athletics sprint batsman wicket playoffs referee baseball "
     "basketball",
     "試合 選手 監督 優勝 五輪 野球 サッカー 決勝 得点 本塁打 投手 リーグ 代表 大会 相撲 メダル "
     "テニス 勝利 逆転",
     "مباراة المباراة هدف الدوري كأس اللاعب المنتخب المدرب البطولة كرة القدم نادي الأولمبية "
     "الفريق"},
    {4, 1,
     "team teams win season players player league club cup game games race victory champion fans "
     "injury final",
     "勝 敗 戦 チーム 世界一 連勝 球団", "فوز الموسم لاعب الفوز ملعب"},
    {5, 3,
     "film films movie movies actor actress album singer band oscar oscars museum exhibition novel "
     "novelist author "
     "theatre theater director festival concert musician painter gallery orchestra hollywood "
     "box-office sitcom "
     "bafta grammy celebrity celebrities filmmaker playwright ballet opera",
     "映画 俳優 女優 音楽 美術館 展覧会 小説 作家 歌手 漫画 アニメ 文化 公演 監督作 芸術 舞台 "
     "アルバム 文学",
     "فيلم الفيلم الممثل السينما الموسيقى متحف معرض رواية الكاتب المهرجان الفنان أغنية المسرح "
     "ثقافة"},
    {5, 1,
     "music book books art artist show star stars television tv series song songs award awards "
     "fashion character drama",
     "作品 主演 番組 出版 芸能 賞", "كتاب مسلسل الفن جائزة نجم"},
    {6, 3,
     "police arrested murder court jailed prison schools school students teachers earthquake flood "
     "wildfire storm "
     "hurricane crash firefighters homicide convicted sentenced trial suspect detectives stabbing "
     "shooting "
     "religion church immigrants housing homeless weddings traffic accident",
     "警察 逮捕 事故 地震 裁判 判決 容疑 学校 教育 火災 台風 被害 事件 豪雨 避難 死亡 住民 児童 "
     "生徒 介護 福祉",
     "الشرطة اعتقال المحكمة مقتل حادث زلزال فيضانات المدارس الطلاب جريمة حريق السجن ضحايا"},
    {6, 1,
     "family families children community death killed local residents victims women parents "
     "education welfare judge",
     "市民 子ども 家族 地域 女性 救助", "السكان الأطفال الأسرة المجتمع المدينة"},
});

using Table = std::unordered_map<std::string, std::pair<size_t, int>>;

void AddList(std::string_view list, const Words& row, std::string_view language, Table& table) {
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find(' ', at), list.size());
    const std::string word(list.substr(at, end - at));
    table.try_emplace(text::Stem(word, language), row.section, row.weight);
    at = end + 1;
  }
}

const Table* TableFor(std::string_view primary) {
  static const auto kMake = [](std::string_view Words::* list, std::string_view language) {
    Table table;
    for (const Words& row : kWords) AddList(row.*list, row, language, table);
    return table;
  };
  static const Table kEnglish = kMake(&Words::english, "en");
  static const Table kJapanese = kMake(&Words::japanese, "ja");
  static const Table kArabic = kMake(&Words::arabic, "ar");
  if (primary == "en") return &kEnglish;
  if (primary == "ja") return &kJapanese;
  if (primary == "ar") return &kArabic;
  return nullptr;
}

}  // namespace

std::string FindSection(const Document& document) {
  const Table* table = TableFor(document.primary);
  if (table == nullptr) return {};
  std::array<double, kSections.size()> scores{};
  std::unordered_map<const void*, int> seen;
  for (size_t i = 0; i < 2; ++i) {
    constexpr size_t kMostTokens = 600;
    const Field& field = document.fields[i];
    for (size_t at = 0; at < std::min(field.tokens.size(), kMostTokens); ++at) {
      const auto found = table->find(field.tokens[at].stem);
      if (found == table->end()) continue;
      // The same word again and again proves less each time.
      const int times = ++seen[&*found];
      const double factor = i == 0 ? 3.0 : 1.0 / static_cast<double>(times);
      scores[found->second.first] += found->second.second * factor;
    }
  }
  const auto best = static_cast<size_t>(std::ranges::max_element(scores) - scores.begin());
  double next = 0;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (i != best) next = std::max(next, scores[i]);
  }
  constexpr double kEnough = 6;
  if (scores[best] < kEnough || scores[best] < next * 1.15) return {};
  return std::string(kSections[best]);
}

}  // namespace enrich
