#pragma once
// Title, byline, dates, language and address of a page.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "extract/byline_candidates.h"
#include "extract/day_candidates.h"
#include "extract/facts.h"
#include "extract/runs.h"
#include "net/url.h"

namespace extract {

// The headline, without the site's name. The essay is in title.cc.
std::string FindTitle(const Anatomy& anatomy, const PageFacts& facts, std::string_view site_name,
                      std::string_view url, std::string_view headline_hint);

// "The Japan Times"; empty when the page does not say.
std::string FindSiteName(const PageFacts& facts);

// The people who wrote the page, or the organisation where it says so; empty when it names nobody.
// The essay is in authors.cc.
std::vector<std::string> FindByline(const BylinePlace& place);

struct Dates {
  std::optional<base::Instant> published;
  std::optional<base::Day> published_day;
  std::optional<base::Instant> modified;
};
// The essay is in when.cc.
Dates FindDates(const DayPlace& place);

// BCP 47 as the page states it ("en-US"); empty when it does not.
std::string FindLanguage(const PageFacts& facts);

// Canonical address without tracking; the page's own where it names none that can be.
std::string FindUrl(const PageFacts& facts, std::string_view url);

}  // namespace extract
