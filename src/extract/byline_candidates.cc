#include "extract/byline_candidates.h"

#include <algorithm>

#include "base/utf8.h"
#include "extract/byline.h"
#include "extract/byline_marks.h"
#include "extract/labels.h"
#include "net/url.h"
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

using Kind = BylineKind;

bool HasWord(std::string_view value, std::string_view word) {
  for (size_t at = value.find(word); at != std::string_view::npos; at = value.find(word, at + 1)) {
    const bool starts = at == 0 || value[at - 1] == ' ';
    const size_t end = at + word.size();
    if (starts && (end == value.size() || value[end] == ' ')) return true;
  }
  return false;
}

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

// ---- collecting
// -----------------------------------------------------------------------------------

class Collector {
 public:
  explicit Collector(const BylinePlace& place)
      : place_(place),
        layout_(place.layout),
        anatomy_(place.layout.anatomy()),
        document_(anatomy_.document),
        site_(text::Fold(place.site_name)) {}

  std::vector<BylineCandidate> Collect();

 private:
  using Names = std::vector<std::string>;

  BylineCandidate* Add(Names names, const Marks<BylineMark>& marks);
  BylineCandidate* AddAs(Names names, const Marks<BylineMark>& marks);
  void AddHead();
  void AddMeta(std::string_view name, BylineMark mark);
  void AddMarked();
  void AddElement(NodeId node, Kind kind);
  void EndMerge();
  void AddLines();
  void AddLine(size_t index);
  void AddBracket(size_t index);
  void AddCopyright(std::string_view line, NodeId node);
  void Compare();
  void CompareOne(BylineCandidate& candidate) const;
  void MarkPlace(NodeId node, Marks<BylineMark>& marks) const;
  void MarkRun(size_t index, Marks<BylineMark>& marks) const;

  const BylinePlace& place_;
  Layout& layout_;
  const Anatomy& anatomy_;
  const Document& document_;
  std::string site_;
  std::string host_;
  std::vector<std::string> hosts_;  // letters of the host's parts that may be somebody's name
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

constexpr BylineMark kPlaces[] = {BylineMark::kAboveBody,   BylineMark::kNearTitle,
                                  BylineMark::kInBody,      BylineMark::kBelowBody,
                                  BylineMark::kFarBelow,    BylineMark::kInBio,
                                  BylineMark::kInFurniture, BylineMark::kInComments,
                                  BylineMark::kInCaption,   BylineMark::kHidden};

int RankOf(const Marks<BylineMark>& marks) {
  if (marks.Has(BylineMark::kHidden)) return 8;
  if (marks.Has(BylineMark::kInComments)) return 7;
  if (marks.Has(BylineMark::kInFurniture) || marks.Has(BylineMark::kInCaption)) return 6;
  if (marks.Has(BylineMark::kFarBelow)) return 5;
  if (marks.Has(BylineMark::kBelowBody)) return 4;
  if (marks.Has(BylineMark::kInBody)) return marks.Has(BylineMark::kNearTitle) ? 1 : 3;
  if (marks.Has(BylineMark::kAboveBody)) return marks.Has(BylineMark::kNearTitle) ? 0 : 2;
  return 9;  // the head
}

BylineCandidate* Collector::AddAs(Names names, const Marks<BylineMark>& marks) {
  constexpr size_t kMost = 60;
  std::string key = KeyOf(names);
  const int rank = RankOf(marks);
  for (BylineCandidate& known : candidates_) {
    if (known.key != key) continue;
    // Of several places the best counts.
    Marks<BylineMark> joined = marks;
    Marks<BylineMark>& worse = rank < known.rank ? known.marks : joined;
    if (rank != known.rank) {
      for (const BylineMark mark : kPlaces) worse.Set(mark, 0.0F);
    }
    known.rank = std::min(known.rank, rank);
    known.marks.Join(joined);
    // "Dr. Jane Doe" says more than "Jane Doe".
    if (names.front().size() > known.names.front().size()) known.names = std::move(names);
    return &known;
  }
  if (candidates_.size() >= kMost) return nullptr;
  candidates_.push_back({std::move(names), std::move(key), marks, rank});
  return &candidates_.back();
}

void Collector::MarkRun(size_t index, Marks<BylineMark>& marks) const {
  constexpr size_t kFar = 12;  // runs below the text
  if (index < layout_.body_first()) {
    marks.Set(BylineMark::kAboveBody);
  } else if (index <= layout_.body_last()) {
    marks.Set(BylineMark::kInBody);
  } else {
    marks.Set(index > layout_.body_last() + kFar ? BylineMark::kFarBelow : BylineMark::kBelowBody);
  }
  if (layout_.IsNearTitle(index, 3, kNear)) {
    marks.Set(BylineMark::kNearTitle);
  }
  if (index > 0 && index < anatomy_.runs.size() && anatomy_.runs[index - 1].weight < 25 &&
      IsBylineLabel(layout_.Line(index - 1))) {
    marks.Set(BylineMark::kLabelBefore);
  }
}

void Collector::MarkPlace(NodeId node, Marks<BylineMark>& marks) const {
  marks.Set(BylineMark::kHidden, anatomy_.facts[node].hidden);
  MarkRun(layout_.RunOf(node), marks);
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
  static constexpr std::string_view kTwitterLabels[] = {
      "Written by",      "Verfasst von",    "Écrit par", "Escrito por", "Scritto da",
      "Geschreven door", "Geschrieben von", "執筆者",    "Автор"};
  if (std::ranges::find(kTwitterLabels, label) != std::end(kTwitterLabels)) {
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
  constexpr NodeId kLargest = 80;   // nodes
  constexpr NodeId kMergeGap = 60;  // nodes
  if (document_.subtree_end(node) - node > kLargest) return;
  std::string text;
  if (kind == Kind::kMicrodata) {
    text = MicrodataName(document_, node);
  } else {
    text = document_.TextOf(node);
  }
  if (text.empty() || text.size() > kLongestByline) return;
  const std::string pieces = kind == Kind::kMicrodata ? text : PiecesOf(document_, node);
  Names names = NamesOfByline(pieces);
  bool role = false;
  if (names.empty() && kind != Kind::kLink) {
    if (std::string alone = RoleOfByline(text); !alone.empty()) {
      names = {std::move(alone)};
      role = true;
    }
  }
  if (names.empty()) return;
  Marks<BylineMark> marks;
  MarkPlace(node, marks);
  marks.Set(BylineMark::kRoleAlone, role);
  marks.Set(MarkOf(kind));
  MarkLabels(text, marks);
  if (first_marked_ && marks.Has(BylineMark::kAboveBody) && !marks.Has(BylineMark::kInFurniture) &&
      kind != Kind::kLink) {
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
  if (role) {
    Add(std::move(names), marks);
    return;
  }
  if (names.size() > 1) {
    Marks<BylineMark> first = marks;
    first.Set(BylineMark::kFirstPiece);
    Add({names.front()}, first);
  }
  Names whole = pieces == text ? names : NamesOfByline(text);
  const bool differs = whole != names;
  if (BylineCandidate* added = Add(std::move(names), marks)) {
    added->marks.Set(BylineMark::kRepeated, added->marks[BylineMark::kRepeated] + 0.25F);
  }
  if (differs) Add(std::move(whole), marks);
}

void Collector::AddMarked() {
  for (const Marked& marked : place_.marked) {
    if (marked.byline != Kind::kNone) AddElement(marked.node, marked.byline);
  }
  EndMerge();
}

void Collector::AddLine(size_t index) {
  constexpr uint32_t kLongestLine = 110;  // letters
  const Run& run = anatomy_.runs[index];
  if (run.weight > kLongestLine || run.weight < 3) return;
  const std::string& line = layout_.Line(index);
  Marks<BylineMark> marks;
  MarkLabels(line, marks);
  MarkPlace(run.first, marks);
  const bool labelled = marks.Has(BylineMark::kSaysBy) || marks.Has(BylineMark::kSaysWritten) ||
                        marks.Has(BylineMark::kSaysReviewed);
  if (labelled || (index > 0 && marks.Has(BylineMark::kLabelBefore))) {
    marks.Set(BylineMark::kLine);
  } else if (run.weight < 40 && layout_.IsBelowTitle(index, 3)) {
    marks.Set(BylineMark::kBelowTitle);
    marks.Set(BylineMark::kLineSentence, run.text_marks > 0);
  } else if (index >= layout_.body_last() && index <= layout_.body_last() + 1 && run.weight < 40) {
    marks.Set(BylineMark::kClosingLine);
  } else if (index >= layout_.body_first() || run.weight >= 40) {
    return;
  }
  if (run.weight < 60 && index < layout_.body_first() + 1 &&
      (layout_.HasDate(index) || layout_.HasDate(index + 1) ||
       (index > 0 && layout_.HasDate(index - 1)))) {
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

// "Copyright © 2012-2024 Jane Doe. All rights reserved."
void Collector::AddCopyright(std::string_view line, NodeId node) {
  static constexpr Label kSigns[] = {{"©", 1},         {"(c)", 1},       {"(C)", 1},
                                     {"Copyright", 1}, {"copyright", 1}, {"COPYRIGHT", 1}};
  static const Labels kAll{kSigns};
  if (kAll.In(line) == 0) return;
  for (size_t i = 0; i < line.size(); ++i) {
    if (const size_t sign = kAll.At(line.substr(i)).size; sign > 0) {
      line.remove_prefix(i + sign);
      i = static_cast<size_t>(-1);
    }
  }
  while (!line.empty() && std::string_view("0123456789 -,.:|").contains(line.front())) {
    line.remove_prefix(1);
  }
  if (line.starts_with("–")) line.remove_prefix(std::string_view("–").size());
  line = line.substr(0, std::min({line.find(". "), line.find(" |"), line.find(" •"), line.size()}));
  while (line.ends_with('.')) line.remove_suffix(1);
  Marks<BylineMark> marks;
  MarkPlace(node, marks);
  marks.Set(BylineMark::kCopyright);
  Add(NamesOfByline(line), marks);
}

void Collector::AddLines() {
  constexpr size_t kBefore = 20;   // runs above the text
  constexpr size_t kWide = 40;     // runs around it where a label alone makes a byline
  constexpr uint32_t kLabel = 70;  // letters
  const std::vector<Run>& runs = anatomy_.runs;
  const size_t near = layout_.body_first() < kBefore ? 0 : layout_.body_first() - kBefore;
  const size_t from = layout_.body_first() < kWide ? 0 : layout_.body_first() - kWide;
  const size_t to =
      std::min(std::max(layout_.body_last(), layout_.body_first()) + kWide, runs.size());
  for (size_t i = from; i < runs.size(); ++i) {
    if (runs[i].weight < kLabel) AddCopyright(layout_.Line(i), runs[i].first);
    if (i >= to) continue;
    const bool close = (i >= near && i < layout_.body_first() + 3) ||
                       (i + 1 >= layout_.body_last() && i < layout_.body_last() + 8) ||
                       layout_.IsBelowTitle(i, kNear);
    if (close) AddLine(i);
    if (runs[i].weight > kLabel || close) continue;
    Marks<BylineMark> marks;
    const std::string& line = layout_.Line(i);
    MarkLabels(line, marks);
    const bool says = marks.Has(BylineMark::kSaysWritten) || marks.Has(BylineMark::kSaysBy);
    if (says) AddLine(i);
    if (IsBylineLabel(line) && i + 1 < runs.size()) AddLine(i + 1);
  }
  for (size_t i = layout_.body_last(); i < runs.size() && i + 2 > layout_.body_last(); --i) {
    AddBracket(i);
  }
}

// "… as it was before. (Jane Doe) +++": who wrote it, in brackets at the end.
void Collector::AddBracket(size_t index) {
  constexpr size_t kLongestName = 60;  // bytes
  std::string_view line = layout_.Line(index);
  while (!line.empty() && std::string_view(" +-*.|#").contains(line.back())) line.remove_suffix(1);
  if (!line.ends_with(')')) return;
  const size_t open = line.rfind('(');
  if (open == std::string_view::npos || line.size() - open > kLongestName) return;
  Names names = NamesOfByline(line.substr(open + 1, line.size() - open - 2));
  const NameShape shape = ShapeOf(names);
  if (!shape.person || !shape.given_name()) return;
  Marks<BylineMark> marks;
  MarkRun(index, marks);
  marks.Set(BylineMark::kClosingBracket);
  Add(std::move(names), marks);
}

// How many kinds of places say it, -0.25 to 1.
float AgreedOf(const Marks<BylineMark>& marks) {
  int places = 0;
  for (const BylineMark mark :
       {BylineMark::kStructured, BylineMark::kMetaAuthor, BylineMark::kMetaOther,
        BylineMark::kMicrodata, BylineMark::kRelation, BylineMark::kNamedAuthor,
        BylineMark::kNamedByline, BylineMark::kNamedName, BylineMark::kAuthorLink,
        BylineMark::kLine, BylineMark::kBelowTitle, BylineMark::kClosingLine}) {
    places += marks.Has(mark) ? 1 : 0;
  }
  return static_cast<float>(std::min(places, 5) - 1) / 4;
}

bool IsOfHead(const Marks<BylineMark>& marks) {
  return marks.Has(BylineMark::kStructured) || marks.Has(BylineMark::kMetaAuthor) ||
         marks.Has(BylineMark::kMetaOther);
}

bool IsMarkedUp(const Marks<BylineMark>& marks) {
  return marks.Has(BylineMark::kMicrodata) || marks.Has(BylineMark::kRelation) ||
         marks.Has(BylineMark::kNamedAuthor) || marks.Has(BylineMark::kNamedByline) ||
         marks.Has(BylineMark::kNamedName) || marks.Has(BylineMark::kAuthorLink);
}

// "jane doe" and "jane-doe" are "janedoe".
std::string LettersOf(std::string_view folded) {
  std::string letters = text::DropMarks(folded);
  std::erase_if(letters, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x80 && (c < 'a' || c > 'z') && (c < '0' || c > '9');
  });
  return letters;
}

// The share of the words that stand in `text`.
float ShareIn(std::string_view words, std::string_view text) {
  size_t all = 0;
  size_t in = 0;
  for (size_t start = 0; start < words.size();) {
    const size_t end = std::min(words.find(' ', start), words.size());
    if (end > start) {
      ++all;
      in += HasWord(text, words.substr(start, end - start)) ? 1 : 0;
    }
    start = end + 1;
  }
  return all == 0 ? 0 : static_cast<float>(in) / static_cast<float>(all);
}

// "Jane" and "Jane Doe".
bool IsFirstWordOf(std::string_view word, std::string_view name) {
  return word.size() >= 3 && name.size() > word.size() + 2 && name.starts_with(word) &&
         name[word.size()] == ' ' && word.find(' ') == std::string_view::npos;
}

void Collector::CompareOne(BylineCandidate& candidate) const {
  Marks<BylineMark>& marks = candidate.marks;
  const NameShape shape = ShapeOf(candidate.names);
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
  marks.Set(BylineMark::kHoldsSite,
            site_.size() >= 3 && folded != site_ && folded.find(site_) != std::string::npos);
  marks.Set(BylineMark::kIsGroup, NamesGroup(folded));
  marks.Set(BylineMark::kCopyrightPerson, marks.Has(BylineMark::kCopyright) && shape.person);
  marks.Set(BylineMark::kClosingPerson,
            marks.Has(BylineMark::kClosingLine) && shape.person && !NamesNavigation(folded));
  marks.Set(BylineMark::kPersonBelowTitle, marks.Has(BylineMark::kBelowTitle) && shape.person &&
                                               !NamesNavigation(folded) && !NamesGroup(folded));
  marks.Set(BylineMark::kNavigation, NamesNavigation(folded));
  marks.Set(BylineMark::kGivenName, shape.person ? shape.given_names : 0.0F);
  marks.Set(BylineMark::kOtherScript, shape.person && shape.other_script);
  marks.Set(BylineMark::kGivenNameAlone, shape.given_name() && shape.one_word);
  marks.Set(BylineMark::kGivenNameUnmarked,
            shape.given_name() && shape.person && !IsMarkedUp(marks) && !IsOfHead(marks));
  marks.Set(BylineMark::kSmallWord, shape.small_word);
  marks.Set(BylineMark::kHoldsRole, NamesRole(folded));
  const std::string letters = LettersOf(folded);
  const bool own = letters.size() >= 4 && std::ranges::find(hosts_, letters) != hosts_.end();
  marks.Set(BylineMark::kOwnHost, own);
  marks.Set(BylineMark::kBeginsWithHost, !own && std::ranges::any_of(hosts_, [&](const auto& host) {
              return host.size() >= 4 && letters.starts_with(host);
            }));
  marks.Set(BylineMark::kHasColon, folded.find(':') != std::string::npos);
  const std::string title = text::Fold(place_.title);
  marks.Set(BylineMark::kInTitle, ShareIn(folded, title));
  marks.Set(BylineMark::kTitleWords, folded.size() > 3 && title.find(folded) != std::string::npos);
  marks.Set(BylineMark::kAgreed, AgreedOf(marks));
  marks.Set(BylineMark::kRepeated, std::min(marks[BylineMark::kRepeated], 1.0F));
  for (const BylineCandidate& other : candidates_) {
    if (other.names.empty() || other.key == candidate.key) continue;
    if (other.key.find(candidate.key) != std::string::npos) marks.Set(BylineMark::kWithin);
    const bool beyond = candidate.key.find(other.key) != std::string::npos;
    const bool within = other.key.find(candidate.key) != std::string::npos;
    if (beyond) marks.Set(BylineMark::kBeyond);
    const auto list = [](const BylineCandidate& of) {
      return of.marks.Has(BylineMark::kAboveBody) && of.names.size() > 1 &&
             !of.marks.Has(BylineMark::kCrowd);
    };
    if (candidate.names.size() == 1 && other.names.size() == 1) {
      marks.Set(BylineMark::kFuller,
                marks.Has(BylineMark::kFuller) ||
                    IsFirstWordOf(other.names.front(), candidate.names.front()));
      marks.Set(BylineMark::kShorter,
                marks.Has(BylineMark::kShorter) ||
                    (IsFirstWordOf(candidate.names.front(), other.names.front()) &&
                     ShapeOf(other.names).person));
    }
    if (list(candidate) && other.names.size() == 1 && candidate.key.starts_with(other.key)) {
      marks.Set(BylineMark::kFirstAgreed, std::max(0.0F, AgreedOf(other.marks)));
      marks.Set(BylineMark::kFirstRepeated, std::min(other.marks[BylineMark::kRepeated], 1.0F));
    }
    if (beyond && IsOfHead(other.marks) && list(candidate)) marks.Set(BylineMark::kBeyondHead);
    if (within && IsOfHead(marks) && list(other)) marks.Set(BylineMark::kHeadWithin);
  }
}

void Collector::Compare() {
  // What the head says: do readers see it too?
  std::string above;
  std::string elsewhere;
  constexpr size_t kWide = 25;  // runs
  const size_t from = layout_.body_first() < kWide ? 0 : layout_.body_first() - kWide;
  for (size_t i = from; i < std::min(layout_.body_first() + 2, anatomy_.runs.size()); ++i) {
    if (anatomy_.runs[i].weight > 300) continue;
    above += text::DropMarks(text::Fold(layout_.Line(i))) + '\n';
  }
  for (size_t i = layout_.body_last(); i < std::min(layout_.body_last() + 30, anatomy_.runs.size());
       ++i) {
    if (anatomy_.runs[i].weight > 600) continue;
    elsewhere += text::DropMarks(text::Fold(layout_.Line(i))) + '\n';
  }
  for (BylineCandidate& candidate : candidates_) {
    CompareOne(candidate);
    if (candidate.names.empty()) continue;
    const std::string_view first =
        std::string_view(candidate.key).substr(0, candidate.key.find(';'));
    candidate.marks.Set(BylineMark::kSeenAbove, above.find(first) != std::string::npos);
    candidate.marks.Set(BylineMark::kSeenElsewhere, elsewhere.find(first) != std::string::npos);
  }
  const auto of_head = [](const BylineCandidate& of) { return IsOfHead(of.marks); };
  const auto seen = [](const BylineCandidate& of) {
    return of.rank <= 2 && of.marks.Has(BylineMark::kPerson) &&
           !of.marks.Has(BylineMark::kSaysReviewed) && !of.marks.Has(BylineMark::kNavigation) &&
           !of.marks.Has(BylineMark::kIsGroup);
  };
  const bool other_seen = std::ranges::any_of(candidates_, [&](const BylineCandidate& of) {
    return seen(of) && !of_head(of) && of.marks[BylineMark::kAgreed] > 0;
  });
  const bool head_seen = std::ranges::any_of(candidates_, [&](const BylineCandidate& of) {
    return of_head(of) && of.marks.Has(BylineMark::kSeenAbove);
  });
  for (BylineCandidate& candidate : candidates_) {
    Marks<BylineMark>& marks = candidate.marks;
    if (of_head(candidate)) {
      marks.Set(BylineMark::kUnseenWhileOtherSeen,
                other_seen && !marks.Has(BylineMark::kSeenAbove));
      marks.Set(BylineMark::kUserNameOfHead, marks.Has(BylineMark::kUserName));
    } else {
      marks.Set(BylineMark::kSeenWhileHeadUnseen, seen(candidate) && !head_seen);
    }
  }
}

std::vector<BylineCandidate> Collector::Collect() {
  if (const auto url = net::Url::Parse(place_.url)) {
    const std::string domain = net::RegistrableDomain(url->host());
    host_ = domain.substr(0, domain.find('.'));
    hosts_ = {LettersOf(text::Fold(host_))};
    // "jane-doe.example.com"
    if (const size_t dot = url->host().find('.'); dot != std::string::npos) {
      hosts_.push_back(LettersOf(text::Fold(std::string_view(url->host()).substr(0, dot))));
    }
  }
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
