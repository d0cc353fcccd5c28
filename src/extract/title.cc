// How the title is found
// ----------------------
// Pages say it several times: <h1>, og:title, JSON-LD, <title>. The head's versions carry the
// site's name ("… | The Japan Times") or are written for search engines; a heading is what readers
// see, but it may be the site's, the section's, or a slogan. No order of belief is right for all
// pages, so all versions are candidates, whole and cut at each of their separators, and evidence
// decides (choice.h): where a version stands, who else says it, whether its words are those of the
// page's address and of the other versions, whether what was cut off is the site's name, whether
// the site's name is still there, whether a heading stands in a header or links to the front page,
// and so on. The list is title_candidates.h, the weights are title_weights.cc.

#include <algorithm>

#include "extract/heading.h"
#include "extract/title_candidates.h"
#include "text/words.h"

namespace extract {

std::string FindSiteName(const PageFacts& facts) {
  std::string name = text::CollapseSpace(
      facts.Meta({"og:site_name", "application-name", "apple-mobile-web-app-title"}));
  if (name.empty() || name.find("://") != std::string::npos) {
    name = text::CollapseSpace(facts.article.publisher);
  }
  return name.find("://") == std::string::npos ? name : std::string();
}

std::string FindTitle(const Anatomy& anatomy, const PageFacts& facts, std::string_view site_name,
                      std::string_view url, std::string_view headline_hint) {
  std::vector<TitleCandidate> candidates =
      TitleCandidates(anatomy, facts, site_name, url, headline_hint);
  const auto best = std::ranges::max_element(candidates, {}, [](const TitleCandidate& candidate) {
    return candidate.marks.Score(kTitleWeights);
  });
  return best == candidates.end() ? std::string() : std::move(best->text);
}

}  // namespace extract
