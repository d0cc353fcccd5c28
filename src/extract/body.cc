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
#include "extract/trim.h"
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
  double LimitOf(NodeId node) const;
  NodeId Marked() const;
  NodeId Descend() const;

  Anatomy& anatomy_;
  const Document& document_;
  std::string_view title_;
  Trust trust_ = Trust::kNames;
  std::vector<double> sum_;        // of scores, by node
  std::vector<double> positive_;   // of positive scores alone
  std::vector<NodeId> headlines_;  // headings that say the title and are no links
  std::vector<NodeId> bodies_;     // elements named as the article's body that hold a text
};

void Finder::Score() {
  for (Run& run : anatomy_.runs) {
    run.score = ScoreOf(document_, run);
    if (run.weight < 200 && IsStandingLine(FoldedOf(anatomy_, run))) run.dropped = true;
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
  return positive_[node] < kText ||
         std::ranges::none_of(
             headlines_, [&](NodeId headline) { return document_.Contains(node, headline); });
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
    if (FoldedOf(anatomy_, run) == title) headlines_.push_back(run.block);
  }
}

void Finder::DropFurniture() {
  for (NodeId node = 1; node < document_.size();) {
    if (!document_.IsElement(node) || anatomy_.facts[node].hidden) {
      node = document_.IsElement(node) ? document_.subtree_end(node) : node + 1;
      continue;
    }
    if (IsFurniture(node)) {
      DropRunsIn(anatomy_, node);
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
  Trim(anatomy_, body.root, title_, positive_,
       trust == Trust::kNothing ? Sections::kKeep : Sections::kCut);
  DropEdges(anatomy_, body.root, title_);
  for (const Run& run : RunsIn(anatomy_, body.root)) {
    if (run.dropped) continue;
    body.runs.push_back(run.index);
    body.weight += run.weight;
    body.link_weight += run.link_weight;
    if (IsProse(run)) body.prose += run.weight;
  }
  return body;
}

}  // namespace

Body BodyOf(Anatomy& anatomy, std::span<const NodeId> elements) {
  Body body;
  if (elements.empty()) return body;
  // The smallest element around them all.
  body.root = elements.front();
  while (!anatomy.document.Contains(body.root, elements.back())) {
    body.root = anatomy.document.parent(body.root);
  }
  for (Run& run : anatomy.runs) run.dropped = true;
  for (const NodeId element : elements) {
    for (Run& run : RunsIn(anatomy, element)) {
      const bool caption = anatomy.document.tag(run.block) == Tag::kFigcaption ||
                           anatomy.facts[run.block].hint == Hint::kCaption;
      if (run.weight == 0 || caption) continue;
      run.dropped = false;
      body.runs.push_back(run.index);
      body.weight += run.weight;
      body.link_weight += run.link_weight;
      if (IsProse(run)) body.prose += run.weight;
    }
  }
  return body;
}

Body FindBody(Anatomy& anatomy, std::string_view title) {
  return Finder(anatomy, title).Find();
}

}  // namespace extract
