#pragma once
// Title, byline, dates, language and address of a page: for each the evidence is weighed in an
// order that is written beside it.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "extract/extract.h"
#include "extract/facts.h"
#include "extract/runs.h"
#include "net/url.h"

namespace extract {

// The headline, without the site's name. `anatomy` gives the page's own headings; they are believed
// where the head of the page says the same or nothing.
std::string FindTitle(const Anatomy& anatomy, const PageFacts& facts, std::string_view site_name,
                      std::string_view url, std::string_view headline_hint);

// "The Japan Times"; empty when the page does not say.
std::string FindSiteName(const PageFacts& facts);

// JSON-LD, meta, microdata, rel=author, elements named as bylines, then "By …" beside the headline.
std::vector<std::string> FindByline(const Anatomy& anatomy, const PageFacts& facts,
                                    std::string_view site_name, size_t body_start);

struct Dates {
  std::optional<base::Instant> published;
  std::optional<base::Day> published_day;
  std::optional<base::Instant> modified;
};
// JSON-LD, meta, microdata, <time>, the URL, then visible text beside the headline. `body_start` is
// the first run of the body.
Dates FindDates(const Anatomy& anatomy, const PageFacts& facts, const Input& input,
                std::string_view language, size_t body_start);

// BCP 47 as the page states it ("en-US"); empty when it does not.
std::string FindLanguage(const PageFacts& facts);

// Canonical address without tracking; the page's own where it names none that can be.
std::string FindUrl(const PageFacts& facts, std::string_view url);

}  // namespace extract
