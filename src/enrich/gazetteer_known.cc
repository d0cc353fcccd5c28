// Names that the world knows, by all their usual spellings in English, Japanese and Arabic.
#include <array>
#include <unordered_map>
#include <utility>

#include "enrich/gazetteer.h"
#include "text/places.h"

namespace enrich {
namespace {

// "kind|id|spelling|spelling…" with kinds o, l, p.
constexpr auto kKnown = std::to_array<std::string_view>({
    "o|european-union|european union|eu|欧州連合|الاتحاد الأوروبي",
    "o|united-nations|united nations|un|u.n|国連|国際連合|الأمم المتحدة",
    "o|nato|nato|north atlantic treaty organization|北大西洋条約機構|الناتو|حلف الناتو|حلف شمال "
    "الأطلسي",
    "o|european-commission|european commission|欧州委員会|المفوضية الأوروبية",
    "o|european-central-bank|european central bank|ecb|欧州中央銀行",
    "o|world-health-organization|world health organization|who|世界保健機関|منظمة الصحة العالمية",
    "o|world-trade-organization|world trade organization|wto|世界貿易機関",
    "o|world-bank|world bank|世界銀行|البنك الدولي",
    "o|international-monetary-fund|international monetary fund|imf|国際通貨基金|صندوق النقد الدولي",
    "o|opec|opec|石油輸出国機構|أوبك",
    "o|asean|asean",
    "o|african-union|african union|الاتحاد الأفريقي",
    "o|arab-league|arab league|アラブ連盟|جامعة الدول العربية",
    "o|g7|g7|group of seven",
    "o|g20|g20",
    "o|federal-reserve|federal reserve|fed|連邦準備制度理事会|frb",
    "o|bank-of-japan|bank of japan|boj|日本銀行|日銀",
    "o|bank-of-england|bank of england|boe",
    "o|white-house|white house|ホワイトハウス|البيت الأبيض",
    "o|pentagon|pentagon|国防総省|البنتاغون",
    "o|kremlin|kremlin|クレムリン|الكرملين",
    "o|congress|congress|الكونغرس",
    "o|cia|cia",
    "o|fbi|fbi",
    "o|nasa|nasa|航空宇宙局",
    "o|interpol|interpol",
    "o|hamas|hamas|ハマス|حماس",
    "o|hezbollah|hezbollah|ヒズボラ|حزب الله",
    "o|taliban|taliban|タリバン|طالبان",
    "o|islamic-state|islamic state|isis|isil|イスラム国|داعش",
    "o|al-qaeda|al-qaeda|al qaeda|アルカイダ|القاعدة",
    "o|google|google|グーグル|غوغل|جوجل",
    "o|apple|apple|アップル|آبل",
    "o|microsoft|microsoft|マイクロソフト|مايكروسوفت",
    "o|amazon|amazon|アマゾン|أمازون",
    "o|facebook|facebook|フェイスブック|فيسبوك",
    "o|meta|meta platforms",
    "o|twitter|twitter|ツイッター|تويتر",
    "o|youtube|youtube|ユーチューブ|يوتيوب",
    "o|openai|openai|オープンai",
    "o|tesla|tesla|テスラ|تسلا",
    "o|toyota|toyota|トヨタ|トヨタ自動車|تويوتا",
    "o|honda|honda|ホンダ|هوندا",
    "o|nissan|nissan|日産|日産自動車",
    "o|sony|sony|ソニー",
    "o|nintendo|nintendo|任天堂",
    "o|samsung|samsung|サムスン|سامسونغ",
    "o|huawei|huawei|ファーウェイ|هواوي",
    "o|intel|intel",
    "o|nvidia|nvidia|エヌビディア|إنفيديا",
    "o|ibm|ibm",
    "o|boeing|boeing|ボーイング",
    "o|airbus|airbus|エアバス|إيرباص",
    "o|netflix|netflix|ネットフリックス|نتفليكس",
    "o|disney|disney|walt disney|ディズニー",
    "o|bbc|bbc",
    "o|cnn|cnn",
    "o|nhk|nhk",
    "o|nbc|nbc",
    "o|abc|abc",
    "o|cbs|cbs",
    "o|mtv|mtv",
    "o|aramco|saudi aramco|aramco|أرامكو",
    "o|al-jazeera|al jazeera|al-jazeera|الجزيرة",
    "o|softbank|softbank|ソフトバンク",
    "o|rakuten|rakuten|楽天",
    "o|ntt|ntt",
    "o|kddi|kddi",
    "o|ldp|liberal democratic party|ldp|自民党|自由民主党",
    "o|cdp|constitutional democratic party|立憲民主党",
    "o|komeito|komeito|公明党",
    "o|jcp|日本共産党|共産党",
    "o|ishin|日本維新の会",
    "o|republican-party|republican party|共和党|الحزب الجمهوري",
    "o|democratic-party|democratic party|民主党|الحزب الديمقراطي",
    "o|labour-party|labour party|労働党|حزب العمال",
    "o|conservative-party|conservative party|保守党",
    "o|supreme-court|supreme court|最高裁|最高裁判所|المحكمة العليا",
    "o|fifa|fifa|国際サッカー連盟|الفيفا",
    "o|uefa|uefa|يويفا",
    "o|ioc|ioc|international olympic committee|国際オリンピック委員会",
    "o|nba|nba",
    "o|nfl|nfl",
    "o|mlb|mlb|大リーグ",
    "o|nhl|nhl",
    "o|real-madrid|real madrid|レアル・マドリード|ريال مدريد",
    "o|barcelona-fc|fc barcelona|برشلونة",
    "o|iaea|iaea|international atomic energy agency|国際原子力機関",
    "o|unicef|unicef|ユニセフ|يونيسف",
    "o|unesco|unesco|ユネスコ|يونسكو",
    "o|amnesty|amnesty international",
    "o|greenpeace|greenpeace",
    "o|red-cross|red cross|赤十字|الصليب الأحمر",
    "l|country/US|united states|u.s|us|usa|u.s.a|america|united states of "
    "america|米国|アメリカ|アメリカ合衆国|米|الولايات المتحدة|أمريكا|أميركا|الولايات المتحدة "
    "الأمريكية|الولايات المتحدة الأميركية",
    "l|country/GB|united kingdom|uk|u.k|britain|great britain|英国|イギリス|بريطانيا|المملكة "
    "المتحدة",
    "l|england|england|イングランド|إنجلترا",
    "l|scotland|scotland|スコットランド|اسكتلندا",
    "l|wales|wales",
    "l|northern-ireland|northern ireland",
    "l|country/KR|south korea|韓国|大韓民国|كوريا الجنوبية",
    "l|country/KP|north korea|北朝鮮|كوريا الشمالية",
    "l|korea|korea",
    "l|country/RU|russia|ロシア|روسيا",
    "l|country/CN|china|中国|中華人民共和国|الصين",
    "l|country/JP|日本|nippon",
    "l|country/AE|uae|united arab emirates|アラブ首長国連邦|الإمارات",
    "l|country/SA|サウジアラビア|السعودية",
    "l|country/CZ|czech republic|チェコ",
    "l|country/TR|turkey|türkiye|トルコ|تركيا",
    "l|country/PS|palestine|gaza strip|パレスチナ|فلسطين",
    "l|gaza|gaza|ガザ|غزة|قطاع غزة",
    "l|west-bank|west bank|ヨルダン川西岸|الضفة الغربية",
    "l|country/DE|germany|ドイツ|west germany|east germany",
    "l|soviet-union|soviet union|ussr|ソ連|ソビエト連邦|الاتحاد السوفيتي",
    "l|yugoslavia|yugoslavia",
    "l|country/HK|hong kong|香港",
    "l|country/TW|taiwan|台湾",
    "l|country/MM|burma|myanmar",
    "l|country/NL|holland|オランダ",
    "l|country/CD|congo|dr congo",
    "l|country/IN|インド|الهند",
    "l|middle-east|middle east|中東|الشرق الأوسط",
    "l|region/150|europe|欧州|ヨーロッパ|أوروبا",
    "l|region/142|asia|アジア|آسيا",
    "l|region/002|africa|アフリカ|أفريقيا|إفريقيا",
    "l|indo-pacific|indo-pacific|インド太平洋",
    "l|crimea|crimea|クリミア|القرم",
    "l|washington|washington|washington dc|washington d.c|ワシントン|واشنطن",
    "l|new-york|new york|new york city|ニューヨーク|نيويورك",
    "l|los-angeles|los angeles|ロサンゼルス",
    "l|san-francisco|san francisco|サンフランシスコ",
    "l|chicago|chicago|シカゴ",
    "l|boston|boston|ボストン",
    "l|houston|houston",
    "l|philadelphia|philadelphia",
    "l|atlanta|atlanta",
    "l|miami|miami",
    "l|dallas|dallas",
    "l|seattle|seattle|シアトル",
    "l|detroit|detroit",
    "l|las-vegas|las vegas|ラスベガス",
    "l|baltimore|baltimore",
    "l|cleveland|cleveland",
    "l|pittsburgh|pittsburgh",
    "l|san-diego|san diego",
    "l|new-orleans|new orleans",
    "l|hollywood|hollywood|ハリウッド",
    "l|manhattan|manhattan",
    "l|brooklyn|brooklyn",
    "l|texas|texas|テキサス|テキサス州",
    "l|california|california|カリフォルニア|カリフォルニア州",
    "l|florida|florida|フロリダ",
    "l|ohio|ohio",
    "l|virginia|west virginia",
    "l|pennsylvania|pennsylvania",
    "l|illinois|illinois",
    "l|michigan|michigan",
    "l|massachusetts|massachusetts",
    "l|new-jersey|new jersey",
    "l|arizona|arizona",
    "l|colorado|colorado",
    "l|oregon|oregon",
    "l|nevada|nevada",
    "l|utah|utah",
    "l|alaska|alaska",
    "l|hawaii|hawaii|ハワイ",
    "l|tennessee|tennessee",
    "l|kentucky|kentucky",
    "l|alabama|alabama",
    "l|louisiana|louisiana",
    "l|mississippi|mississippi",
    "l|minnesota|minnesota",
    "l|wisconsin|wisconsin",
    "l|iowa|iowa",
    "l|missouri|missouri",
    "l|kansas|kansas",
    "l|oklahoma|oklahoma",
    "l|maryland|maryland",
    "l|connecticut|connecticut",
    "l|south-carolina|south carolina",
    "l|north-carolina|north carolina",
    "l|new-hampshire|new hampshire",
    "l|new-mexico|new mexico",
    "l|maine|maine",
    "l|vermont|vermont",
    "l|indiana|indiana",
    "l|nebraska|nebraska",
    "l|montana|montana",
    "l|wyoming|wyoming",
    "l|idaho|idaho",
    "l|arkansas|arkansas",
    "l|ontario|ontario",
    "l|quebec|quebec",
    "l|british-columbia|british columbia",
    "l|manchester|manchester|マンチェスター",
    "l|liverpool|liverpool|リバプール",
    "l|birmingham|birmingham",
    "l|glasgow|glasgow",
    "l|edinburgh|edinburgh",
    "l|leeds|leeds",
    "l|oxford|oxford",
    "l|cambridge|cambridge",
    "l|yorkshire|yorkshire",
    "l|milan|milan|ミラノ",
    "l|barcelona|barcelona|バルセロナ",
    "l|munich|munich|ミュンヘン",
    "l|hamburg|hamburg",
    "l|frankfurt|frankfurt",
    "l|cologne|cologne",
    "l|geneva|geneva|ジュネーブ|جنيف",
    "l|lyon|lyon",
    "l|marseille|marseille",
    "l|kyiv|kyiv|kiev|キーウ|キエフ|كييف",
    "l|mumbai|mumbai|bombay|ムンバイ",
    "l|new-delhi|new delhi|delhi|ニューデリー|نيودلهي",
    "l|beijing|beijing|peking|北京|بكين",
    "l|osaka|osaka|大阪",
    "l|kyoto|kyoto|京都",
    "l|hiroshima|hiroshima|広島",
    "l|nagasaki|nagasaki|長崎",
    "l|okinawa|okinawa|沖縄",
    "l|fukushima|fukushima|福島",
    "l|hokkaido|hokkaido|北海道",
    "l|yokohama|yokohama|横浜",
    "l|nagoya|nagoya|名古屋",
    "l|fukuoka|fukuoka|福岡",
    "l|sapporo|sapporo|札幌",
    "l|kobe|kobe|神戸",
    "l|sendai|sendai|仙台",
    "l|tel-aviv|tel aviv|テルアビブ|تل أبيب",
    "l|jerusalem|jerusalem|エルサレム|القدس",
    "l|mecca|mecca|مكة",
    "l|dubai|dubai|ドバイ|دبي",
    "l|abu-dhabi|abu dhabi|أبوظبي|أبو ظبي",
    "l|aleppo|aleppo|حلب",
    "l|brussels|ブリュッセル|بروكسل",
    "l|doha|doha|ドーハ|الدوحة",
    "l|rafah|rafah|رفح",
    "l|alexandria|alexandria|الإسكندرية",
    "l|mosul|mosul|الموصل",
    "l|basra|basra|البصرة",
    "l|jeddah|jeddah|جدة",
});

using KnownTable =
    std::unordered_map<std::string_view, std::pair<model::NameKind, std::string_view>>;

const KnownTable& Known() {
  static const KnownTable kTable = [] {
    KnownTable made;
    for (std::string_view row : kKnown) {
      const auto kind = row[0] == 'o' ? model::NameKind::kOrganisation : model::NameKind::kPlace;
      size_t at = row.find('|', 2);
      const std::string_view id = row.substr(2, at - 2);
      while (at != std::string_view::npos) {
        const size_t end = row.find('|', at + 1);
        made.try_emplace(row.substr(at + 1, end == std::string_view::npos ? end : end - at - 1),
                         std::pair(kind, id));
        at = end;
      }
    }
    return made;
  }();
  return kTable;
}

}  // namespace

std::optional<KnownName> FindKnown(std::string_view folded_run, std::string_view primary_language) {
  if (const auto known = Known().find(folded_run); known != Known().end()) {
    return KnownName{known->second.first, std::string(known->second.second)};
  }
  // Asked for word after word of one language; the tables live as long as the program.
  thread_local std::string last_language;
  thread_local const std::unordered_map<std::string, text::Place>* last_places = nullptr;
  if (last_places == nullptr || last_language != primary_language) {
    last_language = std::string(primary_language);
    last_places = &text::PlacesIn(primary_language);
  }
  const auto& places = *last_places;
  const auto place = places.find(std::string(folded_run));
  if (place == places.end()) return std::nullopt;
  return KnownName{model::NameKind::kPlace, place->second.id};
}

}  // namespace enrich
