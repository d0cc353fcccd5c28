#include "extract/byline_candidates.h"

#include <algorithm>
#include <unordered_map>

#include "base/utf8.h"
#include "extract/byline.h"
#include "net/url.h"
#include "text/dates.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Attr;
using html::Document;
using html::kNoNode;
using html::NodeId;
using html::Tag;

constexpr size_t kLongestByline = 200;  // bytes
constexpr size_t kNear = 8;             // runs between title and byline

// ---- what markup says of an element ---------------------------------------------------------------

enum class Kind : uint8_t { kNone, kMicrodata, kRelation, kName, kAuthor, kByline, kLink };

bool HasWord(std::string_view value, std::string_view word) {
  for (size_t at = value.find(word); at != std::string_view::npos; at = value.find(word, at + 1)) {
    const bool starts = at == 0 || value[at - 1] == ' ';
    const size_t end = at + word.size();
    if (starts && (end == value.size() || value[end] == ' ')) return true;
  }
  return false;
}

Kind KindOfName(std::string_view value) {
  if (value.size() > 300) return Kind::kNone;
  const bool author = value.find("uthor") != std::string_view::npos ||
                      value.find("autor") != std::string_view::npos ||
                      value.find("auteur") != std::string_view::npos ||
                      value.find("writer") != std::string_view::npos ||
                      value.find("reporter") != std::string_view::npos ||
                      value.find("journalist") != std::string_view::npos ||
                      value.find("contributor") != std::string_view::npos ||
                      value.find("username") != std::string_view::npos;
  const bool byline = value.find("yline") != std::string_view::npos ||
                      value.find("by-line") != std::string_view::npos ||
                      value.find("posted-by") != std::string_view::npos ||
                      value.find("written-by") != std::string_view::npos ||
                      value.find("meta-by") != std::string_view::npos;
  if (!author && !byline) return value == "fn" || value == "url fn n" ? Kind::kName : Kind::kNone;
  if (value.find("name") != std::string_view::npos || value.find("Name") != std::string_view::npos) {
    return Kind::kName;
  }
  return author ? Kind::kAuthor : Kind::kByline;
}

Kind KindOfAddress(std::string_view href) {
  for (const std::string_view part :
       {"/author/", "/authors/", "/autor/", "/autoren/", "/auteur/", "/profile/", "/by/", "/staff/",
        "/people/", "/contributor", "/writer", "/journalist", "/reporter", "/team/", "/person/",
        "/redaktion/", "/columnist", "/user/", "/users/", "/member/", "/members/"}) {
    if (href.find(part) != std::string_view::npos) return Kind::kLink;
  }
  return Kind::kNone;
}

// The names of classes repeat from element to element: each is read once.
class KindReader {
 public:
  explicit KindReader(const Document& document) : document_(document) {}

  Kind Of(NodeId node) {
    Kind kind = Kind::kNone;
    for (const html::Attribute& attribute : document_.attributes(node)) {
      if (attribute.id == Attr::kItemprop && HasWord(attribute.value, "author")) {
        return Kind::kMicrodata;
      }
      if (attribute.id == Attr::kRel && HasWord(attribute.value, "author")) return Kind::kRelation;
      if (attribute.id == Attr::kClass || attribute.id == Attr::kId) {
        const auto [seen, added] = seen_.try_emplace(attribute.value, Kind::kNone);
        if (added) seen->second = KindOfName(attribute.value);
        if (seen->second != Kind::kNone) kind = seen->second;
      }
      if (attribute.id == Attr::kHref && kind == Kind::kNone && document_.tag(node) == Tag::kA) {
        kind = KindOfAddress(attribute.value);
      }
    }
    return kind;
  }

 private:
  const Document& document_;
  std::unordered_map<std::string_view, Kind> seen_;
};

BylineMark MarkOf(Kind kind) {
  switch (kind) {
    case Kind::kMicrodata:
      return BylineMark::kMicrodata;
    case Kind::kRelation:
      return BylineMark::kRelation;
    case Kind::kName:
      return BylineMark::kNamedName;
    case Kind::kAuthor:
      return BylineMark::kNamedAuthor;
    case Kind::kByline:
      return BylineMark::kNamedByline;
    default:
      return BylineMark::kAuthorLink;
  }
}

// ---- what a text says before the names ------------------------------------------------------------

bool StartsWithAny(std::string_view folded, std::initializer_list<std::string_view> starts) {
  return std::ranges::any_of(starts,
                             [&](std::string_view start) { return folded.starts_with(start); });
}

void MarkLabels(std::string_view text, Marks<BylineMark>& marks) {
  std::string folded = text::Fold(base::TruncateUtf8(text, 60));
  while (!folded.empty() && (folded.front() == ' ' || folded.front() == '|')) folded.erase(0, 1);
  if (StartsWithAny(folded, {"reviewed", "medically reviewed", "edited", "fact check", "photo",
                             "image", "illustrat", "translat", "produced", "foto", "video",
                             "approved", "expert review", "checked", "curated"})) {
    marks.Set(BylineMark::kSaysReviewed);
    return;
  }
  if (StartsWithAny(folded, {"written by", "author", "posted by", "words by", "article by", "article written",
                             "this post was written", "ein artikel von", "eingestellt von", "story by", "autor",
                             "verfasst von", "geschrieben von", "veröffentlicht von", "auteur",
                             "publié par", "escrito por", "publicado por", "scritto da", "автор",
                             "作者", "文・", "文＝", "執筆", "بقلم", "كتب"})) {
    marks.Set(BylineMark::kSaysWritten);
    return;
  }
  if (StartsWithAny(folded, {"by ", "by:", "von ", "von:", "par ", "por ", "di ", "door ", "av ",
                             "af ", "oleh ", "przez ", "text:", "text von", "de ", "~ "})) {
    marks.Set(BylineMark::kSaysBy);
  }
}

bool IsLabelAlone(std::string_view text) {
  if (text.size() > 30) return false;
  std::string folded = text::Fold(text);
  while (!folded.empty() && (folded.back() == ':' || folded.back() == ' ')) folded.pop_back();
  static constexpr std::string_view kLabels[] = {
      "by",          "written by", "author",   "authors",    "posted by",  "words by",
      "story by",    "von",        "autor",    "autorin",    "par",        "auteur",
      "auteurs",     "por",        "di",       "autore",     "door",       "av",
      "af",          "автор",      "作者",     "記者",       "文",         "執筆者",
      "authored by", "ein artikel von", "auteur(s)", "text & fotos", "verfasser",
      "بقلم",        "كتب",        "oleh",     "penulis",    "szerző",     "article written by",
      "article by",  "text",       "reporter", "created by", "contributor", "published by",
      "geschrieben von", "verfasst von", "veröffentlicht von", "eingestellt von", "about the author"};
  return std::ranges::find(kLabels, folded) != std::end(kLabels);
}

// ---- what names look like -------------------------------------------------------------------------

bool IsUpperStart(std::string_view word) {
  size_t position = 0;
  const char32_t c = base::NextCodePoint(word, position);
  if (c < 0x80) return c >= 'A' && c <= 'Z';
  return word.substr(0, position) != text::Fold(word.substr(0, position));
}

bool IsIdeographic(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size();) {
    const char32_t c = base::NextCodePoint(text, i);
    if (c < 0x3005 || c >= 0xE000) return false;
    ++count;
  }
  return count >= 2 && count <= 8;
}

bool HasNoCase(std::string_view text) {
  size_t position = 0;
  const char32_t c = base::NextCodePoint(text, position);
  return c >= 0x590 && c < 0x1E00;
}

struct Shape {
  bool person = true;
  bool one_word = false;
  bool user_name = false;
  bool many_words = false;
  bool lower_case = false;
  bool digits = false;
};

Shape ShapeOf(const std::vector<std::string>& names) {
  Shape shape;
  for (const std::string& name : names) {
    size_t words = 0;
    size_t capital = 0;
    for (size_t start = 0; start < name.size();) {
      const size_t end = std::min(name.find(' ', start), name.size());
      if (end > start) {
        ++words;
        capital += IsUpperStart(std::string_view(name).substr(start, end - start)) ? 1 : 0;
      }
      start = end + 1;
    }
    const bool digits = name.find_first_of("0123456789") != std::string::npos;
    const bool no_case = HasNoCase(name);
    const bool ideographic = IsIdeographic(name);
    shape.digits = shape.digits || digits;
    shape.one_word = shape.one_word || (words == 1 && !ideographic);
    shape.many_words = shape.many_words || words > 4;
    shape.lower_case = shape.lower_case || (!no_case && !ideographic && capital == 0);
    shape.user_name = shape.user_name ||
                      (words == 1 && !ideographic &&
                       (digits || (capital == 0 && !no_case) ||
                        name.find_first_of("._@") != std::string::npos));
    const bool person = ideographic || (words >= 2 && words <= 4 && !digits &&
                                        (no_case || capital + 1 >= words));
    shape.person = shape.person && person;
  }
  return shape;
}

bool IsGroup(std::string_view folded) {
  for (const std::string_view word :
       {"team", "staff", "desk", "editor", "newsroom", "redaktion", "rédaction", "redacción",
        "redazione", "redakcja", "редакция", "agency", "agencies", "department", "university",
        "foundation", "association", "institute", "magazine", " inc", " llc", "gmbh", "編集部",
        "编辑部", "admin", "news", "press", "media", "company", "group", "blog", "studio",
        "contributor", "guest", "society", "college", "school", ".com", ".org", "online"}) {
    if (folded.find(word) != std::string_view::npos) return true;
  }
  return false;
}

bool IsNavigation(std::string_view folded) {
  for (const std::string_view word :
       {"login", "log in", "sign in", "sign up", "register", "see all", "view all", "more from",
        "all posts", "articles by", "contact", "subscribe", "profile", "follow", "youtube",
        "facebook", "twitter", "instagram", "linkedin", "about", "share", "home", "read more",
        "newsletter", "comments", "abmelden", "anmelden", "registrieren", "search", "people",
        "contributors", "authors", "our team", "minutes", "lesedauer", "menu", "password"}) {
    if (folded.find(word) != std::string_view::npos) return true;
  }
  return false;
}

// ---- collecting -----------------------------------------------------------------------------------

class Collector {
 public:
  explicit Collector(const BylinePlace& place)
      : place_(place),
        anatomy_(place.anatomy),
        document_(place.anatomy.document),
        site_(text::Fold(place.site_name)) {}

  std::vector<BylineCandidate> Collect();

 private:
  using Names = std::vector<std::string>;

  BylineCandidate* Add(Names names, const Marks<BylineMark>& marks);
  BylineCandidate* AddAs(Names names, const Marks<BylineMark>& marks);
  void FindPlaces();
  void AddHead();
  void AddMeta(std::string_view name, BylineMark mark);
  void AddMarked();
  void AddElement(NodeId node, Kind kind);
  void EndMerge();
  void AddLines();
  void AddLine(size_t index);
  void Compare();
  void CompareOne(BylineCandidate& candidate) const;
  void MarkPlace(NodeId node, Marks<BylineMark>& marks) const;
  void MarkRun(size_t index, Marks<BylineMark>& marks) const;
  size_t RunOf(NodeId node) const;
  bool LineHasDate(size_t index) const;

  const BylinePlace& place_;
  const Anatomy& anatomy_;
  const Document& document_;
  std::string site_;
  std::string host_;
  size_t title_run_ = 0;
  bool has_title_ = false;
  size_t body_first_ = 0;
  size_t body_last_ = 0;
  bool first_marked_ = true;
  // Elements of one kind that follow each other are put together.
  Kind merge_kind_ = Kind::kNone;
  NodeId merge_end_ = 0;
  Names merged_;
  size_t merged_from_ = 0;
  Marks<BylineMark> merged_marks_;
  std::vector<BylineCandidate> candidates_;
};

std::string KeyOf(const std::vector<std::string>& names) {
  std::string key;
  for (const std::string& name : names) {
    std::string folded = text::DropMarks(text::Fold(name));
    for (const std::string_view title : {"dr. ", "dr ", "prof. ", "mr. ", "mrs. ", "ms. "}) {
      if (folded.starts_with(title)) folded.erase(0, title.size());
    }
    key += folded;
    key += ';';
  }
  return key;
}

BylineCandidate* Collector::Add(Names names, const Marks<BylineMark>& marks) {
  if (names.empty()) return nullptr;
  if (std::ranges::any_of(names, [](const std::string& name) { return name.contains(", "); }) &&
      !marks.Has(BylineMark::kWithoutCredentials)) {
    Names bare = names;
    for (std::string& name : bare) name.resize(std::min(name.find(", "), name.size()));
    Marks<BylineMark> without = marks;
    without.Set(BylineMark::kWithoutCredentials);
    Add(std::move(bare), without);
    Marks<BylineMark> with = marks;
    with.Set(BylineMark::kCredentials);
    return AddAs(std::move(names), with);
  }
  return AddAs(std::move(names), marks);
}

BylineCandidate* Collector::AddAs(Names names, const Marks<BylineMark>& marks) {
  constexpr size_t kMost = 60;
  std::string key = KeyOf(names);
  for (BylineCandidate& known : candidates_) {
    if (known.key != key) continue;
    known.marks.Join(marks);
    // "Dr. Jane Doe" says more than "Jane Doe".
    if (names.front().size() > known.names.front().size()) known.names = std::move(names);
    return &known;
  }
  if (candidates_.size() >= kMost) return nullptr;
  candidates_.push_back({std::move(names), std::move(key), marks});
  return &candidates_.back();
}

void Collector::FindPlaces() {
  const std::vector<Run>& runs = anatomy_.runs;
  body_first_ = place_.body.runs.empty() ? runs.size() : place_.body.runs.front();
  body_last_ = place_.body.runs.empty() ? runs.size() : place_.body.runs.back();
  const std::string title = text::Fold(place_.title);
  for (size_t i = 0; i < std::min(body_first_ + 3, runs.size()) && !title.empty(); ++i) {
    const Tag tag = document_.tag(runs[i].block);
    if (tag != Tag::kH1 && tag != Tag::kH2) continue;
    if (text::Fold(TextOf(anatomy_, runs[i])) == title ||
        (tag == Tag::kH1 && !has_title_)) {
      title_run_ = i;
      has_title_ = true;
    }
  }
  const auto url = net::Url::Parse(place_.url);
  if (url) {
    const std::string domain = net::RegistrableDomain(url->host());
    host_ = domain.substr(0, domain.find('.'));
  }
}

size_t Collector::RunOf(NodeId node) const {
  const auto after = std::ranges::upper_bound(anatomy_.runs, node, {}, &Run::last);
  return static_cast<size_t>(after - anatomy_.runs.begin());
}

void Collector::MarkRun(size_t index, Marks<BylineMark>& marks) const {
  constexpr size_t kFar = 12;  // runs below the text
  if (index < body_first_) {
    marks.Set(BylineMark::kAboveBody);
  } else if (index <= body_last_) {
    marks.Set(BylineMark::kInBody);
  } else {
    marks.Set(index > body_last_ + kFar ? BylineMark::kFarBelow : BylineMark::kBelowBody);
  }
  if (has_title_ && index + 3 >= title_run_ && index <= title_run_ + kNear) {
    marks.Set(BylineMark::kNearTitle);
  }
  if (index > 0 && index < anatomy_.runs.size() && anatomy_.runs[index - 1].weight < 25 &&
      IsLabelAlone(TextOf(anatomy_, anatomy_.runs[index - 1]))) {
    marks.Set(BylineMark::kLabelBefore);
  }
}

void Collector::MarkPlace(NodeId node, Marks<BylineMark>& marks) const {
  marks.Set(BylineMark::kHidden, anatomy_.facts[node].hidden);
  MarkRun(RunOf(node), marks);
  NodeId up = node;
  for (int level = 0; up != kNoNode && level < 10; ++level, up = document_.parent(up)) {
    switch (anatomy_.facts[up].hint) {
      case Hint::kComments:
        marks.Set(BylineMark::kInComments);
        break;
      case Hint::kFurniture:
        marks.Set(BylineMark::kInFurniture);
        break;
      case Hint::kBio:
        marks.Set(BylineMark::kInBio);
        break;
      case Hint::kCaption:
      case Hint::kCredit:
        marks.Set(BylineMark::kInCaption);
        break;
      default:
        break;
    }
    const Tag tag = document_.tag(up);
    if (tag == Tag::kNav || tag == Tag::kAside || tag == Tag::kFooter) {
      marks.Set(BylineMark::kInFurniture);
    }
    if (tag == Tag::kFigure) marks.Set(BylineMark::kInCaption);
    if (tag == Tag::kArticle || tag == Tag::kMain) break;
  }
}

// "Doe, Jane" is "Jane Doe".
std::string FirstNameFirst(std::string_view name) {
  const size_t comma = name.find(", ");
  if (comma == std::string_view::npos || name.find(',', comma + 1) != std::string_view::npos) {
    return std::string(name);
  }
  return std::string(name.substr(comma + 2)) + " " + std::string(name.substr(0, comma));
}

void Collector::AddMeta(std::string_view name, BylineMark mark) {
  Names names;
  Marks<BylineMark> marks;
  marks.Set(mark);
  for (const std::string_view value : place_.facts.MetaAll(name)) {
    if (value.find("://") != std::string_view::npos) continue;
    for (std::string& one :
         NamesOfByline(name == "citation_author" ? FirstNameFirst(value) : std::string(value))) {
      if (names.size() < 30) names.push_back(std::move(one));
    }
  }
  Add(std::move(names), marks);
}

void Collector::AddHead() {
  const StructuredArticle& article = place_.facts.article;
  Names names;
  for (const std::string& author : article.authors) {
    for (std::string& name : NamesOfByline(author)) names.push_back(std::move(name));
  }
  Marks<BylineMark> marks;
  marks.Set(BylineMark::kStructured);
  marks.Set(BylineMark::kStructuredOrganisation, article.authors_are_organisations);
  Add(std::move(names), marks);
  AddMeta("author", BylineMark::kMetaAuthor);
  for (const std::string_view name :
       {"article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator",
        "citation_author", "byl", "cxenseparse:author", "article:author_name", "article_author",
        "article.author", "author_name", "og:author", "creator", "byline"}) {
    AddMeta(name, BylineMark::kMetaOther);
  }
  const std::string_view label = place_.facts.Meta({"twitter:label1"});
  static constexpr std::string_view kLabels[] = {"Written by", "Verfasst von", "Écrit par",
                                                 "Escrito por", "Scritto da",  "Geschreven door",
                                                 "Geschrieben von", "執筆者", "Автор"};
  if (std::ranges::find(kLabels, label) != std::end(kLabels)) {
    AddMeta("twitter:data1", BylineMark::kMetaOther);
  }
}

// The pieces of text below an element, with bars between those of different elements.
std::string PiecesOf(const Document& document, NodeId node) {
  std::string text;
  for (NodeId inner = node; inner < document.subtree_end(node); ++inner) {
    if (document.tag(inner) == Tag::kScript || document.tag(inner) == Tag::kStyle) {
      inner = document.subtree_end(inner) - 1;
      continue;
    }
    if (!document.IsText(inner)) continue;
    const std::string piece = text::CollapseSpace(document.text(inner));
    if (piece.empty()) continue;
    if (!text.empty()) text += " | ";
    text += piece;
    if (text.size() > kLongestByline) break;
  }
  return text;
}

std::string MicrodataName(const Document& document, NodeId node) {
  for (NodeId inner = node + 1; inner < document.subtree_end(node); ++inner) {
    if (document.IsText(inner) || !HasWord(document.attribute(inner, Attr::kItemprop), "name")) {
      continue;
    }
    const std::string_view content = document.attribute(inner, Attr::kContent);
    return content.empty() ? document.TextOf(inner) : std::string(content);
  }
  const std::string_view content = document.attribute(node, Attr::kContent);
  return content.empty() ? document.TextOf(node) : std::string(content);
}

void Collector::EndMerge() {
  if (merged_from_ > 1) {
    merged_marks_.Set(BylineMark::kMerged);
    Add(std::move(merged_), merged_marks_);
  }
  merged_ = {};
  merged_from_ = 0;
  merged_marks_ = {};
}

void Collector::AddElement(NodeId node, Kind kind) {
  constexpr NodeId kLargest = 80;    // nodes
  constexpr NodeId kMergeGap = 60;   // nodes
  if (document_.subtree_end(node) - node > kLargest) return;
  std::string text;
  if (kind == Kind::kMicrodata) {
    text = MicrodataName(document_, node);
  } else {
    text = document_.TextOf(node);
  }
  if (text.empty() || text.size() > kLongestByline) return;
  Marks<BylineMark> marks;
  MarkPlace(node, marks);
  marks.Set(MarkOf(kind));
  MarkLabels(text, marks);
  const std::string pieces =
      kind == Kind::kMicrodata ? text : PiecesOf(document_, node);
  Names names = NamesOfByline(pieces);
  if (names.empty()) return;
  if (first_marked_ && marks.Has(BylineMark::kAboveBody) &&
      !marks.Has(BylineMark::kInFurniture) && kind != Kind::kLink) {
    marks.Set(BylineMark::kFirstAboveBody);
    first_marked_ = false;
  }
  if (kind == merge_kind_ && node < merge_end_ + kMergeGap && node >= merge_end_) {
    for (const std::string& name : names) {
      if (std::ranges::find(merged_, name) == merged_.end() && merged_.size() < 30) {
        merged_.push_back(name);
      }
    }
    ++merged_from_;
  } else if (node >= merge_end_) {
    EndMerge();
    merge_kind_ = kind;
    merged_ = names;
    merged_from_ = 1;
    merged_marks_ = marks;
  }
  merge_end_ = std::max(merge_end_, document_.subtree_end(node));
  if (names.size() > 1) {
    Marks<BylineMark> first = marks;
    first.Set(BylineMark::kFirstPiece);
    Add({names.front()}, first);
  }
  Names whole = NamesOfByline(text);
  const bool differs = whole != names;
  if (BylineCandidate* added = Add(std::move(names), marks)) {
    added->marks.Set(BylineMark::kRepeated, added->marks[BylineMark::kRepeated] + 0.25F);
  }
  if (differs) Add(std::move(whole), marks);
}

void Collector::AddMarked() {
  KindReader kinds(document_);
  for (NodeId node = 1; node < document_.size(); ++node) {
    if (!document_.IsElement(node) || document_.tag(node) == Tag::kMeta) continue;
    const Kind kind = kinds.Of(node);
    if (kind == Kind::kNone) continue;
    AddElement(node, kind);
  }
  EndMerge();
}

bool Collector::LineHasDate(size_t index) const {
  if (index >= anatomy_.runs.size()) return false;
  const Run& run = anatomy_.runs[index];
  return run.weight >= 5 && run.weight < 60 &&
         text::FindDate(TextOf(anatomy_, run), place_.facts.language).has_value();
}

void Collector::AddLine(size_t index) {
  constexpr uint32_t kLongestLine = 110;  // letters
  const Run& run = anatomy_.runs[index];
  if (run.weight > kLongestLine || run.weight < 3) return;
  const std::string line = TextOf(anatomy_, run);
  Marks<BylineMark> marks;
  MarkLabels(line, marks);
  MarkPlace(run.first, marks);
  const bool labelled = marks.Has(BylineMark::kSaysBy) || marks.Has(BylineMark::kSaysWritten) ||
                        marks.Has(BylineMark::kSaysReviewed);
  if (labelled) {
    marks.Set(BylineMark::kLine);
  } else if (index > 0 && marks.Has(BylineMark::kLabelBefore)) {
    marks.Set(BylineMark::kLine);
  } else if (run.weight < 40 && has_title_ && index > title_run_ && index <= title_run_ + 3) {
    marks.Set(BylineMark::kBelowTitle);
    marks.Set(BylineMark::kLineSentence, run.text_marks > 0);
  } else if (index >= body_last_ && index <= body_last_ + 1 && run.weight < 40) {
    marks.Set(BylineMark::kClosingLine);
  } else if (index >= body_first_ || run.weight >= 40) {
    return;
  }
  if (run.weight < 60 && index < body_first_ + 1 &&
      (LineHasDate(index) || LineHasDate(index + 1) || (index > 0 && LineHasDate(index - 1)))) {
    marks.Set(BylineMark::kNearDate);
  } else if (!labelled && !marks.Has(BylineMark::kBelowTitle) &&
             !marks.Has(BylineMark::kLabelBefore) && !marks.Has(BylineMark::kClosingLine)) {
    return;
  }
  // "By Jane Doe" may stand in elements of its own within the line.
  std::string pieces;
  for (NodeId node = run.first; node <= run.last; ++node) {
    if (!document_.IsText(node) || anatomy_.facts[node].hidden) continue;
    const std::string piece = text::CollapseSpace(document_.text(node));
    if (piece.empty()) continue;
    if (!pieces.empty()) pieces += " | ";
    pieces += piece;
    if (pieces.size() > kLongestByline) break;
  }
  Names names = NamesOfByline(pieces);
  if (names.empty()) return;
  if (names.size() > 1) {
    Marks<BylineMark> first = marks;
    first.Set(BylineMark::kFirstPiece);
    Add({names.front()}, first);
  }
  Names whole = NamesOfByline(line);
  if (whole != names) Add(std::move(whole), marks);
  Add(std::move(names), marks);
}

void Collector::AddLines() {
  constexpr size_t kBefore = 20;     // runs above the text
  constexpr size_t kWide = 40;       // runs around it where a label alone makes a byline
  constexpr uint32_t kLabel = 40;    // letters
  const std::vector<Run>& runs = anatomy_.runs;
  const size_t near = body_first_ < kBefore ? 0 : body_first_ - kBefore;
  const size_t from = body_first_ < kWide ? 0 : body_first_ - kWide;
  const size_t to = std::min(std::max(body_last_, body_first_) + kWide, runs.size());
  for (size_t i = from; i < to; ++i) {
    const bool close = (i >= near && i < body_first_ + 3) ||
                       (i + 1 >= body_last_ && i < body_last_ + 8) ||
                       (has_title_ && i > title_run_ && i <= title_run_ + kNear);
    if (close) {
      AddLine(i);
      continue;
    }
    if (runs[i].weight > kLabel) continue;
    Marks<BylineMark> marks;
    const std::string line = TextOf(anatomy_, runs[i]);
    MarkLabels(line, marks);
    const bool says = marks.Has(BylineMark::kSaysWritten) || marks.Has(BylineMark::kSaysBy);
    if (says) AddLine(i);
    if (IsLabelAlone(line) && i + 1 < runs.size()) AddLine(i + 1);
  }
}

void Collector::CompareOne(BylineCandidate& candidate) const {
  Marks<BylineMark>& marks = candidate.marks;
  const Shape shape = ShapeOf(candidate.names);
  marks.Set(BylineMark::kPerson, shape.person && !candidate.names.empty());
  marks.Set(BylineMark::kOneWord, shape.one_word);
  marks.Set(BylineMark::kUserName, shape.user_name);
  marks.Set(BylineMark::kManyWords, shape.many_words);
  marks.Set(BylineMark::kLowerCase, shape.lower_case);
  marks.Set(BylineMark::kHasDigits, shape.digits);
  marks.Set(BylineMark::kSeveral, candidate.names.size() > 1);
  marks.Set(BylineMark::kCrowd, candidate.names.size() > 4);
  if (candidate.names.empty()) return;
  std::string folded;
  for (const std::string& name : candidate.names) folded += text::Fold(name) + ' ';
  folded.pop_back();
  marks.Set(BylineMark::kIsSite, folded == site_ || (folded.size() >= 3 && folded == host_));
  marks.Set(BylineMark::kHoldsSite, site_.size() >= 3 && folded != site_ &&
                                        folded.find(site_) != std::string::npos);
  marks.Set(BylineMark::kIsGroup, IsGroup(folded));
  marks.Set(BylineMark::kNavigation, IsNavigation(folded));
  const std::string title = text::Fold(place_.title);
  marks.Set(BylineMark::kTitleWords, folded.size() > 3 && title.find(folded) != std::string::npos);
  int places = 0;
  for (const BylineMark mark :
       {BylineMark::kStructured, BylineMark::kMetaAuthor, BylineMark::kMetaOther,
        BylineMark::kMicrodata, BylineMark::kRelation, BylineMark::kNamedAuthor,
        BylineMark::kNamedByline, BylineMark::kNamedName, BylineMark::kAuthorLink,
        BylineMark::kLine, BylineMark::kBelowTitle, BylineMark::kClosingLine}) {
    places += marks.Has(mark) ? 1 : 0;
  }
  marks.Set(BylineMark::kAgreed, static_cast<float>(std::min(places, 5) - 1) / 4);
  marks.Set(BylineMark::kRepeated, std::min(marks[BylineMark::kRepeated], 1.0F));
  for (const BylineCandidate& other : candidates_) {
    if (other.names.empty() || other.key == candidate.key) continue;
    if (other.key.find(candidate.key) != std::string::npos) marks.Set(BylineMark::kWithin);
    const bool beyond = candidate.key.find(other.key) != std::string::npos;
    const bool within = other.key.find(candidate.key) != std::string::npos;
    if (beyond) marks.Set(BylineMark::kBeyond);
    const auto head = [](const Marks<BylineMark>& of) {
      return of.Has(BylineMark::kStructured) || of.Has(BylineMark::kMetaAuthor) ||
             of.Has(BylineMark::kMetaOther);
    };
    const auto list = [](const BylineCandidate& of) {
      return of.marks.Has(BylineMark::kAboveBody) && of.names.size() > 1 &&
             !of.marks.Has(BylineMark::kCrowd);
    };
    if (beyond && head(other.marks) && list(candidate)) marks.Set(BylineMark::kBeyondHead);
    if (within && head(marks) && list(other)) marks.Set(BylineMark::kHeadWithin);
  }
}

void Collector::Compare() {
  // What the head says: do readers see it too?
  std::string above;
  std::string elsewhere;
  constexpr size_t kWide = 25;  // runs
  const size_t from = body_first_ < kWide ? 0 : body_first_ - kWide;
  for (size_t i = from; i < std::min(body_first_ + 2, anatomy_.runs.size()); ++i) {
    if (anatomy_.runs[i].weight > 300) continue;
    above += text::DropMarks(text::Fold(TextOf(anatomy_, anatomy_.runs[i]))) + '\n';
  }
  for (size_t i = body_last_; i < std::min(body_last_ + 30, anatomy_.runs.size()); ++i) {
    if (anatomy_.runs[i].weight > 600) continue;
    elsewhere += text::DropMarks(text::Fold(TextOf(anatomy_, anatomy_.runs[i]))) + '\n';
  }
  for (BylineCandidate& candidate : candidates_) {
    CompareOne(candidate);
    if (candidate.names.empty()) continue;
    const std::string_view first = std::string_view(candidate.key).substr(0, candidate.key.find(';'));
    candidate.marks.Set(BylineMark::kSeenAbove, above.find(first) != std::string::npos);
    candidate.marks.Set(BylineMark::kSeenElsewhere, elsewhere.find(first) != std::string::npos);
  }
}

std::vector<BylineCandidate> Collector::Collect() {
  FindPlaces();
  AddHead();
  AddMarked();
  AddLines();
  if (!place_.site_name.empty()) {
    Add({std::string(place_.site_name)}, {});
  }
  candidates_.push_back({});
  candidates_.back().marks.Set(BylineMark::kNobody);
  Compare();
  return std::move(candidates_);
}

}  // namespace

std::vector<BylineCandidate> BylineCandidates(const BylinePlace& place) {
  return Collector(place).Collect();
}

}  // namespace extract
