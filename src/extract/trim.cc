#include "extract/trim.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "extract/edges.h"
#include "extract/furniture.h"
#include "text/words.h"

namespace extract {
namespace {

using html::Document;
using html::kNoNode;
using html::NodeId;
using html::Tag;

bool IsLinked(const Run& run) {
  return run.link_weight * 10 >= run.weight * 8;
}

class Trimmer {
 public:
  Trimmer(Anatomy& anatomy, NodeId root, std::string_view title, std::span<const double> positive)
      : anatomy_(anatomy),
        document_(anatomy.document),
        root_(root),
        title_(text::Fold(title)),
        positive_(positive) {}

  void CutSections();
  void DropLinkLists();
  void DropTeasers();
  void DropGalleries();
  void DropLines();
  void DropRepeats();
  void DropEmptyHeadings();

 private:
  std::span<Run> RunsBehind(const Run& run);
  NodeId SectionEnd(const Run& heading);
  bool IsLinkList(NodeId box) const;
  bool LeadsAway(const Run& run) const;
  bool IsTeaser(NodeId node) const;
  std::vector<NodeId> TeasersIn(NodeId parent) const;
  double ProseAfter(NodeId node) const;
  bool IsSetApart(const Run& run) const;
  void DropPointers(Run& label);
  void DropLine(Run& run, size_t kept, uint32_t prose);

  Anatomy& anatomy_;
  const Document& document_;
  const NodeId root_;
  const std::string title_;  // folded
  const std::span<const double> positive_;
};

// Those below the root that follow a run.
std::span<Run> Trimmer::RunsBehind(const Run& run) {
  const std::span<Run> all = RunsIn(anatomy_, root_);
  return all.subspan(run.index + 1 - all.front().index);
}

// Where the section ends that a heading begins.
NodeId Trimmer::SectionEnd(const Run& heading) {
  // Climb while the heading is the first thing in its block.
  NodeId section = heading.block;
  while (section != root_) {
    const NodeId parent = document_.parent(section);
    if (parent == kNoNode || parent == root_ || RunsIn(anatomy_, parent).data() != &heading) break;
    section = parent;
  }
  const NodeId until = document_.subtree_end(section);
  const bool alone = RunsIn(anatomy_, section).size() == 1;
  if (section != heading.block && !alone) return until;
  // The heading stands alone: its section is what follows, up to the next heading of its rank.
  const NodeId end = document_.subtree_end(document_.parent(section));
  const Tag rank = document_.tag(heading.block);
  for (const Run& run : RunsBehind(heading)) {
    if (run.first >= end) break;
    const Tag tag = document_.tag(run.block);
    if (html::IsHeading(tag) && (!html::IsHeading(rank) || tag <= rank) &&
        KindOfLine(FoldedOf(anatomy_, run)) == Line::kText) {
      return run.first;
    }
  }
  return end;
}

// A section under "Related articles" is not the article: the rest of the smallest block that holds
// more than the heading goes.
void Trimmer::CutSections() {
  constexpr double kFewSentences = 120;  // a section of less goes on the emptiest page
  const double total = std::max(positive_[root_], 1.0);
  double before = 0;
  for (Run& run : RunsIn(anatomy_, root_)) {
    if (run.dropped) continue;
    before += std::max(run.score, 0.0F);
    if (run.weight > 60) continue;
    const Line kind = KindOfLine(FoldedOf(anatomy_, run));
    if (kind == Line::kText) continue;
    run.dropped = true;
    if (kind == Line::kNoise) continue;
    const NodeId until = SectionEnd(run);
    std::span<Run> section = RunsBehind(run);
    size_t length = 0;
    double inside = 0;
    for (; length < section.size() && section[length].first < until; ++length) {
      if (!section[length].dropped) inside += std::max(section[length].score, 0.0F);
    }
    const bool late = before > 0.5 * total;
    if (inside > std::max((late ? 0.5 : 0.2) * total, kFewSentences)) continue;
    for (Run& of : section.first(length)) of.dropped = true;
  }
}

bool Trimmer::IsLinkList(NodeId box) const {
  const Tag tag = document_.tag(box);
  uint32_t weight = 0;
  uint32_t links = 0;
  uint32_t runs = 0;
  uint32_t linked_runs = 0;
  for (const Run& run : RunsIn(std::as_const(anatomy_), box)) {
    if (run.dropped) continue;
    weight += run.weight;
    links += run.link_weight;
    ++runs;
    linked_runs += run.link_weight * 10 > run.weight * 8 ? 1 : 0;
  }
  const bool list = tag == Tag::kUl || tag == Tag::kOl;
  const double density = weight == 0 ? 0 : static_cast<double>(links) / weight;
  return (list && runs >= 2 && density > 0.6) || (runs >= 2 && density > 0.75) ||
         (!list && tag != Tag::kP && runs >= 4 && linked_runs * 2 >= runs && density > 0.5);
}

// Lists, tables and boxes that are mostly links.
void Trimmer::DropLinkLists() {
  for (NodeId node = root_ + 1; node < document_.subtree_end(root_);) {
    const Tag tag = document_.tag(node);
    const bool box = tag == Tag::kUl || tag == Tag::kOl || tag == Tag::kDl || tag == Tag::kDiv ||
                     tag == Tag::kSection || tag == Tag::kTable || tag == Tag::kArticle ||
                     tag == Tag::kP || tag == Tag::kBlockquote;
    if (box && IsLinkList(node)) {
      DropRunsIn(anatomy_, node);
      node = document_.subtree_end(node);
    } else {
      ++node;
    }
  }
}

// Whether the link around a run's first text leads to another page.
bool Trimmer::LeadsAway(const Run& run) const {
  for (NodeId up = run.first; up != kNoNode; up = document_.parent(up)) {
    if (document_.tag(up) != Tag::kA) continue;
    const std::string_view address = document_.attribute(up, html::Attr::kHref);
    return !address.empty() && !address.starts_with('#') && !address.starts_with("javascript:");
  }
  return false;
}

// Whether an element is the headline of another article, linked, with a summary at most.
bool Trimmer::IsTeaser(NodeId node) const {
  constexpr uint32_t kShortestHeadline = 12;
  constexpr uint32_t kLongest = 500;
  constexpr size_t kMostRuns = 6;
  bool linked = false;
  uint32_t weight = 0;
  size_t runs = 0;
  for (const Run& run : RunsIn(std::as_const(anatomy_), node)) {
    if (run.weight == 0) continue;
    weight += run.weight;
    if (++runs > kMostRuns || weight > kLongest) return false;
    linked = linked || (run.weight >= kShortestHeadline && run.link_weight * 10 >= run.weight * 9 &&
                        LeadsAway(run));
    if (IsProse(run) && !linked) return false;
  }
  return linked;
}

// The children that are teasers, where they are most of what stands there.
std::vector<NodeId> Trimmer::TeasersIn(NodeId parent) const {
  constexpr size_t kFewest = 3;
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
    } else {
      others += positive_[child] > 0 ? 1 : 0;
    }
  }
  if (teasers.size() < kFewest || teasers.size() < 2 * others) teasers.clear();
  return teasers;
}

double Trimmer::ProseAfter(NodeId node) const {
  const NodeId end = document_.subtree_end(node);
  double score = 0;
  for (const Run& run : RunsIn(std::as_const(anatomy_), root_)) {
    if (run.first >= end && !run.dropped && IsProse(run)) score += run.score;
  }
  return score;
}

// Teasers of other articles: siblings of one build, each a linked headline and a few lines, at the
// end of a text. In the midst of one they may be what it is about: the ten best of something.
void Trimmer::DropTeasers() {
  constexpr double kText = 600;         // there must be a text beside them,
  constexpr double kShare = 0.2;        // of so much of it all,
  constexpr double kShareBehind = 0.5;  // and no more of it behind them
  for (NodeId parent = root_; parent < document_.subtree_end(root_); ++parent) {
    const double beside = positive_[root_] - positive_[parent];
    if (!document_.IsElement(parent) || beside < std::max(kText, kShare * positive_[root_])) {
      continue;
    }
    const std::vector<NodeId> teasers = TeasersIn(parent);
    if (teasers.empty() || ProseAfter(parent) > kShareBehind * beside) continue;
    for (const NodeId teaser : teasers) DropRunsIn(anatomy_, teaser);
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
  const auto spaces = [&] {
    while (i < line.size() && line[i] == ' ') ++i;
  };
  if (!digits(number)) return 0;
  spaces();
  if (i == line.size() || line[i] != '/') return 0;
  ++i;
  spaces();
  const bool is = digits(of) && number <= of && of >= 3 && (i == line.size() || line[i] == ' ');
  return is ? number : 0;
}

// A gallery within a text: its pictures are numbered, "1/50" to "50/50".
void Trimmer::DropGalleries() {
  constexpr unsigned kFewest = 4;
  constexpr double kText = 800;  // a text beside it; else it is what the page is about
  NodeId around = kNoNode;       // all of the pictures so far
  unsigned last = 0;
  for (const Run& run : RunsIn(anatomy_, root_)) {
    if (run.weight == 0 || run.weight > 200) continue;
    const unsigned number = PictureOf(TextOf(anatomy_, run));
    if (number == 0) continue;
    if (number == 1) around = run.block;
    if (number != 1 && (around == kNoNode || number != last + 1)) continue;
    last = number;
    while (!document_.Contains(around, run.first)) around = document_.parent(around);
    if (number >= kFewest && around > root_ && positive_[root_] - positive_[around] >= kText) {
      DropRunsIn(anatomy_, around);
    }
  }
}

// "Read also:", and the links under it. The label alone goes where nothing follows.
void Trimmer::DropPointers(Run& label) {
  size_t links = 0;
  bool last = true;
  for (Run& run : RunsBehind(label)) {
    if (run.weight > 0 && !run.dropped && !IsLinked(run)) {
      last = false;
      break;
    }
    links += run.weight > 0 ? 1 : 0;
    run.dropped = true;
  }
  if (links > 0 || last) label.dropped = true;
}

// `kept` lines and `prose` letters of text proper stand before it.
void Trimmer::DropLine(Run& run, size_t kept, uint32_t prose) {
  const Tag tag = document_.tag(run.block);
  if (run.weight == 0) run.dropped = true;
  if (run.weight <= 400) {
    const std::string& line = FoldedOf(anatomy_, run);
    const bool repeats = !title_.empty() && (html::IsHeading(tag) || kept < 3) && line == title_;
    run.dropped = run.dropped || repeats;
    if (run.weight < 200 && PointsElsewhere(line)) {
      if (run.link_weight * 2 > run.weight) run.dropped = true;
      if (run.link_weight == 0 && run.weight < 70) DropPointers(run);
    }
  }
  if (!run.dropped && prose < 200 && run.weight < 110 && !html::IsHeading(tag)) {
    run.dropped = IsByline(TextOf(anatomy_, run));
  }
  // A line that is a link and nothing else, between paragraphs: another article's headline.
  if (prose > 200 && run.weight >= 20 && run.link_weight == run.weight &&
      (tag == Tag::kP || tag == Tag::kDiv)) {
    run.dropped = true;
  }
}

void Trimmer::DropLines() {
  size_t kept = 0;
  uint32_t prose = 0;
  for (Run& run : RunsIn(anatomy_, root_)) {
    if (run.dropped) continue;
    DropLine(run, kept, prose);
    if (run.dropped) continue;
    ++kept;
    if (run.text_marks > 0 && run.weight > 60) prose += run.weight;
  }
}

// Whether a run stands where pages set sentences of the text large beside it.
bool Trimmer::IsSetApart(const Run& run) const {
  for (NodeId up = run.block; up != root_ && up != kNoNode; up = document_.parent(up)) {
    const Tag tag = document_.tag(up);
    if (tag == Tag::kBlockquote || tag == Tag::kAside || tag == Tag::kFigure) return true;
    if (anatomy_.facts[up].hint == Hint::kPullQuote) return true;
  }
  return false;
}

// Letters alone: a pull quote has other quotation marks and dashes than the sentence.
std::string LettersOf(std::string_view folded) {
  std::string letters;
  for (const char c : folded) {
    const bool ascii = static_cast<unsigned char>(c) < 0x80;
    if (!ascii || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters.push_back(c);
  }
  for (const std::string_view mark :
       {"“", "”", "„", "«", "»", "‘", "’", "–", "—", "…", "「", "」"}) {
    for (size_t at = letters.find(mark); at != std::string::npos; at = letters.find(mark, at)) {
      letters.erase(at, mark.size());
    }
  }
  return letters;
}

// Each text once: paragraphs that stand in two places (for narrow screens and wide ones), and pull
// quotes, which say a sentence of the text again. What is said twice in one place is meant so.
void Trimmer::DropRepeats() {
  constexpr uint32_t kShortest = 60;
  constexpr uint32_t kShortestQuote = 20;
  constexpr uint32_t kLongestQuote = 300;
  std::unordered_map<std::string_view, NodeId> seen;  // and what it stands in
  std::vector<Run*> repeats;
  std::vector<Run*> quotes;
  for (Run& run : RunsIn(anatomy_, root_)) {
    if (run.dropped) continue;
    const bool quote =
        run.weight >= kShortestQuote && run.weight <= kLongestQuote && IsSetApart(run);
    if (quote) quotes.push_back(&run);
    if (quote || run.weight < kShortest || run.text_marks == 0) continue;
    const NodeId parent = document_.parent(run.block);
    const auto [first, is_new] = seen.try_emplace(FoldedOf(anatomy_, run), parent);
    if (!is_new && first->second != parent) repeats.push_back(&run);
  }
  // One alone may be a phrase of the author's.
  if (repeats.size() > 1) {
    for (Run* repeat : repeats) repeat->dropped = true;
  }
  if (quotes.empty()) return;
  std::string text;
  for (const Run& run : RunsIn(anatomy_, root_)) {
    const bool counts = !run.dropped && std::ranges::find(quotes, &run) == quotes.end();
    if (counts) text.append(LettersOf(FoldedOf(anatomy_, run))).push_back(' ');
  }
  for (Run* quote : quotes) {
    const std::string letters = LettersOf(FoldedOf(anatomy_, *quote));
    quote->dropped = text.find(letters) != std::string::npos;
  }
}

void Trimmer::DropEmptyHeadings() {
  const std::span<Run> runs = RunsIn(anatomy_, root_);
  bool something = false;
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (run->dropped) continue;
    if (html::IsHeading(document_.tag(run->block)) && !something) {
      run->dropped = true;
    } else {
      something = true;
    }
  }
}

}  // namespace

void Trim(Anatomy& anatomy, NodeId root, std::string_view title, std::span<const double> positive,
          Sections sections) {
  Trimmer trimmer(anatomy, root, title, positive);
  if (sections == Sections::kCut) trimmer.CutSections();
  trimmer.DropLinkLists();
  trimmer.DropTeasers();
  trimmer.DropGalleries();
  trimmer.DropLines();
  trimmer.DropRepeats();
  trimmer.DropEmptyHeadings();
}

}  // namespace extract
