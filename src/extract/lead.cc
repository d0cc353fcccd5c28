#include "extract/lead.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/utf8.h"
#include "extract/edges.h"
#include "text/words.h"

namespace extract {
namespace {

using html::kNoNode;
using html::NodeId;
using html::Tag;

constexpr uint32_t kLongestHeadline = 300;  // letters
constexpr size_t kSame = 48;                // bytes at the start that make two texts one

// Whether one of two folded texts is the other, or much of it.
bool SameTitle(std::string_view a, std::string_view b) {
  constexpr size_t kMuch = 20;
  if (a == b) return true;
  return std::min(a.size(), b.size()) >= kMuch &&
         (a.find(b) != std::string_view::npos || b.find(a) != std::string_view::npos);
}

class Lead {
 public:
  Lead(const Anatomy& anatomy, const LeadHints& hints, Body& body)
      : anatomy_(anatomy),
        document_(anatomy.document),
        byline_(hints.byline),
        title_(text::Fold(hints.title)),
        description_(text::Fold(hints.description)),
        body_(body) {}

  void Add();

 private:
  std::optional<size_t> Headline() const;
  bool StandsBeside(const Run& run) const;
  bool Says(const Run& run, std::string_view folded) const;
  bool IsRepeated(std::string_view folded) const;
  bool IsLead(const Run& run) const;

  const Anatomy& anatomy_;
  const html::Document& document_;
  std::span<const std::string> byline_;
  std::string title_;
  std::string description_;
  Body& body_;
  std::vector<std::string> first_;  // folded texts at the body's start
};

// The last heading before the body that says the title; else the last <h1>.
std::optional<size_t> Lead::Headline() const {
  std::optional<size_t> first_rank;
  for (size_t i = body_.runs.front(); i-- > 0;) {
    const Run& run = anatomy_.runs[i];
    const Tag tag = document_.tag(run.block);
    if (!html::IsHeading(tag) || run.weight == 0 || run.weight > kLongestHeadline) continue;
    if (!title_.empty() && SameTitle(FoldedOf(anatomy_, run), title_)) return i;
    if (tag == Tag::kH1 && !first_rank) first_rank = i;
  }
  return first_rank;
}

// In something that is beside the text by its tag or name. <header> is not: leads stand there.
bool Lead::StandsBeside(const Run& run) const {
  const NodeId text = anatomy_.runs[body_.runs.front()].first;
  for (NodeId up = run.block; up != kNoNode && !document_.Contains(up, text);
       up = document_.parent(up)) {
    switch (document_.tag(up)) {
      case Tag::kNav:
      case Tag::kAside:
      case Tag::kFooter:
      case Tag::kMenu:
      case Tag::kFigure:
      case Tag::kFigcaption:
      case Tag::kLi:
      case Tag::kTable:
        return true;
      default:
        break;
    }
    const Hint hint = anatomy_.facts[up].hint;
    if (hint != Hint::kNone && hint != Hint::kBody && hint != Hint::kContent) return true;
  }
  return false;
}

bool Lead::Says(const Run& run, std::string_view folded) const {
  constexpr uint32_t kShortest = 40;
  if (run.link_weight * 3 >= run.weight) return false;
  if (!description_.empty() && folded.size() >= kSame &&
      description_.starts_with(base::TruncateUtf8(folded, kSame))) {
    return true;
  }
  if (run.weight < kShortest) return false;
  return run.text_marks > 0;
}

bool Lead::IsRepeated(std::string_view folded) const {
  const std::string_view start = base::TruncateUtf8(folded, kSame);
  return std::ranges::any_of(first_, [&](const std::string& text) {
    return text.find(start) != std::string::npos ||
           (text.size() >= kSame &&
            folded.find(base::TruncateUtf8(text, kSame)) != std::string::npos);
  });
}

bool Lead::IsLead(const Run& run) const {
  if (run.weight < 10 || StandsBeside(run)) return false;
  const std::string& text = TextOf(anatomy_, run);
  const std::string& folded = FoldedOf(anatomy_, run);
  const bool about_author =
      std::ranges::any_of(byline_, [&](const std::string& name) { return text.starts_with(name); });
  if (about_author || text.find("©") != std::string::npos || IsByline(text) ||
      IsStandingLine(folded) || PointsElsewhere(folded) || KindOfLine(folded) != Line::kText) {
    return false;
  }
  return Says(run, folded) && folded != title_ && !IsRepeated(folded);
}

void Lead::Add() {
  constexpr size_t kFirst = 6;
  constexpr size_t kMost = 8;
  if (body_.runs.empty()) return;
  const auto headline = Headline();
  if (!headline) return;
  for (const size_t index : body_.runs) {
    if (first_.size() >= kFirst) break;
    first_.push_back(FoldedOf(anatomy_, anatomy_.runs[index]));
  }
  std::vector<size_t> found;
  uint32_t weight = 0;
  for (size_t i = *headline + 1; i < body_.runs.front(); ++i) {
    const Run& run = anatomy_.runs[i];
    if (!IsLead(run)) continue;
    found.push_back(i);
    weight += run.weight;
  }
  if (found.size() > kMost || weight > body_.weight) return;
  for (const size_t index : found) {
    const Run& run = anatomy_.runs[index];
    body_.weight += run.weight;
    body_.link_weight += run.link_weight;
    if (IsProse(run)) body_.prose += run.weight;
  }
  body_.runs.insert(body_.runs.begin(), found.begin(), found.end());
}

}  // namespace

void AddLead(const Anatomy& anatomy, const LeadHints& hints, Body& body) {
  Lead(anatomy, hints, body).Add();
}

}  // namespace extract
