#include "extract/furniture.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <vector>

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
  static const auto kTable = [] {
    std::array<std::vector<NameWord>, 26> by_letter;
    for (const NameWord& word : kNameWords) {
      by_letter[static_cast<size_t>(word.word[0] - 'a')].push_back(word);
    }
    return by_letter;
  }();
  return kTable;
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
  static const auto kTable = [] {
    std::array<std::vector<NamePair>, 26> by_letter;
    for (const NamePair& pair : kNamePairs) {
      by_letter[static_cast<size_t>(pair.second[0] - 'a')].push_back(pair);
    }
    return by_letter;
  }();
  Hint best = Hint::kNone;
  for (const NamePair& pair : kTable[static_cast<size_t>(second[0] - 'a')]) {
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

}  // namespace extract
