#include "enrich/gazetteer.h"

#include <algorithm>

#include "text/word_list.h"

namespace enrich {
namespace {

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

bool IsTitleOfPerson(std::string_view folded) {
  static const text::WordList kSet = text::WordsOfList(kTitles);
  return kSet.contains(folded);
}
bool IsOrganisationWord(std::string_view folded) {
  static const text::WordList kSet = text::WordsOfList(kOrganisationWords);
  return kSet.contains(folded);
}
bool IsPlaceWord(std::string_view folded) {
  static const text::WordList kSet = text::WordsOfList(kPlaceWords);
  return kSet.contains(folded);
}
bool IsEventWord(std::string_view folded) {
  static const text::WordList kSet = text::WordsOfList(
      "day week festival bowl campaign war wars battle award awards prize prizes series "
      "championship "
      "championships act game games cup medal revolution rebellion treaty agreement conference "
      "tour "
      "album song show chart charts order era age dynasty style theory law code edition symphony "
      "open "
      "olympics election elections crisis accord convention night mass scandal protocol plan deal");
  return kSet.contains(folded);
}
bool IsCapitalisedCommonWord(std::string_view folded) {
  static const text::WordList kSet = text::WordsOfList(kCapitalisedCommon);
  return kSet.contains(folded);
}
bool IsCueVerb(std::string_view folded) {
  static const text::WordList kSet = text::WordsOfList(kCues);
  return kSet.contains(folded);
}
bool IsAgency(std::string_view folded_run) {
  static const text::WordList kSet = text::WordsOfList(kAgencies, '|');
  return kSet.contains(folded_run);
}
}  // namespace enrich
