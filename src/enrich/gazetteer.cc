#include "enrich/gazetteer.h"

#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "text/places.h"

namespace enrich {
namespace {

using Set = std::unordered_set<std::string_view>;

Set Split(std::string_view list, char divider = ' ') {
  Set set;
  for (size_t at = 0; at < list.size();) {
    const size_t end = std::min(list.find(divider, at), list.size());
    if (end > at) set.insert(list.substr(at, end - at));
    at = end + 1;
  }
  return set;
}

constexpr std::string_view kFirstNames =
    "aaron abdel abdul abdullah abigail abraham adam adrian adriana ahmad ahmed aidan aisha akira "
    "alan "
    "albert alberto alejandro aleksandr alex alexander alexandra alexei alexis alfred ali alice "
    "alicia "
    "alison allan allen allison amal amanda amber amir amy ana anastasia andre andrea andreas "
    "andrei "
    "andrew andy angel angela angelina angus anita ann anna anne annie anthony antoine anton "
    "antonio "
    "april arnold arthur ashley audrey barack barbara barry beatrice ben benedict benjamin bernard "
    "bernie beth betty bill billy bob bobby boris brad bradley brandon brenda brendan brett brian "
    "bridget britney bruce bryan byron caleb cameron camilla carl carla carlo carlos carol "
    "caroline "
    "carolyn carrie catherine cecil cecilia charles charlie charlotte chelsea cheryl chris "
    "christian "
    "christina christine christopher chuck cindy claire clara clarence claude claudia clifford "
    "clinton "
    "colin connor constance craig curtis cynthia daisy dale damian dan dana daniel daniela "
    "danielle "
    "danny darren dave david dawn dean deborah debra denis denise dennis derek diana diane dick "
    "diego "
    "dmitri dmitry dominic don donald donna doris dorothy doug douglas duncan dustin dwight dylan "
    "earl "
    "eddie edgar edith eduardo edward edwin eileen elaine eleanor elena eli elijah elisabeth "
    "elizabeth "
    "ella ellen elliott elon elsa emily emma emmanuel enrique eric erica erik erin ernest esther "
    "ethan "
    "eugene eva evan evelyn fatima felix fernando fiona florence frances francesca francesco "
    "francis "
    "francisco francois frank franklin fred frederick fumio gabriel gareth gary gavin geoff "
    "geoffrey "
    "george georgia gerald gerard giorgia giovanni giuseppe gladys glen glenn gloria gordon grace "
    "graham "
    "greg gregory greta guillermo gustav guy hannah hans harold harriet harrison harry hassan "
    "hazel "
    "heather hector heidi helen helena helmut henri henrik henry herbert hillary hiroshi howard "
    "hugh "
    "hugo hussein ian ibrahim igor imran irene iris irina isaac isabel isabella ivan ivanka jack "
    "jackie "
    "jackson jacob jacqueline jacques jake james jamie jan jane janet janice jared jasmine jason "
    "javier "
    "jay jean jeanne jeff jeffrey jennifer jenny jeremy jerome jerry jesse jessica jesus jill jim "
    "jimmy "
    "jo joan joanna joanne joe joel johan johann john johnny jon jonathan jonas jordan jorge jose "
    "josef "
    "joseph josephine josh joshua joyce juan juanita judith judy julia julian juliana julie juliet "
    "jun "
    "june justin kaja kamala karen karim karl kate katharine katherine kathleen kathryn kathy "
    "katie kay "
    "keir keith kelly ken kenji kenneth kenny kent kerry kevin khalid kim kimberly kirsten kristen "
    "kristin kurt kyle larry lars laura lauren laurence laurie lawrence leah lee leila leo leon "
    "leonard "
    "leonardo leroy leslie lester lewis liam lillian linda lindsay lionel lisa liz lloyd logan "
    "lois "
    "lorraine louis louise luca lucas lucia lucy luigi luis luke lydia lynn madeleine mahmoud "
    "malcolm "
    "manuel marc marcel marcia marco marcus margaret maria mariam marie marilyn marina mario "
    "marion mark "
    "marlon marta martha martin martina marvin mary mathew matt matteo matthew maureen maurice max "
    "maxwell megan mehmet melania melanie melissa melvin meredith michael michel michele michelle "
    "miguel "
    "mike mikhail mildred mitchell mitt mohamed mohammad mohammed moises molly monica morgan moses "
    "muhammad mustafa nadia nancy naomi narendra natalia natalie nathan nathaniel neil nelson "
    "nicholas "
    "nick nicola nicolas nicole nigel nikita nina noah noel nora norma norman oleg oliver olivia "
    "omar "
    "oscar osama otto owen pablo pamela paolo pat patricia patrick paul paula pauline pedro peggy "
    "penny "
    "perry pete peter petra phil philip philippa philippe phillip phoebe phyllis pierre piers "
    "qasim "
    "rachel rafael ralph ramon randall randy raul ray raymond rebecca recep reginald renee rex "
    "ricardo "
    "richard rick ricky rita rob robert roberta roberto robin rodney rodrigo roger roland ron "
    "ronald "
    "ronnie rosa rose rosemary ross roy ruby rudolf rudy rupert russell ruth ryan sabrina sally "
    "salman "
    "salvador sam samantha samuel sandra sanjay santiago sara sarah scott sean sebastian serena "
    "serge "
    "sergei sergey sergio seth shane shannon sharon shaun sheila shigeru shinzo shirley sidney "
    "silvio "
    "simon simone sofia sonia sophia sophie stacy stan stanley stella stephanie stephen steve "
    "steven "
    "stewart stuart sue susan susanne suzanne sven sylvia tamara tanya tara tariq taylor ted "
    "teresa "
    "terence teresa terry theo theodore theresa thomas tiffany tim timothy tina toby todd tom "
    "tommy toni "
    "tony tracy travis trevor troy tyler ursula valerie vanessa vera vernon veronica victor "
    "victoria "
    "vijay vincent viktor virginia vladimir volodymyr wallace walter wanda warren wayne wendy "
    "wilhelm "
    "will william willie winston wolfgang xavier yasmin yoko yuki yuri yusuf yvonne zach zachary "
    "zoe";

constexpr std::string_view kTitles =
    "brigadier vice executive assistant associate senior "
    "mr mrs ms miss dr prof professor sir dame lord lady baroness baron count countess duke "
    "duchess "
    "prince princess king queen emperor empress pope cardinal archbishop bishop father sister "
    "brother "
    "rabbi imam ayatollah sheikh reverend rev saint president chancellor premier senator sen "
    "congressman congresswoman representative rep governor gov mayor minister secretary ambassador "
    "judge justice general gen admiral colonel col major captain capt lieutenant lt sergeant sgt "
    "corporal private commander inspector detective officer sheriff chief chairman chairwoman "
    "chair "
    "ceo director coach manager actor actress singer author writer novelist director-general "
    "spokesman spokeswoman spokesperson analyst economist striker midfielder goalkeeper defender "
    "economist lawyer attorney councillor comrade herr frau monsieur madame mme señor señora don "
    "doña "
    "prime-minister deputy vice-president lawmaker politician candidate leader star driver "
    "quarterback "
    "pitcher comedian rapper composer artist photographer historian professor-emeritus";

constexpr std::string_view kOrganisationWords =
    "inc corp corporation company co ltd plc llc gmbh ag sa nv spa group holdings holding bank "
    "banks "
    "university college school institute institution academy ministry department agency bureau "
    "office "
    "commission committee council parliament congress senate assembly court party union federation "
    "confederation association society foundation trust fund league club team united fc cf sc afc "
    "organization organisation authority administration board service services police army navy "
    "force "
    "forces corps brigade battalion regiment division command press times post journal news herald "
    "tribune gazette telegraph guardian magazine radio television tv network networks broadcasting "
    "media studios studio records entertainment pictures motors airlines airways air railways "
    "railway "
    "systems technologies technology software electronics energy oil gas petroleum pharmaceuticals "
    "pharma insurance capital partners securities investments management consulting labs "
    "laboratory "
    "laboratories museum library theatre theater orchestra band hospital clinic church ministry "
    "alliance coalition front movement brotherhood brothers sons industries enterprises "
    "international treasury exchange cooperative consortium chamber taliban cabinet diet knesset "
    "duma bundestag politburo airlines partei verein bundesamt ministerium université ministère "
    "railroad lines railways center centre organisations organizations station-house press agency "
    "dialogue forum initiative programme program project conference summit mechanism consulate "
    "embassy "
    "universidad ministerio banco banque partido parti";

constexpr std::string_view kPlaceWords =
    "field fields brook way house lane park mall cathedral abbey estate heath "
    "river lake mountain mountains mount island islands sea ocean bay gulf strait peninsula valley "
    "desert forest park beach county province prefecture state city town village district borough "
    "region territory street avenue road square bridge airport port harbour harbor canal coast "
    "cape "
    "falls hills hill heights creek springs palace castle tower stadium station plaza republic "
    "kingdom "
    "emirates archipelago basin plateau highway boulevard lane north south east west";

constexpr std::string_view kCapitalisedCommon =
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june "
    "july august september october november december jan feb mar apr jun jul aug sept sep oct nov "
    "dec "
    "i i'm i'll i've i'd ok tv pc dvd cd god christmas easter ramadan thanksgiving internet web "
    "english "
    "british american american's americans chinese japanese french german italian spanish russian "
    "russians indian european europeans asian african african-american korean israeli israelis "
    "iranian "
    "iraqi syrian turkish egyptian saudi palestinian palestinians ukrainian ukrainians polish "
    "dutch "
    "swedish norwegian danish finnish greek portuguese brazilian mexican canadian australian "
    "australians scottish welsh irish pakistani afghan arab arabs arabic kurdish kurds jewish jews "
    "jew "
    "muslim muslims islamic islamist islamists christian christians catholic catholics protestant "
    "buddhist hindu sunni shia shiite roman latin western eastern northern southern soviet nazi "
    "nazis "
    "communist republican republicans democrat democrats democratic liberal conservative "
    "conservatives "
    "tory tories labour swiss austrian belgian hungarian romanian bulgarian czech slovak serbian "
    "croatian bosnian albanian thai vietnamese malaysian indonesian filipino taiwanese lebanese "
    "jordanian libyan tunisian algerian moroccan nigerian kenyan ethiopian somali sudanese cuban "
    "venezuelan colombian argentine argentinian chilean peruvian estonian latvian lithuanian "
    "georgian "
    "armenian azerbaijani kazakh uzbek indians britons chinese-made gdp ceo cfo cto uk-based "
    "us-based "
    "mp mps phd dna hiv aids covid pandemic ii iii iv vi vii viii jr sr est gmt edt pst am pm ad "
    "bc no "
    "yes oh hey hello please thanks thank mr mrs ms dr act bill treaty agreement war wars world "
    "cup "
    "olympics olympic games championship award awards prize album song film series season";

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
  static const KnownTable table = [] {
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
  return table;
}

constexpr std::string_view kCues =
    "say says said saying tell tells told add adds added adding argue argues argued announce "
    "announces "
    "announced explain explains explained claim claims claimed note notes noted state states "
    "stated "
    "insist insists insisted ask asks asked reply replies replied write writes wrote warn warns "
    "warned "
    "call calls called describe describes described report reports reported declare declares "
    "declared "
    "admit admits admitted acknowledge acknowledges acknowledged suggest suggests suggested tweet "
    "tweets tweeted continue continued continues conclude concludes concluded recall recalls "
    "recalled "
    "joke jokes joked quip quips quipped respond responds responded shout shouted yell yelled "
    "quote "
    "quotes quoted quoting stress stresses stressed emphasize emphasized emphasised observe "
    "observed "
    "observes predict predicted predicts promise promised promises urge urged urges demand "
    "demanded "
    "demands complain complained complains contend contended contends assert asserted asserts deny "
    "denied denies confirm confirmed confirms reveal revealed reveals remark remarked remarks "
    "opine "
    "opined lament lamented laments vow vowed vows testify testified wonder wondered believe "
    "believes "
    "believed think thinks thought read reads mention mentioned comment commented comments point "
    "pointed points agree agreed agrees express expressed dub dubbed refer referred blast blasted "
    "slam slammed boast boasted counter countered posted according tells sings sang muse mused "
    "exclaimed proclaimed propose proposed vented fumed hinted cautioned caution praised "
    "criticized "
    "sagte sagt erklärte erklärt betonte teilte schrieb meinte déclaré dit affirmé expliqué ajouté "
    "dijo dice afirmó declaró explicó añadió aseguró señaló disse ha-detto afirma afirmou declarou "
    "zei zegt säger sade sier sa sagde siger сказал сказала заявил заявила сообщил сообщила "
    "отметил "
    "قال قالت وقال وقالت أكد أكدت وأكد وأكدت أضاف أضافت وأضاف وأضافت صرح صرحت وصرح أوضح أوضحت "
    "وأوضح "
    "وأوضحت أعلن أعلنت وأعلن ذكر ذكرت وذكر أشار أشارت وأشار وأشارت كتب كتبت وكتب تابع وتابع تابعت "
    "شدد "
    "وشدد شددت يقول تقول ويقول وتقول";

constexpr std::string_view kAgencies =
    "reuters|associated press|the associated press|ap|afp|agence france-presse|getty|getty images|"
    "kyodo|kyodo news|jiji|jiji press|bloomberg|upi|epa|dpa|xinhua|tass|ria novosti|pa media|"
    "press association|shutterstock|istock|alamy|zuma|anadolu|anadolu agency|時事通信|共同通信|"
    "ロイター|ＡＦＰ|رويترز|أسوشيتد برس|فرانس برس|وكالة الأناضول|الأناضول|وام|واس|photo|file "
    "photo|courtesy";

}  // namespace

bool IsFirstName(std::string_view folded) {
  static const Set set = Split(kFirstNames);
  return set.contains(folded);
}
bool IsTitleOfPerson(std::string_view folded) {
  static const Set set = Split(kTitles);
  return set.contains(folded);
}
bool IsOrganisationWord(std::string_view folded) {
  static const Set set = Split(kOrganisationWords);
  return set.contains(folded);
}
bool IsPlaceWord(std::string_view folded) {
  static const Set set = Split(kPlaceWords);
  return set.contains(folded);
}
bool IsEventWord(std::string_view folded) {
  static const Set set = Split(
      "day week festival bowl campaign war wars battle award awards prize prizes series "
      "championship "
      "championships act game games cup medal revolution rebellion treaty agreement conference "
      "tour "
      "album song show chart charts order era age dynasty style theory law code edition symphony "
      "open "
      "olympics election elections crisis accord convention night mass scandal protocol plan deal");
  return set.contains(folded);
}
bool IsCapitalisedCommonWord(std::string_view folded) {
  static const Set set = Split(kCapitalisedCommon);
  return set.contains(folded);
}
bool IsCueVerb(std::string_view folded) {
  static const Set set = Split(kCues);
  return set.contains(folded);
}
bool IsAgency(std::string_view folded_run) {
  static const Set set = Split(kAgencies, '|');
  return set.contains(folded_run);
}

std::optional<KnownName> FindKnown(std::string_view folded_run, std::string_view primary_language) {
  if (const auto known = Known().find(folded_run); known != Known().end()) {
    return KnownName{known->second.first, std::string(known->second.second)};
  }
  const auto& places = text::PlacesIn(primary_language);
  const auto place = places.find(std::string(folded_run));
  if (place == places.end()) return std::nullopt;
  return KnownName{model::NameKind::kPlace, place->second.id};
}

}  // namespace enrich
