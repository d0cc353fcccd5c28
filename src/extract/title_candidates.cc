#include "extract/title_candidates.h"

#include <algorithm>
#include <unordered_set>

#include "base/utf8.h"
#include "html/text.h"
#include "net/url.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Attr;
using html::Document;
using html::NodeId;
using html::Tag;

constexpr size_t kLongestTitle = 400;  // bytes

// Letters and digits alone, folded: what two spellings of one title share.
std::string KeyOfFolded(std::string_view folded) {
  std::string key;
  for (size_t i = 0; i < folded.size();) {
    const size_t start = i;
    const char32_t c = base::NextCodePoint(folded, i);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                        (c >= 0xC0 && (c < 0x2000 || c > 0x206F) && (c < 0x3000 || c > 0x303F));
    if (letter) key.append(folded.substr(start, i - start));
  }
  return key;
}

std::string Key(std::string_view text) {
  return KeyOfFolded(text::Fold(text));
}

// Words for comparing; a Han, Kana or Hangul character is one.
std::vector<std::string> WordsOf(std::string_view text) {
  const std::string folded = text::Fold(text);
  std::vector<std::string> words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (size_t i = 0; i < folded.size();) {
    const size_t start = i;
    const char32_t c = base::NextCodePoint(folded, i);
    const std::string_view letter = std::string_view(folded).substr(start, i - start);
    if (c >= 0x3040 && c < 0xE000) {
      end();
      words.emplace_back(letter);
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               (c >= 0xC0 && (c < 0x2000 || c > 0x303F))) {
      word.append(letter);
    } else if (c != '\'' && c != 0x2019) {
      end();
    }
  }
  end();
  return words;
}

using WordSet = std::unordered_set<std::string>;

float ShareIn(const std::vector<std::string>& words, const WordSet& in) {
  if (words.empty() || in.empty()) return 0;
  const auto found =
      std::ranges::count_if(words, [&](const std::string& word) { return in.contains(word); });
  return static_cast<float>(found) / static_cast<float>(words.size());
}

// Share of `all` that stands in `words`.
float ShareOf(const WordSet& all, const std::vector<std::string>& words) {
  if (all.empty()) return 0;
  const WordSet own(words.begin(), words.end());
  const auto found =
      std::ranges::count_if(all, [&](const std::string& word) { return own.contains(word); });
  return static_cast<float>(found) / static_cast<float>(all.size());
}

// ---- where a title may be cut
// ---------------------------------------------------------------------

enum class CutKind : uint8_t { kBar, kDash, kColon };
struct Separator {
  std::string_view mark;
  CutKind kind;
};
constexpr Separator kSeparators[] = {
    {" | ", CutKind::kBar},   {" || ", CutKind::kBar},  {" |", CutKind::kBar},
    {"| ", CutKind::kBar},    {"｜", CutKind::kBar},    {" :: ", CutKind::kBar},
    {" » ", CutKind::kBar},   {" « ", CutKind::kBar},   {" › ", CutKind::kBar},
    {" • ", CutKind::kBar},   {" · ", CutKind::kBar},   {" ⋆ ", CutKind::kBar},
    {" ● ", CutKind::kBar},   {" / ", CutKind::kBar},   {" ~ ", CutKind::kBar},
    {" > ", CutKind::kBar},   {" < ", CutKind::kBar},   {" -- ", CutKind::kDash},
    {" - ", CutKind::kDash},  {" – ", CutKind::kDash},  {" — ", CutKind::kDash},
    {" ― ", CutKind::kDash},  {" － ", CutKind::kDash}, {"- ", CutKind::kDash},
    {" : ", CutKind::kColon}, {": ", CutKind::kColon},  {"：", CutKind::kColon},
    {" (", CutKind::kColon},  {" [", CutKind::kColon},  {"【", CutKind::kColon},
    {"】", CutKind::kColon}};

struct Cut {
  size_t position = 0;
  size_t length = 0;
  CutKind kind = CutKind::kBar;
};

std::vector<Cut> CutsOf(std::string_view title) {
  constexpr size_t kMost = 8;
  std::vector<Cut> cuts;
  for (size_t i = 0; i < title.size() && cuts.size() < kMost; ++i) {
    const auto first = static_cast<unsigned char>(title[i]);
    if ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z')) continue;
    const Separator* longest = nullptr;
    for (const Separator& separator : kSeparators) {
      if (title.substr(i).starts_with(separator.mark) &&
          (longest == nullptr || separator.mark.size() > longest->mark.size())) {
        longest = &separator;
      }
    }
    if (longest == nullptr) continue;
    cuts.push_back({i, longest->mark.size(), longest->kind});
    i += longest->mark.size() - 1;
  }
  return cuts;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '|')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '|')) text.remove_suffix(1);
  return text;
}

// Shows nothing, and is in the way of whoever compares: soft hyphens, spaces without width.
std::string WithoutUnseen(std::string text) {
  for (const std::string_view unseen : {"\u00AD", "\u200B", "\u2060", "\uFEFF"}) {
    for (size_t at = text.find(unseen); at != std::string::npos; at = text.find(unseen, at)) {
      text.erase(at, unseen.size());
    }
  }
  return text;
}

// ---- the site's name
// ------------------------------------------------------------------------------

class Site {
 public:
  Site(std::string_view name, std::string_view url) : name_(Key(name)) {
    // An archive's address holds the page's own: "https://archive.example/2011/http://site/page".
    if (const size_t inner = url.rfind("http");
        inner != std::string_view::npos && inner > 8 && url.substr(inner).find("://") <= 5) {
      url = url.substr(inner);
    }
    const auto parsed = net::Url::Parse(url);
    if (!parsed) return;
    const std::string domain = net::RegistrableDomain(parsed->host());
    host_ = Key(std::string_view(domain).substr(0, domain.find('.')));
    whole_host_ = Key(parsed->host());
    front_ = parsed->path().size() <= 1 && parsed->query().empty();
    std::string_view path = parsed->path();
    while (path.ends_with('/')) path.remove_suffix(1);
    for (const std::string& word : WordsOf(net::PercentDecode(path))) address_.insert(word);
  }

  bool Is(std::string_view part) const {
    const std::string key = Key(part);
    if (key.empty()) return true;
    if (Near(key, host_, 12) || key == whole_host_) return true;
    return Near(key, name_, 24);
  }
  bool IsExactly(std::string_view key) const {
    return !key.empty() && (key == name_ || key == host_ || key == whole_host_);
  }
  bool front() const { return front_; }
  bool known() const { return !name_.empty(); }
  const WordSet& address() const { return address_; }

 private:
  // One holds the other, and is not much longer.
  static bool Near(std::string_view key, std::string_view name, size_t more) {
    if (name.empty() || key.empty()) return false;
    if (key == name) return true;
    if (key.size() >= 3 && name.size() >= 3 && name.find(key) != std::string_view::npos &&
        (key.size() >= 4 || name.starts_with(key))) {
      return true;
    }
    return name.size() >= 4 && key.find(name) != std::string_view::npos &&
           key.size() < name.size() + more;
  }

  std::string name_;
  std::string host_;
  std::string whole_host_;
  WordSet address_;
  bool front_ = false;
};

// ---- collecting
// -----------------------------------------------------------------------------------

struct Heading {
  std::string text;
  NodeId node = 0;
  Tag tag = Tag::kH1;
  bool named = false;
  bool furniture = false;
  bool links_home = false;
};

bool IsNamedTitle(const Document& document, NodeId node) {
  for (const html::Attribute& attribute : document.attributes(node)) {
    if (attribute.id != Attr::kClass && attribute.id != Attr::kId &&
        attribute.id != Attr::kItemprop) {
      continue;
    }
    const std::string_view value = attribute.value;
    if (value.size() > 300) continue;
    for (const std::string_view name :
         {"headline", "entry-title", "post-title", "article-title", "article__title", "page-title",
          "post__title", "title-article", "article-headline", "story-title", "post_title",
          "entry__title", "single-title", "article-heading"}) {
      if (value.find(name) != std::string_view::npos) return true;
    }
  }
  return false;
}

// "kicker", "eyebrow", "dachzeile": the line above a title, or the one below.
bool IsNamedKicker(const Document& document, NodeId node) {
  for (const html::Attribute& attribute : document.attributes(node)) {
    if (attribute.id != Attr::kClass && attribute.id != Attr::kId) continue;
    if (attribute.value.size() > 200) continue;
    const std::string name = text::Fold(attribute.value);
    for (const std::string_view part :
         {"kicker",    "eyebrow",    "topline",  "overline", "dachzeile", "spitzmarke", "pretitle",
          "pre-title", "supertitle", "suptitle", "roofline", "subtitle",  "sub-title",  "subhead",
          "label",     "badge",      "category", "prefix",   "tagline",   "strap"}) {
      if (name.find(part) != std::string::npos) return true;
    }
  }
  return false;
}

bool LinksHome(const Document& document, NodeId heading) {
  const auto home = [&](NodeId node) {
    if (document.tag(node) != Tag::kA) return false;
    std::string_view href = document.attribute(node, Attr::kHref);
    if (const size_t scheme = href.find("://"); scheme != std::string_view::npos) {
      const size_t slash = href.find('/', scheme + 3);
      href = slash == std::string_view::npos ? "/" : href.substr(slash);
    }
    return href == "/" || href == "index.html" || href == "/index.html" || href == "index.php";
  };
  for (NodeId node = heading + 1; node < document.subtree_end(heading); ++node) {
    if (document.IsElement(node) && home(node)) return true;
  }
  const NodeId parent = document.parent(heading);
  return parent != html::kNoNode && home(parent);
}

bool IsInFurniture(const Anatomy& anatomy, NodeId node) {
  for (int up = 0; node != html::kNoNode && up < 12; ++up, node = anatomy.document.parent(node)) {
    const Tag tag = anatomy.document.tag(node);
    if (tag == Tag::kNav || tag == Tag::kAside || tag == Tag::kFooter) return true;
    if (tag == Tag::kArticle || tag == Tag::kMain) return false;
    const Hint hint = anatomy.facts[node].hint;
    if (hint == Hint::kFurniture || hint == Hint::kComments) return true;
  }
  return false;
}

class Collector {
 public:
  Collector(const Anatomy& anatomy, const PageFacts& facts, std::string_view site_name,
            std::string_view url)
      : anatomy_(anatomy), facts_(facts), site_(site_name, url) {}

  std::vector<TitleCandidate> Collect(std::string_view hint);

 private:
  enum class Source : uint8_t { kOpenGraph, kTitleElement, kOther, kHeading };

  TitleCandidate* Add(std::string_view text, TitleMark mark);
  void AddHead(std::string_view text, TitleMark mark, Source source);
  void AddParts(std::string_view title, Source source);
  void AddPart(std::string_view title, const std::vector<Cut>& cuts, size_t first, size_t last,
               Source source);
  void FindHeadings();
  void AddHeadings();
  void AddPieces(const Heading& heading);
  void Compare();
  void CompareOne(TitleCandidate& candidate) const;

  const Anatomy& anatomy_;
  const PageFacts& facts_;
  Site site_;
  std::vector<Heading> headings_;
  size_t first_headings_ = 0;
  std::string first_heading_;
  WordSet head_words_;
  WordSet heading_words_;
  size_t longest_ = 0;
  std::vector<TitleCandidate> candidates_;
};

TitleCandidate* Collector::Add(std::string_view text, TitleMark mark) {
  constexpr size_t kMost = 64;
  std::string key = Key(text);
  if (key.empty()) return nullptr;
  for (TitleCandidate& known : candidates_) {
    if (known.key != key) continue;
    known.marks.Set(mark);
    return &known;
  }
  if (candidates_.size() >= kMost) return nullptr;
  candidates_.push_back({std::string(text), std::move(key), {}});
  candidates_.back().marks.Set(mark);
  return &candidates_.back();
}

// A part of a title from one cut to another. Parts that touch neither end are none.
void Collector::AddPart(std::string_view title, const std::vector<Cut>& cuts, size_t first,
                        size_t last, Source source) {
  const size_t start = first == 0 ? 0 : cuts[first - 1].position + cuts[first - 1].length;
  const size_t end = last == cuts.size() ? title.size() : cuts[last].position;
  const std::string_view text = Trimmed(title.substr(start, end - start));
  if (text.empty()) return;
  const bool front_cut = first > 0;
  const bool back_cut = last < cuts.size();
  const std::string_view front = front_cut ? title.substr(0, cuts[first - 1].position) : "";
  const std::string_view back =
      back_cut ? title.substr(cuts[last].position + cuts[last].length) : "";
  // All that was cut off is the site's name, and nothing of it is left.
  const bool site = (!front_cut || site_.Is(front)) && (!back_cut || site_.Is(back));
  TitleMark mark = TitleMark::kOtherPart;
  if (source == Source::kOpenGraph) {
    mark = site ? TitleMark::kOpenGraphCut : TitleMark::kOpenGraphPart;
  } else if (source == Source::kTitleElement) {
    mark = site ? TitleMark::kTitleElementCut : TitleMark::kTitleElementPart;
  } else if (source == Source::kHeading) {
    mark = TitleMark::kHeadingPart;
  }
  TitleCandidate* candidate = Add(text, mark);
  if (candidate == nullptr) return;
  Marks<TitleMark> marks;
  marks.Set(TitleMark::kFrontCut, front_cut);
  marks.Set(TitleMark::kBackCut, back_cut);
  marks.Set(TitleMark::kCutIsSite, site);
  marks.Set(TitleMark::kCutShare,
            static_cast<float>(title.size() - text.size()) / static_cast<float>(title.size()));
  for (const size_t at : {first - 1, last}) {
    if (at >= cuts.size() || (at == first - 1 && !front_cut)) continue;
    marks.Set(cuts[at].kind == CutKind::kBar    ? TitleMark::kCutBar
              : cuts[at].kind == CutKind::kDash ? TitleMark::kCutDash
                                                : TitleMark::kCutColon);
  }
  candidate->marks.Join(marks);
}

void Collector::AddParts(std::string_view title, Source source) {
  const std::vector<Cut> cuts = CutsOf(title);
  for (size_t last = 0; last < cuts.size(); ++last) AddPart(title, cuts, 0, last, source);
  for (size_t first = 1; first <= cuts.size(); ++first) {
    AddPart(title, cuts, first, cuts.size(), source);
  }
  // "Site | Title - Section": the parts in between, where they are not many.
  if (cuts.size() >= 2 && cuts.size() <= 4) {
    for (size_t first = 1; first < cuts.size(); ++first) {
      for (size_t last = first; last < cuts.size(); ++last) {
        AddPart(title, cuts, first, last, source);
      }
    }
  }
}

void Collector::AddHead(std::string_view text, TitleMark mark, Source source) {
  std::string title =
      text::CollapseSpace(WithoutUnseen(std::string(base::TruncateUtf8(text, kLongestTitle))));
  if (title.find("&#") != std::string::npos || title.find("&amp;") != std::string::npos ||
      title.find("&quot;") != std::string::npos) {
    title = html::ToText(title);  // escaped twice
  }
  if (Add(title, mark) == nullptr) return;
  for (const std::string& word : WordsOf(title)) head_words_.insert(word);
  AddParts(title, source);
}

void Collector::FindHeadings() {
  constexpr size_t kMostHeadings = 12;
  constexpr size_t kMostSmall = 4;
  const Document& document = anatomy_.document;
  size_t small = 0;
  for (NodeId node = 1; node < document.size() && headings_.size() < kMostHeadings; ++node) {
    const Tag tag = document.tag(node);
    const bool marked = tag != Tag::kH1 && tag != Tag::kH2 && document.IsElement(node) &&
                        tag != Tag::kMeta &&
                        document.attribute(node, Attr::kItemprop) == std::string_view("headline");
    if (tag != Tag::kH1 && !marked && (tag != Tag::kH2 || small >= kMostSmall)) continue;
    if (anatomy_.facts[node].hidden) continue;
    // As it is read: without the buttons that stand in it ("Copy link").
    std::string text = WithoutUnseen(document.TextOf(node, Tag::kButton));
    if (text.empty() || text.size() > kLongestTitle || Key(text).empty()) continue;
    if (tag == Tag::kH2) ++small;
    headings_.push_back({std::move(text), node, tag, IsNamedTitle(document, node),
                         IsInFurniture(anatomy_, node), LinksHome(document, node)});
  }
}

// <h1><span>Energy</span> The pier is rebuilt</h1>: the pieces, and what is left without the
// kicker.
void Collector::AddPieces(const Heading& heading) {
  const Document& document = anatomy_.document;
  std::vector<std::string> pieces;
  std::string left;
  bool kicker_seen = false;
  const NodeId end = document.subtree_end(heading.node);
  NodeId node = heading.node + 1;
  // Down through elements that hold everything.
  while (node < end && document.IsElement(node) && document.subtree_end(node) == end) ++node;
  while (node < end) {
    const std::string text = WithoutUnseen(
        document.IsText(node) ? text::CollapseSpace(document.text(node)) : document.TextOf(node));
    const bool kicker = document.IsElement(node) && IsNamedKicker(document, node);
    if (!text.empty()) {
      pieces.push_back(text);
      if (kicker) {
        kicker_seen = true;
        if (TitleCandidate* candidate = Add(text, TitleMark::kHeadingPart)) {
          candidate->marks.Set(TitleMark::kKicker);
        }
      } else {
        if (!left.empty()) left += ' ';
        left += text;
      }
    }
    node = document.subtree_end(node);
  }
  if (pieces.size() < 2 || pieces.size() > 4) return;
  Add(pieces.front(), TitleMark::kHeadingFirstPiece);
  Add(pieces.back(), TitleMark::kHeadingLastPiece);
  if (kicker_seen && !left.empty()) Add(left, TitleMark::kWithoutKicker);
}

void Collector::AddHeadings() {
  for (const Heading& heading : headings_) {
    if (heading.tag != Tag::kH1) continue;
    if (first_headings_++ == 0) first_heading_ = heading.text;
  }
  for (const std::string& word : WordsOf(first_heading_)) heading_words_.insert(word);
  bool first = true;
  for (const Heading& heading : headings_) {
    if (heading.tag == Tag::kH2) {
      TitleCandidate* small = Add(heading.text, TitleMark::kSmallHeading);
      if (small != nullptr && heading.named) small->marks.Set(TitleMark::kMarked);
      continue;
    }
    if (heading.tag != Tag::kH1) {
      Add(heading.text, TitleMark::kMarked);
      continue;
    }
    TitleCandidate* candidate =
        Add(heading.text, first ? TitleMark::kFirstHeading : TitleMark::kLaterHeading);
    if (candidate != nullptr) {
      candidate->text = heading.text;  // as readers see it
      if (first_headings_ == 1) candidate->marks.Set(TitleMark::kOnlyHeading);
      if (heading.named) candidate->marks.Set(TitleMark::kNamedHeading);
      if (heading.furniture) candidate->marks.Set(TitleMark::kHeadingInFurniture);
    }
    if (candidate != nullptr && heading.links_home) {
      candidate->marks.Set(TitleMark::kHeadingLinksHome);
    }
    if (first || heading.named) AddParts(heading.text, Source::kHeading);
    if (first || heading.named) AddPieces(heading);
    first = false;
  }
}

bool IsCapitals(std::string_view text) {
  size_t capitals = 0;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') return false;
    if (c >= 'A' && c <= 'Z') ++capitals;
  }
  return capitals >= 6;
}

void Collector::CompareOne(TitleCandidate& candidate) const {
  Marks<TitleMark>& marks = candidate.marks;
  const std::vector<std::string> words = WordsOf(candidate.text);
  const bool heading = marks.Has(TitleMark::kFirstHeading) || marks.Has(TitleMark::kLaterHeading);
  int places = 0;
  for (const TitleMark place :
       {TitleMark::kOpenGraph, TitleMark::kTwitter, TitleMark::kStructured, TitleMark::kOtherMeta,
        TitleMark::kTitleElement, TitleMark::kFirstHeading, TitleMark::kLaterHeading,
        TitleMark::kMarked, TitleMark::kTitleElementCut, TitleMark::kOpenGraphCut,
        TitleMark::kTitleElementPart, TitleMark::kOpenGraphPart}) {
    places += marks.Has(place) ? 1 : 0;
  }
  marks.Set(TitleMark::kAgreed, static_cast<float>(std::min(places, 6) - 1) / 5);
  marks.Set(TitleMark::kInHead, ShareIn(words, head_words_));
  marks.Set(TitleMark::kHeadIn, ShareOf(head_words_, words));
  marks.Set(TitleMark::kInHeading, ShareIn(words, heading_words_));
  marks.Set(TitleMark::kHeadingIn, ShareOf(heading_words_, words));
  marks.Set(TitleMark::kInAddress, ShareIn(words, site_.address()));
  marks.Set(TitleMark::kAddressIn, ShareOf(site_.address(), words));
  marks.Set(TitleMark::kShort, words.size() <= 2);
  marks.Set(TitleMark::kLong, candidate.text.size() > 120);
  marks.Set(TitleMark::kCapitals, IsCapitals(candidate.text));
  marks.Set(TitleMark::kIsSite, site_.Is(candidate.text));
  marks.Set(TitleMark::kHeadingIsSite,
            heading && (site_.IsExactly(candidate.key) || marks.Has(TitleMark::kHeadingLinksHome)));
  marks.Set(TitleMark::kHoldsBar, candidate.text.find('|') != std::string::npos);
  marks.Set(TitleMark::kHeadingOnFront, heading && site_.front());
  marks.Set(TitleMark::kLonelyHeading, heading && marks[TitleMark::kInHead] < 0.4F);
  marks.Set(TitleMark::kHeadAgainstHeading, !heading && first_headings_ > 0);
  marks.Set(TitleMark::kLength,
            static_cast<float>(candidate.key.size()) / static_cast<float>(longest_));
  if (heading) {
    marks.Set(TitleMark::kHeadingInHead, marks[TitleMark::kInHead]);
    marks.Set(TitleMark::kHeadingInAddress, marks[TitleMark::kInAddress]);
    marks.Set(TitleMark::kHeadingCoversAddress, marks[TitleMark::kAddressIn]);
  } else if (first_headings_ > 0) {
    marks.Set(TitleMark::kHeadCoversAddress, marks[TitleMark::kAddressIn]);
    marks.Set(TitleMark::kHeadInHeading, marks[TitleMark::kInHeading]);
  }
  if (marks.Has(TitleMark::kCutShare)) {
    marks.Set(TitleMark::kPartCoversHeading, marks[TitleMark::kHeadingIn]);
    marks.Set(TitleMark::kSiteUnknown, !site_.known());
  }
  const std::string heading_key = Key(first_heading_);
  if (!heading_key.empty() && heading_key != candidate.key) {
    marks.Set(TitleMark::kWithinHeading, heading_key.find(candidate.key) != std::string_view::npos);
    marks.Set(TitleMark::kBeyondHeading, candidate.key.find(heading_key) != std::string_view::npos);
  }
  const std::vector<Cut> cuts = CutsOf(candidate.text);
  if (!cuts.empty()) {
    const std::string_view text = candidate.text;
    marks.Set(TitleMark::kHoldsSite,
              site_.Is(text.substr(0, cuts.front().position)) ||
                  site_.Is(text.substr(cuts.back().position + cuts.back().length)));
  }
}

void Collector::Compare() {
  longest_ = 1;
  for (const TitleCandidate& candidate : candidates_) {
    longest_ = std::max(longest_, candidate.key.size());
  }
  for (TitleCandidate& candidate : candidates_) CompareOne(candidate);
}

std::vector<TitleCandidate> Collector::Collect(std::string_view hint) {
  FindHeadings();
  AddHeadings();
  AddHead(facts_.Meta({"og:title"}), TitleMark::kOpenGraph, Source::kOpenGraph);
  if (facts_.article.types.empty() || facts_.article.types.front() != "WebSite") {
    AddHead(facts_.article.headline, TitleMark::kStructured, Source::kOther);
  }
  AddHead(facts_.Meta({"twitter:title"}), TitleMark::kTwitter, Source::kOther);
  AddHead(facts_.Meta({"dc.title", "dcterms.title", "citation_title", "sailthru.title",
                       "parsely-title", "title", "headline"}),
          TitleMark::kOtherMeta, Source::kOther);
  AddHead(facts_.title_element, TitleMark::kTitleElement, Source::kTitleElement);
  AddHead(hint, TitleMark::kHint, Source::kOther);
  Compare();
  return std::move(candidates_);
}

}  // namespace

std::vector<TitleCandidate> TitleCandidates(const Anatomy& anatomy, const PageFacts& facts,
                                            std::string_view site_name, std::string_view url,
                                            std::string_view headline_hint) {
  return Collector(anatomy, facts, site_name, url).Collect(headline_hint);
}

}  // namespace extract
