// How the body is found.
//
// 1. Every run gets a score: text with the marks of sentences speaks for its surroundings, links
// and
//    scraps speak against. What carries the name of furniture (class, id, role, tag) is dropped
//    first, unless most of the page's text is in it: then the name was not meant so.
// 2. Scores add up the tree. The best element is found by going down from the root: into a child
//    that has nearly all of the sum, by name ("article-body") or by weight. What stands in the way
//    is weighed, not guessed: an element with much boilerplate beside the text has a smaller sum
//    than the text alone.
// 3. Inside the best element lists of links, sections under a heading that announces furniture
//    ("Related articles") and lines that are known noise go.
//
// The ideas are those of the literature: text and link density by block (Kohlschütter, Fankhauser,
// Nejdl: "Boilerplate Detection using Shallow Text Features", WSDM 2010), scores that add up the
// tree and names of elements (Arc90's Readability), subtree of the highest sum (Pasternack, Roth:
// "Extracting Article Text from the Web with Maximum Subsequence Segmentation", WWW 2009).

#include "extract/body.h"

#include <algorithm>
#include <cmath>

#include "extract/edges.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Document;
using html::kNoNode;
using html::kRoot;
using html::NodeId;
using html::Tag;

bool InListItem(const Document& document, NodeId block) {
  for (int up = 0; up < 3 && block != kNoNode; ++up, block = document.parent(block)) {
    if (document.tag(block) == Tag::kLi) return true;
  }
  return false;
}

float ScoreOf(const Document& document, const Run& run) {
  const Tag tag = document.tag(run.block);
  const auto weight = static_cast<float>(run.weight);
  if (run.weight < 3) return 0;
  const float density = static_cast<float>(run.link_weight) / weight;
  if (html::IsHeading(tag)) return density > 0.5F ? -4 : 0;
  if (density > 0.6F) return -8 - std::min(weight, 80.0F) * 0.25F;
  if (run.weight < 25 && run.marks == 0) return InListItem(document, run.block) ? -5.0F : -3.0F;
  const float clean = std::max(0.0F, 1 - 1.6F * density);
  if (run.text_marks == 0) return weight * 0.4F * clean;
  float score = std::min(weight, 1'500.0F) * clean;
  if (tag == Tag::kP) score *= 1.2F;
  if (InListItem(document, run.block)) score *= 0.7F;
  if (tag == Tag::kTd) score *= 0.7F;
  return score;
}

bool IsFurnitureTag(Tag tag) {
  return tag == Tag::kNav || tag == Tag::kFooter || tag == Tag::kAside || tag == Tag::kMenu ||
         tag == Tag::kFigcaption;
}

class Finder {
 public:
  Finder(Anatomy& anatomy, std::string_view title)
      : anatomy_(anatomy), document_(anatomy.document), title_(title) {}

  Body Find();

 private:
  // How far the names and tags of elements are believed.
  enum class Trust : uint8_t { kNames, kTags, kNothing };

  Body FindWith(Trust trust);
  void Score();
  void AddUp();
  void FindHeadlines();
  void FindBodies();
  bool StandsBesideBody(NodeId node) const;
  void DropFurniture();
  bool IsFurniture(NodeId node) const;
  void DropRunsIn(NodeId node);
  double LimitOf(NodeId node) const;
  NodeId Marked() const;
  NodeId Descend() const;
  void CutSections(NodeId root);
  void DropLinkLists(NodeId root);
  bool LeadsAway(const Run& run) const;
  bool IsTeaser(NodeId node) const;
  double ProseAfter(NodeId node, NodeId root) const;
  void DropTeasers(NodeId root);
  void DropGalleries(NodeId root);
  void DropPointers(size_t label, NodeId end);
  void DropLines(NodeId root);
  size_t FirstRunAtOrAfter(NodeId node) const;

  Anatomy& anatomy_;
  const Document& document_;
  std::string_view title_;
  Trust trust_ = Trust::kNames;
  std::vector<double> sum_;       // of scores, by node
  std::vector<double> positive_;  // of positive scores alone
  std::vector<NodeId> headlines_;  // headings that say the title and are no links
  std::vector<NodeId> bodies_;     // elements named as the article's body that hold a text
};

size_t Finder::FirstRunAtOrAfter(NodeId node) const {
  const auto found = std::ranges::lower_bound(anatomy_.runs, node, {}, &Run::first);
  return static_cast<size_t>(found - anatomy_.runs.begin());
}

void Finder::Score() {
  for (Run& run : anatomy_.runs) {
    run.score = ScoreOf(document_, run);
    if (run.weight < 200 && IsStandingLine(TextOf(anatomy_, run))) run.dropped = true;
  }
}

void Finder::AddUp() {
  sum_.assign(document_.size(), 0);
  positive_.assign(document_.size(), 0);
  for (const Run& run : anatomy_.runs) {
    if (run.dropped) continue;
    sum_[run.block] += run.score;
    positive_[run.block] += std::max(run.score, 0.0F);
  }
  for (NodeId node = document_.size() - 1; node > 0; --node) {
    sum_[document_.parent(node)] += sum_[node];
    positive_[document_.parent(node)] += positive_[node];
  }
}

void Finder::DropRunsIn(NodeId node) {
  const NodeId end = document_.subtree_end(node);
  for (size_t i = FirstRunAtOrAfter(node); i < anatomy_.runs.size() && anatomy_.runs[i].first < end;
       ++i) {
    anatomy_.runs[i].dropped = true;
  }
}

// How large a share of the page's text may be in an element that is dropped for its name; negative:
// it is not dropped.
double Finder::LimitOf(NodeId node) const {
  const Tag tag = document_.tag(node);
  if (tag == Tag::kBody || tag == Tag::kHtml || tag == Tag::kMain) return -1;
  if (trust_ != Trust::kNames) {
    if (anatomy_.facts[node].hint == Hint::kComments) return trust_ == Trust::kTags ? 0.6 : -1;
    return tag == Tag::kNav || tag == Tag::kFooter ? 0.4 : -1;
  }
  switch (anatomy_.facts[node].hint) {
    case Hint::kComments:
      return 0.6;
    case Hint::kAdvert:
    case Hint::kFurniture:
    case Hint::kPaywall:
      return tag == Tag::kArticle ? 0.1 : 0.35;
    case Hint::kBio:
      return 0.25;
    case Hint::kByline:
    case Hint::kCredit:
    case Hint::kCaption:
      return 0.15;
    default:
      break;
  }
  if (tag == Tag::kHeader) return 0.15;
  return IsFurnitureTag(tag) ? 0.4 : -1;
}

// Furniture does not hold the headline and a text of its own.
bool Finder::IsFurniture(NodeId node) const {
  constexpr double kTrifle = 90;  // less than a sentence goes by its name on the emptiest page
  constexpr double kText = 400;
  const double limit = LimitOf(node);
  if (limit < 0) return false;
  const bool much = positive_[node] > std::max(limit * std::max(positive_[kRoot], 1.0), kTrifle);
  if (much && !StandsBesideBody(node)) return false;
  return positive_[node] < kText || std::ranges::none_of(headlines_, [&](NodeId headline) {
           return document_.Contains(node, headline);
         });
}

// Whether what is named as the body, and is one, stands elsewhere: then it does not matter how much
// text an element named as furniture has.
bool Finder::StandsBesideBody(NodeId node) const {
  const Tag tag = document_.tag(node);
  const bool named = tag == Tag::kAside || tag == Tag::kNav || tag == Tag::kFooter ||
                     anatomy_.facts[node].hint == Hint::kFurniture ||
                     anatomy_.facts[node].hint == Hint::kComments;
  if (!named || bodies_.empty()) return false;
  bool elsewhere = false;
  for (const NodeId body : bodies_) {
    if (document_.Contains(node, body)) return false;
    elsewhere = elsewhere || !document_.Contains(body, node);
  }
  return elsewhere;
}

void Finder::FindBodies() {
  constexpr double kText = 900;
  bodies_.clear();
  for (NodeId node = 1; node < document_.size(); ++node) {
    if (anatomy_.facts[node].hint == Hint::kBody && sum_[node] >= kText) bodies_.push_back(node);
  }
}

void Finder::FindHeadlines() {
  constexpr uint32_t kLongest = 400;
  const std::string title = text::Fold(title_);
  if (title.empty()) return;
  for (const Run& run : anatomy_.runs) {
    if (run.weight == 0 || run.weight > kLongest || run.link_weight > 0 ||
        !html::IsHeading(document_.tag(run.block))) {
      continue;
    }
    if (text::Fold(TextOf(anatomy_, run)) == title) headlines_.push_back(run.block);
  }
}

void Finder::DropFurniture() {
  for (NodeId node = 1; node < document_.size();) {
    if (!document_.IsElement(node) || anatomy_.facts[node].hidden) {
      node = document_.IsElement(node) ? document_.subtree_end(node) : node + 1;
      continue;
    }
    if (IsFurniture(node)) {
      DropRunsIn(node);
      node = document_.subtree_end(node);
      continue;
    }
    ++node;
  }
}

// The element that microdata calls the article's body, where there is one such and much of the text
// stands in it; else the root.
NodeId Finder::Marked() const {
  constexpr double kEnough = 0.5;
  NodeId marked = kRoot;
  for (NodeId node = 1; node < document_.size(); ++node) {
    if (!document_.IsElement(node) || anatomy_.facts[node].hidden) continue;
    if (document_.attribute(node, html::Attr::kItemprop) != "articleBody") continue;
    if (marked != kRoot) return kRoot;
    marked = node;
  }
  return sum_[marked] >= kEnough * std::max(positive_[kRoot], 1.0) ? marked : kRoot;
}

// From the root towards the text.
NodeId Finder::Descend() const {
  NodeId at = Marked();
  while (true) {
    NodeId best = kNoNode;
    for (NodeId child = document_.first_child(at); child != kNoNode;
         child = document_.next_sibling(child)) {
      if (document_.IsText(child)) continue;
      if (best == kNoNode || sum_[child] > sum_[best]) best = child;
    }
    if (best == kNoNode || sum_[best] <= 0) return at;
    const Hint hint = anatomy_.facts[best].hint;
    double needed = 0.85;
    if (hint == Hint::kBody) needed = 0.45;
    if (hint == Hint::kContent || document_.tag(best) == Tag::kArticle ||
        document_.tag(best) == Tag::kMain) {
      needed = 0.6;
    }
    const Tag tag = document_.tag(best);
    if (tag == Tag::kP || tag == Tag::kUl || tag == Tag::kOl || tag == Tag::kLi ||
        tag == Tag::kBlockquote || tag == Tag::kTbody || tag == Tag::kTr) {
      needed = 0.98;
    }
    // An element that all of the text stands in is entered whatever links stand there beside it.
    const bool all =
        Has(tag, html::kBlockTag) && needed < 0.98 && positive_[best] >= 0.995 * positive_[at];
    if (!all && sum_[best] < needed * std::max(positive_[at], 1.0)) return at;
    at = best;
  }
}

// A section under "Related articles" is not the article: the rest of the smallest block that holds
// more than the heading goes.
void Finder::CutSections(NodeId root) {
  constexpr double kFewSentences = 120;  // a section of less goes on the emptiest page
  const NodeId end = document_.subtree_end(root);
  const size_t first = FirstRunAtOrAfter(root);
  double before = 0;
  const double total = std::max(positive_[root], 1.0);
  for (size_t i = first; i < anatomy_.runs.size() && anatomy_.runs[i].first < end; ++i) {
    Run& run = anatomy_.runs[i];
    if (run.dropped) continue;
    before += std::max(run.score, 0.0F);
    if (run.weight > 60) continue;
    const Line kind = KindOfLine(TextOf(anatomy_, run));
    if (kind == Line::kText) continue;
    run.dropped = true;
    if (kind == Line::kNoise) continue;
    // The section: climb while the heading is the first thing in its block.
    NodeId section = run.block;
    while (section != root && document_.parent(section) != kNoNode &&
           FirstRunAtOrAfter(document_.parent(section)) == i && document_.parent(section) != root) {
      section = document_.parent(section);
    }
    const bool heading = html::IsHeading(document_.tag(run.block));
    NodeId until = document_.subtree_end(section);
    if (section == run.block || FirstRunAtOrAfter(until) == i + 1) {
      // The heading stands alone: its section is what follows, up to the next heading of its rank.
      const NodeId parent = document_.parent(section);
      until = document_.subtree_end(parent);
      for (size_t next = i + 1; next < anatomy_.runs.size() && anatomy_.runs[next].first < until;
           ++next) {
        const Tag tag = document_.tag(anatomy_.runs[next].block);
        if (html::IsHeading(tag) && (!heading || tag <= document_.tag(run.block)) &&
            KindOfLine(TextOf(anatomy_, anatomy_.runs[next])) == Line::kText) {
          until = anatomy_.runs[next].first;
          break;
        }
      }
    }
    double inside = 0;
    size_t stop = i + 1;
    for (; stop < anatomy_.runs.size() && anatomy_.runs[stop].first < std::min(until, end);
         ++stop) {
      if (!anatomy_.runs[stop].dropped) inside += std::max(anatomy_.runs[stop].score, 0.0F);
    }
    const bool late = before > 0.5 * total;
    if (inside > std::max((late ? 0.5 : 0.2) * total, kFewSentences)) continue;
    for (size_t next = i; next < stop; ++next) anatomy_.runs[next].dropped = true;
  }
}

// Lists, tables and boxes that are mostly links.
void Finder::DropLinkLists(NodeId root) {
  for (NodeId node = root + 1; node < document_.subtree_end(root);) {
    const Tag tag = document_.tag(node);
    const bool box = tag == Tag::kUl || tag == Tag::kOl || tag == Tag::kDl || tag == Tag::kDiv ||
                     tag == Tag::kSection || tag == Tag::kTable || tag == Tag::kArticle ||
                     tag == Tag::kP || tag == Tag::kBlockquote;
    if (!box) {
      ++node;
      continue;
    }
    uint32_t weight = 0;
    uint32_t links = 0;
    uint32_t runs = 0;
    uint32_t linked_runs = 0;
    const NodeId end = document_.subtree_end(node);
    for (size_t i = FirstRunAtOrAfter(node);
         i < anatomy_.runs.size() && anatomy_.runs[i].first < end; ++i) {
      const Run& run = anatomy_.runs[i];
      if (run.dropped) continue;
      weight += run.weight;
      links += run.link_weight;
      ++runs;
      linked_runs += run.link_weight * 10 > run.weight * 8 ? 1 : 0;
    }
    const bool list = tag == Tag::kUl || tag == Tag::kOl;
    const double density = weight == 0 ? 0 : static_cast<double>(links) / weight;
    const bool drop =
        (list && runs >= 2 && density > 0.6) || (runs >= 2 && density > 0.75) ||
        (!list && tag != Tag::kP && runs >= 4 && linked_runs * 2 >= runs && density > 0.5);
    if (drop) {
      DropRunsIn(node);
      node = end;
    } else {
      ++node;
    }
  }
}

// Whether the link around a run's first text leads to another page.
bool Finder::LeadsAway(const Run& run) const {
  for (NodeId up = run.first; up != kNoNode; up = document_.parent(up)) {
    if (document_.tag(up) != Tag::kA) continue;
    const std::string_view address = document_.attribute(up, html::Attr::kHref);
    return !address.empty() && !address.starts_with('#') && !address.starts_with("javascript:");
  }
  return false;
}

// Whether an element is the headline of another article, linked, with a summary at most.
bool Finder::IsTeaser(NodeId node) const {
  constexpr uint32_t kShortestHeadline = 12;
  constexpr uint32_t kLongest = 500;
  constexpr size_t kMostRuns = 6;
  const NodeId end = document_.subtree_end(node);
  bool linked = false;
  uint32_t weight = 0;
  size_t runs = 0;
  for (size_t i = FirstRunAtOrAfter(node); i < anatomy_.runs.size() && anatomy_.runs[i].first < end;
       ++i) {
    const Run& run = anatomy_.runs[i];
    if (run.weight == 0) continue;
    ++runs;
    weight += run.weight;
    linked = linked || (run.weight >= kShortestHeadline &&
                        run.link_weight * 10 >= run.weight * 9 && LeadsAway(run));
    if (IsProse(run) && !linked) return false;
  }
  return linked && runs <= kMostRuns && weight <= kLongest;
}

double Finder::ProseAfter(NodeId node, NodeId root) const {
  const NodeId end = document_.subtree_end(root);
  double score = 0;
  for (size_t i = FirstRunAtOrAfter(document_.subtree_end(node));
       i < anatomy_.runs.size() && anatomy_.runs[i].first < end; ++i) {
    const Run& run = anatomy_.runs[i];
    if (!run.dropped && IsProse(run)) score += run.score;
  }
  return score;
}

// Teasers of other articles: siblings of one build, each a linked headline and a few lines.
void Finder::DropTeasers(NodeId root) {
  constexpr size_t kFewest = 3;
  constexpr double kText = 600;   // there must be a text beside them,
  constexpr double kShare = 0.2;  // of so much of it all,
  constexpr double kShareBehind = 0.5;  // and no more of it behind them
  for (NodeId parent = root; parent < document_.subtree_end(root); ++parent) {
    if (!document_.IsElement(parent) || positive_[root] - positive_[parent] < std::max(kText, kShare * positive_[root])) continue;
    std::vector<NodeId> teasers;
    size_t others = 0;
    for (NodeId child = document_.first_child(parent); child != kNoNode;
         child = document_.next_sibling(child)) {
      const Tag tag = document_.tag(child);
      if (tag != Tag::kDiv && tag != Tag::kArticle && tag != Tag::kSection && tag != Tag::kLi &&
          tag != Tag::kA) {
        continue;
      }
      if (IsTeaser(child)) {
        teasers.push_back(child);
      } else if (positive_[child] > 0) {
        ++others;
      }
    }
    if (teasers.size() < kFewest || teasers.size() < 2 * others) continue;
    if (ProseAfter(parent, root) > kShareBehind * (positive_[root] - positive_[parent])) continue;
    for (const NodeId teaser : teasers) DropRunsIn(teaser);
  }
}

// "3/50 Star Wars boosts economy": the number of a picture in a gallery; 0: it is none.
unsigned PictureOf(std::string_view line) {
  unsigned number = 0;
  unsigned of = 0;
  size_t i = 0;
  const auto digits = [&](unsigned& value) {
    const size_t from = i;
    for (; i < line.size() && i < from + 3 && line[i] >= '0' && line[i] <= '9'; ++i) {
      value = value * 10 + static_cast<unsigned>(line[i] - '0');
    }
    return i > from;
  };
  if (!digits(number)) return 0;
  while (i < line.size() && line[i] == ' ') ++i;
  if (i == line.size() || line[i] != '/') return 0;
  for (++i; i < line.size() && line[i] == ' '; ++i) {
  }
  const bool is = digits(of) && number <= of && of >= 3 && (i == line.size() || line[i] == ' ');
  return is ? number : 0;
}

// A gallery within a text: its pictures are numbered, "1/50" to "50/50".
void Finder::DropGalleries(NodeId root) {
  constexpr unsigned kFewest = 4;
  constexpr double kText = 800;  // a text beside it; else it is what the page is about
  const NodeId end = document_.subtree_end(root);
  NodeId around = kNoNode;  // all of the pictures so far
  unsigned last = 0;
  for (size_t i = FirstRunAtOrAfter(root); i < anatomy_.runs.size() && anatomy_.runs[i].first < end;
       ++i) {
    const Run& run = anatomy_.runs[i];
    if (run.weight == 0 || run.weight > 200) continue;
    const unsigned number = PictureOf(TextOf(anatomy_, run));
    if (number == 0) continue;
    if (number == 1) around = run.block;
    if (number != 1 && number != last + 1) continue;
    last = number;
    while (!document_.Contains(around, run.first)) around = document_.parent(around);
    if (number >= kFewest && around != root && !document_.Contains(around, root) &&
        positive_[root] - positive_[around] >= kText) {
      DropRunsIn(around);
    }
  }
}

// "Read also:", and the links under it. The label alone goes where nothing follows.
void Finder::DropPointers(size_t label, NodeId end) {
  size_t next = label + 1;
  size_t links = 0;
  for (; next < anatomy_.runs.size() && anatomy_.runs[next].first < end; ++next) {
    Run& run = anatomy_.runs[next];
    if (run.weight > 0 && !run.dropped && run.link_weight * 10 < run.weight * 8) break;
    links += run.weight > 0 ? 1 : 0;
    run.dropped = true;
  }
  const bool last = next == anatomy_.runs.size() || anatomy_.runs[next].first >= end;
  if (links > 0 || last) anatomy_.runs[label].dropped = true;
}

void Finder::DropLines(NodeId root) {
  const NodeId end = document_.subtree_end(root);
  const std::string title = text::Fold(title_);
  size_t kept = 0;
  uint32_t prose = 0;  // letters of text proper seen so far
  for (size_t i = FirstRunAtOrAfter(root); i < anatomy_.runs.size() && anatomy_.runs[i].first < end;
       ++i) {
    Run& run = anatomy_.runs[i];
    if (run.dropped) continue;
    const Tag tag = document_.tag(run.block);
    if (run.weight <= 400) {
      const std::string line = TextOf(anatomy_, run);
      if (run.weight == 0) run.dropped = true;
      if (!title.empty() && (html::IsHeading(tag) || kept < 3) && text::Fold(line) == title) {
        run.dropped = true;
      }
      if (run.weight < 200 && PointsElsewhere(line)) {
        if (run.link_weight * 2 > run.weight) run.dropped = true;
        if (run.link_weight == 0 && run.weight < 70) DropPointers(i, end);
      }
    }
    if (!run.dropped && prose < 200 && run.weight < 110 && !html::IsHeading(tag)) {
      run.dropped = IsByline(TextOf(anatomy_, run));
    }
    // A line that is a link and nothing else, between paragraphs: another article's headline.
    if (!run.dropped && prose > 300 && run.weight >= 20 && run.link_weight == run.weight &&
        (tag == Tag::kP || tag == Tag::kDiv)) {
      run.dropped = true;
    }
    if (!run.dropped) ++kept;
    if (!run.dropped && run.text_marks > 0 && run.weight > 60) prose += run.weight;
  }
  // A heading with nothing under it.
  bool something = false;
  for (size_t i = anatomy_.runs.size(); i-- > 0;) {
    Run& run = anatomy_.runs[i];
    if (run.first < root || run.first >= end || run.dropped) continue;
    if (html::IsHeading(document_.tag(run.block)) && !something) {
      run.dropped = true;
      continue;
    }
    something = true;
  }
}

// Names mislead on some pages: where they leave next to nothing, the page is read again with trust
// in tags alone, and then without looking for sections to cut.
Body Finder::Find() {
  constexpr uint32_t kNearlyNothing = 150;
  constexpr uint32_t kManyLines = 800;
  Body best;
  FindHeadlines();
  for (const Trust trust : {Trust::kNames, Trust::kTags, Trust::kNothing}) {
    Body body = FindWith(trust);
    // Lines without sentences are furniture as likely as not, unless there are very many of them.
    const uint32_t more_than = 2 * best.weight + kNearlyNothing;
    const bool more = body.prose > more_than || body.weight > std::max(more_than, kManyLines);
    if (trust == Trust::kNames || more) best = std::move(body);
    if (best.weight >= kNearlyNothing) break;
  }
  return best;
}

Body Finder::FindWith(Trust trust) {
  trust_ = trust;
  for (Run& run : anatomy_.runs) run.dropped = false;
  Score();
  AddUp();
  FindBodies();
  DropFurniture();
  AddUp();
  Body body;
  body.root = Descend();
  body.score = sum_[body.root];
  if (trust != Trust::kNothing) CutSections(body.root);
  DropLinkLists(body.root);
  DropTeasers(body.root);
  DropGalleries(body.root);
  DropLines(body.root);
  DropEdges(anatomy_, body.root, title_);
  const NodeId end = document_.subtree_end(body.root);
  for (size_t i = FirstRunAtOrAfter(body.root);
       i < anatomy_.runs.size() && anatomy_.runs[i].first < end; ++i) {
    const Run& run = anatomy_.runs[i];
    if (run.dropped) continue;
    body.runs.push_back(i);
    body.weight += run.weight;
    body.link_weight += run.link_weight;
    if (IsProse(run)) body.prose += run.weight;
  }
  return body;
}

}  // namespace

Body FindBody(Anatomy& anatomy, std::string_view title) {
  return Finder(anatomy, title).Find();
}

}  // namespace extract
