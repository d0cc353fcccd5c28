// How a page is judged. Reasons are tried from the most certain to the least; the first that holds
// is given. Each looks for something that stands on the page, and says what it saw. All figures are
// in letters (a CJK character counts 2.5, as in runs.h), chosen from what the shortest real reports
// have (about 300) and the longest stubs (about 700).

#include "extract/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_set>

#include "base/utf8.h"
#include "extract/edges.h"
#include "extract/labels.h"
#include "extract/likelihood.h"
#include "extract/paywall.h"
#include "net/url.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Attr;
using html::NodeId;
using html::Tag;
using model::BlockKind;
using model::Reason;

constexpr uint32_t kNoBody = 80;        // less is no text to speak of
constexpr uint32_t kShort = 260;        // less needs other evidence to be an article
constexpr uint32_t kStub = 1'100;       // a paywall's free lines are not longer
constexpr uint32_t kSmallPage = 1'500;  // a page about an error, consent or login has no more text

bool ContainsAny(std::string_view folded, std::initializer_list<std::string_view> phrases) {
  return std::ranges::any_of(phrases, [&](std::string_view phrase) {
    return folded.find(phrase) != std::string_view::npos;
  });
}

size_t CountOf(std::string_view text, std::string_view what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string_view::npos;
       at = text.find(what, at + what.size())) {
    ++count;
  }
  return count;
}

class Court {
 public:
  explicit Court(const Case& about)
      : about_(about),
        likelihood_(LikelihoodOfArticle(about)),
        weight_(WeightOf(about.reading.text)),
        title_(text::Fold(about.reading.title)),
        text_(text::Fold(base::TruncateUtf8(about.reading.text, 20'000))) {}

  Judgement Judge();

 private:
  using Try = std::optional<Judgement> (Court::*)() const;

  std::optional<Judgement> EscapedMarkup() const;
  std::optional<Judgement> BrokenMarkup() const;
  std::optional<Judgement> ErrorPage() const;
  std::optional<Judgement> ConsentPage() const;
  std::optional<Judgement> LoginPage() const;
  std::optional<Judgement> AuthorPage() const;
  std::optional<Judgement> ListPage() const;
  std::optional<Judgement> PaywallStub() const;
  std::optional<Judgement> CaptionsOnly() const;
  std::optional<Judgement> VideoOnly() const;
  std::optional<Judgement> FactBox() const;
  std::optional<Judgement> OnlyFurniture() const;
  std::optional<Judgement> NoBody() const;
  std::optional<Judgement> HeadlineMismatch() const;
  std::optional<Judgement> UnlikePage() const;

  std::set<std::string> TopicsOf(std::string_view text) const;
  bool SaysArticle() const { return extract::SaysArticle(about_.facts); }
  bool HasPlayer() const;
  size_t Sentences() const;

  const Case& about_;
  double likelihood_;
  uint32_t weight_;
  std::string title_;
  std::string text_;
};

Judgement Guilty(Reason reason, double confidence, std::string detail) {
  return {reason, std::move(detail), confidence};
}

bool HasType(const std::vector<std::string>& types,
             std::initializer_list<std::string_view> wanted) {
  return std::ranges::any_of(types, [&](const std::string& type) {
    return std::ranges::find(wanted, std::string_view(type)) != wanted.end();
  });
}

bool Court::HasPlayer() const {
  const html::Document& document = about_.anatomy.document;
  for (NodeId node = 1; node < document.size(); ++node) {
    const Tag tag = document.tag(node);
    if (tag == Tag::kVideo || tag == Tag::kAmpVideo) return true;
    if (tag != Tag::kIframe) continue;
    const std::string_view source = document.attribute(node, Attr::kSrc);
    const std::string_view later = document.attribute(node, Attr::kDataSrc);
    for (const std::string_view address : {source, later}) {
      if (ContainsAny(address, {"youtube", "vimeo", "dailymotion", "brightcove", "jwplayer",
                                "player", "embed", "video"})) {
        return true;
      }
    }
  }
  return about_.facts.Meta({"og:type"}).starts_with("video") ||
         HasType(about_.facts.article.types, {"VideoObject"});
}

size_t Court::Sentences() const {
  size_t sentences = 0;
  for (const size_t index : about_.body.runs) sentences += about_.anatomy.runs[index].text_marks;
  return sentences;
}

// "%3Cp%3EThe minister", "<p>The minister" as words of the text.
std::optional<Judgement> Court::EscapedMarkup() const {
  const std::string_view text = about_.reading.text;
  const size_t percent = CountOf(text, "%3C") + CountOf(text, "%3c");
  size_t tags = 0;
  for (const std::string_view tag : {"<p>", "</p>", "<br", "<div", "</div>", "<a href", "<span",
                                     "<img ", "&lt;p", "&lt;div", "<strong>"}) {
    tags += CountOf(text, tag);
  }
  const size_t limit = 2 + text.size() / 3'000;
  if (percent >= limit) {
    return Guilty(Reason::kEscapedMarkup, 0.95,
                  fmt::format("the text has {} percent-encoded tags", percent));
  }
  const bool code = std::ranges::any_of(about_.reading.blocks, [](const model::Block& block) {
    return block.kind == BlockKind::kCode;
  });
  if (tags >= limit && !code) {
    return Guilty(Reason::kEscapedMarkup, 0.9, fmt::format("the text shows {} HTML tags", tags));
  }
  return std::nullopt;
}

// Whether a long text has hardly any words. Of n words of a language about 40 times the root of n
// are different (Heaps' law); here less than a tenth of that.
bool SaysTheSame(std::string_view text) {
  constexpr size_t kShortest = 40'000;  // bytes; what is less does no harm
  constexpr size_t kFewestWords = 1'000;
  constexpr size_t kMostBytes = size_t{64} << 10;
  constexpr double kDistinct = 4;
  text = text.substr(0, kMostBytes);
  if (text.size() < kShortest) return false;
  std::unordered_set<std::string_view> distinct;
  size_t words = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(" \n\t", at), text.size());
    if (end > at) {
      ++words;
      distinct.insert(text.substr(at, end - at));
    }
    at = end + 1;
  }
  return words >= kFewestWords &&
         static_cast<double>(distinct.size()) < kDistinct * std::sqrt(static_cast<double>(words));
}

// Bytes read in the wrong charset, templates that nobody filled in.
std::optional<Judgement> Court::BrokenMarkup() const {
  constexpr size_t kManyLines = 200;
  constexpr uint32_t kScrap = 6;  // letters of a line, on average
  const std::string_view text = about_.reading.text;
  if (about_.anatomy.runs.size() >= kMostRuns || about_.anatomy.document.truncated()) {
    return Guilty(Reason::kBrokenMarkup, 0.9, "there is more of it than of any page for people");
  }
  const size_t lines = static_cast<size_t>(std::ranges::count(text, '\n')) + 1;
  if (lines >= kManyLines && weight_ < kScrap * lines) {
    return Guilty(Reason::kBrokenMarkup, 0.85, fmt::format("{} lines of a few letters", lines));
  }
  if (SaysTheSame(text)) {
    return Guilty(Reason::kBrokenMarkup, 0.85, "the same few words over and over");
  }
  if (text.size() < 60) return std::nullopt;
  const size_t replaced = CountOf(text, "\uFFFD");
  if (replaced * 3 * 40 > text.size()) {
    return Guilty(Reason::kBrokenMarkup, 0.9,
                  fmt::format("{} characters could not be decoded", replaced));
  }
  const size_t templates = CountOf(text, "{{") + CountOf(text, "<%") + CountOf(text, "${");
  if (templates >= 3 && templates * 200 > text.size()) {
    return Guilty(Reason::kBrokenMarkup, 0.8, "the text is a template that was not filled in");
  }
  const size_t marks = CountOf(text, "=\"") + CountOf(text, "\">") + CountOf(text, "/>");
  if (marks >= 4 && marks * 120 > text.size()) {
    return Guilty(Reason::kBrokenMarkup, 0.85,
                  fmt::format("{} pieces of tags stand in the text", marks));
  }
  return std::nullopt;
}

std::optional<Judgement> Court::ErrorPage() const {
  if (weight_ > kSmallPage) return std::nullopt;
  const std::string head = title_ + " " + text::Fold(about_.facts.title_element);
  const bool named = ContainsAny(head, {"404",
                                        "page not found",
                                        "not found",
                                        "403 forbidden",
                                        "access denied",
                                        "500 internal",
                                        "service unavailable",
                                        "bad gateway",
                                        "page doesn't exist",
                                        "page does not exist",
                                        "page unavailable",
                                        "something went wrong",
                                        "just a moment",
                                        "attention required",
                                        "are you a robot",
                                        "security check",
                                        "ページが見つかりません",
                                        "見つかりませんでした",
                                        "お探しのページ",
                                        "アクセスが拒否",
                                        "エラーが発生",
                                        "الصفحة غير موجودة",
                                        "لم يتم العثور",
                                        "الصفحة المطلوبة",
                                        "seite nicht gefunden",
                                        "page introuvable",
                                        "página no encontrada"});
  const bool said = ContainsAny(
      text_.substr(0, 600),
      {"page you are looking for", "page you were looking for", "page you requested",
       "could not be found", "couldn't find that page", "no longer exists", "verify you are human",
       "enable javascript and cookies", "お探しのページは", "ページは存在しません",
       "削除された可能性", "الصفحة التي تبحث عنها", "الصفحة التي طلبتها"});
  if (named && (said || weight_ < 600))
    return Guilty(Reason::kErrorPage, 0.95, "the headline is that of an error");
  if (said && weight_ < 600)
    return Guilty(Reason::kErrorPage, 0.85, "the text says that there is no such page");
  return std::nullopt;
}

std::optional<Judgement> Court::ConsentPage() const {
  if (weight_ > kSmallPage || SaysArticle()) return std::nullopt;
  // What a consent wall says in its headings does not count as text, and yet gives it away.
  std::string all = title_ + " " + text_;
  for (size_t i = 0; i < about_.anatomy.runs.size(); ++i) {
    const Run& run = about_.anatomy.runs[i];
    if (run.weight > 100 || std::ranges::binary_search(about_.body.runs, i)) continue;
    if (!html::IsHeading(about_.anatomy.document.tag(run.block))) continue;
    all += " " + FoldedOf(about_.anatomy, run);
  }
  const size_t words = CountOf(all, "cookie") + CountOf(all, "consent") + CountOf(all, "クッキー") +
                       CountOf(all, "同意") + CountOf(all, "ملفات تعريف الارتباط") +
                       CountOf(all, "الكوكيز") + CountOf(all, "privacy") +
                       CountOf(all, "プライバシー") + CountOf(all, "الخصوصية") +
                       CountOf(all, "موافق");
  const bool asks =
      ContainsAny(all, {"before you continue", "we value your privacy", "accept all",
                        "accept cookies", "agree and continue", "your consent",
                        "manage preferences", "we and our partners", "we use cookies", "同意する",
                        "同意して", "قبول الكل", "أوافق", "موافقتك", "نستخدم ملفات"});
  if (asks && words >= 3)
    return Guilty(Reason::kConsentPage, 0.9, "the text asks for consent and says nothing else");
  return std::nullopt;
}

std::optional<Judgement> Court::LoginPage() const {
  if (weight_ > kSmallPage / 2) return std::nullopt;
  const html::Document& document = about_.anatomy.document;
  bool password = false;
  for (NodeId node = 1; node < document.size() && !password; ++node) {
    password =
        document.tag(node) == Tag::kInput && document.attribute(node, Attr::kType) == "password";
  }
  const bool named =
      ContainsAny(title_ + " " + text::Fold(about_.facts.title_element),
                  {"log in", "login", "sign in", "ログイン", "サインイン", "تسجيل الدخول"});
  if (named && (password || weight_ < kShort)) {
    return Guilty(Reason::kLoginPage, password ? 0.95 : 0.75, "the page asks to log in");
  }
  if (password && weight_ < kShort && !SaysArticle()) {
    return Guilty(Reason::kLoginPage, 0.7, "a field for a password and no text");
  }
  return std::nullopt;
}

std::optional<Judgement> Court::AuthorPage() const {
  const bool typed = about_.facts.Meta({"og:type"}) == "profile" ||
                     HasType(about_.facts.structured_types, {"ProfilePage"});
  const auto url = net::Url::Parse(about_.url);
  const std::string path = url ? text::Fold(url->path()) : std::string();
  const bool addressed =
      ContainsAny(path, {"/author/", "/authors/", "/profile/", "/staff/", "/contributors/", "/by/",
                         "/writers/", "/columnist/", "/kisha/"});
  if (SaysArticle() && !typed) return std::nullopt;
  if (typed && (addressed || weight_ < kSmallPage)) {
    return Guilty(Reason::kAuthorPage, 0.9, "the page calls itself a profile");
  }
  if (addressed) return Guilty(Reason::kAuthorPage, 0.8, "the address is that of an author");
  const bool listed = ContainsAny(title_, {"articles by", "stories by", "posts by", "all posts by",
                                           "の記事一覧", "مقالات الكاتب"});
  if (listed) return Guilty(Reason::kAuthorPage, 0.8, "the headline announces somebody's articles");
  return std::nullopt;
}

std::optional<Judgement> Court::ListPage() const {
  const html::Document& document = about_.anatomy.document;
  size_t linked_headings = 0;
  size_t teasers = 0;
  for (NodeId node = 1; node < document.size(); ++node) {
    const Tag tag = document.tag(node);
    if (tag == Tag::kArticle) ++teasers;
    if (!html::IsHeading(tag) || about_.anatomy.facts[node].hidden) continue;
    const bool linked =
        about_.anatomy.facts[node].in_link || document.Find(Tag::kA, node) != html::kNoNode;
    linked_headings += linked ? 1 : 0;
  }
  const bool typed =
      HasType(about_.facts.structured_types, {"CollectionPage", "SearchResultsPage"}) ||
      (HasType(about_.facts.structured_types, {"ItemList"}) && !SaysArticle());
  const auto url = net::Url::Parse(about_.url);
  const bool front = url && (url->path() == "/" || url->path().empty()) && url->query().empty();
  static const Labels kListPaths = {"/tag/",      "/tags/",       "/topic/",    "/topics/",
                                    "/category/", "/categories/", "/section/",  "/sections/",
                                    "/search/",   "/archive/",    "/archives/", "/kategorie/",
                                    "/thema/",    "/themen/",     "/rubrique/", "/hashtag/"};
  static const Labels kListTitles = {"search results", "results for",   "suchergebnisse",
                                     "résultats de",   "resultados de", "検索結果",
                                     "の記事一覧",     "タグ:",         "نتائج البحث",
                                     "archive for",    "all articles",  "latest articles"};
  const std::string path = url ? text::Fold(url->path()) + "/" : std::string();
  const bool addressed = kListPaths.AnyIn(path) || path.starts_with("/search");
  const bool announced =
      kListTitles.AnyIn(title_) || kListTitles.AnyIn(text::Fold(about_.facts.title_element));
  const auto longest = std::ranges::max_element(
      about_.reading.blocks, {}, [](const model::Block& block) { return block.text.size(); });
  const size_t longest_block = longest == about_.reading.blocks.end() ? 0 : longest->text.size();
  const bool short_blocks = longest_block < 600;
  if (SaysArticle() && !typed) return std::nullopt;
  const double linked = about_.body.weight == 0
                            ? 0
                            : static_cast<double>(about_.body.link_weight) / about_.body.weight;
  // A page may list much beside a long text of its own.
  const bool own_text = weight_ > 1'200 && linked < 0.25 && Sentences() >= 8 && !front;
  if (own_text) return std::nullopt;
  const bool many = linked_headings >= 6 || teasers >= 6;
  if ((addressed || announced) && (linked_headings >= 3 || short_blocks)) {
    return Guilty(Reason::kListPage, 0.8,
                  addressed ? "the address is that of a list" : "the headline announces a list");
  }
  if (typed && (many || short_blocks)) {
    return Guilty(Reason::kListPage, 0.9, "the page calls itself a collection");
  }
  if (front && many) return Guilty(Reason::kListPage, 0.85, "the front page of a site");
  if (many && short_blocks && about_.reading.byline.empty()) {
    return Guilty(Reason::kListPage, 0.75,
                  fmt::format("{} linked headlines and no text of its own",
                              std::max(linked_headings, teasers)));
  }
  if (linked > 0.5 && about_.body.runs.size() >= 6) {
    return Guilty(Reason::kListPage, 0.8, "most of the text is links");
  }
  return std::nullopt;
}

std::optional<Judgement> Court::PaywallStub() const {
  if (about_.reading.paywall == model::Paywall::kNone) return std::nullopt;
  if (weight_ >= kStub) return std::nullopt;
  return Guilty(Reason::kPaywallStub, about_.reading.paywall == model::Paywall::kFull ? 0.9 : 0.8,
                fmt::format("{} letters, then an offer to subscribe", weight_));
}

std::optional<Judgement> Court::CaptionsOnly() const {
  if (about_.reading.captions.size() < 3) return std::nullopt;
  uint32_t captions = 0;
  for (const std::string& caption : about_.reading.captions) captions += WeightOf(caption);
  if (weight_ < kShort && captions > weight_ && captions > kNoBody) {
    return Guilty(
        Reason::kCaptionsOnly, 0.85,
        fmt::format("{} captions and {} letters of text", about_.reading.captions.size(), weight_));
  }
  // Captions that were taken for paragraphs.
  size_t same = 0;
  size_t blocks = 0;
  for (const model::Block& block : about_.reading.blocks) {
    if (block.kind != BlockKind::kParagraph) continue;
    ++blocks;
    same += std::ranges::find(about_.reading.captions, block.text) != about_.reading.captions.end()
                ? 1
                : 0;
  }
  if (blocks >= 3 && same * 3 >= blocks * 2) {
    return Guilty(Reason::kCaptionsOnly, 0.8, "the text is the captions of the pictures");
  }
  return std::nullopt;
}

std::optional<Judgement> Court::VideoOnly() const {
  if (weight_ >= kShort || !HasPlayer()) return std::nullopt;
  return Guilty(Reason::kVideoOnly, 0.85, fmt::format("a player and {} letters of text", weight_));
}

// "Population: 5 million", rows of a table, no sentence.
std::optional<Judgement> Court::FactBox() const {
  uint32_t facts = 0;
  uint32_t prose = 0;
  size_t lines = 0;
  for (const model::Block& block : about_.reading.blocks) {
    if (block.kind == BlockKind::kImage || block.kind == BlockKind::kEmbed ||
        block.kind == BlockKind::kHeading) {
      continue;
    }
    const uint32_t weight = WeightOf(block.text);
    const size_t colon = std::min(block.text.find(':'), block.text.find("："));
    const bool ends = block.text.ends_with('.') || block.text.ends_with("。") ||
                      block.text.ends_with('!') || block.text.ends_with('?');
    const bool pair = colon != std::string::npos && colon < 40 && weight < 120;
    const bool sentence = ends && weight > 40 && !pair;
    ++lines;
    (block.kind == BlockKind::kTable || pair || (weight < 60 && !ends) ? facts : prose) += weight;
    if (sentence && block.kind != BlockKind::kTable) prose += 20;
  }
  if (lines >= 1 && facts >= kNoBody / 2 && facts > 3 * prose && weight_ < 2'500 &&
      Sentences() < 6) {
    return Guilty(Reason::kFactBox, 0.75, "names and values, no sentences");
  }
  return std::nullopt;
}

// Where the article's text is missing, what stands around it is all that there is to find: more of
// it in furniture than elsewhere, and elsewhere no sentence.
std::optional<Judgement> Court::OnlyFurniture() const {
  if (weight_ >= kSmallPage) return std::nullopt;
  const html::Document& document = about_.anatomy.document;
  uint32_t beside = 0;
  uint32_t own = 0;
  uint32_t own_prose = 0;
  for (const size_t index : about_.body.runs) {
    const Run& run = about_.anatomy.runs[index];
    bool furniture = run.link_weight * 10 >= run.weight * 6;
    for (NodeId up = run.block; up != html::kNoNode && !furniture; up = document.parent(up)) {
      const Tag tag = document.tag(up);
      const Hint hint = about_.anatomy.facts[up].hint;
      if (tag == Tag::kBody) break;
      furniture = tag == Tag::kAside || tag == Tag::kNav || tag == Tag::kFooter ||
                  tag == Tag::kHeader || hint == Hint::kFurniture || hint == Hint::kAdvert ||
                  hint == Hint::kByline;
    }
    (furniture ? beside : own) += run.weight;
    if (!furniture && IsProse(run)) own_prose += run.weight;
  }
  if (own < kShort && own_prose < kNoBody && about_.body.prose < kShort && beside > own) {
    return Guilty(Reason::kNoBody, 0.8,
                  fmt::format("{} letters of text, {} of what stands around it", own, beside));
  }
  return std::nullopt;
}

std::optional<Judgement> Court::NoBody() const {
  if (weight_ < kNoBody) {
    return Guilty(Reason::kNoBody, weight_ == 0 ? 0.95 : 0.85,
                  fmt::format("{} letters of text", weight_));
  }
  if (weight_ < kShort && !SaysArticle() && Sentences() < 2) {
    return Guilty(Reason::kNoBody, 0.6,
                  fmt::format("{} letters of text and no sign of an article", weight_));
  }
  return std::nullopt;
}

// The content words of the headline: none of them in the text, nor in the description.
// The words of a text that carry a topic, as stems.
std::set<std::string> Court::TopicsOf(std::string_view text) const {
  const std::string& language = about_.reading.language;
  std::set<std::string> topics;
  for (const text::Word& word : text::Words(text, language)) {
    const std::string folded = text::Fold(text.substr(word.start, word.end - word.start));
    const bool one_letter =
        folded.size() < 2 || (folded.size() <= 4 && base::CountCodePoints(folded) < 2);
    if (one_letter || text::IsStopWord(folded, language)) continue;
    topics.insert(text::Stem(folded, language));
  }
  return topics;
}

// The content words of the headline: none of them in the text, nor in the description.
std::optional<Judgement> Court::HeadlineMismatch() const {
  constexpr size_t kFewestWords = 5;
  constexpr uint32_t kLongEnough = 400;
  if (weight_ < kLongEnough) return std::nullopt;
  const std::set<std::string> title = TopicsOf(about_.reading.title);
  if (title.size() < kFewestWords) return std::nullopt;
  // Nearly always a word stands there as it is. Its last letter is left out: compounds and
  // inflections that a stemmer does not undo.
  for (const std::string& word : title) {
    const bool cjk = static_cast<unsigned char>(word[0]) >= 0xE3;
    if (!cjk && word.size() < 5) continue;
    const std::string_view stem = std::string_view(word).substr(0, word.size() - (cjk ? 0 : 1));
    if (text_.find(stem) != std::string::npos) return std::nullopt;
  }
  const std::set<std::string> body = TopicsOf(base::TruncateUtf8(about_.reading.text, 20'000));
  if (std::ranges::any_of(title, [&](const std::string& word) { return body.contains(word); })) {
    return std::nullopt;
  }
  return Guilty(Reason::kHeadlineMismatch, 0.7, "no word of the headline stands in the text");
}

// Nothing was seen that speaks against it, and next to nothing speaks for it: lines and scraps.
std::optional<Judgement> Court::UnlikePage() const {
  constexpr double kUnlikely = 0.1;
  if (SaysArticle() || likelihood_ >= kUnlikely) return std::nullopt;
  return Guilty(Reason::kListPage, 1 - likelihood_,
                fmt::format("{} short lines, and little that speaks for an article",
                            about_.reading.blocks.size()));
}

Judgement Court::Judge() {
  static constexpr Try kTries[] = {
      &Court::EscapedMarkup, &Court::BrokenMarkup,     &Court::ErrorPage,     &Court::ConsentPage,
      &Court::LoginPage,     &Court::AuthorPage,       &Court::PaywallStub,   &Court::ListPage,
      &Court::CaptionsOnly,  &Court::VideoOnly,        &Court::OnlyFurniture, &Court::FactBox,
      &Court::NoBody,        &Court::HeadlineMismatch, &Court::UnlikePage};
  for (const Try attempt : kTries) {
    if (auto judgement = (this->*attempt)()) return *std::move(judgement);
  }
  return {Reason::kNone, {}, std::clamp(likelihood_, 0.05, 0.99)};
}

}  // namespace

model::Paywall FindPaywall(const Case& about) {
  // A page that is marked as paid and has its text all the same is none.
  const uint32_t weight = WeightOf(about.reading.text);
  if (weight >= kStub) return model::Paywall::kNone;
  if (!StatesPaywall(about.anatomy, about.facts)) return model::Paywall::kNone;
  return weight < kNoBody ? model::Paywall::kFull : model::Paywall::kPartial;
}

Judgement Judge(const Case& about) {
  return Court(about).Judge();
}

bool IsNotHtml(std::string_view bytes, std::string_view content_type) {
  for (const std::string_view magic :
       {"%PDF-", "\x89PNG", "GIF8", "\xFF\xD8\xFF", "PK\x03\x04", "\x1F\x8B", "RIFF", "ID3", "OggS",
        "7z\xBC\xAF", "Rar!", "\177ELF"}) {
    if (bytes.starts_with(magic)) return true;
  }
  const std::string type = text::Fold(content_type.substr(0, content_type.find(';')));
  const bool other =
      type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/") ||
      type.starts_with("application/pdf") || type.starts_with("application/zip") ||
      type.starts_with("application/octet-stream") || type.starts_with("application/json");
  const std::string_view head = bytes.substr(0, 2'000);
  const bool marked = head.find('<') != std::string_view::npos;
  if (other) return !marked || !text::Fold(base::RepairUtf8(head)).contains("<html");
  return !marked && (head.starts_with("{") || head.starts_with("["));
}

}  // namespace extract
