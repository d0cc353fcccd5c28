#include "extract/paywall.h"

#include <algorithm>

#include "extract/labels.h"
#include "text/words.h"

namespace extract {
namespace {

bool IsOneOf(std::string_view value, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, value) != words.end();
}

// "article:content_tier" (Facebook's Instant Articles), and what publishers call the same.
bool MetaStatesPaywall(const PageFacts& facts) {
  constexpr size_t kLongestValue = 24;  // bytes
  for (const auto& [name, value] : facts.metas) {
    if (value.size() > kLongestValue) continue;
    const bool tier = name.ends_with("content_tier") || name.ends_with("contenttier") ||
                      name.ends_with("content-tier");
    const bool wall = name.contains("paywall") || name.ends_with("premium") ||
                      name.ends_with("access-type") || name.ends_with("article:access") ||
                      name.ends_with("content_access") || name.ends_with("subscription-required");
    if (!tier && !wall) continue;
    const std::string folded = text::Fold(value);
    if (IsOneOf(folded, {"locked", "metered", "paid", "premium", "subscriber", "subscribers",
                         "subscription", "hard", "paywalled"})) {
      return true;
    }
    if (wall && IsOneOf(folded, {"true", "yes", "1", "on"})) return true;
  }
  return false;
}

// What stands where the text should go on. Folded; each says by itself that the rest is for
// subscribers. An offer of a newsletter or of an app does not.
constexpr Label kOffers[] = {
    {"subscribe to continue", 1}, {"subscribe to read", 1}, {"subscribe now to read", 1},
    {"continue reading with a subscription", 1}, {"this article is for subscribers", 1},
    {"this story is for subscribers", 1}, {"for subscribers only", 1}, {"subscriber-only", 1},
    {"subscribers only", 1}, {"exclusive to subscribers", 1}, {"to read the full", 1},
    {"unlock this article", 1}, {"unlock the full", 1}, {"become a subscriber to", 1},
    {"log in to continue reading", 1}, {"sign in to continue reading", 1},
    {"register to continue reading", 1}, {"already a subscriber? log in to", 1},
    {"you have reached your limit of free", 1}, {"this content is for members only", 1},
    {"this post is for paid subscribers", 1}, {"this post is for paying subscribers", 1},
    {"um diesen artikel zu lesen", 1}, {"um weiterzulesen", 1}, {"weiterlesen mit", 1},
    {"nur für abonnenten", 1}, {"exklusiv für abonnenten", 1}, {"jetzt abonnieren und weiterlesen", 1},
    {"dieser artikel ist nur für", 1}, {"mit einem abo weiterlesen", 1},
    {"article réservé aux abonnés", 1}, {"article réservé à nos abonnés", 1},
    {"réservé aux abonnés", 1}, {"la suite est réservée", 1}, {"abonnez-vous pour lire", 1},
    {"pour lire la suite", 1}, {"il vous reste", 1}, {"contenido exclusivo para suscriptores", 1},
    {"exclusivo para suscriptores", 1}, {"suscríbete para leer", 1}, {"suscríbete para seguir", 1},
    {"para continuar leyendo", 1}, {"para seguir leyendo", 1}, {"exclusivo para assinantes", 1},
    {"conteúdo exclusivo para assinantes", 1}, {"assine para continuar", 1},
    {"para continuar a ler", 1}, {"continue lendo com", 1}, {"riservato agli abbonati", 1},
    {"contenuto riservato agli abbonati", 1}, {"abbonati per continuare", 1},
    {"per continuare a leggere", 1}, {"alleen voor abonnees", 1}, {"exclusief voor abonnees", 1},
    {"om verder te lezen", 1}, {"word abonnee om", 1}, {"läs vidare med", 1},
    {"endast för prenumeranter", 1}, {"för att läsa hela artikeln", 1}, {"kun for abonnenter", 1},
    {"for å lese hele saken", 1}, {"les hele saken med", 1}, {"kun for abonnenter", 1},
    {"læs hele artiklen", 1}, {"for abonnenter", 1}, {"vain tilaajille", 1},
    {"tilaa ja jatka lukemista", 1}, {"tylko dla subskrybentów", 1}, {"dostęp tylko dla", 1},
    {"aby czytać dalej", 1}, {"pouze pro předplatitele", 1}, {"len pre predplatiteľov", 1},
    {"csak előfizetőknek", 1}, {"doar pentru abonați", 1}, {"sadece aboneler", 1},
    {"abonelere özel", 1}, {"только для подписчиков", 1}, {"доступно только подписчикам", 1},
    {"чтобы читать дальше", 1}, {"лише для передплатників", 1}, {"μόνο για συνδρομητές", 1},
    {"למנויים בלבד", 1}, {"للمشتركين فقط", 1}, {"اشترك لمتابعة القراءة", 1}, {"اشترك لقراءة", 1},
    {"لمواصلة القراءة", 1}, {"ویژه مشترکین", 1}, {"有料会員限定", 1}, {"会員限定記事", 1},
    {"有料記事", 1}, {"続きをお読みいただくには", 1}, {"この記事は会員", 1},
    {"この記事は有料", 1}, {"会員登録して続きを", 1}, {"订阅后继续阅读", 1}, {"付费阅读", 1},
    {"订阅以继续阅读", 1}, {"訂閱後繼續閱讀", 1}, {"付費閱讀", 1}, {"유료 회원", 1},
    {"구독자 전용", 1}, {"khusus pelanggan", 1}, {"berlangganan untuk membaca", 1},
    {"dành cho thuê bao", 1}, {"เฉพาะสมาชิก", 1}, {"केवल सदस्यों के लिए", 1}};

bool OffersSubscription(std::string_view folded_line) {
  static const Labels kAll{kOffers};
  if (folded_line.contains("残り")) {  // "残り1200文字": so many characters are left
    return folded_line.contains("文字") || folded_line.contains("有料");
  }
  return kAll.In(folded_line) != 0;
}

}  // namespace

bool StatesPaywall(const Anatomy& anatomy, const PageFacts& facts) {
  constexpr uint32_t kShortest = 8;  // letters of a line
  constexpr uint32_t kLongest = 250;
  if (facts.article.free == false || MetaStatesPaywall(facts)) return true;
  return std::ranges::any_of(anatomy.runs, [&](const Run& run) {
    if (run.weight < kShortest || run.weight > kLongest) return false;
    return OffersSubscription(FoldedOf(anatomy, run));
  });
}

}  // namespace extract
