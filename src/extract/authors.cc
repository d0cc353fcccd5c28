// Who wrote the page
// ------------------
// JSON-LD and meta elements often name the account that uploaded a text, or the publisher, where
// the page itself names the author; the page names many people more (who reviewed it, who took the
// picture, who commented, who wrote what is listed beside it). So every place that names somebody
// makes a candidate, and evidence decides (choice.h): what kind of place it is, where it stands
// beside the title and the text, what its label says, whether others agree, whether the names look
// like people. "Nobody" is a candidate too. The list is byline_candidates.h, the weights are
// byline_weights.cc; what names a byline holds is the matter of byline.cc.

#include <algorithm>

#include "extract/byline_candidates.h"
#include "extract/heading.h"

namespace extract {

std::vector<std::string> FindByline(const BylinePlace& place) {
  std::vector<BylineCandidate> candidates = BylineCandidates(place);
  const auto best = std::ranges::max_element(candidates, {}, [](const BylineCandidate& candidate) {
    return candidate.marks.Score(kBylineWeights);
  });
  return best == candidates.end() ? std::vector<std::string>() : std::move(best->names);
}

}  // namespace extract
