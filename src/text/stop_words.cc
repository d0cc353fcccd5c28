// Words that carry no topic, by language: articles, pronouns, prepositions, conjunctions, auxiliary
// verbs and a few adverbs that news uses everywhere. Folded (so "dass", never "daß").
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "text/words.h"

namespace text {
namespace {

constexpr auto kLists = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"en",
     "a about above across after again against ago all almost along already also although always "
     "am "
     "among an and another any anyone anything are aren't around as at away back be became because "
     "become been before began being below between both but by came can can't cannot come could "
     "couldn't did didn't do does doesn't doing don't done down during each either else even ever "
     "every everyone everything few for from further gave get gets getting give given go goes "
     "going "
     "gone got had hadn't has hasn't have haven't having he he's her here hers herself him himself "
     "his how however i i'd i'll i'm i've if in including instead into is isn't it it's its itself "
     "just keep know known last least less let like likely made make makes making many may maybe "
     "me "
     "might more most much must my myself near need never next no nor not nothing now of off often "
     "on once one ones only onto or other others our ours out over own per perhaps put quite "
     "rather "
     "really said same saw say saying says see seen several shall she she's should shouldn't since "
     "so some someone something soon still such take taken tell than that that's the their theirs "
     "them themselves then there there's these they they're thing things think this those though "
     "through thus till to told too took toward towards two under unless until up upon us use used "
     "very via want was wasn't way we we're we've well went were weren't what what's when where "
     "whether which while who who's whom whose why will with within without won't would wouldn't "
     "yes yet you you're your yours yourself mr mrs ms first second three today yesterday tomorrow "
     "according amid added"},
    {"de",
     "aber alle allem allen aller alles als also am an andere anderen anderer ander auch auf aus "
     "bei "
     "beim bereits bin bis bisher da dabei dadurch dafür dagegen daher damit danach dann daran "
     "darauf "
     "darüber das dass dazu dein dem den denn der des deshalb dessen die dies diese diesem diesen "
     "dieser dieses doch dort du durch ein eine einem einen einer eines er erst es etwa etwas euch "
     "fast für gab ganz gegen gegenüber gibt habe haben hat hatte hatten hier hin hinter ich ihm "
     "ihn "
     "ihnen ihr ihre ihrem ihren ihrer im immer in indem ins ist ja jede jedem jeden jeder jedes "
     "jedoch jetzt kann kein keine keinen können könnte machen man mehr mein mich mir mit muss "
     "müssen "
     "nach nachdem neben nicht nichts noch nun nur ob oder ohne sagt sagte schon sehr sein seine "
     "seinem seinen seiner seit seitdem sich sie sind so sogar soll sollen sollte sondern sonst "
     "soweit über um und uns unser unter viel viele vielen vom von vor wann war waren warum was "
     "weil weiter welche welcher wenn wer werde werden wie wieder will wir wird wo wollen worden "
     "wurde wurden würde zu zum zur zwar zwei zwischen"},
    {"fr",
     "a ai ainsi alors après au aucun aucune aujourd'hui aussi autre autres aux avait avant avec "
     "avoir ayant bien c ça car ce ceci cela celle celles celui cependant ces cet cette ceux "
     "chaque "
     "chez comme comment contre d dans de déjà depuis des deux dont donc du elle elles en encore "
     "entre es est et étaient était étant été être eu eux fait faire fois font hors il ils j je "
     "jusqu jusque l la là le les leur leurs lors lorsque lui m ma mais me même mêmes mes moi "
     "moins "
     "mon n ne ni nos notre nous on ont ou où par parce pas pendant peu peut peuvent plus pour "
     "pourquoi près puis qu quand que quel quelle quelles quels qui quoi s sa sans se selon sera "
     "serait ses si son sont sous sur t ta te tes toi ton tous tout toute toutes très trop tu un "
     "une va vers voici voilà vos votre vous y"},
    {"es",
     "a al algo algunas algunos ante antes así aún aunque bajo bien cada casi como cómo con contra "
     "cual cuales cuál cuando cuándo de del desde después donde dos durante e el él ella ellas "
     "ellos "
     "en entre era eran es esa esas ese eso esos esta está están estaba estado estas este esto "
     "estos "
     "fue fueron fui ha haber había han has hasta hay hace hacer hacia he incluso la las le les lo "
     "los más me mi mientras mis mismo misma mucho muchos muy nada ni no nos nosotros nuestra "
     "nuestro "
     "o otra otras otro otros para pero poco por porque primera primero pues que qué quien quién "
     "quienes se sea según ser será si sí sido siempre sin sino sobre solo sólo son su sus también "
     "tan tanto te tendrá tener tenía tiene tienen toda todas todavía todo todos tras tu tus un "
     "una "
     "unas uno unos usted y ya yo"},
    {"it",
     "a ad ai al alla alle allo agli anche ancora avere aveva c che chi ci ciò come con contro "
     "cosa "
     "così cui d da dagli dai dal dall dalla dalle dallo degli dei del dell della delle dello "
     "dentro "
     "di dopo dove due durante e è ed era erano essere fa fare fatto fin fino fra già gli ha hanno "
     "ho i il in invece io l la le lei li lo loro lui ma me meno mentre mi mia mio molto ne negli "
     "nei "
     "nel nell nella nelle nello nessuno no noi non nostro o ogni oggi oltre per perché però più "
     "poco poi prima proprio può qua quale quali quando quanto quel quella quelle quelli quello "
     "questa queste questi questo qui quindi sarà se secondo sei sempre senza si sia sono sotto "
     "stata state stati stato sto su sua sue sugli sui sul sull sulla sulle sullo suo suoi te ti "
     "tra "
     "tu tutta tutte tutti tutto un una uno vi voi"},
    {"pt",
     "a à ao aos as às ainda além algum alguns ante antes após aquela aquele aqueles até com como "
     "contra cada da das de dela dele deles depois desde dessa desse desta deste do dois dos "
     "durante "
     "e é ela elas ele eles em entre era essa essas esse esses esta está estão estas estava este "
     "estes eu foi foram há isso isto já la lhe lhes lo mais mas me mesmo meu minha muito muitos "
     "na "
     "nas não nem no nos nós nossa nosso num numa o onde os ou outra outras outro outros para pela "
     "pelas pelo pelos per pode por porque porém pouco qual quando que quem se segundo seja sem "
     "sempre sendo ser será seu seus só sob sobre sua suas são também tem têm tendo ter tinha toda "
     "todas todo todos tudo um uma umas uns você vocês"},
    {"nl",
     "aan achter af al alle alleen allen als altijd ander andere bij bijna binnen boven daar "
     "daarna "
     "dan dat de den der deze die dit doch doen door dus een eens eerste en enkele er ervan ge "
     "geen "
     "geweest haar had hadden heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je "
     "kan kon kunnen maar me meer men met mij mijn moet moeten na naar naast nee niet niets nog nu "
     "of om omdat ons ook op over reeds sinds sommige te tegen terwijl toch toen tot tussen twee "
     "tijdens u uit uw van vanaf veel voor vooral waar waarom wanneer want waren was wat we wel "
     "werd "
     "werden wie wij wil worden wordt zal ze zei zelf zich zij zijn zo zoals zonder zou zouden"},
    {"sv",
     "all alla allt att av bara blev bli blir blivit bland både de dem den denna deras dess dessa "
     "det detta dig din dit du där därför då efter eller en enligt er ett fick finns flera från "
     "får "
     "för första genom gör ha hade han hans har hela henne hennes här hon honom hur i icke igen in "
     "ingen inget innan inom inte ja jag kan kommer kunde man med mellan men mer mest mig min mot "
     "mycket ned ni nu när någon något några och också om oss på redan samma sedan sig sin sina "
     "sitt "
     "ska skall skulle som så säger sådan till två under upp ut utan vad var vara varit vi vid "
     "vilka "
     "vilken vill är även över"},
    {"da",
     "ad af alle allerede alt anden at blandt blev blive bliver da de dem den denne der deres det "
     "dette dig din disse dog du efter eller en end er et flere for fordi fra få før første ham "
     "han "
     "hans har havde have hele hendes her hos hun hvad hvem hver hvilken hvis hvor hvordan i igen "
     "ikke ind ingen jeg kan kom kun kunne man mange med mellem men mere mig min mod må nej ned "
     "nogen "
     "noget nogle nu når og også om op os over på samme se selv siden sig sige siger sin sine skal "
     "skulle som så til to ud uden under var ved vi vil ville være været"},
    {"no",
     "alle allerede alt andre at av bare begge ble blant bli blir blitt da de deg dei dem den "
     "denne "
     "der dere deres det dette di din disse du eg eller en enn er et ett etter få fikk flere for "
     "fordi fra før første ha hadde han hans har henne hennes her hos hun hva hvem hver hvilken "
     "hvis "
     "hvor hvordan i igjen ikke ikkje inn ingen jeg kan kom kunne man mange med meg mellom men mer "
     "mot må ned nei noe noen nå når og også om opp oss over på samme se seg selv siden sier sin "
     "sine skal skulle slik som sa så til to under ut uten var ved vi vil ville være vært å"},
    {"fi",
     "ei eivät eli en enemmän ennen entä että hän hänen he heidän ihan itse ja jo jolla joka jokin "
     "jonka jos jossa jota jotka joita kaikki kanssa kautta kertoo koko kuin kuitenkin kuka kun "
     "kuten me mikä mukaan mutta muun muut myös myöskin ne niiden niin niitä noin nyt näin ole "
     "olen "
     "oli olisi olivat olla olleet ollut on ovat pitää sanoi sanoo se sekä sen siinä siitä sitä "
     "sillä sitten tai tämä tämän tässä tätä te tuo vaan vaikka vain vielä voi voivat yli"},
    {"ru",
     "а без более больше будет будто будут бы был была были было быть в вам вас ведь во вот "
     "впрочем "
     "все всегда всего всех всю всё вы где да даже два для до другой его ее её ей ему если есть "
     "еще "
     "ещё же за зачем и из или им иногда их к как какая какой когда конечно которая которого "
     "которой которые который которых кто ли лучше между меня мне много может можно мой моя мы на "
     "над надо наконец нас не него нее ней нельзя нет ни них но ну о об один он она они опять от "
     "очень перед по под после потом потому почти при про раз с сам свою своего своей своих себя "
     "сейчас сказал сказала со совсем так также такой там те тем теперь то тогда того тоже только "
     "том тот три тут ты у уж уже хоть чего чей чем через что чтобы чуть эта эти этим этих это "
     "этого "
     "этой этом этот эту я"},
    {"pl",
     "a aby ale ani bardzo bez bo był była było były być będzie chce ci co coś czy dla do gdy gdyż "
     "gdzie go i ich im inne innych ja jak jako jednak jego jej jest jestem jeszcze jeśli już "
     "każdy "
     "kiedy kto która które którego której który których którzy lub ma mają mi między mnie może "
     "można mu my na nad nam nas nawet nich nie niego niej nim niż no o od on ona one oni oraz pan "
     "po pod podczas ponad poza powiedział przed przez przy raz również sam się są swoich swoje "
     "swój "
     "ta tak także tam te tego tej ten też to tu ty tych tylko tym u w we wiele więc wszystko "
     "wtedy "
     "z za ze że"},
    {"tr",
     "acaba ama ancak arada artık asla aslında az bana bazı belki ben beni benim beri bile bir "
     "biri "
     "biz bize bizim böyle bu buna bunda bundan bunu bunun burada çok çünkü da daha de değil diğer "
     "diye dolayı eğer en gibi göre hem hep hepsi her hiç için ile ilgili ise kadar kendi kez ki "
     "kim "
     "mi mı mu mü nasıl ne neden nerede o olan olarak oldu olduğu olduğunu olsa olup on ona ondan "
     "onlar onu onun oysa öyle pek rağmen sadece sanki sen siz son sonra şey şimdi şu tarafından "
     "tüm "
     "üzere var ve veya ya yani yer yine yok zaten"},
    {"id",
     "ada adalah agar akan antara apa atas atau bagi bahwa banyak baru beberapa belum bisa bukan "
     "dalam dan dapat dari dengan di dia hal hanya hari harus hingga ia ini itu jika juga kalau "
     "kami "
     "karena kata ke kepada kita lagi lain lalu lebih mana masih melakukan memang menjadi mereka "
     "namun nya oleh pada para pernah pula saat saja salah sama sampai sangat satu saya sebagai "
     "sebelum sebuah secara sedang sehingga sejak selain selama seluruh sementara seorang seperti "
     "serta setelah setiap siapa sudah supaya tahun tak tapi telah tentang terhadap tersebut "
     "tetapi "
     "tidak untuk yaitu yang"},
    {"ar",
     "في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين اللذين ما لا لم لن ليس كان كانت كانوا "
     "يكون تكون أن إن أنه أنها إنه إنها هو هي هم هن أنا نحن أنت قد لقد كل بعض غير بين بعد قبل عند "
     "عندما حتى حين خلال أو أم ثم بل و ف ب ل ك لكن لكنه كما أي أيضا أيضًا منذ حول ضد تحت فوق أمام "
     "وراء دون بدون به بها له لها لهم فيه فيها منه منها عليه عليها إليه إليها هناك هنا حيث إذا إذ "
     "لو لماذا كيف متى أين وقد وكان وكانت وهو وهي وأن وإن ولا ولم ومن وفي وعلى وقال قال قالت وقالت "
     "أكثر أقل أحد عام يوم مثل بشكل جدا جدًا نحو ذات سوف عبر تم يتم"},
    {"ja",
     "の に は を た が で て と し れ さ ある いる も する から な こと として い や れる など "
     "なっ ない この ため その あっ よう また もの という あり まで られ なる へ か だ これ "
     "によって "
     "により おり より による ず なり られる において ば なかっ なく しかし について せ だっ "
     "その後 "
     "できる それ う ので なお のみ でき き つ における および いう さらに でも ら たり その他 "
     "に関する "
     "たち ます ん なら に対して 特に せる 及び これら とき では にて ほか ながら うち そして "
     "とともに "
     "ただし かつて それぞれ または お ほど ものの に対する ほとんど と共に といった です とも "
     "ところ ここ "
     "まし ました です ね よ 述べ 語っ 話し 見 年 月 日 人 者 的 化 性 上 中 下 内 時 同 約 私 彼 "
     "彼女"},
    {"zh",
     "的 一 不 在 人 有 是 为 以 于 上 他 而 后 之 来 及 了 因 下 可 到 由 这 与 也 此 但 并 个 其 "
     "已 无 "
     "小 我 们 起 最 再 去 好 只 又 或 很 亦 某 把 那 你 乃 它 我们 他们 她 她们 你们 这个 那个 "
     "这些 那些 "
     "自己 什么 怎么 因为 所以 但是 如果 就 都 被 从 对 将 还 中 说 表示 称 等 着 没有 可以 以及 "
     "通过 进行 "
     "為 於 後 來 這 與 並 個 無 們 對 將 還 說 從 沒有 因為 這些 這個"},
    {"ko",
     "이 그 저 것 수 등 및 를 을 은 는 가 의 에 에서 로 으로 와 과 도 만 까지 부터 보다 한 할 하는 "
     "하고 "
     "하며 했다 한다 있다 있는 없다 없는 된다 됐다 위해 대한 대해 통해 따라 따르면 이날 지난 오는 "
     "함께 "
     "그리고 그러나 하지만 또 또한 더 가장 매우 바로 이번 우리 그는 그녀 그의 것으로 것이 것을 "
     "말했다 밝혔다 "
     "때문에 대해서 관련 경우 때 중 후 전 약 모든 다른"},
    {"ca",
     "a al als amb aquest aquesta aquests així com d de del dels des després el els en entre era "
     "és "
     "està fa fer fins ha han i l la les li lo més molt no o on per però perquè què que quan qui s "
     "se sense ser seu seva si sobre són també te tot un una unes uns va van"},
    {"ro",
     "a ai al ale am ar are as au ca cât care ce cea cei cel cele cu că da dacă dar de deși din "
     "după "
     "e ea ei el era este eu fi fie fost îi în între își la le lor lui mai mult ne nu o pe pentru "
     "prin că sa să sale sau se și sunt toate un una unei unui va vor"},
    {"cs",
     "a aby ale ani až bude by byl byla byli bylo být co či do i já jak jako je jeho její jejich "
     "jen "
     "ještě jsem jsme jsou k kde když kteří která které který mezi na nad ne nebo není o od on ona "
     "oni po pod podle pro proto před při s se si tak také tato tedy ten to toho tom už v ve však "
     "z "
     "za ze že"},
    {"hu",
     "a abban ahogy akkor alatt amely amelyek ami amikor az azok azonban azt azzal be csak de e "
     "egy "
     "egyik el ez ezek ezt és fel hogy ha ide is itt ki kell le lehet lesz már meg mert mint még "
     "nagy "
     "nem ne pedig s sem szerint több után van vagy volt voltak"},
    {"el",
     "ο η το οι τα του τησ των τον την και κι είναι ήταν να δεν δε θα με σε στο στη στην στον στα "
     "στισ στουσ για από ωσ ότι που πωσ αλλά αν όπωσ μετά πριν μια ένα ένασ έχει έχουν αυτό αυτή "
     "αυτόσ τη τισ τουσ μασ σασ μου σου"},
    {"uk",
     "а або але без би була були було бути в вже ви від він вона вони все від для до є за з зі і "
     "із "
     "його її їх коли який яка яке які лише ми на над не ні про по під після при саме своїх собі "
     "та "
     "так також там те ти тим то того той тому у це цей ці цього через чи що щоб як якщо"},
});

using Set = std::unordered_set<std::string_view>;

const Set* SetFor(std::string_view primary) {
  static const auto kSets = [] {
    std::map<std::string_view, Set> made;
    for (const auto& [language, list] : kLists) {
      Set& set = made[language];
      for (size_t at = 0; at < list.size();) {
        const size_t end = std::min(list.find(' ', at), list.size());
        set.insert(list.substr(at, end - at));
        at = end + 1;
      }
    }
    return made;
  }();
  if (primary == "nb" || primary == "nn") primary = "no";
  if (primary == "ms") primary = "id";
  const auto found = kSets.find(primary);
  return found == kSets.end() ? nullptr : &found->second;
}

}  // namespace

bool IsStopWord(std::string_view folded_word, std::string_view language) {
  // Callers ask for word after word of one language.
  thread_local std::string last_language;
  thread_local const Set* last_set = nullptr;
  if (language != last_language) {
    last_language = language;
    last_set = SetFor(language.substr(0, language.find_first_of("-_")));
  }
  if (last_set == nullptr) return false;
  if (last_set->contains(folded_word)) return true;
  if (const size_t mark = folded_word.find("\u2019"); mark != std::string_view::npos) {
    std::string plain(folded_word);
    plain.replace(mark, 3, "'");
    return last_set->contains(plain);
  }
  return false;
}

}  // namespace text
