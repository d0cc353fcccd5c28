#include "extract/furniture.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "extract/phrases.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Attr;

// How a word of a class, id or role is recognised. Kinds in ascending strength: of several words in
// one name the strongest counts.
enum class Match : uint8_t { kExact, kPrefix };
struct NameWord {
  std::string_view word;
  Match match;
  Hint hint;
};

constexpr auto kExact = Match::kExact;
constexpr auto kPrefix = Match::kPrefix;

constexpr NameWord kNameWords[] = {
    {"ad", kExact, Hint::kAdvert},
    {"ads", kExact, Hint::kAdvert},
    {"adsbygoogle", kExact, Hint::kAdvert},
    {"advert", kPrefix, Hint::kAdvert},
    {"advertorial", kExact, Hint::kNone},
    {"adslot", kPrefix, Hint::kAdvert},
    {"adunit", kPrefix, Hint::kAdvert},
    {"adbox", kPrefix, Hint::kAdvert},
    {"adsense", kPrefix, Hint::kAdvert},
    {"adthrive", kPrefix, Hint::kAdvert},
    {"addthis", kPrefix, Hint::kFurniture},
    {"addtoany", kPrefix, Hint::kFurniture},
    {"dfp", kExact, Hint::kAdvert},
    {"gpt", kExact, Hint::kAdvert},
    {"authorbio", kPrefix, Hint::kBio},
    {"authorbox", kPrefix, Hint::kBio},
    {"authorinfo", kPrefix, Hint::kBio},
    {"bio", kExact, Hint::kBio},
    {"breadcrumb", kPrefix, Hint::kFurniture},
    {"crumbs", kExact, Hint::kFurniture},
    {"byline", kPrefix, Hint::kByline},
    {"bylines", kPrefix, Hint::kByline},
    {"dateline", kExact, Hint::kByline},
    {"timestamp", kExact, Hint::kByline},
    {"caption", kPrefix, Hint::kCaption},
    {"figcaption", kPrefix, Hint::kCaption},
    {"imagecaption", kPrefix, Hint::kCaption},
    {"imgcaption", kPrefix, Hint::kCaption},
    {"photocaption", kPrefix, Hint::kCaption},
    {"imgcap", kExact, Hint::kCaption},
    {"credit", kPrefix, Hint::kCredit},
    {"photographer", kPrefix, Hint::kCredit},
    {"comment", kPrefix, Hint::kComments},
    {"kommentare", kPrefix, Hint::kComments},
    {"disqus", kPrefix, Hint::kComments},
    {"respond", kExact, Hint::kComments},
    {"cookie", kPrefix, Hint::kFurniture},
    {"consent", kPrefix, Hint::kFurniture},
    {"onetrust", kPrefix, Hint::kFurniture},
    {"gdpr", kPrefix, Hint::kFurniture},
    {"copyright", kPrefix, Hint::kFurniture},
    {"cta", kExact, Hint::kFurniture},
    {"donate", kPrefix, Hint::kFurniture},
    {"donation", kPrefix, Hint::kFurniture},
    {"dropdown", kPrefix, Hint::kFurniture},
    {"flyout", kPrefix, Hint::kFurniture},
    {"follow", kExact, Hint::kFurniture},
    {"factbox", kPrefix, Hint::kFurniture},
    {"footer", kPrefix, Hint::kFurniture},
    {"hashtag", kPrefix, Hint::kFurniture},
    {"infobox", kPrefix, Hint::kNone},
    {"leaderboard", kPrefix, Hint::kFurniture},
    {"login", kPrefix, Hint::kFurniture},
    {"kanren", kPrefix, Hint::kFurniture},
    {"mailmag", kPrefix, Hint::kFurniture},
    {"masthead", kPrefix, Hint::kFurniture},
    {"megamenu", kPrefix, Hint::kFurniture},
    {"menu", kPrefix, Hint::kFurniture},
    {"modal", kPrefix, Hint::kFurniture},
    {"morefrom", kPrefix, Hint::kFurniture},
    {"morestories", kPrefix, Hint::kFurniture},
    {"mostpopular", kPrefix, Hint::kFurniture},
    {"mostread", kPrefix, Hint::kFurniture},
    {"nav", kExact, Hint::kFurniture},
    {"navbar", kPrefix, Hint::kFurniture},
    {"navigation", kPrefix, Hint::kFurniture},
    {"newsletter", kPrefix, Hint::kFurniture},
    {"noprint", kPrefix, Hint::kFurniture},
    {"notification", kPrefix, Hint::kFurniture},
    {"offcanvas", kPrefix, Hint::kFurniture},
    {"optin", kPrefix, Hint::kFurniture},
    {"outbrain", kPrefix, Hint::kFurniture},
    {"pager", kPrefix, Hint::kFurniture},
    {"pagination", kPrefix, Hint::kFurniture},
    {"paging", kExact, Hint::kFurniture},
    {"paywall", kPrefix, Hint::kPaywall},
    {"piano", kExact, Hint::kPaywall},
    {"popular", kPrefix, Hint::kFurniture},
    {"popup", kPrefix, Hint::kFurniture},
    {"postmeta", kPrefix, Hint::kByline},
    {"entrymeta", kPrefix, Hint::kByline},
    {"postnav", kPrefix, Hint::kFurniture},
    {"promo", kPrefix, Hint::kFurniture},
    {"pullquote", kPrefix, Hint::kPullQuote},
    {"rating", kPrefix, Hint::kFurniture},
    {"readmore", kPrefix, Hint::kFurniture},
    {"readnext", kPrefix, Hint::kFurniture},
    {"recirc", kPrefix, Hint::kFurniture},
    {"recommend", kPrefix, Hint::kFurniture},
    {"related", kPrefix, Hint::kFurniture},
    {"search", kExact, Hint::kFurniture},
    {"searchform", kPrefix, Hint::kFurniture},
    {"share", kPrefix, Hint::kFurniture},
    {"sharing", kPrefix, Hint::kFurniture},
    {"sidebar", kPrefix, Hint::kFurniture},
    {"signin", kPrefix, Hint::kFurniture},
    {"signup", kPrefix, Hint::kFurniture},
    {"skyscraper", kPrefix, Hint::kFurniture},
    {"sns", kExact, Hint::kFurniture},
    {"slideout", kPrefix, Hint::kFurniture},
    {"social", kPrefix, Hint::kFurniture},
    {"socials", kPrefix, Hint::kFurniture},
    {"sponsor", kPrefix, Hint::kFurniture},
    {"subscribe", kPrefix, Hint::kFurniture},
    {"subscription", kPrefix, Hint::kFurniture},
    {"taboola", kPrefix, Hint::kFurniture},
    {"tagcloud", kPrefix, Hint::kFurniture},
    {"taglist", kPrefix, Hint::kFurniture},
    {"tags", kExact, Hint::kFurniture},
    {"toc", kExact, Hint::kFurniture},
    {"toolbar", kPrefix, Hint::kFurniture},
    {"tooltip", kPrefix, Hint::kFurniture},
    {"topbar", kPrefix, Hint::kFurniture},
    {"trending", kPrefix, Hint::kFurniture},
    {"upnext", kPrefix, Hint::kFurniture},
    {"upsell", kPrefix, Hint::kFurniture},
    {"vjs", kExact, Hint::kFurniture},  // controls of players
    {"yarpp", kPrefix, Hint::kFurniture},
    {"youmaylike", kPrefix, Hint::kFurniture},
    // roles
    {"contentinfo", kExact, Hint::kFurniture},
    {"complementary", kExact, Hint::kFurniture},
    {"dialog", kExact, Hint::kFurniture},
    // the article
    {"article", kExact, Hint::kContent},
    {"post", kExact, Hint::kContent},
    {"entry", kExact, Hint::kContent},
    {"story", kExact, Hint::kContent},
    {"content", kExact, Hint::kContent},
    {"main", kExact, Hint::kContent},
    {"blog", kExact, Hint::kContent},
    {"articlebody", kPrefix, Hint::kBody},
    {"articlecontent", kPrefix, Hint::kBody},
    {"articletext", kPrefix, Hint::kBody},
    {"entrycontent", kPrefix, Hint::kBody},
    {"postbody", kPrefix, Hint::kBody},
    {"postcontent", kPrefix, Hint::kBody},
    {"storybody", kPrefix, Hint::kBody},
    {"storycontent", kPrefix, Hint::kBody},
};

// Two words that say more together than apart: "article-body", "author_bio", "tag-list".
struct NamePair {
  std::string_view first;
  std::string_view second;
  Hint hint;
};
constexpr NamePair kNamePairs[] = {
    {"article", "body", Hint::kBody},
    {"article", "content", Hint::kBody},
    {"article", "text", Hint::kBody},
    {"entry", "content", Hint::kBody},
    {"post", "content", Hint::kBody},
    {"post", "body", Hint::kBody},
    {"post", "text", Hint::kBody},
    {"story", "body", Hint::kBody},
    {"story", "content", Hint::kBody},
    {"story", "text", Hint::kBody},
    {"blog", "content", Hint::kBody},
    {"news", "body", Hint::kBody},
    {"body", "content", Hint::kBody},
    {"content", "body", Hint::kBody},
    {"single", "content", Hint::kBody},
    {"rich", "text", Hint::kContent},
    {"author", "bio", Hint::kBio},
    {"author", "box", Hint::kBio},
    {"author", "info", Hint::kBio},
    {"author", "card", Hint::kBio},
    {"author", "profile", Hint::kBio},
    {"about", "author", Hint::kBio},
    {"author", "description", Hint::kBio},
    {"tag", "list", Hint::kFurniture},
    {"tag", "links", Hint::kFurniture},
    {"post", "tags", Hint::kFurniture},
    {"tags", "links", Hint::kFurniture},
    {"most", "read", Hint::kFurniture},
    {"most", "popular", Hint::kFurniture},
    {"read", "more", Hint::kFurniture},
    {"read", "next", Hint::kFurniture},
    {"more", "from", Hint::kFurniture},
    {"more", "stories", Hint::kFurniture},
    {"more", "news", Hint::kFurniture},
    {"also", "like", Hint::kFurniture},
    {"also", "read", Hint::kFurniture},
    {"table", "contents", Hint::kFurniture},
    {"of", "contents", Hint::kFurniture},
    {"post", "navigation", Hint::kFurniture},
    {"post", "meta", Hint::kByline},
    {"entry", "meta", Hint::kByline},
    {"article", "meta", Hint::kByline},
    {"post", "date", Hint::kByline},
    {"entry", "date", Hint::kByline},
    {"publish", "date", Hint::kByline},
    {"published", "date", Hint::kByline},
    {"reading", "time", Hint::kByline},
    {"read", "time", Hint::kByline},
    {"author", "name", Hint::kByline},
    {"post", "author", Hint::kByline},
    {"entry", "footer", Hint::kFurniture},
    {"sign", "up", Hint::kFurniture},
    {"news", "letter", Hint::kFurniture},
    {"bottom", "bar", Hint::kFurniture},
    {"control", "bar", Hint::kFurniture},
    {"player", "controls", Hint::kFurniture},
    {"video", "player", Hint::kFurniture},
    {"audio", "player", Hint::kFurniture},
    {"log", "in", Hint::kFurniture},
    {"back", "top", Hint::kFurniture},
    {"jump", "to", Hint::kFurniture},
    {"image", "source", Hint::kCredit},
    {"photo", "cap", Hint::kCaption},
    {"image", "cap", Hint::kCaption},
    {"img", "cap", Hint::kCaption},
    {"pic", "cap", Hint::kCaption},
    {"photo", "source", Hint::kCredit},
    {"prev", "next", Hint::kFurniture},
    {"pull", "quote", Hint::kPullQuote},
    {"skip", "link", Hint::kFurniture},
    {"skip", "links", Hint::kFurniture},
    {"skip", "to", Hint::kFurniture},
    {"skip", "content", Hint::kFurniture},
    {"skip", "nav", Hint::kFurniture},
};

int StrengthOf(Hint hint) {
  switch (hint) {
    case Hint::kNone:
      return 0;
    case Hint::kContent:
    case Hint::kPullQuote:
      return 1;
    case Hint::kBody:
      return 2;
    case Hint::kByline:
      return 3;
    case Hint::kBio:
      return 5;
    case Hint::kFurniture:
      return 4;
    default:
      return 6;
  }
}

// Words by their first letter, so that each word of a name is compared with few.
const std::array<std::vector<NameWord>, 26>& WordsByLetter() {
  static const auto table = [] {
    std::array<std::vector<NameWord>, 26> by_letter;
    for (const NameWord& word : kNameWords) {
      by_letter[static_cast<size_t>(word.word[0] - 'a')].push_back(word);
    }
    return by_letter;
  }();
  return table;
}

// Begin as a name of furniture does, and mean something else: ids are made of headlines.
constexpr std::string_view kInnocent[] = {"commentary", "commentar",  "shared",   "socialism",
                                          "socialist",  "socialists", "promoted", "promote",
                                          "modality",   "popularity"};

Hint HintOfWord(std::string_view word) {
  if (std::ranges::find(kInnocent, word) != std::end(kInnocent)) return Hint::kNone;
  Hint best = Hint::kNone;
  for (const NameWord& known : WordsByLetter()[static_cast<size_t>(word[0] - 'a')]) {
    const bool same = known.match == kExact ? word == known.word : word.starts_with(known.word);
    if (same && StrengthOf(known.hint) > StrengthOf(best)) best = known.hint;
  }
  return best;
}

Hint Stronger(Hint a, Hint b) {
  return StrengthOf(b) > StrengthOf(a) ? b : a;
}

// Pairs by the first letter of the second word.
Hint HintOfPair(std::string_view first, std::string_view second) {
  static const auto table = [] {
    std::array<std::vector<NamePair>, 26> by_letter;
    for (const NamePair& pair : kNamePairs) {
      by_letter[static_cast<size_t>(pair.second[0] - 'a')].push_back(pair);
    }
    return by_letter;
  }();
  Hint best = Hint::kNone;
  for (const NamePair& pair : table[static_cast<size_t>(second[0] - 'a')]) {
    if (second == pair.second && first == pair.first) best = Stronger(best, pair.hint);
  }
  return best;
}

// "has-share-bar", "no-sidebar", "with-comments": names that say what else is on the page.
bool IsQualifier(std::string_view word) {
  return word == "has" || word == "no" || word == "with" || word == "without" || word == "is";
}

// Splits at everything that is no letter and at "aB", compares words and pairs of words.
Hint HintOfName(std::string_view name) {
  Hint best = Hint::kNone;
  std::array<char, 32> word;
  std::string previous;
  bool qualified = false;
  size_t length = 0;
  const auto flush = [&](bool ends) {
    if (length == 0) return;
    const std::string_view current(word.data(), length);
    length = 0;
    if (IsQualifier(current)) {
      qualified = true;
      return;
    }
    if (!qualified) {
      best = Stronger(best, HintOfWord(current));
      if (current == "author" && (ends)) best = Stronger(best, Hint::kBio);
      // Alone it is a caption; a "drop-cap" is a letter of the text.
      if (current == "cap" && previous.empty()) best = Stronger(best, Hint::kCaption);
      if (!previous.empty()) best = Stronger(best, HintOfPair(previous, current));
    }
    previous = current;
  };
  char before = ' ';
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    const bool lower = c >= 'a' && c <= 'z';
    if (!upper && !lower) {
      flush(c == ' ');
      if (c == ' ') {
        previous.clear();
        qualified = false;
      }
    } else {
      if (upper && before >= 'a' && before <= 'z') flush(false);
      if (length < word.size()) word[length++] = upper ? static_cast<char>(c + 32) : c;
    }
    before = c;
  }
  flush(true);
  return best;
}

}  // namespace

namespace {

// Appends the letters of ASCII, in lower case; what stands between them makes no difference.
void AppendLetters(std::string_view text, size_t most, std::string& out) {
  for (const char c : text) {
    if (out.size() >= most) return;
    if (c >= 'a' && c <= 'z') out.push_back(c);
    if (c >= 'A' && c <= 'Z') out.push_back(static_cast<char>(c + 32));
  }
}

// Whether an id is made of the heading that its element begins with: "sharing-with-one-developer".
// Such ids name what the text is about, not what the element is for.
bool IsSlugOfHeading(const html::Document& document, html::NodeId node, std::string_view id) {
  constexpr html::NodeId kNear = 8;  // nodes from the element to its heading
  if (std::ranges::count(id, '-') < 2) return false;
  const html::NodeId end = document.subtree_end(node);
  for (html::NodeId at = node; at < std::min(end, node + kNear); ++at) {
    if (!html::IsHeading(document.tag(at))) continue;
    std::string letters;
    AppendLetters(id, id.size(), letters);
    std::string heading;
    for (html::NodeId text = at + 1; text < document.subtree_end(at); ++text) {
      if (document.IsText(text)) AppendLetters(document.text(text), letters.size(), heading);
    }
    return !heading.empty() && letters == heading;
  }
  return false;
}

}  // namespace

Hint HintReader::Of(html::NodeId node) {
  Hint best = Hint::kNone;
  for (const html::Attribute& attribute : document_.attributes(node)) {
    switch (attribute.id) {
      case Attr::kClass:
      case Attr::kId:
      case Attr::kRole:
      case Attr::kItemprop:
      case Attr::kDataComponent:
      case Attr::kDataTestid:
        break;
      default:
        continue;
    }
    if (attribute.value.size() > 400) continue;
    const auto [found, is_new] = seen_.try_emplace(attribute.value, Hint::kNone);
    if (is_new) found->second = HintOfName(attribute.value);
    if (found->second == Hint::kNone) continue;
    if (attribute.id == Attr::kId && IsSlugOfHeading(document_, node, attribute.value)) continue;
    best = Stronger(best, found->second);
  }
  return best;
}

namespace {

struct KnownLine {
  std::string_view text;  // folded
  Line kind;
};

constexpr KnownLine kKnownLines[] = {
    {"advertisement", Line::kNoise},
    {"advertisements", Line::kNoise},
    {"advertising", Line::kNoise},
    {"ad", Line::kNoise},
    {"sponsored", Line::kNoise},
    {"copy the story link", Line::kNoise},
    {"copy link", Line::kNoise},
    {"copied", Line::kNoise},
    {"link copied", Line::kNoise},
    {"link copied!", Line::kNoise},
    {"share", Line::kNoise},
    {"share this", Line::kNoise},
    {"share this:", Line::kNoise},
    {"share:", Line::kNoise},
    {"share this article", Line::kNoise},
    {"share this post", Line::kNoise},
    {"share this story", Line::kNoise},
    {"share on facebook", Line::kNoise},
    {"share on twitter", Line::kNoise},
    {"share on linkedin", Line::kNoise},
    {"share via email", Line::kNoise},
    {"like this:", Line::kNoise},
    {"like loading...", Line::kNoise},
    {"loading...", Line::kNoise},
    {"loading", Line::kNoise},
    {"tweet", Line::kNoise},
    {"facebook", Line::kNoise},
    {"twitter", Line::kNoise},
    {"linkedin", Line::kNoise},
    {"pinterest", Line::kNoise},
    {"whatsapp", Line::kNoise},
    {"reddit", Line::kNoise},
    {"email", Line::kNoise},
    {"print", Line::kNoise},
    {"pin", Line::kNoise},
    {"pin it", Line::kNoise},
    {"save", Line::kNoise},
    {"listen", Line::kNoise},
    {"listen to this article", Line::kNoise},
    {"listen to article", Line::kNoise},
    {"read more", Line::kNoise},
    {"read more...", Line::kNoise},
    {"continue reading", Line::kNoise},
    {"learn more", Line::kNoise},
    {"story continues below advertisement", Line::kNoise},
    {"article continues below", Line::kNoise},
    {"article continues after advertisement", Line::kNoise},
    {"article continues below advertisement", Line::kNoise},
    {"scroll to continue", Line::kNoise},
    {"back to top", Line::kNoise},
    {"skip to content", Line::kNoise},
    {"skip to main content", Line::kNoise},
    {"table of contents", Line::kNoise},
    {"in this article", Line::kNoise},
    {"written by", Line::kNoise},
    {"reviewed by", Line::kNoise},
    {"toggle", Line::kNoise},
    {"close", Line::kNoise},
    {"menu", Line::kNoise},
    {"follow us", Line::kNoise},
    {"view comments", Line::kNoise},
    {"no comments", Line::kNoise},
    {"leave a comment", Line::kEndsBody},
    {"leave a reply", Line::kEndsBody},
    {"leave a reply cancel reply", Line::kEndsBody},
    {"post a comment", Line::kEndsBody},
    {"add a comment", Line::kEndsBody},
    {"join the conversation", Line::kEndsBody},
    {"comments", Line::kEndsBody},
    {"comment", Line::kEndsBody},
    {"hashtags", Line::kEndsBody},
    {"related articles", Line::kEndsBody},
    {"related article", Line::kEndsBody},
    {"related posts", Line::kEndsBody},
    {"related post", Line::kEndsBody},
    {"related stories", Line::kEndsBody},
    {"related news", Line::kEndsBody},
    {"related content", Line::kEndsBody},
    {"related topics", Line::kEndsBody},
    {"related reading", Line::kEndsBody},
    {"related", Line::kEndsBody},
    {"related:", Line::kEndsBody},
    {"you may also like", Line::kEndsBody},
    {"you might also like", Line::kEndsBody},
    {"you may also be interested in", Line::kEndsBody},
    {"you might also enjoy", Line::kEndsBody},
    {"recommended", Line::kEndsBody},
    {"recommended articles", Line::kEndsBody},
    {"recommended for you", Line::kEndsBody},
    {"recommended reading", Line::kEndsBody},
    {"recommended stories", Line::kEndsBody},
    {"more stories", Line::kEndsBody},
    {"more articles", Line::kEndsBody},
    {"more news", Line::kEndsBody},
    {"more like this", Line::kEndsBody},
    {"more to read", Line::kEndsBody},
    {"read next", Line::kEndsBody},
    {"up next", Line::kEndsBody},
    {"what to read next", Line::kEndsBody},
    {"keep reading", Line::kEndsBody},
    {"most popular", Line::kEndsBody},
    {"most read", Line::kEndsBody},
    {"popular posts", Line::kEndsBody},
    {"recent posts", Line::kEndsBody},
    {"latest posts", Line::kEndsBody},
    {"latest news", Line::kEndsBody},
    {"latest articles", Line::kEndsBody},
    {"trending", Line::kEndsBody},
    {"trending now", Line::kEndsBody},
    {"editor's picks", Line::kEndsBody},
    {"top stories", Line::kEndsBody},
    {"previous article", Line::kEndsBody},
    {"next article", Line::kEndsBody},
    {"previous post", Line::kEndsBody},
    {"next post", Line::kEndsBody},
    {"post navigation", Line::kEndsBody},
    {"try our ai features", Line::kSection},
    {"about the author", Line::kSection},
    {"about the authors", Line::kSection},
    {"about author", Line::kSection},
    {"media contact", Line::kSection},
    {"media contact:", Line::kSection},
    {"media contacts", Line::kSection},
    {"media contacts:", Line::kSection},
    {"press contact", Line::kSection},
    {"press contact:", Line::kSection},
    {"contact", Line::kSection},
    {"contact:", Line::kSection},
    {"author bio", Line::kSection},
    {"newsletter", Line::kSection},
    {"subscribe to our newsletter", Line::kSection},
    {"sign up for our newsletter", Line::kSection},
    {"join our newsletter", Line::kSection},
    {"subscribe", Line::kSection},
    {"stay connected", Line::kSection},
    {"stay up to date", Line::kSection},
    {"get the latest news", Line::kSection},
    {"tags", Line::kSection},
    {"tags:", Line::kSection},
    {"topics", Line::kSection},
    {"categories", Line::kSection},
    {"filed under", Line::kSection},
    {"filed under:", Line::kSection},
    // Japanese
    {"広告", Line::kNoise},
    {"pr", Line::kNoise},
    {"シェア", Line::kNoise},
    {"シェアする", Line::kNoise},
    {"リンクをコピー", Line::kNoise},
    {"ツイート", Line::kNoise},
    {"印刷", Line::kNoise},
    {"続きを読む", Line::kNoise},
    {"目次", Line::kNoise},
    {"関連記事", Line::kEndsBody},
    {"関連ニュース", Line::kEndsBody},
    {"関連リンク", Line::kEndsBody},
    {"関連キーワード", Line::kEndsBody},
    {"関連トピックス", Line::kEndsBody},
    {"あわせて読みたい", Line::kEndsBody},
    {"合わせて読みたい", Line::kEndsBody},
    {"こちらもおすすめ", Line::kEndsBody},
    {"おすすめ記事", Line::kEndsBody},
    {"おすすめの記事", Line::kEndsBody},
    {"おすすめ", Line::kEndsBody},
    {"人気記事", Line::kEndsBody},
    {"人気記事ランキング", Line::kEndsBody},
    {"アクセスランキング", Line::kEndsBody},
    {"新着記事", Line::kEndsBody},
    {"最新記事", Line::kEndsBody},
    {"新着ニュース", Line::kEndsBody},
    {"最新ニュース", Line::kEndsBody},
    {"お知らせ", Line::kEndsBody},
    {"関連", Line::kEndsBody},
    {"メールマガジン", Line::kSection},
    {"ニュースレター", Line::kSection},
    {"次の記事", Line::kEndsBody},
    {"前の記事", Line::kEndsBody},
    {"コメント", Line::kEndsBody},
    {"コメントを残す", Line::kEndsBody},
    {"ハッシュタグ", Line::kEndsBody},
    {"タグ", Line::kSection},
    {"この記事を書いた人", Line::kSection},
    // Arabic
    {"إعلان", Line::kNoise},
    {"اعلان", Line::kNoise},
    {"شارك", Line::kNoise},
    {"شارك المقال", Line::kNoise},
    {"شارك هذا المقال", Line::kNoise},
    {"طباعة", Line::kNoise},
    {"اقرأ المزيد", Line::kNoise},
    {"نسخ الرابط", Line::kNoise},
    {"مواضيع ذات صلة", Line::kEndsBody},
    {"مقالات ذات صلة", Line::kEndsBody},
    {"أخبار ذات صلة", Line::kEndsBody},
    {"اخبار ذات صلة", Line::kEndsBody},
    {"اقرأ أيضا", Line::kEndsBody},
    {"اقرأ أيضاً", Line::kEndsBody},
    {"قد يعجبك أيضا", Line::kEndsBody},
    {"الأكثر قراءة", Line::kEndsBody},
    {"مواد أخرى", Line::kEndsBody},
    {"النشرة البريدية", Line::kSection},
    {"اشترك في نشرتنا البريدية", Line::kSection},
    {"التعليقات", Line::kEndsBody},
    {"تعليقات", Line::kEndsBody},
    {"وسوم", Line::kSection},
    {"الوسوم", Line::kSection},
    {"هاشتاغ", Line::kEndsBody},
    // German, French, Spanish, Italian, Portuguese, Dutch, Russian, Polish, Turkish
    {"anzeige", Line::kNoise},
    {"werbung", Line::kNoise},
    {"teilen", Line::kNoise},
    {"mehr zum thema", Line::kEndsBody},
    {"das könnte sie auch interessieren", Line::kEndsBody},
    {"das könnte dich auch interessieren", Line::kEndsBody},
    {"ähnliche artikel", Line::kEndsBody},
    {"ähnliche beiträge", Line::kEndsBody},
    {"weitere artikel", Line::kEndsBody},
    {"kommentare", Line::kEndsBody},
    {"kommentar schreiben", Line::kEndsBody},
    {"kommentieren", Line::kEndsBody},
    {"drucken", Line::kNoise},
    {"seite drucken", Line::kNoise},
    {"artikel drucken", Line::kNoise},
    {"merken", Line::kNoise},
    {"zurück", Line::kNoise},
    {"nach oben", Line::kNoise},
    {"externer inhalt", Line::kNoise},
    {"lust auf mehr?", Line::kNoise},
    {"vergrößern", Line::kNoise},
    {"über den autor", Line::kSection},
    {"über die autorin", Line::kSection},
    {"über die autoren", Line::kSection},
    {"zum autor", Line::kSection},
    {"zur autorin", Line::kSection},
    {"der autor", Line::kSection},
    {"die autorin", Line::kSection},
    {"kontakt", Line::kSection},
    {"kontakt:", Line::kSection},
    {"pressekontakt", Line::kSection},
    {"pressekontakt:", Line::kSection},
    {"ansprechpartner", Line::kSection},
    {"ansprechpartner:", Line::kSection},
    {"weitere informationen", Line::kSection},
    {"weitere informationen:", Line::kSection},
    {"schreibe einen kommentar", Line::kEndsBody},
    {"schlagwörter", Line::kSection},
    {"publicité", Line::kNoise},
    {"partager", Line::kNoise},
    {"à lire aussi", Line::kEndsBody},
    {"articles similaires", Line::kEndsBody},
    {"sur le même sujet", Line::kEndsBody},
    {"commentaires", Line::kEndsBody},
    {"laisser un commentaire", Line::kEndsBody},
    {"publicidad", Line::kNoise},
    {"compartir", Line::kNoise},
    {"noticias relacionadas", Line::kEndsBody},
    {"artículos relacionados", Line::kEndsBody},
    {"comentarios", Line::kEndsBody},
    {"te puede interesar", Line::kEndsBody},
    {"pubblicità", Line::kNoise},
    {"condividi", Line::kNoise},
    {"articoli correlati", Line::kEndsBody},
    {"leggi anche", Line::kEndsBody},
    {"commenti", Line::kEndsBody},
    {"publicidade", Line::kNoise},
    {"compartilhar", Line::kNoise},
    {"leia também", Line::kEndsBody},
    {"comentários", Line::kEndsBody},
    {"advertentie", Line::kNoise},
    {"delen", Line::kNoise},
    {"lees ook", Line::kEndsBody},
    {"reacties", Line::kEndsBody},
    {"реклама", Line::kNoise},
    {"поделиться", Line::kNoise},
    {"читайте также", Line::kEndsBody},
    {"комментарии", Line::kEndsBody},
    {"reklama", Line::kNoise},
    {"zobacz także", Line::kEndsBody},
    {"komentarze", Line::kEndsBody},
    {"reklam", Line::kNoise},
    {"paylaş", Line::kNoise},
    {"ilgili haberler", Line::kEndsBody},
    {"yorumlar", Line::kEndsBody},
};

const Phrases kPointers = {
    // English
    "read more", "also read", "read also", "related:", "see also", "more:", "read next",
    "read:", "watch:", "also see", "learn more", "check out", "click here",
    "recommended:", "don't miss", "you may also like", "you might also like", "more on",
    "view more", "continue reading", "find out more", "must read", "explore more",
    "further reading", "more from", "more about",
    // Japanese, Arabic
    "関連記事", "あわせて読みたい", "合わせて読みたい", "【関連", "اقرأ أيضا", "اقرأ المزيد",
    "اقرأ أيضًا", "شاهد أيضا", "طالع أيضا",
    // German
    "lesen sie auch", "lesen sie hier", "lies auch", "lies hier", "auch lesen", "auch interessant",
    "mehr zum thema", "mehr themen", "mehr dazu", "mehr lesen", "weitere artikel",
    "weitere beiträge", "weitere themen", "weitere meldungen", "das könnte sie", "das könnte dich",
    "das thema könnte", "passend zum thema", "passend dazu", "lesetipp", "zum weiterlesen",
    "schon gelesen", "zurück zu", "zur übersicht",
    // French
    "lire aussi", "à lire", "a lire", "lire également", "voir aussi", "sur le même sujet",
    "pour aller plus loin", "retour à",
    // Spanish, Portuguese, Italian
    "leer más", "lea también", "lea además", "lee también", "leer también", "le puede interesar",
    "te puede interesar", "puede interesarle", "ver también", "también puede leer", "leia também",
    "leia mais", "veja também", "saiba mais", "leggi anche", "leggi di più", "ti potrebbe",
    "per approfondire", "potrebbe interessarti",
    // Dutch, Danish, Norwegian, Swedish, Finnish
    "lees ook", "lees meer", "zie ook", "læs også", "les også", "les mer", "läs också", "läs mer",
    "läs även", "lue myös", "lue lisää",
    // Polish, Czech, Russian, Ukrainian, Turkish
    "czytaj także", "czytaj też", "czytaj również", "czytaj więcej", "zobacz też", "zobacz także",
    "zobacz również", "przeczytaj także", "przeczytaj też", "dowiedz się więcej", "čtěte také",
    "přečtěte si", "читайте также", "читать также", "смотрите также",
    "читайте также:", "читайте ещё", "читайте також", "ayrıca oku", "bunlar da ilginizi"};
}  // namespace

Line KindOfLine(std::string_view folded) {
  static const auto table = [] {
    std::unordered_map<std::string_view, Line> lines;
    for (const KnownLine& known : kKnownLines) lines.emplace(known.text, known.kind);
    return lines;
  }();
  constexpr size_t kLongest = 80;
  if (folded.size() > kLongest) return Line::kText;
  while (!folded.empty() && (folded.back() == ' ' || folded.back() == '.')) folded.remove_suffix(1);
  const auto found = table.find(folded);
  if (found != table.end()) return found->second;
  // "Comments (12)", "3 Comments".
  if (folded.find_first_of("0123456789()") == std::string_view::npos) return Line::kText;
  std::string bare(folded);
  std::erase_if(bare, [](char c) { return (c >= '0' && c <= '9') || c == '(' || c == ')'; });
  bare = text::CollapseSpace(bare);
  const auto again = table.find(bare);
  return bare.size() >= 3 && again != table.end() ? again->second : Line::kText;
}

bool PointsElsewhere(std::string_view folded) {
  constexpr size_t kLongest = 300;
  return folded.size() <= kLongest && kPointers.Begin(folded);
}

}  // namespace extract
