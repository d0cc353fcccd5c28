#include "extract/layout.h"

#include <algorithm>

#include "text/dates.h"
#include "text/words.h"

namespace extract {

using html::NodeId;
using html::Tag;

size_t DigitsIn(std::string_view text) {
  size_t digits = 0;
  for (const char byte : text) {
    const auto c = static_cast<unsigned char>(byte);
    // Arabic-Indic, Persian, Devanagari, Thai; 〇 to 九 stand beside 年, which has E5 too.
    if ((c >= '0' && c <= '9') || c == 0xD9 || c == 0xDB || c == 0xE0) ++digits;
  }
  return digits;
}

Layout::Layout(const Anatomy& anatomy, const Body& body, std::string_view title,
               std::string_view language)
    : anatomy_(anatomy),
      language_(language),
      lines_(anatomy.runs.size()),
      written_(anatomy.runs.size()),
      dates_(anatomy.runs.size(), Known::kNothing) {
  const std::vector<Run>& all = anatomy.runs;
  body_first_ = body.runs.empty() ? all.size() : body.runs.front();
  body_last_ = body.runs.empty() ? all.size() : body.runs.back();
  if (title.empty()) return;
  const std::string folded = text::Fold(title);
  for (size_t i = 0; i < std::min(body_first_ + 3, all.size()); ++i) {
    const Tag tag = anatomy.document.tag(all[i].block);
    if (tag != Tag::kH1 && tag != Tag::kH2) continue;
    if ((tag == Tag::kH1 && !has_title_) || text::Fold(Line(i)) == folded) {
      title_run_ = i;
      has_title_ = true;
    }
  }
}

size_t Layout::RunOf(NodeId node) const {
  const auto at = std::ranges::lower_bound(anatomy_.runs, node, {}, &Run::last);
  return static_cast<size_t>(at - anatomy_.runs.begin());
}

const std::string& Layout::Line(size_t run) {
  if (!written_[run]) {
    lines_[run] = TextOf(anatomy_, anatomy_.runs[run]);
    written_[run] = true;
  }
  return lines_[run];
}

size_t Layout::Digits(size_t run) const {
  constexpr size_t kEnough = 8;
  size_t digits = 0;
  const Run& of = anatomy_.runs[run];
  for (NodeId node = of.first; node <= of.last && digits < kEnough; ++node) {
    if (anatomy_.document.IsText(node)) digits += DigitsIn(anatomy_.document.text(node));
  }
  return digits;
}

bool Layout::HasDate(size_t run) {
  constexpr uint32_t kShortest = 5;  // letters and figures
  constexpr uint32_t kLongest = 60;
  if (run >= anatomy_.runs.size()) return false;
  const uint32_t weight = anatomy_.runs[run].weight;
  if (weight < kShortest || weight >= kLongest) return false;
  if (dates_[run] == Known::kNothing) {
    const bool has = Digits(run) >= 3 && text::FindDate(Line(run), language_).has_value();
    dates_[run] = has ? Known::kYes : Known::kNo;
  }
  return dates_[run] == Known::kYes;
}

}  // namespace extract
