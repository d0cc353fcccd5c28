#pragma once
// Which of the feeds that a site has is the one that is meant when somebody adds the site: the one
// with all its news. Pure: what was found is given.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/source.h"

namespace source {

enum class FoundBy {
  kPage,     // the page names it
  kPath,     // it stands where feeds mostly stand
  kSitemap,  // robots.txt names it
};

struct Candidate {
  std::string url;
  FoundBy found_by = FoundBy::kPage;
  size_t place = 0;  // among those found in the same way
  // What stands there:
  model::SourceKind kind = model::SourceKind::kUnknown;
  std::string title;
  size_t entries = 0;
  bool has_text = false;  // its entries carry full text
  std::optional<base::Instant> newest;
};

// The best first. A feed goes before a sitemap; a feed of comments or of one section, tag or author
// behind that of the whole site; one with entries before an empty one; one that is alive before
// one whose newest entry is a year old; then the page's own order.
void RankCandidates(std::string_view site, base::Instant now, std::vector<Candidate>& candidates);

}  // namespace source
