#pragma once
// What a site's address stands for: its feeds, found by what its page names, by the places where
// feeds mostly are, and by the sitemaps that its robots.txt names; each looked at, the best first.

#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/source.h"
#include "pipeline/web.h"
#include "source/discovery.h"

namespace pipeline {

struct SiteSources {
  // What stands at the address itself: kFeed or kSitemap (then nothing else was looked for), kPage.
  model::SourceKind kind = model::SourceKind::kUnknown;
  std::string title;
  std::vector<source::Candidate> found;  // the best first, at most 25; empty: it is a plain page
};

// Asks for `source` (as it is to be asked) and for what may be its site's feeds, and waits for the
// answers. The error: the address itself cannot be had.
base::Result<SiteSources> DiscoverSite(const model::Source& source, Web& web, base::Instant now);

}  // namespace pipeline
